//! A program over a population.
//!
//! Blocks of a few hundred households stay in the cache while every operation passes over them (`block.rs`), a core a
//! share. What one lane does is `lane.rs`; how a population's columns become lanes is `input.rs`, how lanes become results
//! `keep.rs`.

pub(crate) mod block;
pub(crate) mod input;
mod keep;
mod lane;

pub(crate) use lane::{exact, rounded};

use crate::{
    book::{Entity, ProgrammeId},
    compile::{Program, Wanted},
    explain::Reader,
    population::{Misfit, Population},
};
use block::{Block, Inputs};
use input::Rows;
use keep::{Keep, Part};
use rayon::prelude::*;

/// Households that a block holds: their columns fit the second-level cache.
const BLOCK: usize = 256;
/// Blocks that a core takes at once.
const SHARE: usize = 32;

/// The four answers, in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Kind {
    /// Not in the law here in this month.
    NotInLaw = 0,
    /// Facts that would decide are unknown.
    Missing = 1,
    /// A condition fails.
    NotEligible = 2,
    /// All conditions hold.
    Eligible = 3,
}

/// What a population may claim by one programme: a row a household, or a row a person.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Which.
    pub programme: ProgrammeId,
    /// Whose rows.
    pub entity: Entity,
    /// The answers.
    pub kinds: Vec<Kind>,
    /// Of those not eligible: the conditions known to fail, a bit each.
    pub failed: Vec<u64>,
    /// Of those eligible: fen; 0 for all where no amount is stated.
    pub amounts_fen: Vec<i64>,
    /// Of those eligible: the place in the codes of the tier.
    pub tiers: Vec<u16>,
}

/// A column of values: `tops / (scale * bottoms)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Values {
    /// Whose.
    pub of: Wanted,
    /// Numerators; yes is -1, codes are places, dates are `yyyymmdd`.
    pub tops: Vec<i64>,
    /// The part of the denominator that all share.
    pub scale: i64,
    /// The part that each has for itself.
    pub bottoms: Option<Vec<i64>>,
    /// Which are known; all without a list.
    pub known: Option<Vec<bool>>,
}

/// Everything that was asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcomes {
    /// A column a programme, in the order asked.
    pub programmes: Vec<Outcome>,
    /// A column a variable, in the order asked.
    pub variables: Vec<Values>,
    /// A column a signal, in the order asked: yes where it is raised.
    pub signals: Vec<Values>,
}

impl Program<'_> {
    /// Evaluates everyone.
    ///
    /// # Errors
    /// A population whose columns are not what the book's facts ask for.
    pub fn evaluate(&self, population: &Population) -> Result<Outcomes, Misfit> {
        population.check(self.statute.book)?;
        let inputs = self.inputs(population);
        let mut outcomes = self.blank(population);
        let parts = self.parts(population, &mut outcomes, BLOCK * SHARE);
        parts.into_par_iter().for_each(|part| self.share(population, &inputs, part));
        for values in outcomes.variables.iter_mut().chain(&mut outcomes.signals) {
            values.known.take_if(|known| !known.contains(&false));
        }
        self.tell_apart(population, &mut outcomes);
        Ok(outcomes)
    }

    /// The blocks of one core.
    fn share(&self, population: &Population, inputs: &Inputs<'_>, mut part: Part<'_>) {
        let steps = &self.lean.steps;
        let mut block = Block::default();
        for start in part.households.clone().step_by(BLOCK) {
            let span = Rows::of(population, start..(start + BLOCK).min(part.households.end));
            block.turn_to(population, &span, &steps.slots);
            block.run(&steps.ops, &span, inputs, Keep { part: &mut part, lean: &self.lean, span: &span });
        }
    }

    pub(crate) fn inputs<'p>(&self, population: &'p Population) -> Vec<Option<(input::Input<'p>, Entity)>> {
        let book = self.statute.book;
        let mut inputs = vec![None; book.facts.len()];
        for fact in self.facts.keys() {
            inputs[fact.index()] = Some((input::input(book, population, *fact), book.facts[fact.index()].entity));
        }
        inputs
    }

    /// What is not decided is either missing or not in the law: the causes tell, household by household.
    fn tell_apart(&self, population: &Population, outcomes: &mut Outcomes) {
        let undecided = |outcome: &Outcome| outcome.kinds.contains(&Kind::Missing);
        let places: Vec<usize> = (0..self.programmes.len()).filter(|n| undecided(&outcomes.programmes[*n])).collect();
        if places.is_empty() {
            return;
        }
        let mut reader = Reader::new(self, population);
        for household in 0..population.households {
            for place in &places {
                let outcome = &mut outcomes.programmes[*place];
                let rows = population.rows_of(outcome.entity, household);
                for (within, row) in rows.enumerate() {
                    if outcome.kinds[row] != Kind::Missing {
                        continue;
                    }
                    reader.turn_to(household);
                    if let crate::answer::Answer::NotInLaw { .. } = reader.answer(*place, within) {
                        outcome.kinds[row] = Kind::NotInLaw;
                    }
                }
            }
        }
    }
}
