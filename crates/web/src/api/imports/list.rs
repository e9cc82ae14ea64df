//! Files that wait, or were taken in within a week.

use super::{
    super::{
        Call, Empty, Operation, Rule, get,
        shape::{MOST, shape},
    },
    SEEN, Spool, told,
};
use doudi_office::{OfficeError, imports};

shape! {
    /// Files, at most 1,000, the newest first.
    struct Spools {
        /// The files.
        items: Vec<Spool>,
    }
}

/// `GET /imports`
pub(in crate::api) fn operation() -> Operation {
    let said = ("部门来文", "Departments' files that were sent");
    get("/imports").answered("imports_list", said, Rule::OneOf(SEEN), list).fails([OfficeError::NotFound])
}

fn list(call: &Call<'_>, _: Empty) -> Result<Spools, OfficeError> {
    Ok(Spools { items: imports::waiting(call.bureau, call.who)?.iter().take(MOST).map(told).collect() })
}
