//! Which questions a change can reach: only their cases need to be run.

use super::Change;
use crate::{
    book::{Book, Extent, Formula, Node, ParameterId, VariableId},
    cases::{Asked, Case},
};
use std::collections::{BTreeMap, BTreeSet};

/// Whose a formula is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Owner {
    Variable(VariableId),
    Parameter(ParameterId),
    Programme(usize),
    Signal(usize),
}

/// What every question rests on.
pub(super) struct Reach {
    /// Owners and extents in the order of [`Book::formulas`]; without an extent where the formula holds everywhere.
    formulas: Vec<(Owner, Option<Extent>)>,
    /// Everything that an owner rests on, itself included.
    below: BTreeMap<Owner, BTreeSet<Owner>>,
}

impl Reach {
    pub(super) fn of(book: &Book) -> Self {
        let formulas = owners(book);
        let mut direct: BTreeMap<Owner, BTreeSet<Owner>> = BTreeMap::new();
        for ((owner, _), formula) in formulas.iter().zip(book.formulas()) {
            direct.entry(*owner).or_default().extend(named(formula));
        }
        let below = direct.keys().map(|owner| (*owner, closed(&direct, *owner))).collect();
        Self { formulas, below }
    }

    /// Whether a change can alter the answer to a question of a case.
    pub(super) fn touches(&self, book: &Book, change: &Change, case: &Case, asked: Asked) -> bool {
        let (owner, extent) = match change {
            Change::Setting { parameter, setting, .. } => {
                let extent = &book.parameters[parameter.index()].settings[*setting].extent;
                (Owner::Parameter(*parameter), Some(extent))
            }
            Change::Formula { formula, .. } => {
                let (owner, extent) = &self.formulas[*formula];
                (*owner, extent.as_ref())
            }
            // On other days too: that is the change.
            Change::Extent { of, .. } => (of.whose(), None),
        };
        let top = match asked {
            Asked::Programme(id, _) | Asked::Tier(id, _) => Owner::Programme(id.index()),
            Asked::Variable(id, _) => Owner::Variable(id),
            Asked::Parameter(id, _) => Owner::Parameter(id),
            Asked::Signal(n, _) => Owner::Signal(n),
        };
        let holds = extent.is_none_or(|extent| extent.holds(&case.division, case.month.last_day()));
        holds && (top == owner || self.below.get(&top).is_some_and(|below| below.contains(&owner)))
    }
}

/// Whose each formula is, in the order of [`Book::formulas`], and where and when it holds.
pub(super) fn owners(book: &Book) -> Vec<(Owner, Option<Extent>)> {
    let mut formulas = Vec::new();
    for (variable, id) in book.variables.iter().zip(0..) {
        let owner = Owner::Variable(VariableId(id));
        formulas.extend(variable.definitions.iter().map(|one| (owner, Some(one.extent.clone()))));
        let exceptions = variable.exceptions.iter().flat_map(|one| [&one.extent; 2]);
        formulas.extend(exceptions.map(|extent| (owner, Some(extent.clone()))));
    }
    for (programme, n) in book.programmes.iter().zip(0..) {
        let count = programme.conditions.len() + programme.amount.iter().chain(&programme.tier).count();
        formulas.extend((0..count).map(|_| (Owner::Programme(n), None)));
    }
    for (signal, n) in book.signals.iter().zip(0..) {
        let count = 1 + usize::from(signal.exempt.is_some());
        formulas.extend((0..count).map(|_| (Owner::Signal(n), None)));
    }
    formulas
}

impl Owner {
    pub(super) fn name(self, book: &Book) -> &str {
        match self {
            Self::Variable(id) => &book.variables[id.index()].name,
            Self::Parameter(id) => &book.parameters[id.index()].name,
            Self::Programme(n) => &book.programmes[n].name,
            Self::Signal(n) => &book.signals[n].name,
        }
    }
}

/// Variables and parameters that stand in a formula.
fn named(formula: &Formula) -> BTreeSet<Owner> {
    let mut names = BTreeSet::new();
    formula.walk(&mut |part| match &part.node {
        Node::Variable(id) => {
            names.insert(Owner::Variable(*id));
        }
        Node::Parameter(id, _) => {
            names.insert(Owner::Parameter(*id));
        }
        _ => {}
    });
    names
}

fn closed(direct: &BTreeMap<Owner, BTreeSet<Owner>>, owner: Owner) -> BTreeSet<Owner> {
    let (mut seen, mut open) = (BTreeSet::new(), vec![owner]);
    while let Some(next) = open.pop() {
        if seen.insert(next) {
            open.extend(direct.get(&next).into_iter().flatten());
        }
    }
    seen
}
