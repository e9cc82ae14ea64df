//! Facts with two times: when they held, and when the office knew them.
//!
//! A fact says that a field of a subject had a value, by one source, on the days from `valid_from` until before
//! `valid_to`. What is known later covers what was known earlier, on the days that it speaks of; nothing is overwritten,
//! so that [`FactTable::as_of`] answers what an appeal asks: what did you know then about that day?

use crate::{
    Entry, Instant, JournalError, Reader, Row, Tx, Value, access::Scope, crypto::Sealed, date_number, date_of_number,
};
use doudi_kernel::Date;

/// The statement of a migration that makes a table of facts.
///
/// ```
/// const SQL: &str = doudi_journal::fact_table!("person_fact");
/// assert!(SQL.starts_with("CREATE TABLE person_fact"));
/// ```
#[macro_export]
macro_rules! fact_table {
    ($table:literal) => {
        concat!(
            "CREATE TABLE ",
            $table,
            " (county BIGINT NOT NULL, seq BIGINT NOT NULL, place BIGINT NOT NULL, subject TEXT NOT NULL, ",
            "field TEXT NOT NULL, source TEXT NOT NULL, value TEXT, sealed {bytes}, valid_from BIGINT NOT NULL, ",
            "valid_to BIGINT, known_at BIGINT NOT NULL, PRIMARY KEY (county, seq, place)); CREATE INDEX ",
            $table,
            "_by_subject ON ",
            $table,
            " (subject, field, known_at);"
        )
    };
}

/// What a fact says.
#[derive(Clone, Debug, PartialEq)]
pub enum FactValue {
    /// The source takes back what it said about these days: unknown, which is neither zero nor "no".
    Unknown,
    /// Open, as JSON.
    Plain(serde_json::Value),
    /// Sealed for the table's column and the subject.
    Sealed(Sealed),
}

/// A fact to be recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// About whom: the id of a row of the table's subjects.
    pub subject: String,
    /// Which field.
    pub field: String,
    /// By whom: a feed, a visit, an applicant.
    pub source: String,
    /// What it says.
    pub value: FactValue,
    /// The first day on which it holds.
    pub valid_from: Date,
    /// The first day on which it does not hold any more; `None` while it goes on.
    pub valid_to: Option<Date>,
}

/// A fact as it is known.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownFact {
    /// What was recorded.
    pub fact: Fact,
    /// When the office knew it.
    pub known_at: Instant,
    /// Six digits: whose chain it came from.
    pub county: u32,
    /// From which entry.
    pub seq: u64,
}

/// A table that [`fact_table!`] made, about subjects that are rows `(id, division, …)` of another table. What a scope
/// covers is asked of the subject's division *now*: who moved away takes the file along.
#[derive(Clone, Copy, Debug)]
pub struct FactTable {
    /// The table's name.
    pub table: &'static str,
    /// The name of the table of subjects, with columns `id` (TEXT) and `division`.
    pub subjects: &'static str,
}

const COLUMNS: &str = "f.county, f.seq, f.place, f.subject, f.field, f.source, f.value, f.sealed, f.valid_from, \
                       f.valid_to, f.known_at";

impl FactTable {
    /// Records a fact that an entry brought, as its `place`-th. For projections.
    ///
    /// # Errors
    /// What the database says; [`JournalError::Value`] for a fact that ends before it begins.
    pub fn record(&self, tx: &mut Tx<'_>, entry: &Entry, place: u32, fact: &Fact) -> Result<(), JournalError> {
        if fact.valid_to.is_some_and(|to| to <= fact.valid_from) {
            return Err(JournalError::Value { why: "a fact ends before it begins" });
        }
        let (plain, sealed) = match &fact.value {
            FactValue::Unknown => (None, None),
            FactValue::Plain(value) => (Some(value.to_string()), None),
            FactValue::Sealed(sealed) => (None, Some(sealed.as_bytes())),
        };
        let values = [
            entry.county.number().into(),
            Value::Int(entry.seq as i64),
            place.into(),
            (&fact.subject).into(),
            (&fact.field).into(),
            (&fact.source).into(),
            plain.into(),
            sealed.into(),
            date_number(fact.valid_from).into(),
            fact.valid_to.map(date_number).into(),
            entry.at.millis().into(),
        ];
        let sql = format!(
            "INSERT INTO {} (county, seq, place, subject, field, source, value, sealed, valid_from, valid_to, known_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            self.table
        );
        tx.execute(&sql, &values).map(drop)
    }

    /// What the office knew at `known` about the day `valid`: for every field and source the fact known last, in the
    /// order of fields and sources. Sources that differ are all there; which one counts is another rule's business.
    ///
    /// # Errors
    /// What the database says. A subject outside the scope has no facts.
    pub fn as_of(
        &self,
        reader: &mut Reader<'_>,
        scope: &Scope,
        subject: &str,
        valid: Date,
        known: Instant,
    ) -> Result<Vec<KnownFact>, JournalError> {
        let sql = self.as_of_sql("AND {scope:s}");
        reader.rows(scope, &sql, &as_of_values(subject, valid, known))?.iter().map(known_fact).collect()
    }

    /// As [`FactTable::as_of`], within a transaction that writes: for a decision and what it is based on.
    ///
    /// # Errors
    /// What the database says.
    pub fn as_of_within(
        &self,
        tx: &mut Tx<'_>,
        subject: &str,
        valid: Date,
        known: Instant,
    ) -> Result<Vec<KnownFact>, JournalError> {
        tx.rows(&self.as_of_sql(""), &as_of_values(subject, valid, known))?.iter().map(known_fact).collect()
    }

    /// Everything that was ever recorded about a subject, in the order in which the office knew it.
    ///
    /// # Errors
    /// What the database says.
    pub fn history(
        &self,
        reader: &mut Reader<'_>,
        scope: &Scope,
        subject: &str,
    ) -> Result<Vec<KnownFact>, JournalError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM {} f JOIN {} s ON s.id = f.subject WHERE f.subject = $1 AND {{scope:s}} \
             ORDER BY f.known_at, f.county, f.seq, f.place",
            self.table, self.subjects
        );
        reader.rows(scope, &sql, &[subject.into()])?.iter().map(known_fact).collect()
    }

    fn as_of_sql(&self, scope: &str) -> String {
        format!(
            "SELECT * FROM (SELECT {COLUMNS}, row_number() OVER (PARTITION BY f.field, f.source \
             ORDER BY f.known_at DESC, f.county DESC, f.seq DESC, f.place DESC) AS rank \
             FROM {} f JOIN {} s ON s.id = f.subject WHERE f.subject = $1 AND f.known_at <= $2 \
             AND f.valid_from <= $3 AND (f.valid_to IS NULL OR f.valid_to > $3) {scope}) ranked \
             WHERE rank = 1 ORDER BY field, source",
            self.table, self.subjects
        )
    }
}

fn as_of_values(subject: &str, valid: Date, known: Instant) -> [Value; 3] {
    [subject.into(), known.millis().into(), date_number(valid).into()]
}

fn known_fact(row: &Row) -> Result<KnownFact, JournalError> {
    let wrong = || JournalError::Column { name: "value".into(), wanted: "JSON or a sealed value" };
    let value = match (row.get::<Option<String>>("value")?, row.get::<Option<Vec<u8>>>("sealed")?) {
        (Some(plain), _) => FactValue::Plain(serde_json::from_str(&plain).map_err(|_| wrong())?),
        (None, Some(sealed)) => FactValue::Sealed(Sealed::from_bytes(sealed)?),
        (None, None) => FactValue::Unknown,
    };
    let fact = Fact {
        subject: row.get("subject")?,
        field: row.get("field")?,
        source: row.get("source")?,
        value,
        valid_from: date_of_number(row.get("valid_from")?)?,
        valid_to: row.get::<Option<i64>>("valid_to")?.map(date_of_number).transpose()?,
    };
    let known_at = Instant::from_millis(row.get("known_at")?);
    Ok(KnownFact { fact, known_at, county: row.get("county")?, seq: row.get("seq")? })
}
