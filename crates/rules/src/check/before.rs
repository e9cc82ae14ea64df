//! Facts that nobody tells: what another fact or a variable held a month ago.

use super::{Checker, names::Thing};
use crate::{
    book::{Before, Book, FactId, Node, Type, VariableId},
    complaint::Refusal,
    parse::tree::{Clause, Keyword, Name, Tree},
};
use std::collections::BTreeSet;

impl Checker {
    /// Resolves the clauses `before`, once all names are declared.
    pub(super) fn look_back(&mut self, trees: &[Tree]) {
        let items = trees.iter().flat_map(|tree| &tree.items).filter(|item| item.keyword == Keyword::Fact);
        for item in items {
            let Some(Thing::Fact(id)) = self.names.things.get(&item.name.text).copied() else { continue };
            for (clause, _) in &item.clauses {
                if let Clause::Before(name) = clause {
                    self.held(id, name);
                }
            }
        }
    }

    fn held(&mut self, id: FactId, name: &Name) {
        let of = match self.names.things.get(&name.text).copied() {
            Some(Thing::Fact(of)) => Before::Fact(of),
            Some(Thing::Variable(of)) => Before::Variable(of),
            _ => return self.refuse(name.span, Refusal::NothingBefore(name.text.clone())),
        };
        let Some(fact) = self.book.facts.get(id.index()) else { return };
        let alike = match of {
            Before::Fact(of) => self.book.facts.get(of.index()).is_some_and(|of| {
                // Two months ago is nobody's business; today is no value of a household's.
                (of.entity, of.ty) == (fact.entity, fact.ty) && of.before.is_none() && of.ty != Type::Date
            }),
            // A variable's number may be a fraction, which no column of facts holds.
            Before::Variable(of) => self.book.variables.get(of.index()).is_some_and(|of| {
                (of.entity, of.ty) == (fact.entity, fact.ty) && matches!(of.ty, Type::YesNo | Type::Code(_))
            }),
        };
        if !alike {
            return self.refuse(name.span, Refusal::OtherBefore(name.text.clone()));
        }
        self.book.facts[id.index()].before = Some(of);
    }

    /// A variable that is looked back at rests on no month before itself: else each month would need all before it.
    pub(super) fn refuse_looking_back_twice(&mut self) {
        let looked = self.book.facts.iter().filter_map(|fact| match fact.before {
            Some(Before::Variable(of)) => Some((fact.span, of)),
            _ => None,
        });
        for (span, of) in looked.collect::<Vec<_>>() {
            if rests_on_before(&self.book, of) {
                let name = self.book.variables[of.index()].name.clone();
                self.refuse(span, Refusal::BeforeBefore(name));
            }
        }
    }
}

/// Whether a variable reads, through whatever variables, a fact of the month before.
fn rests_on_before(book: &Book, of: VariableId) -> bool {
    let (mut seen, mut open) = (BTreeSet::from([of]), vec![of]);
    let mut found = false;
    while let Some(at) = open.pop() {
        let variable = &book.variables[at.index()];
        let definitions = variable.definitions.iter().map(|definition| &definition.formula);
        let exceptions = variable.exceptions.iter().flat_map(|exception| [&exception.when, &exception.value]);
        for formula in definitions.chain(exceptions) {
            formula.walk(&mut |part| match part.node {
                Node::Variable(id) if seen.insert(id) => open.push(id),
                Node::Fact(id) => found |= book.facts[id.index()].before.is_some(),
                _ => {}
            });
        }
    }
    found
}
