//! Determinations as Parquet.

use super::{Assessed, Refused};
use arrow::{
    array::{ArrayRef, Int64Array, RecordBatch, UInt8Array, UInt64Array},
    buffer::{NullBuffer, ScalarBuffer},
};
use doudi_rules::{
    book::Book,
    run::{Kind, Outcome, Outcomes},
};
use parquet::{arrow::ArrowWriter, basic::Compression, file::properties::WriterProperties};
use std::{fs::File, path::Path, sync::Arc, sync::mpsc::Receiver};

/// What was found of a share.
pub(super) struct Evaluated {
    pub(super) ids: Vec<i64>,
    pub(super) persons: u64,
    pub(super) outcomes: Outcomes,
}

pub(super) fn write(book: &Book, draft: &Path, evaluated: Receiver<Evaluated>) -> Result<Assessed, Refused> {
    let file = File::create(draft)?;
    let mut writer = None;
    let mut told = Assessed::default();
    for share in evaluated {
        let batch = batch(book, &share)?;
        count(book, &share, &mut told);
        let writer = match &mut writer {
            Some(writer) => writer,
            none => {
                let how = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
                none.insert(ArrowWriter::try_new(file.try_clone()?, batch.schema(), Some(how))?)
            }
        };
        writer.write(&batch)?;
    }
    writer.map(ArrowWriter::close).transpose()?;
    file.sync_all()?;
    Ok(told)
}

/// `household_id`; of each programme its answer (0 not in the law, 1 missing, 2 not eligible, 3 eligible), the conditions
/// that fail as bits, and the amount in fen of those eligible.
fn batch(book: &Book, share: &Evaluated) -> Result<RecordBatch, Refused> {
    let mut columns: Vec<(String, ArrayRef)> =
        vec![("household_id".into(), Arc::new(Int64Array::from(share.ids.clone())))];
    for outcome in &share.outcomes.programmes {
        let programme = &book.programmes[outcome.programme.index()];
        let kinds: UInt8Array = outcome.kinds.iter().map(|kind| *kind as u8).collect::<Vec<_>>().into();
        columns.push((programme.name.clone(), Arc::new(kinds)));
        columns.push((format!("{}_failed", programme.name), Arc::new(UInt64Array::from(outcome.failed.clone()))));
        if programme.amount.is_some() {
            columns.push((format!("{}_fen", programme.name), Arc::new(amounts(outcome))));
        }
    }
    Ok(RecordBatch::try_from_iter(columns)?)
}

fn amounts(outcome: &Outcome) -> Int64Array {
    let eligible = outcome.kinds.iter().map(|kind| *kind == Kind::Eligible).collect::<Vec<bool>>();
    Int64Array::new(ScalarBuffer::from(outcome.amounts_fen.clone()), Some(NullBuffer::from(eligible)))
}

fn count(book: &Book, share: &Evaluated, told: &mut Assessed) {
    told.households += share.ids.len() as u64;
    told.persons += share.persons;
    for outcome in &share.outcomes.programmes {
        let programme = &book.programmes[outcome.programme.index()];
        let kinds = told.kinds.entry(programme.name.clone()).or_default();
        outcome.kinds.iter().for_each(|kind| kinds[*kind as usize] += 1);
        if programme.amount.is_some() {
            *told.amounts_fen.entry(programme.name.clone()).or_default() += outcome.amounts_fen.iter().sum::<i64>();
        }
    }
}
