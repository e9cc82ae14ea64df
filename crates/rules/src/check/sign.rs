//! What cannot be zero or negative: divisors must be proved positive.

use super::Checker;
use crate::{
    book::{Aggregate, Arithmetic, Book, Formula, Node, Value, VariableId},
    complaint::Refusal,
};
use doudi_kernel::{Ratio, Rounding};

/// What is known of a number's sign; the stronger one is the greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sign {
    Any,
    NotNegative,
    Positive,
}

/// Signs of the variables of a book without cycles.
pub(super) struct Signs<'a> {
    book: &'a Book,
    known: Vec<Option<Sign>>,
}

impl Checker {
    pub(super) fn refuse_doubtful_divisors(&mut self) {
        let mut signs = Signs::new(&self.book);
        let mut doubtful = Vec::new();
        for formula in self.book.formulas() {
            formula.walk(&mut |part| {
                if let Node::Arithmetic(Arithmetic::Over, _, by) = &part.node
                    && signs.of(by) != Sign::Positive
                {
                    doubtful.push(by.span);
                }
            });
        }
        doubtful.into_iter().for_each(|span| self.refuse(span, Refusal::Divisor));
    }
}

impl<'a> Signs<'a> {
    pub(super) fn new(book: &'a Book) -> Self {
        Self { book, known: vec![None; book.variables.len()] }
    }

    /// The sign of a formula.
    pub(super) fn of(&mut self, formula: &Formula) -> Sign {
        match &formula.node {
            Node::Literal(value) => of_value(value),
            Node::Fact(id) => of_number(Ratio::whole(self.book.facts[id.index()].between.0)),
            Node::Parameter(id, _) => {
                let settings = &self.book.parameters[id.index()].settings;
                let values = settings.iter().flat_map(|setting| setting.values.iter().flatten());
                // Without a value it is unknown, and so is what is divided by it.
                values.map(of_value).min().unwrap_or(Sign::Positive)
            }
            Node::Variable(id) => self.variable(*id),
            Node::Arithmetic(sign, a, b) => self.arithmetic(*sign, a, b),
            Node::Choice(choice) => {
                let values = choice.arms.iter().map(|arm| &arm.value).chain([&*choice.rest]);
                values.map(|value| self.of(value)).min().unwrap_or(Sign::Any)
            }
            Node::Over(Aggregate::Count, ..) | Node::YearsSince(_) | Node::MonthsSince(_) => Sign::NotNegative,
            // Of no row it is 0.
            Node::Over(_, _, each) => self.of(each).min(Sign::NotNegative),
            Node::Min(parts) => parts.iter().map(|part| self.of(part)).min().unwrap_or(Sign::Any),
            Node::Max(parts) => parts.iter().map(|part| self.of(part)).max().unwrap_or(Sign::Any),
            Node::Round(Rounding::Up, value, _) => self.of(value),
            Node::Round(_, value, _) => self.of(value).min(Sign::NotNegative),
            _ => Sign::Any,
        }
    }

    fn arithmetic(&mut self, sign: Arithmetic, a: &Formula, b: &Formula) -> Sign {
        let (a, b) = (self.of(a), self.of(b));
        match sign {
            Arithmetic::Plus if a.min(b) > Sign::Any => a.max(b),
            Arithmetic::Times => a.min(b),
            Arithmetic::Over if b == Sign::Positive => a,
            _ => Sign::Any,
        }
    }

    fn variable(&mut self, id: VariableId) -> Sign {
        if let Some(known) = self.known[id.index()] {
            return known;
        }
        // Taken until it is known: what is asked for while it is being found is a cycle, and those were refused.
        self.known[id.index()] = Some(Sign::Any);
        let variable = &self.book.variables[id.index()];
        let definitions = variable.definitions.iter().map(|definition| &definition.formula);
        let values = definitions.chain(variable.exceptions.iter().map(|exception| &exception.value));
        let sign = values.map(|value| self.of(value)).min().unwrap_or(Sign::Any);
        self.known[id.index()] = Some(sign);
        sign
    }
}

fn of_value(value: &Value) -> Sign {
    match value {
        Value::Number(number) => of_number(*number),
        _ => Sign::Any,
    }
}

fn of_number(number: Ratio) -> Sign {
    match number.cmp(&Ratio::whole(0)) {
        std::cmp::Ordering::Less => Sign::Any,
        std::cmp::Ordering::Equal => Sign::NotNegative,
        std::cmp::Ordering::Greater => Sign::Positive,
    }
}
