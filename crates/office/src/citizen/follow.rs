//! 一码通: everything about a household under its code. Neither names nor health, nor what colleagues write to each other.

use super::{
    Aside,
    code::{Code, Holder, count, holder, living, made_of},
    projection::{Issued, append, sealed_in, unsealed},
    send::{Application, ends_with},
    voice::{Spoken, objected, spoken},
};
use crate::{
    Bureau, OfficeError, Who,
    case::{self, CaseView},
};
use doudi_journal::{
    Instant, JournalError, Tx,
    access::{Action, Resource, UserId, login::ACCOUNT},
    crypto::{Sealed, to_hex},
    date_of_number,
};
use doudi_kernel::{Date, Month};

/// Wrong tries are kept as long as they make anybody wait.
const FORGOTTEN_MS: i64 = 3_600_000;

/// What a household may read of itself.
#[derive(Clone, Debug)]
pub struct Followed {
    /// Its number; none before the town has taken the application up.
    pub household: Option<i64>,
    /// What was sent in from home: when, where, and why nothing came of it.
    pub sent: Vec<(Date, u64, Option<Aside>)>,
    /// Its cases, the newest first.
    pub cases: Vec<CaseView>,
    /// What is paid.
    pub paid: Vec<Paid>,
    /// Objections and complaints with their answers.
    pub voices: Vec<Spoken>,
}

/// Help that is or was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paid {
    /// The programme, or a register's word for it.
    pub programme: String,
    /// From this month.
    pub from: Month,
    /// Until this month; none if still.
    pub to: Option<Month>,
    /// Fen a month.
    pub amount_fen: Option<i64>,
}

/// Who asks with a code: nobody of the office, and without a right.
pub(super) fn citizen(now: Instant) -> Who {
    Who { id: UserId(0), account: String::new(), name: String::new(), grants: Vec::new(), now }
}

/// Opens what a code leads to, for who knows the last four signs of the number as well. The look is an access record.
///
/// # Errors
/// [`OfficeError::Code`] where either is wrong, without saying which; [`OfficeError::Wait`] after too many tries.
pub fn follow(bureau: &Bureau, code: &str, proof: &str, now: Instant) -> Result<Followed, OfficeError> {
    with_code(bureau, code, proof, now, |tx, holder| followed(bureau, tx, holder))
}

/// Does something for who has shown a code and its proof, in one transaction with the record of it.
pub(super) fn with_code<T>(
    bureau: &Bureau,
    code: &str,
    proof: &str,
    now: Instant,
    mut work: impl FnMut(&mut Tx<'_>, &Holder) -> Result<T, OfficeError>,
) -> Result<T, OfficeError> {
    let code = Code::parse(code).ok_or(OfficeError::Code)?;
    let done = bureau.journal.write(|tx| {
        let blind = code.blind(tx);
        waits(tx, &blind, now)?;
        let found = holder(tx, &blind)?;
        let right = match &found {
            Some(holder) => proven(tx, holder, proof.trim())?,
            None => false,
        };
        let Some(holder) = found.filter(|_| right) else {
            let sql = "INSERT INTO citizen_try (blind, at) VALUES ($1, $2)";
            tx.execute(sql, &[(&blind[..]).into(), now.millis().into()])?;
            return Ok::<_, OfficeError>(None);
        };
        tx.execute("DELETE FROM citizen_try WHERE blind = $1", &[(&blind[..]).into()])?;
        let subject = match (holder.household, holder.sent) {
            (Some(household), _) => format!("household:{household}"),
            (None, sent) => format!("sent:{}", sent.unwrap_or_default()),
        };
        crate::register::looked_at(tx, None, now, &subject, holder.division, "citizen:code")?;
        work(tx, &holder).map(Some)
    })?;
    done.ok_or(OfficeError::Code)
}

fn waits(tx: &mut Tx<'_>, blind: &[u8], now: Instant) -> Result<(), OfficeError> {
    tx.execute("DELETE FROM citizen_try WHERE at < $1", &[(now.millis() - FORGOTTEN_MS).into()])?;
    let rows = tx.rows("SELECT at FROM citizen_try WHERE blind = $1", &[blind.into()])?;
    let failures = rows.iter().map(|row| row.get::<i64>("at")).collect::<Result<Vec<_>, _>>()?;
    let wait = ACCOUNT.wait_ms(&failures, now.millis());
    if wait > 0 { Err(OfficeError::Wait(wait / 1000 + 1)) } else { Ok(()) }
}

/// Whether somebody knows the end of a member's number, or of what was given with the application. All are opened, so that a
/// right one is not told by the time it takes.
fn proven(tx: &mut Tx<'_>, holder: &Holder, proof: &str) -> Result<bool, OfficeError> {
    let mut right = false;
    if let Some(household) = holder.household {
        let rows = tx.rows("SELECT id, number FROM person WHERE household = $1", &[household.into()])?;
        for row in rows {
            let Some(sealed) = row.get::<Option<Vec<u8>>>("number")? else { continue };
            let person: i64 = row.get("id")?;
            let plain = tx.open("person.number", &format!("person:{person}"), &Sealed::from_bytes(sealed)?)?;
            right |= ends_with(&String::from_utf8_lossy(plain.bytes()), proof);
        }
    }
    if let Some(sent) = holder.sent {
        let row = tx.row("SELECT content FROM citizen_sent WHERE id = $1", &[sent.into()])?;
        if let Some(row) = row {
            let plain = tx.open("citizen_sent.content", &format!("sent:{sent}"), &sealed_in(&row, "content")?)?;
            right |= unsealed::<Application>(plain.bytes())?.proven_by(proof);
        }
    }
    Ok(right)
}

fn followed(bureau: &Bureau, tx: &mut Tx<'_>, holder: &Holder) -> Result<Followed, OfficeError> {
    let sql = "SELECT day, division, refused FROM citizen_sent WHERE (id = $1 OR household = $2) AND case_id IS NULL \
               ORDER BY id DESC";
    let rows = tx.rows(sql, &[holder.sent.unwrap_or(-1).into(), holder.household.unwrap_or(-1).into()])?;
    let sent = |row: &doudi_journal::Row| {
        let aside = row.get::<Option<String>>("refused")?.as_deref().and_then(Aside::named);
        Ok((date_of_number(row.get("day")?)?, row.get("division")?, aside))
    };
    let sent = rows.iter().map(sent).collect::<Result<_, JournalError>>()?;
    let Some(household) = holder.household else {
        return Ok(Followed { household: None, sent, cases: Vec::new(), paid: Vec::new(), voices: Vec::new() });
    };
    let cases = case::household::of_own(bureau, tx, household)?;
    let (paid, mut voices) = (paid(tx, household)?, spoken(tx, household)?);
    voices.extend(cases.iter().flat_map(objected));
    voices.sort_by_key(|it| std::cmp::Reverse(it.day));
    Ok(Followed { household: Some(household), sent, cases, paid, voices })
}

fn paid(tx: &mut Tx<'_>, household: i64) -> Result<Vec<Paid>, OfficeError> {
    let sql = "SELECT programme, from_month, to_month, amount_fen FROM helped WHERE household = $1 \
               ORDER BY from_month DESC, programme";
    let month = |number: i64| {
        let month = i32::try_from(number).ok().and_then(Month::from_compact);
        month.ok_or(JournalError::Column { name: "from_month".into(), wanted: "a month as yyyymm" })
    };
    let one = |row: &doudi_journal::Row| {
        Ok(Paid {
            programme: row.get("programme")?,
            from: month(row.get("from_month")?)?,
            to: row.get::<Option<i64>>("to_month")?.map(month).transpose()?,
            amount_fen: row.get("amount_fen")?,
        })
    };
    let rows = tx.rows(sql, &[household.into()])?;
    let mut paid: Vec<Paid> = rows.iter().map(one).collect::<Result<_, JournalError>>()?;
    // What each member has for oneself is one line where it is alike: whose it is would need a name.
    paid.dedup();
    Ok(paid)
}

/// The code that is printed on a household's letters: the living one, or its first.
///
/// # Errors
/// [`OfficeError::Denied`], [`OfficeError::NotFound`].
pub fn code_of(bureau: &Bureau, who: &Who, household: i64) -> Result<Code, OfficeError> {
    give(bureau, who, household, false)
}

/// Gives a household another code at the counter; the old one dies.
///
/// # Errors
/// [`OfficeError::Denied`], [`OfficeError::NotFound`].
pub fn replace_code(bureau: &Bureau, who: &Who, household: i64) -> Result<Code, OfficeError> {
    give(bureau, who, household, true)
}

fn give(bureau: &Bureau, who: &Who, household: i64, replaces: bool) -> Result<Code, OfficeError> {
    let scope = who.may(Resource::Case, if replaces { Action::Write } else { Action::Read })?;
    let sql = "SELECT division FROM household WHERE id = $1 AND {scope}";
    let rows = bureau.journal.read(|reader| reader.rows(&scope, sql, &[household.into()]))?;
    let division: u64 = rows.first().ok_or(OfficeError::NotFound)?.get("division")?;
    bureau.journal.write(|tx| {
        if let (Some(code), false) = (living(tx, household)?, replaces) {
            return Ok(code);
        }
        let origin = format!("household:{household}:{}", count(tx, household)?);
        let code = made_of(tx, &origin);
        let blind = to_hex(&code.blind(tx));
        let issued = Issued { blind, origin, household: Some(household), sent: None, replaces };
        append(tx, Some(who), who.now, "citizen.code", format!("household:{household}"), division, &issued)?;
        Ok(code)
    })
}

/// The county's own code, to which complaints go.
pub(super) fn county_of(division: u64) -> u64 {
    division / 1_000_000 * 1_000_000
}

impl Followed {
    /// What the household may object to now: a case whose notice hangs, or that was decided.
    pub fn open_to_objection(&self, case: &CaseView) -> bool {
        let state = &case.state;
        state.decision.is_some() || (state.turn == case::Turn::Open && state.published_until.is_some())
    }
}
