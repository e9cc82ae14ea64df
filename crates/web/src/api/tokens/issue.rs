//! A token is given to an account, by the security administrator; its text is shown this once.

use super::{
    super::{
        Call, Empty, Operation, Rule,
        kinds::{Day, Id},
        shape::shape,
        write,
    },
    Kind,
};
use doudi_journal::access::{Action, Denied, Resource, UserId};
use doudi_office::{
    OfficeError,
    staff::{self, NewToken},
};

shape! {
    /// A token that is to be given.
    struct TokenWanted {
        /// The account as which it acts; not one's own.
        account: Id,
        /// The kinds of purpose for which it opens files; none opens no file.
        purposes: Vec<Kind>,
        /// The last day: from today, a year at most.
        until: Day,
    }
}

shape! {
    /// A token that was given.
    struct TokenGiven {
        /// Its number.
        id: i64,
        /// Its text, this once; none where the same was asked before under the same key.
        token: Option<String>,
    }
}

/// `POST /tokens`
pub(in crate::api) fn operation() -> Operation {
    let said = ("发放接口令牌", "Give a token");
    let made = write("/tokens").told("tokens_issue", said, Rule::Needs(Resource::ApiToken, Action::Write), issue);
    made.fails([OfficeError::NotFound, Denied::OwnGrant.into()])
}

fn issue(call: &Call<'_>, _: Empty, wanted: TokenWanted) -> Result<TokenGiven, OfficeError> {
    let purposes: Vec<_> = wanted.purposes.into_iter().map(Kind::kind).collect();
    let new = NewToken { account: UserId(wanted.account.0), purposes: &purposes, until: wanted.until.0 };
    let (id, token) = staff::issue(call.bureau, call.who, &new, call.key()?, &mut call.fill())?;
    Ok(TokenGiven { id, token })
}
