//! A household's file: opened for a purpose, and the opening is written down first.

use super::{
    Basis, Kind,
    change::{DATA, RELATION},
};
use crate::{Bureau, OfficeError, Who};
use doudi_journal::{
    County, Draft, Instant, JournalError, Reader, Subject,
    access::{
        AccessRecord, Action, Area, Field, Grant, Purpose, PurposeKind, Resource, Scope, Shown, Viewer, mask, shown,
    },
    crypto::Sealed,
    date_of_number,
};
use doudi_kernel::{Date, Lang};
use doudi_work::assess::{Dossier, Why, explain};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// A household's file, as one user sees it.
#[derive(Clone, Debug)]
pub struct HouseholdFile {
    /// Its number.
    pub id: i64,
    /// Where.
    pub division: u64,
    /// The month that it was last seen in, `yyyymm`.
    pub month: i64,
    /// Since when the newest months do not name it.
    pub gone: Option<Date>,
    /// The file that goes on in its place.
    pub successor: Option<i64>,
    /// Files that it goes on from, or that came from it.
    pub links: Vec<(i64, i64, Kind)>,
    /// Its members, the head first.
    pub members: Vec<Person>,
    /// What the rules found, programme by programme.
    pub standings: Vec<Standing>,
    /// What happened, newest first.
    pub lines: Vec<Line>,
}

/// A member.
#[derive(Clone, Debug)]
pub struct Person {
    /// The file number.
    pub id: i64,
    /// As the user may see it.
    pub name: String,
    /// Masked; empty where the user may not see it at all, or where there is none.
    pub number: String,
    /// The code of the relation to the head.
    pub relation: Option<String>,
    /// Born.
    pub birth: Option<Date>,
    /// Whether male.
    pub male: Option<bool>,
    /// What somebody decided about counting the person.
    pub decided: Option<Basis>,
    /// Whether name, number, birth and sex were corrected by hand.
    pub corrected: bool,
    /// Whether the relation to the head was decided by hand.
    pub placed: bool,
}

/// What the rules found for the household or one member.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The programme.
    pub programme: String,
    /// The member's place from 0; none for the household.
    pub member: Option<i64>,
    /// `eligible`, `not_eligible`, `missing`, `not_in_law`
    pub answer: String,
    /// Fen a month.
    pub amount_fen: Option<i64>,
    /// The tier's code.
    pub tier: Option<String>,
}

/// An entry about the household.
#[derive(Clone, Debug)]
pub struct Line {
    /// When the office knew it.
    pub at: Instant,
    /// From when it held.
    pub from: Date,
    /// `household.observed`
    pub kind: String,
    /// `user:3`, `system:register`
    pub actor: String,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Looked {
    pub(super) account: i64,
    pub(super) action: String,
    pub(super) purpose: String,
    pub(super) field: Option<String>,
    pub(super) reason: Option<String>,
}

/// Opens a sealed text of a person.
pub(crate) fn opened(
    reader: &mut Reader<'_>,
    column: &'static str,
    person: i64,
    sealed: Vec<u8>,
) -> Result<String, JournalError> {
    let sealed = Sealed::from_bytes(sealed)?;
    let plain = reader.open(column, &format!("person:{person}"), &sealed)?;
    Ok(String::from_utf8_lossy(plain.bytes()).into_owned())
}

/// Opens a household's file for a purpose; that it was opened is kept first.
///
/// # Errors
/// [`OfficeError::Denied`], [`OfficeError::NotFound`].
pub fn open(bureau: &Bureau, who: &Who, household: i64, purpose: Purpose) -> Result<HouseholdFile, OfficeError> {
    let scope = who.may(Resource::Household, Action::Read)?;
    let sql = "SELECT id, division, month, gone, successor FROM household WHERE id = $1 AND {scope}";
    let rows = bureau.journal.read(|reader| reader.rows(&scope, sql, &[household.into()]))?;
    let row = rows.into_iter().next().ok_or(OfficeError::NotFound)?;
    let division: u64 = row.get("division")?;
    let place = division.to_string().parse().map_err(|_| OfficeError::NotFound)?;
    let subject = format!("household:{household}");
    let opening = scope.open(who.id, who.now.millis(), place, &subject, purpose)?;
    keep(bureau, who, opening.record())?;
    let viewers = viewers(who, division);
    bureau.journal.read(|reader| {
        let sql = "SELECT id, name, number, relation, birth, sex, basis, by_hand FROM person WHERE household = $1 AND {scope} \
                   ORDER BY position";
        let rows = reader.rows(&scope, sql, &[household.into()])?;
        let members = rows.iter().map(|row| person(reader, &viewers, who.today(), row)).collect::<Result<_, _>>()?;
        let sql = "SELECT programme, position, answer, amount_fen, tier FROM determination \
                   WHERE household = $1 AND {scope} ORDER BY programme, position";
        let rows = reader.rows(&scope, sql, &[household.into()])?;
        let standings = rows.iter().map(standing).collect::<Result<_, _>>()?;
        let sql =
            "SELECT at, valid_from, kind, actor FROM entry WHERE subject = $1 AND {scope} ORDER BY seq DESC LIMIT 200";
        let rows = reader.rows(&scope, sql, &[subject.as_str().into()])?;
        let lines = rows.iter().map(line).collect::<Result<_, _>>()?;
        Ok(HouseholdFile {
            id: household,
            division,
            month: row.get("month")?,
            gone: row.get::<Option<i64>>("gone")?.map(date_of_number).transpose()?,
            successor: row.get("successor")?,
            links: links(reader, &scope, household)?,
            members,
            standings,
            lines,
        })
    })
}

fn person(
    reader: &mut Reader<'_>,
    viewers: &[Viewer],
    today: Date,
    row: &doudi_journal::Row,
) -> Result<Person, JournalError> {
    let id = row.get("id")?;
    let birth = row.get::<Option<i64>>("birth")?.map(date_of_number).transpose()?;
    let minor = birth.is_some_and(|birth| (today - birth).get_days() < 14 * 365);
    let field = if minor { Field::MinorName } else { Field::Name };
    let name = opened(reader, "person.name", id, row.get("name")?)?;
    let number = match row.get::<Option<Vec<u8>>>("number")? {
        Some(sealed) => opened(reader, "person.number", id, sealed)?,
        None => String::new(),
    };
    Ok(Person {
        id,
        name: seen(viewers, field, &name),
        number: seen(viewers, Field::ResidentId, &number),
        relation: row.get("relation")?,
        birth,
        male: row.get::<Option<i64>>("sex")?.map(|male| male == 1),
        decided: row.get::<Option<String>>("basis")?.as_deref().and_then(Basis::named),
        corrected: row.get::<i64>("by_hand")? & DATA != 0,
        placed: row.get::<i64>("by_hand")? & RELATION != 0,
    })
}

/// Who looks: every role that the user holds today and that covers the place.
pub(crate) fn viewers(who: &Who, division: u64) -> Vec<Viewer> {
    let here = |grant: &&Grant| {
        let area = Area::of(grant.area);
        grant.holds_on(who.today()) && (area.first()..=area.last()).contains(&division)
    };
    who.grants.iter().filter(here).map(|grant| Viewer::Role(grant.role)).collect()
}

/// The most that any of the user's roles there may see.
pub(crate) fn seen(viewers: &[Viewer], field: Field, text: &str) -> String {
    let may = |as_is: Shown| viewers.iter().any(|viewer| shown(*viewer, field) == as_is);
    match text {
        "" => String::new(),
        _ if may(Shown::Plain) => text.into(),
        _ if may(Shown::Masked) => mask(field, text),
        _ => String::new(),
    }
}

fn links(reader: &mut Reader<'_>, scope: &Scope, household: i64) -> Result<Vec<(i64, i64, Kind)>, JournalError> {
    let sql = "SELECT old_file, new_file, kind FROM succession WHERE (old_file = $1 OR new_file = $2) AND {scope} \
               ORDER BY month, old_file, new_file";
    let rows = reader.rows(scope, sql, &[household.into(), household.into()])?;
    let mut links = Vec::new();
    for row in rows {
        if let Some(kind) = Kind::named(&row.get::<String>("kind")?) {
            links.push((row.get("old_file")?, row.get("new_file")?, kind));
        }
    }
    Ok(links)
}

fn standing(row: &doudi_journal::Row) -> Result<Standing, JournalError> {
    let position: i64 = row.get("position")?;
    Ok(Standing {
        programme: row.get("programme")?,
        member: (position >= 0).then_some(position),
        answer: row.get("answer")?,
        amount_fen: row.get("amount_fen")?,
        tier: row.get("tier")?,
    })
}

fn line(row: &doudi_journal::Row) -> Result<Line, JournalError> {
    Ok(Line {
        at: Instant::from_millis(row.get("at")?),
        from: date_of_number(row.get("valid_from")?)?,
        kind: row.get("kind")?,
        actor: row.get("actor")?,
    })
}

fn purpose_kind(kind: PurposeKind) -> &'static str {
    match kind {
        PurposeKind::Case => "case",
        PurposeKind::Task => "task",
        PurposeKind::Review => "review",
    }
}

/// Writes down that somebody looked.
pub(crate) fn keep(bureau: &Bureau, who: &Who, record: AccessRecord) -> Result<(), OfficeError> {
    let looked = Looked {
        account: who.id.0,
        action: record.action.into(),
        purpose: format!("{}:{}", purpose_kind(record.purpose.kind()), record.purpose.id()),
        field: record.column.clone(),
        reason: record.reason.clone(),
    };
    bureau.journal.write(|tx| {
        tx.append(Draft {
            county: County::of_division(record.division)?,
            at: who.now,
            valid_from: who.today(),
            actor: who.actor()?,
            kind: "file.opened",
            subject: Subject::new(record.subject.clone())?,
            division: record.division,
            body: json!(looked),
        })?;
        Ok(())
    })
}

/// Writes down in a transaction that a file was read for something: by somebody of the office, or by a citizen with a code.
pub(crate) fn looked_at(
    tx: &mut doudi_journal::Tx<'_>,
    who: Option<&Who>,
    now: Instant,
    subject: &str,
    division: u64,
    purpose: &str,
) -> Result<(), OfficeError> {
    let account = who.map_or(0, |who| who.id.0);
    let looked = Looked { account, action: "read".into(), purpose: purpose.into(), field: None, reason: None };
    tx.append(Draft {
        county: County::of_division(division)?,
        at: now,
        valid_from: now.date_in_china(),
        actor: who.map_or_else(|| doudi_journal::Actor::new("citizen"), Who::actor)?,
        kind: "file.opened",
        subject: Subject::new(subject)?,
        division,
        body: json!(looked),
    })?;
    Ok(())
}

/// A member's identity number in full, for a reason that is kept.
///
/// # Errors
/// [`OfficeError::Denied`], [`OfficeError::NotFound`].
pub fn reveal(
    bureau: &Bureau,
    who: &Who,
    household: i64,
    person: i64,
    purpose: Purpose,
    reason: &str,
) -> Result<String, OfficeError> {
    let read = who.may(Resource::Household, Action::Read)?;
    let scope = who.may(Resource::SealedColumn, Action::Reveal)?;
    let sql = "SELECT division, number FROM person WHERE id = $1 AND household = $2 AND {scope}";
    let rows = bureau.journal.read(|reader| reader.rows(&read, sql, &[person.into(), household.into()]))?;
    let row = rows.into_iter().next().ok_or(OfficeError::NotFound)?;
    let place = row.get::<i64>("division")?.to_string().parse().map_err(|_| OfficeError::NotFound)?;
    let opening = read.open(who.id, who.now.millis(), place, &format!("household:{household}"), purpose)?;
    keep(bureau, who, opening.reveal(&scope, who.now.millis(), "person.number", reason)?)?;
    let sealed = row.get::<Option<Vec<u8>>>("number")?.ok_or(OfficeError::NotFound)?;
    Ok(bureau.journal.read(|reader| opened(reader, "person.number", person, sealed))?)
}

/// What the rules say of a household by one programme: sentences, tree, sources, what would change it.
///
/// # Errors
/// [`OfficeError::Denied`], [`OfficeError::NoFacts`], [`OfficeError::NotInMonth`].
pub fn explanation(
    bureau: &Bureau,
    who: &Who,
    household: i64,
    programme: &str,
    lang: Lang,
    feed: &dyn Fn(&str) -> String,
) -> Result<Why, OfficeError> {
    let scope = who.may(Resource::Determination, Action::Read)?;
    let month = bureau.month.as_ref().ok_or(OfficeError::NoFacts)?;
    let it = in_month(bureau, &scope, household)?;
    Ok(explain(month, &it, programme, lang, feed)?)
}

/// What the newest assessed month knows of a household, for whoever verifies or assesses it.
///
/// # Errors
/// [`OfficeError::Denied`], [`OfficeError::NoFacts`], [`OfficeError::NotInMonth`]; what was kept cannot be read.
pub fn dossier(bureau: &Bureau, who: &Who, household: i64) -> Result<Dossier, OfficeError> {
    let reading = who.may(Resource::Determination, Action::Read);
    let scope = reading.or_else(|_| who.may(Resource::VerificationReport, Action::Write))?;
    in_month(bureau, &scope, household)
}

/// A household is found in a month by the number of any member.
pub(super) fn in_month(bureau: &Bureau, scope: &Scope, household: i64) -> Result<Dossier, OfficeError> {
    let month = bureau.month.as_ref().ok_or(OfficeError::NoFacts)?;
    let sql = "SELECT id, number FROM person WHERE household = $1 AND number IS NOT NULL AND {scope} ORDER BY position";
    let numbers = bureau.journal.read(|reader| {
        let rows = reader.rows(scope, sql, &[household.into()])?;
        let open = |row: &doudi_journal::Row| opened(reader, "person.number", row.get("id")?, row.get("number")?);
        rows.iter().map(open).collect::<Result<Vec<String>, JournalError>>()
    })?;
    let key = |number: &String| number.parse::<doudi_kernel::ResidentId>().ok().map(|it| it.packed());
    let number = numbers.iter().filter_map(key).find_map(|key| month.household_of(key));
    Ok(month.get(number.ok_or(OfficeError::NotInMonth)?)?)
}
