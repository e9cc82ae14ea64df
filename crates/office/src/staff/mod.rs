//! People at the office: accounts, roles, signing in.

mod accounts;
mod colleagues;
mod sign_in;

pub use accounts::{Account, NewAccount, accounts, found, grant, new_account, relative, take_away};
pub use colleagues::{colleagues, names};
pub use sign_in::{sign_in, sign_out, who};

use doudi_journal::{Entry, JournalError, Projection, Tx, Value, crypto::from_hex};

/// Accounts, roles and relatives follow from entries.
pub(crate) struct Staff;

impl Projection for Staff {
    fn tables(&self) -> &'static [&'static str] {
        &["account", "role_grant", "near_relative"]
    }

    fn apply(&self, tx: &mut Tx<'_>, entry: &Entry) -> Result<(), JournalError> {
        match entry.kind.as_str() {
            "account.made" => {
                let it: accounts::Made = entry.read()?;
                let factor = it.factor.as_deref().map(from_hex).transpose()?;
                tx.execute(
                    "INSERT INTO account (id, account, name, password, factor, closed) VALUES ($1, $2, $3, $4, $5, 0)",
                    &[it.id.into(), it.account.into(), it.name.into(), it.password.into(), factor.into()],
                )?;
            }
            "role.given" => {
                let it: accounts::Given = entry.read()?;
                tx.execute(
                    "INSERT INTO role_grant (account, role, area, from_day, to_day) VALUES ($1, $2, $3, $4, $5)",
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
                let row = [Value::Int(it.account), it.household.into()];
                let sql = "INSERT INTO near_relative (account, household) VALUES ($1, $2) ON CONFLICT DO NOTHING";
                tx.execute(sql, &row)?;
            }
            _ => {}
        }
        Ok(())
    }
}
