//! Tokens of departments' machines: proposed by the security administrator, taken by the account's holder, who alone sees
//! the text, once; kept as digest. Two hands: who gives rights cannot act by them.
//!
//! A token acts as its account with the rights that the account holds at that moment, and opens files only for the kinds of
//! purpose that it was given for (政务数据共享条例 art. 29).

use super::accounts::{append, grants, once};
use crate::{Bureau, OfficeError, Who, field};
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
    /// When it was proposed, or taken by the account's holder.
    pub at: Instant,
    /// How far it is.
    pub stage: Stage,
    /// Where it was proposed for.
    area: Option<u64>,
}

/// How far a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The account's holder has not taken it.
    Proposed,
    /// It acts until its last day.
    Taken,
    /// It was taken away or given back.
    Revoked,
}

/// A token that is to be proposed.
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
pub(super) struct Proposed {
    pub(super) id: i64,
    pub(super) account: i64,
    pub(super) purposes: String,
    pub(super) until: i64,
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

/// Proposes a token for somebody else's account; gives its number. Nothing acts by it before the account's holder takes it:
/// who may give rights does not act as who has them.
///
/// # Errors
/// [`OfficeError::Denied`]; [`OfficeError::NotFound`] for an account without rights or with rights elsewhere too;
/// [`OfficeError::Form`] for a last day that is over or too far off.
pub fn propose(bureau: &Bureau, who: &Who, new: &NewToken<'_>, key: &IdempotencyKey) -> Result<i64, OfficeError> {
    let scope = who.may(Resource::ApiToken, Action::Write)?;
    if new.account == who.id {
        return Err(Denied::OwnGrant.into());
    }
    if new.until < who.today() || (new.until - who.today()).get_days() > TOKEN_DAYS as i32 {
        return Err(OfficeError::Form(field::UNTIL));
    }
    let area = within(bureau, who, &scope, new.account)?.ok_or(OfficeError::NotFound)?;
    let purposes = told(new.purposes);
    let (id, _) = once(bureau, Some(key), &format!("{} {purposes} {}", new.account.0, new.until), |tx| {
        // What was declined has its number for good.
        let sql = "SELECT COALESCE(MAX(id), 0) + 1 AS next FROM \
                   (SELECT id FROM api_token UNION ALL SELECT id FROM token_offer) AS given";
        let next = tx.row(sql, &[])?.map_or(Ok(1), |row| row.get("next"))?;
        let (account, until) = (new.account.0, date_number(new.until));
        let proposed = Proposed { id: next, account, purposes: purposes.clone(), until };
        append(tx, who, area, "token.proposed", account, json!(proposed))?;
        Ok(next)
    })?;
    Ok(id)
}

/// The account's holder takes a token that was proposed: its text, unless this was done under the key before. Nobody else
/// sees it.
///
/// # Errors
/// [`OfficeError::NotFound`] for a token that is not proposed to the user, or no longer; [`OfficeError::NotAlone`] while the
/// account has no second factor, or a password that somebody else has set.
pub fn take_token(
    bureau: &Bureau,
    who: &Who,
    id: i64,
    key: &IdempotencyKey,
    fill: &mut dyn FnMut(&mut [u8]),
) -> Result<Option<String>, OfficeError> {
    let sql = "SELECT given, CASE WHEN factor IS NULL THEN 0 ELSE 1 END AS proved FROM account WHERE id = $1";
    let rows = bureau.journal.read(|reader| reader.ordinary(sql, &[who.id.0.into()]))?;
    let row = rows.first().ok_or(OfficeError::NotFound)?;
    if row.get::<bool>("given")? || !row.get::<bool>("proved")? {
        return Err(OfficeError::NotAlone);
    }
    let text = format!("{MARK}{}", *SessionToken::draw(fill).text());
    let (_, now) = once(bureau, Some(key), &format!("take {id}"), |tx| {
        let sql = "SELECT purposes, until, area FROM token_offer WHERE id = $1 AND account = $2";
        let offer = tx.row(sql, &[id.into(), who.id.0.into()])?.ok_or(OfficeError::NotFound)?;
        if date_of_number(offer.get("until")?)? < who.today() {
            return Err(OfficeError::NotFound);
        }
        let issued = Issued {
            id,
            account: who.id.0,
            digest: to_hex(&digest(bureau.suite(), &text)),
            purposes: offer.get("purposes")?,
            until: offer.get("until")?,
        };
        append(tx, who, offer.get("area")?, "token.issued", who.id.0, json!(issued))
    })?;
    Ok(now.then_some(text))
}

/// The account's holder declines a token, or gives it back.
///
/// # Errors
/// [`OfficeError::NotFound`].
pub fn give_up(bureau: &Bureau, who: &Who, id: i64, key: &IdempotencyKey) -> Result<(), OfficeError> {
    let own = one(bureau, id)?.filter(|token| token.account == who.id).ok_or(OfficeError::NotFound)?;
    let area = who.grants.first().map(|grant| grant.area.number()).or(own.area).ok_or(Denied::Area)?;
    end(bureau, who, &own, area, key)
}

/// Takes a token away, or a proposal back; it counts from the next request.
///
/// # Errors
/// [`OfficeError::Denied`], [`OfficeError::NotFound`].
pub fn revoke(bureau: &Bureau, who: &Who, id: i64, key: &IdempotencyKey) -> Result<(), OfficeError> {
    let scope = who.may(Resource::ApiToken, Action::Write)?;
    let token = one(bureau, id)?.ok_or(OfficeError::NotFound)?;
    let area = within(bureau, who, &scope, token.account)?.ok_or(OfficeError::NotFound)?;
    end(bureau, who, &token, area, key)
}

fn end(bureau: &Bureau, who: &Who, token: &Token, area: u64, key: &IdempotencyKey) -> Result<(), OfficeError> {
    let kind = if token.stage == Stage::Proposed { "token.declined" } else { "token.revoked" };
    once(bureau, Some(key), &format!("revoke {}", token.id), |tx| {
        append(tx, who, area, kind, token.account.0, json!(Revoked { id: token.id }))
    })?;
    Ok(())
}

/// The tokens of accounts in the user's area, proposed ones among them, the newest first.
///
/// # Errors
/// [`OfficeError::Denied`].
pub fn tokens(bureau: &Bureau, who: &Who) -> Result<Vec<Token>, OfficeError> {
    let scope = who.may(Resource::ApiToken, Action::List)?;
    let mut found = Vec::new();
    for token in all(bureau)? {
        if within(bureau, who, &scope, token.account)?.is_some() {
            found.push(token);
        }
    }
    Ok(found)
}

/// The user's own tokens, proposed ones among them, the newest first.
///
/// # Errors
/// The journal's.
pub fn own_tokens(bureau: &Bureau, who: &Who) -> Result<Vec<Token>, OfficeError> {
    Ok(all(bureau)?.into_iter().filter(|token| token.account == who.id).collect())
}

fn one(bureau: &Bureau, id: i64) -> Result<Option<Token>, OfficeError> {
    Ok(all(bureau)?.into_iter().find(|token| token.id == id))
}

fn all(bureau: &Bureau) -> Result<Vec<Token>, OfficeError> {
    let sql = "SELECT id, account, purposes, until, issued AS at, revoked, 0 AS proposed, NULL AS area FROM api_token \
               UNION ALL SELECT id, account, purposes, until, proposed AS at, 0 AS revoked, 1 AS proposed, area \
               FROM token_offer ORDER BY id DESC";
    let rows = bureau.journal.read(|reader| reader.ordinary(sql, &[]))?;
    Ok(rows.iter().map(token).collect::<Result<_, _>>()?)
}

fn token(row: &doudi_journal::Row) -> Result<Token, JournalError> {
    Ok(Token {
        id: row.get("id")?,
        account: UserId(row.get("account")?),
        purposes: read(&row.get::<String>("purposes")?),
        until: date_of_number(row.get("until")?)?,
        at: Instant::from_millis(row.get("at")?),
        stage: match (row.get("proposed")?, row.get("revoked")?) {
            (true, _) => Stage::Proposed,
            (_, true) => Stage::Revoked,
            _ => Stage::Taken,
        },
        area: row.get::<Option<i64>>("area")?.map(i64::unsigned_abs),
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
