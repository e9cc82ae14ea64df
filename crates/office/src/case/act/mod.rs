//! What somebody may do to a case; one act, one file.

mod assess;
mod call;
mod class;
mod decide;
mod grace;
mod hear;
mod object;
mod open;
mod pause;
mod publish;
mod relieve;
mod reply;
mod review;
mod step;
mod tell;
mod verify;
mod visit;

use super::{
    event::{Channel, Emergency, Event, Finding, Outcome, Report},
    path::{Office, Path, Stop},
    refusal::Refusal,
    state::{State, Turn},
    terms::ReviewClass,
};
use doudi_journal::access::{Action, Department, Resource};
use doudi_kernel::Date;
use doudi_rules::book::Label;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Who acts, when, and for which office.
#[derive(Clone, Copy, Debug)]
pub struct Doer {
    /// The user.
    pub user: i64,
    /// The office for which the user acts.
    pub office: Office,
    /// Whether the user is registered as a near relative of the household.
    pub relative: bool,
    /// Whether anybody of the staff is: then the county visits and decides.
    pub kin: bool,
    /// The department, of a user who works for one.
    pub department: Option<Department>,
    /// The day.
    pub today: Date,
}

/// What is told at the window.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Application {
    /// The household.
    pub household: i64,
    /// The programmes in question.
    pub programmes: Vec<String>,
    /// Who came.
    pub channel: Channel,
    /// Until when sources may be asked.
    pub authorised_until: Date,
    /// What was told, by fact.
    pub declared: BTreeMap<String, i64>,
}

/// What somebody wants to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Take an application: `open.rs`.
    Open(Application),
    /// Carry out a step without anything else to tell, by its name: `step.rs`.
    Step(String),
    /// Ask the citizen for something that no office has; clocks stand: `pause.rs`.
    Ask(String),
    /// It came: `pause.rs`.
    Supply,
    /// Keep what the sources say: `verify.rs`.
    Verify(Report),
    /// Rely on the report of another case of the household (art. 42): `verify.rs`.
    Share(i64, Report),
    /// Keep what the rules say, by texts of a hash: `assess.rs`.
    Assess(String, Vec<Finding>),
    /// Two people went: `visit.rs`.
    Visit {
        /// Who.
        visitors: Vec<i64>,
        /// When.
        on: Date,
        /// Whether things are as told.
        agrees: bool,
        /// In words.
        words: String,
    },
    /// The town's opinion: `review.rs`.
    Review(Outcome, String),
    /// Put the notice up: `publish.rs`.
    Publish,
    /// Somebody objects: `object.rs`.
    Object(String),
    /// An objection's answer: `object.rs`.
    Answer {
        /// Which.
        objection: usize,
        /// Whether it was right.
        upheld: bool,
        /// What was found.
        words: String,
    },
    /// The person is heard: `hear.rs`.
    Hear {
        /// When.
        on: Date,
        /// Whether the person came or answered.
        came: bool,
        /// What was said.
        words: String,
    },
    /// Invite the person to be heard: `call.rs`.
    Call {
        /// When.
        on: Date,
        /// Where.
        place: String,
    },
    /// Help goes on for a while, by the code of the cause: `grace.rs`.
    Grace(String),
    /// Register a need that cannot wait: `relieve.rs`.
    Register(Emergency),
    /// Give relief from the town's imprest, fen: `relieve.rs`.
    Relieve(i64),
    /// The papers after relief: `relieve.rs`.
    Explain(String),
    /// How often the household is looked at again: `class.rs`.
    Class(ReviewClass),
    /// A look at a household that has left: `class.rs`.
    Look {
        /// When.
        on: Date,
        /// Whether it should come back.
        again: bool,
        /// What was seen.
        words: String,
    },
    /// A department answers its part: `reply.rs`.
    Reply {
        /// The department's name.
        department: String,
        /// What it gives.
        outcome: Outcome,
        /// Why.
        reason: String,
    },
    /// Decide, with a reason: `decide.rs`.
    Decide(Outcome, String),
    /// A letter goes out: `tell.rs`.
    Tell(String),
    /// The applicant gives up: `tell.rs`.
    Withdraw(String),
    /// Nothing is left: `tell.rs`.
    Close,
}

/// A case on the desk: what the acts look at.
struct Desk<'a> {
    state: &'a State,
    path: &'a Path,
    doer: Doer,
}

impl Act {
    /// What the doer must have the right to.
    pub fn right(&self) -> (Resource, Action) {
        match self {
            Self::Verify(_) | Self::Share(..) => (Resource::VerificationReport, Action::Write),
            Self::Assess(..) => (Resource::Determination, Action::Write),
            Self::Visit { .. } => (Resource::HomeVisit, Action::Write),
            Self::Publish => (Resource::PublicNotice, Action::Write),
            Self::Object(_) | Self::Answer { .. } => (Resource::Objection, Action::Write),
            Self::Decide(..) => (Resource::Case, Action::Decide),
            Self::Reply { .. } => (Resource::Referral, Action::Decide),
            Self::Step(step) if step.starts_with("pay") => (Resource::PaymentList, Action::Decide),
            Self::Look { .. } => (Resource::HomeVisit, Action::Write),
            _ => (Resource::Case, Action::Write),
        }
    }
}

/// What an act makes of a case.
///
/// # Errors
/// Why it cannot be done now, by this person.
pub fn plan(state: &State, path: &Path, doer: Doer, act: Act) -> Result<Event, Refusal> {
    let desk = Desk { state, path, doer };
    if doer.relative {
        return Err(Refusal::Relative);
    }
    match act {
        Act::Open(application) => desk.open(application),
        Act::Step(name) => desk.step(&name),
        Act::Ask(owes) => desk.ask(owes),
        Act::Supply => desk.supply(),
        Act::Verify(report) => desk.verify(report),
        Act::Share(from, report) => desk.share(from, report),
        Act::Assess(pack, findings) => desk.assess(pack, findings),
        Act::Visit { visitors, on, agrees, words } => desk.visit(visitors, on, agrees, words),
        Act::Review(outcome, reason) => desk.review(outcome, reason),
        Act::Publish => desk.publish(),
        Act::Object(words) => desk.object(words),
        Act::Answer { objection, upheld, words } => desk.answer(objection, upheld, words),
        Act::Hear { on, came, words } => desk.hear(on, came, words),
        Act::Call { on, place } => desk.call(on, place),
        Act::Grace(cause) => desk.grace(cause),
        Act::Register(need) => desk.register(need),
        Act::Relieve(amount_fen) => desk.relieve(amount_fen),
        Act::Explain(words) => desk.explain(words),
        Act::Class(class) => desk.class(class),
        Act::Look { on, again, words } => desk.look(on, again, words),
        Act::Reply { department, outcome, reason } => desk.reply(department, outcome, reason),
        Act::Decide(outcome, reason) => desk.decide(outcome, reason),
        Act::Tell(letter) => desk.tell(letter),
        Act::Withdraw(reason) => desk.withdraw(reason),
        Act::Close => desk.close(),
    }
}

impl Desk<'_> {
    /// The case runs, and its clocks too.
    fn running(&self) -> Result<(), Refusal> {
        match (self.state.turn, &self.state.owes) {
            (Turn::Open, None) => Ok(()),
            (Turn::Open, Some(_)) => Err(Refusal::Standing),
            _ => Err(Refusal::Over),
        }
    }

    /// The step of a name, if it is this office's turn and everything before it is done.
    fn turn(&self, name: &str) -> Result<&Stop, Refusal> {
        let stop = self.path.stop(name).ok_or_else(|| Refusal::NoStep(name.into()))?;
        // What the applicant chooses is noted at the window, and the town does for the village what the village cannot.
        let for_it = matches!(stop.by, Office::Applicant | Office::Village) && self.doer.office == Office::Town;
        if stop.by != self.doer.office && !for_it {
            return Err(Refusal::NotYours(stop.by));
        }
        if self.state.done.contains_key(name) {
            return Err(Refusal::Done(stop.label.clone()));
        }
        self.before(name)?;
        Ok(stop)
    }

    /// Everything before a step is done.
    fn before(&self, name: &str) -> Result<(), Refusal> {
        let earlier = self.path.stops.iter().take_while(|it| it.name != name);
        // The whole is concluded last, however early the procedure names its clock.
        let needed = earlier.filter(|it| self.state.needs(&it.name) && !it.name.starts_with("conclude"));
        let missing: Vec<Label> =
            needed.filter(|it| !self.state.done.contains_key(&it.name)).map(|it| it.label.clone()).collect();
        if missing.is_empty() { Ok(()) } else { Err(Refusal::Before(missing)) }
    }

    /// The office is the town's or the one that decides here.
    fn by(&self, offices: &[Office]) -> Result<(), Refusal> {
        match offices.contains(&self.doer.office) {
            true => Ok(()),
            false => Err(Refusal::NotYours(offices[0])),
        }
    }

    /// A day that was, and not before the case.
    fn past(&self, day: Date) -> Result<Date, Refusal> {
        if self.state.opened <= day && day <= self.doer.today { Ok(day) } else { Err(Refusal::BadDay(day)) }
    }
}
