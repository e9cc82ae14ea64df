//! What changed for whom: old and new, one column at a time, so that two snapshots never stand in memory together.

use super::people::{Person, people};
use crate::intake::{
    field::Kind,
    place::{bare, is_place},
    previous::Previous,
    shape::Shape,
};
use arrow::{
    array::{Array, ArrayRef, AsArray},
    datatypes::{DataType, Date32Type, Int32Type, Int64Type, UInt64Type},
};
use doudi_kernel::{IdKey, Money};
use doudi_lake::{Lake, LakeError, Manifest};
use std::collections::BTreeMap;

/// One changed item of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Change {
    pub person: Person,
    pub heading: String,
    pub old: String,
    pub new: String,
}

/// Every item that reads differently, person by person in the order of their numbers.
pub(super) fn changes(
    lake: &Lake,
    manifest: &Manifest,
    previous: &Previous,
    keys: &[u64],
    shape: &Shape<'_>,
) -> Result<Vec<Change>, LakeError> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let who: BTreeMap<String, Person> =
        people(lake, manifest, keys)?.into_iter().map(|person| (person.id.clone(), person)).collect();
    let mut found: Vec<(u64, usize, Change)> = Vec::new();
    for (at, column) in previous.tracked.iter().enumerate().filter(|(_, column)| *column != "resident_id") {
        let slot = shape.slot(column).or_else(|| shape.slot(column.strip_suffix("_raw")?));
        let (kind, vocabulary) =
            slot.map_or((Kind::Text, None), |slot| (shape.slots[slot].kind, shape.slots[slot].vocabulary));
        let shown = |array: &ArrayRef, row| {
            let text = shown(array, row, kind);
            vocabulary.and_then(|words| words.shown(&text)).map_or(text.clone(), str::to_owned)
        };
        let old = texts(lake, &previous.manifest, column, keys, &shown)?;
        let new = texts(lake, manifest, column, keys, &shown)?;
        for (key, (old, new)) in
            keys.iter().zip(old.into_iter().zip(new)).filter(|(_, (old, new))| differ(column, old, new))
        {
            let id = IdKey::from_packed(*key).map(IdKey::reveal).unwrap_or_default();
            let person = who.get(&id).cloned().unwrap_or_default();
            found.push((*key, at, Change { person, heading: shape.heading_of(column).to_owned(), old, new }));
        }
    }
    found.sort_by_key(|(key, at, _)| (*key, *at));
    Ok(found.into_iter().map(|(_, _, change)| change).collect())
}

fn differ(column: &str, old: &str, new: &str) -> bool {
    if is_place(column) { bare(old) != bare(new) } else { old != new }
}

/// For each key the different texts of a column, joined.
fn texts(
    lake: &Lake,
    manifest: &Manifest,
    column: &str,
    keys: &[u64],
    shown: &dyn Fn(&ArrayRef, usize) -> String,
) -> Result<Vec<String>, LakeError> {
    let mut texts: Vec<Vec<String>> = vec![Vec::new(); keys.len()];
    for batch in lake.records(&manifest.id, &["resident_id", column])? {
        let ids = batch.column_by_name("resident_id").ok_or(LakeError::Schema)?.as_primitive::<UInt64Type>();
        let array = batch.column_by_name(column).ok_or(LakeError::Schema)?;
        for row in (0..batch.num_rows()).filter(|row| ids.is_valid(*row)) {
            if let Ok(at) = keys.binary_search(&ids.value(row)) {
                let text = shown(array, row);
                if !text.is_empty() {
                    texts[at].push(text);
                }
            }
        }
    }
    Ok(texts
        .into_iter()
        .map(|mut texts| {
            texts.sort();
            texts.dedup();
            texts.join("、")
        })
        .collect())
}

/// A value as an office writes it.
fn shown(array: &ArrayRef, row: usize, kind: Kind) -> String {
    if array.is_null(row) {
        return String::new();
    }
    match (array.data_type(), kind) {
        (DataType::UInt64, _) => {
            IdKey::from_packed(array.as_primitive::<UInt64Type>().value(row)).map(IdKey::reveal).unwrap_or_default()
        }
        (DataType::Int64, Kind::Money | Kind::Area) => {
            Money::from_fen(array.as_primitive::<Int64Type>().value(row)).to_string()
        }
        (DataType::Int64, _) => array.as_primitive::<Int64Type>().value(row).to_string(),
        (DataType::Int32, _) => {
            let month = array.as_primitive::<Int32Type>().value(row);
            format!("{:04}-{:02}", month / 100, month % 100)
        }
        (DataType::Boolean, _) => if array.as_boolean().value(row) { "是" } else { "否" }.into(),
        (DataType::Date32, _) => {
            let days = jiff::Span::new().try_days(array.as_primitive::<Date32Type>().value(row));
            let day = days.and_then(|days| doudi_kernel::Date::constant(1970, 1, 1).checked_add(days));
            day.map(|day| day.to_string()).unwrap_or_default()
        }
        _ => array.as_string_opt::<i32>().map_or_else(String::new, |array| array.value(row).to_owned()),
    }
}
