//! Pairs of a batch, in the order of work.

use super::super::{
    Call, Operation, Rule, get,
    kinds::Day,
    shape::{MOST, shape},
};
use doudi_journal::access::{Action, Resource};
use doudi_office::{
    OfficeError,
    links::{self, Filter, Pair},
};

shape! {
    /// Which pairs are shown.
    word PairsShown {
        /// To be looked at, not decided.
        Look = "look",
        /// Taken for the same, not decided.
        Proposed = "proposed",
        /// Decided: one person.
        Same = "same",
        /// Decided: two people.
        Different = "different",
        /// Looked at without result.
        Unclear = "unclear",
    }
}

shape! {
    /// Pairs of which batch.
    struct AtPairs {
        /// The batch.
        batch: String,
        /// Which are shown.
        shown: PairsShown,
    }
}

shape! {
    /// Pairs, at most 1,000.
    struct Pairs {
        /// In the order of work.
        items: Vec<PairLine>,
        /// How many there are.
        all: i64,
    }
}

shape! {
    /// A pair.
    struct PairLine {
        /// Its number in the batch.
        number: i64,
        /// What both records are called, as the account may see it.
        names: Vec<String>,
        /// Where they belong: twelve digits.
        places: Vec<String>,
        /// When it was decided last.
        decided: Option<Day>,
    }
}

/// `GET /links/{batch}/{shown}`
pub(in crate::api) fn operation() -> Operation {
    let said = ("同一人核对清单", "Pairs of a batch");
    let rule = Rule::Needs(Resource::LinkDecision, Action::List);
    get("/links/{batch}/{shown}").answered("links_pairs", said, rule, pairs).fails([OfficeError::NotFound])
}

fn pairs(call: &Call<'_>, at: AtPairs) -> Result<Pairs, OfficeError> {
    let name = match at.shown {
        PairsShown::Look => "look",
        PairsShown::Proposed => "proposed",
        PairsShown::Same => "same",
        PairsShown::Different => "different",
        PairsShown::Unclear => "unclear",
    };
    let filter = Filter::named(name).ok_or(OfficeError::NotFound)?;
    let (_, found) = links::pairs(call.bureau, call.who, &at.batch, filter)?;
    let one = |it: &Pair| PairLine {
        number: it.number.into(),
        names: it.names.to_vec(),
        places: it.places.iter().map(|place| format!("{place:012}")).collect(),
        decided: it.by.as_ref().map(|(_, on)| Day(*on)),
    };
    let all = i64::try_from(found.len()).unwrap_or(i64::MAX);
    Ok(Pairs { items: found.iter().take(MOST).map(one).collect(), all })
}
