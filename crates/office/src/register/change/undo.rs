//! 撤销: the same act the other way round, as an entry of its own. Nothing is taken out of the journal.

use super::{
    FileChange, HelpChange, Refusal, Shape,
    desk::{near_relatives, reason},
    keep::{Changed, sealed_reason, write},
    look::{FileNow, file},
};
use crate::{Bureau, OfficeError, Who, register::helped::compact};
use doudi_journal::{
    IdempotencyKey, Instant, Row, Tx,
    access::{Action, Resource, Scope},
    date_number,
};
use doudi_kernel::{Date, Month};

/// The newest act on a file.
#[derive(Clone, Debug)]
pub struct Undoable {
    /// Its entry's number in the county's chain.
    pub seq: i64,
    /// Its name.
    pub act: String,
    /// When it was written.
    pub at: Instant,
    /// By whom: `user:3`.
    pub actor: String,
}

const NEWEST: &str = "SELECT seq, at, actor, body FROM entry WHERE subject = $1 AND kind = 'register.changed' AND ";

/// The newest act on a file, if there is one.
///
/// # Errors
/// [`OfficeError::Denied`]; the journal's.
pub fn undoable(bureau: &Bureau, who: &Who, household: i64) -> Result<Option<Undoable>, OfficeError> {
    let scope = who.may(Resource::Household, Action::Write)?;
    let subject = format!("household:{household}");
    let sql = format!("{NEWEST} {{scope}} ORDER BY seq DESC LIMIT 1");
    let rows = bureau.journal.read(|reader| reader.rows(&scope, &sql, &[subject.as_str().into()]))?;
    rows.first().map(|row| Ok(told(row)?.0)).transpose()
}

fn told(row: &Row) -> Result<(Undoable, Changed), OfficeError> {
    let body: Changed = serde_json::from_str(&row.get::<String>("body")?)
        .map_err(|_| doudi_journal::JournalError::Column { name: "body".into(), wanted: "an act on the register" })?;
    let at = Instant::from_millis(row.get("at")?);
    let undoable = Undoable { seq: row.get("seq")?, act: body.act.clone(), at, actor: row.get("actor")? };
    Ok((undoable, body))
}

/// Turns the newest act on a file round, for a reason; refused where anything rests on it by now.
///
/// # Errors
/// [`OfficeError::Denied`], [`OfficeError::NotFound`], [`Refusal::Built`], [`Refusal::Overtaken`].
pub fn undo(
    bureau: &Bureau,
    who: &Who,
    household: i64,
    seq: i64,
    why: &str,
    key: &IdempotencyKey,
) -> Result<i64, OfficeError> {
    let scope = who.may(Resource::Household, Action::Write)?;
    reason(why)?;
    let print = bureau.suite().digest(&[format!("undo {household} {seq} {why}").as_bytes()]);
    bureau.journal.write(|tx| tx.once(key, print, |tx| turned(tx, who, &scope, household, seq, why)))
}

fn turned(tx: &mut Tx<'_>, who: &Who, scope: &Scope, household: i64, seq: i64, why: &str) -> Result<i64, OfficeError> {
    let subject = format!("household:{household}");
    let rows = tx.rows(&format!("{NEWEST} 1 = 1 ORDER BY seq DESC LIMIT 1"), &[subject.as_str().into()])?;
    let (newest, done) = told(rows.first().ok_or(OfficeError::NotFound)?)?;
    if newest.seq != seq {
        return Err(Refusal::Overtaken.into());
    }
    let near = near_relatives(tx, who)?;
    if done.files.iter().any(|file| near.contains(&file.household)) {
        return Err(Refusal::Relative.into());
    }
    let month = compact(Month::of(who.today()).plus(1));
    for touched in &done.files {
        let now = file(tx, scope, touched.household, month)?;
        if !stands(&done, touched, &now) {
            return Err(Refusal::Built.into());
        }
    }
    let reason = sealed_reason(tx, household, why)?;
    let turned = Changed {
        act: "undo".into(),
        reason,
        evidence: done.evidence.clone(),
        files: done.files.iter().map(|file| back(file, who.today())).collect(),
        help: done.help.iter().map(help_back).collect(),
        links: done.unlinks.clone(),
        unlinks: done.links.clone(),
        people: done.people_before.clone(),
        people_before: done.people.clone(),
        died: done.died.iter().map(|(person, before, after)| (*person, *after, *before)).collect(),
        stands: None,
        undoes: Some(seq),
    };
    write(tx, who, who.today(), &turned)?;
    let left = turned.files.iter().find(|file| file.after.gone.is_none());
    Ok(left.map_or(household, |file| file.household))
}

/// Whether a file is still as the act has left it.
fn stands(done: &Changed, touched: &FileChange, now: &FileNow) -> bool {
    let of_file = |it: &&HelpChange| it.household == touched.household;
    let helped = done.help.iter().filter(of_file).all(|it| now.held.get(&it.programme) == it.after.as_ref());
    now.shape == touched.after && helped
}

fn back(file: &FileChange, today: Date) -> FileChange {
    let closed = || Shape { seats: Vec::new(), gone: Some(date_number(today)), ..file.after.clone() };
    let after = file.before.clone().unwrap_or_else(closed);
    FileChange { household: file.household, before: Some(file.after.clone()), after }
}

fn help_back(it: &HelpChange) -> HelpChange {
    HelpChange { before: it.after.clone(), after: it.before.clone(), ..it.clone() }
}
