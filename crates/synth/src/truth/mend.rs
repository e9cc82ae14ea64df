//! Which rows still tell whose they are although their id was lost.

use super::Error;
use super::seen::value;
use crate::office::{FEEDS, Row, Value};
use doudi_kernel::ResidentId;
use std::collections::BTreeMap;

/// A row whose id was lost while its file was written.
pub(crate) struct Lost {
    /// The feed, by its place.
    pub(crate) feed: usize,
    /// The row among those of its feed.
    pub(crate) row: usize,
    pub(crate) error: Error,
}

/// The rows as sent, with the ids that can be made out again: a person who stands in the household register with the right
/// id and the row's name is meant by a number that is one slip away, and without a number by name and birth date.
pub(crate) fn mend(mut sent: Vec<Vec<Row>>, lost: &[Lost]) -> Vec<Vec<Row>> {
    let names = registered(&sent);
    for Lost { feed, row, error } in lost {
        let (feed, row) = (&FEEDS[*feed], &mut sent[*feed][*row]);
        let same_name = names.get(&error.whose) == Some(value(feed.id, row, "name"));
        let same_birth = *value(feed.id, row, "birth_date") == Value::Date(error.whose.birth_date());
        if same_name && (one_slip(error.kind) || same_birth) {
            row.values[error.column] = Value::Id(error.whose);
        }
    }
    sent
}

/// Whether all but one character of the number is left.
fn one_slip(kind: &str) -> bool {
    matches!(kind, "id_check_character" | "id_form")
}

/// The names in the household register, by the ids that can be read.
fn registered(sent: &[Vec<Row>]) -> BTreeMap<ResidentId, Value> {
    let register = FEEDS.iter().position(|feed| feed.id == "household_register");
    let rows = register.map_or(&[][..], |at| &sent[at]).iter();
    let id = |row: &Row| match value("household_register", row, "resident_id") {
        Value::Id(id) => Some(*id),
        _ => None,
    };
    rows.filter_map(|row| Some((id(row)?, value("household_register", row, "name").clone()))).collect()
}
