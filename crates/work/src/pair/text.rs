//! A list as delimited text.

use super::PairOptions;
use super::asked::{AskedRows, AskedTable};
use super::columns::Columns;
use super::counts::What;
use super::source::{Said, SourceRows};
use doudi_compare::{Place, Pool};
use doudi_kernel::IdKey;
use doudi_lake::scan::{Rows, ScanError, Segments, TextFile, field, from_field};
use std::borrow::Cow;
use std::path::Path;

/// A text file with its columns.
#[derive(Debug)]
pub(super) struct List {
    pub(super) file: TextFile,
    pub(super) columns: Columns,
}

impl List {
    pub(super) fn open(path: &Path, options: &PairOptions) -> Result<Self, ScanError> {
        let find = |headings: &[String]| Columns::find(headings, &options.headings);
        let file = TextFile::open(path, "身份证号码", &|headings| find(headings).is_some())?;
        let columns = find(file.headings()).ok_or(ScanError::NoHeader("身份证号码"))?;
        Ok(Self { file, columns })
    }

    pub(super) fn utf8<'a>(&self, field: Cow<'a, [u8]>) -> Cow<'a, [u8]> {
        match field {
            Cow::Borrowed(bytes) => self.file.encoding().to_utf8(bytes),
            Cow::Owned(bytes) => Cow::Owned(self.file.encoding().to_utf8(&bytes).into_owned()),
        }
    }
}

pub(super) fn read_asked<'p>(
    list: &List,
    pool: &'p Pool,
    options: &PairOptions,
    step: &(dyn Fn(u64) + Sync),
) -> Result<(Vec<AskedRows<'p>>, Segments), ScanError> {
    let Columns { id, name, division, .. } = list.columns;
    list.file.scan(
        options.threads,
        || AskedRows::new(pool),
        |collected, rows| {
            for row in 0..rows.len() {
                let [id, name, division] = rows.fields(row, [id, name, division]);
                let place = Place { segment: rows.segment(), row: row as u16 };
                collected.add(&list.utf8(id), &list.utf8(name), place, options.reading);
                collected.counts.add(&division, What::Asked, 1);
            }
            collected.end_segment(rows.segment());
            step(rows.bytes());
        },
    )
}

pub(super) fn read_source<'p>(
    list: &List,
    asked: &AskedTable,
    pool: &'p Pool,
    options: &PairOptions,
    step: &(dyn Fn(u64) + Sync),
) -> Result<(Vec<SourceRows<'p>>, Segments), ScanError> {
    list.file.scan(
        options.threads,
        || SourceRows::new(asked, pool),
        |seen, rows| {
            seen.begin();
            let others = seen.met.others.len();
            let segment = rows.segment();
            for row in 0..rows.len() {
                match plain_key(rows, row, list.columns.id) {
                    Some(key) => seen.add_key(key, row),
                    None => {
                        let id = list.utf8(rows.field(row, list.columns.id));
                        seen.add_unusual(&id, row, Segments::pack(segment, row as u32), options.reading);
                    }
                }
            }
            end_segment(list, asked, options, seen, rows);
            seen.meet_others(asked, others, |packed| {
                let row = packed as usize % Segments::ROWS;
                let [name, status] = rows.fields(row, [list.columns.name, list.columns.status]);
                Said { name: list.utf8(name), dead: dead(list, options, &status) }
            });
            step(rows.bytes());
        },
    )
}

fn end_segment(list: &List, asked: &AskedTable, options: &PairOptions, seen: &mut SourceRows<'_>, rows: &Rows<'_>) {
    let segment = rows.segment();
    let columns = [list.columns.name, list.columns.status];
    seen.end(
        asked,
        segment,
        |row| Segments::pack(segment, row),
        |row| {
            let [name, status] = rows.fields(row, columns);
            Said { name: list.utf8(name), dead: dead(list, options, &status) }
        },
    );
}

/// The key of a row whose id field is simply eighteen characters.
#[inline]
fn plain_key(rows: &Rows<'_>, row: usize, column: usize) -> Option<IdKey> {
    let from = match column {
        // A field that starts with a digit is not quoted, wherever the line holds a quotation mark.
        0 => rows.from(row),
        _ if rows.plain() => from_field(rows.line(row), rows.delimiter(), column),
        _ => return None,
    };
    let (text, rest) = from.split_first_chunk::<18>()?;
    match rest.first() {
        None => IdKey::from_ascii(text),
        Some(&end) if end == rows.delimiter() || end == b'\n' || end == b'\r' => IdKey::from_ascii(text),
        Some(_) => None,
    }
}

#[inline]
fn dead(list: &List, options: &PairOptions, status: &[u8]) -> Option<u8> {
    if status.is_empty() {
        return None;
    }
    let status = list.file.encoding().to_utf8(status);
    options.dead.iter().position(|dead| dead.as_bytes() == &*status).map(|at| at as u8)
}

/// The division field of an asked line.
pub(super) fn division_of<'a>(list: &List, line: &'a [u8]) -> Cow<'a, [u8]> {
    field(line, list.file.delimiter(), list.columns.division)
}
