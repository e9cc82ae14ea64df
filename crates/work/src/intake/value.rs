//! One cell to one value of a field, by the cleaning of the lake.

use super::{
    field::Kind,
    vocabulary::{Vocabulary, Word},
};
use doudi_kernel::{Date, Month};
use doudi_lake::{
    Cell, CleanId, DateValue, Rule,
    clean::{self, MoneyUnit},
};

/// A cleaned value, on its way into a column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Value {
    /// Not known.
    #[default]
    Null,
    /// A valid identity number, packed.
    Id(u64),
    /// What stood where a number or a known word belongs.
    Raw(String),
    /// Text, a code, a certificate, a division.
    Text(String),
    /// Fen, hundredths of a mu, a count.
    Int(i64),
    /// yyyymm.
    Month(i32),
    /// Days since 1970-01-01.
    Day(i32),
    /// Yes or no.
    Flag(bool),
}

/// A value and what was wrong with its cell.
#[derive(Debug, Default)]
pub(super) struct Cleaned {
    /// The value.
    pub(super) value: Value,
    /// The rule that the cell breaks.
    pub(super) rule: Option<Rule>,
}

/// How a column's cells become values.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cleaner<'a> {
    /// The kind of the field.
    pub(super) kind: Kind,
    /// The unit in the heading.
    pub(super) unit: MoneyUnit,
    /// The crosswalk of a code.
    pub(super) vocabulary: Option<&'a Vocabulary>,
    /// The month that the file is about, in which a word has its meaning.
    pub(super) month: Month,
}

impl Cleaner<'_> {
    /// The value of a cell. Never fails: what cannot be understood is unknown and names its rule.
    pub(super) fn clean(&self, cell: &Cell) -> Cleaned {
        let found = match self.kind {
            Kind::Id => return id(cell),
            Kind::Code => return self.code(cell),
            Kind::Certificate => clean::certificate(cell).map(|it| it.map(|it| Value::Text(it.reveal()))),
            Kind::Name => clean::name(cell).map(|it| it.map(Value::Text)),
            Kind::Text | Kind::Address => clean::text(cell).map(|it| it.map(Value::Text)),
            Kind::Phone => clean::phone(cell).map(|it| it.map(Value::Text)),
            Kind::Account => clean::account(cell).map(|it| it.map(Value::Text)),
            Kind::Date => clean::date(cell).map(|it| it.map(day)),
            Kind::Month => clean::month(cell).map(|it| it.map(|month| Value::Month(month.compact()))),
            Kind::Money => clean::money_in(cell, self.unit).map(|it| it.map(|money| Value::Int(money.fen()))),
            Kind::Area => area(cell),
            Kind::Count => clean::count(cell).map(|it| it.map(Value::Int)),
            Kind::Flag => clean::flag(cell).map(|it| it.map(Value::Flag)),
            Kind::Division => clean::division(cell).map(|it| it.map(|place| Value::Text(place.twelve()))),
        };
        match found {
            Ok(value) => Cleaned { value: value.unwrap_or_default(), rule: None },
            Err(rule) => Cleaned { value: Value::Null, rule: Some(rule) },
        }
    }

    fn code(&self, cell: &Cell) -> Cleaned {
        let text = match clean::text(cell) {
            Ok(None) => return Cleaned::default(),
            Ok(Some(text)) => text,
            Err(rule) => return Cleaned { value: Value::Null, rule: Some(rule) },
        };
        match self.vocabulary.map_or(Word::NotListed, |vocabulary| vocabulary.word(&text, self.month)) {
            Word::Code(code) => Cleaned { value: Value::Text(code.into()), rule: None },
            Word::Unknown => Cleaned::default(),
            Word::NotListed => Cleaned { value: Value::Raw(text), rule: Some(Rule::UnknownValue) },
        }
    }
}

/// A certificate where a number is expected begins with the number, exactly: taken, and said.
fn id(cell: &Cell) -> Cleaned {
    match clean::id(cell) {
        Ok(None) => Cleaned::default(),
        Ok(Some(CleanId::Resident(id))) => Cleaned { value: Value::Id(id.packed()), rule: None },
        Ok(Some(it @ CleanId::Certificate(_))) => {
            Cleaned { value: Value::Id(it.resident().packed()), rule: Some(Rule::CertificateAsId) }
        }
        Err(rule) => Cleaned { value: Value::Raw(clean::fold(&cell.shown())), rule: Some(rule) },
    }
}

/// A month without a day, and an open end, are no day: unknown, which is no mistake of the sender.
fn day(date: DateValue) -> Value {
    date.day().map_or(Value::Null, |day| Value::Day(days_since_1970(day)))
}

fn area(cell: &Cell) -> Result<Option<Value>, Rule> {
    let bare = cell.as_text().and_then(|text| text.trim().strip_suffix('亩')).map(|text| Cell::Text(text.into()));
    clean::money(bare.as_ref().unwrap_or(cell)).map(|it| it.map(|hundredths| Value::Int(hundredths.fen())))
}

/// Days since 1970-01-01 in the proleptic Gregorian calendar, as Arrow counts them.
pub(super) fn days_since_1970(day: Date) -> i32 {
    let (year, month) = (i32::from(day.year()) - i32::from(day.month() <= 2), (i32::from(day.month()) + 9) % 12);
    let era = year.div_euclid(400);
    let year_of_era = year - era * 400;
    let day_of_year = (153 * month + 2) / 5 + i32::from(day.day()) - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn days_are_counted_as_the_calendar_library_counts_them(days in -40_000i32..60_000) {
            use jiff::ToSpan;
            let day = Date::constant(1970, 1, 1).checked_add(i64::from(days).days()).unwrap();
            prop_assert_eq!(days_since_1970(day), days);
        }
    }

    #[test]
    fn an_area_is_kept_in_hundredths_of_a_mu() {
        assert_eq!(area(&Cell::Text("3.25亩".into())), Ok(Some(Value::Int(325))));
        assert_eq!(area(&Cell::Number(0.1 + 0.2)), Ok(Some(Value::Int(30))));
    }
}
