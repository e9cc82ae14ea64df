//! A token is proposed for an account, by the security administrator. The account's holder takes it on a page, signed in with
//! a second factor, and alone sees its text: a program cannot do that.

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
    /// A token that is to be proposed.
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
    /// A token that was proposed; it acts when the account's holder has taken it.
    struct TokenProposed {
        /// Its number.
        id: i64,
    }
}

/// `POST /tokens`
pub(in crate::api) fn operation() -> Operation {
    let said = ("拟发接口令牌（由账号本人领取后生效）", "Propose a token, which the account's holder takes");
    let made = write("/tokens").told("tokens_propose", said, Rule::Needs(Resource::ApiToken, Action::Write), propose);
    made.fails([OfficeError::NotFound, Denied::OwnGrant.into()])
}

fn propose(call: &Call<'_>, _: Empty, wanted: TokenWanted) -> Result<TokenProposed, OfficeError> {
    let purposes: Vec<_> = wanted.purposes.into_iter().map(Kind::kind).collect();
    let new = NewToken { account: UserId(wanted.account.0), purposes: &purposes, until: wanted.until.0 };
    Ok(TokenProposed { id: staff::propose(call.bureau, call.who, &new, call.key()?)? })
}
