//! The hash chain: what an entry's hash is made of, and how the next entry finds its place.

use crate::{
    Actor, County, Draft, Entry, Instant, JournalError, Row, Subject, Value,
    crypto::Suite,
    date_number, date_of_number,
    db::{Session, gather},
};

/// Keeps an entry's hash from being shown as the hash of anything else.
const TAG: &[u8] = b"doudi entry 1";

/// The columns of an entry, in the order of [`entry_of`].
pub(crate) const COLUMNS: &str = "county, seq, at, valid_from, actor, kind, subject, division, body, previous, hash";

/// The hash of an entry: over a tag, the previous hash and every field, each after its length in eight bytes, so that
/// no sign can move from one field to the next.
pub fn hash(suite: Suite, entry: &Entry) -> [u8; 32] {
    let numbers = [
        i64::from(entry.county.number()),
        entry.seq as i64,
        entry.at.millis(),
        date_number(entry.valid_from),
        entry.division as i64,
    ];
    let numbers: Vec<u8> = numbers.iter().flat_map(|number| number.to_be_bytes()).collect();
    let texts = [entry.actor.as_str(), &entry.kind, entry.subject.as_str(), &entry.body_text];
    let parts = [TAG, &entry.previous, &numbers].into_iter().chain(texts.iter().map(|text| text.as_bytes()));
    let framed: Vec<u8> = parts.flat_map(|part| [&(part.len() as u64).to_be_bytes(), part].concat()).collect();
    suite.digest(&[&framed])
}

/// Gives a draft the place after a chain's last entry, and stores it.
pub(crate) fn append(
    session: &mut dyn Session,
    suite: Suite,
    (seq, previous): (u64, [u8; 32]),
    draft: Draft,
) -> Result<Entry, JournalError> {
    draft.check()?;
    let mut entry = Entry {
        county: draft.county,
        seq: seq + 1,
        at: draft.at,
        valid_from: draft.valid_from,
        actor: draft.actor,
        kind: draft.kind.to_owned(),
        subject: draft.subject,
        division: draft.division,
        body_text: draft.body.to_string(),
        previous,
        hash: [0; 32],
    };
    entry.hash = hash(suite, &entry);
    store(session, &entry)?;
    Ok(entry)
}

/// Takes the head of a chain for this transaction: its number and hash, zeros before the first entry. The row is written
/// although it stays the same, so that who comes second is told here, and not by a number that was given away.
pub(crate) fn take(session: &mut dyn Session, county: County) -> Result<(u64, [u8; 32]), JournalError> {
    session.lock_county(county.number())?;
    let sql = "INSERT INTO chain (county, seq, hash) VALUES ($1, 0, $2) \
               ON CONFLICT (county) DO UPDATE SET seq = chain.seq RETURNING seq, hash";
    let rows = gather(session, sql, &[county.number().into(), [0; 32].into()])?;
    let row = rows.first().ok_or(JournalError::Damaged)?;
    Ok((row.get("seq")?, digest_of(row, "hash")?))
}

/// Moves the head of a chain, once a transaction: PostgreSQL keeps a version of a row for every change of it, and walks
/// along all of them at the next one.
pub(crate) fn give(
    session: &mut dyn Session,
    county: County,
    (seq, hash): (u64, [u8; 32]),
) -> Result<(), JournalError> {
    let values = [Value::Int(seq as i64), hash.into(), county.number().into()];
    session.execute("UPDATE chain SET seq = $1, hash = $2 WHERE county = $3", &values).map(drop)
}

/// The number and the hash of a chain's last entry; 0 and zeros before the first.
pub(crate) fn head(session: &mut dyn Session, county: County) -> Result<(u64, [u8; 32]), JournalError> {
    let rows = gather(session, "SELECT seq, hash FROM chain WHERE county = $1", &[county.number().into()])?;
    match rows.first() {
        None => Ok((0, [0; 32])),
        Some(row) => Ok((row.get("seq")?, digest_of(row, "hash")?)),
    }
}

/// Stores an entry that has its place.
pub(crate) fn store(session: &mut dyn Session, entry: &Entry) -> Result<(), JournalError> {
    let values = [
        entry.county.number().into(),
        Value::Int(entry.seq as i64),
        entry.at.millis().into(),
        date_number(entry.valid_from).into(),
        (&entry.actor).into(),
        (&entry.kind).into(),
        (&entry.subject).into(),
        Value::Int(entry.division as i64),
        (&entry.body_text).into(),
        entry.previous.into(),
        entry.hash.into(),
    ];
    let sql = "INSERT INTO entry (county, seq, at, valid_from, actor, kind, subject, division, body, previous, hash) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    session.execute(sql, &values).map(drop)
}

/// An entry from a row with [`COLUMNS`].
pub(crate) fn entry_of(row: &Row) -> Result<Entry, JournalError> {
    Ok(Entry {
        county: County::new(row.get("county")?)?,
        seq: row.get("seq")?,
        at: Instant::from_millis(row.get("at")?),
        valid_from: date_of_number(row.get("valid_from")?)?,
        actor: Actor::new(row.get::<String>("actor")?)?,
        kind: row.get("kind")?,
        subject: Subject::new(row.get::<String>("subject")?)?,
        division: row.get("division")?,
        body_text: row.get("body")?,
        previous: digest_of(row, "previous")?,
        hash: digest_of(row, "hash")?,
    })
}

pub(crate) fn digest_of(row: &Row, name: &str) -> Result<[u8; 32], JournalError> {
    let bytes: Vec<u8> = row.get(name)?;
    bytes.try_into().map_err(|_| JournalError::Column { name: name.into(), wanted: "32 bytes" })
}

/// The next entries of a chain, at most `limit`, after number `after`.
pub(crate) fn page(
    session: &mut dyn Session,
    county: County,
    after: u64,
    limit: i64,
) -> Result<Vec<Row>, JournalError> {
    let sql = format!("SELECT {COLUMNS} FROM entry WHERE county = $1 AND seq > $2 ORDER BY seq LIMIT $3");
    gather(session, &sql, &[county.number().into(), Value::Int(after as i64), limit.into()])
}

/// The counties that have entries or a head.
pub(crate) fn counties(session: &mut dyn Session) -> Result<Vec<County>, JournalError> {
    let sql = "SELECT county FROM chain UNION SELECT DISTINCT county FROM entry ORDER BY county";
    gather(session, sql, &[])?.iter().map(|row| County::new(row.get("county")?)).collect()
}
