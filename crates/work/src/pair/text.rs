//! A list as delimited text.

use super::PairOptions;
use super::asked::{AskedRows, AskedTable};
use super::columns::Columns;
use super::counts::What;
use super::source::{Said, SourceRows, Telling};
use doudi_compare::repair::Described;
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

    /// What fields of a row, as they stand, say about a person.
    pub(super) fn described(&self, name: &[u8], birth: &[u8], sex: &[u8], division: &[u8]) -> Described {
        let text = |bytes| String::from_utf8_lossy(&self.file.encoding().to_utf8(bytes)).into_owned();
        Described::read(&text(name), &text(birth), &text(sex), &text(division))
    }

    /// Reads rows again, by ascending numbers that are all different.
    pub(super) fn described_rows(&self, segments: &Segments, numbers: &[u64]) -> Result<Vec<Described>, ScanError> {
        let mut all = Vec::with_capacity(numbers.len());
        let Columns { name, birth, sex, division, .. } = self.columns;
        let delimiter = self.file.delimiter();
        self.file.lines::<ScanError>(segments, numbers, |_, line| {
            let [name, birth, sex, division] = [name, birth, sex, division].map(|at| field(line, delimiter, at));
            all.push(self.described(&name, &birth, &sex, &division));
            Ok(())
        })?;
        Ok(all)
    }
}

pub(super) fn read_asked<'p>(
    list: &List,
    pool: &'p Pool,
    options: &PairOptions,
    step: &(dyn Fn(u64) + Sync),
) -> Result<(Vec<AskedRows<'p>>, Segments), ScanError> {
    let Columns { id, name, division, birth, sex, .. } = list.columns;
    list.file.scan(
        options.threads,
        || AskedRows::new(pool, options),
        |collected, rows| {
            for row in 0..rows.len() {
                let [id, name, division] = rows.fields(row, [id, name, division]);
                let place = Place { segment: rows.segment(), row: row as u16 };
                let describe = || list.described(&name, &rows.field(row, birth), &rows.field(row, sex), &division);
                collected.add(&list.utf8(id), &list.utf8(name.clone()), place, options.reading, describe);
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
                    Some((text, key)) => seen.add_key(asked, key, text, row),
                    None => {
                        let id = list.utf8(rows.field(row, list.columns.id));
                        seen.add_unusual(asked, &id, row, Segments::pack(segment, row as u32), options.reading);
                    }
                }
            }
            seen.end(asked, segment, &Piece { list, options, rows });
            seen.meet_others(asked, others, |packed| {
                let row = packed as usize % Segments::ROWS;
                let [name, status] = rows.fields(row, [list.columns.name, list.columns.status]);
                Said { name: list.utf8(name), dead: dead(list, options, &status) }
            });
            step(rows.bytes());
        },
    )
}

/// A segment with what is needed to read its rows.
struct Piece<'a> {
    list: &'a List,
    options: &'a PairOptions,
    rows: &'a Rows<'a>,
}

impl Telling for Piece<'_> {
    fn pack(&self, row: u32) -> u32 {
        Segments::pack(self.rows.segment(), row)
    }

    #[inline]
    fn said(&self, row: usize) -> Said<'_> {
        let [name, status] = self.rows.fields(row, [self.list.columns.name, self.list.columns.status]);
        Said { name: self.list.utf8(name), dead: dead(self.list, self.options, &status) }
    }

    fn division(&self, row: usize) -> Cow<'_, [u8]> {
        self.list.utf8(self.rows.field(row, self.list.columns.division))
    }
}

/// The key of a row whose id field is simply eighteen characters.
#[inline]
fn plain_key<'a>(rows: &Rows<'a>, row: usize, column: usize) -> Option<(&'a [u8; 18], IdKey)> {
    let from = match column {
        // A field that starts with a digit is not quoted, wherever the line holds a quotation mark.
        0 => rows.from(row),
        _ if rows.plain() => from_field(rows.line(row), rows.delimiter(), column),
        _ => return None,
    };
    let (text, rest) = from.split_first_chunk::<18>()?;
    match rest.first() {
        Some(&end) if end != rows.delimiter() && end != b'\n' && end != b'\r' => None,
        _ => Some((text, IdKey::from_ascii(text)?)),
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
