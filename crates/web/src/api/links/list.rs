//! Lists that were linked, and how far their pairs are.

use super::super::{
    Call, Empty, Operation, Rule, get,
    kinds::{Day, InMonth},
    shape::{MOST, shape},
};
use doudi_journal::access::{Action, Resource};
use doudi_office::{
    OfficeError,
    links::{self, Pairing},
};

shape! {
    /// Linked lists, at most 1,000, the newest first.
    struct LinkedLists {
        /// The lists.
        items: Vec<LinkedList>,
    }
}

shape! {
    /// Two lists that were linked, with the pairs that the account may decide about.
    struct LinkedList {
        /// The batch.
        batch: String,
        /// The month that was linked for.
        month: InMonth,
        /// When it was made.
        made: Day,
        /// To be looked at, not decided.
        look: i64,
        /// Taken for the same unless somebody says no.
        proposed: i64,
        /// Decided.
        decided: i64,
    }
}

/// `GET /links`
pub(in crate::api) fn operation() -> Operation {
    let said = ("同一人核对批次", "Lists that were linked");
    get("/links").answered("links_list", said, Rule::Needs(Resource::LinkDecision, Action::List), list)
}

fn list(call: &Call<'_>, _: Empty) -> Result<LinkedLists, OfficeError> {
    let figure = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let one = |it: Pairing| LinkedList {
        batch: it.id,
        month: InMonth(it.month),
        made: Day(it.made),
        look: figure(it.progress.look),
        proposed: figure(it.progress.proposed),
        decided: figure(it.progress.decided()),
    };
    Ok(LinkedLists { items: links::pairings(call.bureau, call.who)?.into_iter().take(MOST).map(one).collect() })
}
