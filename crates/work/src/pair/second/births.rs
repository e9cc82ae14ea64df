//! Asked rows without a usable number, by birth date and sex.

use super::Suspect;
use doudi_compare::name;
use doudi_kernel::{Date, IdKey, Sex};

/// Bits of the filter that most source rows do not pass: 32 KiB, which stays in the nearest cache.
const BITS: u32 = 18;
/// The first year that has cells, and how many years have some.
const FIRST_YEAR: u64 = 1900;
const YEARS: u64 = 200;

/// Suspects by birth date and sex. A name is looked at only when its first or last character is the right one: names that
/// differ in one character share one of the two.
#[derive(Debug)]
pub(in crate::pair) struct Births {
    filter: Vec<u64>,
    /// The suspects of cell `i` are `suspects[starts[i]..starts[i + 1]]`.
    starts: Vec<u32>,
    suspects: Vec<(u32, [u8; 6])>,
}

/// `19900307`, times two, plus one for men.
type Code = u64;

impl Births {
    pub(super) fn new(suspects: &[Suspect]) -> Self {
        let mut filed: Vec<(usize, u32, [u8; 6])> = Vec::new();
        let mut filter = vec![0; 1 << (BITS - 6)];
        for (at, suspect) in (0..).zip(suspects) {
            let Some(birth) = suspect.said.birth else { continue };
            let sexes = suspect.said.sex.map_or(vec![Sex::Male, Sex::Female], |sex| vec![sex]);
            for code in sexes.into_iter().map(|sex| code_of(birth, sex)) {
                let Some(cell) = cell(code) else { continue };
                filed.push((cell, at, ends(name::normal(&suspect.said.name).as_bytes())));
                let bit = bit(code);
                filter[bit / 64] |= 1 << (bit % 64);
            }
        }
        filed.sort_unstable();
        let cells = (YEARS * 12 * 31 * 2) as usize;
        let mut starts = vec![0u32; cells + 1];
        filed.iter().for_each(|one| starts[one.0 + 1] += 1);
        (0..cells).for_each(|at| starts[at + 1] += starts[at]);
        Self { filter, starts, suspects: filed.into_iter().map(|(_, at, ends)| (at, ends)).collect() }
    }

    /// Whether anybody is filed under the birth date and sex of a number; now and then also when nobody is.
    #[inline]
    pub(in crate::pair) fn may_hold(&self, key: IdKey) -> bool {
        let bit = bit(code(key));
        self.filter[bit / 64] >> (bit % 64) & 1 == 1
    }

    /// The suspects of a number's birth date and sex who may have a name.
    pub(super) fn like(&self, key: IdKey, name: &[u8]) -> impl Iterator<Item = u32> {
        let cell = cell(code(key)).map_or(0..0, |cell| self.starts[cell] as usize..self.starts[cell + 1] as usize);
        let theirs = match name.first() {
            Some(128..) => ends(name.trim_ascii()),
            _ => ends(name::normal(&String::from_utf8_lossy(name)).as_bytes()),
        };
        let near = move |ours: &[u8; 6]| ours[..3] == theirs[..3] || ours[3..] == theirs[3..];
        self.suspects[cell].iter().filter(move |one| near(&one.1)).map(|one| one.0)
    }
}

/// The first and the last three bytes: of a Chinese name the first and the last character.
fn ends(name: &[u8]) -> [u8; 6] {
    let mut ends = [0; 6];
    if let (Some(first), Some(last)) = (name.first_chunk::<3>(), name.last_chunk::<3>()) {
        ends[..3].copy_from_slice(first);
        ends[3..].copy_from_slice(last);
    }
    ends
}

#[inline]
fn code(key: IdKey) -> Code {
    let body = key.packed() >> 4;
    body / 1000 % 100_000_000 * 2 + body % 2
}

fn code_of(birth: Date, sex: Sex) -> Code {
    let day = birth.year() as u64 * 10_000 + birth.month() as u64 * 100 + birth.day() as u64;
    day * 2 + u64::from(sex == Sex::Male)
}

/// The upper bits of a product are the well-mixed ones.
#[inline]
fn bit(code: Code) -> usize {
    (code.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - BITS)) as usize
}

fn cell(code: Code) -> Option<usize> {
    let (day, sex) = (code / 2, code % 2);
    let (year, month, day) = ((day / 10_000).checked_sub(FIRST_YEAR)?, day / 100 % 100, day % 100);
    let real = year < YEARS && (1..=12).contains(&month) && (1..=31).contains(&day);
    real.then(|| (((year * 12 + month - 1) * 31 + day - 1) * 2 + sex) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;
    use doudi_compare::repair::Described;
    use doudi_kernel::ResidentId;

    #[test]
    fn a_number_finds_who_was_born_on_its_day_with_its_sex_and_an_end_of_the_name() {
        let suspect = |row, name: &str, sex| Suspect {
            row,
            text: String::new(),
            said: Described::read(name, "1990-03-07", sex, ""),
        };
        let suspects =
            [suspect(1, "王小芳", "女"), suspect(2, "王 芳", ""), suspect(3, "李强", "男"), suspect(4, "", "")];
        let births = Births::new(&suspects);
        let id = |serial| ResidentId::new("419901".parse().unwrap(), Date::constant(1990, 3, 7), serial).unwrap().key();
        let like = |serial, name: &str| births.like(id(serial), name.as_bytes()).collect::<Vec<_>>();
        assert!(births.may_hold(id(2)) && births.may_hold(id(1)));
        assert_eq!(like(2, "王晓芳"), [0, 1]);
        assert_eq!(like(1, "王晓芳"), [1]);
        assert_eq!(like(1, "李 强"), [2]);
        let other = ResidentId::new("419901".parse().unwrap(), Date::constant(1990, 3, 8), 2).unwrap().key();
        assert!(births.like(other, "王小芳".as_bytes()).next().is_none());
    }
}
