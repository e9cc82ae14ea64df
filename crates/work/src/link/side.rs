//! A list with its columns under the names that both lists share.

use super::{
    LinkRefused,
    language::{self, Known, Language, Script, plain},
    table::{Table, Texts},
};
use crate::intake::{Vocabulary, Word};
use arrow::array::{Array, StringBuilder};
use doudi_compare::levels::Kind;
use doudi_kernel::Month;
use std::collections::BTreeMap;

/// One of the lists.
#[derive(Clone, Debug)]
pub struct Side {
    /// As it was read.
    pub table: Table,
    /// Its columns by field.
    pub(super) fields: BTreeMap<String, Filled>,
}

/// A column under its field.
#[derive(Clone, Debug)]
pub(super) struct Filled {
    /// Its heading in the file; `None` when it was worked out from other columns.
    pub(super) heading: Option<String>,
    pub(super) texts: Texts,
}

/// What one run says of columns.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// A heading and the field or kind that it is taken for.
    pub taken: Vec<(String, String)>,
    /// Headings and fields that are left out.
    pub without: Vec<String>,
}

/// Values looked at to tell a script.
const LOOKED_AT: usize = 2_000;

/// How the lists are written: by their names, else by their headings.
pub(super) fn script(tables: &[&Table], languages: &[Language; 2]) -> Script {
    let is_name = |heading: &str| {
        let known = languages.iter().filter_map(|language| language.headed(heading));
        known.into_iter().any(|(known, _)| known.field.contains("name") && known.compared)
    };
    let mut names = 0_usize;
    let mut chinese = 0_usize;
    for column in tables.iter().flat_map(|table| &table.columns).filter(|column| is_name(&column.heading)) {
        for text in column.texts.iter().flatten().take(LOOKED_AT) {
            names += 1;
            chinese += usize::from(text.chars().any(is_chinese));
        }
    }
    let headings = || tables.iter().flat_map(|table| &table.headings).any(|text| text.chars().any(is_chinese));
    let is_chinese = if names == 0 { headings() } else { chinese * 2 > names };
    if is_chinese { Script::Chinese } else { Script::Latin }
}

fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

impl Overrides {
    /// The language as this run has it, with columns of its own.
    ///
    /// # Errors
    /// [`LinkRefused::NoSuchKind`].
    pub(super) fn over(&self, mut language: Language) -> Result<Language, LinkRefused> {
        for (heading, word) in &self.taken {
            if language.column(word).is_some() {
                continue;
            }
            if language::kind(word).is_none() {
                let fields = language.columns.iter().map(|known| known.field.as_str());
                let all: Vec<&str> = fields.chain(Kind::ALL.map(Kind::code)).collect();
                return Err(LinkRefused::NoSuchKind(word.clone(), all.join(" ")));
            }
            language.columns.push(Known::of_this_run(heading, word));
        }
        Ok(language)
    }

    /// The headings that this run names, for the readers.
    pub(super) fn headings(&self) -> Vec<String> {
        self.taken.iter().map(|(heading, _)| heading.clone()).collect()
    }

    /// What a heading is taken for, when this run says so.
    fn says(&self, heading: &str) -> Option<&str> {
        self.taken.iter().find(|(named, _)| plain(named) == plain(heading)).map(|(_, word)| word.as_str())
    }

    fn leaves_out(&self, heading: &str, field: &str) -> bool {
        self.without.iter().any(|named| plain(named) == plain(heading) || named == field)
    }

    /// # Errors
    /// [`LinkRefused::NoSuchColumn`] when a heading is in no list.
    pub(super) fn check(&self, tables: &[&Table], language: &Language) -> Result<(), LinkRefused> {
        let has = |wanted: &String| {
            tables.iter().any(|table| table.headings.iter().any(|heading| plain(heading) == plain(wanted)))
                || language.column(wanted).is_some()
        };
        let named = self.taken.iter().map(|(heading, _)| heading).chain(&self.without);
        match named.into_iter().find(|heading| !has(heading)) {
            Some(heading) => Err(LinkRefused::NoSuchColumn(heading.clone())),
            None => Ok(()),
        }
    }
}

impl Side {
    /// Lays the language over a list: each field gets the column whose heading stands for it best.
    pub(super) fn of(table: Table, language: &Language, overrides: &Overrides, month: Month) -> Self {
        let mut best: BTreeMap<String, (usize, usize)> = BTreeMap::new();
        for (at, column) in table.columns.iter().enumerate() {
            let told = overrides.says(&column.heading).map(|word| {
                let field = language.column(word).map_or(column.heading.as_str(), |known| known.field.as_str());
                (field.to_owned(), 0)
            });
            let found = || language.headed(&column.heading).map(|(known, fit)| (known.field.clone(), fit + 1));
            let Some((field, fit)) = told.or_else(found) else { continue };
            if overrides.leaves_out(&column.heading, &field) {
                continue;
            }
            if best.get(&field).is_none_or(|(had, _)| fit < *had) {
                best.insert(field, (fit, at));
            }
        }
        let mut fields = BTreeMap::new();
        for (field, (_, at)) in best {
            let column = &table.columns[at];
            let words = language.column(&field).and_then(|known| language.vocabulary(known));
            let texts = match words {
                Some(words) => in_one_word(&column.texts, words, month),
                None => column.texts.clone(),
            };
            fields.insert(field, Filled { heading: Some(column.heading.clone()), texts });
        }
        let mut side = Self { table, fields };
        side.say(language);
        side
    }

    /// Fills what the list says by being such a list.
    fn say(&mut self, language: &Language) {
        for says in &language.says {
            let holds = says.holds(&self.table.headings, self.table.feed.as_deref());
            if !holds || self.fields.contains_key(&says.field) {
                continue;
            }
            let words = language.column(&says.field).and_then(|known| language.vocabulary(known));
            let value = words.and_then(|words| words.shown(&says.value)).unwrap_or(&says.value).to_owned();
            let texts = Texts::of((0..self.table.rows).map(|_| Some(value.clone())));
            self.fields.insert(says.field.clone(), Filled { heading: None, texts });
        }
    }

    /// A value of a row.
    pub fn value(&self, field: &str, row: usize) -> Option<&str> {
        self.fields.get(field)?.texts.get(row).map(str::trim)
    }

    pub(super) fn has(&self, field: &str) -> bool {
        self.fields.get(field).is_some_and(|filled| filled.texts.iter().any(|text| text.is_some()))
    }

    /// Puts a column that was worked out.
    pub(super) fn put(&mut self, field: &str, texts: Texts) {
        self.fields.insert(field.into(), Filled { heading: None, texts });
    }

    /// The word by which a row is known in any run: a hash of what the file says of the person under which headings, with
    /// a number where the file says the same twice. Headings tell the rows of one kind of list from those of another.
    pub fn keys(&self) -> Vec<String> {
        let read = self.fields.values().filter_map(|filled| Some((filled.heading.as_deref()?, &filled.texts)));
        let mut values: Vec<_> = read.map(|(heading, texts)| (plain(heading), texts.iter())).collect();
        values.sort_by(|a, b| a.0.cmp(&b.0));
        let feed = self.table.feed.as_deref().unwrap_or_default();
        let mut seen: BTreeMap<[u8; 16], u32> = BTreeMap::new();
        (0..self.table.rows)
            .map(|_| {
                let mut hasher = blake3::Hasher::new_derive_key("doudi link row 1");
                hasher.update(feed.as_bytes());
                for (heading, texts) in &mut values {
                    if let Some(text) = texts.next().flatten() {
                        hasher.update(heading.as_bytes()).update(&[0]).update(text.trim().as_bytes()).update(&[0]);
                    }
                }
                let whole = hasher.finalize();
                let mut hash = [0; 16];
                hash.copy_from_slice(&whole.as_bytes()[..16]);
                let before = seen.entry(hash).or_default();
                *before += 1;
                let hex = &whole.to_hex()[..32];
                if *before == 1 { hex.to_owned() } else { format!("{hex}-{before}") }
            })
            .collect()
    }
}

/// A column's words as its crosswalk first writes them: 男, 1 and male are one.
fn in_one_word(texts: &Texts, words: &Vocabulary, month: Month) -> Texts {
    let one = |text: &str| match words.word(text, month) {
        Word::Code(code) => words.shown(code).map(str::to_owned),
        Word::Unknown => None,
        Word::NotListed => Some(words.shown(text.trim()).unwrap_or(text).to_owned()),
    };
    // Codes are few; what a word was made last time is found by a short walk.
    let mut known: Vec<(String, Option<String>)> = Vec::new();
    Texts(
        texts
            .0
            .iter()
            .map(|batch| {
                let mut builder = StringBuilder::with_capacity(batch.len(), batch.len() * 3);
                for text in batch.iter() {
                    let Some(text) = text.filter(|text| !text.trim().is_empty()) else {
                        builder.append_null();
                        continue;
                    };
                    let at = known.iter().position(|(word, _)| word == text).unwrap_or_else(|| {
                        known.truncate(63);
                        known.push((text.to_owned(), one(text)));
                        known.len() - 1
                    });
                    builder.append_option(known[at].1.as_deref());
                }
                builder.finish()
            })
            .collect(),
    )
}
