//! A need is told: one application for everything that the household may claim (art. 53).

use super::super::{
    Call, Empty, Operation, Rule,
    kinds::{Amount, Day, Id, Name},
    shape::shape,
    write,
};
use doudi_journal::access::{Action, Resource};
use doudi_office::{
    OfficeError,
    case::{self, Application, Channel, DECLARED, Refusal},
    field,
};
use std::collections::BTreeMap;

shape! {
    /// Who came.
    enum Came by "how" {
        /// The applicant or one who lives with them (art. 37).
        Oneself = "oneself" {}
        /// The village's committee or somebody else, entrusted (art. 37 para. 3).
        Proxy = "proxy" {
            /// Whether the letter of entrustment is there.
            letter: bool,
        }
        /// The office found the need itself (art. 39).
        Discovery = "discovery" {}
        /// A review of somebody who is helped already (art. 46).
        Review = "review" {}
    }
}

shape! {
    /// What is told at the window.
    struct NewCase {
        /// The household's number.
        household: Id,
        /// The procedure, by its identifier: `dibao_application`.
        procedure: Name,
        /// The programmes in question, by their identifiers; one at least.
        programmes: Vec<Name>,
        /// Who came.
        channel: Came,
        /// The last day on which the letter of authority for look-ups holds (art. 40).
        authorised_until: Day,
        /// What was told, by fact: money in fen, yes as 1. What is not told is told as none (art. 40).
        declared: BTreeMap<String, Amount>,
    }
}

shape! {
    /// A case that was opened.
    struct Opened {
        /// Its number.
        case: i64,
    }
}

impl From<Came> for Channel {
    fn from(came: Came) -> Self {
        match came {
            Came::Oneself {} => Self::Oneself,
            Came::Proxy { letter } => Self::Proxy { letter },
            Came::Discovery {} => Self::Discovery,
            Came::Review {} => Self::Review,
        }
    }
}

/// `POST /cases`
pub(in crate::api) fn operation() -> Operation {
    let said = ("立件（一次申请，一并办理）", "Take an application");
    let made = write("/cases").told("cases_open", said, Rule::Needs(Resource::Case, Action::Write), open);
    made.fails([OfficeError::NotFound, OfficeError::NoProcedure(String::new()), Refusal::NoAuthority.into()])
}

fn open(call: &Call<'_>, _: Empty, new: NewCase) -> Result<Opened, OfficeError> {
    let programmes: Vec<String> = new.programmes.into_iter().map(|name| name.0).collect();
    if programmes.is_empty() || programmes.iter().any(|name| call.bureau.programme_label(name).is_none()) {
        return Err(OfficeError::Form(field::PROGRAMME));
    }
    if new.declared.keys().any(|fact| !DECLARED.contains(&fact.as_str())) {
        return Err(OfficeError::Form(field::DECLARED));
    }
    let application = Application {
        household: new.household.0,
        programmes,
        channel: new.channel.into(),
        authorised_until: new.authorised_until.0,
        declared: new.declared.into_iter().map(|(fact, amount)| (fact, amount.0)).collect(),
    };
    let case = case::open_case(call.bureau, call.who, &new.procedure.0, application, call.key()?)?;
    Ok(Opened { case })
}
