//! A checked comparison: every name in it is known, every index valid.

use super::{day::DayRef, precedence::Precedence};
use doudi_kernel::{FeedId, Lang, SpecId};

/// A wording in both languages.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    /// 中文
    pub zh: String,
    /// English
    pub en: String,
}

impl Wording {
    /// The wording in a language.
    pub fn say(&self, lang: Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }
}

/// A comparison: what is asked about whom, of which sources.
#[derive(Clone, Debug, PartialEq)]
pub struct Spec {
    /// Its name, which is the file's.
    pub id: SpecId,
    /// What an office calls it.
    pub title: Wording,
    /// The law, order or practice that it rests on.
    pub basis: Vec<Wording>,
    /// The sources that its questions name, in the order of the evidence columns.
    pub sources: Vec<Source>,
    /// The questions, each with its own set of asked people and its own ladder.
    pub questions: Vec<Question>,
    /// What a village may answer.
    pub answers: Vec<AnswerKind>,
    /// Working days from handing down to the deadline.
    pub answer_working_days: u32,
    /// The dated precedence table that proposes an enrolment identity on the sheets.
    pub precedence: Option<Precedence>,
    /// BLAKE3 of the texts that made the spec: a batch says by which wording it was raised.
    pub hash: String,
}

impl Spec {
    /// The rung or doubt of a code, with its question.
    pub fn rung(&self, code: &str) -> Option<(&Question, &Rung)> {
        self.questions.iter().find_map(|q| q.rungs.iter().find(|r| r.code == code).map(|r| (q, r)))
    }

    /// The place of a source in [`Spec::sources`].
    pub fn source(&self, id: &str) -> Option<usize> {
        self.sources.iter().position(|source| source.id == id)
    }
}

/// A feed as a question sees it: with a filter, a key, and how old it may be.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// Its name in the spec.
    pub id: String,
    /// The feed that it reads.
    pub feed: FeedId,
    /// What an office calls it.
    pub title: Wording,
    /// The department that keeps it.
    pub department: Wording,
    /// What identifies a person in it.
    pub key: Key,
    /// How many months before the asked month a snapshot still counts; `None` is without end.
    pub reach_months: Option<u32>,
    /// Whether the snapshots of all months count together (a register of events) or only the latest (a roster).
    pub accumulates: bool,
    /// Whether a doubt may be raised without it: false for a source that only explains.
    pub required: bool,
    /// Which of its rows count.
    pub filter: Vec<Condition>,
    /// The fields that the evidence shows.
    pub show: Vec<String>,
}

/// What identifies a person in a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// The column `resident_id`.
    ResidentId,
    /// The holder's number within the disability certificate.
    Certificate,
}

/// One question: who is asked about, and the ladder.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// Its name within the spec.
    pub id: String,
    /// What an office calls it.
    pub title: Wording,
    /// The sources whose union is asked about, the roster that gives name and place first.
    pub asked: Vec<usize>,
    /// What must hold for a person of the union to be asked about.
    pub when: Vec<Condition>,
    /// The ladder; the last rung has no condition.
    pub rungs: Vec<Rung>,
}

/// A rung of a ladder.
#[derive(Clone, Debug, PartialEq)]
pub struct Rung {
    /// The reason code.
    pub code: String,
    /// What it says on a sheet.
    pub wording: Wording,
    /// What standing on it means.
    pub kind: RungKind,
    /// What must hold, all of it.
    pub when: Vec<Condition>,
}

/// What standing on a rung means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RungKind {
    /// The person has what the question is about: counts as covered.
    Covered,
    /// The person has it not, and need not.
    Explained,
    /// To be looked at.
    Doubt,
}

/// A condition that holds, does not hold, or is unknown.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// At least `rows` rows in a source pass the tests.
    In {
        /// The source's place in the spec.
        source: usize,
        /// How many rows at least.
        rows: u32,
        /// What each of the rows must pass.
        test: Option<Test>,
    },
    /// About a row itself: only in filters of sources.
    Row(Test),
    /// Whole years of age on the month's last day.
    Age {
        /// At least.
        from: i16,
        /// At most.
        to: i16,
    },
    /// A value of an asked roster disagrees with another.
    Differs {
        /// The field.
        field: String,
        /// What it is held against.
        from: Against,
    },
    /// At least so many of these.
    AtLeast(u32, Vec<Condition>),
    /// The opposite.
    Not(Box<Condition>),
}

/// What a roster's value is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Against {
    /// The same field of a source.
    Source(usize),
    /// What the identity number carries.
    Number,
}

/// A test of one value.
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    /// The field.
    pub field: String,
    /// What is asked of it.
    pub ask: Ask,
}

/// What is asked of a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    /// One of these: codes, or `yes` and `no` for a flag.
    Is(Vec<String>),
    /// A day within, either end open: `from` included, `before` not.
    Within {
        /// The first day.
        from: Option<DayRef>,
        /// The first day that is too late.
        before: Option<DayRef>,
    },
}

/// What a village may answer.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerKind {
    /// The report code: `0/203`.
    pub code: String,
    /// 中文
    pub zh: String,
    /// English
    pub en: String,
    /// The oldest age at which the answer is believed without an explanation; a student over 25 is asked back.
    pub age_to: Option<i16>,
    /// Whether the explanation column must be filled.
    #[serde(default)]
    pub explain: bool,
}

impl AnswerKind {
    /// As the drop-down list shows it: code and wording.
    pub fn choice(&self) -> String {
        format!("{} {}", self.code, self.zh)
    }
}
