//! A matter on the desk: everything that a screen or another system does to it goes through [`act`].

use super::{
    Act, Outcome,
    act::{Change, Seen, plan},
    row::{COLUMNS, Heard, Kept, Matter},
};
use crate::{
    Bureau, OfficeError, Who,
    case::{self, Office, Refusal as CaseRefusal, Term, Terms},
};
use doudi_journal::{
    County, Draft, IdempotencyKey, JournalError, Row, Subject, Tx, Value,
    access::{Department, Scope},
    crypto::to_hex,
    date_number,
};
use doudi_kernel::Date;
use doudi_rules::compile::Statute;
use doudi_work::watch::{Days, Level, Rule};
use serde_json::json;
use std::collections::BTreeMap;

/// Does something to a matter that was seen at a version; gives the new version. Sent twice under one key it is done once.
///
/// # Errors
/// [`OfficeError::Overtaken`] when somebody else was faster; [`OfficeError::Denied`], [`OfficeError::NotFound`],
/// [`OfficeError::Matter`]; [`OfficeError::Refused`] for a near relative.
pub fn act(
    bureau: &Bureau,
    who: &Who,
    id: i64,
    seen: u32,
    act: &Act,
    key: &IdempotencyKey,
) -> Result<u32, OfficeError> {
    let (resource, action) = act.right();
    let scope = who.may(resource, action)?;
    let print = bureau.suite().digest(&[format!("{id} {seen} {act:?}").as_bytes()]);
    let rules = super::rules(bureau);
    bureau.journal.write(|tx| {
        let (matter, division) = found(tx, &scope, id)?;
        tx.once(key, print, |tx| {
            if matter.version != seen {
                return Err(OfficeError::Overtaken { seen, is: matter.version });
            }
            done(bureau, tx, who, (&matter, division), (act, &rules))?;
            if let Act::HandOver(department, _) = act {
                super::remind::handed_over(tx, who.now, division, id, *department)?;
            }
            if let Act::Exempt { signal, person, reason, until } = act {
                exempted(tx, who, &matter, division, (signal, *person, reason.code(), *until))?;
            }
            Ok(seen + 1)
        })
    })
}

/// Plans an act to a matter as it is in a transaction, and keeps what comes of it.
pub(super) fn done(
    bureau: &Bureau,
    tx: &mut Tx<'_>,
    who: &Who,
    (matter, division): (&Matter, u64),
    (act, rules): (&Act, &BTreeMap<String, Rule>),
) -> Result<(), OfficeError> {
    stand_aside(tx, who, matter.household)?;
    let heard = heard(tx, matter.id)?;
    let looked = looked(bureau, tx, who, matter, division)?;
    let change = plan(&Seen { matter, heard: &heard, rules, ..looked }, act)?;
    keep(tx, who, division, change)
}

fn found(tx: &mut Tx<'_>, scope: &Scope, id: i64) -> Result<(Matter, u64), OfficeError> {
    let row = tx.row(&format!("SELECT {COLUMNS} FROM matter m WHERE m.id = $1"), &[id.into()])?;
    let row = row.ok_or(OfficeError::NotFound)?;
    let division: u64 = row.get("division")?;
    if scope.holds(division) { Ok((Matter::read(&row)?, division)) } else { Err(OfficeError::NotFound) }
}

fn heard(tx: &mut Tx<'_>, id: i64) -> Result<Vec<Heard>, JournalError> {
    let sql = "SELECT signal, person, raised, first_month, month, found FROM matter_signal WHERE matter = $1 \
               ORDER BY signal, person";
    tx.rows(sql, &[id.into()])?.iter().map(Heard::read).collect()
}

/// Near relatives stand aside, as they do in cases.
fn stand_aside(tx: &mut Tx<'_>, who: &Who, household: i64) -> Result<(), OfficeError> {
    let sql = "SELECT 1 AS one FROM near_relative WHERE household = $1 AND account = $2";
    let related = tx.row(sql, &[household.into(), who.id.0.into()])?.is_some();
    if related { Err(CaseRefusal::Relative.into()) } else { Ok(()) }
}

/// What a plan looks at beside the matter.
fn looked<'a>(
    bureau: &Bureau,
    tx: &mut Tx<'_>,
    who: &Who,
    matter: &'a Matter,
    division: u64,
) -> Result<Seen<'a>, OfficeError> {
    static NONE: BTreeMap<String, Rule> = BTreeMap::new();
    let number = |row: Option<Row>| row.map(|row| row.get("id")).transpose();
    let case = "SELECT id FROM case_file WHERE household = $1 AND turn <> 'closed' ORDER BY id DESC LIMIT 1";
    let another = "SELECT id FROM matter WHERE household = $1 AND closed IS NULL AND id <> $2 LIMIT 1";
    let tried = "SELECT COUNT(*) AS many FROM entry WHERE subject = $1 AND kind = 'matter.tried'";
    let tried = tx.row(tried, &[super::subject(matter.id).as_str().into()])?;
    let household = Value::Int(matter.household);
    Ok(Seen {
        tries: tried.map_or(Ok(0), |row| row.get::<i64>("many"))?,
        matter,
        heard: &[],
        rules: &NONE,
        today: who.today(),
        levels: levels(who, division),
        departments: departments(who, division),
        case: number(tx.row(case, std::slice::from_ref(&household))?)?,
        another: number(tx.row(another, &[household, matter.id.into()])?)?,
        department_due: department_due(bureau, division, who.today()),
    })
}

/// The levels for which a user works at a place.
pub(super) fn levels(who: &Who, division: u64) -> Vec<Level> {
    who.offices_at(division).iter().filter_map(|(office, _)| level(*office)).collect()
}

pub(super) fn level(office: Office) -> Option<Level> {
    match office {
        Office::Village => Some(Level::Village),
        Office::Town => Some(Level::Town),
        Office::County => Some(Level::County),
        _ => None,
    }
}

/// The departments for which a user works at a place.
pub(super) fn departments(who: &Who, division: u64) -> Vec<Department> {
    who.offices_at(division).into_iter().filter_map(|(_, department)| department).collect()
}

/// The last day of a department's own time, as the place sets it; none where it sets none.
fn department_due(bureau: &Bureau, division: u64, today: Date) -> Option<Date> {
    let terms = Terms::of(&Statute::on(bureau.book, &division.to_string(), today));
    let days = match terms.referral? {
        Term::WorkingDays(days) => Days::Working(days),
        Term::Days(days) => Days::Civil(days),
    };
    days.after(today)
}

fn keep(tx: &mut Tx<'_>, who: &Who, division: u64, change: Change) -> Result<(), OfficeError> {
    let subject = super::subject(change.matter.id);
    let note = match change.note.trim() {
        "" => None,
        note => Some(to_hex(tx.seal("matter.note", &subject, note.as_bytes())?.as_bytes())),
    };
    let (visit, finding) = change.told.unzip();
    let finding = finding.flatten().map(|it| it.code().to_owned());
    let kept = Kept { note, visit, finding, ..Kept::of(change.matter, change.heard) };
    super::take::append(tx, change.kind, division, &who.actor()?, who.now, &kept)
}

/// An exemption is an entry of its own: it outlives the matter.
fn exempted(
    tx: &mut Tx<'_>,
    who: &Who,
    matter: &Matter,
    division: u64,
    (signal, person, reason, until): (&str, i64, &str, Date),
) -> Result<(), OfficeError> {
    tx.append(Draft {
        county: County::of_division(division)?,
        at: who.now,
        valid_from: who.today(),
        actor: who.actor()?,
        kind: "signal.exempted",
        subject: Subject::new(format!("household:{}", matter.household))?,
        division,
        body: json!(super::exempt::Kept {
            household: matter.household,
            signal: signal.into(),
            person,
            matter: matter.id,
            reason: reason.into(),
            since: date_number(who.today()),
            until: date_number(until),
            account: who.id.0,
        }),
    })?;
    Ok(())
}

/// Whether a user could do an act to a matter as it is: for buttons; [`act`] asks again.
///
/// # Errors
/// Why it is not possible.
pub fn may(bureau: &Bureau, who: &Who, view: &super::View, asked: &Act) -> Result<(), OfficeError> {
    let (resource, action) = asked.right();
    let scope = who.may(resource, action)?;
    if !scope.holds(view.division) {
        return Err(OfficeError::NotFound);
    }
    let running = || {
        let cases = case::of_household(bureau, who, view.matter.household).ok()?;
        cases.iter().find(|row| row.turn != "closed").map(|row| row.id)
    };
    let rules = super::rules(bureau);
    let seen = Seen {
        matter: &view.matter,
        heard: &view.heard,
        rules: &rules,
        today: who.today(),
        levels: levels(who, view.division),
        departments: departments(who, view.division),
        case: matches!(asked, Act::Close { outcome: Outcome::CaseOpened, .. }).then(running).flatten(),
        another: view.another,
        tries: view.lines.iter().filter(|line| line.kind == "matter.tried").count() as i64,
        department_due: department_due(bureau, view.division, who.today()),
    };
    Ok(plan(&seen, asked).map(drop)?)
}
