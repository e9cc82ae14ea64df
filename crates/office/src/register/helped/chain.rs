//! 一户一条救助链: everything by which a household was and is helped, through all its files.

use crate::{Bureau, OfficeError, Who};
use doudi_journal::access::{Action, Resource};
use std::collections::BTreeSet;

/// Help over some months without a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Support {
    /// By which file.
    pub household: i64,
    /// By which programme.
    pub programme: String,
    /// The first month, `yyyymm`.
    pub from: i64,
    /// The first month in which it is no longer so; none while it goes on.
    pub to: Option<i64>,
    /// Fen a month; none while nobody has set it.
    pub amount_fen: Option<i64>,
    /// How many persons in its first month.
    pub persons: i64,
    /// Whose word it is: `rosters`, `case:12`, `act`.
    pub source: String,
}

/// The chain of a household and of the files that it goes on from, the oldest first.
///
/// # Errors
/// [`OfficeError::Denied`]; the journal's.
pub fn chain(bureau: &Bureau, who: &Who, household: i64) -> Result<Vec<Support>, OfficeError> {
    let scope = who.may(Resource::Household, Action::Read)?;
    bureau.journal.read(|reader| {
        let (mut files, mut left) = (BTreeSet::new(), vec![household]);
        let mut all = Vec::new();
        while let Some(file) = left.pop().filter(|file| files.insert(*file)) {
            let sql = "SELECT old_file FROM succession WHERE new_file = $1 AND {scope} ORDER BY old_file";
            for row in reader.rows(&scope, sql, &[file.into()])? {
                left.push(row.get("old_file")?);
            }
            let sql = "SELECT s.programme, s.from_month, s.to_month, s.amount_fen, s.source, \
                       (SELECT COUNT(*) FROM helped o WHERE o.household = s.household AND o.programme = s.programme \
                        AND o.person > 0 AND o.from_month <= s.from_month \
                        AND (o.to_month IS NULL OR o.to_month > s.from_month)) AS persons \
                       FROM helped s WHERE s.household = $1 AND s.person = 0 AND {scope:s} \
                       ORDER BY s.from_month, s.programme";
            for row in reader.rows(&scope, sql, &[file.into()])? {
                all.push(Support {
                    household: file,
                    programme: row.get("programme")?,
                    from: row.get("from_month")?,
                    to: row.get("to_month")?,
                    amount_fen: row.get("amount_fen")?,
                    persons: row.get("persons")?,
                    source: row.get("source")?,
                });
            }
        }
        all.sort_by(|a, b| (a.from, &a.programme, a.household).cmp(&(b.from, &b.programme, b.household)));
        Ok(all)
    })
}
