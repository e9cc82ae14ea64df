//! Holds the engine against the oracle on households at random.

mod shrink;

use crate::{
    answer::Answer,
    book::{Book, Entity, ProgrammeId, SignalId, VariableId},
    cases::{self, exact},
    compile::{Ask, Program, Wanted},
    explain::Reader,
    oracle::{Household, Oracle, population, random::Households},
    run::{Kind, Outcome, Outcomes},
};
use doudi_kernel::Month;
use rayon::prelude::*;
use std::collections::BTreeSet;

/// Households that are compared at once.
const CHUNK: usize = 512;
/// Of so many households one is explained too, and has all its variables compared: the columns tell of all whether, how
/// much, in which tier and which conditions fail, the explanation also which facts and values are missing.
const SAMPLE: usize = 8;

/// How much was compared and found equal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Agreement {
    /// Households.
    pub households: usize,
    /// Answers by kind: not in the law, missing, not eligible, eligible.
    pub answers: [usize; 4],
    /// Households whose explanation was compared too.
    pub explained: usize,
    /// Values of variables.
    pub values: usize,
    /// Variables that are not compared, since the engine cannot prove that they fit its numbers.
    pub too_wide: BTreeSet<VariableId>,
}

/// Where the two say different things.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Disagreement {
    /// The engine cannot compile the book there.
    TooWide(String),
    /// A household, as a test case, and what each says.
    Household(String),
}

/// Compares both at a place in a month on so many households from a seed.
///
/// ```
/// use doudi_kernel::Month;
/// let book = doudi_rules::book::Book::default();
/// let month = Month::new(2026, 7).unwrap();
/// assert_eq!(doudi_rules::agree::agree(&book, "41", month, 10, 1).unwrap().households, 10);
/// ```
///
/// # Errors
/// The first household on which they differ, made as plain as possible.
pub fn agree(
    book: &Book,
    division: &str,
    month: Month,
    households: usize,
    seed: u64,
) -> Result<Agreement, Disagreement> {
    let signals: Vec<SignalId> = (0..book.signals.len() as u32).map(SignalId).collect();
    let compile = |programmes: Option<Vec<ProgrammeId>>, variables: Vec<VariableId>| {
        Program::compile(book, division, month, &Ask { programmes, variables, signals: signals.clone() })
    };
    let all: Vec<VariableId> = (0..book.variables.len() as u32).map(VariableId).collect();
    let fits = |variable: &VariableId| {
        let ask = Ask { programmes: Some(Vec::new()), variables: vec![*variable], signals: Vec::new() };
        Program::compile(book, division, month, &ask).is_ok()
    };
    let (program, too_wide) = match compile(None, all.clone()) {
        Ok(program) => (program, Vec::new()),
        Err(_) => {
            let (narrow, too_wide): (Vec<_>, Vec<_>) = all.into_iter().partition(fits);
            (compile(None, narrow).map_err(|wide| Disagreement::TooWide(wide.0))?, too_wide)
        }
    };
    let oracle = Oracle::new(book, division, month);
    let chunks = (0..households.div_ceil(CHUNK)).into_par_iter().map(|chunk| {
        let count = CHUNK.min(households - chunk * CHUNK);
        let some: Vec<Household> = Households::new(book, seed ^ ((chunk as u64) << 32)).take(count).collect();
        compare(&program, &oracle, &some).map_err(|place| {
            let differs = |one: &Household| compare(&program, &oracle, std::slice::from_ref(one)).is_err();
            let plain = shrink::shrink(book, some[place.0].clone(), differs);
            let (_, said) = compare(&program, &oracle, std::slice::from_ref(&plain)).err().unwrap_or(place);
            let case = cases::write(book, "oracle and engine differ", division, month, &plain);
            Disagreement::Household(format!("{case}# {said}\n"))
        })
    });
    let agreed = chunks.try_reduce(Agreement::default, |a, b| Ok(a.and(b)))?;
    Ok(Agreement { too_wide: too_wide.into_iter().collect(), ..agreed })
}

impl Agreement {
    /// Both together.
    pub fn and(self, other: Self) -> Self {
        Self {
            households: self.households + other.households,
            answers: std::array::from_fn(|kind| self.answers[kind] + other.answers[kind]),
            explained: self.explained + other.explained,
            values: self.values + other.values,
            too_wide: self.too_wide.union(&other.too_wide).copied().collect(),
        }
    }
}

/// The place of the first household on which they differ, and on what.
type Differs = (usize, String);

fn compare(program: &Program<'_>, oracle: &Oracle<'_>, some: &[Household]) -> Result<Agreement, Differs> {
    let book = program.statute.book;
    let columns = population(book, some);
    let outcomes = program.evaluate(&columns).expect("columns are of their facts");
    let mut reader = Reader::new(program, &columns);
    let mut agreement = Agreement { households: some.len(), ..Agreement::default() };
    for (place, household) in some.iter().enumerate() {
        let explained = place % SAMPLE == 0;
        if explained {
            reader.turn_to(place);
        }
        let reading = oracle.read(household);
        for (n, outcome) in outcomes.programmes.iter().enumerate() {
            for (within, expected) in reading.answers(outcome.programme).into_iter().enumerate() {
                let told = if explained { reader.answer(n, within) } else { expected.clone() };
                let row = columns.rows_of(outcome.entity, place).start + within;
                if told != expected || !column_says(outcome, row, &expected) {
                    let column =
                        (outcome.kinds[row], outcome.failed[row], outcome.amounts_fen[row], outcome.tiers[row]);
                    return Err((place, differ(book, outcome.programme, within, &expected, &told, &column)));
                }
                agreement.answers[kind(&expected) as usize] += 1;
            }
        }
        if explained {
            agreement.explained += 1;
            agreement.values +=
                values(book, &reading, &outcomes, |entity| columns.rows_of(entity, place).start, household)
                    .map_err(|said| (place, said))?;
        }
    }
    Ok(agreement)
}

fn kind(answer: &Answer) -> Kind {
    match answer {
        Answer::NotInLaw { .. } => Kind::NotInLaw,
        Answer::Missing { .. } => Kind::Missing,
        Answer::NotEligible { .. } => Kind::NotEligible,
        Answer::Eligible { .. } => Kind::Eligible,
    }
}

/// Whether the columns of the whole population say the same as an answer.
fn column_says(outcome: &Outcome, row: usize, answer: &Answer) -> bool {
    outcome.kinds[row] == kind(answer)
        && match answer {
            Answer::NotEligible { conditions } => {
                outcome.failed[row] == conditions.iter().map(|condition| 1u64 << condition).sum::<u64>()
            }
            Answer::Eligible { amount_fen, tier } => {
                amount_fen.is_none_or(|fen| fen == outcome.amounts_fen[row])
                    && tier.is_none_or(|tier| tier == outcome.tiers[row])
            }
            _ => true,
        }
}

fn differ(
    book: &Book,
    programme: ProgrammeId,
    within: usize,
    expected: &Answer,
    told: &Answer,
    column: &dyn std::fmt::Debug,
) -> String {
    let name = &book.programmes[programme.index()].name;
    format!("{name} of row {within}: oracle {expected:?}, engine {told:?}, its column {column:?}")
}

/// How many values of variables and signals agree for a household.
fn values(
    book: &Book,
    reading: &crate::oracle::Reading<'_>,
    outcomes: &Outcomes,
    first: impl Fn(Entity) -> usize,
    household: &Household,
) -> Result<usize, String> {
    let mut agreed = 0;
    for values in outcomes.variables.iter().chain(&outcomes.signals) {
        let entity = values.of.entity(book);
        for row in 0..household.rows(entity) {
            let expected = match values.of {
                Wanted::Variable(id) => reading.value_of(id, row).ok(),
                Wanted::Signal(id) => reading.raised(id.index(), row).ok(),
            };
            let told = exact(values.of.ty(book), values, first(entity) + row as usize);
            if expected != told {
                let name = values.of.name(book);
                return Err(format!("{name} of row {row}: oracle {expected:?}, engine {told:?}"));
            }
            agreed += 1;
        }
    }
    Ok(agreed)
}
