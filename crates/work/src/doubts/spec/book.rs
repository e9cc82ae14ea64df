//! All comparisons of an office, read and checked together.

use super::{
    check::{Checker, Names, Shelf},
    fault::SpecFault,
    known::Known,
    raw::{RawAnswers, RawPrecedence, RawSources, RawSpec},
    types::{AnswerKind, Source, Spec},
};
use crate::policy::Policy;

/// A file of `policy/compare`, by its path from there: `pension_coverage.toml`, `tables/sources.toml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpecText {
    /// The path.
    pub path: String,
    /// The text.
    pub text: String,
}

/// The comparisons that an office can run.
#[derive(Clone, Debug)]
pub struct SpecBook {
    /// In the order of their names.
    pub specs: Vec<Spec>,
}

impl SpecBook {
    /// Reads and checks all files; a file that comes later replaces an earlier one of the same path, which is how an office
    /// overlays the embedded ones.
    ///
    /// # Errors
    /// Every fault of every file.
    pub fn read(texts: impl IntoIterator<Item = SpecText>, known: &Known) -> Result<Self, Vec<SpecFault>> {
        let texts: std::collections::BTreeMap<_, _> = texts.into_iter().map(|t| (t.path, t.text)).collect();
        let mut reading = Reading { known, faults: Vec::new() };
        let tables = |folder: &str| {
            let folder = folder.to_owned();
            texts.iter().filter(move |(path, _)| path.starts_with(&folder))
        };
        let sources = reading.sources(texts.get("tables/sources.toml").map_or("source = []", String::as_str));
        let precedences: Vec<_> = tables("tables/precedence/").filter_map(|(p, t)| reading.precedence(p, t)).collect();
        let answers: Vec<_> = tables("tables/answers/").filter_map(|(p, t)| reading.answers(p, t)).collect();
        let shelf = Shelf { sources: &sources, precedences: &precedences, answers: &answers };
        let shared: String = tables("tables/").map(|(_, text)| text.as_str()).collect();
        let specs: Vec<_> = texts
            .iter()
            .filter(|(path, _)| !path.contains('/'))
            .filter_map(|(path, text)| reading.spec(path, text, &shelf, &shared))
            .collect();
        if reading.faults.is_empty() { Ok(Self { specs }) } else { Err(reading.faults) }
    }

    /// The comparisons of an office's policy, checked against its own feeds, fields and vocabularies.
    ///
    /// # Errors
    /// Every fault of every file.
    ///
    /// ```
    /// use doudi_work::{doubts::spec::SpecBook, policy::Policy};
    /// let book = SpecBook::of(&Policy::embedded()).unwrap();
    /// assert_eq!(book.spec("pension_coverage").unwrap().title.zh, "低收入人口养老保险应保尽保核查");
    /// ```
    pub fn of(policy: &Policy) -> Result<Self, Vec<SpecFault>> {
        let known = Known::of(policy)?;
        let below = |folder: &'static str| {
            let inner = folder.strip_prefix("compare").unwrap_or_default().trim_start_matches('/').to_owned();
            policy.folder(folder).map(move |(name, text)| SpecText {
                path: format!("{inner}/{name}.toml").trim_start_matches('/').to_owned(),
                text: text.to_owned(),
            })
        };
        let folders = ["compare", "compare/tables", "compare/tables/precedence", "compare/tables/answers"];
        Self::read(folders.into_iter().flat_map(below), &known)
    }

    /// The comparison of a name.
    pub fn spec(&self, id: &str) -> Option<&Spec> {
        self.specs.iter().find(|spec| spec.id.as_str() == id)
    }
}

struct Reading<'a> {
    known: &'a Known,
    faults: Vec<SpecFault>,
}

impl Reading<'_> {
    fn sources(&mut self, text: &str) -> Vec<Source> {
        let mut checker = Checker::new("tables/sources.toml", text, self.known);
        let mut names = Names { shared: &[], local: Vec::new(), used: Vec::new() };
        if let Some(raw) = checker.parse::<RawSources>() {
            checker.sources(&raw.source, &mut names);
        }
        self.faults.append(&mut checker.faults);
        names.local
    }

    fn precedence(&mut self, path: &str, text: &str) -> Option<(String, String, RawPrecedence)> {
        let mut checker = Checker::new(path, text, self.known);
        let raw = checker.parse();
        self.faults.append(&mut checker.faults);
        Some((path.to_owned(), text.to_owned(), raw?))
    }

    fn answers(&mut self, path: &str, text: &str) -> Option<(String, Vec<AnswerKind>)> {
        let mut checker = Checker::new(path, text, self.known);
        let raw = checker.parse::<RawAnswers>();
        if let Some(raw) = &raw {
            checker.file_name(&raw.id);
            checker.answer_codes(raw);
        }
        self.faults.append(&mut checker.faults);
        raw.map(|raw| (raw.id.into_inner(), raw.answer.into_inner()))
    }

    fn spec(&mut self, path: &str, text: &str, shelf: &Shelf<'_>, shared: &str) -> Option<Spec> {
        let mut checker = Checker::new(path, text, self.known);
        let hash = blake3::hash(format!("{text}\0{shared}").as_bytes()).to_hex().to_string();
        let spec = checker.parse::<RawSpec>().and_then(|raw| checker.spec(&raw, shelf, hash));
        for fault in checker.faults {
            if !self.faults.contains(&fault) {
                self.faults.push(fault);
            }
        }
        spec
    }
}

impl Checker<'_> {
    fn answer_codes(&mut self, raw: &RawAnswers) {
        use super::fault::SpecFaultKind as Kind;
        let mut codes = std::collections::BTreeSet::new();
        for answer in raw.answer.as_ref() {
            if !codes.insert(&answer.code) {
                let _: Option<()> = self.fault(raw.answer.span(), Kind::Twice(answer.code.clone()));
            }
        }
        if codes.is_empty() || raw.basis.zh.is_empty() {
            let _: Option<()> = self.fault(raw.answer.span(), Kind::Empty("answer"));
        }
    }
}
