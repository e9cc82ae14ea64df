//! Something is done to a matter that was seen at a version.

use super::super::{
    At, Call, Operation, Rule,
    kinds::{Day, Name, Words},
    shape::shape,
    write,
};
use doudi_journal::access::{Action, Department, Resource};
use doudi_office::{
    OfficeError, field,
    matters::{self, Act, Outcome, Reason, Refusal},
};

shape! {
    /// What a visitor says of a signal.
    struct SignalFound {
        /// By its identifier.
        signal: Name,
        /// The member's number; none for the household.
        person: Option<i64>,
        /// Whether it is so.
        so: bool,
    }
}

shape! {
    /// What is done.
    enum MatterDeed by "act" {
        /// Somebody was there.
        Visit = "visit" {
            /// When.
            on: Day,
            /// What was found; what is not told was not seen.
            found: Vec<SignalFound>,
            /// What was seen.
            note: Words,
        }
        /// The level above takes a late matter up.
        TakeUp = "take_up" {}
        /// A department is to help.
        HandOver = "hand_over" {
            /// By its identifier.
            department: Name,
            /// What it is asked for.
            note: Words,
        }
        /// The department says what it did.
        Answer = "answer" {
            /// By its identifier.
            department: Name,
            /// What was done.
            note: Words,
        }
        /// It ends.
        Close = "close" {
            /// With what, by its identifier.
            outcome: Name,
            /// Whose data were wrong, where that is the outcome.
            feed: Option<Name>,
            /// In words.
            note: Words,
        }
        /// It goes on after all.
        Reopen = "reopen" {
            /// Why.
            note: Words,
        }
        /// A signal is not raised for some time.
        Exempt = "exempt" {
            /// By its identifier.
            signal: Name,
            /// The member's number; none for the whole household.
            person: Option<i64>,
            /// Why, by its identifier.
            reason: Name,
            /// The last day, a year from now at the latest.
            until: Day,
        }
    }
}

shape! {
    /// Something that is done to a matter.
    struct MatterActing {
        /// The version that was seen.
        version: u32,
        /// What is done.
        deed: MatterDeed,
    }
}

shape! {
    /// It was done.
    struct MatterActed {
        /// The version after it.
        version: u32,
    }
}

const ACTS: Rule = Rule::OneOf(&[
    (Resource::HomeVisit, Action::Write),
    (Resource::ActiveDiscovery, Action::List),
    (Resource::ActiveDiscovery, Action::Write),
    (Resource::ActiveDiscovery, Action::Decide),
    (Resource::Referral, Action::Write),
]);

/// `POST /matters/{id}/acts`
pub(in crate::api) fn operation() -> Operation {
    let said = ("办理预警事项", "Act on a matter");
    write("/matters/{id}/acts").told("matters_act", said, ACTS, act).fails([
        OfficeError::NotFound,
        OfficeError::Overtaken { seen: 0, is: 0 },
        OfficeError::Matter(Refusal::Closed),
    ])
}

fn act(call: &Call<'_>, at: At, told: MatterActing) -> Result<MatterActed, OfficeError> {
    let asked = asked(told.deed)?;
    let version = matters::act(call.bureau, call.who, at.id.0, told.version, &asked, call.key()?)?;
    Ok(MatterActed { version })
}

fn department(name: &Name) -> Result<Department, OfficeError> {
    let named = Department::ALL.into_iter().find(|it| it.name() == name.0);
    named.ok_or(OfficeError::Form(field::DEPARTMENT))
}

fn asked(deed: MatterDeed) -> Result<Act, OfficeError> {
    Ok(match deed {
        MatterDeed::Visit { on, found, note } => {
            let found = found.into_iter().map(|it| (it.signal.0, it.person.unwrap_or(0), it.so)).collect();
            Act::Visit { on: on.0, found, note: note.0 }
        }
        MatterDeed::TakeUp {} => Act::TakeUp,
        MatterDeed::HandOver { department: to, note } => Act::HandOver(department(&to)?, note.0),
        MatterDeed::Answer { department: of, note } => Act::Answer(department(&of)?, note.0),
        MatterDeed::Close { outcome, feed, note } => Act::Close {
            outcome: Outcome::of_code(&outcome.0).ok_or(OfficeError::Form(field::OUTCOME))?,
            feed: feed.map(|feed| feed.0),
            note: note.0,
        },
        MatterDeed::Reopen { note } => Act::Reopen(note.0),
        MatterDeed::Exempt { signal, person, reason, until } => Act::Exempt {
            signal: signal.0,
            person: person.unwrap_or(0),
            reason: Reason::of_code(&reason.0).ok_or(OfficeError::Form(field::REASON))?,
            until: until.0,
        },
    })
}
