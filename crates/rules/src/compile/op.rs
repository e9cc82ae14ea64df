//! What a program does, one column at a time.
//!
//! A register is a column of `i64` with one lane a row of its entity, and a second column that says which lanes are
//! known. Yes is -1 (all bits), no is 0; codes are places in their lists; dates are `yyyymmdd`; numbers are the numerator
//! of a fraction whose denominator is kept beside the register (`number.rs`).

use crate::book::{Aggregate, Entity, FactId};
use doudi_kernel::Rounding;
use std::sync::Arc;

/// A column: the place of the operation that makes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Reg(pub(crate) u32);

impl Reg {
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// A column or one value for all lanes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Src {
    Reg(Reg),
    Const(i64),
}

/// Lane by lane of two sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Binary {
    Add,
    Subtract,
    Multiply,
    Less,
    AtMost,
    Equal,
    And,
    Or,
    Min,
    Max,
}

/// `top * factor * by`, in 128 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Product {
    pub(crate) top: Src,
    pub(crate) factor: i64,
    pub(crate) by: Option<Reg>,
}

/// What makes a register.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Op {
    /// A fact; what lies outside its bounds is unknown.
    Load(FactId),
    /// How many members a household has.
    Members,
    /// Known to nobody: a parameter without a value, a variable without a definition.
    Absent,
    /// One value in every lane of an entity.
    Fill(Rows, i64),
    Binary(Binary, Src, Src),
    Not(Reg),
    /// By a condition, one of two. Where the condition is unknown, the value is known if both are and are the same: by the
    /// last register, or by comparing lanes where there is none.
    Select(Reg, Src, Src, Option<Reg>),
    /// `Less`, `AtMost`, `Equal` of two products that 64 bits may not hold.
    Wide(Binary, Product, Product),
    /// A product over `parts * over`, rounded to a whole number.
    Round(Way, Product, i64, Option<Reg>, Width),
    /// A value a code; none is unknown.
    Lookup(Reg, Arc<[Option<i64>]>),
    /// `whole / lane`, which leaves no rest.
    Shares(i64, Reg),
    /// Of each household's rows.
    Gather(Gather, Rows, Reg),
    /// A household's lane to each of its rows.
    Spread(Rows, Reg),
    /// Whole years from a date to a day; the second is the day.
    Years(Reg, i64),
    /// Whole months from a date to a day.
    Months(Reg, i64),
}

/// Whether 64 bits hold everything on the way to a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Width {
    Narrow,
    Wide,
}

macro_rules! orderable {
    ($(#[$doc:meta])* $name:ident of $of:ident { $($case:ident),* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum $name { $($case),* }

        impl From<$of> for $name {
            fn from(it: $of) -> Self {
                match it { $($of::$case => Self::$case),* }
            }
        }
    };
}

orderable! {
    /// An entity, as a part of an operation.
    Rows of Entity { Household, Person, Obligor }
}
orderable! {
    /// An aggregate, as a part of an operation.
    Gather of Aggregate { Sum, Largest, Least, Count, Any, Every }
}
orderable! {
    /// A rounding, as a part of an operation.
    Way of Rounding { Down, Up, HalfUp }
}

impl Op {
    /// The registers that it reads.
    pub(crate) fn reads(&self) -> impl Iterator<Item = Reg> {
        let reg = |src: &Src| if let Src::Reg(reg) = src { Some(*reg) } else { None };
        let product = |product: &Product| [reg(&product.top), product.by];
        let all: [Option<Reg>; 4] = match self {
            Self::Load(_) | Self::Members | Self::Absent | Self::Fill(..) => [None; 4],
            Self::Binary(_, a, b) => [reg(a), reg(b), None, None],
            Self::Select(c, a, b, same) => [Some(*c), reg(a), reg(b), *same],
            Self::Wide(_, a, b) => {
                let ([a0, a1], [b0, b1]) = (product(a), product(b));
                [a0, a1, b0, b1]
            }
            Self::Round(_, a, _, over, _) => {
                let [a0, a1] = product(a);
                [a0, a1, *over, None]
            }
            Self::Not(a)
            | Self::Lookup(a, _)
            | Self::Shares(_, a)
            | Self::Gather(_, _, a)
            | Self::Spread(_, a)
            | Self::Years(a, _)
            | Self::Months(a, _) => [Some(*a), None, None, None],
        };
        all.into_iter().flatten()
    }

    /// The same reading other registers.
    pub(crate) fn renamed(&self, to: impl Fn(Reg) -> Reg) -> Self {
        let src = |it: &Src| if let Src::Reg(reg) = it { Src::Reg(to(*reg)) } else { *it };
        let product = |it: &Product| Product { top: src(&it.top), by: it.by.map(&to), ..*it };
        match self {
            Self::Load(_) | Self::Members | Self::Absent | Self::Fill(..) => self.clone(),
            Self::Binary(kind, a, b) => Self::Binary(*kind, src(a), src(b)),
            Self::Select(c, a, b, same) => Self::Select(to(*c), src(a), src(b), same.map(to)),
            Self::Wide(kind, a, b) => Self::Wide(*kind, product(a), product(b)),
            Self::Round(way, a, parts, over, width) => Self::Round(*way, product(a), *parts, over.map(&to), *width),
            Self::Not(a) => Self::Not(to(*a)),
            Self::Lookup(a, table) => Self::Lookup(to(*a), table.clone()),
            Self::Shares(whole, a) => Self::Shares(*whole, to(*a)),
            Self::Gather(kind, rows, a) => Self::Gather(*kind, *rows, to(*a)),
            Self::Spread(rows, a) => Self::Spread(*rows, to(*a)),
            Self::Years(a, day) => Self::Years(to(*a), *day),
            Self::Months(a, day) => Self::Months(to(*a), *day),
        }
    }
}
