//! Looks up every name of a spec file and complains about each that is not known, all at once.

use super::{
    condition::Place,
    fault::{SpecFault, SpecFaultKind as Kind},
    known::{FieldKind, Known},
    precedence::Precedence,
    raw::{Name, RawPrecedence, RawQuestion, RawRung, RawSource, RawSpec},
    shadow,
    types::{AnswerKind, Key, Question, Rung, RungKind, Source, Spec},
};
use doudi_kernel::{FeedId, SpecId};
use std::{collections::BTreeSet, ops::Range};
use toml::Spanned;

/// What a spec may refer to outside its own file.
pub(super) struct Shelf<'a> {
    pub(super) sources: &'a [Source],
    pub(super) precedences: &'a [(String, String, RawPrecedence)],
    pub(super) answers: &'a [(String, Vec<AnswerKind>)],
}

/// One file under examination.
pub(super) struct Checker<'a> {
    pub(super) file: &'a str,
    pub(super) text: &'a str,
    pub(super) known: &'a Known,
    pub(super) faults: Vec<SpecFault>,
}

/// The sources within reach of a file, and those that it used, in the order of use.
pub(super) struct Names<'a> {
    pub(super) shared: &'a [Source],
    pub(super) local: Vec<Source>,
    pub(super) used: Vec<Source>,
}

impl Names<'_> {
    fn find(&self, id: &str) -> Option<&Source> {
        self.local.iter().chain(self.shared).find(|source| source.id == id)
    }

    fn index(&mut self, id: &str) -> Option<usize> {
        if let Some(at) = self.used.iter().position(|source| source.id == id) {
            return Some(at);
        }
        let source = self.find(id)?.clone();
        self.used.push(source);
        Some(self.used.len() - 1)
    }
}

impl<'a> Checker<'a> {
    pub(super) fn new(file: &'a str, text: &'a str, known: &'a Known) -> Self {
        Self { file, text, known, faults: Vec::new() }
    }

    /// Parses the file; a fault of form is kept with its place.
    pub(super) fn parse<T: serde::de::DeserializeOwned>(&mut self) -> Option<T> {
        match toml::from_str(self.text) {
            Ok(raw) => Some(raw),
            Err(why) => {
                let said = why.message().replace('\n', "; ");
                self.fault(why.span().unwrap_or(0..0), Kind::Form(said))
            }
        }
    }

    /// Keeps a fault; `None` so that callers can `return` it.
    pub(super) fn fault<T>(&mut self, span: Range<usize>, kind: Kind) -> Option<T> {
        let fault = SpecFault::at(self.file, self.text, span, kind);
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
        None
    }

    pub(super) fn field(&mut self, name: &Name) -> Option<FieldKind> {
        let kind = self.known.field(name.as_ref());
        kind.or_else(|| self.fault(name.span(), Kind::UnknownField(name.as_ref().clone())))
    }

    pub(super) fn source(&mut self, name: &Name, names: &mut Names<'_>) -> Option<usize> {
        let at = names.index(name.as_ref());
        at.or_else(|| self.fault(name.span(), Kind::UnknownSource(name.as_ref().clone())))
    }

    /// The sources that a file declares, each narrowing an earlier one or naming a feed.
    pub(super) fn sources(&mut self, raw: &[RawSource], names: &mut Names<'_>) {
        for one in raw {
            if names.local.iter().any(|source| source.id == *one.id.as_ref()) {
                let _: Option<()> = self.fault(one.id.span(), Kind::Twice(one.id.as_ref().clone()));
            } else if let Some(source) = self.declared(one, names) {
                names.local.push(source);
            }
        }
    }

    fn declared(&mut self, raw: &RawSource, names: &Names<'_>) -> Option<Source> {
        let base = match &raw.of {
            None => None,
            Some(of) => match names.find(of.as_ref()) {
                Some(base) => Some(base.clone()),
                None => return self.fault(of.span(), Kind::UnknownSource(of.as_ref().clone())),
            },
        };
        let id = raw.id.as_ref().clone();
        let lacks = |what| Kind::SourceLacks(id.clone(), what);
        let feed = match (&raw.feed, &base) {
            (Some(feed), _) if !self.known.feeds.contains(feed.as_ref()) => {
                return self.fault(feed.span(), Kind::UnknownFeed(feed.as_ref().clone()));
            }
            (Some(feed), _) => FeedId::new(feed.as_ref().as_str()),
            (None, Some(base)) => base.feed.clone(),
            (None, None) => return self.fault(raw.id.span(), lacks("feed")),
        };
        let Some(title) = raw.title.clone().or_else(|| base.as_ref().map(|b| b.title.clone())) else {
            return self.fault(raw.id.span(), lacks("title"));
        };
        let Some(department) = raw.department.clone().or_else(|| base.as_ref().map(|b| b.department.clone())) else {
            return self.fault(raw.id.span(), lacks("department"));
        };
        let key = self.key(raw, base.as_ref())?;
        let mut filter = base.as_ref().map(|b| b.filter.clone()).unwrap_or_default();
        filter.extend(self.conditions(&raw.filter, &mut Place::Filter));
        let show = self.shown(raw, base.as_ref());
        let accumulates = raw.accumulates || base.as_ref().is_some_and(|b| b.accumulates);
        let reach = raw.reach_months.or(base.as_ref().and_then(|b| b.reach_months));
        let reach_months = if accumulates { raw.reach_months } else { Some(reach.unwrap_or(0)) };
        Some(Source { id, feed, title, department, key, reach_months, accumulates, required: true, filter, show })
    }

    fn key(&mut self, raw: &RawSource, base: Option<&Source>) -> Option<Key> {
        match raw.key.as_ref().map(|key| (key, key.as_ref().as_str())) {
            None => Some(base.map_or(Key::ResidentId, |base| base.key)),
            Some((_, "resident_id")) => Some(Key::ResidentId),
            Some((_, "disability_certificate")) => Some(Key::Certificate),
            Some((at, other)) => self.fault(at.span(), Kind::UnknownKey(other.into())),
        }
    }

    fn shown(&mut self, raw: &RawSource, base: Option<&Source>) -> Vec<String> {
        let Some(show) = &raw.show else { return base.map(|base| base.show.clone()).unwrap_or_default() };
        show.iter().filter(|name| self.field(name).is_some()).map(|name| name.as_ref().clone()).collect()
    }

    pub(super) fn spec(&mut self, raw: &RawSpec, shelf: &Shelf<'_>, hash: String) -> Option<Spec> {
        self.file_name(&raw.id);
        if raw.basis.as_ref().is_empty() {
            let _: Option<()> = self.fault(raw.basis.span(), Kind::Empty("basis"));
        }
        let mut names = Names { shared: shelf.sources, local: Vec::new(), used: Vec::new() };
        self.sources(&raw.source, &mut names);
        let questions = self.questions(&raw.question, &mut names);
        for name in &raw.helpful {
            match names.used.iter_mut().find(|source| source.id == *name.as_ref()) {
                Some(source) => source.required = false,
                None => self.fault(name.span(), Kind::UnknownSource(name.as_ref().clone())).unwrap_or(()),
            }
        }
        let precedence = raw.precedence.as_ref().and_then(|name| self.precedence(name, shelf, &mut names));
        let answers = self.answers(raw, shelf);
        self.faults.is_empty().then(|| Spec {
            id: SpecId::new(raw.id.as_ref().as_str()),
            title: raw.title.clone(),
            basis: raw.basis.as_ref().clone(),
            sources: names.used,
            questions,
            answers,
            answer_working_days: raw.answer_working_days,
            precedence,
            hash,
        })
    }

    pub(super) fn file_name(&mut self, id: &Name) {
        let stem = self.file.rsplit(['/', '\\']).next().unwrap_or("").trim_end_matches(".toml");
        if stem != id.as_ref() {
            self.fault(id.span(), Kind::FileName(id.as_ref().clone())).unwrap_or(())
        }
    }

    fn precedence(&mut self, name: &Name, shelf: &Shelf<'_>, names: &mut Names<'_>) -> Option<Precedence> {
        let Some((file, text, raw)) = shelf.precedences.iter().find(|(_, _, raw)| raw.id.as_ref() == name.as_ref())
        else {
            return self.fault(name.span(), Kind::UnknownTable(name.as_ref().clone()));
        };
        let mut inner = Checker::new(file, text, self.known);
        let precedence = inner.dated(raw, names);
        self.faults.extend(inner.faults);
        precedence
    }

    fn answers(&mut self, raw: &RawSpec, shelf: &Shelf<'_>) -> Vec<AnswerKind> {
        let Some(name) = &raw.answers else {
            self.fault(raw.id.span(), Kind::Empty("answers")).unwrap_or(());
            return Vec::new();
        };
        match shelf.answers.iter().find(|(id, _)| id == name.as_ref()) {
            Some((_, answers)) => answers.clone(),
            None => self.fault(name.span(), Kind::UnknownTable(name.as_ref().clone())).unwrap_or_default(),
        }
    }

    fn questions(&mut self, raw: &Spanned<Vec<RawQuestion>>, names: &mut Names<'_>) -> Vec<Question> {
        if raw.as_ref().is_empty() {
            let _: Option<()> = self.fault(raw.span(), Kind::Empty("question"));
        }
        let (mut ids, mut codes) = (BTreeSet::new(), BTreeSet::new());
        let mut questions = Vec::new();
        for one in raw.as_ref() {
            self.once(&one.id, &mut ids);
            for rung in one.rung.as_ref().iter().filter(|rung| rung.kind == RungKind::Doubt) {
                self.once(&rung.code, &mut codes);
            }
            questions.push(self.question(one, names));
        }
        questions
    }

    pub(super) fn once(&mut self, name: &Name, seen: &mut BTreeSet<String>) {
        if !seen.insert(name.as_ref().clone()) {
            self.fault(name.span(), Kind::Twice(name.as_ref().clone())).unwrap_or(())
        }
    }

    fn question(&mut self, raw: &RawQuestion, names: &mut Names<'_>) -> Question {
        let before = self.faults.len();
        let asked: Vec<_> = raw.asked.as_ref().iter().filter_map(|name| self.source(name, names)).collect();
        if raw.asked.as_ref().is_empty() {
            let _: Option<()> = self.fault(raw.asked.span(), Kind::Empty("asked"));
        }
        let when = self.conditions(&raw.when, &mut Place::Person(names));
        let mut codes = BTreeSet::new();
        let rungs: Vec<_> = raw
            .rung
            .as_ref()
            .iter()
            .map(|rung| {
                self.once(&rung.code, &mut codes);
                self.rung(rung, names)
            })
            .collect();
        let question = Question { id: raw.id.as_ref().clone(), title: raw.title.clone(), asked, when, rungs };
        // A condition that was not understood is missing from the ladder, which then looks wrong where it is not.
        if self.faults.len() > before {
            return question;
        }
        let spans: Vec<_> = raw.rung.as_ref().iter().map(|rung| rung.code.span()).collect();
        for (at, kind) in shadow::faults(&question) {
            let _: Option<()> = self.fault(spans.get(at).cloned().unwrap_or_else(|| raw.rung.span()), kind);
        }
        question
    }

    fn rung(&mut self, raw: &RawRung, names: &mut Names<'_>) -> Rung {
        Rung {
            code: raw.code.as_ref().clone(),
            wording: super::types::Wording { zh: raw.zh.clone(), en: raw.en.clone() },
            kind: raw.kind,
            when: self.conditions(&raw.when, &mut Place::Person(names)),
        }
    }
}
