//! Towns with what they hold, and one town's book.

use crate::{Bureau, OfficeError, Who};
use doudi_journal::{
    Value,
    access::{Action, Resource},
    date_of_number,
};
use doudi_kernel::Date;

/// What a town holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Purse {
    /// The town.
    pub town: u64,
    /// Put in so far, fen.
    pub in_fen: i64,
    /// Given so far, fen.
    pub out_fen: i64,
    /// How often relief was given.
    pub given: i64,
}

impl Purse {
    /// What is left, fen.
    pub fn left_fen(&self) -> i64 {
        self.in_fen - self.out_fen
    }
}

/// A line of a town's book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// The day.
    pub day: Date,
    /// Fen, below zero where relief was given.
    pub fen: i64,
    /// What was left after it, fen.
    pub left_fen: i64,
    /// Who.
    pub account: i64,
    /// The case that was relieved.
    pub case: Option<i64>,
}

/// Every town of the user's area with what it holds, those without money too.
///
/// # Errors
/// [`OfficeError::Denied`]; the journal's.
pub fn purses(bureau: &Bureau, who: &Who) -> Result<Vec<Purse>, OfficeError> {
    let scope = who.may(Resource::PaymentList, Action::List)?;
    let sql = "SELECT division, CAST(SUM(CASE WHEN fen > 0 THEN fen ELSE 0 END) AS BIGINT) AS put, \
               CAST(SUM(CASE WHEN fen < 0 THEN -fen ELSE 0 END) AS BIGINT) AS given, \
               COUNT(CASE WHEN fen < 0 THEN 1 END) AS many FROM imprest WHERE {scope} GROUP BY division";
    let rows = bureau.journal.read(|reader| reader.rows(&scope, sql, &[]))?;
    let held = rows.iter().map(|row| {
        let (in_fen, out_fen) = (row.get("put")?, row.get("given")?);
        Ok(Purse { town: row.get("division")?, in_fen, out_fen, given: row.get("many")? })
    });
    let held: Vec<Purse> = held.collect::<Result<_, OfficeError>>()?;
    let towns = bureau.towns().into_iter().filter(|town| scope.holds(*town));
    let empty = |town| Purse { town, in_fen: 0, out_fen: 0, given: 0 };
    Ok(towns.map(|town| held.iter().find(|it| it.town == town).cloned().unwrap_or(empty(town))).collect())
}

/// A town's book, oldest first, with the balance after each line.
///
/// # Errors
/// [`OfficeError::Denied`]; [`OfficeError::NotFound`] for a town that is not in the user's area.
pub fn moves(bureau: &Bureau, who: &Who, town: u64) -> Result<Vec<Move>, OfficeError> {
    let scope = who.may(Resource::PaymentList, Action::Read)?;
    if !scope.holds(town) || !bureau.is_town(town) {
        return Err(OfficeError::NotFound);
    }
    let sql = "SELECT day, fen, account, case_id FROM imprest WHERE division = $1 AND {scope} ORDER BY seq";
    let rows = bureau.journal.read(|reader| reader.rows(&scope, sql, &[Value::Int(town as i64)]))?;
    let mut left_fen = 0;
    rows.iter()
        .map(|row| {
            let fen: i64 = row.get("fen")?;
            left_fen += fen;
            let day = date_of_number(row.get("day")?)?;
            Ok(Move { day, fen, left_fen, account: row.get("account")?, case: row.get("case_id")? })
        })
        .collect()
}
