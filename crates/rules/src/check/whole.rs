//! Money comes out in whole fen.

use super::Checker;
use crate::{
    book::{Aggregate, Arithmetic, Book, Formula, Node, Value, VariableId},
    complaint::Refusal,
    lex::Span,
};

/// Which variables give whole numbers of what they count, in a book without cycles.
pub(super) struct Whole<'a> {
    book: &'a Book,
    known: Vec<Option<bool>>,
    /// The part that was first found to give parts.
    pub(super) blame: Option<Span>,
}

impl Checker {
    pub(super) fn refuse_parts_of_fen(&mut self) {
        let mut doubtful = Vec::new();
        for (formula, _) in self.book.programmes.iter().filter_map(|programme| programme.amount.as_ref()) {
            let mut whole = Whole::new(&self.book);
            if !whole.is(formula) {
                let at = whole.blame.unwrap_or(formula.span);
                doubtful.push((formula.span, at));
            }
        }
        for (amount, at) in doubtful {
            self.refuse(at, Refusal::Unrounded { amount });
        }
    }
}

impl<'a> Whole<'a> {
    pub(super) fn new(book: &'a Book) -> Self {
        Self { book, known: vec![None; book.variables.len()], blame: None }
    }

    /// Whether a number is whole: fen, persons, months.
    pub(super) fn is(&mut self, formula: &Formula) -> bool {
        let whole = match &formula.node {
            Node::Literal(value) => is_whole(value),
            Node::Fact(_) | Node::YearsSince(_) | Node::MonthsSince(_) | Node::Over(Aggregate::Count, ..) => true,
            Node::Parameter(id, _) => {
                let settings = &self.book.parameters[id.index()].settings;
                settings.iter().flat_map(|setting| setting.values.iter().flatten()).all(is_whole)
            }
            Node::Variable(id) => return self.variable(*id),
            Node::Arithmetic(Arithmetic::Over, ..) => false,
            // Of a product the whole product is to blame, because it is what must be rounded.
            Node::Arithmetic(Arithmetic::Times, a, b) => {
                let blamed = self.blame;
                let whole = self.is(a) && self.is(b);
                self.blame = blamed;
                whole
            }
            Node::Round(_, _, step) => step.is_whole(),
            Node::Choice(choice) => {
                return choice.arms.iter().map(|arm| &arm.value).chain([&*choice.rest]).all(|value| self.is(value));
            }
            Node::Arithmetic(..) | Node::Minus(_) | Node::Over(..) | Node::Min(_) | Node::Max(_) => {
                return formula.parts().into_iter().all(|part| self.is(part));
            }
            _ => false,
        };
        if !whole {
            self.blame.get_or_insert(formula.span);
        }
        whole
    }

    fn variable(&mut self, id: VariableId) -> bool {
        if let Some(known) = self.known[id.index()] {
            return known;
        }
        self.known[id.index()] = Some(false);
        let variable = &self.book.variables[id.index()];
        let definitions = variable.definitions.iter().map(|definition| &definition.formula);
        let mut values = definitions.chain(variable.exceptions.iter().map(|exception| &exception.value));
        let whole = values.all(|value| self.is(value));
        self.known[id.index()] = Some(whole);
        whole
    }
}

fn is_whole(value: &Value) -> bool {
    matches!(value, Value::Number(number) if number.is_whole())
}
