//! An act as an entry, and the tables that follow from it.

use super::{Act, Because, FileChange, HelpChange, Kind, Newcomer, Plan, Shape};
use crate::{OfficeError, Who, register::helped};
use doudi_journal::{
    County, Draft, Entry, JournalError, Row, Subject, Tx, Value,
    crypto::{from_hex, to_hex},
    date_number,
};
use doudi_kernel::{IdKey, Sex};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeSet;

/// A person's relation was decided: the bit in `person.by_hand`.
pub(in crate::register) const RELATION: i64 = 8;
/// A person's name, number, birth and sex were decided.
pub(in crate::register) const DATA: i64 = 1;

/// A person's row, sealed as it stands in the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Written {
    id: i64,
    name: String,
    number: Option<String>,
    blind_name: String,
    blind_number: Option<String>,
    birth: Option<i64>,
    sex: Option<i64>,
    hand: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Link {
    old: i64,
    new: i64,
    kind: String,
}

/// What an act has made: everything before and after, so that it can be turned round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::register) struct Changed {
    pub(super) act: String,
    /// Why, sealed.
    pub(super) reason: String,
    pub(super) evidence: String,
    pub(super) files: Vec<FileChange>,
    pub(super) help: Vec<HelpChange>,
    pub(super) links: Vec<Link>,
    pub(super) unlinks: Vec<Link>,
    pub(super) people: Vec<Written>,
    pub(super) people_before: Vec<Written>,
    /// Who died when, before and after.
    pub(super) died: Vec<(i64, Option<i64>, Option<i64>)>,
    /// A dispute in which people's word stands.
    pub(super) stands: Option<String>,
    /// The entry that is undone.
    pub(super) undoes: Option<i64>,
}

/// Writes an act that was planned; the file to look at afterwards.
pub(super) fn append(
    tx: &mut Tx<'_>,
    who: &Who,
    act: &Act,
    because: &Because,
    plan: &Plan,
) -> Result<i64, OfficeError> {
    let (mut people, mut people_before) = (Vec::new(), Vec::new());
    let newcomers: Vec<&Newcomer> = match act {
        Act::Join { newcomer, .. } => vec![newcomer],
        Act::New { people, .. } => people.iter().collect(),
        _ => Vec::new(),
    };
    for (person, newcomer) in plan.newcomers.iter().zip(newcomers) {
        people.push(written(tx, *person, newcomer)?);
    }
    if let (Some(person), Act::Correct { right, .. }) = (plan.corrected, act) {
        let sql = "SELECT id, name, number, blind_name, blind_number, birth, sex, by_hand FROM person WHERE id = $1";
        let row = tx.row(sql, &[person.into()])?.ok_or(OfficeError::NotFound)?;
        people_before.push(as_written(&row)?);
        people.push(written(tx, person, right)?);
    }
    let link = |(old, new, kind): &(i64, i64, Kind)| Link { old: *old, new: *new, kind: kind.name().into() };
    let main = plan.files.first().ok_or(OfficeError::NotFound)?.household;
    let changed = Changed {
        act: plan.act.into(),
        reason: sealed_reason(tx, main, &because.reason)?,
        evidence: because.evidence.name().into(),
        files: plan.files.clone(),
        help: plan.help.clone(),
        links: plan.links.iter().map(link).collect(),
        unlinks: Vec::new(),
        people,
        people_before,
        died: plan.died.map(|person| (person, None, Some(date_number(because.on)))).into_iter().collect(),
        stands: plan.stands.clone(),
        undoes: None,
    };
    write(tx, who, because.on, &changed)?;
    // The file that goes on is the one to look at.
    Ok(plan.files.iter().find(|file| file.after.gone.is_none()).map_or(main, |file| file.household))
}

pub(super) fn sealed_reason(tx: &mut Tx<'_>, household: i64, reason: &str) -> Result<String, JournalError> {
    let sealed = tx.seal("register.reason", &format!("household:{household}"), reason.trim().as_bytes())?;
    Ok(to_hex(sealed.as_bytes()))
}

/// One entry about the file that the act is about, and a line in every other file that it touches.
pub(super) fn write(tx: &mut Tx<'_>, who: &Who, on: doudi_kernel::Date, changed: &Changed) -> Result<(), OfficeError> {
    let draft = |kind, file: &FileChange, body| {
        let division = file.before.as_ref().map_or(file.after.division, |before| before.division);
        Ok::<_, JournalError>(Draft {
            county: County::of_division(division)?,
            at: who.now,
            valid_from: on,
            actor: who.actor()?,
            kind,
            subject: Subject::new(format!("household:{}", file.household))?,
            division,
            body,
        })
    };
    let main = changed.files.first().ok_or(OfficeError::NotFound)?;
    let entry = tx.append(draft("register.changed", main, json!(changed))?)?;
    for file in changed.files.iter().skip(1) {
        let body = json!({ "act": changed.act, "file": main.household, "seq": entry.seq });
        tx.append(draft("register.touched", file, body)?)?;
    }
    Ok(())
}

fn written(tx: &mut Tx<'_>, id: i64, it: &Newcomer) -> Result<Written, JournalError> {
    let subject = format!("person:{id}");
    let number = it.number.and_then(|number| IdKey::from_packed(number.packed())).map(IdKey::reveal);
    let sealed = number.as_ref().map(|number| tx.seal("person.number", &subject, number.as_bytes())).transpose()?;
    let birth = it.number.map(|number| number.birth_date()).or(it.birth);
    let male = it.number.map(|number| number.sex() == Sex::Male).or(it.male);
    Ok(Written {
        id,
        name: to_hex(tx.seal("person.name", &subject, it.name.as_bytes())?.as_bytes()),
        blind_name: to_hex(&tx.blind("person.name", &it.name)),
        blind_number: number.as_ref().map(|number| to_hex(&tx.blind("person.number", number))),
        number: sealed.map(|sealed| to_hex(sealed.as_bytes())),
        birth: birth.map(date_number),
        sex: male.map(i64::from),
        hand: DATA,
    })
}

fn as_written(row: &Row) -> Result<Written, JournalError> {
    let hex = |name: &str| Ok::<_, JournalError>(row.get::<Option<Vec<u8>>>(name)?.map(|bytes| to_hex(&bytes)));
    Ok(Written {
        id: row.get("id")?,
        name: hex("name")?.unwrap_or_default(),
        number: hex("number")?,
        blind_name: hex("blind_name")?.unwrap_or_default(),
        blind_number: hex("blind_number")?,
        birth: row.get("birth")?,
        sex: row.get("sex")?,
        hand: row.get::<i64>("by_hand")? & DATA,
    })
}

/// Files and persons follow from an act.
pub(in crate::register) fn changed(tx: &mut Tx<'_>, entry: &Entry, it: &Changed) -> Result<(), JournalError> {
    for one in &it.people {
        person(tx, one, it.files.first().map_or(0, |file| file.after.division))?;
    }
    for before in &it.people_before {
        let after = it.people.iter().find(|after| after.id == before.id);
        if let Some(blind) =
            before.blind_number.as_ref().filter(|blind| after.and_then(|it| it.blind_number.as_ref()) != Some(blind))
        {
            let sql = "INSERT INTO alias (blind_number, person) VALUES ($1, $2) ON CONFLICT (blind_number) DO NOTHING";
            tx.execute(sql, &[from_hex(blind)?.into(), before.id.into()])?;
        }
    }
    // First everybody stands up, then everybody sits down: who changes files would else be lost.
    for file in &it.files {
        stand_up(tx, entry, file)?;
    }
    for file in &it.files {
        sit_down(tx, entry, file)?;
    }
    for (person, _, died) in &it.died {
        tx.execute("UPDATE person SET died = $1 WHERE id = $2", &[(*died).into(), (*person).into()])?;
    }
    Ok(())
}

fn person(tx: &mut Tx<'_>, it: &Written, division: u64) -> Result<(), JournalError> {
    let sealed = |hex: &Option<String>| hex.as_deref().map(from_hex).transpose();
    let sql = "INSERT INTO person (id, household, division, position, name, number, blind_name, blind_number, birth, \
               sex, by_hand) VALUES ($1, 0, $2, 0, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO UPDATE SET \
               name = excluded.name, number = excluded.number, blind_name = excluded.blind_name, \
               blind_number = excluded.blind_number, birth = excluded.birth, sex = excluded.sex, \
               by_hand = (person.by_hand & 8) + excluded.by_hand";
    let row = [
        it.id.into(),
        Value::Int(division as i64),
        from_hex(&it.name)?.into(),
        sealed(&it.number)?.into(),
        from_hex(&it.blind_name)?.into(),
        sealed(&it.blind_number)?.into(),
        it.birth.into(),
        it.sex.into(),
        it.hand.into(),
    ];
    tx.execute(sql, &row).map(drop)
}

fn stand_up(tx: &mut Tx<'_>, entry: &Entry, file: &FileChange) -> Result<(), JournalError> {
    let stays: BTreeSet<i64> = file.after.seats.iter().map(|seat| seat.person).collect();
    let seats = file.before.iter().flat_map(|before| &before.seats);
    for seat in seats.filter(|seat| !stays.contains(&seat.person)) {
        let sql = "UPDATE person SET household = 0 WHERE id = $1 AND household = $2";
        tx.execute(sql, &[seat.person.into(), file.household.into()])?;
        super::super::members::note(tx, entry, &out(file, seat.person))?;
    }
    Ok(())
}

fn out(file: &FileChange, person: i64) -> super::super::members::Noted<'static> {
    super::super::members::Noted {
        household: file.household,
        person,
        division: file.after.division,
        inside: false,
        relation: None,
        basis: None,
        hand: true,
    }
}

fn sit_down(tx: &mut Tx<'_>, entry: &Entry, file: &FileChange) -> Result<(), JournalError> {
    let (id, it) = (file.household, &file.after);
    let division = Value::Int(it.division as i64);
    let row = [
        id.into(),
        division.clone(),
        it.seats.first().map_or(0, |head| head.person).into(),
        (it.seats.len() as i64).into(),
        helped::compact(doudi_kernel::Month::of(entry.valid_from)).into(),
        Vec::<u8>::new().into(),
        it.gone.into(),
        it.successor.into(),
        it.hand.into(),
    ];
    // An empty print makes the next month look at the file again.
    tx.execute(
        "INSERT INTO household (id, division, head, size, month, print, gone, successor, by_hand) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO UPDATE SET division = excluded.division, \
         head = excluded.head, size = excluded.size, print = excluded.print, gone = excluded.gone, \
         successor = excluded.successor, by_hand = excluded.by_hand",
        &row,
    )?;
    for (position, seat) in (0i64..).zip(&it.seats) {
        let hand = if seat.hand { RELATION } else { 0 };
        let sql = "UPDATE person SET household = $1, division = $2, position = $3, relation = $4, basis = $5, \
                   by_hand = (by_hand & 1) + $6 WHERE id = $7";
        let relation = seat.relation.clone();
        let values = [
            id.into(),
            division.clone(),
            position.into(),
            relation.into(),
            seat.basis.clone().into(),
            hand.into(),
            seat.person.into(),
        ];
        tx.execute(sql, &values)?;
        if before(file, seat.person) != Some(seat) || moved(file) {
            super::super::members::note(
                tx,
                entry,
                &super::super::members::Noted {
                    household: id,
                    person: seat.person,
                    division: it.division,
                    inside: true,
                    relation: seat.relation.as_deref(),
                    basis: seat.basis.as_deref(),
                    hand: true,
                },
            )?;
        }
    }
    findings(tx, file)
}

fn before(file: &FileChange, person: i64) -> Option<&super::Seat> {
    file.before.as_ref()?.seats.iter().find(|seat| seat.person == person)
}

fn moved(file: &FileChange) -> bool {
    file.before.as_ref().is_some_and(|before: &Shape| before.division != file.after.division)
}

/// What the rules found goes along to another place; of other people it speaks no longer.
fn findings(tx: &mut Tx<'_>, file: &FileChange) -> Result<(), JournalError> {
    let people = |shape: &Shape| shape.seats.iter().map(|seat| seat.person).collect::<Vec<_>>();
    if file.before.as_ref().is_none_or(|before| people(before) != people(&file.after)) {
        tx.execute("DELETE FROM determination WHERE household = $1", &[file.household.into()])?;
    }
    let sql = "UPDATE determination SET division = $1 WHERE household = $2";
    tx.execute(sql, &[Value::Int(file.after.division as i64), file.household.into()]).map(drop)
}

impl Changed {
    /// The help that it changes, and the files that follow on one another.
    pub(in crate::register) fn help(&self) -> &[HelpChange] {
        &self.help
    }

    /// Old, new, how; and whether it holds from now on or no longer.
    pub(in crate::register) fn links(&self) -> impl Iterator<Item = (i64, i64, &str, bool)> {
        let added = self.links.iter().map(|it| (it.old, it.new, &*it.kind, true));
        added.chain(self.unlinks.iter().map(|it| (it.old, it.new, &*it.kind, false)))
    }

    /// The dispute in which people's word stands, with its file.
    pub(in crate::register) fn stands(&self) -> Option<(i64, &str)> {
        Some((self.files.first()?.household, self.stands.as_deref()?))
    }

    /// Where a file lies afterwards.
    pub(in crate::register) fn division_of(&self, household: i64) -> Option<u64> {
        self.files.iter().find(|file| file.household == household).map(|file| file.after.division)
    }
}
