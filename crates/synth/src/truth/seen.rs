//! A village's rows by person: what a comparison that makes no mistake can see.

use crate::office::{FEEDS, Kind, Row, Value};
use doudi_kernel::{Date, ResidentId};
use std::collections::BTreeMap;

/// Rows of every feed in the month asked about, by the feed's place; the deaths of all months so far in one.
pub(crate) struct Rows {
    pub(crate) of: Vec<Vec<Row>>,
}

/// The rows about one person.
#[derive(Default)]
pub(crate) struct Seen<'a> {
    rows: Vec<(usize, &'a Row)>,
}

impl<'a> Seen<'a> {
    /// The person's rows of a feed.
    pub(crate) fn rows(&self, feed: &'static str) -> impl Iterator<Item = &'a Row> {
        self.rows.iter().filter(move |(at, _)| FEEDS[*at].id == feed).map(|(_, row)| *row)
    }

    pub(crate) fn has(&self, feed: &'static str) -> bool {
        self.rows(feed).next().is_some()
    }

    pub(crate) fn any(&self, feeds: &[&'static str]) -> bool {
        feeds.iter().any(|feed| self.has(feed))
    }

    /// Whether a row of a feed has one of some codes in a field.
    pub(crate) fn is(&self, feed: &'static str, field: &str, codes: &[&str]) -> bool {
        self.rows(feed).any(|row| matches!(value(feed, row, field), Value::Code(code, _) if codes.contains(code)))
    }

    /// Whether a row of a feed has a flag set so.
    pub(crate) fn flag(&self, feed: &'static str, field: &str, set: bool) -> bool {
        self.rows(feed).any(|row| value(feed, row, field) == &Value::Flag(set))
    }

    /// The earliest date that a feed gives in a field.
    pub(crate) fn date(&self, feed: &'static str, field: &str) -> Option<Date> {
        let dates = self.rows(feed).filter_map(|row| match value(feed, row, field) {
            Value::Date(date) => Some(*date),
            _ => None,
        });
        dates.min()
    }
}

static NOTHING: Value = Value::Empty;

/// A row's value in a field.
pub(crate) fn value<'a>(feed: &str, row: &'a Row, field: &str) -> &'a Value {
    let feed = FEEDS.iter().find(|known| known.id == feed);
    feed.and_then(|feed| feed.at(field)).map_or(&NOTHING, |at| &row.values[at])
}

/// All rows by the person whose valid id they carry.
pub(crate) fn by_person(rows: &Rows) -> BTreeMap<ResidentId, Seen<'_>> {
    let mut all: BTreeMap<ResidentId, Seen> = BTreeMap::new();
    for (at, of_feed) in rows.of.iter().enumerate() {
        let columns = FEEDS[at].columns;
        let Some(key) = columns.iter().position(|c| matches!(c.kind, Kind::Key | Kind::Certificate)) else {
            continue;
        };
        for row in of_feed {
            match &row.values[key] {
                Value::Id(id) => all.entry(*id).or_default().rows.push((at, row)),
                Value::Certificate(c) => all.entry(c.holder()).or_default().rows.push((at, row)),
                _ => {}
            }
        }
    }
    all
}
