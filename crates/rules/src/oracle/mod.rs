//! A second evaluator, slow and plain, in fractions without bounds: the fast engine is held against it.
//!
//! It walks the formulas of a [`Book`] for one household at a time and shares no code with `compile` and `run`.
//! What the checker should have refused (a division by zero, an amount that is no whole fen) is unknown here, with
//! the cause [`Cause::Undefined`].

mod calendar;
mod decide;
mod evaluate;
mod fraction;
mod household;
pub mod random;

pub use calendar::whole_months;
pub use fraction::Fraction;
pub use household::{Household, population};

use crate::book::{
    Arithmetic, Book, Comparison, Definition, Entity, Exception, Extent, FactId, ParameterId, Setting, Value,
    VariableId,
};
use doudi_kernel::{Date, Month};
use std::{cell::RefCell, collections::BTreeSet, rc::Rc};

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

impl Cause {
    fn alone(self) -> Causes {
        Rc::new(BTreeSet::from([self]))
    }
}

/// All reasons why a value is unknown.
pub type Causes = Rc<BTreeSet<Cause>>;

/// A value, or why there is none.
pub type Outcome = Result<Exact, Causes>;

impl From<Value> for Exact {
    fn from(value: Value) -> Self {
        match value {
            Value::YesNo(yes) => Self::YesNo(yes),
            Value::Number(ratio) => {
                let (top, bottom) = ratio.parts();
                Self::Number(Fraction::new(top, bottom))
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
    /// How many variables each entity has.
    counts: [u32; 3],
}

/// What of a variable holds here and now.
struct Chosen<'a> {
    exceptions: Vec<&'a Exception>,
    definition: Option<&'a Definition>,
    /// Which of its entity's variables it is.
    number: u32,
}

/// One household under the law of one place and month. Remembers what it has computed.
pub struct Reading<'a> {
    oracle: &'a Oracle<'a>,
    household: &'a Household,
    /// The rows of every fact.
    given: Vec<&'a [Option<Value>]>,
    /// Values of variables: the household's, then a row of all of theirs a member, then a row an obligor.
    seen: RefCell<Vec<Option<Outcome>>>,
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
        let mut counts = [0; 3];
        let variables = book.variables.iter().map(|variable| {
            let count = &mut counts[variable.entity as usize];
            *count += 1;
            Chosen {
                exceptions: variable.exceptions.iter().filter(|one| holds(&one.extent)).collect(),
                definition: (variable.definitions.iter().filter(|one| holds(&one.extent)))
                    .max_by_key(|one| rank(&one.extent)),
                number: *count - 1,
            }
        });
        let variables = variables.collect();
        Self { book, division, today, settings: settings.collect(), variables, counts }
    }

    /// What a parameter is set to here and now, of a code where it is `by` codes.
    pub fn setting(&self, parameter: ParameterId, code: Option<u16>) -> Option<Value> {
        *self.settings[parameter.index()]?.values.get(usize::from(code.unwrap_or(0)))?
    }

    /// Reads a household.
    pub fn read(&'a self, household: &'a Household) -> Reading<'a> {
        let mut given: Vec<&[Option<Value>]> = vec![&[]; self.book.facts.len()];
        household.facts.iter().for_each(|(fact, rows)| given[fact.index()] = rows);
        let [own, person, obligor] = self.counts;
        let places = own + person * household.members + obligor * household.obligors;
        Reading { oracle: self, household, given, seen: RefCell::new(vec![None; places as usize]) }
    }

    /// Where a reading of a household keeps a variable's value.
    fn place(&self, household: &Household, variable: VariableId, row: u32) -> usize {
        let number = self.variables[variable.index()].number;
        let [own, person, obligor] = self.counts;
        let place = match self.book.variables[variable.index()].entity {
            Entity::Household => number,
            Entity::Person => own + person * row + number,
            Entity::Obligor => own + person * household.members + obligor * row + number,
        };
        place as usize
    }
}

/// An operator on two numbers; `None` where the divisor is zero.
fn arithmetic(how: Arithmetic, a: Fraction, b: Fraction) -> Option<Fraction> {
    match how {
        Arithmetic::Plus => Some(a + b),
        Arithmetic::Minus => Some(a - b),
        Arithmetic::Times => Some(a * b),
        Arithmetic::Over => (!b.is_zero()).then(|| a / b),
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
