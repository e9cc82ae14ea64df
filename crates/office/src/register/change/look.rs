//! A file as an act finds it: for a plan within a scope, for writing within a transaction.

use super::{Newcomer, Seat, Shape, keep::RELATION, plan::Held};
use crate::OfficeError;
use doudi_journal::{JournalError, Reader, Row, Tx, Value, access::Scope, crypto::Sealed, date_of_number};
use doudi_kernel::{Date, IdKey};
use std::collections::{BTreeMap, BTreeSet};

/// A file with what an act must know of it.
#[derive(Clone, Debug)]
pub(super) struct FileNow {
    pub(super) household: i64,
    pub(super) shape: Shape,
    /// How it is helped from the next month on, by programme.
    pub(super) held: BTreeMap<String, Held>,
    /// Cases that run.
    pub(super) cases: Vec<i64>,
    /// Whether the rules have found something for the household.
    pub(super) determined: bool,
    pub(super) disputes: Vec<String>,
    pub(super) births: BTreeMap<i64, Date>,
    pub(super) names: BTreeMap<i64, String>,
}

impl FileNow {
    pub(super) fn head(&self) -> Option<i64> {
        self.shape.seats.first().map(|seat| seat.person)
    }

    pub(super) fn members(&self) -> BTreeSet<i64> {
        self.shape.seats.iter().map(|seat| seat.person).collect()
    }
}

/// The next numbers, and of each newcomer with a number who it is and in which file, 0 for none.
#[derive(Clone, Debug, Default)]
pub(super) struct Fresh {
    pub(super) household: i64,
    pub(super) person: i64,
    pub(super) known: Vec<Option<(i64, i64)>>,
}

/// Reads rows, within a scope or within a transaction that has asked for one.
pub(super) trait Look {
    fn rows(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, JournalError>;
    fn open(&mut self, column: &'static str, person: i64, sealed: Vec<u8>) -> Result<String, JournalError>;
    fn blind(&self, column: &str, plain: &str) -> Vec<u8>;
}

pub(super) struct Scoped<'s, 'r, 'a> {
    pub(super) reader: &'r mut Reader<'a>,
    pub(super) scope: &'s Scope,
}

impl Look for Scoped<'_, '_, '_> {
    fn rows(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, JournalError> {
        self.reader.rows(self.scope, sql, values)
    }

    fn open(&mut self, column: &'static str, person: i64, sealed: Vec<u8>) -> Result<String, JournalError> {
        super::super::opened(self.reader, column, person, sealed)
    }

    fn blind(&self, column: &str, plain: &str) -> Vec<u8> {
        self.reader.blind(column, plain).to_vec()
    }
}

impl Look for Tx<'_> {
    fn rows(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, JournalError> {
        Tx::rows(self, &sql.replace("{scope}", "1 = 1"), values)
    }

    fn open(&mut self, column: &'static str, person: i64, sealed: Vec<u8>) -> Result<String, JournalError> {
        let opened = Tx::open(self, column, &format!("person:{person}"), &Sealed::from_bytes(sealed)?)?;
        Ok(String::from_utf8_lossy(opened.bytes()).into_owned())
    }

    fn blind(&self, column: &str, plain: &str) -> Vec<u8> {
        Tx::blind(self, column, plain).to_vec()
    }
}

/// A file; not found outside the scope, also for who would write.
pub(super) fn file(look: &mut impl Look, scope: &Scope, household: i64, month: i64) -> Result<FileNow, OfficeError> {
    let sql = "SELECT division, gone, successor, by_hand FROM household WHERE id = $1 AND {scope}";
    let row = look.rows(sql, &[household.into()])?.into_iter().next().ok_or(OfficeError::NotFound)?;
    let division: u64 = row.get("division")?;
    if !scope.holds(division) {
        return Err(OfficeError::NotFound);
    }
    let mut it = FileNow {
        household,
        shape: Shape {
            division,
            seats: Vec::new(),
            gone: row.get("gone")?,
            successor: row.get("successor")?,
            hand: row.get("by_hand")?,
        },
        held: held(look, household, month)?,
        cases: Vec::new(),
        determined: false,
        disputes: Vec::new(),
        births: BTreeMap::new(),
        names: BTreeMap::new(),
    };
    let sql = "SELECT id, name, relation, basis, birth, by_hand FROM person WHERE household = $1 AND {scope} ORDER BY position";
    for row in look.rows(sql, &[household.into()])? {
        let person: i64 = row.get("id")?;
        let hand = row.get::<i64>("by_hand")? & RELATION != 0;
        it.shape.seats.push(Seat { person, relation: row.get("relation")?, basis: row.get("basis")?, hand });
        it.names.insert(person, look.open("person.name", person, row.get("name")?)?);
        if let Some(birth) = row.get::<Option<i64>>("birth")? {
            it.births.insert(person, date_of_number(birth)?);
        }
    }
    let sql = "SELECT id FROM case_file WHERE household = $1 AND turn = 'open' AND {scope} ORDER BY id";
    it.cases = numbers(look, sql, household)?;
    let sql = "SELECT household AS id FROM determination WHERE household = $1 AND {scope} LIMIT 1";
    it.determined = !numbers(look, sql, household)?.is_empty();
    let sql = "SELECT field FROM dispute WHERE household = $1 AND {scope} ORDER BY field";
    let rows = look.rows(sql, &[household.into()])?;
    it.disputes = rows.iter().map(|row| row.get("field")).collect::<Result<_, _>>()?;
    Ok(it)
}

fn numbers(look: &mut impl Look, sql: &str, household: i64) -> Result<Vec<i64>, OfficeError> {
    let rows = look.rows(sql, &[household.into()])?;
    Ok(rows.iter().map(|row| row.get("id")).collect::<Result<_, _>>()?)
}

pub(super) fn held(look: &mut impl Look, household: i64, month: i64) -> Result<BTreeMap<String, Held>, OfficeError> {
    let sql = "SELECT programme, person, division, amount_fen, source FROM helped WHERE household = $1 \
               AND from_month <= $2 AND (to_month IS NULL OR to_month > $3) AND {scope} ORDER BY programme, person";
    let mut all: BTreeMap<String, Held> = BTreeMap::new();
    for row in look.rows(sql, &[household.into(), month.into(), month.into()])? {
        let person: i64 = row.get("person")?;
        match all.get_mut(&row.get::<String>("programme")?) {
            Some(held) => {
                held.persons.insert(person);
            }
            None => {
                let held = Held {
                    division: row.get("division")?,
                    persons: BTreeSet::new(),
                    amount_fen: row.get("amount_fen")?,
                    by: row.get("source")?,
                };
                all.insert(row.get("programme")?, held);
            }
        }
    }
    Ok(all)
}

/// The next numbers. Within a scope they are those of what is seen, and the true ones are given when the act is written.
pub(super) fn fresh(look: &mut impl Look, newcomers: &[&Newcomer]) -> Result<Fresh, OfficeError> {
    let mut next = |table: &str| -> Result<i64, OfficeError> {
        let sql = format!("SELECT COALESCE(MAX(id), 0) + 1 AS next FROM {table} WHERE {{scope}}");
        Ok(look.rows(&sql, &[])?.first().map_or(Ok(1), |row| row.get("next"))?)
    };
    let (household, person) = (next("household")?, next("person")?);
    let mut known = Vec::new();
    for one in newcomers {
        let number = one.number.and_then(|number| IdKey::from_packed(number.packed())).map(IdKey::reveal);
        let found = match number {
            Some(number) => {
                let blind = look.blind("person.number", &number);
                let sql = "SELECT id, household FROM person WHERE blind_number = $1 AND {scope}";
                let rows = look.rows(sql, &[blind.into()])?;
                rows.first().map(|row| Ok::<_, JournalError>((row.get("id")?, row.get("household")?))).transpose()?
            }
            None => None,
        };
        known.push(found);
    }
    Ok(Fresh { household, person, known })
}
