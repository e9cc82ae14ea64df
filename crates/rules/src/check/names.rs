//! What a name stands for.

use crate::book::{
    Book, CodesId, Entity, FactId, ParameterId, ProgrammeId, Region, SourceId, Type, Variable, VariableId,
};
use std::collections::BTreeMap;

/// What a name in a formula stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Thing {
    Fact(FactId),
    Parameter(ParameterId),
    Variable(VariableId),
    Programme(ProgrammeId),
    /// A signal or a procedure: a name that is taken.
    Other,
}

/// All names of a book.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    pub(super) things: BTreeMap<String, Thing>,
    pub(super) codes: BTreeMap<String, CodesId>,
    pub(super) sources: BTreeMap<String, SourceId>,
    /// Exceptions and what they are from.
    pub(super) above: BTreeMap<String, String>,
    /// Parameters whose lower values may not be less than the upper ones.
    pub(super) not_below: std::collections::BTreeSet<String>,
    /// What a table reads off.
    pub(super) inputs: BTreeMap<VariableId, Vec<crate::parse::tree::Expression>>,
}

/// Names of the language's own functions.
pub(super) const FUNCTIONS: [&str; 13] = [
    "min",
    "max",
    "round_up",
    "round_down",
    "round_half_up",
    "sum",
    "largest",
    "least",
    "count",
    "any",
    "every",
    "years_since",
    "months_since",
];

impl Names {
    /// The names that formulas over a finished book may use.
    pub(super) fn of(book: &Book) -> Self {
        let mut names = Self::default();
        let facts = book.facts.iter().zip(0..).map(|(fact, n)| (fact.name.clone(), Thing::Fact(FactId(n))));
        let parameters =
            book.parameters.iter().zip(0..).map(|(it, n)| (it.name.clone(), Thing::Parameter(ParameterId(n))));
        let variables = book.variables.iter().zip(0..).map(|(it, n)| (it.name.clone(), Thing::Variable(VariableId(n))));
        names.things = facts.chain(parameters).chain(variables).collect();
        names.codes = book.codes.iter().zip(0..).map(|(codes, n)| (codes.name.clone(), CodesId(n))).collect();
        names
    }
}

impl Book {
    /// The fact of a name.
    pub fn fact(&self, name: &str) -> Option<FactId> {
        (0..).zip(&self.facts).find(|(_, fact)| fact.name == name).map(|(id, _)| FactId(id))
    }

    /// A name's entity and type in formulas; parameters have no entity.
    pub(super) fn kind_of(&self, thing: Thing) -> Option<(Option<Entity>, Type)> {
        match thing {
            Thing::Fact(id) => self.facts.get(id.index()).map(|fact| (Some(fact.entity), fact.ty)),
            Thing::Parameter(id) => self.parameters.get(id.index()).map(|parameter| (None, parameter.ty)),
            Thing::Variable(id) => self.variables.get(id.index()).map(|it: &Variable| (Some(it.entity), it.ty)),
            Thing::Programme(_) | Thing::Other => None,
        }
    }

    /// Whether an item names this region.
    pub(super) fn knows_region(&self, prefix: &str) -> bool {
        self.regions.iter().any(|region: &Region| region.prefix == prefix)
    }

    /// The place of a code in its list.
    pub fn code(&self, list: CodesId, word: &str) -> Option<u16> {
        let words = &self.codes.get(list.index())?.words;
        words.iter().position(|(code, _)| code == word).map(|place| place as u16)
    }
}
