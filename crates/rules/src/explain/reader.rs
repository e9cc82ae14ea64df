//! Single lanes of a few households.

use crate::{
    answer::Answer,
    book::{Entity, Formula, Type},
    compile::{
        Program,
        lower::{Low, address},
        number::Number,
        op::{Reg, Src},
    },
    population::Population,
    run::{
        block::Block,
        input::{Input, Rows},
    },
};
use std::ops::Range;

/// A row: a household among those that the reader has turned to, and one of its members or obligors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    /// The household's place among those.
    pub household: usize,
    /// The member's or obligor's place among all members or obligors of those.
    pub child: usize,
}

/// A value that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// yes or no
    YesNo(bool),
    /// A number, held exactly: `top / bottom`, not shortened, the bottom positive. Money in fen.
    Number {
        /// The numerator.
        top: i64,
        /// The denominator.
        bottom: i128,
    },
    /// The place in the list.
    Code(u16),
    /// `yyyymmdd`
    Date(i64),
}

/// A program over a few households with every column kept.
pub struct Reader<'r, 'b> {
    pub(super) program: &'r Program<'b>,
    population: &'r Population,
    inputs: Vec<Option<(Input<'r>, Entity)>>,
    block: Block<'r>,
    span: Rows,
}

impl<'r, 'b> Reader<'r, 'b> {
    /// A reader that has turned to nobody yet. The population must have passed its check.
    pub fn new(program: &'r Program<'b>, population: &'r Population) -> Self {
        let inputs = program.inputs(population);
        Self { program, population, inputs, block: Block::default(), span: Rows::of(population, 0..0) }
    }

    /// Evaluates one household.
    pub fn turn_to(&mut self, household: usize) {
        self.turn_to_all(household..household + 1);
    }

    /// Evaluates a few households at once; nothing if they are those that it has turned to.
    pub fn turn_to_all(&mut self, households: Range<usize>) {
        if self.span.households == households {
            return;
        }
        self.span = Rows::of(self.population, households);
        self.block.turn_to(self.population, &self.span, &self.program.whole.slots);
        self.block.run(&self.program.whole.ops, &self.span, &self.inputs, ());
    }

    /// The rows of an entity that a household has.
    pub fn rows(&self, entity: Entity, household: usize) -> Range<usize> {
        let first = self.span.households.start;
        let base = self.span.range(entity).start;
        let rows = self.population.rows_of(entity, first + household);
        rows.start - base..rows.end - base
    }

    /// The answer of the programme asked at a place, for a household (`within` 0) or a member of it, after turning to one
    /// household.
    pub fn answer(&self, place: usize, within: usize) -> Answer {
        self.answer_at(place, Row { household: 0, child: within })
    }

    /// The same for one of a few households.
    pub fn answer_at(&self, place: usize, row: Row) -> Answer {
        let claim = &self.program.programmes[place];
        if !claim.force {
            return Answer::NotInLaw { parameters: Vec::new() };
        }
        let lane = |src: Src| self.lane(src, row);
        let failed: Vec<u16> =
            (0u16..).zip(&claim.conditions).filter(|(_, it)| lane(**it) == Some(0)).map(|(n, _)| n).collect();
        if !failed.is_empty() {
            return Answer::NotEligible { conditions: failed };
        }
        let open = claim.conditions.iter().chain(&claim.amount).chain(&claim.tier).any(|src| lane(*src).is_none());
        if open {
            return self.causes(place, row);
        }
        Answer::Eligible {
            amount_fen: claim.amount.and_then(lane),
            tier: claim.tier.and_then(lane).map(|tier| tier as u16),
        }
    }

    /// What a formula gives in a row, if it is known.
    pub fn value(&self, formula: &Formula, row: Row) -> Option<Known> {
        self.shown(*self.program.nodes.get(&address(formula))?, formula.ty, row)
    }

    pub(super) fn shown(&self, low: Low, ty: Type, row: Row) -> Option<Known> {
        match low {
            Low::Number(Number { top, scale, bottom }) => {
                let bottom = bottom.map_or(Some(1), |reg| self.lane(Src::Reg(reg), row))?;
                Some(Known::Number { top: self.lane(top, row)?, bottom: i128::from(scale) * i128::from(bottom) })
            }
            Low::Plain(src) => self.lane(src, row).map(|lane| match ty {
                Type::YesNo => Known::YesNo(lane != 0),
                Type::Code(_) => Known::Code(lane as u16),
                _ => Known::Date(lane),
            }),
        }
    }

    fn lane(&self, src: Src, row: Row) -> Option<i64> {
        self.block.at(src, self.place(src, row))
    }

    fn place(&self, src: Src, row: Row) -> usize {
        match src {
            Src::Reg(Reg(reg)) if self.program.whole.slots[reg as usize] != crate::compile::op::Rows::Household => {
                row.child
            }
            _ => row.household,
        }
    }
}
