//! Visits in the register: listed beside a household, opened for a purpose, which is written down first.

use super::keep::{Visit, any, chosen, subject};
use crate::{Bureau, OfficeError, Who, case::Office, matters::Matter, register};
use doudi_journal::{
    JournalError,
    access::{AccessRecord, Action, Purpose, PurposeKind, Resource, Scope},
    crypto::Sealed,
    date_of_number,
};
use doudi_kernel::Date;

/// What counts, by member and item.
pub type Counting = std::collections::BTreeMap<(Option<i64>, String), String>;

/// A visit in a list; nothing of what was seen.
#[derive(Clone, Debug)]
pub struct Brief {
    /// Its number.
    pub id: i64,
    /// Who went.
    pub account: i64,
    /// For which office.
    pub office: Option<Office>,
    /// When.
    pub day: Date,
    /// How many photographs there are.
    pub photos: i64,
    /// Whether it was withdrawn.
    pub withdrawn: bool,
}

/// The visits of a household, the newest first.
///
/// # Errors
/// [`OfficeError::Denied`]; the journal's.
pub fn of_household(bureau: &Bureau, who: &Who, household: i64) -> Result<Vec<Brief>, OfficeError> {
    let scope = who.may(Resource::HomeVisit, Action::List)?;
    let sql = "SELECT v.id, v.account, v.office, v.day, v.withdrawn, \
               CASE WHEN v.cleared IS NULL THEN v.photos ELSE 0 END AS photos FROM visit v JOIN household h ON h.id = v.household \
               WHERE v.household = $1 AND {scope:h} ORDER BY v.at DESC, v.id DESC";
    bureau.journal.read(|reader| {
        let rows = reader.rows(&scope, sql, &[household.into()])?;
        let one = |row: &doudi_journal::Row| {
            Ok(Brief {
                id: row.get("id")?,
                account: row.get("account")?,
                office: Office::of_code(&row.get::<String>("office")?),
                day: date_of_number(row.get("day")?)?,
                photos: row.get("photos")?,
                withdrawn: row.get::<Option<i64>>("withdrawn")?.is_some(),
            })
        };
        Ok(rows.iter().map(one).collect::<Result<_, JournalError>>()?)
    })
}

/// What a visit of a household saw.
///
/// # Errors
/// [`OfficeError::Denied`], [`OfficeError::NotFound`].
pub fn open(bureau: &Bureau, who: &Who, household: i64, visit: i64, purpose: Purpose) -> Result<Visit, OfficeError> {
    let scope = who.may(Resource::HomeVisit, Action::Read)?;
    written_down(bureau, who, &scope, household, purpose, ("visit.seen", "走访记录"))?;
    let values = [household.into(), visit.into()];
    let found = bureau.journal.read(|reader| any(reader, &scope, "v.household = $1 AND v.id = $2", &values));
    found?.pop().ok_or(OfficeError::NotFound)
}

/// The visits that answer a matter, in order, withdrawn ones too; opened for it and written down. None for whoever may not see
/// visits there.
///
/// # Errors
/// The journal's.
pub fn of_matter(bureau: &Bureau, who: &Who, matter: &Matter) -> Result<Vec<Visit>, OfficeError> {
    let Ok(scope) = who.may(Resource::HomeVisit, Action::Read) else { return Ok(Vec::new()) };
    let values = [matter.id.into(), matter.household.into()];
    let found = bureau.journal.read(|reader| any(reader, &scope, "v.matter = $1 AND v.household = $2", &values))?;
    if !found.is_empty() {
        let purpose = Purpose::new(PurposeKind::Task, &format!("matter-{}", matter.id))?;
        written_down(bureau, who, &scope, matter.household, purpose, ("visit.seen", "走访记录"))?;
    }
    Ok(found)
}

/// What counts of a household now, by member and item, among all its visits.
///
/// # Errors
/// [`OfficeError::Denied`]; the journal's.
pub fn counting(bureau: &Bureau, who: &Who, household: i64) -> Result<Counting, OfficeError> {
    let scope = who.may(Resource::HomeVisit, Action::Read)?;
    let all = bureau.journal.read(|reader| chosen(reader, &scope, "v.household = $1", &[household.into()]));
    Ok(super::form::counting(&all?))
}

/// A photograph of a visit, by its place from 0.
///
/// # Errors
/// [`OfficeError::Denied`], [`OfficeError::NotFound`].
pub fn photo(
    bureau: &Bureau,
    who: &Who,
    household: i64,
    (visit, number): (i64, i64),
    purpose: Purpose,
) -> Result<Vec<u8>, OfficeError> {
    let scope = who.may(Resource::HomeVisit, Action::Read)?;
    written_down(bureau, who, &scope, household, purpose, ("visit_photo.photo", "走访照片"))?;
    let sql = "SELECT p.photo FROM visit_photo p JOIN visit v ON v.id = p.visit JOIN household h ON h.id = v.household \
               WHERE v.household = $1 AND p.visit = $2 AND p.number = $3 AND {scope:h}";
    bureau.journal.read(|reader| {
        let rows = reader.rows(&scope, sql, &[household.into(), visit.into(), number.into()])?;
        let sealed = Sealed::from_bytes(rows.first().ok_or(OfficeError::NotFound)?.get::<Vec<u8>>("photo")?)?;
        let plain = reader.open("visit_photo.photo", &format!("{}:{number}", subject(visit)), &sealed)?;
        Ok(plain.bytes().to_vec())
    })
}

fn written_down(
    bureau: &Bureau,
    who: &Who,
    scope: &Scope,
    household: i64,
    purpose: Purpose,
    (column, what): (&str, &str),
) -> Result<(), OfficeError> {
    let sql = "SELECT division FROM household WHERE id = $1 AND {scope}";
    let rows = bureau.journal.read(|reader| reader.rows(scope, sql, &[household.into()]))?;
    let division: u64 = rows.first().ok_or(OfficeError::NotFound)?.get("division")?;
    let place = division.to_string().parse().map_err(|_| OfficeError::NotFound)?;
    let opening = scope.open(who.id, who.now.millis(), place, &format!("household:{household}"), purpose)?;
    register::keep(
        bureau,
        who,
        AccessRecord { column: Some(column.into()), reason: Some(what.into()), ..opening.record() },
    )
}
