//! Who the token acts as, and what it may.

use super::{Call, Empty, Operation, Rule, get, kinds::Day, shape::shape};
use doudi_office::{OfficeError, staff::PURPOSES};

shape! {
    /// The account as which a token acts.
    struct Me {
        /// The account's number.
        account: i64,
        /// What colleagues call it.
        name: String,
        /// Its roles, those that have ended too.
        grants: Vec<Held>,
        /// The kinds of purpose for which the token opens files.
        purposes: Vec<String>,
    }
}

shape! {
    /// A role in an area.
    struct Held {
        /// The role.
        role: String,
        /// The area: twelve digits.
        area: String,
        /// The first day.
        from: Day,
        /// The last day.
        to: Option<Day>,
        /// Whether it holds today.
        now: bool,
    }
}

/// A role in an area as the API tells it.
pub(super) fn held(grant: &doudi_journal::access::Grant, today: doudi_kernel::Date) -> Held {
    Held {
        role: grant.role.name(),
        area: grant.area.twelve(),
        from: Day(grant.from),
        to: grant.to.map(Day),
        now: grant.holds_on(today),
    }
}

/// `GET /me`
pub(super) fn operation() -> Operation {
    get("/me").answered("me", ("令牌所代表的账号及其权限", "The account of this token, and its rights"), Rule::Own, me)
}

fn me(call: &Call<'_>, _: Empty) -> Result<Me, OfficeError> {
    let today = call.who.today();
    let given = PURPOSES.iter().filter(|(_, kind)| call.purposes.contains(kind));
    Ok(Me {
        account: call.who.id.0,
        name: call.who.name.clone(),
        grants: call.who.grants.iter().map(|grant| held(grant, today)).collect(),
        purposes: given.map(|(name, _)| (*name).to_owned()).collect(),
    })
}
