//! The valid numbers that one slip turns into what is written.

use super::{Counties, Described, Repair};
use doudi_kernel::{IdKey, ResidentId};

/// A valid number that may be meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The number.
    pub id: ResidentId,
    /// The slip.
    pub repair: Repair,
    /// Whether its county is known to be one.
    pub county_known: bool,
    /// How many of the row's birth date, sex and county agree with it, less how many do not.
    pub agreeing: i8,
}

/// Nobody of whom a list speaks was born before.
const FIRST_YEAR: i16 = 1900;

/// The valid numbers from which one usual slip makes `written`: a digit wrong, two neighbours swapped, one character
/// missing or too many, the last character wrong, or a disability certificate's number, which may be broken likewise.
///
/// `written` is the text as [`crate::read_id`] cleans it. A valid number has no candidates: nothing is wrong with it. Each
/// number comes once; those that agree with what the row says elsewhere come first, then those of known counties. A first
/// pair of digits that is no province is forbidden; an unknown county is not ([`Counties`]).
///
/// ```
/// use doudi_compare::repair::{Counties, Described, Repair, candidates};
/// let mut counties = Counties::default();
/// counties.learn(419901);
/// let said = Described { birth: Some("1990-03-07".parse().unwrap()), ..Described::default() };
/// // 0307 became 3007.
/// let found = candidates("419901199030070014", &said, &counties);
/// assert_eq!((found[0].id, found[0].repair), ("419901199003070014".parse().unwrap(), Repair::Transposed(11)));
/// ```
pub fn candidates(written: &str, said: &Described, counties: &Counties) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = Vec::new();
    let mut take = |text: &[u8; 18], repair: Repair| {
        let Some(id) = valid(text) else { return };
        if !Counties::province_of(id) || id.birth_date().year() < FIRST_YEAR || found.iter().any(|one| one.id == id) {
            return;
        }
        found.push(Candidate { id, repair, county_known: counties.knows_of(id), agreeing: said.agreement(id) });
    };
    let text = written.as_bytes();
    match text.len() {
        17 => missing(text, &mut take),
        18 => altered(text, &mut take),
        19 => {
            extra(text, &mut take);
            // A certificate of twenty characters that lost one of its number.
            missing(&text[..17], &mut take);
        }
        20 | 22 => match written.parse::<doudi_kernel::DisabilityCertificate>() {
            Ok(certificate) => take(&certificate.holder().key().characters(), Repair::Certificate),
            Err(_) => altered(&text[..18], &mut take),
        },
        21 => missing(&text[..17], &mut take),
        _ => {}
    }
    found.sort_by_key(|one| (-one.agreeing, !one.county_known, one.repair, one.id));
    found
}

type Take<'a> = &'a mut dyn FnMut(&[u8; 18], Repair);

/// The check character first: it is quick, and stops ten of eleven.
fn valid(text: &[u8; 18]) -> Option<ResidentId> {
    if !IdKey::check_agrees(text) {
        return None;
    }
    IdKey::from_ascii(text)?.resident().ok()
}

/// Every character that may stand at a place, counted from 0.
fn alphabet(at: usize) -> &'static [u8] {
    if at == 17 { b"0123456789X" } else { b"0123456789" }
}

fn altered(text: &[u8], take: Take<'_>) {
    let Ok(text) = <&[u8; 18]>::try_from(text) else { return };
    if valid(text).is_some() {
        return;
    }
    for at in 0..17 {
        let mut swapped = *text;
        swapped.swap(at, at + 1);
        take(&swapped, Repair::Transposed(at as u8 + 1));
    }
    for at in (0..18).rev() {
        let repair = if at == 17 { Repair::Last } else { Repair::Digit(at as u8 + 1) };
        each_at(*text, at, repair, take);
    }
}

fn missing(text: &[u8], take: Take<'_>) {
    for at in 0..18 {
        let mut opened = [b'0'; 18];
        opened[..at].copy_from_slice(&text[..at]);
        opened[at + 1..].copy_from_slice(&text[at..]);
        each_at(opened, at, Repair::Missing(at as u8 + 1), take);
    }
}

fn extra(text: &[u8], take: Take<'_>) {
    for at in 0..19 {
        let mut closed = [b'0'; 18];
        closed[..at].copy_from_slice(&text[..at]);
        closed[at..].copy_from_slice(&text[at + 1..]);
        take(&closed, Repair::Extra(at as u8 + 1));
    }
}

fn each_at(mut text: [u8; 18], at: usize, repair: Repair, take: Take<'_>) {
    for &character in alphabet(at) {
        text[at] = character;
        take(&text, repair);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use doudi_kernel::Date;
    use jiff::ToSpan;
    use proptest::prelude::*;

    fn id() -> impl Strategy<Value = ResidentId> {
        (prop::sample::select(vec!["419901", "110105", "440524"]), 0i32..45_000, 1u16..999).prop_map(
            |(county, day, serial)| {
                let birth = Date::constant(1905, 1, 1).checked_add(day.days()).unwrap();
                ResidentId::new(county.parse().unwrap(), birth, serial).unwrap()
            },
        )
    }

    /// A number broken in one of the ways, with the way.
    fn broken(id: ResidentId, way: u8, at: usize, shift: u8) -> String {
        let mut text = id.key().characters().to_vec();
        match way {
            0 => text.swap(at % 17, at % 17 + 1),
            1 if at < 17 => text[at] = b'0' + (text[at].wrapping_sub(b'0') % 10 + shift) % 10,
            1 => {
                text[17] = b"0123456789X"
                    [(b"0123456789X".iter().position(|c| *c == text[17]).unwrap() + usize::from(shift)) % 11]
            }
            2 => drop(text.remove(at)),
            3 => text.insert(at, text[at]),
            4 => text[at % 17] = b'O',
            5 => text.extend(b"43"),
            6 => {
                text[at % 17] = b'0' + (text[at % 17] - b'0' + shift) % 10;
                text.extend(b"43");
            }
            _ => {
                text.remove(at);
                text.extend(b"43");
            }
        }
        String::from_utf8(text).unwrap()
    }

    proptest! {
        #[test]
        fn a_number_broken_by_one_slip_is_among_the_candidates(id in id(), way in 0u8..8, at in 0usize..18, shift in 1u8..10) {
            let written = broken(id, way, at, shift);
            let found = candidates(&written, &Described::default(), &Counties::default());
            prop_assert!(written.parse() == Ok(id) || found.iter().any(|one| one.id == id), "way {way} at {at}");
        }

        #[test]
        fn candidates_differ_stand_in_one_order_and_are_few(id in id(), way in 0u8..8, at in 0usize..18, shift in 1u8..10) {
            let written = broken(id, way, at, shift);
            let said = Described { birth: Some(id.birth_date()), sex: Some(id.sex()), ..Described::default() };
            let found = candidates(&written, &said, &Counties::default());
            let mut once: Vec<ResidentId> = found.iter().map(|one| one.id).collect();
            once.sort();
            once.dedup();
            prop_assert_eq!(once.len(), found.len());
            prop_assert!(found.len() <= 40);
            prop_assert!(found.is_sorted_by(|a, b| a.agreeing >= b.agreeing));
            prop_assert_eq!(candidates(&written, &said, &Counties::default()), found);
        }

        #[test]
        fn any_text_is_answered(written in "\\PC{0,24}|[0-9X]{15,22}") {
            for one in candidates(&written, &Described::default(), &Counties::default()) {
                prop_assert_eq!(ResidentId::from_packed(one.id.packed()), Some(one.id));
            }
        }
    }

    #[test]
    fn nothing_is_repaired_in_a_valid_number() {
        assert!(candidates("419901199003070014", &Described::default(), &Counties::default()).is_empty());
    }

    #[test]
    fn a_retired_county_weakens_and_does_not_forbid() {
        let found = candidates("419901199003070015", &Described::default(), &Counties::default());
        let last = found.iter().find(|one| one.repair == Repair::Last).unwrap();
        assert!(!last.county_known);
    }
}
