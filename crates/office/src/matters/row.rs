//! A matter as its table and every entry about it have it.

use super::points::Pointed;
use doudi_journal::{Entry, JournalError, Row, Tx, Value, crypto::from_hex, date_number, date_of_number};
use doudi_kernel::{Date, Month};
use doudi_work::watch::{Level, Severity};
use serde::{Deserialize, Serialize};

/// A matter: one household, its signals, who looks after it until when, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matter {
    /// Its number.
    pub id: i64,
    /// Whose.
    pub household: i64,
    /// How often something was done to it.
    pub version: u32,
    /// Of its gravest signal.
    pub severity: Severity,
    /// Whose task it is until it is late.
    pub owner: Level,
    /// Since when.
    pub opened: Date,
    /// Until when; none where no holiday notice reaches.
    pub due: Option<Date>,
    /// When somebody was there first.
    pub visited: Option<Date>,
    /// To which department it was handed over.
    pub department: Option<String>,
    /// When.
    pub handed: Option<Date>,
    /// When the department answered.
    pub answered: Option<Date>,
    /// When it was closed.
    pub closed: Option<Date>,
    /// With what: a code of [`super::Outcome`].
    pub outcome: Option<String>,
    /// Whose data were wrong, where that is the outcome.
    pub feed: Option<String>,
    /// The case that came of it.
    pub case: Option<i64>,
    /// What a points card said of the household: the order of visits, and nothing else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pointed: Option<Pointed>,
}

/// A signal of a matter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heard {
    /// Its name in the policies, or a clock's.
    pub signal: String,
    /// The member; 0 where it is about the household.
    pub person: i64,
    /// The day on which it was taken.
    pub raised: Date,
    /// The month in which it was first raised.
    pub first_month: Month,
    /// The newest.
    pub month: Month,
    /// Whether it was found to be so; none where nobody has seen.
    pub found: Option<bool>,
}

/// What an entry about a matter says: the matter after it, the signals that it touches, and words that are sealed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Kept {
    pub(super) matter: Matter,
    #[serde(default)]
    pub(super) signals: Vec<Heard>,
    /// In hexadecimal digits.
    #[serde(default)]
    pub(super) note: Option<String>,
    /// The visit that told it.
    #[serde(default)]
    pub(super) visit: Option<i64>,
    /// What the visit came to: a code of [`crate::visits::Finding`].
    #[serde(default)]
    pub(super) finding: Option<String>,
    /// What the signals that are new rest on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) rests: Vec<Sealed>,
}

impl Kept {
    /// A matter and what was heard, without a note.
    pub(super) fn of(matter: Matter, signals: Vec<Heard>) -> Self {
        Self { matter, signals, note: None, visit: None, finding: None, rests: Vec::new() }
    }
}

/// What a signal rests on, sealed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Sealed {
    pub(super) signal: String,
    pub(super) person: i64,
    /// In hexadecimal digits.
    pub(super) evidence: String,
}

pub(super) const COLUMNS: &str = "m.id, m.household, m.division, m.version, m.severity, m.owner, m.opened, m.due, m.visited, \
    m.department, m.handed, m.answered, m.closed, m.outcome, m.feed, m.case_id, \
    m.points, m.points_month, m.pointed";

pub(super) fn day(row: &Row, name: &str) -> Result<Option<Date>, JournalError> {
    row.get::<Option<i64>>(name)?.map(date_of_number).transpose()
}

pub(super) fn month(number: i64) -> Result<Month, JournalError> {
    let month = i32::try_from(number).ok().and_then(Month::from_compact);
    month.ok_or_else(|| JournalError::Column { name: "month".into(), wanted: "a month as yyyymm" })
}

fn rank(severity: Severity) -> i64 {
    Severity::ALL.iter().position(|it| *it == severity).map_or(2, |at| at as i64)
}

impl Matter {
    pub(super) fn read(row: &Row) -> Result<Self, JournalError> {
        let wanted = |name: &str| JournalError::Column { name: name.into(), wanted: "a word of the matters" };
        let severity = usize::try_from(row.get::<i64>("severity")?).ok().and_then(|at| Severity::ALL.get(at).copied());
        Ok(Self {
            id: row.get("id")?,
            household: row.get("household")?,
            version: row.get("version")?,
            severity: severity.ok_or_else(|| wanted("severity"))?,
            owner: Level::named(&row.get::<String>("owner")?).ok_or_else(|| wanted("owner"))?,
            opened: date_of_number(row.get("opened")?)?,
            due: day(row, "due")?,
            visited: day(row, "visited")?,
            department: row.get("department")?,
            handed: day(row, "handed")?,
            answered: day(row, "answered")?,
            closed: day(row, "closed")?,
            outcome: row.get("outcome")?,
            feed: row.get("feed")?,
            case: row.get("case_id")?,
            pointed: Pointed::read(row)?,
        })
    }

    fn write(&self, tx: &mut Tx<'_>, division: u64) -> Result<(), JournalError> {
        let day = |day: Option<Date>| Value::from(day.map(date_number));
        let mut values = vec![
            self.id.into(),
            self.household.into(),
            Value::Int(division as i64),
            self.version.into(),
            rank(self.severity).into(),
            self.owner.name().into(),
            date_number(self.opened).into(),
            day(self.due),
            day(self.visited),
            self.department.clone().into(),
            day(self.handed),
            day(self.answered),
            day(self.closed),
            self.outcome.clone().into(),
            self.feed.clone().into(),
            self.case.into(),
        ];
        values.extend(Pointed::columns(self.pointed.as_ref()));
        tx.execute(
            "INSERT INTO matter (id, household, division, version, severity, owner, opened, due, visited, department, \
             handed, answered, closed, outcome, feed, case_id, points, points_month, pointed) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19) \
             ON CONFLICT (id) DO UPDATE SET version = excluded.version, severity = excluded.severity, \
             owner = excluded.owner, due = excluded.due, visited = excluded.visited, department = excluded.department, \
             handed = excluded.handed, answered = excluded.answered, closed = excluded.closed, \
             outcome = excluded.outcome, feed = excluded.feed, case_id = excluded.case_id, points = excluded.points, \
             points_month = excluded.points_month, pointed = excluded.pointed",
            &values,
        )?;
        Ok(())
    }
}

impl Heard {
    pub(super) fn read(row: &Row) -> Result<Self, JournalError> {
        Ok(Self {
            signal: row.get("signal")?,
            person: row.get("person")?,
            raised: date_of_number(row.get("raised")?)?,
            first_month: month(row.get("first_month")?)?,
            month: month(row.get("month")?)?,
            found: row.get::<Option<i64>>("found")?.map(|found| found == 1),
        })
    }

    fn write(&self, tx: &mut Tx<'_>, matter: &Matter, division: u64) -> Result<(), JournalError> {
        tx.execute(
            "INSERT INTO matter_signal (matter, signal, person, household, division, raised, first_month, month, found) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
             ON CONFLICT (matter, signal, person) DO UPDATE SET month = excluded.month, found = excluded.found",
            &[
                matter.id.into(),
                (&self.signal).into(),
                self.person.into(),
                matter.household.into(),
                Value::Int(division as i64),
                date_number(self.raised).into(),
                i64::from(self.first_month.compact()).into(),
                i64::from(self.month.compact()).into(),
                self.found.map(i64::from).into(),
            ],
        )?;
        Ok(())
    }
}

/// The tables after an entry about a matter.
pub(super) fn applied(tx: &mut Tx<'_>, entry: &Entry) -> Result<(), JournalError> {
    let it: Kept = entry.read()?;
    it.matter.write(tx, entry.division)?;
    it.signals.iter().try_for_each(|heard| heard.write(tx, &it.matter, entry.division))?;
    it.rests.iter().try_for_each(|rests| rests.write(tx, it.matter.id))
}

impl Sealed {
    fn write(&self, tx: &mut Tx<'_>, matter: i64) -> Result<(), JournalError> {
        let sql = "UPDATE matter_signal SET evidence = $1 WHERE matter = $2 AND signal = $3 AND person = $4";
        let evidence = from_hex(&self.evidence)?;
        tx.execute(sql, &[evidence.into(), matter.into(), (&self.signal).into(), self.person.into()]).map(drop)
    }
}
