//! Results taken out of blocks, straight into the columns that will be handed out.

use super::{
    Kind, Outcome, Outcomes, Values,
    block::{Block, Then},
    input::Rows,
};
use crate::{
    book::Entity,
    compile::{Claim, Lean, Program, Wanted, lower::Low, number::Number, op::Src},
    population::Population,
};
use std::ops::Range;

/// One share's stretch of every result, shortened from the front as blocks are kept.
pub(super) struct Part<'o> {
    pub(super) households: Range<usize>,
    claims: Vec<Claimed<'o>>,
    values: Vec<Valued<'o>>,
    /// What is not known of a block's rows.
    open: Vec<bool>,
}

struct Claimed<'o> {
    kinds: &'o mut [Kind],
    failed: &'o mut [u64],
    amounts: &'o mut [i64],
    tiers: &'o mut [u16],
}

struct Valued<'o> {
    tops: &'o mut [i64],
    bottoms: Option<&'o mut [i64]>,
    known: &'o mut [bool],
}

/// The first rows of what is left.
#[inline(always)]
fn cut<'o, T>(rest: &mut &'o mut [T], rows: usize) -> &'o mut [T] {
    let (now, later) = std::mem::take(rest).split_at_mut(rows);
    *rest = later;
    now
}

impl Claimed<'_> {
    #[inline(always)]
    fn cut(&mut self, rows: usize) -> Self {
        Self {
            kinds: cut(&mut self.kinds, rows),
            failed: cut(&mut self.failed, rows),
            amounts: cut(&mut self.amounts, rows),
            tiers: cut(&mut self.tiers, rows),
        }
    }
}

impl Valued<'_> {
    #[inline(always)]
    fn cut(&mut self, rows: usize) -> Self {
        Self {
            tops: cut(&mut self.tops, rows),
            bottoms: self.bottoms.as_mut().map(|rest| cut(rest, rows)),
            known: cut(&mut self.known, rows),
        }
    }
}

impl Program<'_> {
    /// Columns for everybody, nobody judged yet.
    pub(super) fn blank(&self, population: &Population) -> Outcomes {
        let claims = self.programmes.iter().map(|claim| {
            let entity = Entity::from(claim.rows);
            let rows = population.rows(entity);
            Outcome {
                programme: claim.programme,
                entity,
                kinds: vec![Kind::NotInLaw; rows],
                failed: vec![0; rows],
                amounts_fen: vec![0; rows],
                tiers: vec![0; rows],
            }
        });
        let values = self.lean.wanted.iter().map(|(of, low)| {
            let rows = population.rows(of.entity(self.statute.book));
            Values {
                of: *of,
                tops: vec![0; rows],
                scale: if let Low::Number(number) = low { number.scale } else { 1 },
                bottoms: matches!(low, Low::Number(Number { bottom: Some(_), .. })).then(|| vec![0; rows]),
                known: Some(vec![true; rows]),
            }
        });
        let (variables, signals) = values.partition(|values| matches!(values.of, Wanted::Variable(_)));
        Outcomes { programmes: claims.collect(), variables, signals }
    }

    /// The columns divided among shares of some households each.
    pub(super) fn parts<'o>(
        &self,
        population: &Population,
        outcomes: &'o mut Outcomes,
        households: usize,
    ) -> Vec<Part<'o>> {
        let mut claims: Vec<Claimed<'o>> = outcomes.programmes.iter_mut().map(Claimed::whole).collect();
        let mut values: Vec<Valued<'o>> =
            outcomes.variables.iter_mut().chain(&mut outcomes.signals).map(Valued::whole).collect();
        let mut part = |first: usize| {
            let households = first..(first + households).min(population.households);
            let span = Rows::of(population, households.clone());
            let claims = self.programmes.iter().zip(&mut claims);
            let values = self.lean.wanted.iter().zip(&mut values);
            let rows_of = |of: Wanted| span.range(of.entity(self.statute.book)).len();
            Part {
                households,
                claims: claims.map(|(claim, rest)| rest.cut(span.range(claim.rows.into()).len())).collect(),
                values: values.map(|((of, _), rest)| rest.cut(rows_of(*of))).collect(),
                open: Vec::new(),
            }
        };
        (0..population.households).step_by(households).map(&mut part).collect()
    }
}

impl<'o> Claimed<'o> {
    fn whole(outcome: &'o mut Outcome) -> Self {
        Self {
            kinds: &mut outcome.kinds,
            failed: &mut outcome.failed,
            amounts: &mut outcome.amounts_fen,
            tiers: &mut outcome.tiers,
        }
    }
}

impl<'o> Valued<'o> {
    fn whole(values: &'o mut Values) -> Self {
        Self {
            tops: &mut values.tops,
            bottoms: values.bottoms.as_deref_mut(),
            known: values.known.as_deref_mut().unwrap_or_default(),
        }
    }
}

/// Takes the results of a block, which are the next of its share.
pub(super) struct Keep<'a, 'o> {
    pub(super) part: &'a mut Part<'o>,
    pub(super) lean: &'a Lean,
    pub(super) span: &'a Rows,
}

impl Then for Keep<'_, '_> {
    #[inline(always)]
    fn take(self, block: &Block<'_>) {
        for (claim, rest) in self.lean.claims.iter().zip(&mut self.part.claims) {
            let mut kept = rest.cut(self.span.range(claim.rows.into()).len());
            if claim.force {
                keep_claim(claim, block, &mut kept, &mut self.part.open);
            }
        }
        for ((_, low), rest) in self.lean.wanted.iter().zip(&mut self.part.values) {
            keep_value(*low, block, rest);
        }
    }
}

fn keep_value(low: Low, block: &Block<'_>, rest: &mut Valued<'_>) {
    let (top, bottom) = match low {
        Low::Plain(src) => (src, None),
        Low::Number(number) => (number.top, number.bottom),
    };
    let Src::Reg(top) = top else { unreachable!("wanted variables are filled") };
    let kept = rest.cut(block.lanes(top).len());
    kept.tops.copy_from_slice(block.lanes(top));
    if let (Some(kept), Some(bottom)) = (kept.bottoms, bottom) {
        kept.copy_from_slice(block.lanes(bottom));
    }
    for known in [Some(top), bottom].into_iter().flatten().filter_map(|reg| block.known(reg)) {
        kept.known.iter_mut().zip(known).for_each(|(kept, known)| *kept &= *known != 0);
    }
}

/// A condition that fails is a bit of `failed`; what is not known is noted in `open`.
#[inline(always)]
fn keep_claim(claim: &Claim, block: &Block<'_>, kept: &mut Claimed<'_>, open: &mut Vec<bool>) {
    open.clear();
    open.resize(kept.kinds.len(), false);
    for (bit, condition) in claim.conditions.iter().enumerate() {
        match condition {
            Src::Const(0) => kept.failed.iter_mut().for_each(|failed| *failed |= 1 << bit),
            Src::Const(_) => {}
            Src::Reg(reg) => {
                // Yes is -1; what is not known does not fail.
                let lanes = block.lanes(*reg);
                match block.known(*reg) {
                    None => {
                        for (failed, lane) in kept.failed.iter_mut().zip(lanes) {
                            *failed |= ((!lane & 1) as u64) << bit;
                        }
                    }
                    Some(known) => {
                        for ((failed, lane), known) in kept.failed.iter_mut().zip(lanes).zip(known) {
                            *failed |= ((!lane & known & 1) as u64) << bit;
                        }
                        note(known, open);
                    }
                }
            }
        }
    }
    let results = [claim.amount, claim.tier];
    for reg in results.into_iter().flatten().filter_map(|src| if let Src::Reg(reg) = src { Some(reg) } else { None }) {
        if let Some(known) = block.known(reg) {
            note(known, open);
        }
    }
    for ((kind, failed), open) in kept.kinds.iter_mut().zip(&*kept.failed).zip(&*open) {
        *kind = match (*failed == 0, *open) {
            (true, true) => Kind::Missing,
            (true, false) => Kind::Eligible,
            (false, _) => Kind::NotEligible,
        };
    }
    each_eligible(claim.amount, block, kept.kinds, kept.amounts, |amount| amount);
    each_eligible(claim.tier, block, kept.kinds, kept.tiers, |tier| tier as u16);
}

#[inline(always)]
fn note(known: &[i64], open: &mut [bool]) {
    for (open, known) in open.iter_mut().zip(known) {
        *open |= *known == 0;
    }
}

/// Writes a result for those who are eligible.
#[inline(always)]
fn each_eligible<T>(src: Option<Src>, block: &Block<'_>, kinds: &[Kind], out: &mut [T], of: impl Fn(i64) -> T) {
    let eligible = |kind: &Kind| -i64::from(*kind == Kind::Eligible);
    match src {
        None => {}
        Some(Src::Const(value)) => {
            for (out, kind) in out.iter_mut().zip(kinds) {
                *out = of(value & eligible(kind));
            }
        }
        Some(Src::Reg(reg)) => {
            for ((out, kind), lane) in out.iter_mut().zip(kinds).zip(block.lanes(reg)) {
                *out = of(lane & eligible(kind));
            }
        }
    }
}
