//! Rosters of the lake: the current records of a feed in a month.

use super::{
    LinkRefused,
    parquet::text,
    table::{Column, Rows, Table, Texts, Wanted},
};
use crate::doubts::{Kept, Reach, current};
use arrow::{
    array::{Array, AsArray, RecordBatch, StringArray},
    datatypes::{UInt16Type, UInt32Type, UInt64Type},
};
use doudi_kernel::{FeedId, IdKey, Month};
use doudi_lake::{Lake, Manifest};

/// What stands before a column that no field takes; see the slice `intake`.
const RAW: &str = "_raw";

/// Reads the roster of a feed that counts for a month: the latest that is not later. `title` is what an office calls it.
pub(super) fn read(
    lake: &Lake,
    feed: &FeedId,
    title: &str,
    month: Month,
    wanted: &Wanted<'_>,
) -> Result<Table, LinkRefused> {
    let manifests = lake.snapshots()?;
    let kept: Vec<Kept> = manifests.iter().map(Kept::of).collect();
    let chosen = current(&kept, feed, month, Reach { months: None, accumulates: false });
    let chosen: Vec<&Manifest> =
        chosen.iter().filter_map(|kept| manifests.iter().find(|manifest| manifest.id == kept.snapshot)).collect();
    let first = chosen.first().ok_or_else(|| LinkRefused::NoSuchList(feed.to_string(), month))?;
    let of = first.about.month;
    let name = format!("{title} {of}");
    let mut headings: Vec<String> = Vec::new();
    for column in chosen.iter().flat_map(|manifest| &manifest.columns) {
        if !column.starts_with("source_") && !column.ends_with(RAW) && !headings.contains(column) {
            headings.push(column.clone());
        }
    }
    let taken: Vec<String> = headings.iter().filter(|heading| wanted.takes(heading)).cloned().collect();
    let mut texts = vec![Texts::default(); taken.len()];
    let (mut sheets, mut rows) = (Vec::new(), Vec::new());
    for manifest in chosen {
        let before = sheets.len() as u16;
        sheets.extend(manifest.about.sheets.iter().cloned());
        for batch in lake.records(&manifest.id, &[])? {
            let sheet = batch.column_by_name("source_sheet").map(|column| column.as_primitive::<UInt16Type>());
            let row = batch.column_by_name("source_row").map(|column| column.as_primitive::<UInt32Type>());
            let place = |at: usize| (before + sheet.map_or(0, |s| s.value(at)), row.map_or(0, |row| row.value(at)));
            rows.extend((0..batch.num_rows()).map(place));
            texts.iter_mut().zip(&taken).for_each(|(texts, column)| texts.0.push(values(&batch, column)));
        }
    }
    let columns = taken.into_iter().zip(texts).map(|(heading, texts)| Column { heading, texts }).collect();
    let headers = vec![0; sheets.len()];
    let feed = Some(feed.to_string());
    let count = rows.len();
    Ok(Table {
        name,
        feed,
        month: Some(of),
        rows: count,
        headings,
        columns,
        at: Rows::Listed { sheets, rows, headers },
    })
}

/// A field's values: numbers as they are written on paper, and where the lake has no clean value, what stood there.
fn values(batch: &RecordBatch, column: &str) -> StringArray {
    let raw = batch.column_by_name(&format!("{column}{RAW}")).and_then(text);
    let raw = |at: usize| {
        let raw = raw.as_ref()?.as_string::<i32>();
        raw.is_valid(at).then(|| raw.value(at).to_owned())
    };
    let rows = 0..batch.num_rows();
    let Some(clean) = batch.column_by_name(column) else { return rows.map(|_| None::<String>).collect() };
    if let Some(packed) = clean.as_primitive_opt::<UInt64Type>() {
        let number = |at: usize| packed.is_valid(at).then(|| IdKey::from_packed(packed.value(at))).flatten();
        return rows.map(|at| number(at).map(|key| key.reveal()).or_else(|| raw(at))).collect();
    }
    let Some(clean) = text(clean) else { return rows.map(raw).collect() };
    let clean = clean.as_string::<i32>();
    rows.map(|at| clean.is_valid(at).then(|| clean.value(at).to_owned()).or_else(|| raw(at))).collect()
}
