//! A program for whole populations: dead operations gone, registers used again, so that a block stays in the cache.

use super::{
    Claim, Wanted,
    code::Code,
    lower::Low,
    op::{Op, Reg, Rows, Src},
};

/// Operations in order, each with the slot that it writes; its registers are slots.
#[derive(Clone, Debug, Default)]
pub(crate) struct Steps {
    pub(crate) ops: Vec<(Op, Reg)>,
    /// The entity of each slot.
    pub(crate) slots: Vec<Rows>,
}

/// Operations over slots that are written more than once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lean {
    pub(crate) steps: Steps,
    /// The claims, by slots.
    pub(crate) claims: Vec<Claim>,
    /// What is wanted beside, by slots.
    pub(crate) wanted: Vec<(Wanted, Low)>,
}

impl From<Code> for Steps {
    /// Every operation kept, every register its own slot: for explanations.
    fn from(code: Code) -> Self {
        let ops = code.ops.into_iter().zip(0..).map(|(op, n)| (op, Reg(n))).collect();
        Self { ops, slots: code.rows }
    }
}

impl Lean {
    pub(crate) fn of(code: &Code, claims: &[Claim], wanted: &[(Wanted, Low)]) -> Self {
        let count = code.ops.len();
        let mut last = vec![None; count];
        for reg in roots(claims, wanted) {
            last[reg.index()] = Some(count);
        }
        for (place, op) in code.ops.iter().enumerate().rev() {
            if last[place].is_some() {
                for read in op.reads() {
                    last[read.index()].get_or_insert(place);
                }
            }
        }
        let mut lean = Self::default();
        let mut slot_of = vec![Reg(0); count];
        let mut free: Vec<Reg> = Vec::new();
        for (place, op) in code.ops.iter().enumerate().filter(|(place, _)| last[*place].is_some()) {
            let rows = code.rows[place];
            let slot = match free.iter().rposition(|slot| lean.steps.slots[slot.index()] == rows) {
                Some(found) => free.remove(found),
                None => {
                    lean.steps.slots.push(rows);
                    Reg(lean.steps.slots.len() as u32 - 1)
                }
            };
            slot_of[place] = slot;
            lean.steps.ops.push((op.renamed(|reg| slot_of[reg.index()]), slot));
            let mut done: Vec<Reg> = op.reads().filter(|read| last[read.index()] == Some(place)).collect();
            done.sort();
            done.dedup();
            free.extend(done.into_iter().map(|reg| slot_of[reg.index()]));
        }
        let src = |src: Src| if let Src::Reg(reg) = src { Src::Reg(slot_of[reg.index()]) } else { src };
        lean.claims = claims.iter().map(|claim| renamed(claim, src)).collect();
        lean.wanted = wanted.iter().map(|(id, low)| (*id, renamed_low(*low, src))).collect();
        lean
    }
}

fn renamed(claim: &Claim, src: impl Fn(Src) -> Src) -> Claim {
    Claim {
        conditions: claim.conditions.iter().map(|it| src(*it)).collect(),
        amount: claim.amount.map(&src),
        tier: claim.tier.map(&src),
        ..*claim
    }
}

fn renamed_low(low: Low, src: impl Fn(Src) -> Src) -> Low {
    let reg = |reg| if let Src::Reg(slot) = src(Src::Reg(reg)) { slot } else { reg };
    match low {
        Low::Plain(it) => Low::Plain(src(it)),
        Low::Number(it) => Low::Number(super::number::Number { top: src(it.top), bottom: it.bottom.map(reg), ..it }),
    }
}

/// What must be left at the end.
fn roots(claims: &[Claim], wanted: &[(Wanted, Low)]) -> Vec<Reg> {
    let claimed =
        claims.iter().flat_map(|claim| claim.conditions.iter().copied().chain(claim.amount).chain(claim.tier));
    let wanted = wanted.iter().flat_map(|(_, low)| match low {
        Low::Plain(src) => [Some(*src), None],
        Low::Number(number) => [Some(number.top), number.bottom.map(Src::Reg)],
    });
    let all = claimed.chain(wanted.flatten());
    all.filter_map(|src| if let Src::Reg(reg) = src { Some(reg) } else { None }).collect()
}
