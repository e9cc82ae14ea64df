//! Keys seen in an import: repeated ones, and who joined, left or changed against the snapshot before.

use super::{
    layout::Repeated,
    place::{bare, is_place},
};
use arrow::{
    array::{Array, ArrayRef, AsArray, BooleanArray, Int64Array, RecordBatch, UInt64Array},
    compute::filter_record_batch,
    datatypes::{DataType, Date32Type, Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type, UInt64Type},
    error::ArrowError,
};
use hashbrown::HashMap;
use std::sync::Arc;

/// A key that was seen: sixteen bytes and the key.
#[derive(Clone, Copy, Debug)]
struct Seen {
    /// The sum of the hashes of its rows, so that their order does not matter.
    content: u64,
    /// The hash of everything in its first row, by which a row that is repeated whole is told.
    whole: u64,
}

/// What a batch lost or broke.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Repetition {
    /// The row within the batch.
    pub(super) at: usize,
    /// Whether the record was left out.
    pub(super) dropped: bool,
    /// Whether the whole row was the same as an earlier one.
    pub(super) whole: bool,
}

/// Keys seen so far. The map is looked up, never walked unsorted.
pub(super) struct Ledger {
    rule: Repeated,
    key: Option<String>,
    tracked: Vec<String>,
    seen: HashMap<u64, Seen>,
    /// From a survey: for `last` the place that holds, for `sum` the sums of the key.
    holds: HashMap<u64, u64>,
    sums: HashMap<u64, Vec<Option<i64>>>,
    summed: Vec<String>,
}

impl Ledger {
    /// A ledger for records of these columns. `tracked` are the columns whose change counts; `key` is a column of packed
    /// numbers.
    pub(super) fn new(rule: Repeated, key: Option<String>, tracked: Vec<String>, summed: Vec<String>) -> Self {
        let (seen, holds, sums) = (HashMap::new(), HashMap::new(), HashMap::new());
        Self { rule, key, tracked, seen, holds, sums, summed }
    }

    /// Whether the rule can only be followed by one who has seen the whole file.
    pub(super) fn needs_survey(&self) -> bool {
        self.key.is_some() && matches!(self.rule, Repeated::Last | Repeated::Sum)
    }

    /// Notes what a batch holds, before any batch is settled.
    pub(super) fn survey(&mut self, batch: &RecordBatch) {
        let Some(keys) = self.keys(batch) else { return };
        let places = places(batch);
        let amounts: Vec<Option<Int64Array>> = self.summed.iter().map(|name| amount(batch, name)).collect();
        for row in (0..batch.num_rows()).filter(|row| keys.is_valid(*row)) {
            let key = keys.value(row);
            self.holds.insert(key, places[row]);
            if self.rule == Repeated::Sum {
                let sums = self.sums.entry(key).or_insert_with(|| vec![None; amounts.len()]);
                for (sum, array) in sums.iter_mut().zip(&amounts) {
                    let value = array.as_ref().filter(|array| array.is_valid(row)).map(|array| array.value(row));
                    *sum = value.map_or(*sum, |value| Some(sum.unwrap_or(0).saturating_add(value)));
                }
            }
        }
    }

    /// Follows the rule for repeated keys in a batch.
    ///
    /// # Errors
    /// Arrow cannot put the batch together again.
    pub(super) fn settle(&mut self, batch: RecordBatch) -> Result<(RecordBatch, Vec<Repetition>), ArrowError> {
        let Some(keys) = self.keys(&batch) else { return Ok((batch, Vec::new())) };
        let (hashes, places) = (row_hashes(&batch, &self.tracked), places(&batch));
        // Repeated rows are told by everything in them, also by columns whose change does not count.
        let whole = whole_hashes(&batch);
        let mut repetitions = Vec::new();
        for row in (0..batch.num_rows()).filter(|row| keys.is_valid(*row)) {
            if let Some(repetition) = self.enter(keys.value(row), row, hashes[row], places[row], whole[row]) {
                repetitions.push(repetition);
            }
        }
        let batch = if self.rule == Repeated::Sum { self.with_sums(&batch, &keys)? } else { batch };
        if !repetitions.iter().any(|repetition| repetition.dropped) {
            return Ok((batch, repetitions));
        }
        let mut keep = vec![true; batch.num_rows()];
        repetitions.iter().filter(|repetition| repetition.dropped).for_each(|it| keep[it.at] = false);
        Ok((filter_record_batch(&batch, &BooleanArray::from(keep))?, repetitions))
    }

    fn enter(&mut self, key: u64, row: usize, hash: u64, place: u64, whole: u64) -> Option<Repetition> {
        if self.rule == Repeated::Last {
            let holds = self.holds.get(&key) == Some(&place);
            if holds {
                self.seen.insert(key, Seen { content: hash, whole });
            }
            return (!holds).then_some(Repetition { at: row, dropped: true, whole: false });
        }
        let Some(seen) = self.seen.get_mut(&key) else {
            self.seen.insert(key, Seen { content: hash, whole });
            return None;
        };
        let same = seen.whole == whole;
        match self.rule {
            Repeated::Error if same => Some(Repetition { at: row, dropped: true, whole: true }),
            Repeated::Error | Repeated::Keep => {
                seen.content = seen.content.wrapping_add(hash);
                (self.rule == Repeated::Error).then_some(Repetition { at: row, dropped: false, whole: false })
            }
            // Two plots of one size are two plots.
            Repeated::Sum => Some(Repetition { at: row, dropped: true, whole: false }),
            _ => Some(Repetition { at: row, dropped: true, whole: same }),
        }
    }

    fn with_sums(&self, batch: &RecordBatch, keys: &UInt64Array) -> Result<RecordBatch, ArrowError> {
        let mut arrays = batch.columns().to_vec();
        for (at, name) in self.summed.iter().enumerate() {
            let Some((column, _)) = batch.schema_ref().column_with_name(name) else { continue };
            let old = arrays[column].as_primitive::<Int64Type>().clone();
            let of = |row: usize| {
                let own = old.is_valid(row).then(|| old.value(row));
                if keys.is_valid(row) { self.sums.get(&keys.value(row)).map_or(own, |sums| sums[at]) } else { own }
            };
            arrays[column] = Arc::new((0..old.len()).map(of).collect::<Int64Array>());
        }
        RecordBatch::try_new(batch.schema(), arrays)
    }

    fn keys(&self, batch: &RecordBatch) -> Option<UInt64Array> {
        Some(batch.column_by_name(self.key.as_ref()?)?.as_primitive::<UInt64Type>().clone())
    }

    /// Compares with the keys and contents of the snapshot before.
    pub(super) fn against(&self, before: &Census) -> Difference {
        let mut difference = Difference::default();
        for (key, seen) in &self.seen {
            match before.contents.get(key) {
                None => difference.joined.push(*key),
                Some(content) if *content != seen.content => difference.changed.push(*key),
                Some(_) => difference.same += 1,
            }
        }
        difference.left = before.contents.keys().filter(|key| !self.seen.contains_key(*key)).copied().collect();
        difference.joined.sort_unstable();
        difference.left.sort_unstable();
        difference.changed.sort_unstable();
        difference
    }
}

/// Keys of a stored snapshot with the sum of the hashes of their rows.
#[derive(Default)]
pub(super) struct Census {
    contents: HashMap<u64, u64>,
}

impl Census {
    /// Adds records of the snapshot, which must have the key column.
    pub(super) fn add(&mut self, batch: &RecordBatch, key: &str, tracked: &[String]) {
        let Some(keys) = batch.column_by_name(key) else { return };
        let (keys, hashes) = (keys.as_primitive::<UInt64Type>(), row_hashes(batch, tracked));
        for row in (0..batch.num_rows()).filter(|row| keys.is_valid(*row)) {
            let content = self.contents.entry(keys.value(row)).or_default();
            *content = content.wrapping_add(hashes[row]);
        }
    }
}

/// Who joined, left and changed, packed keys in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Difference {
    /// Not in the snapshot before.
    pub(super) joined: Vec<u64>,
    /// Only in the snapshot before.
    pub(super) left: Vec<u64>,
    /// In both, with other contents.
    pub(super) changed: Vec<u64>,
    /// In both with the same contents.
    pub(super) same: u64,
}

fn amount(batch: &RecordBatch, name: &str) -> Option<Int64Array> {
    batch.column_by_name(name).map(|array| array.as_primitive::<Int64Type>().clone())
}

/// Places of the records in the file, as one number each.
fn places(batch: &RecordBatch) -> Vec<u64> {
    let sheets = batch.column(0).as_primitive::<UInt16Type>();
    let rows = batch.column(1).as_primitive::<UInt32Type>();
    let members = batch.column(2).as_primitive::<UInt8Type>();
    (0..batch.num_rows())
        .map(|row| super::columns::Place { sheet: sheets.value(row), row: rows.value(row), member: members.value(row) })
        .map(super::columns::Place::packed)
        .collect()
}

/// One hash a row over the named columns. A column that is not there counts as empty, and empty counts nothing.
fn row_hashes(batch: &RecordBatch, columns: &[String]) -> Vec<u64> {
    let mut hashes = vec![0u64; batch.num_rows()];
    for name in columns {
        match batch.column_by_name(name) {
            Some(array) if is_place(name) => {
                let values = array.as_string::<i32>();
                for (row, hash) in hashes.iter_mut().enumerate().filter(|(row, _)| values.is_valid(*row)) {
                    *hash = hash.wrapping_add(bytes_hash(bare(values.value(row)).as_bytes(), seed(name)));
                }
            }
            Some(array) => add_hashes(array, seed(name), &mut hashes),
            None => {}
        }
    }
    hashes
}

/// One hash a row over everything but its place and its running number.
fn whole_hashes(batch: &RecordBatch) -> Vec<u64> {
    let mut hashes = vec![0u64; batch.num_rows()];
    for (field, array) in batch.schema_ref().fields().iter().zip(batch.columns()).skip(3) {
        if !field.name().ends_with("序号") {
            add_hashes(array, seed(field.name()), &mut hashes);
        }
    }
    hashes
}

fn seed(name: &str) -> u64 {
    bytes_hash(name.as_bytes(), 0x9e37_79b9_7f4a_7c15)
}

fn add_hashes(array: &ArrayRef, seed: u64, hashes: &mut [u64]) {
    macro_rules! numbers {
        ($kind:ty) => {{
            let values = array.as_primitive::<$kind>();
            for (row, hash) in hashes.iter_mut().enumerate().filter(|(row, _)| values.is_valid(*row)) {
                *hash = hash.wrapping_add(mix(values.value(row) as u64 ^ seed));
            }
        }};
    }
    match array.data_type() {
        DataType::UInt64 => numbers!(UInt64Type),
        DataType::Int64 => numbers!(Int64Type),
        DataType::Int32 => numbers!(Int32Type),
        DataType::Date32 => numbers!(Date32Type),
        DataType::Boolean => {
            let values = array.as_boolean();
            for (row, hash) in hashes.iter_mut().enumerate().filter(|(row, _)| values.is_valid(*row)) {
                *hash = hash.wrapping_add(mix(u64::from(values.value(row)) ^ seed));
            }
        }
        DataType::Utf8 => {
            let values = array.as_string::<i32>();
            for (row, hash) in hashes.iter_mut().enumerate().filter(|(row, _)| values.is_valid(*row)) {
                *hash = hash.wrapping_add(bytes_hash(values.value(row).as_bytes(), seed));
            }
        }
        _ => {}
    }
}

/// Eight bytes at a time; a stable function, since it decides what is stored.
fn bytes_hash(bytes: &[u8], seed: u64) -> u64 {
    let mut hash = seed ^ (bytes.len() as u64).wrapping_mul(0xff51_afd7_ed55_8ccd);
    for chunk in bytes.chunks(8) {
        let mut word = [0u8; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        hash = mix(hash ^ u64::from_le_bytes(word));
    }
    mix(hash)
}

/// The finaliser of MurmurHash3, 64 bits.
fn mix(mut word: u64) -> u64 {
    word = (word ^ (word >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    word = (word ^ (word >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    word ^ (word >> 33)
}
