//! Formulas from the top to the leaves, and all formulas of a book.

use crate::book::{Book, Formula, Node};

impl Formula {
    /// The formulas that this one is directly made of.
    pub fn parts(&self) -> Vec<&Self> {
        match &self.node {
            Node::Literal(_) | Node::Fact(_) | Node::Variable(_) | Node::Parameter(_, None) => Vec::new(),
            Node::Parameter(_, Some(one)) | Node::Minus(one) | Node::Not(one) | Node::In(one, _) => vec![one],
            Node::Over(_, _, one) | Node::Round(_, one, _) | Node::YearsSince(one) | Node::MonthsSince(one) => {
                vec![one]
            }
            Node::Arithmetic(_, a, b) | Node::Compare(_, a, b) => vec![a, b],
            Node::And(parts) | Node::Or(parts) | Node::Min(parts) | Node::Max(parts) => parts.iter().collect(),
            Node::Choice(choice) => {
                let arms = choice.arms.iter().flat_map(|arm| [&arm.when, &arm.value]);
                arms.chain([&*choice.rest]).collect()
            }
        }
    }

    /// Calls with this formula and every one in it.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Self)) {
        visit(self);
        self.parts().into_iter().for_each(|part| part.walk(visit));
    }
}

impl Book {
    /// Every formula that stands in a definition, exception, programme or signal.
    pub fn formulas(&self) -> Vec<&Formula> {
        let mut all = Vec::new();
        for variable in &self.variables {
            all.extend(variable.definitions.iter().map(|definition| &definition.formula));
            all.extend(variable.exceptions.iter().flat_map(|exception| [&exception.when, &exception.value]));
        }
        for programme in &self.programmes {
            all.extend(programme.conditions.iter().map(|condition| &condition.formula));
            all.extend(programme.amount.iter().chain(&programme.tier).map(|(formula, _)| formula));
        }
        all.extend(self.signals.iter().flat_map(|signal| [Some(&signal.when), signal.exempt.as_ref()]).flatten());
        all
    }
}
