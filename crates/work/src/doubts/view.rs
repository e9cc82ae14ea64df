//! A source as one question sees it: the rows that its filter lets through, by person.

use super::{
    mend::Mended,
    spec::{Ask, Condition, Key, Source, Test},
    table::Table,
    truth::Truth,
};
use doudi_compare::KeyIndex;
use doudi_kernel::{Month, ResidentId};
use std::collections::BTreeMap;

/// The rows of a source by person.
pub(super) struct View<'t> {
    pub(super) table: &'t Table,
    /// Rows that the filter lets through.
    pub(super) rows: KeyIndex,
    /// Rows of which the filter cannot tell, because a value is empty.
    pub(super) unsure: KeyIndex,
    /// Rows that the filter lets through, or may, and that nobody can be found by.
    pub(super) keyless: Vec<u32>,
    /// Rows of the table that were given the number of the person whose they are.
    pub(super) mended: &'t BTreeMap<u32, Mended>,
}

impl<'t> View<'t> {
    pub(super) fn new(source: &Source, table: &'t Table, mended: &'t BTreeMap<u32, Mended>, month: Month) -> Self {
        let (mut rows, mut unsure) = (vec![None; table.len()], vec![None; table.len()]);
        let mut keyless = Vec::new();
        for row in 0..table.len() as u32 {
            let key = key_of(table, source.key, row).or_else(|| mended.get(&row).map(|mended| mended.key));
            match passes(&source.filter, table, row, key, month) {
                Truth::No => {}
                _ if key.is_none() => keyless.push(row),
                Truth::Yes => rows[row as usize] = key,
                Truth::Unknown => unsure[row as usize] = key,
            }
        }
        Self { table, rows: KeyIndex::new(rows), unsure: KeyIndex::new(unsure), keyless, mended }
    }

    /// The mended rows that count, surely or maybe.
    pub(super) fn mended_rows(&self) -> impl Iterator<Item = &Mended> {
        let counts = |row: u32, key: u64| [&self.rows, &self.unsure].iter().any(|of| of.rows(key).contains(&row));
        self.mended.iter().filter(move |(row, mended)| counts(**row, mended.key)).map(|(_, mended)| mended)
    }
}

/// What a row is found by; a certificate's holder where the identity number is not given apart.
fn key_of(table: &Table, key: Key, row: u32) -> Option<u64> {
    table.key("resident_id", row).or_else(|| match key {
        Key::ResidentId => None,
        Key::Certificate => table.certificate(row).map(|certificate| certificate.holder().packed()),
    })
}

fn passes(filter: &[Condition], table: &Table, row: u32, key: Option<u64>, month: Month) -> Truth {
    Truth::all(filter.iter().map(|condition| holds(condition, table, row, key, month)))
}

fn holds(condition: &Condition, table: &Table, row: u32, key: Option<u64>, month: Month) -> Truth {
    match condition {
        Condition::Row(asked) => test(asked, table, row, month),
        Condition::Age { from, to } => key.map_or(Truth::Unknown, |key| aged(key, *from, *to, month)),
        Condition::AtLeast(least, of) => {
            Truth::at_least(*least, of.iter().map(|one| holds(one, table, row, key, month)))
        }
        Condition::Not(inner) => holds(inner, table, row, key, month).not(),
        Condition::In { .. } | Condition::Differs { .. } => Truth::Unknown,
    }
}

/// Whether a person's age on the month's last day lies within, both ends included.
pub(super) fn aged(key: u64, from: i16, to: i16, month: Month) -> Truth {
    ResidentId::from_packed(key).map_or(Truth::Unknown, |id| (from..=to).contains(&id.age_on(month.last_day())).into())
}

/// Whether a row's value passes; an empty one is not known to.
pub(super) fn test(test: &Test, table: &Table, row: u32, month: Month) -> Truth {
    match &test.ask {
        Ask::Is(values) => match table.text(&test.field, row) {
            Some(text) => values.iter().any(|value| value == text).into(),
            None => table.value(&test.field, row).map_or(Truth::Unknown, |value| values.contains(&value).into()),
        },
        Ask::Within { from, before } => table.day(&test.field, row).map_or(Truth::Unknown, |day| {
            let early = from.is_some_and(|from| day < from.in_month(month));
            let late = before.is_some_and(|before| day >= before.in_month(month));
            (!early && !late).into()
        }),
    }
}
