//! A list's keys, kept sorted so that comparing it again takes less than a second.

use super::columns::Columns;
use super::list::List;
use super::{PairError, PairOptions};
use doudi_compare::{IdText, PackedName, SortedRow, name, read_id, sort_rows};
use doudi_kernel::{IdKey, Lang, Say};
use doudi_lake::keys::{KeyColumns, KeyError, KeyHeader, write_keys};
use doudi_lake::scan::{ScanError, Segments};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

/// Why keys cannot be kept or compared.
#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    /// The list.
    #[error(transparent)]
    List(#[from] PairError),
    /// The key file.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// More than 2³² rows, or more than 65,536 different states or divisions.
    #[error("the list has too many rows, states or divisions for a key file")]
    TooMany,
}

impl Say for KeepError {
    fn say(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::List(error), _) => error.say(lang),
            (Self::Keys(KeyError::Damaged), Lang::Zh) => "索引文件已损坏，将重新生成".into(),
            (Self::Keys(KeyError::Io(_)), Lang::Zh) => "索引文件无法读写，请检查权限和磁盘".into(),
            (Self::TooMany, Lang::Zh) => "名单行数、状态或区划过多，无法建立索引".into(),
            (_, Lang::En) => self.to_string(),
        }
    }
}

/// Rows of a list on their way into a key file.
#[derive(Debug, Default)]
pub struct Keep {
    rows: Vec<SortedRow>,
    keyless: Vec<u32>,
    long_names: BTreeMap<u32, String>,
    states: Texts,
    divisions: Texts,
    too_many: bool,
}

/// Texts by number.
#[derive(Debug, Default)]
struct Texts {
    numbers: BTreeMap<Vec<u8>, u16>,
    /// The text before, which rosters repeat.
    last: (Vec<u8>, u16),
}

impl Texts {
    fn number(&mut self, text: &[u8]) -> Option<u16> {
        if self.numbers.is_empty() || self.last.0 != text {
            let next = u16::try_from(self.numbers.len());
            let number = match self.numbers.get(text) {
                Some(&number) => number,
                None => *self.numbers.entry(text.to_vec()).or_insert(next.ok()?),
            };
            self.last.0.clear();
            self.last.0.extend_from_slice(text);
            self.last.1 = number;
        }
        Some(self.last.1)
    }

    fn list(&self) -> Vec<String> {
        let mut list = vec![String::new(); self.numbers.len()];
        for (text, &number) in &self.numbers {
            list[usize::from(number)] = String::from_utf8_lossy(text).into_owned();
        }
        list
    }
}

impl Keep {
    /// Adds a row of the list. Texts are UTF-8.
    pub fn add(&mut self, row: u32, id: Option<IdKey>, name: &[u8], state: &[u8], division: &[u8]) {
        let Some(key) = id else {
            self.keyless.push(row);
            return;
        };
        let normal: Cow<'_, [u8]> = match std::str::from_utf8(name).map(name::normal) {
            Ok(Cow::Owned(normal)) => Cow::Owned(normal.into_bytes()),
            _ => Cow::Borrowed(name),
        };
        let packed = PackedName::new(&normal);
        if packed.is_digest() {
            self.long_names.insert(row, String::from_utf8_lossy(&normal).into_owned());
        }
        match (self.states.number(state), self.divisions.number(division)) {
            (Some(state), Some(division)) => {
                self.rows.push(SortedRow { key: key.packed(), row, state, division, name: packed.word() });
            }
            _ => self.too_many = true,
        }
    }

    /// Takes over the rows of another, each under the number that `number` gives to it.
    fn take(&mut self, other: Self, number: impl Fn(u32) -> u32) {
        let states: Vec<_> = other.states.list().iter().map(|text| self.states.number(text.as_bytes())).collect();
        let divisions: Vec<_> =
            other.divisions.list().iter().map(|text| self.divisions.number(text.as_bytes())).collect();
        self.too_many |= other.too_many || states.contains(&None) || divisions.contains(&None);
        self.keyless.extend(other.keyless.into_iter().map(&number));
        self.long_names.extend(other.long_names.into_iter().map(|(row, name)| (number(row), name)));
        self.rows.reserve_exact(other.rows.len());
        self.rows.extend(other.rows.into_iter().map(|row| SortedRow {
            row: number(row.row),
            state: states[usize::from(row.state)].unwrap_or_default(),
            division: divisions[usize::from(row.division)].unwrap_or_default(),
            ..row
        }));
    }

    /// Sorts the rows and writes the key file.
    ///
    /// # Errors
    /// [`KeepError`].
    pub fn write(mut self, path: &Path) -> Result<(), KeepError> {
        if self.too_many {
            return Err(KeepError::TooMany);
        }
        sort_rows(&mut self.rows);
        let long = |(at, row): (usize, &SortedRow)| Some((at as u32, self.long_names.get(&row.row)?.clone()));
        let long_names = if self.long_names.is_empty() {
            Vec::new()
        } else {
            self.rows.iter().enumerate().filter_map(long).collect()
        };
        self.keyless.sort_unstable();
        let mut header = KeyHeader::default();
        header.rows = (self.rows.len() + self.keyless.len()) as u64;
        header.keyless = self.keyless;
        header.states = self.states.list();
        header.divisions = self.divisions.list();
        header.long_names = long_names;
        let keys: Vec<u64> = self.rows.iter().map(|row| row.key).collect();
        let names: Vec<u64> = self.rows.iter().map(|row| row.name).collect();
        let rows: Vec<u32> = self.rows.iter().map(|row| row.row).collect();
        let states: Vec<u16> = self.rows.iter().map(|row| row.state).collect();
        let divisions: Vec<u16> = self.rows.iter().map(|row| row.division).collect();
        drop(self.rows);
        let columns = KeyColumns { keys: &keys, names: &names, rows: &rows, states: &states, divisions: &divisions };
        Ok(write_keys(path, &header, &columns)?)
    }
}

/// Reads a list and writes its keys. It takes some sixty bytes of memory a row.
///
/// # Errors
/// [`KeepError`]: the list cannot be read, or the file not written.
pub fn keep_keys(list: &Path, path: &Path, options: &PairOptions) -> Result<(), KeepError> {
    let list = List::open(list, options, PairError::Source)?;
    let (threads, segments) = scan(&list, options).map_err(PairError::Source)?;
    if segments.rows() > u64::from(u32::MAX) {
        return Err(KeepError::TooMany);
    }
    let mut keep = Keep::default();
    for thread in threads {
        keep.take(thread, |row| segments.number(row) as u32);
    }
    keep.write(path)
}

fn scan(list: &List, options: &PairOptions) -> Result<(Vec<Keep>, Segments), ScanError> {
    let key = |id: &[u8]| match id.try_into().ok().and_then(IdKey::from_ascii) {
        Some(key) => Some(key),
        None => match read_id(id, options.reading).0 {
            IdText::Key(key) => Some(key),
            _ => None,
        },
    };
    match list {
        List::Text(list) => list.file.scan(options.threads, Keep::default, |keep, rows| {
            let Columns { id, name, status, division, .. } = list.columns;
            for row in 0..rows.len() {
                let texts = rows.fields(row, [id, name, status, division]);
                let [id, name, state, division] = texts.map(|text| list.utf8(text));
                keep.add(Segments::pack(rows.segment(), row as u32), key(&id), &name, &state, &division);
            }
        }),
        List::Parquet(list) => {
            let Columns { id, name, status, division, .. } = list.columns;
            list.file.scan(options.threads, &[id, name, status, division], Keep::default, |keep, rows| {
                for row in 0..rows.rows {
                    let [id, name, state, division] = [0, 1, 2, 3].map(|column| rows.text(column, row));
                    keep.add(Segments::pack(rows.segment, row as u32), key(id), name, state, division);
                }
            })
        }
    }
}
