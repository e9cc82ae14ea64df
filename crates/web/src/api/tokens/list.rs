//! The tokens of accounts in the user's area, without their secrets.

use super::{
    super::{
        Call, Empty, Operation, Rule, get,
        kinds::Day,
        shape::{MOST, shape},
    },
    Kind, Stands,
};
use doudi_journal::access::{Action, Resource};
use doudi_office::{OfficeError, staff};

shape! {
    /// Tokens, at most 1,000, the newest first.
    struct Tokens {
        /// Without their secrets.
        items: Vec<Token>,
        /// Whether there are more than are told.
        more: bool,
    }
}

shape! {
    /// A token.
    struct Token {
        /// Its number.
        id: i64,
        /// The account as which it acts.
        account: i64,
        /// The kinds of purpose for which it opens files.
        purposes: Vec<Kind>,
        /// The last day.
        until: Day,
        /// Milliseconds since 1970, UTC: when it was proposed, or taken.
        at: i64,
        /// How far it is.
        state: Stands,
    }
}

/// `GET /tokens`
pub(in crate::api) fn operation() -> Operation {
    let said = ("接口令牌", "Tokens of departments' machines");
    get("/tokens").answered("tokens_list", said, Rule::Needs(Resource::ApiToken, Action::List), list)
}

fn list(call: &Call<'_>, _: Empty) -> Result<Tokens, OfficeError> {
    let all = staff::tokens(call.bureau, call.who)?;
    let one = |it: &staff::Token| Token {
        id: it.id,
        account: it.account.0,
        purposes: it.purposes.iter().map(|kind| Kind::of(*kind)).collect(),
        until: Day(it.until),
        at: it.at.millis(),
        state: Stands::of(it.stage),
    };
    Ok(Tokens { more: all.len() > MOST, items: all.iter().take(MOST).map(one).collect() })
}
