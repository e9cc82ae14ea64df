//! Texts: the same characters for the same thing, and nothing else changed.

use super::Rule;
use crate::Cell;

/// Folds what typing and old systems do to characters: full-width ASCII to ASCII, all kinds of space to one plain space,
/// invisible characters and control characters away, white space at both ends away. Letters keep their case.
///
/// ```
/// use doudi_lake::clean::fold;
/// assert_eq!(fold("\u{feff}　Ａ－１ \t\u{200b}2\r\n"), "A-1 2");
/// ```
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut space = false;
    for character in text.chars() {
        match plain(character) {
            None => {}
            Some(' ') => space = !out.is_empty(),
            Some(character) => {
                if std::mem::take(&mut space) {
                    out.push(' ');
                }
                out.push(character);
            }
        }
    }
    out
}

/// A character as itself, as its plain twin, as a space, or as nothing.
pub(super) fn plain(character: char) -> Option<char> {
    match character {
        // Full-width forms lie at a fixed distance from ASCII (Unicode block FF00).
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(character as u32 - 0xfee0),
        // Spaces of no width, marks of direction, the byte order mark, soft hyphen.
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{ad}' => None,
        c if c.is_whitespace() => Some(' '),
        c if c.is_control() => None,
        c => Some(c),
    }
}

/// A text without its mess. A number keeps its digits; one with so many that a spreadsheet has rounded it is refused.
///
/// # Errors
/// [`Rule::CellError`], [`Rule::ScientificNotation`].
///
/// ```
/// use doudi_lake::{Cell, clean};
/// assert_eq!(clean::text(&Cell::Text(" 石桥村　一组 ".into())), Ok(Some("石桥村 一组".into())));
/// assert_eq!(clean::text(&Cell::Number(3.0)), Ok(Some("3".into())));
/// ```
pub fn text(cell: &Cell) -> Result<Option<String>, Rule> {
    let text = match cell {
        Cell::Empty => return Ok(None),
        Cell::Error(_) => return Err(Rule::CellError),
        Cell::Number(number) => digits(*number)?,
        Cell::Text(text) => fold(text),
        Cell::Bool(_) | Cell::DateTime(_) => cell.shown(),
    };
    Ok(Some(text).filter(|text| !text.is_empty()))
}

/// A number as its digits. Above fifteen digits a spreadsheet has put zeros for what it could not keep.
pub(super) fn digits(number: f64) -> Result<String, Rule> {
    if number.is_nan() || number.abs() >= 1e15 {
        return Err(Rule::ScientificNotation);
    }
    Ok(number.to_string())
}

/// Digits with an exponent: what is left of a long number that passed through a spreadsheet as text.
///
/// `G4.19901E+17` too: exporters prefix the ruin.
pub(super) fn is_scientific(text: &str) -> bool {
    let text = text.trim_start_matches(['G', 'g', '\'']);
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else { return false };
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    let numeric = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    numeric(mantissa) && !exponent.is_empty() && exponent.bytes().all(|b| b.is_ascii_digit())
}

/// A person's name: no spaces inside a Chinese name, one kind of middle dot. A name in Latin letters keeps its spaces.
///
/// # Errors
/// [`Rule::NameForm`] when digits stand in it or the cell is no text, [`Rule::CellError`].
///
/// ```
/// use doudi_lake::{Cell, clean};
/// let name = |text: &str| clean::name(&Cell::Text(text.into()));
/// assert_eq!(name("张　 三"), Ok(Some("张三".into())));
/// assert_eq!(name("阿卜杜拉•买买提"), Ok(Some("阿卜杜拉·买买提".into())));
/// assert_eq!(name("3"), Err(clean::Rule::NameForm));
/// ```
pub fn name(cell: &Cell) -> Result<Option<String>, Rule> {
    let text = match cell {
        Cell::Empty => return Ok(None),
        Cell::Error(_) => return Err(Rule::CellError),
        Cell::Text(text) => fold(text),
        _ => return Err(Rule::NameForm),
    };
    let text = text.trim_start_matches(['\'', ' ']);
    let text =
        if text.is_ascii() { text.to_owned() } else { text.chars().filter(|c| *c != ' ').map(middle_dot).collect() };
    if text.chars().any(|c| c.is_ascii_digit()) {
        return Err(Rule::NameForm);
    }
    Ok(Some(text).filter(|text| !text.is_empty()))
}

/// The dots that stand between the parts of a name; GB 18030 has `·` (00B7), keyboards give all the others.
fn middle_dot(character: char) -> char {
    match character {
        '•' | '‧' | '∙' | '⋅' | '・' | '･' | '●' | '.' | '▪' => '·',
        c => c,
    }
}

/// A telephone number as digits: eleven of a mobile, or a land line with an optional area code. Several numbers in a cell
/// are kept, apart by a comma.
///
/// # Errors
/// [`Rule::ScientificNotation`], [`Rule::PhoneForm`], [`Rule::CellError`].
///
/// ```
/// use doudi_lake::{Cell, clean};
/// assert_eq!(clean::phone(&Cell::Number(13800000000.0)), Ok(Some("13800000000".into())));
/// assert_eq!(clean::phone(&Cell::Text("1.38E+10".into())), Err(clean::Rule::ScientificNotation));
/// ```
pub fn phone(cell: &Cell) -> Result<Option<String>, Rule> {
    let Some(text) = text(cell)? else { return Ok(None) };
    if is_scientific(&text) {
        return Err(Rule::ScientificNotation);
    }
    let parts = text.split([',', ';', '/', '、', ' ']).filter(|part| !part.is_empty());
    let numbers: Result<Vec<String>, Rule> = parts.map(one_phone).collect();
    Ok(Some(numbers?.join(",")).filter(|text| !text.is_empty()))
}

fn one_phone(part: &str) -> Result<String, Rule> {
    let digits: String =
        part.trim_start_matches('\'').chars().filter(|c| !matches!(c, '-' | '(' | ')' | '+')).collect();
    let fits = (7..=13).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    if fits { Ok(digits) } else { Err(Rule::PhoneForm) }
}

/// A bank account as digits: six to thirty of them.
///
/// # Errors
/// [`Rule::ScientificNotation`], [`Rule::AccountForm`], [`Rule::CellError`].
pub fn account(cell: &Cell) -> Result<Option<String>, Rule> {
    let Some(text) = text(cell)? else { return Ok(None) };
    if is_scientific(&text) {
        return Err(Rule::ScientificNotation);
    }
    let digits: String = text.chars().filter(|c| !matches!(c, ' ' | '-' | '\'' | '’' | '‘')).collect();
    let fits = (6..=30).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    if fits { Ok(Some(digits)) } else { Err(Rule::AccountForm) }
}
