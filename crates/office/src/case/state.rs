//! A case as its events have made it.

use super::{
    event::{Channel, Emergency, Event, Finding, Hearing, Opinion, Outcome, Report, Visit},
    part::{Part, Reply, parts},
    path::Path,
    terms::ReviewClass,
};
use doudi_kernel::Date;
use std::collections::BTreeMap;

/// While the citizen owed something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    /// Since when.
    pub from: Date,
    /// Until when; none if still.
    pub to: Option<Date>,
}

/// An objection to what was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objection {
    /// When.
    pub on: Date,
    /// What is said.
    pub words: String,
    /// Whether it was right, and what was found; none while it is open.
    pub answer: Option<(bool, String)>,
}

/// An invitation to be heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// When.
    pub on: Date,
    /// Where.
    pub place: String,
    /// The day of the letter.
    pub sent: Date,
}

/// A look at a household that has left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// When.
    pub on: Date,
    /// Whether it should come back.
    pub again: bool,
    /// What was seen.
    pub words: String,
}

/// Where a case stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turn {
    /// Nothing has happened yet.
    #[default]
    Blank,
    /// It runs.
    Open,
    /// Decided; letters, publication or payment are left.
    Decided,
    /// Nothing is left.
    Closed,
}

/// The sum of a case's events.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// Where it stands.
    pub turn: Turn,
    /// How many events there were: whoever acts says which number was seen.
    pub version: u32,
    /// The household.
    pub household: i64,
    /// The procedure.
    pub procedure: String,
    /// The programmes in question.
    pub programmes: Vec<String>,
    /// Who came.
    pub channel: Channel,
    /// When the need was told.
    pub opened: Date,
    /// Until when sources may be asked.
    pub authorised_until: Option<Date>,
    /// What was told, by fact.
    pub declared: BTreeMap<String, i64>,
    /// Steps done, with their days.
    pub done: BTreeMap<String, Date>,
    /// While the citizen owed something.
    pub pauses: Vec<Pause>,
    /// What is owed now.
    pub owes: Option<String>,
    /// The newest verification.
    pub report: Option<Report>,
    /// The newest findings of the rules, with the texts' hash.
    pub findings: Vec<Finding>,
    /// The texts.
    pub pack: Option<String>,
    /// Visits.
    pub visits: Vec<Visit>,
    /// The town's opinion.
    pub opinion: Option<Opinion>,
    /// The last day of the public notice.
    pub published_until: Option<Date>,
    /// Objections.
    pub objections: Vec<Objection>,
    /// Hearings.
    pub hearings: Vec<Hearing>,
    /// The decision, with its reason.
    pub decision: Option<(Outcome, String)>,
    /// Letters sent.
    pub letters: Vec<(String, Date)>,
    /// The day of the decision.
    pub decided: Option<Date>,
    /// The case whose verification is shared.
    pub shared_from: Option<i64>,
    /// When the citizen last brought something.
    pub supplied: Option<Date>,
    /// What cannot wait.
    pub need: Option<Emergency>,
    /// Relief that went first, fen.
    pub relief_fen: Option<i64>,
    /// The papers that followed.
    pub explained: Option<String>,
    /// The newest invitation to be heard.
    pub called: Option<Call>,
    /// Why help goes on after it would end, and for how many months.
    pub grace: Option<(String, u32)>,
    /// How often the household is looked at again.
    pub class: Option<ReviewClass>,
    /// Looks after it has left.
    pub looks: Vec<Look>,
    /// What departments handle.
    pub parts: Vec<Part>,
}

impl State {
    /// What all events together have made.
    pub fn of<'e>(events: impl IntoIterator<Item = (&'e Event, Date)>) -> Self {
        let mut state = Self::default();
        events.into_iter().for_each(|(event, on)| state.apply(event, on));
        state
    }

    /// When it was accepted.
    pub fn accepted(&self) -> Option<Date> {
        self.done.get("accept").copied()
    }

    /// Whether an objection waits for its answer.
    pub fn objected(&self) -> bool {
        self.objections.iter().any(|objection| objection.answer.is_none())
    }

    /// Whether a step is part of this case: a second notice follows an objection, a refusal's letter a refusal or a cut.
    pub fn needs(&self, step: &str) -> bool {
        match step {
            "republicise" => !self.objections.is_empty(),
            "notify_refusal" => match &self.decision {
                Some((outcome, _)) => outcome.takes_away() || *outcome == Outcome::Refuse,
                None => true,
            },
            // What is given is made public and paid (art. 45).
            "publish" | "pay_from_now" => self.gives(),
            "pay" => self.relief_fen.is_some() || self.gives(),
            _ => true,
        }
    }

    /// Whether help is given or goes on, as far as is known.
    fn gives(&self) -> bool {
        match &self.decision {
            Some((outcome, _)) => matches!(outcome, Outcome::Grant { .. } | Outcome::Reduce { .. }),
            None => true,
        }
    }

    /// Whether something is to be paid of which nobody has said that payment begins.
    pub fn waits_for_payment(&self, path: &Path) -> bool {
        let begins = path.paying().is_some_and(|stop| !self.done.contains_key(&stop.name));
        begins && self.decision.is_some() && self.gives()
    }

    /// Whether departments have not all answered.
    pub fn waiting(&self) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(|part| part.reply.is_none())
    }

    fn mark(&mut self, step: &str, on: Date) {
        self.done.insert(step.into(), on);
    }

    /// One more event, of a day.
    pub fn apply(&mut self, event: &Event, on: Date) {
        self.version += 1;
        match event {
            Event::Opened { household, procedure, programmes, channel, authorised_until, declared } => {
                self.turn = Turn::Open;
                (self.household, self.opened) = (*household, on);
                (self.procedure, self.programmes) = (procedure.clone(), programmes.clone());
                (self.channel, self.authorised_until) = (channel.clone(), Some(*authorised_until));
                self.declared = declared.clone();
                self.parts = parts(programmes);
            }
            Event::Sent { on } => self.opened = *on,
            Event::Done { step } => self.mark(step, on),
            Event::Paused { owes } => {
                self.owes = Some(owes.clone());
                self.pauses.push(Pause { from: on, to: None });
            }
            Event::Resumed => {
                (self.owes, self.supplied) = (None, Some(on));
                self.pauses.iter_mut().filter(|pause| pause.to.is_none()).for_each(|pause| pause.to = Some(on));
            }
            Event::Verified { report, shared } => {
                (self.report, self.shared_from) = (Some(report.clone()), *shared);
                self.mark("verify", on);
            }
            Event::Assessed { pack, findings } => {
                (self.pack, self.findings) = (Some(pack.clone()), findings.clone());
            }
            Event::Visited { visit } => self.visits.push(visit.clone()),
            Event::Reviewed { opinion } => {
                self.opinion = Some(opinion.clone());
                self.mark("first_review", on);
            }
            Event::Published { until } => {
                let again = self.published_until.replace(*until).is_some();
                self.mark(if again { "republicise" } else { "publicise" }, on);
            }
            Event::Objected { words } => {
                self.objections.push(Objection { on, words: words.clone(), answer: None });
            }
            Event::Answered { objection, upheld, words } => {
                if let Some(objection) = self.objections.get_mut(*objection) {
                    objection.answer = Some((*upheld, words.clone()));
                }
            }
            Event::Heard { hearing } => self.hearings.push(hearing.clone()),
            Event::Decided { outcome, reason } => {
                self.decision = Some((outcome.clone(), reason.clone()));
                (self.turn, self.decided) = (Turn::Decided, Some(on));
                for step in ["decide", "decide_by_town"] {
                    self.mark(step, on);
                }
            }
            Event::Told { letter } => {
                self.letters.push((letter.clone(), on));
                self.mark("notify_refusal", on);
            }
            Event::Registered { need } => {
                self.need = Some(need.clone());
                self.mark("register", on);
            }
            Event::Relieved { amount_fen } => {
                (self.turn, self.relief_fen) = (Turn::Decided, Some(*amount_fen));
                self.mark("pay", on);
            }
            Event::Explained { words } => {
                self.explained = Some(words.clone());
                self.mark("explain", on);
            }
            Event::Called { on: day, place } => {
                self.called = Some(Call { on: *day, place: place.clone(), sent: on });
            }
            Event::Graced { cause, months } => self.grace = Some((cause.clone(), *months)),
            Event::Classified { class } => self.class = Some(*class),
            Event::Looked { on, again, words } => {
                self.looks.push(Look { on: *on, again: *again, words: words.clone() });
            }
            Event::Replied { department, outcome, reason } => {
                let reply = Reply { on, outcome: outcome.clone(), reason: reason.clone() };
                self.parts.iter_mut().filter(|part| part.department.name() == department).for_each(|part| {
                    part.reply = Some(reply.clone());
                });
            }
            Event::Withdrawn { .. } | Event::Closed => {
                self.turn = Turn::Closed;
                self.mark("conclude", on);
            }
        }
    }
}
