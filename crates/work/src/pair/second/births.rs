//! Asked rows without a usable number, by birth date and sex, and those with a broken one also by its county.

use super::Suspect;
use doudi_compare::name;
use doudi_kernel::{Date, IdKey, Sex};

/// Bits of the filter that most source rows do not pass: 128 KiB, near enough, and sparse with fifty thousand suspects.
const BITS: u32 = 20;
/// Bits of the second filter, which knows names too: 256 KiB.
const NAME_BITS: u32 = 21;
/// Instead of a county, where there is no number that tells one.
const ANYWHERE: u64 = 0;
/// The first year that has cells, and how many years have some.
const FIRST_YEAR: u64 = 1900;
const YEARS: u64 = 200;

/// Suspects by birth date and sex. Of a broken number the first six digits are trusted: with two slips and more it has no
/// candidates that mean anything, but seldom both in the county. A name is looked at only when its first or last character is the right one: names that
/// differ in one character share one of the two.
#[derive(Debug)]
pub(in crate::pair) struct Births {
    filter: Vec<u64>,
    /// Birth date, sex and one end of the name.
    names: Vec<u64>,
    /// The suspects of cell `i` are `suspects[starts[i]..starts[i + 1]]`.
    starts: Vec<u32>,
    suspects: Vec<Filed>,
}

/// A suspect with the county of a broken number and the ends of the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Filed {
    suspect: u32,
    county: u64,
    ends: [u8; 6],
}

/// `19900307`, times two, plus one for men.
type Code = u64;

impl Births {
    pub(super) fn new(suspects: &[Suspect]) -> Self {
        let mut filed: Vec<(usize, Filed)> = Vec::new();
        let (mut filter, mut named) = (vec![0; 1 << (BITS - 6)], vec![0; 1 << (NAME_BITS - 6)]);
        for (at, suspect) in (0..).zip(suspects) {
            let Some(birth) = suspect.said.birth else { continue };
            let county = suspect.text.get(..6).and_then(|digits| digits.parse().ok()).unwrap_or(ANYWHERE);
            let sexes = suspect.said.sex.map_or(vec![Sex::Male, Sex::Female], |sex| vec![sex]);
            for code in sexes.into_iter().map(|sex| code_of(birth, sex)) {
                let Some(cell) = cell(code) else { continue };
                let ends = ends(name::normal(&suspect.said.name).as_bytes());
                filed.push((cell, Filed { suspect: at, county, ends }));
                set(&mut filter, bit(code, county));
                name_bits(code, &ends).into_iter().for_each(|bit| set(&mut named, bit));
            }
        }
        filed.sort_unstable();
        let cells = (YEARS * 12 * 31 * 2) as usize;
        let mut starts = vec![0u32; cells + 1];
        filed.iter().for_each(|one| starts[one.0 + 1] += 1);
        (0..cells).for_each(|at| starts[at + 1] += starts[at]);
        Self { filter, names: named, starts, suspects: filed.into_iter().map(|one| one.1).collect() }
    }

    /// Writes to the front of `positions` those of the keys under whose birth date and sex somebody may be filed, and tells
    /// how many. Now and then nobody is.
    pub(super) fn pass(&self, keys: &[IdKey], positions: &mut [u32]) -> usize {
        let filter = &self.filter[..];
        let mut passed = 0;
        for (&key, at) in keys.iter().zip(0..) {
            let code = code(key);
            positions[passed] = at;
            passed += usize::from(is_set(filter, bit(code, ANYWHERE)) | is_set(filter, bit(code, county(key))));
        }
        passed
    }

    /// The suspects of a number's birth date and sex who may have a name.
    pub(super) fn like(&self, key: IdKey, name: &[u8]) -> impl Iterator<Item = u32> {
        let (theirs, code, county) = (ends_of(name), code(key), county(key));
        // Most keys end here, and the tables are seldom fetched from memory.
        let known = name_bits(code, &theirs).into_iter().any(|bit| is_set(&self.names, bit));
        let cell = Some(code).filter(|_| known).and_then(cell);
        let cell = cell.map_or(0..0, |cell| self.starts[cell] as usize..self.starts[cell + 1] as usize);
        let here = self.suspects[cell].iter().filter(move |one| one.county == ANYWHERE || one.county == county);
        here.filter(move |one| one.ends[..3] == theirs[..3] || one.ends[3..] == theirs[3..]).map(|one| one.suspect)
    }
}

/// The ends of a name as it stands in a list.
fn ends_of(name: &[u8]) -> [u8; 6] {
    match name.first() {
        Some(128..) => ends(name.trim_ascii()),
        _ => ends(name::normal(&String::from_utf8_lossy(name)).as_bytes()),
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

#[inline]
fn county(key: IdKey) -> u64 {
    key.packed() / (100_000_000_000 << 4)
}

/// The upper bits of a product are the well-mixed ones.
#[inline]
fn bit(code: Code, county: u64) -> usize {
    ((code | county << 28).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - BITS)) as usize
}

/// Where the second filter holds each end of a name.
fn name_bits(code: Code, ends: &[u8; 6]) -> [usize; 2] {
    let end = |at: usize| u64::from(u32::from_le_bytes([ends[at], ends[at + 1], ends[at + 2], at as u8]));
    let mixed = code.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    [0, 3].map(|at| ((mixed ^ end(at)).wrapping_mul(0xD6E8_FEB8_6659_FD93) >> (64 - NAME_BITS)) as usize)
}

fn set(filter: &mut [u64], bit: usize) {
    filter[bit / 64] |= 1 << (bit % 64);
}

#[inline]
fn is_set(filter: &[u64], bit: usize) -> bool {
    filter[bit / 64] >> (bit % 64) & 1 == 1
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
            text: if row == 5 { "41990219xx".into() } else { String::new() },
            said: Described::read(name, "1990-03-07", sex, ""),
        };
        let suspects = [
            suspect(1, "王小芳", "女"),
            suspect(2, "王 芳", ""),
            suspect(3, "李强", "男"),
            suspect(4, "", ""),
            suspect(5, "王小芳", "女"),
        ];
        let births = Births::new(&suspects);
        let id = |serial| ResidentId::new("419901".parse().unwrap(), Date::constant(1990, 3, 7), serial).unwrap().key();
        let like = |serial, name: &str| births.like(id(serial), name.as_bytes()).collect::<Vec<_>>();
        let mut positions = [0; 2];
        assert_eq!(births.pass(&[id(1), id(2)], &mut positions), 2);
        assert_eq!(like(2, "王晓芳"), [0, 1]);
        assert_eq!(like(1, "王晓芳"), [1]);
        assert_eq!(like(1, "李 强"), [2]);
        let other = ResidentId::new("419901".parse().unwrap(), Date::constant(1990, 3, 8), 2).unwrap().key();
        assert!(births.like(other, "王小芳".as_bytes()).next().is_none());
    }
}
