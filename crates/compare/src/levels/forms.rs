//! The distinct values of a column, read.

use super::{
    CodeForm, Kind, NameForm, NumberForm, ResidentForm, TextForm,
    date::{self, DateForm, DateKeys},
    name::{self, NameKeys},
    place::{self, AddressForm, PlaceForm, PlaceNames, Succession},
};
use doudi_kernel::{Date, DivisionLevel};

/// What is known of places beside what a list writes.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// Towns and villages that are looked for in addresses.
    pub names: PlaceNames,
    /// Renamed and merged divisions.
    pub succession: Succession,
    /// The day whose divisions are meant; `None` leaves codes as they are written.
    pub day: Option<Date>,
}

/// Forms of one kind, by number.
#[derive(Debug)]
pub(crate) enum Forms {
    Name(Vec<NameForm>),
    Date(Vec<DateForm>),
    Division(Vec<PlaceForm>),
    Address(Vec<AddressForm>),
    ResidentId(Vec<ResidentForm>),
    Number(Vec<NumberForm>),
    Code(Vec<CodeForm>),
    Text(Vec<TextForm>),
}

/// Calls one expression for the forms of whatever kind.
macro_rules! each_kind {
    ($forms:expr, $list:ident => $body:expr) => {
        match $forms {
            Forms::Name($list) => $body,
            Forms::Date($list) => $body,
            Forms::Division($list) => $body,
            Forms::Address($list) => $body,
            Forms::ResidentId($list) => $body,
            Forms::Number($list) => $body,
            Forms::Code($list) => $body,
            Forms::Text($list) => $body,
        }
    };
}

impl Forms {
    /// Reads texts; `known` is told of each whether it says anything, and only those that do get a form.
    pub(crate) fn read<'a>(
        kind: Kind,
        texts: impl ExactSizeIterator<Item = &'a str>,
        places: &Places,
        known: impl FnMut(bool),
    ) -> Self {
        let division = |text: &str| {
            let form = PlaceForm::read(text)?;
            Some(places.day.map_or(form, |day| form.on(day, &places.succession)))
        };
        match kind {
            Kind::Name => Self::Name(read(texts, known, NameForm::read)),
            Kind::Date => Self::Date(read(texts, known, DateForm::read)),
            Kind::Division => Self::Division(read(texts, known, division)),
            Kind::Address => Self::Address(read(texts, known, |text| AddressForm::read(text, &places.names))),
            Kind::ResidentId => Self::ResidentId(read(texts, known, ResidentForm::read)),
            Kind::Number => Self::Number(read(texts, known, NumberForm::read)),
            Kind::Code => Self::Code(read(texts, known, CodeForm::read)),
            Kind::Text => Self::Text(read(texts, known, TextForm::read)),
        }
    }

    pub(crate) fn len(&self) -> usize {
        each_kind!(self, list => list.len())
    }

    /// The level of two forms.
    #[inline]
    pub(crate) fn level(&self, a: usize, b: usize) -> u8 {
        each_kind!(self, list => list[a].compare(&list[b]))
    }

    /// Writes the keys of a form, as many as the kind has slots.
    pub(crate) fn keys(&self, at: usize, into: &mut Vec<u64>) {
        into.clear();
        each_kind!(self, list => into.extend(list[at].keys_by_slot()))
    }

    /// Whether a value rules out that another, different one is the same person's.
    pub(crate) fn valid_number(&self, at: usize) -> bool {
        matches!(self, Self::ResidentId(list) if list[at].valid())
    }
}

impl NameForm {
    fn keys_by_slot(&self) -> [u64; 6] {
        let NameKeys { exact, folded, sound, surname_sound, given_sound, sorted } = self.keys();
        [exact, folded, sound, surname_sound, given_sound, sorted].map(Option::unwrap_or_default)
    }

    fn compare(&self, other: &Self) -> u8 {
        name::level(self, other) as u8
    }
}

impl DateForm {
    fn keys_by_slot(&self) -> [u64; 6] {
        let DateKeys { as_lunar, swapped, year_month, month_day, year, .. } = self.keys();
        let [as_lunar, swapped, year_month, month_day, year] =
            [as_lunar, swapped, year_month, month_day, year].map(Option::unwrap_or_default);
        // Whole and in the other calendar are one kind of key: eight digits.
        [u64::from(self.digits()), as_lunar, swapped, year_month, month_day, year]
    }

    fn compare(&self, other: &Self) -> u8 {
        date::level(*self, *other) as u8
    }
}

impl PlaceForm {
    fn keys_by_slot(&self) -> [u64; 6] {
        use DivisionLevel::{City, County, Province, Town, Village};
        let [village, town, county, city, province] =
            [Village, Town, County, City, Province].map(|level| self.key(level).unwrap_or_default());
        [self.division().number(), village, town, county, city, province]
    }

    fn compare(&self, other: &Self) -> u8 {
        place::level(*self, *other) as u8
    }
}

impl AddressForm {
    fn keys_by_slot(&self) -> [u64; 2] {
        let village = self.named().iter().find(|named| named.level() == DivisionLevel::Village);
        [super::hash_chars(self.text().chars()), village.map_or(0, |village| village.number())]
    }

    fn compare(&self, other: &Self) -> u8 {
        place::address_level(self, other) as u8
    }
}

fn read<'a, T>(
    texts: impl ExactSizeIterator<Item = &'a str>,
    mut known: impl FnMut(bool),
    one: impl Fn(&str) -> Option<T>,
) -> Vec<T> {
    let mut forms = Vec::with_capacity(texts.len());
    for text in texts {
        let form = one(text);
        known(form.is_some());
        forms.extend(form);
    }
    forms
}
