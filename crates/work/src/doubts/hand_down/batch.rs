//! A batch as a value.

use super::super::{
    count::{Counts, Tables},
    findings::{Doubt, Findings, Leftover, RungHead, SourceState},
    place::Place,
    spec::{AnswerKind, Spec, Wording},
};
use super::link::Before;
use doudi_kernel::{BatchId, Date, Month, SpecId, WorkingDays};
use serde::{Deserialize, Serialize};

/// Doubts that were handed down together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    /// BLAKE3 over spec, month and what was found; not over dates.
    pub id: BatchId,
    /// The order of handing down within the comparison, from 1.
    pub sequence: u64,
    /// The comparison.
    pub spec: SpecId,
    /// The hash of its text.
    pub spec_hash: String,
    /// What an office calls it.
    pub title: Wording,
    /// What it rests on.
    pub basis: Vec<Wording>,
    /// The month asked about.
    pub month: Month,
    /// The day of handing down.
    pub handed_down: Date,
    /// The last day for an answer; `None` when the holiday calendar does not reach so far.
    pub deadline: Option<Date>,
    /// The sources that counted.
    pub sources: Vec<SourceState>,
    /// What a village may answer.
    pub answers: Vec<AnswerKind>,
    /// The questions with their counts.
    pub questions: Vec<BatchQuestion>,
    /// The doubts, numbered from 1 in the order of places. Kept apart, in `doubts.jsonl`.
    #[serde(skip)]
    pub doubts: Vec<HandedDoubt>,
    /// Rows that could not be compared. Kept apart, in `leftovers.jsonl`.
    #[serde(skip)]
    pub leftovers: Vec<Leftover>,
}

/// A question of a batch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchQuestion {
    /// Its name in the spec.
    pub id: String,
    /// What an office calls it.
    pub title: Wording,
    /// The rungs of its ladder.
    pub rungs: Vec<RungHead>,
    /// How many stand where in the county.
    pub county: Counts,
    /// By town.
    pub towns: Vec<(Place, Counts)>,
    /// By village.
    pub villages: Vec<(Place, Counts)>,
}

/// A doubt with its number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedDoubt {
    /// Its number in the batch, printed on the sheet.
    pub number: u32,
    /// What is doubted.
    pub doubt: Doubt,
    /// What an earlier batch knows of the same person and reason.
    pub before: Option<Before>,
}

/// Makes the batch of some findings, as of a day. `before` says what earlier batches know of a person and reason.
pub fn make(findings: &Findings, spec: &Spec, today: Date, before: impl Fn(u64, &str) -> Option<Before>) -> Batch {
    let mut doubts: Vec<Doubt> = findings.questions.iter().flat_map(|q| q.doubts.iter().cloned()).collect();
    doubts.sort_by(|a, b| (&a.place, a.key, &a.reason).cmp(&(&b.place, b.key, &b.reason)));
    let mut leftovers: Vec<Leftover> = findings.questions.iter().flat_map(|q| q.leftovers.iter().cloned()).collect();
    leftovers.sort_by(|a, b| (&a.place, &a.source, a.row).cmp(&(&b.place, &b.source, b.row)));
    leftovers.dedup();
    Batch {
        id: id(findings, &doubts, &leftovers),
        sequence: 0,
        spec: findings.spec.clone(),
        spec_hash: findings.spec_hash.clone(),
        title: findings.title.clone(),
        basis: spec.basis.clone(),
        month: findings.month,
        handed_down: today,
        deadline: WorkingDays.after(today, spec.answer_working_days).ok(),
        sources: findings.sources.clone(),
        answers: spec.answers.clone(),
        questions: findings.questions.iter().map(|q| question(findings, q)).collect(),
        doubts: numbered(doubts, before),
        leftovers,
    }
}

fn numbered(doubts: Vec<Doubt>, before: impl Fn(u64, &str) -> Option<Before>) -> Vec<HandedDoubt> {
    let known = |doubt: &Doubt| before(doubt.key, &doubt.reason);
    (1..).zip(doubts).map(|(number, doubt)| HandedDoubt { number, before: known(&doubt), doubt }).collect()
}

fn question(findings: &Findings, answered: &super::super::findings::Answered) -> BatchQuestion {
    let Tables { county, towns, villages } = findings.counts(answered);
    let (id, title, rungs) = (answered.id.clone(), answered.title.clone(), answered.rungs.clone());
    BatchQuestion { id, title, rungs, county, towns, villages }
}

/// The name of what was found: the same rosters, spec and month give the same.
fn id(findings: &Findings, doubts: &[Doubt], leftovers: &[Leftover]) -> BatchId {
    let mut hasher = blake3::Hasher::new_derive_key("doudi desk batch 1");
    let content = (&findings.spec, &findings.spec_hash, findings.month, &findings.sources, doubts, leftovers);
    serde_json::to_writer(&mut hasher, &content).expect("findings are plain data and hashing cannot fail");
    for people in findings.questions.iter().map(|question| &question.people) {
        for key in &people.keys {
            hasher.update(&key.to_le_bytes());
        }
        hasher.update(&people.rungs);
    }
    BatchId::new(&hasher.finalize().to_hex().as_str()[..24])
}

impl Batch {
    /// The doubts of a town, or of those that could not be placed, in the order of their numbers.
    pub fn of_town<'b>(&'b self, town: &'b Place) -> impl Iterator<Item = &'b HandedDoubt> {
        self.doubts.iter().filter(move |handed| handed.doubt.place.town == town.town)
    }

    /// The towns that have doubts or rows that could not be compared, in the order of their codes.
    pub fn towns(&self) -> Vec<Place> {
        let doubted = self.doubts.iter().map(|handed| handed.doubt.place.of_town());
        let mut towns: Vec<Place> = doubted.chain(self.leftovers.iter().map(|left| left.place.of_town())).collect();
        towns.sort();
        towns.dedup_by(|a, b| a.town == b.town);
        towns
    }

    /// What a reason code says.
    pub fn reason(&self, code: &str) -> Option<&Wording> {
        self.questions.iter().flat_map(|q| &q.rungs).find(|rung| rung.code == code).map(|rung| &rung.wording)
    }

    /// What a source is called.
    pub fn source(&self, id: &str) -> Option<&SourceState> {
        self.sources.iter().find(|source| source.id == id)
    }
}
