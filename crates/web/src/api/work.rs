//! What waits for the user's office, what is overdue first.

use super::{Call, Empty, Operation, Rule, get, kinds::Day, shape::shape};
use doudi_journal::access::{Action, Resource};
use doudi_office::{
    OfficeError,
    case::{self, Row},
};

shape! {
    /// Cases, at most 200.
    struct Cases {
        /// What is due first stands first.
        items: Vec<CaseLine>,
    }
}

shape! {
    /// A case in a list.
    struct CaseLine {
        /// The case's number.
        id: i64,
        /// The household's number.
        household: i64,
        /// The name of the household's head.
        head: String,
        /// Its members.
        size: i64,
        /// The village: twelve digits.
        division: String,
        /// The procedure, by its identifier.
        procedure: String,
        /// `open`, `decided`, `closed`
        turn: String,
        /// The day on which it was opened.
        opened: Day,
        /// The next step, by its identifier.
        step: Option<String>,
        /// Whose turn it is, by its identifier.
        office: Option<String>,
        /// The day on which that step is due.
        due: Option<Day>,
        /// Whether clocks stand since the citizen owes something.
        standing: bool,
        /// `grant`, `refuse`, `reduce`, `stop`
        outcome: Option<String>,
        /// What was decided, in fen a month.
        amount_fen: Option<i64>,
        /// The last day of the public notice.
        published_until: Option<Day>,
    }
}

/// A case as a list tells it.
pub(super) fn line(row: &Row) -> CaseLine {
    CaseLine {
        id: row.id,
        household: row.household,
        head: row.head.clone(),
        size: row.size,
        division: format!("{:012}", row.division),
        procedure: row.procedure.clone(),
        turn: row.turn.clone(),
        opened: Day(row.opened),
        step: row.step.clone(),
        office: row.office.clone(),
        due: row.due.map(Day),
        standing: row.standing,
        outcome: row.outcome.clone(),
        amount_fen: row.amount_fen,
        published_until: row.published_until.map(Day),
    }
}

/// `GET /work`
pub(super) fn operation() -> Operation {
    let said = ("本单位待办事项", "What waits for this office");
    get("/work").answered("work", said, Rule::Needs(Resource::Case, Action::List), work)
}

fn work(call: &Call<'_>, _: Empty) -> Result<Cases, OfficeError> {
    Ok(Cases { items: case::mine(call.bureau, call.who, false)?.iter().map(line).collect() })
}
