//! Something is done to a case that was seen at a version. What sources and rules say is looked up here, never sent.

use super::super::{
    At, Call, Operation, Rule,
    kinds::{Amount, Day, Id, Name, Place, Words},
    shape::shape,
    write,
};
use crate::{
    fields::Fields,
    pages::cases::acts::{Sent, letter_named},
};
use doudi_journal::access::{Action, Denied, Resource};
use doudi_kernel::Lang;
use doudi_office::{
    OfficeError,
    case::{self, Act, Emergency, Outcome, Refusal, ReviewClass},
    field,
};

shape! {
    /// What an opinion or a decision does.
    enum Does by "does" {
        /// Help is given or goes on.
        Grant = "grant" {
            /// Fen a month; none where the programme has no amount.
            amount_fen: Option<Amount>,
        }
        /// Less than before (调减).
        Reduce = "reduce" {
            /// Fen a month before.
            from_fen: Amount,
            /// Fen a month after; less than before.
            to_fen: Amount,
        }
        /// Help ends (终止).
        Stop = "stop" {}
        /// Help is not given.
        Refuse = "refuse" {}
    }
}

shape! {
    /// What is done.
    enum Deed by "act" {
        /// A step without anything else to tell: acceptance, the begin of the investigation.
        Step = "step" {
            /// The step, by its identifier.
            step: Name,
        }
        /// The citizen is asked for something; clocks stand.
        Ask = "ask" {
            /// What is asked for.
            words: Words,
        }
        /// It came.
        Supply = "supply" {}
        /// The sources are asked, with the household's authority (arts. 40, 41).
        Verify = "verify" {}
        /// The rules are asked.
        Assess = "assess" {}
        /// Two people visited (art. 43).
        Visit = "visit" {
            /// Their accounts' numbers.
            visitors: Vec<Id>,
            /// The day.
            on: Day,
            /// Whether things are as told.
            agrees: bool,
            /// What they saw.
            words: Words,
        }
        /// The town's opinion (art. 44).
        Review = "review" {
            /// What it proposes.
            outcome: Does,
            /// Why; needed against the rules' answer, or to refuse or cut.
            reason: Words,
        }
        /// The notice is put up in the village.
        Publish = "publish" {}
        /// Somebody objects.
        Object = "object" {
            /// What is said.
            words: Words,
        }
        /// An objection is answered.
        Answer = "answer" {
            /// Which, from 0.
            objection: Place,
            /// Whether it was right.
            upheld: bool,
            /// What was found.
            words: Words,
        }
        /// The person was heard (art. 48).
        Hear = "hear" {
            /// The day.
            on: Day,
            /// Whether the person came or answered.
            came: bool,
            /// What was said.
            words: Words,
        }
        /// The decision.
        Decide = "decide" {
            /// What it does.
            outcome: Does,
            /// Why; needed against the rules' answer, or to refuse or cut.
            reason: Words,
        }
        /// The person was told in writing (arts. 45, 48).
        Tell = "tell" {
            /// The letter: `confirmation`, `refusal`, `reduction`, `stop`.
            letter: Name,
        }
        /// The applicant gives up.
        Withdraw = "withdraw" {
            /// Why.
            words: Words,
        }
        /// Nothing is left to do.
        Close = "close" {}
        /// The verification of another case of the household is relied upon (art. 42).
        Share = "share" {}
        /// A need that cannot wait is registered (art. 50).
        Register = "register" {
            /// What happened, by the identifiers of `hardship_event`.
            cause: Name,
            /// Fen that are needed.
            need_fen: Amount,
            /// In words.
            words: Words,
        }
        /// Relief is given from the town's imprest.
        Relieve = "relieve" {
            /// Fen.
            amount_fen: Amount,
        }
        /// The papers after relief that went first.
        Explain = "explain" {
            /// What they say.
            words: Words,
        }
        /// The person is invited to be heard (art. 48).
        Call = "call" {
            /// The day.
            on: Day,
            /// Where.
            place: Words,
        }
        /// Help goes on for some months after it would end.
        Grace = "grace" {
            /// Why income rose, by the identifiers of `exit_cause`.
            cause: Name,
        }
        /// How often the household is looked at again (art. 46).
        Class = "class" {
            /// `a`, `b` or `c`.
            class: Name,
        }
        /// A look at a household that has left.
        Look = "look" {
            /// The day.
            on: Day,
            /// Whether it is in hardship again.
            again: bool,
            /// What was seen.
            words: Words,
        }
    }
}

shape! {
    /// Something to be done to a case.
    struct NewAct {
        /// The version at which the case was seen.
        version: u32,
        /// What is done.
        deed: Deed,
    }
}

shape! {
    /// It was done.
    struct Done {
        /// The case's version now.
        version: u32,
    }
}

/// Every right that some act needs; which, the act says.
const RIGHTS: &[(Resource, Action)] = &[
    (Resource::Case, Action::Write),
    (Resource::Case, Action::Decide),
    (Resource::VerificationReport, Action::Write),
    (Resource::Determination, Action::Write),
    (Resource::HomeVisit, Action::Write),
    (Resource::PublicNotice, Action::Write),
    (Resource::Objection, Action::Write),
    (Resource::PaymentList, Action::Decide),
];

/// `POST /cases/{id}/acts`
pub(in crate::api) fn operation() -> Operation {
    let said = ("办理一步", "Do something to a case");
    let made = write("/cases/{id}/acts").told("cases_act", said, Rule::OneOf(RIGHTS), act);
    made.fails([
        OfficeError::NotFound,
        OfficeError::Overtaken { seen: 0, is: 1 },
        OfficeError::NoFacts,
        OfficeError::NotInMonth,
        OfficeError::NoProcedure(String::new()),
        Refusal::NotAssessed.into(),
        Denied::SameHand.into(),
    ])
}

fn act(call: &Call<'_>, at: At, new: NewAct) -> Result<Done, OfficeError> {
    let (bureau, who) = (call.bureau, call.who);
    let view = case::view(bureau, who, at.id.0)?;
    let feed = |feed: &str| call.state.feed(feed, Lang::Zh);
    let looked_up = |name: &str| Sent { bureau, who, view: &view, fields: &Fields::default(), feed: &feed }.act(name);
    let act = match new.deed {
        Deed::Step { step } => Act::Step(step.0),
        Deed::Ask { words } => Act::Ask(words.0),
        Deed::Supply {} => Act::Supply,
        Deed::Verify {} => looked_up("verify")?,
        Deed::Assess {} => looked_up("assess")?,
        Deed::Visit { visitors, on, agrees, words } => {
            Act::Visit { visitors: visitors.into_iter().map(|it| it.0).collect(), on: on.0, agrees, words: words.0 }
        }
        Deed::Review { outcome, reason } => Act::Review(outcome.read()?, reason.0),
        Deed::Publish {} => Act::Publish,
        Deed::Object { words } => Act::Object(words.0),
        Deed::Answer { objection, upheld, words } => {
            Act::Answer { objection: objection.0 as usize, upheld, words: words.0 }
        }
        Deed::Hear { on, came, words } => Act::Hear { on: on.0, came, words: words.0 },
        Deed::Decide { outcome, reason } => Act::Decide(outcome.read()?, reason.0),
        Deed::Tell { letter } => Act::Tell(letter_named(&letter.0)?),
        Deed::Withdraw { words } => Act::Withdraw(words.0),
        Deed::Close {} => Act::Close,
        Deed::Share {} => looked_up("share")?,
        Deed::Register { cause, need_fen, words } => {
            if !bureau.words_of("hardship_event").iter().any(|(name, _)| *name == cause.0 && name != "none") {
                return Err(OfficeError::Form(field::CAUSE));
            }
            Act::Register(Emergency { cause: cause.0, words: words.0, need_fen: need_fen.0 })
        }
        Deed::Relieve { amount_fen } => Act::Relieve(amount_fen.0),
        Deed::Explain { words } => Act::Explain(words.0),
        Deed::Call { on, place } => Act::Call { on: on.0, place: place.0 },
        Deed::Grace { cause } => Act::Grace(cause.0),
        Deed::Class { class } => {
            Act::Class(ReviewClass::named(&class.0.to_ascii_uppercase()).ok_or(OfficeError::Form(field::CLASS))?)
        }
        Deed::Look { on, again, words } => Act::Look { on: on.0, again, words: words.0 },
    };
    let version = case::act(bureau, who, at.id.0, new.version, act, call.key()?)?;
    Ok(Done { version })
}

impl Does {
    fn read(self) -> Result<Outcome, OfficeError> {
        Ok(match self {
            Self::Grant { amount_fen } => Outcome::Grant { amount_fen: amount_fen.map(|it| it.0) },
            Self::Reduce { from_fen, to_fen } if to_fen.0 < from_fen.0 => {
                Outcome::Reduce { from_fen: from_fen.0, to_fen: to_fen.0 }
            }
            Self::Reduce { .. } => return Err(OfficeError::Form(field::AMOUNT)),
            Self::Stop {} => Outcome::Stop,
            Self::Refuse {} => Outcome::Refuse,
        })
    }

    /// An outcome as it is told.
    pub(super) fn of(outcome: &Outcome) -> Self {
        match outcome {
            Outcome::Grant { amount_fen } => Self::Grant { amount_fen: amount_fen.map(Amount) },
            Outcome::Reduce { from_fen, to_fen } => {
                Self::Reduce { from_fen: Amount(*from_fen), to_fen: Amount(*to_fen) }
            }
            Outcome::Stop => Self::Stop {},
            Outcome::Refuse => Self::Refuse {},
        }
    }
}
