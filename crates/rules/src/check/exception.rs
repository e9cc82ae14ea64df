//! Exceptions: from what, and in which order they are asked.

use super::{Checker, names::Thing};
use crate::{
    book::{Exception, Type, VariableId},
    complaint::Refusal,
    parse::tree::{Body, Clause, Item, Keyword, Name, Tree},
};
use std::collections::BTreeMap;

impl Checker {
    pub(super) fn except(&mut self, trees: &[Tree]) {
        let items: Vec<(&Item, Option<&Name>)> = trees
            .iter()
            .flat_map(|tree| tree.items.iter().map(|item| (item, tree.within.as_ref())))
            .filter(|(item, _)| item.keyword == Keyword::Exception)
            .collect();
        let targets = self.exception_targets(&items);
        for (item, within) in items {
            if let Some(variable) = self.root(item, &targets) {
                self.exception(item, variable, within);
            }
        }
    }

    /// Each exception with what it is from; a name stands for one thing only.
    fn exception_targets(&mut self, items: &[(&Item, Option<&Name>)]) -> BTreeMap<String, String> {
        let mut targets = BTreeMap::new();
        for (item, _) in items {
            let Some(target) = &item.head.target else { continue };
            let taken = self.names.things.contains_key(&item.name.text);
            if taken || targets.insert(item.name.text.clone(), target.text.clone()).is_some() {
                self.refuse(item.name.span, Refusal::Twice(item.name.text.clone()));
            }
        }
        self.names.above = targets.clone();
        targets
    }

    /// The variable that an exception, or the exception that it is from, excepts from.
    fn root(&mut self, item: &Item, targets: &BTreeMap<String, String>) -> Option<VariableId> {
        let target = item.head.target.as_ref()?;
        let mut name = &target.text;
        for _ in 0..=targets.len() {
            match (self.names.things.get(name), targets.get(name)) {
                (Some(Thing::Variable(id)), _) => return Some(*id),
                (None, Some(above)) => name = above,
                _ => {
                    self.refuse(target.span, Refusal::NoTarget(target.text.clone()));
                    return None;
                }
            }
        }
        self.refuse(target.span, Refusal::ExceptionCycle(item.name.text.clone()));
        None
    }

    fn exception(&mut self, item: &Item, id: VariableId, within: Option<&Name>) {
        let Some(extent) = self.extent(&item.head.extent, within) else { return };
        let variable = &self.book.variables[id.index()];
        let (entity, ty, open, name) = (variable.entity, variable.ty, variable.open, variable.name.clone());
        self.refuse_unopened(&name, open, &extent, item.name.span);
        let label = self.label(item);
        let mut cites = self.cites(&item.head.cites);
        let (mut when, mut value) = (None, None);
        for (clause, span) in &item.clauses {
            match clause {
                Clause::When(formula, more) => {
                    when = Some(self.formula(entity, Some(Type::YesNo), formula));
                    cites.extend(self.cites(more));
                }
                Clause::Definition(definition) => {
                    cites.extend(self.cites(&definition.cites));
                    match &definition.body {
                        Body::Formula(formula) => value = Some(self.formula(entity, Some(ty), formula)),
                        _ => self.refuse(*span, Refusal::WantFormula),
                    }
                }
                Clause::Label(_, more) => cites.extend(self.cites(more)),
                _ => {}
            }
        }
        for (there, clause) in [(when.is_some(), "when"), (value.is_some(), "is")] {
            if !there {
                self.refuse(item.name.span, Refusal::Lacks { name: item.name.text.clone(), clause });
            }
        }
        let (Some(Some(when)), Some(Some(value))) = (when, value) else { return };
        let number = self.book.choices;
        self.book.choices += 1;
        let (name, span) = (item.name.text.clone(), item.name.span);
        let exception = Exception { name, label, extent, when, value, number, cites, span };
        self.book.variables[id.index()].exceptions.push(exception);
    }

    /// Exceptions from an exception go before it; otherwise the order of files stays.
    pub(super) fn order_exceptions(&mut self) {
        let above = &self.names.above;
        let depth = |name: &str| std::iter::successors(above.get(name), |name| above.get(*name)).count();
        for variable in &mut self.book.variables {
            variable.exceptions.sort_by_key(|exception| std::cmp::Reverse(depth(&exception.name)));
        }
    }

    /// Whether one of two is, through any number of others, from the other.
    pub(super) fn related(&self, a: &str, b: &str) -> bool {
        let above = &self.names.above;
        let under =
            |a: &str, b: &str| std::iter::successors(above.get(a), |name| above.get(*name)).any(|name| name == b);
        under(a, b) || under(b, a)
    }
}
