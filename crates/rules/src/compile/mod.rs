//! A book as it reads at one place in one month, as operations over columns.
//!
//! `statute.rs` chooses what applies; `lower.rs` writes formulas as operations (`op.rs`), whose exactness is `number.rs`
//! and whose ranges, proven to fit 64 bits, are `code.rs`; `lean.rs` lets registers be used again.

mod code;
mod lean;
pub(crate) mod lower;
pub(crate) mod number;
pub(crate) mod op;
mod statute;

pub(crate) use lean::{Lean, Steps};
pub use statute::Statute;

use crate::book::{Book, Entity, FactId, ProgrammeId, Signal, SignalId, Type, VariableId};
use doudi_kernel::Month;
use lower::{Low, Lowering};
use op::{Rows, Src};
use std::collections::BTreeMap;

/// What to compute: everything that can be claimed, or some of it, and variables beside.
#[derive(Clone, Debug, Default)]
pub struct Ask {
    /// The programmes; all without a list.
    pub programmes: Option<Vec<ProgrammeId>>,
    /// Variables whose values are wanted as columns.
    pub variables: Vec<VariableId>,
    /// Signals: raised, not raised, unknown.
    pub signals: Vec<SignalId>,
}

impl Ask {
    /// The programmes that households claim.
    pub fn of_households(book: &Book) -> Self {
        let household = |id: &ProgrammeId| book.programmes[id.index()].entity == Entity::Household;
        Self {
            programmes: Some((0..book.programmes.len() as u32).map(ProgrammeId).filter(household).collect()),
            ..Self::default()
        }
    }
}

/// Whose values a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wanted {
    /// A variable's.
    Variable(VariableId),
    /// Whether a signal is raised.
    Signal(SignalId),
}

impl Wanted {
    /// Whose rows.
    pub fn entity(self, book: &Book) -> Entity {
        match self {
            Self::Variable(id) => book.variables[id.index()].entity,
            Self::Signal(id) => book.signals[id.index()].entity,
        }
    }

    /// Of what kind the values are.
    pub fn ty(self, book: &Book) -> Type {
        match self {
            Self::Variable(id) => book.variables[id.index()].ty,
            Self::Signal(_) => Type::YesNo,
        }
    }

    /// Its name.
    pub fn name(self, book: &Book) -> &str {
        match self {
            Self::Variable(id) => &book.variables[id.index()].name,
            Self::Signal(id) => &book.signals[id.index()].name,
        }
    }
}

/// A book compiled for one place and one month.
#[derive(Clone, Debug)]
pub struct Program<'b> {
    /// What it was made from.
    pub statute: Statute<'b>,
    /// The programmes that were asked for, in the book's order.
    pub(crate) programmes: Vec<Claim>,
    /// Everything that was lowered on the way.
    pub(crate) variables: BTreeMap<VariableId, Low>,
    /// What every formula has become, by where it lies in the book.
    pub(crate) nodes: BTreeMap<usize, Low>,
    pub(crate) facts: BTreeMap<FactId, Src>,
    /// Every operation, for explanations.
    pub(crate) whole: Steps,
    /// What is needed of them, for whole populations.
    pub(crate) lean: Lean,
}

/// A programme, lowered.
#[derive(Clone, Debug)]
pub(crate) struct Claim {
    pub(crate) programme: ProgrammeId,
    pub(crate) rows: Rows,
    /// Not in force: nothing is lowered.
    pub(crate) force: bool,
    pub(crate) conditions: Vec<Src>,
    pub(crate) amount: Option<Src>,
    pub(crate) tier: Option<Src>,
}

/// A formula that cannot be computed exactly in 64 bits.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} may grow beyond 64 bits: give its facts narrower bounds (`between`), or round earlier")]
pub struct TooWide(pub String);

impl<'b> Program<'b> {
    /// Compiles a book for a division (its digits) and a month.
    ///
    /// # Errors
    /// A formula whose values cannot be proven to fit.
    pub fn compile(book: &'b Book, division: &str, month: Month, ask: &Ask) -> Result<Self, TooWide> {
        let statute = Statute::at(book, division, month);
        let mut low = Lowering::new(&statute);
        let all = || (0..book.programmes.len() as u32).map(ProgrammeId).collect();
        let programmes = ask.programmes.clone().unwrap_or_else(all);
        let name = |why: lower::Refused, otherwise: &str| {
            TooWide(why.variable.map_or(otherwise, |variable| &book.variables[variable.index()].name).into())
        };
        let claim = |low: &mut Lowering<'_, 'b>, id: ProgrammeId| {
            let programme = &book.programmes[id.index()];
            claim(low, id, statute.force(id).is_some()).map_err(|why| name(why, &programme.name))
        };
        let programmes = programmes.into_iter().map(|id| claim(&mut low, id)).collect::<Result<Vec<_>, _>>()?;
        let mut wanted = Vec::new();
        for id in &ask.variables {
            let value = low.variable(*id).map_err(|why| name(why, ""))?;
            let rows = Rows::from(book.variables[id.index()].entity);
            wanted.push((Wanted::Variable(*id), lifted(&mut low, rows, value).map_err(|why| name(why, ""))?));
        }
        for id in &ask.signals {
            let signal = &book.signals[id.index()];
            let raised = raised(&mut low, signal).map_err(|why| name(why, &signal.name))?;
            wanted.push((Wanted::Signal(*id), raised));
        }
        let Lowering { code, variables, nodes, facts, .. } = low;
        let lean = Lean::of(&code, &programmes, &wanted);
        Ok(Self { programmes, variables, nodes, facts, whole: code.into(), lean, statute })
    }
}

impl Program<'_> {
    /// The facts that it reads: columns of others may be left out.
    pub fn reads(&self) -> impl Iterator<Item = FactId> + '_ {
        self.facts.keys().copied()
    }
}

fn claim<'b>(low: &mut Lowering<'_, 'b>, id: ProgrammeId, force: bool) -> Result<Claim, lower::Refused> {
    let book: &'b Book = low.statute.book;
    let programme = &book.programmes[id.index()];
    let rows = Rows::from(programme.entity);
    let mut claim = Claim { programme: id, rows, force, conditions: Vec::new(), amount: None, tier: None };
    if !force {
        return Ok(claim);
    }
    for condition in &programme.conditions {
        let src = low.plain(&condition.formula)?;
        claim.conditions.push(low.code.lift(src, rows)?);
    }
    if let Some((amount, _)) = &programme.amount {
        let number = low.number(amount)?;
        let whole = low.code.as_whole(number)?;
        claim.amount = Some(low.code.lift(whole, rows)?);
    }
    if let Some((tier, _)) = &programme.tier {
        let src = low.plain(tier)?;
        claim.tier = Some(low.code.lift(src, rows)?);
    }
    Ok(claim)
}

/// A signal is raised where its condition holds and its exemption does not.
fn raised<'b>(low: &mut Lowering<'_, 'b>, signal: &'b Signal) -> Result<Low, lower::Refused> {
    let mut raised = low.plain(&signal.when)?;
    if let Some(exempt) = &signal.exempt {
        let exempt = low.plain(exempt)?;
        let stands = low.code.not(exempt)?;
        raised = low.code.binary(op::Binary::And, raised, stands)?;
    }
    lifted(low, signal.entity.into(), Low::Plain(raised))
}

/// What is wanted, with a lane for each row of its own entity.
fn lifted(low: &mut Lowering<'_, '_>, rows: Rows, value: Low) -> Result<Low, lower::Refused> {
    Ok(match value {
        Low::Plain(src) => Low::Plain(Src::Reg(low.code.filled(src, rows)?)),
        Low::Number(number) => {
            let top = Src::Reg(low.code.filled(number.top, rows)?);
            let bottom = number.bottom.map(|reg| low.code.filled(Src::Reg(reg), rows)).transpose()?;
            Low::Number(number::Number { top, bottom, ..number })
        }
    })
}

impl From<Rows> for Entity {
    fn from(rows: Rows) -> Self {
        match rows {
            Rows::Household => Self::Household,
            Rows::Person => Self::Person,
            Rows::Obligor => Self::Obligor,
        }
    }
}
