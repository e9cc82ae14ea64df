//! 近亲属备案: staff say which assisted households are their near relatives; they stand aside, and the county visits and
//! decides.

use super::accounts::{Noted, append};
use crate::{Bureau, OfficeError, Who, case, field, register};
use doudi_journal::{
    JournalError,
    access::{Action, Resource, Scope, UserId},
    date_of_number,
};
use doudi_kernel::Date;
use serde_json::json;

/// A member of staff and a household of near relatives.
#[derive(Clone, Debug)]
pub struct Kin {
    /// The member of staff.
    pub account: UserId,
    /// What colleagues call the user.
    pub name: String,
    /// The household.
    pub household: i64,
    /// Where.
    pub division: u64,
    /// The household's head.
    pub head: String,
    /// What the head is to the user, in words.
    pub relation: String,
    /// When it was registered; none where that was before days were kept.
    pub noted: Option<Date>,
    /// The household's newest case, whether it runs, and when the county visited for it.
    pub case: Option<(i64, bool, Option<Date>)>,
}

/// A user registers a household as the user's own near relatives: whoever finds the household may say so.
///
/// # Errors
/// [`OfficeError::Denied`], [`OfficeError::NotFound`]; [`OfficeError::Form`] without the relation.
pub fn declare(bureau: &Bureau, who: &Who, household: i64, relation: &str) -> Result<(), OfficeError> {
    note(bureau, who, &who.may(Resource::Household, Action::List)?, who.id, household, relation)
}

/// Registers somebody else of the staff.
///
/// # Errors
/// [`OfficeError::Denied`], [`OfficeError::NotFound`]; [`OfficeError::Form`] without the relation.
pub fn relative(bureau: &Bureau, who: &Who, staff: UserId, household: i64, relation: &str) -> Result<(), OfficeError> {
    note(bureau, who, &who.may(Resource::Household, Action::Write)?, staff, household, relation)
}

fn note(
    bureau: &Bureau,
    who: &Who,
    scope: &Scope,
    staff: UserId,
    household: i64,
    relation: &str,
) -> Result<(), OfficeError> {
    let relation = relation.trim().to_owned();
    if relation.is_empty() {
        return Err(OfficeError::Form(field::RELATION));
    }
    let sql = "SELECT division FROM household WHERE id = $1 AND {scope}";
    let rows = bureau.journal.read(|reader| reader.rows(scope, sql, &[household.into()]))?;
    let division: u64 = rows.first().ok_or(OfficeError::NotFound)?.get("division")?;
    let noted = Noted { account: staff.0, household, relation };
    bureau.journal.write(|tx| append(tx, who, division, "relative.noted", staff.0, json!(noted)))
}

/// The user's own near relatives; or all in the user's area, for an office that sends others to them.
///
/// # Errors
/// [`OfficeError::Denied`]; the journal's.
pub fn relatives(bureau: &Bureau, who: &Who, own: bool) -> Result<Vec<Kin>, OfficeError> {
    let action = if own { Action::List } else { Action::Export };
    let scope = who.may(Resource::Household, action)?;
    let sql = "SELECT n.account, a.name AS staff, n.household, n.relation, n.noted, h.division, p.id AS person, p.name, \
               (SELECT MAX(c.id) FROM case_file c WHERE c.household = n.household) AS newest \
               FROM near_relative n JOIN household h ON h.id = n.household JOIN person p ON p.id = h.head \
               JOIN account a ON a.id = n.account WHERE {scope:h} AND ($1 = 0 OR n.account = $2) \
               ORDER BY n.account, n.household";
    let values = [own.into(), who.id.0.into()];
    let rows = bureau.journal.read(|reader| {
        let rows = reader.rows(&scope, sql, &values)?;
        rows.iter()
            .map(|row| {
                let kin = Kin {
                    account: UserId(row.get("account")?),
                    name: row.get("staff")?,
                    household: row.get("household")?,
                    division: row.get("division")?,
                    head: register::opened(reader, "person.name", row.get("person")?, row.get("name")?)?,
                    relation: row.get("relation")?,
                    noted: Some(row.get::<i64>("noted")?).filter(|day| *day > 0).map(date_of_number).transpose()?,
                    case: None,
                };
                Ok((kin, row.get::<Option<i64>>("newest")?))
            })
            .collect::<Result<Vec<_>, JournalError>>()
    })?;
    let visited =
        |case: i64| case::view(bureau, who, case).ok().map(|view| (case, running(&view), county_visit(&view)));
    Ok(rows.into_iter().map(|(kin, newest)| Kin { case: newest.and_then(visited), ..kin }).collect())
}

fn running(view: &case::CaseView) -> bool {
    view.state.turn == case::Turn::Open
}

fn county_visit(view: &case::CaseView) -> Option<Date> {
    view.state.visits.iter().filter(|visit| visit.county).map(|visit| visit.on).max()
}
