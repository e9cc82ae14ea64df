//! Many rows by one statement: a server is asked once for them, since the way to it and back is what takes time.

use doudi_journal::{JournalError, Row, Tx, Value};

/// Rows of one statement. Each number of rows is a statement of its own to be prepared.
const AT_ONCE: usize = 32;

/// Inserts rows; `head` goes up to `VALUES`, `tail` says what a conflict does.
pub(crate) fn insert<const COLUMNS: usize>(
    tx: &mut Tx<'_>,
    head: &str,
    rows: Vec<[Value; COLUMNS]>,
    tail: &str,
) -> Result<(), JournalError> {
    for part in rows.chunks(AT_ONCE) {
        let places = (0..part.len()).map(|row| {
            let columns: Vec<String> = (1..=COLUMNS).map(|column| format!("${}", row * COLUMNS + column)).collect();
            format!("({})", columns.join(", "))
        });
        let sql = format!("{head} VALUES {}{tail}", places.collect::<Vec<_>>().join(", "));
        tx.execute(&sql, &part.concat())?;
    }
    Ok(())
}

/// Values asked for by one statement.
const ASKED: usize = 128;

/// The rows of a query that ends in `IN`. A list is filled up with its last value to a power of two, so that few statements
/// are prepared.
pub(crate) fn matching(tx: &mut Tx<'_>, sql: &str, all: &[Value]) -> Result<Vec<Row>, JournalError> {
    let mut rows = Vec::new();
    for part in all.chunks(ASKED) {
        let length = part.len().next_power_of_two();
        let places: Vec<String> = (1..=length).map(|place| format!("${place}")).collect();
        let filled = part.iter().chain(part.last().into_iter().cycle()).take(length).cloned();
        rows.extend(tx.rows(&format!("{sql} ({})", places.join(", ")), &filled.collect::<Vec<_>>())?);
    }
    Ok(rows)
}
