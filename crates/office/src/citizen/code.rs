//! 一码通: one code a household. Twelve signs that are hard to misread, the last of which checks the others.
//!
//! A code is made by the office's key from the file's number and how often it was replaced: it is printed again without
//! being kept, and the database knows its blind index only.

use crate::OfficeError;
use doudi_journal::{Tx, Value, crypto::BlindIndex};

/// Without 0, 1, I, L, O: a prime number of signs, so that one wrong sign and two exchanged ones are always found.
const SIGNS: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
/// Signs that are chance; 54 bits.
const CHANCE: usize = 11;
const COLUMN: &str = "citizen_code.code";
/// Apart from the column: what the database holds makes no code.
const MADE: &str = "citizen_code.made";

/// A code as it is typed: groups, small letters and spaces do not matter.
///
/// ```
/// use doudi_office::citizen::Code;
/// let code = Code::parse(" 2222-2222 2222").unwrap();
/// assert_eq!(code.to_string(), "2222-2222-2222");
/// assert!(Code::parse("2222-2222-2223").is_none());
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Code([u8; CHANCE + 1]);

impl Code {
    /// The code of a text, if it is one.
    pub fn parse(text: &str) -> Option<Self> {
        let signs = text.bytes().filter(|sign| !matches!(sign, b'-' | b' ')).map(|sign| sign.to_ascii_uppercase());
        let signs: [u8; CHANCE + 1] = signs.collect::<Vec<u8>>().try_into().ok()?;
        (check(&signs[..CHANCE])? == signs[CHANCE]).then_some(Self(signs))
    }

    /// The code that the office's key gives a file.
    fn of(index: &BlindIndex) -> Self {
        let mut rest = index.iter().take(16).fold(0u128, |sum, byte| sum << 8 | u128::from(*byte));
        let mut signs = [SIGNS[0]; CHANCE + 1];
        for sign in &mut signs[..CHANCE] {
            *sign = SIGNS[(rest % 31) as usize];
            rest /= 31;
        }
        signs[CHANCE] = check(&signs[..CHANCE]).unwrap_or(SIGNS[0]);
        Self(signs)
    }

    /// How the database knows it.
    pub(super) fn blind(&self, tx: &Tx<'_>) -> BlindIndex {
        tx.blind(COLUMN, &self.to_string())
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let groups: Vec<&str> = self.0.chunks(4).filter_map(|group| std::str::from_utf8(group).ok()).collect();
        f.write_str(&groups.join("-"))
    }
}

/// Who has a code may see a household's cases: it is in no log.
impl std::fmt::Debug for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Code(****)")
    }
}

/// The sign that checks the others; none where one is no sign of a code.
fn check(signs: &[u8]) -> Option<u8> {
    let mut sum = 0;
    for (weight, sign) in (1..).zip(signs) {
        sum += weight * SIGNS.iter().position(|one| one == sign)?;
    }
    Some(SIGNS[sum % 31])
}

/// What a code leads to.
pub(super) struct Holder {
    pub(super) household: Option<i64>,
    pub(super) sent: Option<i64>,
    pub(super) division: u64,
}

/// What a living code leads to.
pub(super) fn holder(tx: &mut Tx<'_>, blind: &BlindIndex) -> Result<Option<Holder>, OfficeError> {
    let sql = "SELECT household, sent, division FROM citizen_code WHERE blind = $1 AND ended IS NULL";
    let Some(row) = tx.row(sql, &[(&blind[..]).into()])? else { return Ok(None) };
    Ok(Some(Holder { household: row.get("household")?, sent: row.get("sent")?, division: row.get("division")? }))
}

/// The code of an origin: `household:12:0`, `sent:7:0`.
pub(super) fn made_of(tx: &Tx<'_>, origin: &str) -> Code {
    Code::of(&tx.blind(MADE, origin))
}

/// The living code of a household, if it has one.
pub(super) fn living(tx: &mut Tx<'_>, household: i64) -> Result<Option<Code>, OfficeError> {
    let sql = "SELECT origin FROM citizen_code WHERE household = $1 AND ended IS NULL ORDER BY made LIMIT 1";
    let row = tx.row(sql, &[household.into()])?;
    Ok(row.map(|row| row.get::<String>("origin")).transpose()?.map(|origin| made_of(tx, &origin)))
}

/// How many codes a household has had.
pub(super) fn count(tx: &mut Tx<'_>, household: i64) -> Result<i64, OfficeError> {
    let sql = "SELECT COUNT(*) AS n FROM citizen_code WHERE household = $1";
    Ok(tx.row(sql, &[Value::Int(household)])?.map_or(Ok(0), |row| row.get("n"))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_wrong_sign_and_two_exchanged_neighbours_are_always_found() {
        let code = Code::of(&[7; 16]).to_string().replace('-', "");
        for at in 0..code.len() {
            for sign in SIGNS.iter().map(|sign| *sign as char).filter(|sign| !code[at..].starts_with(*sign)) {
                let mut other = code.clone();
                other.replace_range(at..=at, &sign.to_string());
                assert_eq!(Code::parse(&other), None, "{other}");
            }
            if at > 0 && code.as_bytes()[at] != code.as_bytes()[at - 1] {
                let mut other: Vec<u8> = code.bytes().collect();
                other.swap(at, at - 1);
                assert_eq!(Code::parse(std::str::from_utf8(&other).unwrap()), None);
            }
        }
    }
}
