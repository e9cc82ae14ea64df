//! Dated crosswalks: a department's word to our code.

use doudi_kernel::{Date, Month};
use doudi_lake::clean;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A crosswalk from one file of `policy/vocabularies`.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    /// Chinese name.
    pub zh: String,
    /// Where the words and codes come from.
    pub source: String,
    words: BTreeMap<String, Vec<Meaning>>,
    /// The first word of each code.
    first: BTreeMap<String, String>,
}

#[derive(Clone, Debug)]
struct Meaning {
    /// `None` for a word that says that nothing is known: 未说明.
    code: Option<String>,
    from: Option<Date>,
    to: Option<Date>,
}

/// What a word means in a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word<'a> {
    /// This code.
    Code(&'a str),
    /// The sender says that it is not known.
    Unknown,
    /// The crosswalk does not have the word for this month: to the work list.
    NotListed,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    zh: String,
    source: String,
    #[serde(default)]
    unknown: Vec<String>,
    terms: Vec<Term>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Term {
    code: String,
    values: Vec<String>,
    valid_from: Option<Date>,
    valid_to: Option<Date>,
    #[serde(default)]
    #[allow(dead_code, reason = "for the reader of the file")]
    source: String,
}

impl Vocabulary {
    /// Reads a crosswalk.
    ///
    /// # Errors
    /// The TOML is wrong, or a word means two codes on one day.
    pub fn read(text: &str) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|why| why.to_string())?;
        let mut it = Self { zh: file.zh, source: file.source, ..Self::default() };
        for word in &file.unknown {
            it.put(word, Meaning { code: None, from: None, to: None })?;
        }
        for term in &file.terms {
            if let Some(word) = term.values.first() {
                it.first.entry(term.code.clone()).or_insert_with(|| word.clone());
            }
            for word in &term.values {
                it.put(word, Meaning { code: Some(term.code.clone()), from: term.valid_from, to: term.valid_to })?;
            }
        }
        Ok(it)
    }

    fn put(&mut self, word: &str, meaning: Meaning) -> Result<(), String> {
        let known = self.words.entry(key(word)).or_default();
        if known.iter().any(|other| other.meets(&meaning) && other.code != meaning.code) {
            return Err(format!("“{word}” has two meanings on one day"));
        }
        known.push(meaning);
        Ok(())
    }

    /// What a word means in a month: a meaning that holds on any day of it.
    ///
    /// ```
    /// use doudi_work::intake::{Vocabulary, Word};
    /// let text = "zh = '类别'\nsource = '例'\nterms = [{ code = 'edge', values = ['低收入户'], valid_to = '2026-06-30' }]";
    /// let vocabulary = Vocabulary::read(text).unwrap();
    /// assert_eq!(vocabulary.word("低收入户 ", "2026-06".parse().unwrap()), Word::Code("edge"));
    /// assert_eq!(vocabulary.word("低收入户", "2026-07".parse().unwrap()), Word::NotListed);
    /// ```
    pub fn word(&self, word: &str, month: Month) -> Word<'_> {
        let held = self.words.get(word).or_else(|| self.words.get(&key(word)));
        match held.and_then(|meanings| meanings.iter().find(|meaning| meaning.holds_in(month))) {
            None => Word::NotListed,
            Some(Meaning { code: None, .. }) => Word::Unknown,
            Some(Meaning { code: Some(code), .. }) => Word::Code(code),
        }
    }

    /// How an office writes a code: the first word that means it.
    pub fn shown(&self, code: &str) -> Option<&str> {
        self.first.get(code).map(String::as_str)
    }

    /// Every code that any word has.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.words.values().flatten().filter_map(|meaning| meaning.code.as_deref())
    }
}

impl Meaning {
    fn holds_in(&self, month: Month) -> bool {
        self.from.is_none_or(|from| from <= month.last_day()) && self.to.is_none_or(|to| to >= month.first_day())
    }

    fn meets(&self, other: &Self) -> bool {
        let before = |a: &Self, b: &Self| a.to.zip(b.from).is_some_and(|(to, from)| to < from);
        !before(self, other) && !before(other, self)
    }
}

/// Words are compared without spaces and width.
fn key(word: &str) -> String {
    clean::fold(word).replace(' ', "")
}
