//! Dated precedence: which code a person gets when several would do, and since when.

use super::{
    check::{Checker, Names},
    condition::Place,
    fault::SpecFaultKind as Kind,
    raw::{Name, RawPrecedence, RawStep, RawVersion},
    types::{Rung, RungKind, Wording},
};
use doudi_kernel::Date;
use std::collections::BTreeSet;

/// A precedence with all its versions, in the order of their dates.
///
/// The order is policy and moves: in 2019 a county decided 贫困人口 first, since 2021 last. One table holds both, so that a
/// month of 2020 is decided as it was decided then.
#[derive(Clone, Debug, PartialEq)]
pub struct Precedence {
    /// Its name.
    pub id: String,
    /// What it decides.
    pub title: Wording,
    /// The field of a source that holds the decision now in force.
    pub field: Option<String>,
    /// The versions.
    pub versions: Vec<PrecedenceVersion>,
}

/// The order that held from a day on.
#[derive(Clone, Debug, PartialEq)]
pub struct PrecedenceVersion {
    /// The first day.
    pub valid_from: Date,
    /// The first day on which it no longer holds; `None` while it does.
    pub valid_before: Option<Date>,
    /// The order or practice that it rests on.
    pub basis: Wording,
    /// The codes, the first whose conditions hold is given; the last has none.
    pub ladder: Vec<Rung>,
}

impl Precedence {
    /// The version that holds on a day.
    pub fn on(&self, day: Date) -> Option<&PrecedenceVersion> {
        self.versions.iter().find(|v| v.valid_from <= day && v.valid_before.is_none_or(|end| day < end))
    }
}

impl Checker<'_> {
    pub(super) fn dated(&mut self, raw: &RawPrecedence, names: &mut Names<'_>) -> Option<Precedence> {
        self.file_name(&raw.id);
        if let Some(field) = &raw.field {
            self.field(field)?;
        }
        let declared = raw.source.iter().filter(|s| !names.local.iter().any(|l| l.id == *s.id.as_ref())).cloned();
        self.sources(&declared.collect::<Vec<_>>(), names);
        let versions: Vec<_> = raw.version.as_ref().iter().filter_map(|one| self.version(one, names)).collect();
        if versions.is_empty() {
            return self.fault(raw.version.span(), Kind::Empty("version"));
        }
        self.seams(&versions, &raw.version.as_ref().iter().map(|v| v.valid_from.span()).collect::<Vec<_>>());
        Some(Precedence {
            id: raw.id.as_ref().clone(),
            title: raw.title.clone(),
            field: raw.field.as_ref().map(|field| field.as_ref().clone()),
            versions,
        })
    }

    fn version(&mut self, raw: &RawVersion, names: &mut Names<'_>) -> Option<PrecedenceVersion> {
        let valid_from = self.civil(&raw.valid_from)?;
        let valid_before = match &raw.valid_before {
            None => None,
            Some(day) => Some(self.civil(day)?),
        };
        let mut codes = BTreeSet::new();
        let mut ladder = Vec::new();
        for step in raw.rung.as_ref() {
            self.once(&step.code, &mut codes);
            ladder.push(self.step(step, names));
        }
        if ladder.last().is_none_or(|rung| !rung.when.is_empty()) {
            return self.fault(raw.rung.span(), Kind::OpenEnd);
        }
        Some(PrecedenceVersion { valid_from, valid_before, basis: raw.basis.clone(), ladder })
    }

    fn step(&mut self, raw: &RawStep, names: &mut Names<'_>) -> Rung {
        Rung {
            code: raw.code.as_ref().clone(),
            wording: Wording { zh: raw.zh.clone(), en: raw.en.clone() },
            kind: RungKind::Covered,
            when: self.conditions(&raw.when, &mut Place::Person(names)),
        }
    }

    fn civil(&mut self, text: &Name) -> Option<Date> {
        text.as_ref().parse().ok().or_else(|| self.fault(text.span(), Kind::NoDay(text.as_ref().clone())))
    }

    /// Each version ends on the day on which the next begins, and only the last is open.
    fn seams(&mut self, versions: &[PrecedenceVersion], spans: &[std::ops::Range<usize>]) {
        for (at, pair) in versions.windows(2).enumerate() {
            let (next, span) = (pair[1].valid_from, spans.get(at + 1).cloned().unwrap_or(0..0));
            let end = pair[0].valid_before.unwrap_or(Date::MAX);
            let _: Option<()> = match end.cmp(&next) {
                std::cmp::Ordering::Less => self.fault(span, Kind::Gap(end.to_string(), next.to_string())),
                std::cmp::Ordering::Greater => self.fault(span, Kind::Overlap(next.to_string(), end.to_string())),
                std::cmp::Ordering::Equal => None,
            };
        }
        if let Some(end) = versions.last().and_then(|last| last.valid_before) {
            let span = spans.last().cloned().unwrap_or(0..0);
            let _: Option<()> = self.fault(span, Kind::Ends(end.to_string()));
        }
    }
}
