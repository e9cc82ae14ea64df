//! What goes wrong while lists are typed, pasted and exported; every rate with its reason.
//!
//! Forms change how a value is written and not what it says: an importer should see through each of them. Damage changes
//! what can be read: the row's id is gone, and an honest importer complains instead of guessing. Rates of damage are
//! illustrative; offices that matched rosters report 0.2 to 2 % of rows that do not match for such reasons.

use crate::{
    chance::Chance,
    office::{Care, Column, Feed, Kind, Row, Value, dress::Cell},
    truth::Error,
};
use doudi_kernel::{DisabilityCertificate, ResidentId, Sex};

/// Chances of damage to the id of a row.
struct Damage {
    /// A digit mistyped: the check character does not agree.
    wrong_digit: f64,
    /// Opened in a spreadsheet as a number: digits lost for good.
    scientific: f64,
    /// 999999… or 无, because the form demanded something.
    placeholder: f64,
    /// Left empty.
    empty: f64,
    /// A digit dropped.
    short: f64,
}

/// A national system checks its ids; an exported sheet passes through a spreadsheet; a sheet kept by hand is typed.
fn damage(care: Care) -> Damage {
    match care {
        Care::System => {
            Damage { wrong_digit: 0.0004, scientific: 0.0, placeholder: 0.0002, empty: 0.0001, short: 0.0001 }
        }
        Care::Edited => {
            Damage { wrong_digit: 0.0010, scientific: 0.0012, placeholder: 0.0004, empty: 0.0004, short: 0.0004 }
        }
        Care::Hand => {
            Damage { wrong_digit: 0.0030, scientific: 0.0020, placeholder: 0.0008, empty: 0.0008, short: 0.0010 }
        }
    }
}

/// Spoils a village's rows of a feed; the errors name a row by its place among `rows`.
pub(crate) fn spoil(feed: &Feed, rows: &mut Vec<Row>, chance: &mut Chance) -> Vec<(usize, Error)> {
    let is_key = |column: &Column| matches!(column.kind, Kind::Key | Kind::Certificate) && !column.field.is_empty();
    let Some(key) = feed.columns.iter().position(is_key) else {
        return Vec::new();
    };
    let rates = damage(feed.care);
    let mut errors = repeat(feed, rows, key, chance);
    for (place, row) in rows.iter_mut().enumerate() {
        let Some(whose) = holder(&row.values[key]) else { continue };
        disagreements(feed, row, whose, |kind, column| errors.push((place, Error { kind, column, whose })));
        let draw = chance.unit();
        if let Some((kind, value)) = strike(&rates, draw, &row.values[key], chance) {
            row.values[key] = value;
            errors.push((place, Error { kind, column: key, whose }));
        } else if let Some(certificate) = certificate_instead(feed, row, key, chance) {
            row.values[key] = certificate;
            errors.push((place, Error { kind: "certificate_as_id", column: key, whose }));
        }
        if let Some(column) = strange_word(feed, row, chance) {
            errors.push((place, Error { kind: "unknown_value", column, whose }));
        }
    }
    errors
}

/// In lists that are pasted together from schools or towns, one row in four thousand comes twice, whole.
fn repeat(feed: &Feed, rows: &mut Vec<Row>, key: usize, chance: &mut Chance) -> Vec<(usize, Error)> {
    let (mut at, mut errors) = (0, Vec::new());
    if !matches!(feed.id, "student" | "old_age_allowance" | "disability_certificate") {
        return errors;
    }
    while at < rows.len() {
        if chance.happens(1.0 / 4_000.0) {
            rows.insert(at + 1, rows[at].clone());
            at += 1;
            if let Some(whose) = holder(&rows[at].values[key]) {
                errors.push((at, Error { kind: "duplicate_row", column: key, whose }));
            }
        }
        at += 1;
    }
    errors
}

/// The person whose id or certificate a value is.
fn holder(value: &Value) -> Option<ResidentId> {
    match value {
        Value::Id(id) => Some(*id),
        Value::Certificate(certificate) => Some(certificate.holder()),
        _ => None,
    }
}

/// What a row's columns say against its own number: clerks' slips that were there before the file was written.
fn disagreements(feed: &Feed, row: &Row, whose: ResidentId, mut note: impl FnMut(&'static str, usize)) {
    if let Some(at) = feed.at("birth_date")
        && matches!(row.values[at], Value::Date(date) if date != whose.birth_date())
    {
        note("birth_differs", at);
    }
    let sex = if whose.sex() == Sex::Male { "male" } else { "female" };
    if let Some(at) = feed.at("sex")
        && matches!(row.values[at], Value::Code(code, _) if code != sex)
    {
        note("sex_differs", at);
    }
}

/// In sheets kept by hand one holder of a certificate in forty is entered by it, where the id belongs.
fn certificate_instead(feed: &Feed, row: &Row, key: usize, chance: &mut Chance) -> Option<Value> {
    let at = feed.at("disability_certificate").filter(|at| *at != key)?;
    let fits = feed.care != Care::System && row.values[at] != Value::Empty && chance.happens(0.025);
    fits.then(|| row.values[at].clone())
}

/// Words that no vocabulary knows, now and then, in fields that nobody's entitlement hangs on.
const STRANGE: [(&str, &str); 4] = [
    ("labour_capacity", "待评定"),
    ("marital_status", "同居"),
    ("relation_to_head", "干亲属"),
    ("medical_identity", "其他资助人员"),
];

fn strange_word(feed: &Feed, row: &mut Row, chance: &mut Chance) -> Option<usize> {
    let draw = chance.unit();
    let (field, word) = STRANGE[chance.below(4) as usize];
    let at = feed.at(field).filter(|at| row.values[*at] != Value::Empty && draw < 0.004)?;
    row.values[at] = Value::Code("", word);
    Some(at)
}

fn strike(rates: &Damage, mut draw: f64, value: &Value, chance: &mut Chance) -> Option<(&'static str, Value)> {
    let text = match value {
        Value::Id(id) => id.key().reveal(),
        Value::Certificate(certificate) => certificate.reveal(),
        _ => return None,
    };
    let mut within = |rate: f64| {
        draw -= rate;
        draw < 0.0
    };
    if within(rates.wrong_digit) {
        return Some(("id_check_character", Value::Broken(mistype(&text, chance).into())));
    }
    if within(rates.scientific) {
        // A spreadsheet leaves a number that ends in X alone, since it is text.
        let number = text.len() == 18 && !text.ends_with('X');
        return number.then(|| ("scientific_notation", Value::Broken(format!("={text}").into())));
    }
    if within(rates.placeholder) {
        let stands = *chance.pick(&["999999999999999999", "无", "000000000000000000"]);
        return Some(("id_placeholder", Value::Broken(stands.into())));
    }
    if within(rates.empty) {
        return Some(("id_missing", Value::Empty));
    }
    within(rates.short).then(|| {
        let at = 6 + chance.below(8) as usize;
        let short = format!("{}{}", &text[..at], &text[at + 1..]);
        ("id_form", Value::Broken(short.into()))
    })
}

/// One digit after the division typed wrong; the check character notices every such slip.
fn mistype(text: &str, chance: &mut Chance) -> String {
    let at = 6 + chance.below(11) as usize;
    let mut bytes = text.as_bytes().to_vec();
    bytes[at] = b'0' + (bytes[at] - b'0' + 1 + chance.below(9) as u8) % 10;
    String::from_utf8(bytes).unwrap_or_default()
}

/// An id as people write it: nineteen of twenty plainly. Schools put the G of the 学籍号 before it.
pub(crate) fn id_form(id: ResidentId, at_school: bool, chance: &mut Chance) -> Cell {
    let text = id.key().reveal();
    if !chance.happens(0.05) {
        return Cell::text(text);
    }
    Cell::text(match chance.below(8) {
        0 => text.to_ascii_lowercase(),
        1 => text.chars().map(full_width).collect(),
        2 => format!("'{text}"),
        3 => format!("{text}\t"),
        4 => format!("\n{text}"),
        5 if at_school => format!("G{text}"),
        5 => format!(" {text} "),
        6 => fifteen(id).unwrap_or(text),
        // Fifteen digits still fit into a number cell; eighteen do not.
        _ => return fifteen(id).and_then(|short| short.parse().ok()).map_or(Cell::text(text), Cell::Number),
    })
}

/// The fifteen digits that identity cards carried until 2004, where the standard's extension leads back to the number.
fn fifteen(id: ResidentId) -> Option<String> {
    let text = id.key().reveal();
    let short = format!("{}{}", &text[..6], &text[8..17]);
    let bytes: [u8; 15] = short.as_bytes().try_into().ok()?;
    (ResidentId::from_fifteen(&bytes) == Ok(id)).then_some(short)
}

fn full_width(c: char) -> char {
    char::from_u32(c as u32 + 0xFEE0).unwrap_or(c)
}

/// A certificate as people write it.
pub(crate) fn certificate_form(certificate: DisabilityCertificate, chance: &mut Chance) -> String {
    let text = certificate.reveal();
    match chance.below(60) {
        0 => format!("{text}\t"),
        1 => format!("'{text}"),
        2 => text.to_ascii_lowercase(),
        _ => text,
    }
}

/// A name as it is typed: two characters set apart so that columns line up, one of several middle dots.
pub(crate) fn name_form(name: &str, chance: &mut Chance) -> String {
    let draw = chance.unit();
    if name.contains('·') {
        let dot = *chance.pick(&["·", "•", "・", "."]);
        return name.replace('·', dot);
    }
    let mut letters = name.chars();
    match (letters.next(), letters.next(), letters.next()) {
        (Some(first), Some(second), None) if draw < 0.12 => format!("{first}　{second}"),
        (Some(first), Some(second), None) if draw < 0.22 => format!("{first} {second}"),
        _ if draw > 0.995 => format!("{name} "),
        _ => name.to_owned(),
    }
}

/// A phone or an account: some lose their digits to a spreadsheet, which matters to nobody's comparison.
pub(crate) fn digits_form(digits: &str, chance: &mut Chance) -> String {
    match digits.parse::<f64>() {
        Ok(number) if chance.happens(0.01) => crate::office::dress::scientific(number),
        _ => digits.to_owned(),
    }
}

/// A town by its name, with or without the word for its kind.
pub(crate) fn town_form(name: &str, chance: &mut Chance) -> String {
    let bare = name.trim_end_matches("街道").trim_end_matches(['镇', '乡']);
    match chance.below(12) {
        0 => bare.to_owned(),
        1 if name.ends_with("街道") => format!("{name}办事处"),
        1 => format!("{name}人民政府"),
        _ => name.to_owned(),
    }
}

/// A village by its name, with or without the word for its kind.
pub(crate) fn village_form(name: &str, chance: &mut Chance) -> String {
    match chance.below(16) {
        0 if name.ends_with('村') => format!("{}村民委员会", name.trim_end_matches('村')),
        0 => format!("{name}居委会"),
        1 if name.ends_with('村') => format!("{name}委会"),
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Subject;
    use doudi_kernel::Date;

    #[test]
    fn fifteen_digits_are_written_only_where_they_lead_back() {
        let county = "419901".parse().unwrap();
        let old = ResidentId::new(county, Date::constant(1960, 5, 1), 7).unwrap();
        let young = ResidentId::new(county, Date::constant(2004, 5, 1), 7).unwrap();
        assert_eq!(fifteen(old).map(|text| text.len()), Some(15));
        assert_eq!(fifteen(young), None);
    }

    #[test]
    fn a_mistyped_id_never_passes_its_check() {
        let mut chance = Chance::new(1, 1, Subject::Mess { feed: 1, month: 1 });
        let id = ResidentId::new("419901".parse().unwrap(), Date::constant(1960, 5, 1), 7).unwrap();
        for _ in 0..500 {
            assert!(mistype(&id.key().reveal(), &mut chance).parse::<ResidentId>().is_err());
        }
    }
}
