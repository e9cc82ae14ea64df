//! People at the office: accounts, roles, signing in.

mod accounts;
mod colleagues;
mod password;
mod relatives;
mod set_up;
mod sign_in;
mod tokens;

pub use accounts::{Account, NewAccount, accounts, grant, new_account, take_away};
pub(crate) use colleagues::holders;
pub use colleagues::{colleagues, held, names};
pub use password::{change_password, close, drawn_password, password_is_given, renew_factor, reset_password};
pub use relatives::{Kin, declare, relative, relatives};
pub use set_up::{SETUP, set_up};
pub use sign_in::{sign_in, sign_in_unified, sign_out, sweep, who};
pub use tokens::{
    Bearer, NewToken, PURPOSES, Stage, TOKEN_DAYS, Token, bearer, give_up, own_tokens, propose, revoke, take_token,
    tokens,
};

use doudi_journal::{Entry, JournalError, Projection, Tx, Value, crypto::from_hex, date_number};

/// Accounts, roles and relatives follow from entries.
pub(crate) struct Staff;

impl Projection for Staff {
    fn tables(&self) -> &'static [&'static str] {
        &["account", "role_grant", "near_relative", "api_token", "token_offer"]
    }

    fn apply(&self, tx: &mut Tx<'_>, entry: &Entry) -> Result<(), JournalError> {
        match entry.kind.as_str() {
            "account.made" => {
                let it: accounts::Made = entry.read()?;
                let factor = it.factor.as_deref().map(from_hex).transpose()?;
                tx.execute(
                    "INSERT INTO account (id, account, name, password, factor, closed, given) \
                     VALUES ($1, $2, $3, $4, $5, 0, $6)",
                    &[
                        it.id.into(),
                        it.account.into(),
                        it.name.into(),
                        it.password.into(),
                        factor.into(),
                        it.given.into(),
                    ],
                )?;
            }
            "account.password" => {
                let it: password::Set = entry.read()?;
                let sql = "UPDATE account SET password = $1, given = $2 WHERE id = $3";
                tx.execute(sql, &[it.password.into(), it.given.into(), it.id.into()])?;
            }
            "account.factor" => {
                let it: password::Factor = entry.read()?;
                let sql = "UPDATE account SET factor = $1 WHERE id = $2";
                tx.execute(sql, &[from_hex(&it.factor)?.into(), it.id.into()])?;
            }
            "account.closed" => {
                let it: password::Closed = entry.read()?;
                tx.execute("UPDATE account SET closed = $1 WHERE id = $2", &[it.closed.into(), it.id.into()])?;
            }
            "role.given" => {
                let it: accounts::Given = entry.read()?;
                // What was taken away today may be given again today.
                tx.execute(
                    "INSERT INTO role_grant (account, role, area, from_day, to_day) VALUES ($1, $2, $3, $4, $5) \
                     ON CONFLICT (account, role, area, from_day) DO UPDATE SET to_day = excluded.to_day",
                    &[it.account.into(), it.role.into(), it.area.into(), it.from.into(), it.to.into()],
                )?;
            }
            "role.taken" => {
                let it: accounts::Given = entry.read()?;
                tx.execute(
                    "UPDATE role_grant SET to_day = $1 WHERE account = $2 AND role = $3 AND area = $4",
                    &[it.to.into(), it.account.into(), it.role.into(), it.area.into()],
                )?;
            }
            "relative.noted" => {
                let it: accounts::Noted = entry.read()?;
                let noted = date_number(entry.valid_from);
                let row = [Value::Int(it.account), it.household.into(), it.relation.into(), noted.into()];
                let sql = "INSERT INTO near_relative (account, household, relation, noted) VALUES ($1, $2, $3, $4) \
                           ON CONFLICT (account, household) DO UPDATE SET relation = excluded.relation";
                tx.execute(sql, &row)?;
            }
            "token.proposed" => {
                let it: tokens::Proposed = entry.read()?;
                let (at, area) = (entry.at.millis(), i64::try_from(entry.division).unwrap_or_default());
                tx.execute(
                    "INSERT INTO token_offer (id, account, purposes, until, proposed, area) VALUES ($1, $2, $3, $4, $5, $6)",
                    &[it.id.into(), it.account.into(), it.purposes.into(), it.until.into(), at.into(), area.into()],
                )?;
            }
            "token.declined" => {
                let it: tokens::Revoked = entry.read()?;
                tx.execute("DELETE FROM token_offer WHERE id = $1", &[it.id.into()])?;
            }
            "token.issued" => {
                let it: tokens::Issued = entry.read()?;
                tx.execute("DELETE FROM token_offer WHERE id = $1", &[it.id.into()])?;
                tx.execute(
                    "INSERT INTO api_token (id, digest, account, purposes, until, issued, revoked) \
                     VALUES ($1, $2, $3, $4, $5, $6, 0)",
                    &[
                        it.id.into(),
                        from_hex(&it.digest)?.into(),
                        it.account.into(),
                        it.purposes.into(),
                        it.until.into(),
                        entry.at.millis().into(),
                    ],
                )?;
            }
            "token.revoked" => {
                let it: tokens::Revoked = entry.read()?;
                tx.execute("UPDATE api_token SET revoked = 1 WHERE id = $1", &[it.id.into()])?;
            }
            _ => {}
        }
        Ok(())
    }
}
