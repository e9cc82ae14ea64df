//! What an answer rests on, as a tree: every variable that was used, its value, and what it was made of.

use super::{Known, Reader, Row};
use crate::book::{Entity, FactId, Formula, Node, ParameterId, ProgrammeId, SignalId, Type, VariableId};

/// The tree in the order of reading: a step is followed by what it was made of, one deeper.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trace {
    /// The steps.
    pub steps: Vec<Step>,
}

/// One line of an explanation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// How deep: 0 is the programme.
    pub depth: u8,
    /// What it tells of.
    pub what: What,
    /// In which row.
    pub row: Row,
    /// What it gave, if it is known.
    pub value: Option<Known>,
    /// It stands above already: what it was made of is not repeated.
    pub again: bool,
}

/// What a step tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// The programme itself.
    Programme(ProgrammeId),
    /// A condition of it, by place.
    Condition(ProgrammeId, u16),
    /// Its amount.
    Amount(ProgrammeId),
    /// Its tier.
    Tier(ProgrammeId),
    /// A signal: whether its condition holds.
    Signal(SignalId),
    /// What exempts from a signal.
    Exempt(SignalId),
    /// A variable, by its definition.
    Variable(VariableId),
    /// A variable, by the exception at this place of those that hold here and now.
    Exception(VariableId, u16),
    /// A fact.
    Fact(FactId),
    /// A parameter.
    Parameter(ParameterId),
    /// A member or obligor, over whom something is added up.
    Member(Entity),
}

impl Reader<'_, '_> {
    /// The tree of the programme asked at a place, for one row. The trace is written over, so that it can be used again.
    pub fn trace(&self, place: usize, row: Row, trace: &mut Trace) {
        trace.steps.clear();
        let id = self.program.programmes[place].programme;
        let programme = &self.program.statute.book.programmes[id.index()];
        let mut tracer = Tracer { reader: self, steps: &mut trace.steps };
        tracer.put(0, What::Programme(id), row, None);
        if !self.program.programmes[place].force {
            return;
        }
        for (number, condition) in (0..).zip(&programme.conditions) {
            tracer.put(1, What::Condition(id, number), row, self.value(&condition.formula, row));
            tracer.walk(&condition.formula, 2, row);
        }
        let results = [(&programme.amount, What::Amount(id)), (&programme.tier, What::Tier(id))];
        for (formula, what) in results.into_iter().filter_map(|(it, what)| it.as_ref().map(|it| (&it.0, what))) {
            tracer.put(1, what, row, self.value(formula, row));
            tracer.walk(formula, 2, row);
        }
    }
}

pub(super) struct Tracer<'t, 'r, 'b> {
    pub(super) reader: &'t Reader<'r, 'b>,
    pub(super) steps: &'t mut Vec<Step>,
}

impl Tracer<'_, '_, '_> {
    pub(super) fn put(&mut self, depth: u8, what: What, row: Row, value: Option<Known>) {
        self.steps.push(Step { depth, what, row, value, again: false });
    }

    /// What a formula used: the arms that were not asked are not shown.
    pub(super) fn walk(&mut self, formula: &Formula, depth: u8, row: Row) {
        match &formula.node {
            Node::Literal(_) => {}
            Node::Fact(fact) => self.leaf(What::Fact(*fact), formula, depth, row),
            Node::Parameter(parameter, of) => {
                self.leaf(What::Parameter(*parameter), formula, depth, row);
                of.iter().for_each(|of| self.walk(of, depth + 1, row));
            }
            Node::Variable(variable) => self.variable(*variable, formula.ty, depth, row),
            Node::Choice(choice) => {
                for arm in &choice.arms {
                    if self.arm(&arm.when, &arm.value, depth, row) {
                        return;
                    }
                }
                self.walk(&choice.rest, depth, row);
            }
            Node::Over(_, entity, of) => {
                for child in self.reader.rows(*entity, row.household) {
                    let row = Row { child, ..row };
                    self.put(depth, What::Member(*entity), row, self.reader.value(of, row));
                    self.walk(of, depth + 1, row);
                }
            }
            Node::Minus(of) | Node::Not(of) | Node::In(of, _) | Node::Round(_, of, _) => self.walk(of, depth, row),
            Node::YearsSince(of) | Node::MonthsSince(of) => self.walk(of, depth, row),
            Node::Arithmetic(_, a, b) | Node::Compare(_, a, b) => {
                self.walk(a, depth, row);
                self.walk(b, depth, row);
            }
            Node::And(all) | Node::Or(all) | Node::Min(all) | Node::Max(all) => {
                all.iter().for_each(|one| self.walk(one, depth, row));
            }
        }
    }

    /// Whether the arm ends the choice.
    fn arm(&mut self, when: &Formula, value: &Formula, depth: u8, row: Row) -> bool {
        self.walk(when, depth, row);
        match self.reader.value(when, row) {
            Some(Known::YesNo(false)) => false,
            taken => {
                if taken.is_some() {
                    self.walk(value, depth, row);
                }
                true
            }
        }
    }

    fn leaf(&mut self, what: What, formula: &Formula, depth: u8, row: Row) {
        let value = self.reader.value(formula, row);
        self.put(depth, what, row, value);
    }

    fn variable(&mut self, variable: VariableId, ty: Type, depth: u8, row: Row) {
        let reader = self.reader;
        let low = reader.program.variables[&variable];
        let value = reader.shown(low, ty, row);
        let statute = &reader.program.statute;
        let household = statute.book.variables[variable.index()].entity == Entity::Household;
        let same = |step: &Step| {
            let there = (step.row.household, if household { 0 } else { step.row.child });
            let what = matches!(step.what, What::Variable(of) | What::Exception(of, _) if of == variable);
            what && there == (row.household, if household { 0 } else { row.child })
        };
        let again = self.steps.iter().any(same);
        let place = self.steps.len();
        self.steps.push(Step { depth, what: What::Variable(variable), row, value, again });
        if again {
            return;
        }
        for (number, exception) in (0..).zip(statute.exceptions(variable)) {
            if self.arm(&exception.when, &exception.value, depth + 1, row) {
                self.steps[place].what = What::Exception(variable, number);
                return;
            }
        }
        if let Some(definition) = statute.definition(variable) {
            self.walk(&definition.formula, depth + 1, row);
        }
    }
}
