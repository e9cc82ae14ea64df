//! The citizen identity number of GB 11643: six digits of division, eight of birth, three of serial, one check character.

use crate::{Date, Division, Lang, Say};
use std::fmt;

/// Weights of the first seventeen digits, GB 11643-1999 section 4.4.
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// The check character by the weighted sum modulo 11.
const CHECK: [u8; 11] = *b"10X98765432";

/// Eighteen characters of the *form* of an identity number, packed: what rosters are compared by.
///
/// The form is seventeen digits and a digit or `X`; nothing more is promised. Two keys are equal exactly when the
/// eighteen characters are equal, so a mistyped number never meets a right one. Ask [`IdKey::resident`] for a number that
/// also passes its checks.
///
/// Layout: the seventeen digits as a number in the upper bits, the check character (0 to 10, ten being `X`) in the lowest
/// four. The order of keys is therefore the order of the numbers: by division, then birth, then serial.
///
/// ```
/// use doudi_kernel::IdKey;
/// let key = IdKey::from_ascii(b"419901199003070014").unwrap();
/// assert_eq!(IdKey::from_packed(key.packed()), Some(key));
/// assert_eq!(key.characters(), *b"419901199003070014");
/// assert_eq!(key.to_string(), "419901********0014");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IdKey(u64);

impl IdKey {
    /// Reads eighteen ASCII bytes; `x` counts as `X`. `None` when the form is wrong.
    #[inline]
    pub fn from_ascii(text: &[u8; 18]) -> Option<Self> {
        let head = eight_digits(text[0..8].try_into().ok()?)?;
        let middle = eight_digits(text[8..16].try_into().ok()?)?;
        let last = text[16].wrapping_sub(b'0');
        let check = match text[17] {
            b'X' | b'x' => 10,
            digit => digit.wrapping_sub(b'0'),
        };
        if last > 9 || check > 10 || (check == 10 && !matches!(text[17], b'X' | b'x')) {
            return None;
        }
        let body = (head * 100_000_000 + middle) * 10 + u64::from(last);
        Some(Self(body << 4 | u64::from(check)))
    }

    /// The key as a number that [`IdKey::from_packed`] takes back.
    #[inline]
    pub fn packed(self) -> u64 {
        self.0
    }

    /// The key that was packed, or `None` for a number that no key packs to.
    #[inline]
    pub fn from_packed(packed: u64) -> Option<Self> {
        (packed & 15 <= 10 && packed >> 4 < 100_000_000_000_000_000).then_some(Self(packed))
    }

    /// The eighteen characters. They identify a person: never print, log or put them into an error.
    pub fn characters(self) -> [u8; 18] {
        let mut text = [b'0'; 18];
        text[17] = match self.0 & 15 {
            10 => b'X',
            digit => b'0' + digit as u8,
        };
        let mut body = self.0 >> 4;
        for slot in text[..17].iter_mut().rev() {
            *slot = b'0' + (body % 10) as u8;
            body /= 10;
        }
        text
    }

    /// The eighteen characters as a string: for files that the office itself asked for, never for logs or errors.
    pub fn reveal(self) -> String {
        self.characters().iter().map(|&byte| byte as char).collect()
    }

    /// Whether the last of eighteen characters follows from the others. It looks at nothing else, and is made for rows by
    /// the million: characters that are no digits give some answer, never a panic.
    ///
    /// ```
    /// use doudi_kernel::IdKey;
    /// assert!(IdKey::check_agrees(b"419901199003070014") && !IdKey::check_agrees(b"419901199003070015"));
    /// ```
    #[inline]
    pub fn check_agrees(text: &[u8; 18]) -> bool {
        // Eight lanes, which the compiler puts into one register.
        let weigh = |at: usize| u16::from(text[at] & 15) * WEIGHTS[at] as u16;
        let lanes: [u16; 8] = std::array::from_fn(|lane| weigh(lane) + weigh(lane + 8));
        let sum = lanes.iter().sum::<u16>() + weigh(16);
        CHECK[usize::from(sum % 11)] == text[17].to_ascii_uppercase()
    }

    /// The number with its check character, birth date and serial examined.
    ///
    /// # Errors
    /// Which of the checks fails, in the order check character, birth date, serial.
    pub fn resident(self) -> Result<ResidentId, ResidentIdError> {
        let text = self.characters();
        if text[17] != check_character(&text) {
            return Err(ResidentIdError::CheckCharacter);
        }
        let number = |range: std::ops::Range<usize>| text[range].iter().fold(0i16, |n, d| n * 10 + i16::from(d - b'0'));
        let (year, month, day) = (number(6..10), number(10..12) as i8, number(12..14) as i8);
        if !(1800..=2199).contains(&year) || Date::new(year, month, day).is_err() {
            return Err(ResidentIdError::BirthDate);
        }
        if number(14..17) == 0 {
            return Err(ResidentIdError::Serial);
        }
        Ok(ResidentId(self))
    }
}

/// Eight ASCII digits as a number, examined and added up in one word (SWAR).
#[inline]
fn eight_digits(text: [u8; 8]) -> Option<u64> {
    let word = u64::from_le_bytes(text);
    let low = word.wrapping_sub(0x3030_3030_3030_3030);
    // A byte outside '0'..='9' sets a high bit in one of the two sums.
    if (word.wrapping_add(0x4646_4646_4646_4646) | low) & 0x8080_8080_8080_8080 != 0 {
        return None;
    }
    let pairs = low.wrapping_mul(10) + (low >> 8);
    let quads = (pairs & 0x0000_00FF_0000_00FF).wrapping_mul(0x000F_4240_0000_0064);
    let rest = (pairs >> 16 & 0x0000_00FF_0000_00FF).wrapping_mul(0x0000_2710_0000_0001);
    Some(quads.wrapping_add(rest) >> 32)
}

fn check_character(text: &[u8; 18]) -> u8 {
    let sum: u32 = text.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    CHECK[(sum % 11) as usize]
}

/// Masked: division and last four characters.
impl fmt::Display for IdKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.reveal();
        write!(f, "{}********{}", &text[..6], &text[14..])
    }
}

impl fmt::Debug for IdKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IdKey({self})")
    }
}

/// An identity number whose check character, birth date and serial are right.
///
/// Whether the division ever existed is another question (codes are retired, and a synthetic county's never were):
/// ask [`crate::county_name`].
///
/// ```
/// use doudi_kernel::{ResidentId, Sex};
/// let id: ResidentId = "419901199003070014".parse().unwrap();
/// assert_eq!(id.birth_date().to_string(), "1990-03-07");
/// assert_eq!(id.sex(), Sex::Male);
/// assert_eq!(id.division().to_string(), "419901");
/// assert_eq!(id.to_string(), "419901********0014");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResidentId(IdKey);

impl ResidentId {
    /// Builds a number from its parts and computes the check character.
    ///
    /// # Errors
    /// The division has not six digits, or the serial is not within 1 to 999.
    pub fn new(division: Division, birth: Date, serial: u16) -> Result<Self, ResidentIdError> {
        let county = division.county().ok_or(ResidentIdError::Form)?;
        if !(1..=999).contains(&serial) || !(1800..=2199).contains(&birth.year()) {
            return Err(ResidentIdError::Serial);
        }
        let text = format!("{county}{:04}{:02}{:02}{serial:03}0", birth.year(), birth.month(), birth.day());
        let mut text: [u8; 18] = text.into_bytes().try_into().map_err(|_| ResidentIdError::Form)?;
        text[17] = check_character(&text);
        IdKey::from_ascii(&text).map(Self).ok_or(ResidentIdError::Form)
    }

    /// The fifteen-digit form of GB 11643-1989, extended as GB 11643-1999 prescribes: century 19, check character added.
    ///
    /// # Errors
    /// Not fifteen digits, no such date, or one of the serials 996 to 999, which stood for people born before 1900 and
    /// whose century is therefore not known.
    ///
    /// ```
    /// use doudi_kernel::ResidentId;
    /// let short = ResidentId::from_fifteen(b"419901900307001").unwrap();
    /// assert_eq!(short, "419901199003070014".parse().unwrap());
    /// ```
    pub fn from_fifteen(text: &[u8; 15]) -> Result<Self, ResidentIdError> {
        if !text.iter().all(u8::is_ascii_digit) {
            return Err(ResidentIdError::Form);
        }
        if text[12..14] == *b"99" && text[14] >= b'6' {
            return Err(ResidentIdError::Century);
        }
        let mut full = [b'0'; 18];
        full[..6].copy_from_slice(&text[..6]);
        full[6..8].copy_from_slice(b"19");
        full[8..17].copy_from_slice(&text[6..]);
        full[17] = check_character(&full);
        IdKey::from_ascii(&full).ok_or(ResidentIdError::Form)?.resident()
    }

    /// What rosters are compared by.
    #[inline]
    pub fn key(self) -> IdKey {
        self.0
    }

    /// The number as a word that [`ResidentId::from_packed`] takes back.
    pub fn packed(self) -> u64 {
        self.0.packed()
    }

    /// The number that was packed, checked again.
    pub fn from_packed(packed: u64) -> Option<Self> {
        IdKey::from_packed(packed)?.resident().ok()
    }

    /// The birth date that the number carries.
    pub fn birth_date(self) -> Date {
        let birth = (self.0.0 >> 4) / 1000 % 100_000_000;
        Date::new((birth / 10_000) as i16, (birth / 100 % 100) as i8, (birth % 100) as i8)
            .unwrap_or_else(|_| unreachable!("checked when the number was read"))
    }

    /// The sex that the number carries: odd serials are men.
    pub fn sex(self) -> Sex {
        if (self.0.0 >> 4) % 2 == 1 { Sex::Male } else { Sex::Female }
    }

    /// The county where the number was given out, which need not be where the person is registered now.
    pub fn division(self) -> Division {
        Division::from_county_number(((self.0.0 >> 4) / 100_000_000_000) as u32)
    }

    /// The three-digit serial.
    pub fn serial(self) -> u16 {
        ((self.0.0 >> 4) % 1000) as u16
    }

    /// Whole years of age on a day; the birthday itself completes the year. Negative before birth.
    ///
    /// ```
    /// use doudi_kernel::{Date, ResidentId};
    /// let id: ResidentId = "419901199003070014".parse().unwrap();
    /// assert_eq!(id.age_on(Date::constant(2026, 3, 6)), 35);
    /// assert_eq!(id.age_on(Date::constant(2026, 3, 7)), 36);
    /// ```
    pub fn age_on(self, day: Date) -> i16 {
        let birth = self.birth_date();
        day.year() - birth.year() - i16::from((day.month(), day.day()) < (birth.month(), birth.day()))
    }
}

/// Takes eighteen characters, or fifteen. Cleaning (spaces, full width, a leading G) is the importer's work.
impl std::str::FromStr for ResidentId {
    type Err = ResidentIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bytes = text.as_bytes();
        if let Ok(eighteen) = bytes.try_into() {
            IdKey::from_ascii(eighteen).ok_or(ResidentIdError::Form)?.resident()
        } else if let Ok(fifteen) = bytes.try_into() {
            Self::from_fifteen(fifteen)
        } else {
            Err(ResidentIdError::Form)
        }
    }
}

impl fmt::Display for ResidentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for ResidentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ResidentId({self})")
    }
}

/// Sex as GB/T 2261.1 codes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sex {
    /// Code 1.
    Male,
    /// Code 2.
    Female,
}

impl Say for Sex {
    fn say(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Male, Lang::Zh) => "男",
            (Self::Female, Lang::Zh) => "女",
            (Self::Male, Lang::En) => "male",
            (Self::Female, Lang::En) => "female",
        }
        .into()
    }
}

/// Why eighteen or fifteen characters are not an identity number. Carries no part of the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ResidentIdError {
    /// Neither fifteen digits nor seventeen digits with a digit or X.
    #[error("not of the form of an identity number")]
    Form,
    /// The last character does not follow from the others: a digit is wrong or two are swapped.
    #[error("check character does not agree")]
    CheckCharacter,
    /// The eight digits of birth are not a day between 1800 and 2199.
    #[error("birth digits are not a date")]
    BirthDate,
    /// The serial is 000 or out of range.
    #[error("serial is out of range")]
    Serial,
    /// A fifteen-digit number with a serial of 996 to 999, whose century is not known.
    #[error("fifteen-digit number of unknown century")]
    Century,
}

impl Say for ResidentIdError {
    fn say(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Form, Lang::Zh) => "不是18位或15位身份证号码",
            (Self::CheckCharacter, Lang::Zh) => "身份证号码校验码不符",
            (Self::BirthDate, Lang::Zh) => "身份证号码中的出生日期不存在",
            (Self::Serial, Lang::Zh) => "身份证号码顺序码不符",
            (Self::Century, Lang::Zh) => "15位号码无法判定世纪，不作推测",
            (_, Lang::En) => return self.to_string(),
        }
        .into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_eighteen_characters_of_the_form_come_back(digits in "[0-9]{17}[0-9X]") {
            let text: [u8; 18] = digits.as_bytes().try_into().unwrap();
            let key = IdKey::from_ascii(&text).unwrap();
            prop_assert_eq!(key.characters(), text);
            prop_assert_eq!(IdKey::from_packed(key.packed()), Some(key));
        }

        #[test]
        fn other_eighteen_bytes_are_refused(bytes in proptest::array::uniform18(any::<u8>())) {
            let form = bytes[..17].iter().all(u8::is_ascii_digit) && (bytes[17].is_ascii_digit() || b"Xx".contains(&bytes[17]));
            prop_assert_eq!(IdKey::from_ascii(&bytes).is_some(), form);
        }

        #[test]
        fn one_wrong_digit_and_any_swap_of_neighbours_is_noticed(day in 0i32..40_000, serial in 1u16..999, at in 0usize..17, shift in 1u8..10) {
            use jiff::ToSpan;
            let birth = Date::constant(1910, 1, 1).checked_add(day.days()).unwrap();
            let id = ResidentId::new("419901".parse().unwrap(), birth, serial).unwrap();
            let mut text = id.key().characters();
            text[at] = b'0' + (text[at] - b'0' + shift) % 10;
            prop_assert_eq!(IdKey::from_ascii(&text).unwrap().resident(), Err(ResidentIdError::CheckCharacter));
            let mut text = id.key().characters();
            if at < 16 && text[at] != text[at + 1] {
                text.swap(at, at + 1);
                prop_assert_eq!(IdKey::from_ascii(&text).unwrap().resident(), Err(ResidentIdError::CheckCharacter));
            }
        }

        #[test]
        fn a_packed_word_is_a_key_or_is_refused(word in any::<u64>()) {
            if let Some(key) = IdKey::from_packed(word) {
                prop_assert_eq!(IdKey::from_ascii(&key.characters()), Some(key));
            }
        }
    }

    #[test]
    fn the_published_example_of_the_standard_is_right() {
        // GB 11643-1999, annex A: both numbers are printed there as examples.
        for example in ["11010519491231002X", "440524188001010014"] {
            assert!(example.parse::<ResidentId>().is_ok());
        }
    }

    #[test]
    fn a_debug_print_never_shows_the_birth_digits() {
        let id: ResidentId = "419901199003070014".parse().unwrap();
        assert!(!format!("{id:?} {id} {:?}", id.key()).contains("19900307"));
    }

    #[test]
    fn a_fifteen_digit_number_of_a_centenarian_is_not_guessed() {
        assert_eq!(ResidentId::from_fifteen(b"419901950307997"), Err(ResidentIdError::Century));
    }
}
