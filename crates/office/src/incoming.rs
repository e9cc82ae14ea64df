//! What people brought and nobody has answered yet, counted: applications sent from home, reports of people in need,
//! objections and complaints. Each is listed by its own slice; here they are one number beside another, so that none is
//! forgotten.

use crate::{Bureau, OfficeError, Who};
use doudi_journal::{
    JournalError, Reader,
    access::{Action, Resource},
};

/// How many wait in the user's area; none where the user has no right to them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Incoming {
    /// Applications sent from home that nobody took up.
    pub sent: Option<usize>,
    /// Reports of people in need without an outcome.
    pub discoveries: Option<usize>,
    /// Objections and complaints without an answer.
    pub voices: Option<usize>,
}

/// Counts what waits.
///
/// # Errors
/// The journal's.
pub fn incoming(bureau: &Bureau, who: &Who) -> Result<Incoming, OfficeError> {
    bureau.journal.read(|reader| {
        let mut many = |resource, action, open: &str| count(reader, who, resource, action, open);
        Ok(Incoming {
            sent: many(Resource::Case, Action::Write, "citizen_sent WHERE case_id IS NULL AND refused IS NULL")?,
            discoveries: many(Resource::ActiveDiscovery, Action::List, "discovery WHERE outcome IS NULL")?,
            voices: many(Resource::Objection, Action::Read, "citizen_voice WHERE answered IS NULL")?,
        })
    })
}

fn count(
    reader: &mut Reader<'_>,
    who: &Who,
    resource: Resource,
    action: Action,
    open: &str,
) -> Result<Option<usize>, JournalError> {
    let Ok(scope) = who.may(resource, action) else { return Ok(None) };
    let rows = reader.rows(&scope, &format!("SELECT COUNT(*) AS many FROM {open} AND {{scope}}"), &[])?;
    let many = rows.first().map_or(Ok(0), |row| row.get::<i64>("many"))?;
    Ok(usize::try_from(many).ok())
}
