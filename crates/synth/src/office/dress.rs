//! Writing a value down as people do: the same fact in a dozen forms.

use super::{Amounts, Column, Dates, Flags, Kind, Value};
use crate::{chance::Chance, mess, plan::Places};
use doudi_kernel::{Date, Month};

/// A cell as it is written.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    Empty,
    Text(String),
    Number(f64),
}

impl Cell {
    pub(crate) fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }

    /// As delimited text prints it.
    pub(crate) fn printed(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Number(number) if number.abs() >= 1e15 => scientific(*number),
            Self::Number(number) => format!("{number}"),
        }
    }
}

/// As a spreadsheet shows a number too long for its cell: six digits and an exponent.
pub(crate) fn scientific(number: f64) -> String {
    let exponent = number.abs().log10().floor() as i32;
    format!("{:.5}E+{exponent}", number / 10f64.powi(exponent))
}

/// A value in its column's form. `serial` numbers the row.
pub(crate) fn dress(column: &Column, value: &Value, serial: u32, places: &Places, chance: &mut Chance) -> Cell {
    match (column.kind, value) {
        (Kind::Serial, _) => Cell::Number(f64::from(serial)),
        (_, Value::Empty) => Cell::Empty,
        (Kind::Key, Value::Id(id)) => mess::id_form(*id, column.headings[0] == "身份证件号", chance),
        (_, Value::Id(id)) => Cell::text(id.key().reveal()),
        (_, Value::Broken(text)) => broken(text),
        (_, Value::Certificate(certificate)) => Cell::text(mess::certificate_form(*certificate, chance)),
        (Kind::Name, Value::Text(name)) => Cell::text(mess::name_form(name, chance)),
        (Kind::Digits, Value::Text(digits)) => Cell::text(mess::digits_form(digits, chance)),
        (_, Value::Text(text)) => Cell::text(text.as_ref()),
        (_, Value::Code(_, word)) => Cell::text(*word),
        (Kind::Date(form), Value::Date(date)) => date_form(form, *date),
        (_, Value::Date(date)) => Cell::text(date.to_string()),
        (_, Value::OpenEnd) => Cell::text("3000-12"),
        (Kind::Month(form), Value::Month(month)) => month_form(form, *month),
        (_, Value::Month(month)) => Cell::text(month.to_string()),
        (Kind::Money(form), Value::Money(fen)) => money_form(form, *fen, chance),
        (_, Value::Money(fen)) => Cell::Number(*fen as f64 / 100.0),
        (_, Value::Count(count)) => Cell::Number(*count as f64),
        (_, Value::Area(tenths)) => Cell::Number(f64::from(*tenths) / 10.0),
        (Kind::Flag(form), Value::Flag(flag)) => flag_form(form, *flag),
        (_, Value::Flag(flag)) => flag_form(Flags::Yes, *flag),
        (Kind::Town, Value::Division(town)) => Cell::text(mess::town_form(places.name(*town), chance)),
        (Kind::Place, Value::Division(place)) => Cell::text(mess::village_form(places.name(*place), chance)),
        (_, Value::Division(division)) => Cell::text(division.twelve()),
    }
}

/// A broken id: one that a spreadsheet took for a number comes back as that number.
fn broken(text: &str) -> Cell {
    match text.strip_prefix('=') {
        Some(digits) => digits.parse().map_or_else(|_| Cell::text(digits), Cell::Number),
        None => Cell::text(text),
    }
}

fn date_form(form: Dates, date: Date) -> Cell {
    let (y, m, d) = (date.year(), date.month(), date.day());
    match form {
        Dates::Dashes => Cell::text(date.to_string()),
        Dates::Dots => Cell::text(format!("{y}.{m}.{d}")),
        Dates::Compact => Cell::text(format!("{y}{m:02}{d:02}")),
        Dates::Chinese => Cell::text(format!("{y}年{m}月{d}日")),
        Dates::Slashes => Cell::text(format!("{y}/{m}/{d}")),
        Dates::Serial => Cell::Number(serial_day(date)),
    }
}

/// A spreadsheet's day number: days since 1899-12-30, right from 1900-03-01 on.
pub(crate) fn serial_day(date: Date) -> f64 {
    f64::from(Date::constant(1899, 12, 30).until(date).map_or(0, |span| span.get_days()))
}

fn month_form(form: Dates, month: Month) -> Cell {
    let (y, m) = (month.year(), month.month());
    match form {
        Dates::Dashes => Cell::text(month.to_string()),
        Dates::Dots => Cell::text(format!("{y}.{m}")),
        Dates::Compact => Cell::text(format!("{}", month.compact())),
        Dates::Chinese => Cell::text(format!("{y}年{m}月")),
        Dates::Slashes => Cell::text(format!("{y}/{m:02}")),
        Dates::Serial => Cell::Number(serial_day(month.first_day())),
    }
}

fn money_form(form: Amounts, fen: i64, chance: &mut Chance) -> Cell {
    let (yuan, rest) = (fen / 100, fen % 100);
    match form {
        Amounts::Number => Cell::Number(fen as f64 / 100.0),
        Amounts::Text => Cell::text(format!("{yuan}.{rest:02}")),
        Amounts::Loose if chance.happens(0.05) => Cell::text(format!("{yuan}元")),
        Amounts::Loose if yuan >= 1_000 => Cell::text(format!("{},{:03}.{rest:02}", yuan / 1_000, yuan % 1_000)),
        Amounts::Loose => Cell::Number(fen as f64 / 100.0),
    }
}

fn flag_form(form: Flags, flag: bool) -> Cell {
    match (form, flag) {
        (Flags::Yes | Flags::YesOrEmpty, true) => Cell::text("是"),
        (Flags::Yes, false) => Cell::text("否"),
        (Flags::YesOrEmpty, false) => Cell::Empty,
        (Flags::Digits, flag) => Cell::text(if flag { "1" } else { "0" }),
        (Flags::Have, flag) => Cell::text(if flag { "有" } else { "无" }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spreadsheet_counts_days_from_the_end_of_1899() {
        assert_eq!(serial_day(Date::constant(2026, 9, 3)), 46_268.0);
        assert_eq!(date_form(Dates::Dots, Date::constant(2026, 9, 3)), Cell::text("2026.9.3"));
    }

    #[test]
    fn a_long_number_prints_with_an_exponent() {
        assert_eq!(scientific(419_901_199_003_070_014.0), "4.19901E+17");
    }
}
