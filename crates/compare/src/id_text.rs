//! What a roster writes where an identity number belongs.

use doudi_kernel::{IdKey, ResidentId};

/// How much of a written identity number is understood before it is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Reading {
    /// Spaces around it and the case of its letters do not count: what a hand-written query does with trim and upper.
    Strict,
    /// Also full-width digits, spaces and invisible characters within, a leading apostrophe, and the fifteen-digit form,
    /// extended as GB 11643-1999 prescribes. Nothing is guessed: a mistyped number stays what it is.
    #[default]
    Clean,
}

/// An identity number as it is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdText {
    /// Seventeen digits and a digit or X.
    Key(IdKey),
    /// Something else: it agrees only with the very same characters.
    Other(String),
    /// Nothing: it agrees with nothing.
    Blank,
}

/// In which form an identity number was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// Eighteen characters as they should be, or with a lower-case x.
    Eighteen,
    /// Eighteen characters after spaces, an apostrophe or full-width digits were put right.
    Cleaned,
    /// Fifteen digits, extended.
    Fifteen,
    /// Any other text.
    Other,
    /// Nothing but spaces.
    Blank,
}

impl Form {
    /// Every form, in the order of a report.
    pub const ALL: [Self; 5] = [Self::Eighteen, Self::Cleaned, Self::Fifteen, Self::Other, Self::Blank];
}

/// Reads a written identity number.
///
/// ```
/// use doudi_compare::{Form, IdText, Reading, read_id};
/// let key = |text: &str| match read_id(text.as_bytes(), Reading::Clean) {
///     (IdText::Key(key), form) => Some((key.to_string(), form)),
///     _ => None,
/// };
/// assert_eq!(key("419901199003070014"), Some(("419901********0014".into(), Form::Eighteen)));
/// assert_eq!(key("'４１９９０１199003070014 "), Some(("419901********0014".into(), Form::Cleaned)));
/// assert_eq!(key("419901900307001"), Some(("419901********0014".into(), Form::Fifteen)));
/// assert_eq!(key("41990119900307"), None);
/// ```
pub fn read_id(text: &[u8], reading: Reading) -> (IdText, Form) {
    if let Some(key) = text.try_into().ok().and_then(IdKey::from_ascii) {
        return (IdText::Key(key), Form::Eighteen);
    }
    let cleaned = match reading {
        Reading::Strict => String::from_utf8_lossy(text.trim_ascii()).to_ascii_uppercase(),
        Reading::Clean => clean(&String::from_utf8_lossy(text)),
    };
    let bytes = cleaned.as_bytes();
    if let Some(key) = bytes.try_into().ok().and_then(IdKey::from_ascii) {
        return (IdText::Key(key), Form::Cleaned);
    }
    if reading == Reading::Clean
        && let Some(id) = bytes.try_into().ok().and_then(|fifteen| ResidentId::from_fifteen(fifteen).ok())
    {
        return (IdText::Key(id.key()), Form::Fifteen);
    }
    if cleaned.is_empty() { (IdText::Blank, Form::Blank) } else { (IdText::Other(cleaned), Form::Other) }
}

fn clean(text: &str) -> String {
    let kept = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\u{200B}'..='\u{200F}' | '\u{FEFF}'));
    let narrow = kept.map(|c| match c {
        '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        _ => c,
    });
    let text: String = narrow.map(|c| c.to_ascii_uppercase()).collect();
    // Spreadsheets are told by an apostrophe to keep the digits as text, and exports keep the apostrophe.
    text.strip_prefix('\'').map(str::to_owned).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_strict_reading_does_what_trim_and_upper_do_and_no_more() {
        let strict = |text: &str| read_id(text.as_bytes(), Reading::Strict);
        assert_eq!(strict("419901199003070014 ").1, Form::Cleaned);
        assert_eq!(strict("419901900307001"), (IdText::Other("419901900307001".into()), Form::Other));
        assert_eq!(strict("４１９９０１199003070014").1, Form::Other);
        assert_eq!(strict("  ").1, Form::Blank);
    }

    #[test]
    fn a_fifteen_digit_number_of_unknown_century_is_not_guessed() {
        assert_eq!(read_id(b"419901900307998", Reading::Clean).1, Form::Other);
    }
}
