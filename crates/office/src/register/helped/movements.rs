//! What came, what went and what stands, programme by programme, in an area and a month.

use super::{
    super::change::Kind,
    compact,
    compare::{Cause, Change, Comparison, Link, Row, Stock, Sum, stocks},
};
use crate::{Bureau, OfficeError, Who};
use doudi_journal::{
    Reader, Value,
    access::{Action, Area, Resource, Scope},
};
use doudi_kernel::{Division, Month};
use std::collections::{BTreeMap, BTreeSet};

/// A programme's stock before and after, and why it is otherwise: `before` and all causes together are `after`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Movement {
    /// `dibao`, `tekun`, `edge`, `rigid`, or what a case decided.
    pub programme: String,
    /// In the month before.
    pub before: Sum,
    /// Signed, in the order of [`Cause`]; what did not happen is not there.
    pub causes: BTreeMap<Cause, Sum>,
    /// In the month.
    pub after: Sum,
    /// Files that went on under a new number (停旧建新): neither came nor went.
    pub continued: i64,
    /// Households whose amount nobody has set: none of `fen`, and not zero.
    pub without_amount: i64,
}

/// Every movement of a month in an area, programme by programme. Figures only; who they are, [`changes`] lists.
///
/// # Errors
/// [`OfficeError::Denied`]; the journal's.
pub fn movements(bureau: &Bureau, who: &Who, area: Division, month: Month) -> Result<Vec<Movement>, OfficeError> {
    let scope = who.may(Resource::Statistics, Action::Count)?;
    told(bureau, &scope, area, month, |programme, before, after, found| {
        let mut causes: BTreeMap<Cause, Sum> = BTreeMap::new();
        found.changes.iter().for_each(|change| *causes.entry(change.cause).or_default() += change.by);
        vec![Movement {
            programme: programme.to_owned(),
            before: before.sum(),
            causes,
            after: after.sum(),
            continued: found.continued,
            without_amount: after.households.values().filter(|row| row.amount_fen.is_none()).count() as i64,
        }]
    })
}

/// The households behind [`movements`]: summed by cause they are its figures.
///
/// # Errors
/// [`OfficeError::Denied`]; the journal's.
pub fn changes(bureau: &Bureau, who: &Who, area: Division, month: Month) -> Result<Vec<Change>, OfficeError> {
    let scope = who.may(Resource::Household, Action::List)?;
    told(bureau, &scope, area, month, |_, _, _, found| found.changes)
}

fn told<T>(
    bureau: &Bureau,
    scope: &Scope,
    area: Division,
    month: Month,
    tell: impl Fn(&str, &Stock<'_>, &Stock<'_>, super::compare::Found) -> Vec<T>,
) -> Result<Vec<T>, OfficeError> {
    let (now, then, area) = (compact(month), compact(month.plus(-1)), Area::of(area));
    let (rows, links) = bureau
        .journal
        .read(|reader| Ok::<_, OfficeError>((rows(reader, scope, area, then, now)?, links(reader, scope, now)?)))?;
    let before = stocks(rows.iter().filter(|(held, _)| held.before).map(|(_, row)| row));
    let after = stocks(rows.iter().filter(|(held, _)| held.after).map(|(_, row)| row));
    let programmes: BTreeSet<&str> = before.keys().chain(after.keys()).copied().collect();
    let none = Stock::default();
    let one = |programme: &str| {
        let (was, is) = (before.get(programme).unwrap_or(&none), after.get(programme).unwrap_or(&none));
        let compared = Comparison { area, programme, before: &before, after: &after, links: &links };
        tell(programme, was, is, compared.found())
    };
    Ok(programmes.iter().flat_map(|programme| one(programme)).collect())
}

/// In which of the two months a row holds.
struct Held {
    before: bool,
    after: bool,
}

fn rows(
    reader: &mut Reader<'_>,
    scope: &Scope,
    area: Area,
    then: i64,
    now: i64,
) -> Result<Vec<(Held, Row)>, OfficeError> {
    let sql = "SELECT household, programme, person, division, from_month, to_month, amount_fen, came_from, went_to, \
               began FROM helped WHERE {scope} AND division BETWEEN $1 AND $2 AND from_month <= $3 \
               AND (to_month IS NULL OR to_month > $4)";
    let range = [Value::Int(area.first() as i64), Value::Int(area.last() as i64), now.into(), then.into()];
    let mut all = Vec::new();
    for row in reader.rows(scope, sql, &range)? {
        let (from, to): (i64, Option<i64>) = (row.get("from_month")?, row.get("to_month")?);
        let holds = |month: i64| from <= month && to.is_none_or(|to| to > month);
        let division = |name: &str| Ok::<_, OfficeError>(row.get::<Option<i64>>(name)?.map(|it| it as u64));
        let one = Row {
            household: row.get("household")?,
            programme: row.get("programme")?,
            person: row.get("person")?,
            division: row.get("division")?,
            amount_fen: row.get("amount_fen")?,
            came_from: division("came_from")?,
            went_to: division("went_to")?,
            opening: row.get::<String>("began")? == "opening",
        };
        all.push((Held { before: holds(then), after: holds(now) }, one));
    }
    Ok(all)
}

fn links(reader: &mut Reader<'_>, scope: &Scope, month: i64) -> Result<Vec<Link>, OfficeError> {
    let sql =
        "SELECT old_file, new_file, kind FROM succession WHERE {scope} AND month = $1 ORDER BY old_file, new_file";
    let mut links = Vec::new();
    for row in reader.rows(scope, sql, &[month.into()])? {
        if let Some(kind) = Kind::named(&row.get::<String>("kind")?) {
            links.push(Link { old: row.get("old_file")?, new: row.get("new_file")?, kind });
        }
    }
    Ok(links)
}
