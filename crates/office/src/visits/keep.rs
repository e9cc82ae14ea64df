//! A visit as it is kept: what was seen stands sealed in the entry; who, where and when stands beside it, so that lists
//! open nothing.

use super::Finding;
use crate::{case::Office, matters::Answered};
use doudi_journal::{
    Entry, Instant, JournalError, Projection, Reader, Row, Tx, Value,
    access::Scope,
    crypto::{Sealed, from_hex},
    date_number, date_of_number,
};
use doudi_kernel::Date;
use serde::{Deserialize, Serialize};

/// Where a telephone said it was: ten-thousandths of a degree, eleven metres or less, so that a map can be drawn and no
/// door is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Ten-thousandths of a degree, north.
    pub lat: i32,
    /// Ten-thousandths of a degree, east.
    pub lon: i32,
    /// How far it may be off, metres.
    pub metres: u32,
}

/// One thing that was seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sight {
    /// The member's file number; none for the household.
    pub person: Option<i64>,
    /// The item's name.
    pub item: String,
    /// What was seen.
    pub value: String,
    /// Whether a paper was seen.
    pub paper: bool,
    /// What was told before, where the form said it.
    #[serde(default)]
    pub told: Option<String>,
}

/// What a visit saw, sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// The visit's own name, drawn on the telephone.
    pub name: String,
    /// Item by item.
    pub sights: Vec<Sight>,
    /// In words.
    pub words: String,
    /// Where.
    pub place: Option<Place>,
    /// The signature: strokes of points, a thousand to the width.
    pub strokes: Vec<Vec<(u16, u16)>>,
    /// The hashes of the sealed photographs, in hexadecimal.
    pub photos: Vec<String>,
    /// What it came to: a code of [`super::Finding`].
    #[serde(default)]
    pub finding: Option<String>,
    /// What was said of the signals for which the household was visited.
    #[serde(default)]
    pub answers: Vec<Answered>,
}

impl Seen {
    /// What it came to.
    pub fn finding(&self) -> Option<Finding> {
        self.finding.as_deref().and_then(Finding::of_code)
    }

    /// Whether nobody was met: then nothing was seen, and somebody goes again.
    pub fn in_vain(&self) -> bool {
        self.finding() == Some(Finding::Absent)
    }
}

/// The entry's body.
#[derive(Serialize, Deserialize)]
pub(super) struct Kept {
    pub(super) visit: i64,
    pub(super) household: i64,
    pub(super) account: i64,
    pub(super) office: String,
    pub(super) at: i64,
    pub(super) base: i64,
    pub(super) case: Option<i64>,
    pub(super) companion: Option<i64>,
    pub(super) photos: i64,
    /// [`Seen`], sealed.
    pub(super) seen: String,
    /// The matter that it answers.
    #[serde(default)]
    pub(super) matter: Option<i64>,
}

/// What becomes of a visit later: it is withdrawn, or its photographs are deleted.
#[derive(Serialize, Deserialize)]
pub(super) struct Later {
    pub(super) visit: i64,
    /// Why: of a withdrawal a code of [`super::Why`], of photographs `time` or `withdrawn`.
    pub(super) why: String,
    /// How many photographs are deleted; their hashes stay in the visit's entry.
    pub(super) photos: i64,
}

/// A visit.
#[derive(Clone, Debug)]
pub struct Visit {
    /// Its number.
    pub id: i64,
    /// The household.
    pub household: i64,
    /// Who went.
    pub account: i64,
    /// For which office.
    pub office: Option<Office>,
    /// The day on which it was made.
    pub day: Date,
    /// The moment, as the telephone's clock said it, set right by ours.
    pub at: Instant,
    /// When the office knew it.
    pub known: Instant,
    /// The household's last visit of which the telephone knew; 0 for none.
    pub base: i64,
    /// The case for which it was made.
    pub case: Option<i64>,
    /// Who came along.
    pub companion: Option<i64>,
    /// The matter that it answers.
    pub matter: Option<i64>,
    /// When it was withdrawn; then its word does not count.
    pub withdrawn: Option<Date>,
    /// When its photographs were deleted.
    pub cleared: Option<Date>,
    /// What was seen.
    pub seen: Seen,
}

/// Visits follow from their entries; the photographs beside them do not.
pub(crate) struct Visits;

impl Projection for Visits {
    fn tables(&self) -> &'static [&'static str] {
        &["visit"]
    }

    fn apply(&self, tx: &mut Tx<'_>, entry: &Entry) -> Result<(), JournalError> {
        let later = |column: &str| -> Result<_, JournalError> {
            let it: Later = entry.read()?;
            Ok((format!("UPDATE visit SET {column} = $1 WHERE id = $2"), it.visit))
        };
        let (sql, visit) = match entry.kind.as_str() {
            "visit.made" => return made(tx, entry),
            "visit.withdrawn" => later("withdrawn")?,
            "visit.photos_deleted" => later("cleared")?,
            _ => return Ok(()),
        };
        tx.execute(&sql, &[date_number(entry.valid_from).into(), visit.into()]).map(drop)
    }
}

fn made(tx: &mut Tx<'_>, entry: &Entry) -> Result<(), JournalError> {
    let it: Kept = entry.read()?;
    tx.execute(
        "INSERT INTO visit (id, household, division, account, office, day, at, known_at, base, case_id, companion, \
         photos, seen, matter) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        &[
            it.visit.into(),
            it.household.into(),
            Value::Int(entry.division as i64),
            it.account.into(),
            it.office.into(),
            date_number(entry.valid_from).into(),
            it.at.into(),
            entry.at.millis().into(),
            it.base.into(),
            it.case.into(),
            it.companion.into(),
            it.photos.into(),
            from_hex(&it.seen)?.into(),
            it.matter.into(),
        ],
    )?;
    Ok(())
}

/// What a visit's seal is bound to.
pub(super) fn subject(visit: i64) -> String {
    format!("visit:{visit}")
}

const COLUMNS: &str = "SELECT v.id, v.household, v.account, v.office, v.day, v.at, v.known_at, v.base, v.case_id, v.companion, v.seen, \
                       v.matter, v.withdrawn, v.cleared FROM visit v JOIN household h ON h.id = v.household";

/// Visits that a condition chooses and nobody has withdrawn, by number.
pub(super) fn chosen(
    reader: &mut Reader<'_>,
    scope: &Scope,
    condition: &str,
    values: &[Value],
) -> Result<Vec<Visit>, JournalError> {
    any(reader, scope, &format!("v.withdrawn IS NULL AND {condition}"), values)
}

/// Visits that a condition chooses, by number. Whose they are is asked of where the household lies now.
pub(super) fn any(
    reader: &mut Reader<'_>,
    scope: &Scope,
    condition: &str,
    values: &[Value],
) -> Result<Vec<Visit>, JournalError> {
    let rows = reader.rows(scope, &format!("{COLUMNS} WHERE {{scope:h}} AND {condition} ORDER BY v.id"), values)?;
    rows.iter().map(|row| read(reader, row)).collect()
}

fn read(reader: &mut Reader<'_>, row: &Row) -> Result<Visit, JournalError> {
    let id = row.get("id")?;
    let sealed = Sealed::from_bytes(row.get::<Vec<u8>>("seen")?)?;
    let plain = reader.open("visit.seen", &subject(id), &sealed)?;
    let day = |name: &str| row.get::<Option<i64>>(name)?.map(date_of_number).transpose();
    let wanted = || JournalError::Column { name: "seen".into(), wanted: "what a visit saw" };
    Ok(Visit {
        id,
        household: row.get("household")?,
        account: row.get("account")?,
        office: Office::of_code(&row.get::<String>("office")?),
        day: date_of_number(row.get("day")?)?,
        at: Instant::from_millis(row.get("at")?),
        known: Instant::from_millis(row.get("known_at")?),
        base: row.get("base")?,
        case: row.get("case_id")?,
        companion: row.get("companion")?,
        matter: row.get("matter")?,
        withdrawn: day("withdrawn")?,
        cleared: day("cleared")?,
        seen: serde_json::from_slice(plain.bytes()).map_err(|_| wanted())?,
    })
}
