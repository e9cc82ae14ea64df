//! Signing in: password, code, session. A right that was taken away counts from the next request, since [`who`] reads
//! rights anew each time.

use super::accounts::grants;
use crate::{Bureau, OfficeError, Who};
use doudi_journal::{
    Instant, JournalError, Reader, Tx,
    access::{
        UserId,
        login::{ACCOUNT, SecondFactor, SessionToken, session_alive, verify_password},
    },
    crypto::{Sealed, Suite},
};

/// Failures are kept as long as they make anybody wait.
const FORGOTTEN_MS: i64 = 3_600_000;

/// Proves who somebody is; gives a session.
///
/// # Errors
/// [`OfficeError::SignIn`], [`OfficeError::Wait`].
pub fn sign_in(
    bureau: &Bureau,
    suite: Suite,
    account: &str,
    password: &str,
    code: &str,
    now: Instant,
    fill: &mut dyn FnMut(&mut [u8]),
) -> Result<SessionToken, OfficeError> {
    let (wait, found) = bureau.journal.read(|reader| {
        let wait = waits(reader, account, now)?;
        let sql = "SELECT a.id, a.password, a.factor, u.step FROM account a LEFT JOIN used_code u ON u.account = a.id \
                   WHERE a.account = $1 AND a.closed = 0";
        Ok::<_, OfficeError>((wait, reader.ordinary(sql, &[account.into()])?.into_iter().next()))
    })?;
    if wait > 0 {
        return Err(OfficeError::Wait(wait));
    }
    let stored = found.as_ref().map(|row| row.get::<String>("password")).transpose()?;
    let knows = verify_password(password, stored.as_deref());
    let Some(row) = found.filter(|_| knows) else {
        return failed(bureau, account, now);
    };
    let user: i64 = row.get("id")?;
    let Some(step) = code_step(bureau, user, row.get("factor")?, row.get("step")?, code, now)? else {
        return failed(bureau, account, now);
    };
    let token = SessionToken::draw(fill);
    bureau.journal.write(|tx| {
        tx.execute("DELETE FROM failed_sign_in WHERE account = $1", &[account.into()])?;
        if let Some(step) = step {
            let sql = "INSERT INTO used_code (account, step) VALUES ($1, $2) \
                       ON CONFLICT (account) DO UPDATE SET step = excluded.step";
            tx.execute(sql, &[user.into(), step.into()])?;
        }
        begun(tx, &token.digest(suite), user, now)
    })?;
    Ok(token)
}

/// Gives a session to somebody whom the office's unified identity has seen, second factor and all.
///
/// # Errors
/// [`OfficeError::SignIn`] where nobody of that name works here any more.
pub fn sign_in_unified(
    bureau: &Bureau,
    suite: Suite,
    account: &str,
    now: Instant,
    fill: &mut dyn FnMut(&mut [u8]),
) -> Result<SessionToken, OfficeError> {
    let token = SessionToken::draw(fill);
    bureau.journal.write(|tx| {
        let found = tx.row("SELECT id FROM account WHERE account = $1 AND closed = 0", &[account.into()])?;
        let user = found.ok_or(OfficeError::SignIn)?.get("id")?;
        begun(tx, &token.digest(suite), user, now)
    })?;
    Ok(token)
}

fn begun(tx: &mut Tx<'_>, digest: &[u8], user: i64, now: Instant) -> Result<(), OfficeError> {
    let sql = "INSERT INTO session (digest, account, began, last_seen) VALUES ($1, $2, $3, $4)";
    tx.execute(sql, &[digest.into(), user.into(), now.millis().into(), now.millis().into()])?;
    Ok(())
}

/// Seconds to wait after failures; 0 for none.
pub(super) fn waits(reader: &mut Reader<'_>, account: &str, now: Instant) -> Result<i64, JournalError> {
    let sql = "SELECT at FROM failed_sign_in WHERE account = $1 AND at > $2";
    let failures = reader.ordinary(sql, &[account.into(), (now.millis() - FORGOTTEN_MS).into()])?;
    let failures = failures.iter().map(|row| row.get::<i64>("at")).collect::<Result<Vec<_>, _>>()?;
    let wait = ACCOUNT.wait_ms(&failures, now.millis());
    Ok(if wait > 0 { wait / 1000 + 1 } else { 0 })
}

/// The step of a code that is right (none where the account has no factor); outer none for a wrong one.
fn code_step(
    bureau: &Bureau,
    user: i64,
    factor: Option<Vec<u8>>,
    last: Option<i64>,
    code: &str,
    now: Instant,
) -> Result<Option<Option<i64>>, OfficeError> {
    let Some(factor) = factor else { return Ok(Some(None)) };
    let sealed = Sealed::from_bytes(factor)?;
    let secret = bureau.journal.read(|reader| reader.open("account.factor", &format!("account:{user}"), &sealed))?;
    let factor = SecondFactor::from_bytes(secret.bytes())?;
    let last = last.and_then(|last| u64::try_from(last).ok());
    let step = factor.accept(code.trim(), (now.millis() / 1000).unsigned_abs(), last);
    Ok(step.map(|step| i64::try_from(step).ok()))
}

pub(super) fn failed<T>(bureau: &Bureau, account: &str, now: Instant) -> Result<T, OfficeError> {
    // A name that nobody could have is not worth a row.
    let account: String = account.chars().take(64).collect();
    bureau.journal.write(|tx| {
        tx.execute("DELETE FROM failed_sign_in WHERE at < $1", &[(now.millis() - FORGOTTEN_MS).into()])?;
        let sql = "INSERT INTO failed_sign_in (account, at) VALUES ($1, $2)";
        tx.execute(sql, &[(&account).into(), now.millis().into()])?;
        Ok::<_, OfficeError>(())
    })?;
    Err(OfficeError::SignIn)
}

/// Who a session belongs to, with the rights of this moment; none for a session that is over.
///
/// # Errors
/// The journal's.
pub fn who(bureau: &Bureau, suite: Suite, token: &SessionToken, now: Instant) -> Result<Option<Who>, OfficeError> {
    let digest = token.digest(suite);
    let found = bureau.journal.read(|reader| {
        let sql = "SELECT s.account AS id, s.began, s.last_seen, a.account, a.name FROM session s \
                   JOIN account a ON a.id = s.account WHERE s.digest = $1 AND a.closed = 0";
        let Some(row) = reader.ordinary(sql, &[digest.into()])?.into_iter().next() else { return Ok(None) };
        let (began, last_seen) = (row.get("began")?, row.get::<i64>("last_seen")?);
        if !session_alive(began, last_seen, now.millis()) {
            return Ok(None);
        }
        let id = UserId(row.get("id")?);
        let grants = grants(reader, id)?;
        let who = Who { id, account: row.get("account")?, name: row.get("name")?, grants, now };
        Ok::<_, OfficeError>(Some((who, last_seen)))
    })?;
    let Some((who, last_seen)) = found else { return Ok(None) };
    // Once a minute is often enough to know that somebody is there.
    if now.millis() - last_seen > 60_000 {
        bureau.journal.write(|tx| {
            let sql = "UPDATE session SET last_seen = $1 WHERE digest = $2";
            tx.execute(sql, &[now.millis().into(), digest.into()]).map_err(OfficeError::from)
        })?;
    }
    Ok(Some(who))
}

/// Ends a session.
///
/// # Errors
/// The journal's.
pub fn sign_out(bureau: &Bureau, suite: Suite, token: &SessionToken) -> Result<(), OfficeError> {
    bureau.journal.write(|tx| {
        tx.execute("DELETE FROM session WHERE digest = $1", &[token.digest(suite).into()])?;
        Ok(())
    })
}

/// Kept a week longer than they could matter: a clock that runs ahead and is put right again has taken nothing away.
const SWEPT_AFTER_MS: i64 = 7 * 86_400_000;

/// Takes out sessions and failed sign-ins that nobody asks for any more; how many rows went.
///
/// # Errors
/// The journal's.
pub fn sweep(bureau: &Bureau, now: Instant) -> Result<u64, OfficeError> {
    let before = now.millis().saturating_sub(SWEPT_AFTER_MS);
    bureau.journal.write(|tx| {
        let sessions =
            tx.execute("DELETE FROM session WHERE began < $1 AND last_seen < $2", &[before.into(), before.into()])?;
        Ok(sessions + tx.execute("DELETE FROM failed_sign_in WHERE at < $1", &[before.into()])?)
    })
}
