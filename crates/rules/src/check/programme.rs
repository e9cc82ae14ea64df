//! Programmes: where they are in force, what must hold, what comes out.

use super::{Checker, names::Thing};
use crate::{
    book::{Cite, Condition, Entity, Formula, ProgrammeId, Type},
    complaint::{Refusal, TypeName},
    lex::Span,
    parse::tree::{CiteText, Clause, ConditionText, Expression, Item, Keyword, Name, Tree},
    unit::Unit,
};

impl Checker {
    pub(super) fn claim(&mut self, trees: &[Tree]) {
        for tree in trees {
            for item in &tree.items {
                let found = self.names.things.get(&item.name.text).copied();
                if let (Keyword::Programme | Keyword::Amend, Some(Thing::Programme(id))) = (item.keyword, found) {
                    self.programme(id, item, tree.within.as_ref());
                }
            }
        }
    }

    fn programme(&mut self, id: ProgrammeId, item: &Item, within: Option<&Name>) {
        let entity = self.book.programmes[id.index()].entity;
        for (clause, span) in &item.clauses {
            match clause {
                Clause::Force(extent, cites) => {
                    if let Some(extent) = self.extent(extent, within) {
                        let cites = self.cites(cites);
                        self.book.programmes[id.index()].force.push((extent, cites));
                    }
                }
                Clause::Condition(text) => self.condition(id, entity, text),
                Clause::Amount(formula, cites) => self.amount(id, entity, formula, cites, *span),
                Clause::Tier(formula, cites) => self.tier(id, entity, formula, cites, *span),
                Clause::Brings(names) => names.iter().for_each(|name| self.brings(id, name)),
                _ => {}
            }
        }
        let programme = &self.book.programmes[id.index()];
        let lacks = [(programme.force.is_empty(), "force"), (programme.conditions.is_empty(), "condition")];
        if item.keyword == Keyword::Programme {
            for (_, clause) in lacks.into_iter().filter(|(lacks, _)| *lacks) {
                self.refuse(item.name.span, Refusal::Lacks { name: item.name.text.clone(), clause });
            }
        }
    }

    fn condition(&mut self, id: ProgrammeId, entity: Entity, text: &ConditionText) {
        if self.book.programmes[id.index()].conditions.iter().any(|condition| condition.name == text.name.text) {
            self.refuse(text.name.span, Refusal::Twice(text.name.text.clone()));
        }
        let Some(formula) = self.formula(entity, Some(Type::YesNo), &text.formula) else { return };
        let cites = self.cites(&text.cites);
        let (name, label, span) = (text.name.text.clone(), text.label.clone(), text.name.span);
        self.book.programmes[id.index()].conditions.push(Condition { name, label, formula, cites, span });
    }

    fn amount(&mut self, id: ProgrammeId, entity: Entity, text: &Expression, cites: &[CiteText], span: Span) {
        let Some((formula, cites)) = self.outcome(entity, text, cites) else { return };
        let periods = [Unit::YUAN, Unit::YUAN / Unit::MONTH, Unit::YUAN / Unit::YEAR];
        match formula.ty {
            Type::Number(unit) if periods.contains(&unit) => {}
            other => return self.refuse(formula.span, Refusal::AmountUnit(TypeName::of(&self.book, other))),
        }
        if self.book.programmes[id.index()].amount.replace((formula, cites)).is_some() {
            self.refuse(span, Refusal::ClauseTwice("amount"));
        }
    }

    fn tier(&mut self, id: ProgrammeId, entity: Entity, text: &Expression, cites: &[CiteText], span: Span) {
        let Some((formula, cites)) = self.outcome(entity, text, cites) else { return };
        if !matches!(formula.ty, Type::Code(_)) {
            return self.refuse(formula.span, Refusal::WantCodeHere(TypeName::of(&self.book, formula.ty)));
        }
        if self.book.programmes[id.index()].tier.replace((formula, cites)).is_some() {
            self.refuse(span, Refusal::ClauseTwice("tier"));
        }
    }

    fn outcome(&mut self, entity: Entity, text: &Expression, cites: &[CiteText]) -> Option<(Formula, Vec<Cite>)> {
        let formula = self.formula(entity, None, text)?;
        Some((formula, self.cites(cites)))
    }

    fn brings(&mut self, id: ProgrammeId, name: &Name) {
        match self.names.things.get(&name.text).copied() {
            Some(Thing::Programme(other)) => self.book.programmes[id.index()].brings.push(other),
            _ => self.refuse(name.span, Refusal::NoProgramme(name.text.clone())),
        }
    }
}
