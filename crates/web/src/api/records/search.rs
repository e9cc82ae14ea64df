//! Who opened what for which purpose, the newest first.

use super::super::{
    Call, Empty, Operation, Rule, ask,
    kinds::{Id, InMonth, Subject},
    shape::shape,
};
use doudi_journal::access::{Action, Resource};
use doudi_office::{
    OfficeError,
    register::{self, Looks},
};

shape! {
    /// Which records; everything that is told must hold.
    struct RecordsWanted {
        /// Of an account.
        account: Option<Id>,
        /// About a file: `household:3`.
        subject: Option<Subject>,
        /// Of a month, by China's days.
        month: Option<InMonth>,
    }
}

shape! {
    /// Records, at most 200.
    struct Records {
        /// The newest first.
        items: Vec<Record>,
    }
}

shape! {
    /// Somebody looked.
    struct Record {
        /// Milliseconds since 1970, UTC.
        at: i64,
        /// The account.
        account: i64,
        /// Where the file belongs: twelve digits.
        division: String,
        /// Which file.
        subject: String,
        /// `read`, `reveal`
        action: String,
        /// For what: `case:12`.
        purpose: String,
        /// The column that was revealed.
        field: Option<String>,
        /// Why.
        reason: Option<String>,
    }
}

/// `POST /access-records/search`
pub(in crate::api) fn operation() -> Operation {
    let said = ("查阅记录", "Who opened what, for what");
    let rule = Rule::Needs(Resource::AccessRecord, Action::List);
    ask("/access-records/search").told("records_search", said, rule, search)
}

fn search(call: &Call<'_>, _: Empty, asked: RecordsWanted) -> Result<Records, OfficeError> {
    let (account, month) = (asked.account.map(|it| it.0), asked.month.map(|it| it.0));
    let looks = Looks { account, subject: asked.subject.map(|it| it.0).unwrap_or_default(), month };
    let found = register::looks(call.bureau, call.who, &looks)?;
    let one = |it: &register::Look| Record {
        at: it.at.millis(),
        account: it.account,
        division: format!("{:012}", it.division),
        subject: it.subject.clone(),
        action: it.action.clone(),
        purpose: it.purpose.clone(),
        field: it.field.clone(),
        reason: it.reason.clone(),
    };
    Ok(Records { items: found.iter().map(one).collect() })
}
