//! The files as written, before any name in them is looked up. Spans are kept for the complaint.

use super::types::{AnswerKind, RungKind, Wording};
use serde::Deserialize;
use toml::Spanned;

pub(super) type Name = Spanned<String>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSpec {
    pub(super) id: Name,
    pub(super) title: Wording,
    pub(super) basis: Spanned<Vec<Wording>>,
    #[serde(default)]
    pub(super) helpful: Vec<Name>,
    pub(super) precedence: Option<Name>,
    pub(super) answers: Option<Name>,
    pub(super) answer_working_days: u32,
    #[serde(default)]
    pub(super) source: Vec<RawSource>,
    pub(super) question: Spanned<Vec<RawQuestion>>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSource {
    pub(super) id: Name,
    /// A shared source that this one narrows.
    pub(super) of: Option<Name>,
    pub(super) feed: Option<Name>,
    pub(super) title: Option<Wording>,
    pub(super) department: Option<Wording>,
    pub(super) key: Option<Name>,
    pub(super) reach_months: Option<u32>,
    #[serde(default)]
    pub(super) accumulates: bool,
    #[serde(default, rename = "where")]
    pub(super) filter: Vec<Spanned<RawCondition>>,
    pub(super) show: Option<Vec<Name>>,
}

/// `tables/sources.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSources {
    pub(super) source: Vec<RawSource>,
}

/// `tables/answers/*.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAnswers {
    pub(super) id: Name,
    pub(super) basis: Wording,
    pub(super) answer: Spanned<Vec<AnswerKind>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawQuestion {
    pub(super) id: Name,
    pub(super) title: Wording,
    pub(super) asked: Spanned<Vec<Name>>,
    #[serde(default)]
    pub(super) when: Vec<Spanned<RawCondition>>,
    pub(super) rung: Spanned<Vec<RawRung>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRung {
    pub(super) code: Name,
    pub(super) kind: RungKind,
    pub(super) zh: String,
    pub(super) en: String,
    #[serde(default)]
    pub(super) when: Vec<Spanned<RawCondition>>,
}

/// `tables/*.toml` with dated versions.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPrecedence {
    pub(super) id: Name,
    pub(super) title: Wording,
    /// The field of the feed that already holds a decision, to be compared with the proposal.
    pub(super) field: Option<Name>,
    #[serde(default)]
    pub(super) source: Vec<RawSource>,
    pub(super) version: Spanned<Vec<RawVersion>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawVersion {
    pub(super) valid_from: Name,
    /// The first day on which it no longer holds; only the last version leaves it open.
    pub(super) valid_before: Option<Name>,
    pub(super) basis: Wording,
    pub(super) rung: Spanned<Vec<RawStep>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawStep {
    pub(super) code: Name,
    pub(super) zh: String,
    pub(super) en: String,
    #[serde(default)]
    pub(super) when: Vec<Spanned<RawCondition>>,
}

/// All keys that a condition may have; which belong together is checked later, with a sentence.
#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCondition {
    #[serde(rename = "in")]
    pub(super) source: Option<Name>,
    pub(super) rows: Option<u32>,
    pub(super) field: Option<Name>,
    pub(super) is: Option<Vec<Name>>,
    pub(super) from: Option<Name>,
    pub(super) before: Option<Name>,
    pub(super) age_from: Option<i16>,
    pub(super) age_to: Option<i16>,
    pub(super) differs: Option<Name>,
    pub(super) any: Option<Vec<Spanned<RawCondition>>>,
    pub(super) all: Option<Vec<Spanned<RawCondition>>>,
    pub(super) at_least: Option<u32>,
    pub(super) of: Option<Vec<Spanned<RawCondition>>>,
    pub(super) not: Option<Box<Spanned<RawCondition>>>,
}
