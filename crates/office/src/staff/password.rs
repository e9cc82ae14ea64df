//! A password changed by its owner, or reset by the system administrator; a second factor given anew by the security
//! administrator. Two hands: neither of them alone becomes somebody who signs in with both.

use super::{
    accounts::{append, grants, once},
    sign_in::{failed, waits},
};
use crate::{Bureau, OfficeError, Who};
use doudi_journal::{
    IdempotencyKey, Tx,
    access::{
        Action, Denied, Grant, Resource, Scope, UserId,
        login::{SecondFactor, SessionToken, hash_password, password_faults, verify_password},
    },
    crypto::to_hex,
};
use doudi_kernel::Division;
use serde::{Deserialize, Serialize};
use serde_json::json;

#[derive(Serialize, Deserialize)]
pub(super) struct Set {
    pub(super) id: i64,
    pub(super) password: String,
    /// Somebody else knows it.
    pub(super) given: bool,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Factor {
    pub(super) id: i64,
    pub(super) factor: String,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Closed {
    pub(super) id: i64,
    pub(super) closed: bool,
}

/// The user's own password, by whoever knows the old one. Ends the user's other sessions.
///
/// # Errors
/// [`OfficeError::SignIn`] for a wrong old one, which counts as a failure to sign in; [`OfficeError::Wait`];
/// [`OfficeError::Password`].
pub fn change_password(
    bureau: &Bureau,
    who: &Who,
    (old, new): (&str, &str),
    session: &SessionToken,
    fill: &mut dyn FnMut(&mut [u8]),
) -> Result<(), OfficeError> {
    let stored = bureau.journal.read(|reader| {
        let wait = waits(reader, &who.account, who.now)?;
        let rows = reader.ordinary("SELECT password FROM account WHERE id = $1", &[who.id.0.into()])?;
        let row = rows.first().ok_or(OfficeError::NotFound)?;
        if wait > 0 { Err(OfficeError::Wait(wait)) } else { Ok(row.get::<String>("password")?) }
    })?;
    if !verify_password(old, Some(&stored)) {
        return failed(bureau, &who.account, who.now);
    }
    let password = sound(new, &who.account, fill)?;
    let area = who.grants.first().ok_or(Denied::Area)?.area;
    bureau.journal.write(|tx| {
        let set = Set { id: who.id.0, password: password.clone(), given: false };
        append(tx, who, area.number(), "account.password", who.id.0, json!(set))?;
        let sql = "DELETE FROM session WHERE account = $1 AND digest <> $2";
        tx.execute(sql, &[who.id.0.into(), session.digest(bureau.suite()).into()])?;
        Ok(())
    })
}

fn sound(password: &str, account: &str, fill: &mut dyn FnMut(&mut [u8])) -> Result<String, OfficeError> {
    match password_faults(password, account) {
        faults if faults.is_empty() => Ok(hash_password(password, fill)?),
        faults => Err(OfficeError::Password(faults)),
    }
}

/// Sets somebody's password to one that is drawn, and ends their sessions; gives the account and the password, to be shown
/// once: none where the same was asked before under the key. Its owner is asked to choose another at the next signing in.
///
/// # Errors
/// [`OfficeError::Denied`]: only the system administrator, only for who works within the own area, not for oneself.
pub fn reset_password(
    bureau: &Bureau,
    who: &Who,
    of: UserId,
    key: &IdempotencyKey,
    fill: &mut dyn FnMut(&mut [u8]),
) -> Result<(String, Option<String>), OfficeError> {
    let scope = who.may(Resource::User, Action::Write)?;
    let (account, area) = within(bureau, who, &scope, of)?;
    let drawn = drawn_password(fill);
    let password = sound(&drawn, &account, fill)?;
    let ((), now) = once(bureau, Some(key), &format!("reset {}", of.0), |tx| {
        let set = Set { id: of.0, password: password.clone(), given: true };
        append(tx, who, area.number(), "account.password", of.0, json!(set))?;
        tx.execute("DELETE FROM failed_sign_in WHERE account = $1", &[(&account).into()])?;
        out(tx, of)
    })?;
    Ok((account, now.then_some(drawn)))
}

/// A password that nobody chose: six groups of four letters that are not mistaken for others, 120 bits.
pub fn drawn_password(fill: &mut dyn FnMut(&mut [u8])) -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut bytes = [0; 24];
    fill(&mut bytes);
    let letters: Vec<char> = bytes.iter().map(|byte| char::from(LETTERS[usize::from(*byte % 32)])).collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// Gives somebody a new second factor, as after a lost phone, and ends their sessions; gives the account, and whether it was
/// done now and not before under the key.
///
/// # Errors
/// [`OfficeError::Denied`]: only the security administrator, as above.
pub fn renew_factor(
    bureau: &Bureau,
    who: &Who,
    of: UserId,
    factor: &SecondFactor,
    key: &IdempotencyKey,
) -> Result<(String, bool), OfficeError> {
    let scope = who.may(Resource::Grant, Action::Write)?;
    let (account, area) = within(bureau, who, &scope, of)?;
    let ((), now) = once(bureau, Some(key), &format!("factor {}", of.0), |tx| {
        let sealed = tx.seal("account.factor", &format!("account:{}", of.0), factor.bytes())?;
        let factor = Factor { id: of.0, factor: to_hex(sealed.as_bytes()) };
        append(tx, who, area.number(), "account.factor", of.0, json!(factor))?;
        tx.execute("DELETE FROM used_code WHERE account = $1", &[of.0.into()])?;
        out(tx, of)
    })?;
    Ok((account, now))
}

/// Closes an account, or opens it again; whoever is signed in is out at the next request.
///
/// # Errors
/// [`OfficeError::Denied`], as for [`reset_password`].
pub fn close(bureau: &Bureau, who: &Who, of: UserId, closed: bool, key: &IdempotencyKey) -> Result<(), OfficeError> {
    let scope = who.may(Resource::User, Action::Write)?;
    let (_, area) = within(bureau, who, &scope, of)?;
    once(bureau, Some(key), &format!("close {} {closed}", of.0), |tx| {
        append(tx, who, area.number(), "account.closed", of.0, json!(Closed { id: of.0, closed }))?;
        out(tx, of)
    })?;
    Ok(())
}

fn out(tx: &mut Tx<'_>, of: UserId) -> Result<(), OfficeError> {
    tx.execute("DELETE FROM session WHERE account = $1", &[of.0.into()])?;
    Ok(())
}

/// An account's name and place, where all that it may do lies within a scope: a county does not reset the province.
fn within(bureau: &Bureau, who: &Who, scope: &Scope, of: UserId) -> Result<(String, Division), OfficeError> {
    if of == who.id {
        return Err(Denied::OwnGrant.into());
    }
    bureau.journal.read(|reader| {
        let rows = reader.ordinary("SELECT account FROM account WHERE id = $1", &[of.0.into()])?;
        let account = rows.first().ok_or(OfficeError::NotFound)?.get("account")?;
        let held: Vec<Grant> = grants(reader, of)?.into_iter().filter(|it| it.holds_on(who.today())).collect();
        if held.iter().any(|grant| !scope.covers(grant.area)) {
            return Err(Denied::Area.into());
        }
        let own = who.grants.first().map(|grant| grant.area);
        let area = held.first().map(|grant| grant.area).or(own).ok_or(Denied::Area)?;
        Ok((account, area))
    })
}

/// Whether somebody else set the user's password and knows it.
///
/// # Errors
/// The journal's.
pub fn password_is_given(bureau: &Bureau, account: &str) -> Result<bool, OfficeError> {
    bureau.journal.read(|reader| {
        let rows = reader.ordinary("SELECT given FROM account WHERE account = $1", &[account.into()])?;
        Ok(rows.first().map_or(Ok(0), |row| row.get::<i64>("given"))? == 1)
    })
}
