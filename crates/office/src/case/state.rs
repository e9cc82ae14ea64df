//! A case as its events have made it.

use super::event::{Channel, Event, Finding, Hearing, Opinion, Outcome, Report, Visit};
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
            _ => true,
        }
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
            }
            Event::Done { step } => self.mark(step, on),
            Event::Paused { owes } => {
                self.owes = Some(owes.clone());
                self.pauses.push(Pause { from: on, to: None });
            }
            Event::Resumed => {
                self.owes = None;
                self.pauses.iter_mut().filter(|pause| pause.to.is_none()).for_each(|pause| pause.to = Some(on));
            }
            Event::Verified { report } => {
                self.report = Some(report.clone());
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
                self.turn = Turn::Decided;
                for step in ["decide", "decide_by_town"] {
                    self.mark(step, on);
                }
            }
            Event::Told { letter } => {
                self.letters.push((letter.clone(), on));
                self.mark("notify_refusal", on);
            }
            Event::Withdrawn { .. } | Event::Closed => {
                self.turn = Turn::Closed;
                self.mark("conclude", on);
            }
        }
    }
}
