//! 备用金: what a town holds for relief that goes first (art. 50). A balance is the sum of its entries and is never below zero;
//! the county puts money in, and relief takes it out in the transaction that keeps the case's act.

mod list;

pub use list::{Move, Purse, moves, purses};

use crate::{
    Bureau, OfficeError, Who,
    case::{Office, Refusal},
};
use doudi_journal::{
    County, Draft, Entry, IdempotencyKey, JournalError, Projection, Subject, Tx, Value,
    access::{Action, Resource},
};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Imprests follow from their entries.
pub(crate) struct Imprest;

#[derive(Serialize, Deserialize)]
struct Moved {
    fen: i64,
    account: i64,
    case: Option<i64>,
}

impl Projection for Imprest {
    fn tables(&self) -> &'static [&'static str] {
        &["imprest"]
    }

    fn apply(&self, tx: &mut Tx<'_>, entry: &Entry) -> Result<(), JournalError> {
        if entry.kind != "imprest.moved" {
            return Ok(());
        }
        let it: Moved = entry.read()?;
        tx.execute(
            "INSERT INTO imprest (county, seq, division, day, fen, account, case_id) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            &[
                entry.county.number().into(),
                Value::Int(entry.seq as i64),
                Value::Int(entry.division as i64),
                doudi_journal::date_number(entry.valid_from).into(),
                it.fen.into(),
                it.account.into(),
                it.case.into(),
            ],
        )?;
        Ok(())
    }
}

/// The town of a village: whose imprest it is.
fn town_of(division: u64) -> u64 {
    division / 1000 * 1000
}

fn balance(tx: &mut Tx<'_>, town: u64) -> Result<i64, JournalError> {
    let sql = "SELECT CAST(COALESCE(SUM(fen), 0) AS BIGINT) AS balance FROM imprest WHERE division = $1";
    tx.row(sql, &[Value::Int(town as i64)])?.map_or(Ok(0), |row| row.get("balance"))
}

fn append(tx: &mut Tx<'_>, who: &Who, town: u64, moved: &Moved) -> Result<(), OfficeError> {
    tx.append(Draft {
        county: County::of_division(town)?,
        at: who.now,
        valid_from: who.today(),
        actor: who.actor()?,
        kind: "imprest.moved",
        subject: Subject::new(format!("imprest:{town}"))?,
        division: town,
        body: json!(moved),
    })?;
    Ok(())
}

/// The county puts money into a town's imprest, fen; sent twice under one key it is done once.
///
/// # Errors
/// [`OfficeError::Denied`]; [`Refusal::NotYours`] for anybody but the county; [`Refusal::NoAmount`].
pub fn replenish(bureau: &Bureau, who: &Who, town: u64, fen: i64, key: &IdempotencyKey) -> Result<i64, OfficeError> {
    let scope = who.may(Resource::PaymentList, Action::Write)?;
    if !scope.holds(town) {
        return Err(OfficeError::NotFound);
    }
    if !who.offices_at(town).iter().any(|(office, _)| *office == Office::County) {
        return Err(Refusal::NotYours(Office::County).into());
    }
    if fen <= 0 || !bureau.is_town(town) {
        return Err(Refusal::NoAmount.into());
    }
    let print = bureau.suite().digest(&[format!("imprest {town} {fen}").as_bytes()]);
    bureau.journal.write(|tx| {
        tx.once(key, print, |tx| {
            append(tx, who, town, &Moved { fen, account: who.id.0, case: None })?;
            Ok(balance(tx, town)?)
        })
    })
}

/// Relief takes money out, in the transaction of the case's act; refused where less is left.
pub(crate) fn draw(tx: &mut Tx<'_>, who: &Who, division: u64, case: i64, fen: i64) -> Result<(), OfficeError> {
    let town = town_of(division);
    let left_fen = balance(tx, town)?;
    if left_fen < fen {
        return Err(Refusal::ImprestShort { left_fen }.into());
    }
    append(tx, who, town, &Moved { fen: -fen, account: who.id.0, case: Some(case) })
}
