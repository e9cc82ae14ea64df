//! Messages are written out: noted before, written, noted after. Whoever is killed between tries again with the same
//! number, so that a gateway drops the second.

use super::{
    Template,
    contact::Kind,
    drop::{Channel, Letter, write},
};
use crate::{Bureau, OfficeError};
use doudi_journal::{Actor, County, Draft, Entry, Instant, JournalError, Row, Subject, Tx, crypto::Sealed};
use doudi_kernel::{Date, Lang, Say};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::path::Path;

/// Minutes until the next try, by tries before; after the last a message is given up.
const AGAIN_MINUTES: [i64; 8] = [1, 5, 30, 120, 720, 1440, 1440, 1440];
/// Messages looked at in one go.
const AT_ONCE: usize = 500;

/// What a sending came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// Written out.
    pub sent: usize,
    /// To be tried again: no address, no gateway, or the disk failed.
    pub later: usize,
    /// Tried too often.
    pub given_up: usize,
}

#[derive(Serialize, Deserialize)]
struct Tried {
    id: i64,
    tries: i64,
    next_at: i64,
    channel: Option<String>,
}

pub(super) fn begun(tx: &mut Tx<'_>, entry: &Entry) -> Result<(), JournalError> {
    let it: Tried = entry.read()?;
    let sql = "UPDATE message SET tries = $1, next_at = $2, channel = $3 WHERE id = $4";
    tx.execute(sql, &[it.tries.into(), it.next_at.into(), it.channel.into(), it.id.into()]).map(drop)
}

pub(super) fn sent(tx: &mut Tx<'_>, entry: &Entry) -> Result<(), JournalError> {
    let it: Tried = entry.read()?;
    let sql = "UPDATE message SET sent = $1, channel = $2 WHERE id = $3";
    tx.execute(sql, &[entry.at.millis().into(), it.channel.into(), it.id.into()]).map(drop)
}

pub(super) fn given_up(tx: &mut Tx<'_>, entry: &Entry) -> Result<(), JournalError> {
    let it: Tried = entry.read()?;
    let sql = "UPDATE message SET given_up = $1 WHERE id = $2";
    tx.execute(sql, &[entry.at.millis().into(), it.id.into()]).map(drop)
}

/// A message that is due.
struct Due {
    id: i64,
    division: u64,
    template: String,
    holder: String,
    tries: i64,
    /// The day of its cause: what is written twice is the same.
    queued: Date,
    /// The way out that is open, and the address for it.
    out: Option<(Channel, String)>,
}

/// How far one message has come: the places at which a process can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    /// That it is tried is in the journal.
    Begun,
    /// It lies whole in the gateway's folder, under a name that no gateway takes.
    Drafted,
    /// It lies there under its own name: the gateway may take it from now on.
    Written,
    /// That it was written is in the journal.
    Noted,
}

/// Sends what is due at a moment, to gateways' folders under the outbox.
///
/// Whenever the process ends, no message is lost, and each reaches its gateway at least once: one whose sending broke off is
/// written again, the same to the byte, under the same number, by which the gateway drops what it has had. The journal says
/// *sent* only of what lies durably in the folder.
///
/// # Errors
/// The journal's, [`OfficeError::NoFolder`]. A disk that fails is tried again later.
pub fn send(bureau: &Bureau, at: Instant) -> Result<Sent, OfficeError> {
    send_watched(bureau, at, |_, _| ())
}

/// As [`send`]; `reached` hears how far each message has come, by its number.
///
/// # Errors
/// As [`send`].
pub fn send_watched(bureau: &Bureau, at: Instant, mut reached: impl FnMut(i64, Reached)) -> Result<Sent, OfficeError> {
    let outbox = bureau.outbox()?;
    let mut done = Sent::default();
    for due in due(bureau, at, &outbox)? {
        let Some(minutes) = usize::try_from(due.tries).ok().and_then(|tries| AGAIN_MINUTES.get(tries)) else {
            note(bureau, at, "message.given_up", &due, at.millis())?;
            done.given_up += 1;
            continue;
        };
        note(bureau, at, "message.begun", &due, at.millis() + minutes * 60_000)?;
        reached(due.id, Reached::Begun);
        match written(&outbox, &due, &mut || reached(due.id, Reached::Drafted)) {
            true => {
                reached(due.id, Reached::Written);
                note(bureau, at, "message.sent", &due, at.millis())?;
                reached(due.id, Reached::Noted);
                done.sent += 1;
            }
            false => done.later += 1,
        }
    }
    Ok(done)
}

fn written(outbox: &Path, due: &Due, drafted: &mut dyn FnMut()) -> bool {
    let (Some((channel, address)), Some(template)) = (&due.out, Template::of_code(&due.template)) else {
        return false;
    };
    // People read Chinese first; the English stands beside, as everywhere.
    let text = format!("{} {}", template.say(Lang::Zh), template.say(Lang::En));
    let text = if *channel == Channel::Sms { template.say(Lang::Zh) } else { text };
    let letter =
        Letter { id: due.id, address, text: &text, template: &due.template, holder: &due.holder, on: due.queued };
    write(outbox, *channel, &letter, drafted).is_ok()
}

fn due(bureau: &Bureau, at: Instant, outbox: &Path) -> Result<Vec<Due>, OfficeError> {
    bureau.journal.write(|tx| {
        let sql = format!(
            "SELECT id, division, template, holder, tries, queued FROM message WHERE sent IS NULL AND given_up IS NULL \
             AND next_at <= $1 ORDER BY id LIMIT {AT_ONCE}"
        );
        let rows = tx.rows(&sql, &[at.millis().into()])?;
        rows.iter().map(|row| one(tx, row, outbox)).collect()
    })
}

fn one(tx: &mut Tx<'_>, row: &Row, outbox: &Path) -> Result<Due, OfficeError> {
    let holder: String = row.get("holder")?;
    let out = out(tx, &holder, outbox)?;
    Ok(Due {
        id: row.get("id")?,
        division: row.get("division")?,
        template: row.get("template")?,
        tries: row.get("tries")?,
        queued: Instant::from_millis(row.get("queued")?).date_in_china(),
        holder,
        out,
    })
}

/// The first kind of address that there is and that a gateway takes.
fn out(tx: &mut Tx<'_>, holder: &str, outbox: &Path) -> Result<Option<(Channel, String)>, OfficeError> {
    let rows = tx.rows("SELECT kind, address FROM contact WHERE holder = $1", &[holder.into()])?;
    for (kind, channel) in [(Kind::Phone, Channel::Sms), (Kind::Email, Channel::Email)] {
        let row = rows.iter().find(|row| row.get::<String>("kind").is_ok_and(|it| it == kind.name()));
        let Some(row) = row.filter(|_| channel.is_open(outbox)) else { continue };
        let sealed = Sealed::from_bytes(row.get::<Vec<u8>>("address")?)?;
        let plain = tx.open("contact.address", holder, &sealed)?;
        return Ok(Some((channel, String::from_utf8_lossy(plain.bytes()).into_owned())));
    }
    Ok(Channel::Webhook.is_open(outbox).then(|| (Channel::Webhook, String::new())))
}

fn note(bureau: &Bureau, at: Instant, kind: &'static str, due: &Due, next_at: i64) -> Result<(), OfficeError> {
    let channel = due.out.as_ref().map(|(channel, _)| channel.name().to_owned());
    let body = Tried { id: due.id, tries: due.tries + 1, next_at, channel };
    bureau.journal.write(|tx| {
        tx.append(Draft {
            county: County::of_division(due.division)?,
            at,
            valid_from: at.date_in_china(),
            actor: Actor::new("system:messages")?,
            kind,
            subject: Subject::new(format!("message:{}", due.id))?,
            division: due.division,
            body: json!(body),
        })?;
        Ok(())
    })
}
