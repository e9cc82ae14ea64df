//! What a comparison found: a value to read, count, store and hand down.

use super::{
    place::Place,
    spec::{RungKind, Wording},
    table::Part,
};
use doudi_compare::repair::Repair;
use doudi_kernel::{FeedId, IdKey, Month, SnapshotId, SpecId};

/// What one comparison found in one month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Findings {
    /// The comparison.
    pub spec: SpecId,
    /// The hash of its text.
    pub spec_hash: String,
    /// What an office calls it.
    pub title: Wording,
    /// The month asked about.
    pub month: Month,
    /// The sources, loaded or not, in the order of the spec.
    pub sources: Vec<SourceState>,
    /// The places that people below refer to by number.
    pub places: Vec<Place>,
    /// The questions with their people.
    pub questions: Vec<Answered>,
}

/// What is known about a source of the comparison.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SourceState {
    /// Its name in the spec.
    pub id: String,
    /// The feed.
    pub feed: FeedId,
    /// What an office calls it.
    pub title: Wording,
    /// Who keeps it.
    pub department: Wording,
    /// What it is there for.
    pub role: Role,
    /// The snapshots that counted; empty when the source is not loaded, which is not the same as holding nobody.
    pub parts: Vec<Part>,
    /// Rows that nobody can be found by, because the number is missing or broken: an absent person may be one of these.
    pub keyless: u64,
    /// Rows whose number is missing or broken and that are somebody's all the same, by reason.
    #[serde(default)]
    pub mended: Vec<MendCount>,
}

/// Why a row without a usable number counts as a person's, and what proves it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Mending {
    /// How the number was repaired, or `no_usable_number`.
    pub code: String,
    /// The same in words; it names a place in the number, never a digit.
    pub said: Wording,
    /// What proves whose row it is.
    pub proof: String,
    /// The same in words.
    pub proof_said: Wording,
}

impl Mending {
    /// Reason and proof in one sentence.
    pub fn say(&self, lang: doudi_kernel::Lang) -> String {
        let apart = lang.pick("；", "; ");
        format!("{}{apart}{}", self.said.say(lang), self.proof_said.say(lang))
    }

    /// The kind without the place in the number.
    pub(super) fn without_place(mut self) -> Self {
        if let Some(kind) = Repair::KINDS.iter().find(|kind| kind.code() == self.code) {
            let title = |lang: doudi_kernel::Lang| kind.title(lang).to_owned();
            self.said = Wording { zh: title(doudi_kernel::Lang::Zh), en: title(doudi_kernel::Lang::En) };
        }
        self
    }
}

/// How many rows of a source were mended for one reason.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct MendCount {
    /// Reason and proof, without a place in the number.
    pub mending: Mending,
    /// Rows.
    pub rows: u64,
}

/// A row with a broken or missing number that may be a person's: it is shown, and nothing is concluded.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct NearRow {
    /// The source's name in the spec.
    pub source: String,
    /// The snapshot.
    pub snapshot: SnapshotId,
    /// The row in the file.
    pub row: u32,
    /// Why it is not certain.
    pub why: Wording,
}

/// What a source is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Its people are asked about, and nothing else depends on it.
    Asked,
    /// Doubts cannot be raised without it.
    Decides,
    /// It only explains: without it some doubts will turn out explained.
    Explains,
}

impl SourceState {
    /// Whether any snapshot counted.
    pub fn loaded(&self) -> bool {
        !self.parts.is_empty()
    }

    /// How many months older than the asked month the latest snapshot is. All parts of a roster are of one month; a
    /// register that accumulates reaches back on purpose.
    pub fn age_months(&self, month: Month) -> i32 {
        self.parts.iter().map(|part| month.since(part.month)).min().unwrap_or(0)
    }
}

/// A question with everybody who was asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// Its name in the spec.
    pub id: String,
    /// What an office calls it.
    pub title: Wording,
    /// The rungs of the ladder; the last one is [`UNDECIDED`].
    pub rungs: Vec<RungHead>,
    /// Everybody who was asked about, each once, on one rung.
    pub people: People,
    /// The people on a rung of doubt, in the order of places.
    pub doubts: Vec<Doubt>,
    /// Rows of the asked rosters that could not be compared.
    pub leftovers: Vec<Leftover>,
}

/// The rung of those who may or may not be doubts because a source or a value is missing.
pub const UNDECIDED: &str = "undecided";

/// A rung without its conditions.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct RungHead {
    /// The reason code.
    pub code: String,
    /// What it says.
    pub wording: Wording,
    /// What it means; `None` for the undecided.
    pub kind: Option<RungKind>,
}

/// People in columns of one length.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct People {
    /// The packed identity numbers, ascending, each once.
    pub keys: Vec<u64>,
    /// Numbers into [`Findings::places`].
    pub places: Vec<u32>,
    /// Numbers into [`Answered::rungs`].
    pub rungs: Vec<u8>,
    /// The roster that gives name and place: a number into [`Findings::sources`].
    pub rosters: Vec<u16>,
    /// The row in that roster's table.
    pub rows: Vec<u32>,
}

/// A person about whom a source and a roster disagree.
#[derive(Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Doubt {
    /// The packed identity number.
    pub key: u64,
    /// The question.
    pub question: String,
    /// The reason code.
    pub reason: String,
    /// The name as the first roster writes it.
    pub name: String,
    /// The address as the first roster that has one writes it.
    pub address: String,
    /// Where the person belongs.
    pub place: Place,
    /// What each source of the question says.
    pub evidence: Vec<Evidence>,
    /// The code that the dated precedence table proposes, with its wording.
    pub proposed: Option<(String, Wording)>,
    /// Rows with a broken or missing number that may be this person's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub near: Vec<NearRow>,
}

impl Doubt {
    /// What the person is known by.
    pub fn id(&self) -> IdKey {
        IdKey::from_packed(self.key).expect("a doubt's key was packed from an identity number")
    }
}

/// Masked: a doubt is printed when a test fails.
impl std::fmt::Debug for Doubt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Doubt({} {} {:?})", self.id(), self.reason, self.place)
    }
}

/// What one source says about a person.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Evidence {
    /// The source's name in the spec.
    pub source: String,
    /// What it says.
    pub says: Says,
}

/// What a source says about a person.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Says {
    /// Rows are there.
    Rows(Vec<RowSaid>),
    /// No row is there.
    Absent,
    /// The source was not loaded.
    NotLoaded,
}

/// A row of a source.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct RowSaid {
    /// The snapshot.
    pub snapshot: SnapshotId,
    /// The month that it is about.
    pub month: Month,
    /// The sheet of the file.
    pub sheet: String,
    /// The row in the sheet, counted from 1.
    pub row: u32,
    /// The fields that the spec shows, with their values; unknown ones are left out.
    pub values: Vec<(String, String)>,
    /// Why the row counts as the person's although its number is broken or missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mended: Option<Mending>,
}

/// A row of an asked roster that could not be compared.
#[derive(Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Leftover {
    /// Where the person belongs.
    pub place: Place,
    /// The name that the row gives.
    pub name: String,
    /// Why.
    pub why: LeftoverWhy,
    /// The source's name in the spec.
    pub source: String,
    /// The snapshot.
    pub snapshot: SnapshotId,
    /// The row in the file.
    pub row: u32,
}

impl std::fmt::Debug for Leftover {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Leftover({:?} {} row {} {:?})", self.why, self.source, self.row, self.place)
    }
}

/// Why a row could not be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeftoverWhy {
    /// The row has no identity number.
    NoId,
    /// The row has one that cannot be right.
    BrokenId,
    /// Whether the person is asked about depends on a value that is empty or a source that is not loaded.
    NotKnownWhetherAsked,
}

impl LeftoverWhy {
    /// In words.
    pub fn say(self, lang: doudi_kernel::Lang) -> &'static str {
        match self {
            Self::NoId => lang.pick("无身份证号", "no identity number"),
            Self::BrokenId => lang.pick("身份证号有误", "a wrong identity number"),
            Self::NotKnownWhetherAsked => {
                lang.pick("信息不全，无法判定是否属于核查范围", "not known whether asked about")
            }
        }
    }
}
