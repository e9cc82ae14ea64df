//! Households by a whole name or a whole identity number, by place, by what they may claim. What is looked for stands in the
//! body: no name and no number is ever in an address.

use super::super::{
    Call, Empty, Operation, Rule, ask,
    kinds::{Code, Id, Name, Words},
    shape::shape,
};
use doudi_journal::access::{Action, Resource};
use doudi_office::{
    OfficeError,
    register::{self, Found, PAGE, Query},
};

shape! {
    /// What is looked for; everything that is told must hold.
    struct Search {
        /// A whole name or a whole identity number.
        text: Option<Words>,
        /// Within a division.
        within: Option<Code>,
        /// Eligible for a programme, by its identifier.
        programme: Option<Name>,
        /// The last household of the page before.
        after: Option<After>,
    }
}

shape! {
    /// Where a page begins.
    struct After {
        /// The household's village.
        division: Code,
        /// The household's number.
        id: Id,
    }
}

shape! {
    /// A page of households, in the order of places.
    struct Households {
        /// At most 50.
        items: Vec<HouseholdLine>,
        /// Whether there may be more: ask with `after`.
        more: bool,
    }
}

shape! {
    /// A household in a list.
    struct HouseholdLine {
        /// Its number.
        id: i64,
        /// The village: twelve digits.
        division: String,
        /// The head's name.
        head: String,
        /// How many members.
        size: i64,
        /// What it may claim, by programmes' identifiers.
        programmes: Vec<String>,
        /// Whether the newest month names it no longer.
        gone: bool,
    }
}

/// A household as a list tells it.
pub(super) fn line(found: &Found) -> HouseholdLine {
    HouseholdLine {
        id: found.id,
        division: format!("{:012}", found.division),
        head: found.head.clone(),
        size: found.size,
        programmes: found.programmes.clone(),
        gone: found.gone,
    }
}

/// `POST /households/search`
pub(in crate::api) fn operation() -> Operation {
    let said = ("查找家庭", "Find households");
    let rule = Rule::Needs(Resource::Household, Action::List);
    ask("/households/search").told("households_search", said, rule, search)
}

fn search(call: &Call<'_>, _: Empty, asked: Search) -> Result<Households, OfficeError> {
    let query = Query {
        text: asked.text.map(|it| it.0).unwrap_or_default(),
        within: asked.within.map(|it| it.0),
        programme: asked.programme.map(|it| it.0).unwrap_or_default(),
        after: asked.after.map(|it| (it.division.0.number(), it.id.0)),
    };
    let found = register::search(call.bureau, call.who, &query)?;
    Ok(Households { more: found.len() as i64 == PAGE, items: found.iter().map(line).collect() })
}
