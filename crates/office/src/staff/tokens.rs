//! Tokens of departments' machines: given and taken by the security administrator, shown once, kept as digest.
//!
//! A token acts as its account with the rights that the account holds at that moment, and opens files only for the kinds of
//! purpose that it was given for (政务数据共享条例 art. 29).

use super::accounts::{append, grants};
use crate::{Bureau, OfficeError, Who};
use doudi_journal::{
    IdempotencyKey, Instant, JournalError,
    access::{Action, Denied, Grant, PurposeKind, Resource, Scope, UserId, login::SessionToken},
    crypto::{Suite, to_hex},
    date_number, date_of_number,
};
use doudi_kernel::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// The longest time for which a token is given, in days.
pub const TOKEN_DAYS: i64 = 366;

/// What every token begins with, so that one that was left in a file is found by who looks for such things.
const MARK: &str = "doudi_";

/// A token, without its secret.
#[derive(Clone, Debug)]
pub struct Token {
    /// Its number.
    pub id: i64,
    /// The account as which it acts.
    pub account: UserId,
    /// The kinds of purpose for which it opens files; none opens no file.
    pub purposes: Vec<PurposeKind>,
    /// The last day.
    pub until: Date,
    /// When it was given.
    pub issued: Instant,
    /// Whether it was taken away.
    pub revoked: bool,
}

/// A token that is to be given.
#[derive(Clone, Copy, Debug)]
pub struct NewToken<'a> {
    /// The account as which it acts.
    pub account: UserId,
    /// The kinds of purpose for which it opens files.
    pub purposes: &'a [PurposeKind],
    /// The last day.
    pub until: Date,
}

/// Who sends a token, and what it may open files for.
#[derive(Clone, Debug)]
pub struct Bearer {
    /// The token's number.
    pub token: i64,
    /// Its account, with the rights of this moment.
    pub who: Who,
    /// The kinds of purpose for which it opens files.
    pub purposes: Vec<PurposeKind>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Issued {
    pub(super) id: i64,
    pub(super) account: i64,
    pub(super) digest: String,
    pub(super) purposes: String,
    pub(super) until: i64,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Revoked {
    pub(super) id: i64,
}

/// The kinds by their names, as a purpose is told.
pub const PURPOSES: [(&str, PurposeKind); 3] =
    [("case", PurposeKind::Case), ("task", PurposeKind::Task), ("review", PurposeKind::Review)];

fn told(purposes: &[PurposeKind]) -> String {
    let given = PURPOSES.iter().filter(|(_, kind)| purposes.contains(kind));
    given.map(|(name, _)| *name).collect::<Vec<_>>().join(" ")
}

fn read(text: &str) -> Vec<PurposeKind> {
    let named = |word: &str| PURPOSES.iter().find(|(name, _)| *name == word).map(|(_, kind)| *kind);
    text.split(' ').filter_map(named).collect()
}

fn digest(suite: Suite, text: &str) -> [u8; 32] {
    suite.digest(&[b"doudi api token 1", text.as_bytes()])
}

/// Gives a token to somebody else's account: its number, and its text unless this was done under the key before.
///
/// # Errors
/// [`OfficeError::Denied`]; [`OfficeError::NotFound`] for an account without rights or with rights elsewhere too;
/// [`OfficeError::Form`] for a last day that is over or too far off.
pub fn issue(
    bureau: &Bureau,
    who: &Who,
    new: &NewToken<'_>,
    key: &IdempotencyKey,
    fill: &mut dyn FnMut(&mut [u8]),
) -> Result<(i64, Option<String>), OfficeError> {
    let scope = who.may(Resource::ApiToken, Action::Write)?;
    if new.account == who.id {
        return Err(Denied::OwnGrant.into());
    }
    if new.until < who.today() || (new.until - who.today()).get_days() > TOKEN_DAYS as i32 {
        return Err(OfficeError::Form("until"));
    }
    let area = within(bureau, who, &scope, new.account)?.ok_or(OfficeError::NotFound)?;
    let text = format!("{MARK}{}", *SessionToken::draw(fill).text());
    let purposes = told(new.purposes);
    let print = bureau.suite().digest(&[format!("{} {purposes} {}", new.account.0, new.until).as_bytes()]);
    bureau.journal.write(|tx| {
        let mut fresh = false;
        let id = tx.once(key, print, |tx| {
            fresh = true;
            let row = tx.row("SELECT COALESCE(MAX(id), 0) + 1 AS next FROM api_token", &[])?;
            let issued = Issued {
                id: row.map_or(Ok(1), |row| row.get("next"))?,
                account: new.account.0,
                digest: to_hex(&digest(bureau.suite(), &text)),
                purposes: purposes.clone(),
                until: date_number(new.until),
            };
            append(tx, who, area, "token.issued", new.account.0, json!(issued))?;
            Ok::<_, OfficeError>(issued.id)
        })?;
        Ok((id, fresh.then(|| text.clone())))
    })
}

/// Takes a token away; it counts from the next request.
///
/// # Errors
/// [`OfficeError::Denied`], [`OfficeError::NotFound`].
pub fn revoke(bureau: &Bureau, who: &Who, id: i64, key: &IdempotencyKey) -> Result<(), OfficeError> {
    let scope = who.may(Resource::ApiToken, Action::Write)?;
    let sql = "SELECT account FROM api_token WHERE id = $1";
    let rows = bureau.journal.read(|reader| reader.ordinary(sql, &[id.into()]))?;
    let account: i64 = rows.first().ok_or(OfficeError::NotFound)?.get("account")?;
    let area = within(bureau, who, &scope, UserId(account))?.ok_or(OfficeError::NotFound)?;
    let print = bureau.suite().digest(&[format!("revoke {id}").as_bytes()]);
    bureau
        .journal
        .write(|tx| tx.once(key, print, |tx| append(tx, who, area, "token.revoked", account, json!(Revoked { id }))))
}

/// The tokens of accounts in the user's area, the newest first.
///
/// # Errors
/// [`OfficeError::Denied`].
pub fn tokens(bureau: &Bureau, who: &Who) -> Result<Vec<Token>, OfficeError> {
    let scope = who.may(Resource::ApiToken, Action::List)?;
    let sql = "SELECT id, account, purposes, until, issued, revoked FROM api_token ORDER BY id DESC";
    let rows = bureau.journal.read(|reader| reader.ordinary(sql, &[]))?;
    let all = rows.iter().map(token).collect::<Result<Vec<_>, _>>()?;
    let mut found = Vec::new();
    for token in all {
        if within(bureau, who, &scope, token.account)?.is_some() {
            found.push(token);
        }
    }
    Ok(found)
}

fn token(row: &doudi_journal::Row) -> Result<Token, JournalError> {
    Ok(Token {
        id: row.get("id")?,
        account: UserId(row.get("account")?),
        purposes: read(&row.get::<String>("purposes")?),
        until: date_of_number(row.get("until")?)?,
        issued: Instant::from_millis(row.get("issued")?),
        revoked: row.get("revoked")?,
    })
}

/// Where an account works, if that is in the scope altogether. What it held once counts only where it holds nothing now.
fn within(bureau: &Bureau, who: &Who, scope: &Scope, account: UserId) -> Result<Option<u64>, OfficeError> {
    let held = bureau.journal.read(|reader| grants(reader, account))?;
    let lasts = |grant: &&Grant| grant.to.is_none_or(|to| to >= who.today());
    let now: Vec<&Grant> = held.iter().filter(lasts).collect();
    let counted = if now.is_empty() { held.iter().collect() } else { now };
    let all = counted.iter().all(|grant| scope.covers(grant.area));
    Ok(counted.first().filter(|_| all).map(|grant| grant.area.number()))
}

/// Whose token a text is, with the rights of this moment; none for one that is unknown, over or taken away.
///
/// # Errors
/// The journal's.
pub fn bearer(bureau: &Bureau, text: &str, now: Instant) -> Result<Option<Bearer>, OfficeError> {
    let digest = digest(bureau.suite(), text);
    bureau.journal.read(|reader| {
        let sql = "SELECT t.id, t.account, t.purposes, t.until, a.account AS called, a.name FROM api_token t \
                   JOIN account a ON a.id = t.account WHERE t.digest = $1 AND t.revoked = 0 AND a.closed = 0";
        let Some(row) = reader.ordinary(sql, &[digest.into()])?.into_iter().next() else { return Ok(None) };
        if date_of_number(row.get("until")?)? < now.date_in_china() {
            return Ok(None);
        }
        let id = UserId(row.get("account")?);
        let grants = grants(reader, id)?;
        let who = Who { id, account: row.get("called")?, name: row.get("name")?, grants, now };
        Ok(Some(Bearer { token: row.get("id")?, who, purposes: read(&row.get::<String>("purposes")?) }))
    })
}
