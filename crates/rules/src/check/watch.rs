//! Signals and procedures.

use super::{Checker, names::Thing, value};
use crate::{
    book::{Cite, Entity, Extent, Label, ParameterId, Procedure, Signal, Step, Type, Value},
    complaint::Refusal,
    parse::tree::{Clause, Item, Keyword, Literal, LiteralKind, Name, StepText, Tree},
    unit::Unit,
};
use doudi_kernel::Ratio;

impl Checker {
    pub(super) fn watch(&mut self, trees: &[Tree]) {
        for tree in trees {
            for item in &tree.items {
                match item.keyword {
                    Keyword::Signal => drop(self.signal(item)),
                    Keyword::Procedure => self.procedure(item, tree.within.as_ref()),
                    _ => {}
                }
            }
        }
    }

    fn signal(&mut self, item: &Item) -> Option<()> {
        let entity = item.head.entity.filter(|entity| *entity != Entity::Obligor)?;
        let label = self.label(item);
        let mut cites = self.cites(&item.head.cites);
        let (mut when, mut exempt, mut severity, mut owner) = (None, None, None, None);
        let (mut due, mut rest, mut remedy) = (None, None, None);
        for (clause, _) in &item.clauses {
            match clause {
                Clause::Label(_, more) => cites.extend(self.cites(more)),
                Clause::When(formula, more) => {
                    when = Some(self.formula(entity, Some(Type::YesNo), formula)?);
                    cites.extend(self.cites(more));
                }
                Clause::Exempt(formula, more) => {
                    exempt = Some(self.formula(entity, Some(Type::YesNo), formula)?);
                    cites.extend(self.cites(more));
                }
                Clause::Severity(word) => severity = Some(self.severity(word)?),
                Clause::Owner(role) => owner = self.places("role", std::slice::from_ref(role)).first().copied(),
                Clause::Due(literal) => due = Some(self.days(literal)?),
                Clause::Rest(literal) => rest = Some(self.days(literal)?),
                Clause::Remedy(label, more) => {
                    remedy = Some(label.clone());
                    cites.extend(self.cites(more));
                }
                _ => {}
            }
        }
        let there: [(bool, &'static str); 5] = [
            (when.is_some(), "when"),
            (severity.is_some(), "severity"),
            (owner.is_some(), "owner"),
            (due.is_some(), "due"),
            (remedy.is_some(), "remedy"),
        ];
        for (_, clause) in there.into_iter().filter(|(there, _)| !there) {
            self.refuse(item.name.span, Refusal::Lacks { name: item.name.text.clone(), clause });
        }
        self.book.signals.push(Signal {
            name: item.name.text.clone(),
            entity,
            label,
            when: when?,
            exempt,
            severity: severity?,
            owner: owner?,
            due: due?,
            rest,
            remedy: remedy?,
            cites,
            span: item.name.span,
        });
        Some(())
    }

    fn severity(&mut self, word: &Name) -> Option<String> {
        if ["urgent", "high", "normal"].contains(&word.text.as_str()) {
            return Some(word.text.clone());
        }
        self.refuse(word.span, Refusal::Want("urgent | high | normal".into()));
        None
    }

    fn days(&mut self, literal: &Literal) -> Option<(Ratio, Unit)> {
        let unit = match literal.kind {
            LiteralKind::Number(_, unit) if [Unit::DAY, Unit::WORKING_DAY].contains(&unit) => unit,
            _ => {
                self.refuse(literal.span, Refusal::WantDays);
                return None;
            }
        };
        let made = value::literal(&self.book, Type::Number(unit), literal);
        match self.take(made).flatten() {
            Some(Value::Number(days)) => Some((days, unit)),
            _ => None,
        }
    }

    fn procedure(&mut self, item: &Item, within: Option<&Name>) {
        let label: Label = self.label(item);
        let mut force: Vec<(Extent, Vec<Cite>)> = Vec::new();
        let mut steps: Vec<Step> = Vec::new();
        for (clause, _) in &item.clauses {
            match clause {
                Clause::Force(extent, cites) => {
                    if let Some(extent) = self.extent(extent, within) {
                        force.push((extent, self.cites(cites)));
                    }
                }
                Clause::Step(text) => {
                    if steps.iter().any(|step| step.name == text.name.text) {
                        self.refuse(text.name.span, Refusal::Twice(text.name.text.clone()));
                    }
                    steps.extend(self.step(text));
                }
                _ => {}
            }
        }
        for (_, clause) in [(force.is_empty(), "force"), (steps.is_empty(), "step")].into_iter().filter(|(no, _)| *no) {
            self.refuse(item.name.span, Refusal::Lacks { name: item.name.text.clone(), clause });
        }
        let (name, span) = (item.name.text.clone(), item.name.span);
        self.book.procedures.push(Procedure { name, label, force, steps, span });
    }

    fn step(&mut self, text: &StepText) -> Option<Step> {
        let by = self.places("role", std::slice::from_ref(&text.by)).first().copied();
        let day = |ty| ty == Type::Number(Unit::DAY) || ty == Type::Number(Unit::WORKING_DAY);
        let within = text.within.as_ref().map(|name| self.parameter(name, day, Refusal::WantDays));
        let when = text.when.as_ref().map(|name| self.parameter(name, |ty| ty == Type::YesNo, Refusal::WantYesNo));
        if within == Some(None) || when == Some(None) {
            return None;
        }
        let cites = self.cites(&text.cites);
        let (name, label) = (text.name.text.clone(), text.label.clone());
        Some(Step { name, label, by: by?, within: within.flatten(), when: when.flatten(), cites })
    }

    fn parameter(&mut self, name: &Name, fits: impl Fn(Type) -> bool, otherwise: Refusal) -> Option<ParameterId> {
        match self.names.things.get(&name.text).copied() {
            Some(Thing::Parameter(id)) => {
                let parameter = &self.book.parameters[id.index()];
                let fits = fits(parameter.ty) && parameter.by.is_none();
                if !fits {
                    self.refuse(name.span, otherwise);
                }
                fits.then_some(id)
            }
            _ => {
                self.refuse(name.span, Refusal::NoParameter(name.text.clone()));
                None
            }
        }
    }
}
