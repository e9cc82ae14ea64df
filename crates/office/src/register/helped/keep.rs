//! From entries to the stock.

use super::{
    super::Observed,
    Decided, effective,
    stock::{self, Help},
};
use doudi_journal::{Entry, JournalError, Tx};
use std::collections::{BTreeMap, BTreeSet};

const ROSTERS: &str = "rosters";

/// What the month's rosters recognise a household's members as.
pub(super) fn observed(tx: &mut Tx<'_>, division: u64, it: &Observed) -> Result<(), JournalError> {
    let mut told: BTreeMap<&str, BTreeSet<i64>> = BTreeMap::new();
    for member in &it.members {
        if let Some(code) = member.recognised.as_deref().filter(|code| *code != "none") {
            told.entry(code).or_default().insert(member.id);
        }
    }
    let held = stock::of(tx, it.id, it.month)?;
    for one in &held {
        let named = told.contains_key(&*one.programme);
        if one.by != ROSTERS {
            dispute(tx, it, division, &one.programme, (!named).then_some(("yes", "no")))?;
        } else if !named {
            stock::end(tx, it.id, &one.programme, it.month, ROSTERS)?;
        }
    }
    for (programme, persons) in told {
        if held.iter().any(|one| one.programme == programme && one.by != ROSTERS) {
            continue;
        }
        if ended_by_people(tx, it.id, programme, it.month)? {
            dispute(tx, it, division, programme, Some(("no", "yes")))?;
            continue;
        }
        let amount_fen = it.amount_fen.filter(|_| programme == "dibao");
        let household = it.id;
        let opening = it.opening;
        let help = Help { household, programme, division, persons, amount_fen, by: ROSTERS, came_from: None, opening };
        stock::set(tx, &help, it.month)?;
    }
    Ok(())
}

/// Whether the last that is known of a programme here is that people ended it.
fn ended_by_people(tx: &mut Tx<'_>, household: i64, programme: &str, month: i64) -> Result<bool, JournalError> {
    let sql = "SELECT ended FROM helped WHERE household = $1 AND programme = $2 AND person = 0 AND to_month <= $3 \
               ORDER BY to_month DESC LIMIT 1";
    let row = tx.row(sql, &[household.into(), programme.into(), month.into()])?;
    let by: Option<String> = row.map_or(Ok(None), |row| row.get("ended"))?;
    Ok(by.is_some_and(|by| by != ROSTERS))
}

/// What people decided and a roster says otherwise; none settles it.
fn dispute(
    tx: &mut Tx<'_>,
    it: &Observed,
    division: u64,
    programme: &str,
    differs: Option<(&str, &str)>,
) -> Result<(), JournalError> {
    super::super::dispute::note(tx, it.id, division, &format!("helped:{programme}"), it.month, differs)
}

/// A household that the month's rosters do not name any more.
pub(super) fn gone(tx: &mut Tx<'_>, household: i64, month: i64) -> Result<(), JournalError> {
    for one in stock::of(tx, household, month)?.iter().filter(|one| one.by == ROSTERS) {
        stock::end(tx, household, &one.programme, month, ROSTERS)?;
    }
    Ok(())
}

/// A decision counts once, from the month after it; what happens to the case later changes nothing.
pub(super) fn decided(tx: &mut Tx<'_>, entry: &Entry, it: &Decided) -> Result<(), JournalError> {
    let Some(outcome) = it.outcome.as_deref().filter(|outcome| *outcome != "refuse") else { return Ok(()) };
    let by = format!("case:{}", it.case);
    let known = "SELECT 1 AS one FROM helped WHERE household = $1 AND (source = $2 OR ended = $3) LIMIT 1";
    if tx.row(known, &[it.household.into(), by.as_str().into(), by.as_str().into()])?.is_some() {
        return Ok(());
    }
    let month = effective(entry);
    for (at, programme) in it.programmes.iter().enumerate() {
        if outcome == "stop" {
            stock::end(tx, it.household, programme, month, &by)?;
            continue;
        }
        let sql = "SELECT id FROM person WHERE household = $1 ORDER BY position";
        let rows = tx.rows(sql, &[it.household.into()])?;
        let persons = rows.iter().map(|row| row.get("id")).collect::<Result<_, _>>()?;
        let help = Help {
            household: it.household,
            programme,
            division: entry.division,
            persons,
            // One decision, one amount: it is that of the programme named first.
            amount_fen: it.amount_fen.filter(|_| at == 0),
            by: &by,
            came_from: None,
            opening: false,
        };
        stock::set(tx, &help, month)?;
    }
    Ok(())
}
