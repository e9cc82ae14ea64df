//! Test cases of policies: a household, and what the law says of it.

mod fast;
mod literal;
mod read;
mod refused;
mod run;
mod target;
mod write;

pub use fast::{Fast, exact};
pub use read::read;
pub use refused::{Refused, Unreadable};
pub use run::{Evaluator, Failure, Said, Slow, run};
pub(crate) use run::{met_where, shown};
pub use write::write;

use crate::{
    book::{FactId, ParameterId, ProgrammeId, Value, VariableId},
    lex::Span,
    oracle::Household,
};
use doudi_kernel::Month;

/// A household somewhere in some month, and what is expected.
#[derive(Clone, Debug)]
pub struct Case {
    /// The sentence that names it.
    pub name: String,
    /// The division's digits.
    pub division: String,
    /// The month that is assessed.
    pub month: Month,
    /// Its facts.
    pub household: Household,
    /// What is expected.
    pub expectations: Vec<Expectation>,
    /// Where its first line stands.
    pub span: Span,
}

/// One line of what is expected.
#[derive(Clone, Debug)]
pub struct Expectation {
    /// Of what.
    pub asked: Asked,
    /// What.
    pub want: Want,
    /// Where it stands.
    pub span: Span,
}

/// What a case can ask. Rows are places within the household.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Asked {
    /// The answer on a programme.
    Programme(ProgrammeId, u32),
    /// The tier of who is eligible.
    Tier(ProgrammeId, u32),
    /// A variable's value.
    Variable(VariableId, u32),
    /// A parameter's value, of a code where it is `by` codes.
    Parameter(ParameterId, Option<u16>),
    /// Whether a signal is raised: its place in the book.
    Signal(usize, u32),
}

/// What is expected. Without a list or an amount, any will do.
#[derive(Clone, Debug, PartialEq)]
pub enum Want {
    /// `eligible 263 yuan/month`: in fen.
    Eligible(Option<Value>),
    /// `not_eligible because …`: places of conditions, sorted.
    NotEligible(Option<Vec<u16>>),
    /// `missing …`: facts, sorted, of whatever row.
    Missing(Option<Vec<FactId>>),
    /// `not_in_law because …`: parameters without a value, sorted.
    NotInLaw(Option<Vec<ParameterId>>),
    /// A value of the variable, parameter or tier.
    Value(Value),
    /// `unknown`
    Unknown,
}
