//! A matter with its signals. That it was opened is kept.

use super::{
    super::{At, Call, Operation, get, kinds::Day, shape::shape},
    READS,
    search::{MatterLine, line},
};
use doudi_office::{
    OfficeError,
    matters::{self, Heard},
};

shape! {
    /// A matter.
    struct MatterFile {
        /// As a list tells it.
        matter: MatterLine,
        /// How often something was done to it; who acts says which version was seen.
        version: u32,
        /// Its signals.
        heard: Vec<MatterSignal>,
        /// When somebody was there first.
        visited: Option<Day>,
        /// To which department it was handed over, by its identifier.
        department: Option<String>,
        /// When the department answered.
        answered: Option<Day>,
        /// When it was closed.
        closed: Option<Day>,
        /// The case that came of it.
        case: Option<i64>,
    }
}

shape! {
    /// A signal.
    struct MatterSignal {
        /// By its identifier.
        signal: String,
        /// The member's number; none where it is about the household.
        person: Option<i64>,
        /// What to do, in words.
        remedy: String,
        /// The day on which it was taken.
        raised: Day,
        /// The month in which it was first raised.
        first_month: String,
        /// The newest month in which it was raised.
        month: String,
        /// Whether it was found to be so; none where nobody has seen.
        found: Option<bool>,
    }
}

/// `GET /matters/{id}`
pub(in crate::api) fn operation() -> Operation {
    let said = ("查看预警事项", "Show a matter");
    get("/matters/{id}").answered("matters_show", said, READS, show).fails([OfficeError::NotFound])
}

fn show(call: &Call<'_>, at: At) -> Result<MatterFile, OfficeError> {
    let view = matters::open(call.bureau, call.who, at.id.0)?;
    let mut signals: Vec<String> = view.heard.iter().map(|it| it.signal.clone()).collect();
    signals.dedup();
    let heard = |it: &Heard| MatterSignal {
        signal: it.signal.clone(),
        person: Some(it.person).filter(|person| *person > 0),
        remedy: call.bureau.signal_named(&it.signal, call.lang).remedy,
        raised: Day(it.raised),
        first_month: it.first_month.to_string(),
        month: it.month.to_string(),
        found: it.found,
    };
    Ok(MatterFile {
        version: view.matter.version,
        heard: view.heard.iter().map(heard).collect(),
        visited: view.matter.visited.map(Day),
        department: view.matter.department.clone(),
        answered: view.matter.answered.map(Day),
        closed: view.matter.closed.map(Day),
        case: view.matter.case,
        matter: line(call, &view.matter, view.division, &view.head, &signals),
    })
}
