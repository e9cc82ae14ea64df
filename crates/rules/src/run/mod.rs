//! A program over a population.
//!
//! Blocks of a few hundred households stay in the cache while every operation passes over them (`block.rs`), a core a
//! share. What one lane does is `lane.rs`; how a population's columns become lanes is `input.rs`.

pub(crate) mod block;
pub(crate) mod input;
mod lane;

pub(crate) use lane::{exact, rounded};

use crate::{
    book::{Entity, ProgrammeId, VariableId},
    compile::{Lean, Program, lower::Low, number::Number, op::Src},
    explain::Reader,
    population::{Misfit, Population},
};
use block::{Block, Inputs};
use input::Rows;
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

/// A variable's values: `tops / (scale * bottoms)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Values {
    /// Which.
    pub variable: VariableId,
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
}

impl Program<'_> {
    /// Evaluates everyone.
    ///
    /// # Errors
    /// A population whose columns are not what the book's facts ask for.
    pub fn evaluate(&self, population: &Population) -> Result<Outcomes, Misfit> {
        population.check(self.statute.book)?;
        let inputs = self.inputs(population);
        let shares = population.households.div_ceil(BLOCK * SHARE);
        let parts: Vec<Part> =
            (0..shares).into_par_iter().map(|share| self.share(population, &inputs, share)).collect();
        let mut outcomes = self.joined(parts);
        self.tell_apart(population, &mut outcomes);
        Ok(outcomes)
    }

    /// The blocks of one core.
    fn share(&self, population: &Population, inputs: &Inputs<'_>, share: usize) -> Part {
        let lean = &self.lean;
        let mut part = Part::default();
        part.claims.resize_with(lean.claims.len(), Claimed::default);
        part.values.resize_with(lean.wanted.len(), Valued::default);
        let mut block = Block::default();
        let first = share * BLOCK * SHARE;
        let end = (first + BLOCK * SHARE).min(population.households);
        for start in (first..end).step_by(BLOCK) {
            let span = Rows::of(population, start..(start + BLOCK).min(end));
            block.turn_to(population, &span, &lean.steps.slots);
            block.run(&lean.steps.ops, &span, inputs);
            keep(lean, &block, &span, &mut part);
        }
        part
    }

    pub(crate) fn inputs<'p>(&self, population: &'p Population) -> Vec<Option<(input::Input<'p>, Entity)>> {
        let book = self.statute.book;
        let mut inputs = vec![None; book.facts.len()];
        for fact in self.facts.keys() {
            inputs[fact.index()] = Some((input::input(book, population, *fact), book.facts[fact.index()].entity));
        }
        inputs
    }

    fn joined(&self, parts: Vec<Part>) -> Outcomes {
        let claims = self.programmes.iter().enumerate().map(|(place, claim)| Outcome {
            programme: claim.programme,
            entity: claim.rows.into(),
            kinds: join(&parts, |part| &part.claims[place].kinds),
            failed: join(&parts, |part| &part.claims[place].failed),
            amounts_fen: join(&parts, |part| &part.claims[place].amounts),
            tiers: join(&parts, |part| &part.claims[place].tiers),
        });
        let values = self.lean.wanted.iter().enumerate().map(|(place, (variable, low))| {
            let known = join(&parts, |part| &part.values[place].known);
            Values {
                variable: *variable,
                tops: join(&parts, |part| &part.values[place].tops),
                scale: if let Low::Number(number) = low { number.scale } else { 1 },
                bottoms: matches!(low, Low::Number(Number { bottom: Some(_), .. }))
                    .then(|| join(&parts, |part| &part.values[place].bottoms)),
                known: known.iter().any(|known| !known).then_some(known),
            }
        });
        Outcomes { programmes: claims.collect(), variables: values.collect() }
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

fn join<T: Copy>(parts: &[Part], column: impl Fn(&Part) -> &Vec<T>) -> Vec<T> {
    let mut joined = Vec::with_capacity(parts.iter().map(|part| column(part).len()).sum());
    parts.iter().for_each(|part| joined.extend_from_slice(column(part)));
    joined
}

/// One core's results.
#[derive(Default)]
struct Part {
    claims: Vec<Claimed>,
    values: Vec<Valued>,
}

#[derive(Default)]
struct Claimed {
    kinds: Vec<Kind>,
    failed: Vec<u64>,
    amounts: Vec<i64>,
    tiers: Vec<u16>,
}

#[derive(Default)]
struct Valued {
    tops: Vec<i64>,
    bottoms: Vec<i64>,
    known: Vec<bool>,
}

/// Takes the results out of a block.
fn keep(lean: &Lean, block: &Block<'_>, span: &Rows, part: &mut Part) {
    for (claim, kept) in lean.claims.iter().zip(&mut part.claims) {
        let rows = span.range(claim.rows.into()).len();
        if !claim.force {
            kept.kinds.resize(kept.kinds.len() + rows, Kind::NotInLaw);
            kept.failed.resize(kept.kinds.len(), 0);
            kept.amounts.resize(kept.kinds.len(), 0);
            kept.tiers.resize(kept.kinds.len(), 0);
            continue;
        }
        keep_claim(claim, block, rows, kept);
    }
    for ((_, low), kept) in lean.wanted.iter().zip(&mut part.values) {
        let (top, bottom) = match low {
            Low::Plain(src) => (*src, None),
            Low::Number(number) => (number.top, number.bottom),
        };
        let Src::Reg(top) = top else { unreachable!("wanted variables are filled") };
        kept.tops.extend_from_slice(block.lanes(top));
        bottom.inspect(|bottom| kept.bottoms.extend_from_slice(block.lanes(*bottom)));
        let known = |row: usize| [Some(top), bottom].into_iter().flatten().all(|it| block.is_known(it, row));
        let all = [Some(top), bottom].into_iter().flatten().all(|reg| block.known(reg).is_none());
        let rows = block.lanes(top).len();
        if all {
            kept.known.resize(kept.known.len() + rows, true);
        } else {
            kept.known.extend((0..rows).map(known));
        }
    }
}

fn keep_claim(claim: &crate::compile::Claim, block: &Block<'_>, rows: usize, kept: &mut Claimed) {
    let (first, end) = (kept.kinds.len(), kept.kinds.len() + rows);
    kept.failed.resize(end, 0);
    let failed = &mut kept.failed[first..];
    // A condition is a bit of `failed`; what is not known is a bit of `open`.
    let mut open = Vec::new();
    for (bit, condition) in claim.conditions.iter().enumerate() {
        match condition {
            Src::Const(value) if *value == 0 => failed.iter_mut().for_each(|failed| *failed |= 1 << bit),
            Src::Const(_) => {}
            Src::Reg(reg) => match block.known(*reg) {
                None => {
                    let lanes = failed.iter_mut().zip(block.lanes(*reg));
                    lanes.for_each(|(failed, lane)| *failed |= ((lane + 1) as u64) << bit);
                }
                Some(known) => {
                    open.resize(rows, false);
                    let lanes = failed.iter_mut().zip(&mut open).zip(block.lanes(*reg).iter().zip(known));
                    lanes.for_each(|((failed, open), (lane, known))| {
                        *failed |= ((!lane & known & 1) as u64) << bit;
                        *open |= *known == 0;
                    });
                }
            },
        }
    }
    let results = [claim.amount, claim.tier].into_iter().flatten();
    for reg in results.filter_map(|src| if let Src::Reg(reg) = src { Some(reg) } else { None }) {
        if let Some(known) = block.known(reg) {
            open.resize(rows, false);
            open.iter_mut().zip(known).for_each(|(open, known)| *open |= *known == 0);
        }
    }
    let decided = |failed: u64| if failed == 0 { Kind::Eligible } else { Kind::NotEligible };
    match open.is_empty() {
        true => kept.kinds.extend(failed.iter().map(|failed| decided(*failed))),
        false => kept.kinds.extend(failed.iter().zip(open).map(|(failed, open)| match (failed, open) {
            (0, true) => Kind::Missing,
            (failed, _) => decided(*failed),
        })),
    }
    kept.amounts.resize(end, 0);
    kept.tiers.resize(end, 0);
    let kinds = &kept.kinds[first..];
    each_eligible(claim.amount, block, kinds, &mut kept.amounts[first..], |amount| amount);
    each_eligible(claim.tier, block, kinds, &mut kept.tiers[first..], |tier| tier as u16);
}

/// Writes a result for those who are eligible.
fn each_eligible<T>(src: Option<Src>, block: &Block<'_>, kinds: &[Kind], out: &mut [T], of: impl Fn(i64) -> T) {
    let eligible = |kind: &Kind| -i64::from(*kind == Kind::Eligible);
    match src {
        None => {}
        Some(Src::Const(value)) => out.iter_mut().zip(kinds).for_each(|(out, kind)| *out = of(value & eligible(kind))),
        Some(Src::Reg(reg)) => {
            let lanes = out.iter_mut().zip(kinds).zip(block.lanes(reg));
            lanes.for_each(|((out, kind), lane)| *out = of(lane & eligible(kind)));
        }
    }
}
