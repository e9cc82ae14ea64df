//! Accounts and the rights that they hold: given and taken by the security administrator, written for good.

use super::SETUP;
use crate::{Bureau, OfficeError, Who};
use doudi_journal::{
    County, Draft, IdempotencyKey, Subject, Tx,
    access::{
        Action, Grant, Resource, Role, UserId,
        login::{SecondFactor, hash_password, password_faults},
        may_grant,
    },
    crypto::to_hex,
    date_number, date_of_number,
};
use doudi_kernel::{Date, Division, Say};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

/// An account.
#[derive(Clone, Debug)]
pub struct Account {
    /// The user.
    pub id: UserId,
    /// What is typed.
    pub account: String,
    /// What colleagues say.
    pub name: String,
    /// The rights, those that have ended too.
    pub grants: Vec<Grant>,
    /// Nobody signs in with it any more.
    pub closed: bool,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Made {
    pub(super) id: i64,
    pub(super) account: String,
    pub(super) name: String,
    pub(super) password: String,
    pub(super) factor: Option<String>,
    /// Whoever made it knows its password.
    #[serde(default)]
    pub(super) given: bool,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Given {
    pub(super) account: i64,
    pub(super) role: String,
    pub(super) area: i64,
    pub(super) from: i64,
    pub(super) to: Option<i64>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Noted {
    pub(super) account: i64,
    pub(super) household: i64,
    #[serde(default)]
    pub(super) relation: String,
}

pub(super) fn append(
    tx: &mut Tx<'_>,
    who: &Who,
    area: u64,
    kind: &'static str,
    about: i64,
    body: Json,
) -> Result<(), OfficeError> {
    tx.append(Draft {
        county: County::of_division(area)?,
        at: who.now,
        valid_from: who.today(),
        actor: who.actor()?,
        kind,
        subject: Subject::new(format!("account:{about}"))?,
        division: area,
        body,
    })?;
    Ok(())
}

/// An account that is to be made.
#[derive(Clone, Copy)]
pub struct NewAccount<'a> {
    /// Where its owner works.
    pub area: Division,
    /// What is typed.
    pub account: &'a str,
    /// What colleagues say.
    pub name: &'a str,
    /// The first password.
    pub password: &'a str,
    /// The second factor, if it has one.
    pub factor: Option<&'a SecondFactor>,
}

impl NewAccount<'_> {
    /// What is kept of the password. Slow on purpose: never within a transaction.
    pub(super) fn hashed(&self, fill: &mut dyn FnMut(&mut [u8])) -> Result<String, OfficeError> {
        let faults = password_faults(self.password, self.account);
        if !faults.is_empty() {
            return Err(OfficeError::Password(faults));
        }
        Ok(hash_password(self.password, fill)?)
    }
}

/// Makes an account in an area, once for a key where there is one. Gives the user, and whether it was made now: a second
/// factor that was drawn for a form which is sent again belongs to nobody. What is typed as password is no part of what is
/// remembered of the request.
///
/// # Errors
/// [`OfficeError::Denied`], [`OfficeError::Account`], [`OfficeError::Password`].
pub fn new_account(
    bureau: &Bureau,
    who: &Who,
    new: &NewAccount<'_>,
    key: Option<&IdempotencyKey>,
    fill: &mut dyn FnMut(&mut [u8]),
) -> Result<(UserId, bool), OfficeError> {
    let NewAccount { area, account, name, .. } = *new;
    let scope = who.may(Resource::User, Action::Write)?;
    if !scope.covers(area) {
        return Err(doudi_journal::access::Denied::Area.into());
    }
    let password = new.hashed(fill)?;
    let content = format!("account {area} {account} {name}");
    once(bureau, key, &content, |tx| opened(tx, who, new, &password))
}

/// Writes an account whose password is hashed already.
pub(super) fn opened(tx: &mut Tx<'_>, who: &Who, new: &NewAccount<'_>, hashed: &str) -> Result<UserId, OfficeError> {
    if tx.row("SELECT id FROM account WHERE account = $1", &[new.account.into()])?.is_some() {
        return Err(OfficeError::Account);
    }
    let last = tx.row("SELECT COALESCE(MAX(id), 0) AS last FROM account", &[])?;
    let id = last.map_or(Ok(0), |row| row.get::<i64>("last"))? + 1;
    let factor = match new.factor {
        Some(factor) => Some(tx.seal("account.factor", &format!("account:{id}"), factor.bytes())?),
        None => None,
    };
    let made = Made {
        id,
        account: new.account.into(),
        name: new.name.into(),
        password: hashed.into(),
        factor: factor.map(|sealed| to_hex(sealed.as_bytes())),
        given: who.id != SETUP,
    };
    append(tx, who, new.area.number(), "account.made", id, json!(made))?;
    Ok(UserId(id))
}

/// Gives a role, once for a key where there is one.
///
/// # Errors
/// [`OfficeError::Denied`]: not to oneself, not beyond one's own area, no two powers in one hand.
pub fn grant(
    bureau: &Bureau,
    who: &Who,
    to: UserId,
    grant: &Grant,
    key: Option<&IdempotencyKey>,
) -> Result<(), OfficeError> {
    let has = bureau.journal.read(|reader| grants(reader, to))?;
    may_grant(who.id, &who.grants, to, &has, grant, who.today())?;
    once(bureau, key, &format!("grant {} {grant:?}", to.0), |tx| {
        // A right is given to somebody: a number that is nobody's would wait for its next owner.
        tx.row("SELECT id FROM account WHERE id = $1", &[to.0.into()])?.ok_or(OfficeError::NotFound)?;
        given(tx, who, to, grant)
    })?;
    Ok(())
}

/// Writes, once for a key where there is one; tells whether it was done now.
pub(super) fn once<T: Serialize + serde::de::DeserializeOwned>(
    bureau: &Bureau,
    key: Option<&IdempotencyKey>,
    content: &str,
    work: impl Fn(&mut Tx<'_>) -> Result<T, OfficeError>,
) -> Result<(T, bool), OfficeError> {
    let print = bureau.suite().digest(&[content.as_bytes()]);
    bureau.journal.write(|tx| {
        let mut now = false;
        let mut first = |tx: &mut Tx<'_>| {
            now = true;
            work(tx)
        };
        let done = match key {
            Some(key) => tx.once(key, print, first),
            None => first(tx),
        }?;
        Ok((done, now))
    })
}

pub(super) fn given(tx: &mut Tx<'_>, who: &Who, to: UserId, grant: &Grant) -> Result<(), OfficeError> {
    let given = Given {
        account: to.0,
        role: grant.role.name(),
        area: grant.area.number() as i64,
        from: date_number(grant.from),
        to: grant.to.map(date_number),
    };
    append(tx, who, grant.area.number(), "role.given", to.0, json!(given))
}

/// Takes a role away from today on, once for a key where there is one; it counts from the next request.
///
/// # Errors
/// [`OfficeError::Denied`].
pub fn take_away(
    bureau: &Bureau,
    who: &Who,
    from: UserId,
    role: Role,
    area: Division,
    key: Option<&IdempotencyKey>,
) -> Result<(), OfficeError> {
    let scope = who.may(Resource::Grant, Action::Write)?;
    if !scope.covers(area) {
        return Err(doudi_journal::access::Denied::Area.into());
    }
    let yesterday = who.today().yesterday().unwrap_or(Date::MIN);
    once(bureau, key, &format!("take {} {role} {area}", from.0), |tx| {
        let taken = Given {
            account: from.0,
            role: role.name(),
            area: area.number() as i64,
            from: 0,
            to: Some(date_number(yesterday)),
        };
        append(tx, who, area.number(), "role.taken", from.0, json!(taken))
    })?;
    Ok(())
}

/// The rights of a user.
pub(super) fn grants(
    reader: &mut doudi_journal::Reader<'_>,
    user: UserId,
) -> Result<Vec<Grant>, doudi_journal::JournalError> {
    let sql = "SELECT role, area, from_day, to_day FROM role_grant WHERE account = $1 ORDER BY role, area, from_day";
    let rows = reader.ordinary(sql, &[user.0.into()])?;
    rows.iter()
        .filter_map(|row| {
            let read = || -> Result<Option<Grant>, doudi_journal::JournalError> {
                let area = row.get::<i64>("area")?.to_string().parse().ok();
                let role = Role::named(&row.get::<String>("role")?);
                let to = row.get::<Option<i64>>("to_day")?.map(date_of_number).transpose()?;
                let from = date_of_number(row.get("from_day")?)?;
                Ok(role.zip(area).map(|(role, area)| Grant { role, area, from, to }))
            };
            read().transpose()
        })
        .collect()
}

/// The accounts, with their rights, as far as they lie in the user's area.
///
/// # Errors
/// [`OfficeError::Denied`].
pub fn accounts(bureau: &Bureau, who: &Who) -> Result<Vec<Account>, OfficeError> {
    let scope = who.may(Resource::User, Action::List)?;
    bureau.journal.read(|reader| {
        let rows = reader.ordinary("SELECT id, account, name, closed FROM account ORDER BY id", &[])?;
        let mut all = Vec::new();
        for row in rows {
            let id = UserId(row.get("id")?);
            let grants = grants(reader, id)?;
            if grants.is_empty() || grants.iter().any(|grant| scope.covers(grant.area)) {
                let closed = row.get::<i64>("closed")? == 1;
                all.push(Account { id, account: row.get("account")?, name: row.get("name")?, grants, closed });
            }
        }
        Ok(all)
    })
}

impl Account {
    /// The roles that hold on a day, in words with their places.
    pub fn roles(&self, bureau: &Bureau, on: Date, lang: doudi_kernel::Lang) -> Vec<String> {
        let held = self.grants.iter().filter(|grant| grant.holds_on(on));
        held.map(|grant| format!("{} {}", bureau.place(grant.area.number()), grant.role.say(lang))).collect()
    }
}
