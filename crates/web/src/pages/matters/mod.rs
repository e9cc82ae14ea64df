//! Matters: what signals about households have become, who looks after them, what came of them.

pub(crate) mod act;
pub(crate) mod effects;
pub(crate) mod exemptions;
pub(crate) mod feedback;
pub(crate) mod leaving;
pub(crate) mod list;
pub(crate) mod paper;
pub(crate) mod show;

use crate::shell::Shell;
use doudi_kernel::{Lang, Say};
use doudi_office::{
    Bureau,
    case::Office,
    matters::{Matter, Pointed, State},
};
use doudi_work::watch::{Level, Severity};

/// The class that colours a state.
fn class(state: State) -> &'static str {
    match state {
        State::Overdue => "no",
        State::Open => "unknown",
        State::Handed => "now",
        State::Visited => "now",
        State::Closed => "done",
    }
}

/// The class that colours a severity.
fn weight(severity: Severity) -> &'static str {
    match severity {
        Severity::Urgent => "no",
        Severity::High => "unknown",
        Severity::Normal => "none",
    }
}

fn level(level: Level, lang: Lang) -> &'static str {
    let office = match level {
        Level::Village => Office::Village,
        Level::Town => Office::Town,
        Level::County => Office::County,
    };
    office.label(lang)
}

/// A matter in a row, on any page.
pub(crate) struct Row {
    pub(crate) id: i64,
    pub(crate) head: String,
    pub(crate) place: String,
    pub(crate) signals: Vec<String>,
    pub(crate) severity: &'static str,
    pub(crate) weight: &'static str,
    pub(crate) owner: &'static str,
    pub(crate) raised: bool,
    pub(crate) opened: String,
    pub(crate) due: String,
    pub(crate) left: crate::pages::work::Left,
    pub(crate) points: String,
    pub(crate) state: String,
    pub(crate) class: &'static str,
}

/// What a row says of a matter.
pub(crate) fn row(s: &Shell, bureau: &Bureau, matter: &Matter, signals: &[String]) -> Row {
    let state = matter.state(s.today);
    let open = matter.closed.is_none();
    Row {
        id: matter.id,
        head: String::new(),
        place: String::new(),
        signals: signals.iter().map(|name| bureau.signal_named(name, s.lang).label).collect(),
        severity: doudi_office::matters::severity(matter.severity, s.lang),
        weight: weight(matter.severity),
        owner: level(matter.level(s.today), s.lang),
        raised: open && matter.level(s.today) != matter.owner,
        opened: matter.opened.to_string(),
        due: matter.due.filter(|_| open).map(|day| day.to_string()).unwrap_or_default(),
        left: crate::pages::work::left(s, matter.due.filter(|_| open), false),
        points: matter.pointed.as_ref().and_then(Pointed::points).map(|it| it.to_string()).unwrap_or_default(),
        state: state.say(s.lang),
        class: class(state),
    }
}
