//! A second evaluator, slow and plain, in fractions without bounds: the fast engine is held against it.
//!
//! It walks the formulas of a [`Book`] for one household at a time and shares no code with `compile` and `run`.
//! What the checker should have refused (a division by zero, an amount that is no whole fen) is unknown here, with
//! the cause [`Cause::Undefined`].

mod calendar;
mod decide;
mod evaluate;
mod household;
pub mod random;

pub use calendar::whole_months;
pub use household::{Household, population};

use crate::book::{
    Aggregate, Arithmetic, Book, Comparison, Definition, Exception, Extent, FactId, ParameterId, Setting, Value,
};
use doudi_kernel::{Date, Month};
use num_bigint::BigInt;
use std::{cell::RefCell, collections::BTreeSet};

/// A fraction without bounds.
pub type Fraction = num_rational::Ratio<BigInt>;

/// A known value.
#[derive(Clone, Debug, PartialEq)]
pub enum Exact {
    /// yes or no
    YesNo(bool),
    /// Money in fen.
    Number(Fraction),
    /// The place in its list.
    Code(u16),
    /// The day.
    Date(Date),
}

/// Why a value is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// A fact of a row within the household.
    Fact(FactId, u32),
    /// A parameter that has no value here.
    Parameter(ParameterId),
    /// No formula here and now, or a number that does not exist.
    Undefined,
}

/// A value, or why there is none.
pub type Outcome = Result<Exact, BTreeSet<Cause>>;

impl From<Value> for Exact {
    fn from(value: Value) -> Self {
        match value {
            Value::YesNo(yes) => Self::YesNo(yes),
            Value::Number(ratio) => {
                let (top, bottom) = ratio.parts();
                Self::Number(Fraction::new(top.into(), bottom.into()))
            }
            Value::Code(code) => Self::Code(code),
            Value::Date(date) => Self::Date(date),
        }
    }
}

/// The law of one place in one month.
///
/// ```
/// use doudi_kernel::Month;
/// use doudi_rules::{book::Book, oracle::{Household, Oracle}};
/// let book = Book::default();
/// let june = Oracle::new(&book, "410102", Month::new(2026, 6).unwrap());
/// let household = Household { members: 1, ..Household::default() };
/// let reading = june.read(&household);
/// # let _ = reading;
/// ```
pub struct Oracle<'a> {
    book: &'a Book,
    division: &'a str,
    today: Date,
    settings: Vec<Option<&'a Setting>>,
    variables: Vec<Chosen<'a>>,
}

/// What of a variable holds here and now.
struct Chosen<'a> {
    exceptions: Vec<&'a Exception>,
    definition: Option<&'a Definition>,
}

/// One household under the law of one place and month. Remembers what it has computed.
pub struct Reading<'a> {
    oracle: &'a Oracle<'a>,
    household: &'a Household,
    seen: RefCell<Vec<Vec<Option<Outcome>>>>,
}

impl<'a> Oracle<'a> {
    /// The law that holds on the last day of a month at a division, given by its digits.
    pub fn new(book: &'a Book, division: &'a str, month: Month) -> Self {
        let today = month.last_day();
        let holds = |extent: &Extent| extent.holds(division, today);
        let rank = |extent: &Extent| (extent.region.len(), extent.from);
        let settings = book.parameters.iter().map(|parameter| {
            parameter.settings.iter().filter(|one| holds(&one.extent)).max_by_key(|one| rank(&one.extent))
        });
        let variables = book.variables.iter().map(|variable| Chosen {
            exceptions: variable.exceptions.iter().filter(|one| holds(&one.extent)).collect(),
            definition: (variable.definitions.iter().filter(|one| holds(&one.extent)))
                .max_by_key(|one| rank(&one.extent)),
        });
        Self { book, division, today, settings: settings.collect(), variables: variables.collect() }
    }

    /// What a parameter is set to here and now, of a code where it is `by` codes.
    pub fn setting(&self, parameter: ParameterId, code: Option<u16>) -> Option<Value> {
        *self.settings[parameter.index()]?.values.get(usize::from(code.unwrap_or(0)))?
    }

    /// Reads a household.
    pub fn read(&'a self, household: &'a Household) -> Reading<'a> {
        Reading { oracle: self, household, seen: RefCell::new(vec![Vec::new(); self.variables.len()]) }
    }
}

/// An operator on two numbers; `None` where the divisor is zero.
fn arithmetic(how: Arithmetic, a: Fraction, b: Fraction) -> Option<Fraction> {
    match how {
        Arithmetic::Plus => Some(a + b),
        Arithmetic::Minus => Some(a - b),
        Arithmetic::Times => Some(a * b),
        Arithmetic::Over => (b != Fraction::from(BigInt::ZERO)).then(|| a / b),
    }
}

/// A comparison of two values of one kind.
fn compare(how: Comparison, a: &Exact, b: &Exact) -> bool {
    let order = match (a, b) {
        (Exact::Number(a), Exact::Number(b)) => a.cmp(b),
        (Exact::Date(a), Exact::Date(b)) => a.cmp(b),
        (Exact::Code(a), Exact::Code(b)) => a.cmp(b),
        (Exact::YesNo(a), Exact::YesNo(b)) => a.cmp(b),
        _ => unreachable!("the checker lets only values of one kind be compared"),
    };
    match how {
        Comparison::Less => order.is_lt(),
        Comparison::AtMost => order.is_le(),
        Comparison::More => order.is_gt(),
        Comparison::AtLeast => order.is_ge(),
        Comparison::Equal => order.is_eq(),
        Comparison::Unequal => order.is_ne(),
    }
}

/// Numbers of a child entity's rows taken together; 0 of none.
fn gather(how: Aggregate, numbers: Vec<Fraction>) -> Fraction {
    let gathered = match how {
        Aggregate::Largest => numbers.into_iter().max(),
        Aggregate::Least => numbers.into_iter().min(),
        _ => numbers.into_iter().reduce(|a, b| a + b),
    };
    gathered.unwrap_or_else(|| BigInt::ZERO.into())
}
