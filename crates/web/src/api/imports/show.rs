//! How far a file is, and what taking it in would do.

use super::{
    super::{Call, Operation, Rule, get, kinds::InMonth, shape::shape},
    AtFile, SEEN, Spool, told,
};
use crate::pages::imports::{Far, refused};
use doudi_office::{OfficeError, imports};
use doudi_work::intake::{Effect, Plan};

shape! {
    /// How far a file is.
    word HowFar {
        /// Waits for its turn.
        Waiting = "waiting",
        /// Is being read and checked.
        Reading = "reading",
        /// Was looked at; see what it would do.
        Planned = "planned",
        /// Cannot be taken in as it is; see why.
        Refused = "refused",
        /// Is being taken in.
        Taking = "taking",
        /// Is in the lake.
        Done = "done",
        /// The program failed.
        Broken = "broken",
    }
}

shape! {
    /// What taking a file in does.
    word TakenAs {
        /// A new snapshot.
        Add = "add",
        /// A new snapshot in the place of one of the same month and part, which stays.
        Replace = "replace",
        /// Nothing: it was taken in already.
        AlreadyThere = "already_there",
    }
}

shape! {
    /// What taking a file in would do.
    struct WouldDo {
        /// The feed, by its identifier.
        feed: String,
        /// The month.
        month: InMonth,
        /// The part; empty for the whole county.
        part: String,
        /// Rows that are records.
        rows: i64,
        /// Records, members of households among them.
        records: i64,
        /// Complaints about single values.
        complaints: i64,
        /// What it does.
        effect: TakenAs,
    }
}

shape! {
    /// A file and how far it is.
    struct FileFar {
        /// The file.
        about: Spool,
        /// How far it is.
        state: HowFar,
        /// Rows read so far.
        rows: i64,
        /// What taking it in would do.
        plan: Option<WouldDo>,
        /// Why it is not taken in, and what to do.
        refused: Option<String>,
    }
}

/// `GET /imports/{file}`
pub(in crate::api) fn operation() -> Operation {
    let said = ("来文办理进度与导入计划", "How far a file is, and what taking it in would do");
    get("/imports/{file}").answered("imports_show", said, Rule::OneOf(SEEN), show).fails([OfficeError::NotFound])
}

fn show(call: &Call<'_>, at: AtFile) -> Result<FileFar, OfficeError> {
    let file = imports::one(call.bureau, call.who, &at.file)?;
    let far = Far::of(call.state, &file);
    let looked = if let Far::Looked(looked) = &far { Some(&looked.plan) } else { None };
    let state = match (&far, looked) {
        (Far::Waiting, _) => HowFar::Waiting,
        (Far::Reading(_, false), _) => HowFar::Reading,
        (Far::Reading(_, true), _) => HowFar::Taking,
        (Far::Looked(_), Some(Ok(_))) => HowFar::Planned,
        (Far::Looked(_), _) => HowFar::Refused,
        (Far::Done, _) => HowFar::Done,
        (Far::Broken, _) => HowFar::Broken,
    };
    Ok(FileFar {
        about: told(&file),
        state,
        rows: figure(far.rows()),
        plan: looked.and_then(|plan| plan.as_ref().ok()).map(|plan| would_do(plan)),
        refused: looked.and_then(|plan| plan.as_ref().err()).map(|why| refused(why, call.lang)),
    })
}

fn would_do(plan: &Plan) -> WouldDo {
    WouldDo {
        feed: plan.feed.to_string(),
        month: InMonth(plan.month),
        part: plan.part.clone(),
        rows: figure(plan.rows),
        records: figure(plan.records),
        complaints: figure(plan.complaints.values().map(|it| it.count).sum()),
        effect: match plan.effect {
            Effect::Add => TakenAs::Add,
            Effect::Replace(_) => TakenAs::Replace,
            Effect::AlreadyThere(_) => TakenAs::AlreadyThere,
        },
    }
}

fn figure(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
