//! From entries to the stock.

use super::{
    super::{Observed, change::Changed},
    Decided, effective,
    stock::{self, Help},
};
use doudi_journal::{Entry, JournalError, Tx, Value};
use std::collections::{BTreeMap, BTreeSet};

const ROSTERS: &str = "rosters";

/// What the month's rosters recognise a household's members as.
pub(super) fn observed(tx: &mut Tx<'_>, it: &Observed) -> Result<(), JournalError> {
    let held = stock::of(tx, it.id, it.month)?;
    let recognised = |code: &Option<String>| code.as_deref().is_some_and(|code| code != "none");
    if held.is_empty() && !it.members.iter().any(|member| recognised(&member.recognised)) {
        return Ok(());
    }
    // The file's own place and people: those that people decided, where the roster says otherwise.
    let row = tx.row("SELECT division FROM household WHERE id = $1", &[it.id.into()])?;
    let Some(division) = row.map(|row| row.get::<u64>("division")).transpose()? else { return Ok(()) };
    let rows = tx.rows("SELECT id FROM person WHERE household = $1", &[it.id.into()])?;
    let here: BTreeSet<i64> = rows.iter().map(|row| row.get("id")).collect::<Result<_, _>>()?;
    let mut told: BTreeMap<&str, BTreeSet<i64>> = BTreeMap::new();
    for member in it.members.iter().filter(|member| here.contains(&member.id)) {
        if let Some(code) = member.recognised.as_deref().filter(|code| *code != "none") {
            told.entry(code).or_default().insert(member.id);
        }
    }
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

/// What an act does with help, from the month after it.
pub(super) fn changed(tx: &mut Tx<'_>, entry: &Entry, it: &Changed) -> Result<(), JournalError> {
    let month = effective(entry);
    for help in it.help() {
        let Some(after) = &help.after else {
            stock::end(tx, help.household, &help.programme, month, "act")?;
            if let (Some(before), Some(to)) = (&help.before, help.other_division) {
                for person in std::iter::once(0).chain(before.persons.iter().copied()) {
                    stock::went(tx, help.household, &help.programme, person, month, to)?;
                }
            }
            continue;
        };
        let set = Help {
            household: help.household,
            programme: &help.programme,
            division: after.division,
            persons: after.persons.clone(),
            amount_fen: after.amount_fen,
            by: &after.by,
            came_from: help.other_division,
            opening: false,
        };
        stock::set(tx, &set, month)?;
    }
    for (old, new, kind, holds) in it.links() {
        link(tx, (old, new, kind), it.division_of(old), month, holds)?;
    }
    match it.stands() {
        Some((household, field)) => super::super::dispute::stand(tx, household, field),
        None => Ok(()),
    }
}

fn link(
    tx: &mut Tx<'_>,
    (old, new, kind): (i64, i64, &str),
    division: Option<u64>,
    month: i64,
    holds: bool,
) -> Result<(), JournalError> {
    let at = [old.into(), new.into(), kind.into()];
    if !holds {
        let sql = "DELETE FROM succession WHERE old_file = $1 AND new_file = $2 AND kind = $3";
        return tx.execute(sql, &at).map(drop);
    }
    let mut row = at.to_vec();
    row.extend([Value::Int(division.unwrap_or_default() as i64), month.into()]);
    let sql = "INSERT INTO succession (old_file, new_file, kind, division, month) VALUES ($1, $2, $3, $4, $5) \
               ON CONFLICT (old_file, new_file, kind) DO UPDATE SET division = excluded.division, month = excluded.month";
    tx.execute(sql, &row).map(drop)
}
