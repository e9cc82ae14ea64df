//! Which facts could still decide a value that is not known, asking nothing that cannot.
//!
//! A value hangs for good on what somebody does not know and on what the law does not set: beside it in a sum or a
//! comparison nothing is asked any more; beside it in an “and” or an “or” the others still are, since one may settle it.

use super::told::{Known, Need};
use doudi_rules::{
    book::{Aggregate, Book, Entity, FactId, Formula, Node, Programme, VariableId},
    compile::Statute,
    explain::{self, Reader, Row},
};
use std::{cell::RefCell, collections::BTreeMap, collections::BTreeSet, rc::Rc};

/// What is to be asked; none where nothing that is asked helps.
type Open = Option<Rc<BTreeSet<Need>>>;

/// Looks through one household.
pub(super) struct Needs<'a, 'r, 'b> {
    statute: &'a Statute<'b>,
    reader: &'a Reader<'r, 'b>,
    known: &'a Known,
    /// What may come to be needed is told too: ways that a choice may still take.
    ahead: bool,
    seen: RefCell<BTreeMap<(VariableId, usize), Open>>,
}

impl<'a, 'r, 'b> Needs<'a, 'r, 'b> {
    /// The reader must have turned to the household.
    pub(super) fn new(statute: &'a Statute<'b>, reader: &'a Reader<'r, 'b>, known: &'a Known, ahead: bool) -> Self {
        Self { statute, reader, known, ahead, seen: RefCell::default() }
    }

    /// What could decide a programme for a row; empty where it is decided, or nothing can.
    pub(super) fn of(&self, programme: &Programme, row: Row) -> BTreeSet<Need> {
        if !self.open(programme, row) {
            return BTreeSet::new();
        }
        let unknown = |formula: &&Formula| self.reader.value(formula, row).is_none();
        let conditions: Vec<&Formula> = programme.conditions.iter().map(|it| &it.formula).filter(unknown).collect();
        let results = programme.amount.iter().chain(&programme.tier).map(|(formula, _)| formula);
        let open = if conditions.is_empty() { results.filter(unknown).collect() } else { conditions };
        open.into_iter().filter_map(|formula| self.formula(formula, row)).flat_map(|needs| (*needs).clone()).collect()
    }

    /// Whether a programme that is in force is still open for a row.
    pub(super) fn open(&self, programme: &Programme, row: Row) -> bool {
        !settled(self.reader, programme, row)
    }

    fn formula(&self, formula: &Formula, row: Row) -> Open {
        if self.reader.value(formula, row).is_some() {
            return Some(Rc::default());
        }
        // Unknown with nothing to ask: two ways of which nobody can say which, and they differ.
        self.unknown(formula, row).filter(|needs| !needs.is_empty())
    }

    fn unknown(&self, formula: &Formula, row: Row) -> Open {
        match &formula.node {
            Node::Literal(_) => Some(Rc::default()),
            Node::Fact(fact) => self.fact(*fact, row),
            Node::Parameter(parameter, of) => {
                self.statute.setting(*parameter)?;
                let code = of.as_deref()?;
                if self.reader.value(code, row).is_some() { None } else { self.formula(code, row) }
            }
            Node::Variable(variable) => self.variable(*variable, row),
            Node::Choice(choice) => {
                let arms: Vec<_> = choice.arms.iter().map(|arm| (&arm.when, &arm.value)).collect();
                self.choice(&arms, Some(&choice.rest), row)
            }
            Node::Over(how, entity, of) => self.over(*how, *entity, of, row),
            Node::Minus(of) | Node::Not(of) | Node::In(of, _) | Node::Round(_, of, _) => self.formula(of, row),
            Node::YearsSince(of) | Node::MonthsSince(of) => self.formula(of, row),
            Node::Arithmetic(_, a, b) | Node::Compare(_, a, b) => all([a, b].map(|it| self.formula(it, row))),
            Node::And(parts) | Node::Or(parts) => {
                let unknown = parts.iter().filter(|it| self.reader.value(it, row).is_none());
                any(unknown.map(|it| self.formula(it, row)))
            }
            Node::Min(parts) | Node::Max(parts) => all(parts.iter().map(|it| self.formula(it, row))),
        }
    }

    fn fact(&self, fact: FactId, row: Row) -> Open {
        let within = match self.book().facts[fact.index()].entity {
            Entity::Household => 0,
            entity => (row.child - self.reader.rows(entity, row.household).start) as u32,
        };
        let need = Need::Fact(fact, within);
        let asked = self.known.asked.contains(&need) || !super::questions::may_be_told(self.book(), fact);
        (!asked).then(|| Rc::new(BTreeSet::from([need])))
    }

    fn book(&self) -> &'b Book {
        self.statute.book
    }

    fn variable(&self, variable: VariableId, row: Row) -> Open {
        let own = self.book().variables[variable.index()].entity != Entity::Household;
        let key = (variable, if own { row.child } else { 0 });
        if let Some(seen) = self.seen.borrow().get(&key) {
            return seen.clone();
        }
        let arms: Vec<_> = self.statute.exceptions(variable).iter().map(|it| (&it.when, &it.value)).collect();
        let found = self.choice(&arms, self.statute.definition(variable).map(|it| &it.formula), row);
        self.seen.borrow_mut().insert(key, found.clone());
        found
    }

    /// The first arm whose condition is open. Where that hangs for good, the choice is known only if both ways agree.
    fn choice(&self, arms: &[(&Formula, &Formula)], rest: Option<&Formula>, row: Row) -> Open {
        let Some(((when, value), later)) = arms.split_first() else {
            return self.formula(rest?, row);
        };
        match self.reader.value(when, row) {
            Some(explain::Known::YesNo(true)) => self.formula(value, row),
            Some(_) => self.choice(later, rest, row),
            None if self.ahead => {
                any([self.formula(when, row), self.formula(value, row), self.choice(later, rest, row)])
            }
            None => match self.formula(when, row) {
                None => all([self.formula(value, row), self.choice(later, rest, row)]),
                open => open,
            },
        }
    }

    fn over(&self, how: Aggregate, entity: Entity, of: &Formula, row: Row) -> Open {
        let rows = Need::Rows(entity);
        if entity == Entity::Obligor && !self.known.asked.contains(&rows) {
            return Some(Rc::new(BTreeSet::from([rows])));
        }
        let children = self.reader.rows(entity, row.household).map(|child| Row { child, ..row });
        let unknown = children.filter(|row| self.reader.value(of, *row).is_none());
        let each = unknown.map(|row| self.formula(of, row));
        match how {
            Aggregate::Any | Aggregate::Every => any(each),
            _ => all(each),
        }
    }
}

/// Whether a condition fails, or everything is known.
pub(super) fn settled(reader: &Reader<'_, '_>, programme: &Programme, row: Row) -> bool {
    let conditions = programme.conditions.iter().map(|it| reader.value(&it.formula, row));
    let (mut failed, mut open) = (false, false);
    for condition in conditions {
        failed |= condition == Some(explain::Known::YesNo(false));
        open |= condition.is_none();
    }
    let results = programme.amount.iter().chain(&programme.tier);
    failed || !open && results.into_iter().all(|(formula, _)| reader.value(formula, row).is_some())
}

/// All are needed: one that hangs for good makes the others useless.
fn all(parts: impl IntoIterator<Item = Open>) -> Open {
    let parts: Vec<Rc<BTreeSet<Need>>> = parts.into_iter().collect::<Option<_>>()?;
    Some(joined(parts))
}

/// One may settle it.
fn any(parts: impl IntoIterator<Item = Open>) -> Open {
    let parts: Vec<Rc<BTreeSet<Need>>> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| joined(parts))
}

fn joined(parts: Vec<Rc<BTreeSet<Need>>>) -> Rc<BTreeSet<Need>> {
    match parts.as_slice() {
        [one] => one.clone(),
        _ => Rc::new(parts.iter().flat_map(|part| part.iter().copied()).collect()),
    }
}
