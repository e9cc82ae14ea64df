//! How many households, people and cases there are in the divisions below one, and what they may claim.

use super::{Call, Operation, Rule, get, kinds::Code, shape::shape};
use doudi_journal::access::{Action, Area, Resource};
use doudi_office::{OfficeError, register};
use std::collections::BTreeMap;

shape! {
    /// Which division.
    struct Division {
        /// Its code.
        division: Code,
    }
}

shape! {
    /// The divisions one level below.
    struct Counts {
        /// In the order of their codes.
        items: Vec<Count>,
    }
}

shape! {
    /// A division with its numbers.
    struct Count {
        /// Twelve digits.
        division: String,
        /// Households.
        households: i64,
        /// Members.
        people: i64,
        /// Cases that run.
        cases: i64,
        /// Households that may claim a programme, by its identifier.
        eligible: BTreeMap<String, i64>,
    }
}

/// `GET /divisions/{division}`
pub(super) fn operation() -> Operation {
    let said = ("区划统计", "Places with their numbers");
    let rule = Rule::Needs(Resource::Household, Action::Count);
    get("/divisions/{division}").answered("divisions_show", said, rule, show).fails([OfficeError::NotFound])
}

fn show(call: &Call<'_>, at: Division) -> Result<Counts, OfficeError> {
    let (scope, asked) = (call.who.may(Resource::Household, Action::Count)?, Area::of(at.division.0));
    if !scope.ranges().iter().any(|area| area.first() <= asked.last() && asked.first() <= area.last()) {
        return Err(OfficeError::NotFound);
    }
    let names: Vec<String> = call.bureau.month.iter().flat_map(|month| month.kept.programmes.clone()).collect();
    let asked: Vec<&str> = names.iter().map(String::as_str).collect();
    let counts = register::counts(call.bureau, call.who, at.division.0, &asked)?;
    let one = |it: &register::Count| Count {
        division: format!("{:012}", it.division),
        households: it.households,
        people: it.people,
        cases: it.cases,
        eligible: names.iter().cloned().zip(it.eligible.iter().copied()).collect(),
    };
    Ok(Counts { items: counts.iter().map(one).collect() })
}
