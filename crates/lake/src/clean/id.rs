//! Identity numbers and disability certificates.

use super::{Rule, text};
use crate::Cell;
use doudi_kernel::{CertificateError, DisabilityCertificate, ResidentId, ResidentIdError};

/// What stood where an identity number is expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CleanId {
    /// A valid identity number; a fifteen-digit one is extended as the standard prescribes.
    Resident(ResidentId),
    /// A disability certificate, which begins with its holder's identity number.
    Certificate(DisabilityCertificate),
}

impl CleanId {
    /// The person.
    pub fn resident(self) -> ResidentId {
        match self {
            Self::Resident(id) => id,
            Self::Certificate(certificate) => certificate.holder(),
        }
    }
}

/// The identity number of a cell. Harmless mess falls away: any white space, full-width characters, an apostrophe, a
/// lower-case x, a leading G of the education system's 学籍号 when a valid number follows it.
///
/// # Errors
/// The rule that the cell breaks. Digits that a spreadsheet lost are reported, never filled in.
///
/// ```
/// use doudi_lake::{Cell, CleanId, Rule, clean};
/// let id = |text: &str| clean::id(&Cell::Text(text.into())).map(|id| id.map(|id| id.resident().key().reveal()));
/// assert_eq!(id("' 419901 19900307 0014\t"), Ok(Some("419901199003070014".into())));
/// assert_eq!(id("G419901199003070014"), Ok(Some("419901199003070014".into())));
/// assert_eq!(id("4.19901E+17"), Err(Rule::ScientificNotation));
/// assert_eq!(id("419901199003070015"), Err(Rule::IdCheckCharacter));
/// assert_eq!(clean::id(&Cell::Number(419901199003070014.0)), Err(Rule::ScientificNotation));
/// ```
pub fn id(cell: &Cell) -> Result<Option<CleanId>, Rule> {
    match squeezed(cell)? {
        None => Ok(None),
        Some(text) => resident_or_certificate(&text).map(Some),
    }
}

/// The disability certificate of a cell, twenty or twenty-two characters, with the same mess taken off.
///
/// # Errors
/// The rule that the cell breaks; an identity number alone is [`Rule::CertificateForm`].
pub fn certificate(cell: &Cell) -> Result<Option<DisabilityCertificate>, Rule> {
    let Some(text) = squeezed(cell)? else { return Ok(None) };
    match resident_or_certificate(&text)? {
        CleanId::Certificate(certificate) => Ok(Some(certificate)),
        CleanId::Resident(_) => Err(Rule::CertificateForm),
    }
}

/// The characters of a cell without spaces, apostrophes and invisible ones, upper case; `None` when nothing is left.
fn squeezed(cell: &Cell) -> Result<Option<String>, Rule> {
    let text = match cell {
        Cell::Empty => return Ok(None),
        Cell::Error(_) => return Err(Rule::CellError),
        // Fifteen digits are exact in a number cell; eighteen are not, whatever they look like.
        Cell::Number(number) => text::digits(*number)?,
        Cell::Text(text) => text.chars().filter_map(text::plain).filter(|c| !is_decoration(*c)).collect(),
        Cell::Bool(_) | Cell::DateTime(_) => return Err(Rule::IdForm),
    };
    Ok(Some(text.to_ascii_uppercase()).filter(|text| !text.is_empty()))
}

/// Spaces, and the apostrophes by which a spreadsheet is told that digits are text.
fn is_decoration(character: char) -> bool {
    matches!(character, ' ' | '\'' | '‘' | '’' | '`' | '′' | '"' | '“' | '”')
}

fn resident_or_certificate(text: &str) -> Result<CleanId, Rule> {
    if is_placeholder(text) {
        return Err(Rule::IdPlaceholder);
    }
    if text::is_scientific(text) {
        return Err(Rule::ScientificNotation);
    }
    if let Some(rest) = text.strip_prefix('G') {
        // A 学籍号 made from a person's number; another G number says nothing about who it is.
        return rest.parse().map(CleanId::Resident).map_err(|_| Rule::IdForm);
    }
    match text.len() {
        20 | 22 if text.is_ascii() => text.parse().map(CleanId::Certificate).map_err(certificate_rule),
        30.. if several(text) => Err(Rule::IdSeveral),
        _ => text.parse().map(CleanId::Resident).map_err(id_rule),
    }
}

/// 999999…, 000…, one character over and over, and words that say that there is none.
fn is_placeholder(text: &str) -> bool {
    const WORDS: [&str; 12] =
        ["无", "没有", "暂无", "未知", "不详", "无证", "无身份证", "未办", "无户口", "NULL", "NONE", "N/A"];
    let first = text.chars().next();
    let same = text.chars().all(|c| Some(c) == first);
    let nines = text.len() >= 6 && text.starts_with("999999");
    WORDS.contains(&text) || (same && text.chars().all(|c| c.is_ascii_digit() || "-/XＸ*.—、".contains(c))) || nines
}

/// Two or more numbers, one after the other or apart by a mark.
fn several(text: &str) -> bool {
    let parts = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
    parts.clone().count() > 1 && parts.clone().all(|part| matches!(part.len(), 15 | 18))
        || (text.len() == 36 && text.is_ascii() && text[..18].parse::<ResidentId>().is_ok())
}

fn id_rule(error: ResidentIdError) -> Rule {
    match error {
        ResidentIdError::Form => Rule::IdForm,
        ResidentIdError::CheckCharacter => Rule::IdCheckCharacter,
        ResidentIdError::BirthDate => Rule::IdBirthDate,
        ResidentIdError::Serial => Rule::IdSerial,
        ResidentIdError::Century => Rule::IdCentury,
    }
}

fn certificate_rule(error: CertificateError) -> Rule {
    match error {
        CertificateError::Form => Rule::CertificateForm,
        CertificateError::Holder(why) => id_rule(why),
        CertificateError::Kind => Rule::CertificateKind,
        CertificateError::Grade => Rule::CertificateGrade,
    }
}
