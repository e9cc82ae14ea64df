//! Who is drawn.

use super::allocate;
use crate::doubts::{
    findings::{Answered, Findings},
    place::Place,
    plan::Deck,
};
use doudi_kernel::{Fault, Lang, Month, Say, SpecId};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeMap;

/// A sample with all that is needed to draw it again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// The comparison.
    pub spec: SpecId,
    /// The month.
    pub month: Month,
    /// The question whose people are the frame.
    pub question: String,
    /// The seed of ChaCha8.
    pub seed: u64,
    /// How many people the frame holds.
    pub frame: u64,
    /// BLAKE3 over the frame: key, town and rung of everybody in the order of keys. Another frame is another sample.
    pub frame_hash: String,
    /// The strata in the order of towns, then of rungs.
    pub strata: Vec<Stratum>,
    /// The people to be visited, in the order of places.
    pub visits: Vec<Visit>,
}

/// A town's people on one rung.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stratum {
    /// The town.
    pub town: Place,
    /// The rung's code.
    pub rung: String,
    /// How many people.
    pub people: u64,
    /// How many are visited.
    pub drawn: u64,
}

/// A visit.
#[derive(Clone, PartialEq, Eq)]
pub struct Visit {
    /// The packed identity number.
    pub key: u64,
    /// The name in the roster.
    pub name: String,
    /// The address in the roster.
    pub address: String,
    /// Where.
    pub place: Place,
    /// A number into the question's rungs.
    pub rung: u8,
}

impl std::fmt::Debug for Visit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Visit({:?} rung {})", self.place, self.rung)
    }
}

/// Why no sample can be drawn.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SampleError {
    /// Not one visit for each stratum.
    #[error("{size} visits are fewer than the {strata} strata of towns and findings; draw at least {strata}")]
    TooFew {
        /// The visits asked for.
        size: u64,
        /// The strata with people.
        strata: u64,
    },
    /// Nobody was asked about.
    #[error("nobody is asked about; load the rosters of the month first")]
    Nobody,
}

impl SampleError {
    /// Whose it is to act.
    pub fn fault(&self) -> Fault {
        Fault::User
    }
}

impl Say for SampleError {
    fn say(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::TooFew { size, strata }, Lang::Zh) => {
                format!("抽样{size}人少于{strata}个层（乡镇×判定）；请至少抽{strata}人，使每层至少1人")
            }
            (Self::Nobody, Lang::Zh) => "没有可抽取的人员；请先导入当月名册".into(),
            (_, Lang::En) => self.to_string(),
        }
    }
}

/// Draws from the people of a question: strata are town by rung, visits are shared out by [`allocate`], and within a
/// stratum the people with the smallest numbers of a ChaCha8 stream are visited. The same findings, size and seed give the
/// same visits on every machine.
///
/// # Errors
/// [`SampleError`].
pub fn sample(
    findings: &Findings,
    question: &Answered,
    deck: &Deck,
    size: u64,
    seed: u64,
) -> Result<Sample, SampleError> {
    let strata = strata(findings, question);
    if strata.is_empty() {
        return Err(SampleError::Nobody);
    }
    let people: Vec<u64> = strata.values().map(|members| members.len() as u64).collect();
    let given = allocate(size, &people).ok_or(SampleError::TooFew { size, strata: people.len() as u64 })?;
    let lots = lots(question.people.keys.len(), seed);
    let mut drawn = Sample {
        spec: findings.spec.clone(),
        month: findings.month,
        question: question.id.clone(),
        seed,
        frame: question.people.keys.len() as u64,
        frame_hash: frame_hash(findings, question),
        strata: Vec::new(),
        visits: Vec::new(),
    };
    for (((town, rung), mut members), count) in strata.into_iter().zip(given) {
        let code = question.rungs[usize::from(rung)].code.clone();
        drawn.strata.push(Stratum { town, rung: code, people: members.len() as u64, drawn: count });
        members.sort_unstable_by_key(|at| (lots[*at], *at));
        let visits = members.iter().take(count as usize).map(|at| visit(findings, question, deck, *at));
        drawn.visits.extend(visits);
    }
    drawn.visits.sort_by(|a, b| (&a.place, a.key).cmp(&(&b.place, b.key)));
    Ok(drawn)
}

/// The people of each town and rung, by their places in the frame.
fn strata(findings: &Findings, question: &Answered) -> BTreeMap<(Place, u8), Vec<usize>> {
    let mut strata: BTreeMap<(Place, u8), Vec<usize>> = BTreeMap::new();
    for (at, (place, rung)) in question.people.places.iter().zip(&question.people.rungs).enumerate() {
        let town = findings.places[*place as usize].of_town();
        strata.entry((town, *rung)).or_default().push(at);
    }
    strata
}

/// A number for everybody, in the order of the frame.
fn lots(people: usize, seed: u64) -> Vec<u64> {
    let mut stream = ChaCha8Rng::seed_from_u64(seed);
    (0..people).map(|_| stream.next_u64()).collect()
}

fn frame_hash(findings: &Findings, question: &Answered) -> String {
    let mut hasher = blake3::Hasher::new_derive_key("doudi sample frame 1");
    let people = &question.people;
    for ((key, place), rung) in people.keys.iter().zip(&people.places).zip(&people.rungs) {
        hasher.update(&key.to_le_bytes()).update(&[*rung]);
        let town = findings.places[*place as usize].town.as_deref().unwrap_or("");
        hasher.update(&[town.len() as u8]).update(town.as_bytes());
    }
    hasher.finalize().to_hex().to_string()
}

fn visit(findings: &Findings, question: &Answered, deck: &Deck, at: usize) -> Visit {
    let people = &question.people;
    let roster = &findings.sources[usize::from(people.rosters[at])];
    let text = |field| deck.tables.get(&roster.feed).and_then(|table| table.text(field, people.rows[at]));
    Visit {
        key: people.keys[at],
        name: text("name").unwrap_or_default().into(),
        address: text("address").or_else(|| text("registered_address")).unwrap_or_default().into(),
        place: findings.places[people.places[at] as usize].clone(),
        rung: people.rungs[at],
    }
}
