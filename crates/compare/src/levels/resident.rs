//! Resident identity numbers, right and wrong ones.

use super::{Level, hash_chars};
use crate::{IdText, Reading, read_id};

/// How two numbers agree, strongest first.
pub(crate) const LEVELS: &[Level] = &[
    Level { code: "equal", zh: "号码相同", en: "the same number" },
    Level {
        code: "one_digit", zh: "差一位，其中一个校验码不符", en: "one digit apart, and a check digit fails"
    },
    Level {
        code: "transposed",
        zh: "相邻两位颠倒，其中一个校验码不符",
        en: "two neighbours swapped, and a check digit fails",
    },
    Level { code: "length", zh: "多一位或少一位", en: "a digit too many or too few" },
    Level {
        code: "serial", zh: "仅顺序码不同，其中一个校验码不符", en: "all but the serial, and a check digit fails"
    },
    Level { code: "broken", zh: "不同，至少一个号码有误", en: "different, and at least one is wrong" },
    Level { code: "conflict", zh: "两个有效号码不同", en: "two valid numbers that differ" },
];

/// The level of two valid numbers that differ: they are two people unless a number was reissued.
pub(crate) const CONFLICT: u8 = 6;

/// A number as it is compared; fifteen digits are extended.
#[derive(Clone)]
pub(crate) struct ResidentForm {
    text: Box<str>,
    valid: bool,
}

impl ResidentForm {
    pub(crate) fn read(text: &str) -> Option<Self> {
        match read_id(text.as_bytes(), Reading::Clean).0 {
            IdText::Key(key) => Some(Self { text: key.reveal().into(), valid: key.resident().is_ok() }),
            IdText::Other(text) => {
                let digits: String = text.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
                (digits.len() >= 10 && !same_throughout(&digits)).then(|| Self { text: digits.into(), valid: false })
            }
            IdText::Blank => None,
        }
    }

    pub(crate) fn valid(&self) -> bool {
        self.valid
    }

    /// Whole; division and birth; birth and serial.
    pub(crate) fn keys_by_slot(&self) -> [u64; 3] {
        let part = |from: usize, to: usize| self.text.get(from..to).map_or(0, |part| hash_chars(part.chars()));
        [hash_chars(self.text.chars()), part(0, 14), part(6, 17)]
    }

    pub(crate) fn compare(&self, other: &Self) -> u8 {
        if self.text == other.text {
            return 0;
        }
        if self.valid && other.valid {
            return CONFLICT;
        }
        let (a, b) = (self.text.as_bytes(), other.text.as_bytes());
        if a.len() != b.len() {
            return if a.len().abs_diff(b.len()) == 1 && strsim::osa_distance(&self.text, &other.text) == 1 {
                3
            } else {
                5
            };
        }
        let wrong: Vec<usize> = (0..a.len()).filter(|&at| a[at] != b[at]).collect();
        match wrong[..] {
            [_] => 1,
            [i, j] if j == i + 1 && a[i] == b[j] && a[j] == b[i] => 2,
            _ if a.len() == 18 && a[..14] == b[..14] => 4,
            _ => 5,
        }
    }
}

/// `000…` and `999…` fill a required field; they name nobody.
fn same_throughout(digits: &str) -> bool {
    digits.bytes().all(|b| Some(b) == digits.bytes().next())
}

/// Masked: a form is printed when a test fails.
impl std::fmt::Debug for ResidentForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ResidentForm({} characters, valid: {})", self.text.len(), self.valid)
    }
}
