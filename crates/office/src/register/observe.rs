//! A roster's month becomes files, and passes over nothing that people decided: where it says otherwise, that is a dispute.

use super::{
    change::{DATA, HEAD, PLACE, RELATION},
    dispute,
    members::{self, Noted},
    rows,
    take::{Observed, Seen},
};
use doudi_journal::{Entry, JournalError, Tx, Value, crypto::from_hex};
use std::collections::BTreeSet;

/// The file as it is before the month comes.
#[derive(Default)]
struct Before {
    known: bool,
    division: u64,
    head: i64,
    hand: i64,
    seats: Vec<(i64, Option<String>, i64)>,
}

/// Members, place and head follow from an entry of the rosters.
pub(super) fn observed(tx: &mut Tx<'_>, entry: &Entry, it: &Observed) -> Result<(), JournalError> {
    let before = before(tx, it.id)?;
    let division = if before.hand & PLACE != 0 { before.division } else { entry.division };
    if before.hand & PLACE != 0 {
        let differs =
            (before.division != entry.division).then(|| (before.division.to_string(), entry.division.to_string()));
        note(tx, it, division, "division", differs)?;
    }
    let mut here: Vec<i64> = Vec::new();
    // Nobody has decided anything about a person whom no file knew.
    let mut fresh: BTreeSet<(i64, i64)> = (0..).zip(it.members.iter().map(|seen| seen.id)).collect();
    let strange = strangers(tx, it)?;
    fresh.retain(|(_, person)| strange.contains(person));
    let of = |position: i64| &it.members[position as usize];
    let rows = fresh.iter().map(|(position, _)| whole(of(*position), it.id, division, *position));
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    rows::insert(tx, WHOLE, rows, COVERS)?;
    for seen in &it.members {
        if strange.contains(&seen.id) {
            here.push(seen.id);
            continue;
        }
        let belongs = belongs(tx, it, division, seen)?;
        member(tx, it, seen, division, belongs)?;
        if belongs {
            here.push(seen.id);
        }
    }
    let named: BTreeSet<i64> = it.members.iter().map(|seen| seen.id).collect();
    for (person, _, _) in before.seats.iter().filter(|(person, ..)| !named.contains(person)) {
        if members::decided(tx, *person)?.get(&it.id) == Some(&true) {
            here.push(*person);
            continue;
        }
        // Who has left the household belongs to none until another household names them.
        tx.execute(
            "UPDATE person SET household = 0 WHERE id = $1 AND household = $2",
            &[(*person).into(), it.id.into()],
        )?;
        members::note(tx, entry, &said(it.id, *person, division, None, false))?;
    }
    if before.hand & HEAD != 0 {
        let told = here.first().copied().unwrap_or(0);
        let differs = (told != before.head).then(|| (before.head.to_string(), told.to_string()));
        note(tx, it, division, "head", differs)?;
        here.sort_by_key(|person| *person != before.head);
    }
    let here_now = it.members.iter().filter(|seen| here.contains(&seen.id));
    let other = here_now.filter(|seen| {
        let same = before.seats.iter().any(|(id, relation, _)| *id == seen.id && *relation == seen.relation);
        !(before.known && same && before.division == division)
    });
    let noted: Vec<_> = other.map(|seen| said(it.id, seen.id, division, seen.relation.as_deref(), true)).collect();
    members::all(tx, entry, &noted)?;
    for (position, person) in (0i64..).zip(&here).filter(|(position, person)| !fresh.contains(&(*position, **person))) {
        tx.execute("UPDATE person SET position = $1 WHERE id = $2", &[position.into(), (*person).into()])?;
    }
    file(tx, it, division, &here)
}

fn file(tx: &mut Tx<'_>, it: &Observed, division: u64, here: &[i64]) -> Result<(), JournalError> {
    let row = [
        it.id.into(),
        Value::Int(division as i64),
        here.first().copied().unwrap_or(0).into(),
        (here.len() as i64).into(),
        it.month.into(),
        from_hex(&it.print)?.into(),
    ];
    tx.execute(
        "INSERT INTO household (id, division, head, size, month, print) VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (id) DO UPDATE SET division = excluded.division, head = excluded.head, size = excluded.size, \
         month = excluded.month, print = excluded.print, gone = NULL",
        &row,
    )
    .map(drop)
}

fn before(tx: &mut Tx<'_>, household: i64) -> Result<Before, JournalError> {
    let sql = "SELECT division, head, by_hand FROM household WHERE id = $1";
    let Some(row) = tx.row(sql, &[household.into()])? else { return Ok(Before::default()) };
    let sql = "SELECT id, relation, by_hand FROM person WHERE household = $1 ORDER BY position";
    let rows = tx.rows(sql, &[household.into()])?;
    let seat = |row: &doudi_journal::Row| Ok((row.get("id")?, row.get("relation")?, row.get("by_hand")?));
    Ok(Before {
        known: true,
        division: row.get("division")?,
        head: row.get("head")?,
        hand: row.get("by_hand")?,
        seats: rows.iter().map(seat).collect::<Result<_, JournalError>>()?,
    })
}

fn note(
    tx: &mut Tx<'_>,
    it: &Observed,
    division: u64,
    field: &str,
    differs: Option<(String, String)>,
) -> Result<(), JournalError> {
    let differs = differs.as_ref().map(|(decided, told)| (decided.as_str(), told.as_str()));
    dispute::note(tx, it.id, division, field, it.month, differs)
}

/// Which of the members no file knew.
fn strangers(tx: &mut Tx<'_>, it: &Observed) -> Result<BTreeSet<i64>, JournalError> {
    let mut strange: BTreeSet<i64> = it.members.iter().map(|seen| seen.id).collect();
    let ids: Vec<Value> = strange.iter().map(|id| (*id).into()).collect();
    for row in rows::matching(tx, "SELECT id FROM person WHERE id IN", &ids)? {
        strange.remove(&row.get("id")?);
    }
    Ok(strange)
}

fn said(household: i64, person: i64, division: u64, relation: Option<&str>, inside: bool) -> Noted<'_> {
    Noted { household, person, division, inside, relation, basis: None, hand: false }
}

/// Whether a person of the roster belongs here: not who has died, left, or sits in another file, if people said so.
fn belongs(tx: &mut Tx<'_>, it: &Observed, division: u64, seen: &Seen) -> Result<bool, JournalError> {
    let field = format!("member:{}", seen.id);
    let died = tx.row("SELECT died FROM person WHERE id = $1", &[seen.id.into()])?;
    let died = died.map_or(Ok(None), |row| row.get::<Option<i64>>("died"))?.is_some();
    let decided = members::decided(tx, seen.id)?;
    if decided.is_empty() && !died {
        return Ok(true);
    }
    let elsewhere = decided.iter().any(|(household, inside)| *inside && *household != it.id);
    let here = match decided.get(&it.id) {
        _ if died => false,
        Some(inside) => *inside,
        None => !elsewhere,
    };
    let word = if died { "died" } else { "no" };
    let differs = (!here).then(|| (word.to_owned(), "yes".to_owned()));
    note(tx, it, division, &field, differs)?;
    Ok(here)
}

/// A person's row as the roster has it, except for what people decided.
fn member(tx: &mut Tx<'_>, it: &Observed, seen: &Seen, division: u64, belongs: bool) -> Result<(), JournalError> {
    let sql = "SELECT household, division, blind_name, relation, by_hand FROM person WHERE id = $1";
    let row = tx.row(sql, &[seen.id.into()])?;
    let hand: i64 = row.as_ref().map_or(Ok(0), |row| row.get("by_hand"))?;
    if hand & DATA == 0 {
        rows::insert(tx, WHOLE, vec![whole(seen, 0, division, 0)?], COVERS)?;
        let relation: Option<String> = row.as_ref().map_or(Ok(None), |row| row.get("relation"))?;
        return seat(tx, it, seen, division, belongs, hand, relation);
    }
    if let Some(row) = &row {
        let differs = row.get::<Vec<u8>>("blind_name")? != from_hex(&seen.blind_name)?;
        let differs = differs.then(|| ("hand".to_owned(), "rosters".to_owned()));
        note(tx, it, division, &format!("name:{}", seen.id), differs)?;
        let relation: Option<String> = row.get("relation")?;
        seat(tx, it, seen, division, belongs, hand, relation)?;
    }
    Ok(())
}

/// Where the person sits, and the relation unless people decided it.
fn seat(
    tx: &mut Tx<'_>,
    it: &Observed,
    seen: &Seen,
    division: u64,
    belongs: bool,
    hand: i64,
    relation: Option<String>,
) -> Result<(), JournalError> {
    let decided = hand & RELATION != 0;
    if decided && belongs {
        let word = |relation: &Option<String>| relation.clone().unwrap_or_else(|| "none".into());
        let differs = (relation != seen.relation).then(|| (word(&relation), word(&seen.relation)));
        note(tx, it, division, &format!("relation:{}", seen.id), differs)?;
    }
    if belongs {
        let relation = if decided { relation } else { seen.relation.clone() };
        let sql = "UPDATE person SET household = $1, division = $2, relation = $3 WHERE id = $4";
        let values = [it.id.into(), Value::Int(division as i64), relation.into(), seen.id.into()];
        tx.execute(sql, &values)?;
    }
    Ok(())
}

const WHOLE: &str = "INSERT INTO person (id, household, division, position, name, number, blind_name, blind_number, \
                     relation, birth, sex)";
const COVERS: &str = " ON CONFLICT (id) DO UPDATE SET name = excluded.name, number = excluded.number, \
                      blind_name = excluded.blind_name, blind_number = excluded.blind_number, \
                      birth = excluded.birth, sex = excluded.sex";

/// A person's data as the roster has them; where a new one sits.
fn whole(seen: &Seen, household: i64, division: u64, position: i64) -> Result<[Value; 11], JournalError> {
    let sealed = |hex: &Option<String>| hex.as_deref().map(from_hex).transpose();
    Ok([
        seen.id.into(),
        household.into(),
        Value::Int(division as i64),
        position.into(),
        from_hex(&seen.name)?.into(),
        sealed(&seen.number)?.into(),
        from_hex(&seen.blind_name)?.into(),
        sealed(&seen.blind_number)?.into(),
        seen.relation.clone().into(),
        seen.birth.into(),
        seen.sex.into(),
    ])
}
