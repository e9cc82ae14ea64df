//! When two written names are the same name.
//!
//! Offices type names with spaces between two characters (`王 芳`), with full-width letters, and with one of half a dozen
//! middle dots in the names of minorities. None of that is a different person. Everything else is: a rare character
//! replaced by a look-alike is a disagreement that somebody must look at, so it is reported, not repaired.

use std::borrow::Cow;

/// The dot that national standards write between the parts of a name (GB/T 15834 calls it 间隔号).
const MIDDLE_DOT: char = '·';

/// A name as it is compared: no spaces, half-width letters in upper case, one kind of middle dot.
///
/// ```
/// use doudi_compare::name::normal;
/// assert_eq!(normal("王　芳 "), "王芳");
/// assert_eq!(normal("阿依古丽•买买提"), "阿依古丽·买买提");
/// assert_eq!(normal("ｍａｒｙ"), "MARY");
/// ```
pub fn normal(name: &str) -> Cow<'_, str> {
    if name.chars().all(|c| one(c) == Some(c)) {
        return Cow::Borrowed(name);
    }
    Cow::Owned(name.chars().filter_map(one).collect())
}

/// Whether two written names are the same name. Two empty names are the same; whether *empty* means *unknown* is for the
/// caller to say.
///
/// ```
/// use doudi_compare::name::same;
/// assert!(same("买买提・阿不都", "买买提·阿不都"));
/// assert!(!same("王芳", "王方"));
/// ```
pub fn same(left: &str, right: &str) -> bool {
    left == right || left.chars().filter_map(one).eq(right.chars().filter_map(one))
}

/// A character as it is compared, or `None` for one that does not count.
fn one(c: char) -> Option<char> {
    match c {
        _ if c.is_whitespace() => None,
        // Zero-width characters and the byte order mark come along when names are pasted from web pages.
        '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' => None,
        '•' | '‧' | '・' | '･' | '．' | '∙' | '⋅' | '●' | '.' => Some(MIDDLE_DOT),
        '！'..='～' => char::from_u32(c as u32 - 0xFEE0).map(|half| half.to_ascii_uppercase()),
        _ => Some(c.to_ascii_uppercase()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn names_are_the_same_exactly_when_their_normal_forms_are(left in "[王芳 　a-cＡ-Ｃ·•.]{0,4}", right in "[王芳 　a-cＡ-Ｃ·•.]{0,4}") {
            prop_assert_eq!(same(&left, &right), normal(&left) == normal(&right));
        }

        #[test]
        fn the_normal_form_is_its_own_normal_form(name in "\\PC{0,8}") {
            let once = normal(&name).into_owned();
            let twice = normal(&once).into_owned();
            prop_assert_eq!(twice, once);
        }
    }
}
