//! What goes wrong while lists are typed, pasted and exported; every rate with its reason.
//!
//! Forms change how a value is written and not what it says: an importer should see through each of them. Damage changes
//! what can be read: the row's id is gone, and an honest importer complains instead of guessing. Rates of damage are
//! illustrative; offices that matched rosters report 0.2 to 2 % of rows that do not match for such reasons.

use crate::{
    chance::Chance,
    office::{Care, Feed, Kind, Row, Value},
    truth::Error,
};
use doudi_kernel::{DisabilityCertificate, ResidentId};

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
pub(crate) fn spoil(feed: &Feed, rows: &mut [Row], chance: &mut Chance) -> Vec<(usize, Error)> {
    let Some(key) =
        feed.columns.iter().position(|c| matches!(c.kind, Kind::Key | Kind::Certificate) && !c.field.is_empty())
    else {
        return Vec::new();
    };
    let rates = damage(feed.care);
    let mut errors = Vec::new();
    for (place, row) in rows.iter_mut().enumerate() {
        let whose = match &row.values[key] {
            Value::Id(id) => Some(*id),
            Value::Certificate(certificate) => Some(certificate.holder()),
            _ => None,
        };
        let (draw, whose) = (
            chance.unit(),
            match whose {
                Some(id) => id,
                None => continue,
            },
        );
        if let Some((kind, value)) = strike(&rates, draw, &row.values[key], chance) {
            row.values[key] = value;
            errors.push((place, Error { kind, column: key, whose, findable: true }));
        }
    }
    errors
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
        return Some(("check_character", Value::Broken(mistype(&text, chance).into())));
    }
    if within(rates.scientific) {
        // A number that ends in X stays text in a spreadsheet, and so does a certificate of twenty digits rarely opened.
        let number = text.len() == 18 && !text.ends_with('X');
        return number.then(|| ("scientific_notation", Value::Broken(format!("={text}").into())));
    }
    if within(rates.placeholder) {
        let stands = *chance.pick(&["999999999999999999", "无", "000000000000000000"]);
        return Some(("placeholder", Value::Broken(stands.into())));
    }
    if within(rates.empty) {
        return Some(("missing_id", Value::Empty));
    }
    within(rates.short).then(|| {
        let at = 6 + chance.below(8) as usize;
        let short = format!("{}{}", &text[..at], &text[at + 1..]);
        ("not_an_id", Value::Broken(short.into()))
    })
}

/// One digit after the division typed wrong; the check character notices every such slip.
fn mistype(text: &str, chance: &mut Chance) -> String {
    let at = 6 + chance.below(11) as usize;
    let mut bytes = text.as_bytes().to_vec();
    bytes[at] = b'0' + (bytes[at] - b'0' + 1 + chance.below(9) as u8) % 10;
    String::from_utf8(bytes).unwrap_or_default()
}

/// An id as people write it: nineteen of twenty plainly.
pub(crate) fn id_form(id: ResidentId, chance: &mut Chance) -> String {
    let text = id.key().reveal();
    if !chance.happens(0.05) {
        return text;
    }
    let draw = chance.below(7);
    match draw {
        0 => text.to_ascii_lowercase(),
        1 => text.chars().map(full_width).collect(),
        2 => format!("'{text}"),
        3 => format!("{text}\t"),
        4 => format!("\n{text}"),
        5 => format!(" {text} "),
        _ => fifteen(id).unwrap_or(text),
    }
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
