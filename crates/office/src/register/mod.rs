//! The register: one household, one file.
//!
//! [`take`] brings a month's households in: who is new gets a file, who is otherwise gets an entry, who is as before gets
//! nothing, so that taking a month twice changes nothing. [`search`] and [`counts`] are the two ways in; [`open`] shows a
//! file to somebody with a purpose, and writes down that it did.

mod change;
mod counts;
mod departments;
mod dispute;
mod facts;
mod file;
mod helped;
pub(crate) mod known;
mod looks;
mod members;
mod observe;
pub(crate) mod rows;
mod search;
mod take;

pub use change::{
    Act, Basis, Because, Evidence, FileChange, Held, HelpChange, Kind, Leaving, Newcomer, Note, Placed, Plan, Refusal,
    Seat, Shape, Told, Undoable, apply, basis, plan, undo, undoable,
};
pub use counts::{Count, counts};
pub use departments::{Field, Saying, departments};
pub use dispute::{Dispute, disputed, disputes};
pub use facts::{FactLine, Known, facts};
pub use file::{HouseholdFile, Line, Person, Standing, dossier, explanation, open, reveal};
pub(crate) use file::{keep, looked_at, opened, seen, viewers};
pub(crate) use helped::Help;
pub use helped::{Cause, Change, Listed, Movement, Sum, Support, chain, changes, movements, roster};
pub use looks::{Look, Looks, looks};
pub use members::{Composition, Member, as_of};
pub use search::{Found, PAGE, Query, one, search};
pub(crate) use take::taken_months;
pub use take::{Taken, take, taken};

use take::Observed;

use doudi_journal::{Entry, JournalError, Projection, Tx, Value, date_number};

/// Households, persons, what the rules found, and who looked follow from entries.
pub(crate) struct Households;

impl Projection for Households {
    fn tables(&self) -> &'static [&'static str] {
        &["household", "person", "alias", "membership", "determination", "access_record"]
    }

    fn apply(&self, tx: &mut Tx<'_>, entry: &Entry) -> Result<(), JournalError> {
        match entry.kind.as_str() {
            "household.observed" => observe::observed(tx, entry, &entry.read()?),
            "register.changed" => change::changed(tx, entry, &entry.read()?),
            "household.determined" => determined(tx, entry, &entry.read()?),
            "household.gone" => {
                let id: take::Gone = entry.read()?;
                let sql = "UPDATE household SET gone = $1 WHERE id = $2";
                tx.execute(sql, &[date_number(entry.valid_from).into(), id.id.into()]).map(drop)
            }
            "file.opened" => looked(tx, entry, &entry.read()?),
            _ => Ok(()),
        }
    }
}

fn determined(tx: &mut Tx<'_>, entry: &Entry, it: &take::Determined) -> Result<(), JournalError> {
    tx.execute("DELETE FROM determination WHERE household = $1", &[it.household.into()])?;
    let row = |one: &take::One| -> [Value; 8] {
        [
            it.household.into(),
            one.position.into(),
            (&one.programme).into(),
            Value::Int(entry.division as i64),
            it.month.into(),
            (&one.answer).into(),
            one.amount_fen.into(),
            one.tier.clone().into(),
        ]
    };
    let head = "INSERT INTO determination (household, position, programme, division, month, answer, amount_fen, tier)";
    rows::insert(tx, head, it.found.iter().map(row).collect(), "")
}

fn looked(tx: &mut Tx<'_>, entry: &Entry, it: &file::Looked) -> Result<(), JournalError> {
    tx.execute(
        "INSERT INTO access_record (county, seq, at, account, division, subject, action, opened_for, field, reason) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &[
            entry.county.number().into(),
            Value::Int(entry.seq as i64),
            entry.at.millis().into(),
            it.account.into(),
            Value::Int(entry.division as i64),
            entry.subject.as_str().into(),
            (&it.action).into(),
            (&it.purpose).into(),
            it.field.clone().into(),
            it.reason.clone().into(),
        ],
    )?;
    Ok(())
}
