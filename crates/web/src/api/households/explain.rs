//! Why a household is found eligible or not. It tells incomes and health, so that it opens like the file.

use super::{
    super::{At, Call, Operation, Rule, ask, kinds::Name, shape::shape},
    Given,
};
use doudi_journal::access::{Action, Denied, Resource};
use doudi_office::{OfficeError, register};
use std::collections::BTreeMap;

shape! {
    /// What is to be explained, and for what.
    struct Explain {
        /// The programme, by its identifier.
        programme: Name,
        /// What the file is opened for.
        purpose: Given,
    }
}

shape! {
    /// What the rules say and why, in the language that was asked for.
    struct Explained {
        /// A sentence for each programme and, where persons claim, each member.
        answers: Vec<String>,
        /// The tree of the programme, in lines of two spaces a level.
        trees: Vec<String>,
        /// Which facts each source told.
        sources: BTreeMap<String, Vec<String>>,
        /// What would change the answer.
        changes: Vec<String>,
    }
}

/// `POST /households/{id}/explanation`
pub(in crate::api) fn operation() -> Operation {
    let said = ("测算结果的依据", "Why a household is found eligible or not");
    let rule = Rule::Needs(Resource::Determination, Action::Read);
    let made = ask("/households/{id}/explanation").told("households_explain", said, rule, explain);
    made.fails([OfficeError::NotFound, OfficeError::NoFacts, OfficeError::NotInMonth, Denied::Purpose.into()])
}

fn explain(call: &Call<'_>, at: At, asked: Explain) -> Result<Explained, OfficeError> {
    if call.bureau.programme_label(&asked.programme.0).is_none() {
        return Err(OfficeError::NotFound);
    }
    let purpose = asked.purpose.of_household(call, at.id.0)?;
    register::open(call.bureau, call.who, at.id.0, purpose)?;
    let feed = |feed: &str| call.state.feed(feed, call.lang);
    let why = register::explanation(call.bureau, call.who, at.id.0, &asked.programme.0, call.lang, &feed)?;
    let sources = why.sources.into_iter().collect();
    Ok(Explained { answers: why.answers, trees: why.trees, sources, changes: why.changes })
}
