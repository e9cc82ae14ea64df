//! A token is taken away; it counts from the next request.

use super::super::{At, Call, Operation, Rule, shape::shape, write};
use doudi_journal::access::{Action, Resource};
use doudi_office::{OfficeError, staff};

shape! {
    /// It was done.
    struct TakenAway {}
}

/// `POST /tokens/{id}/revoke`
pub(in crate::api) fn operation() -> Operation {
    let (said, rule) = (
        ("收回接口令牌或撤回拟发", "Take a token away, or a proposal back"),
        Rule::Needs(Resource::ApiToken, Action::Write),
    );
    write("/tokens/{id}/revoke").answered("tokens_revoke", said, rule, revoke).fails([OfficeError::NotFound])
}

fn revoke(call: &Call<'_>, at: At) -> Result<TakenAway, OfficeError> {
    staff::revoke(call.bureau, call.who, at.id.0, call.key()?)?;
    Ok(TakenAway {})
}
