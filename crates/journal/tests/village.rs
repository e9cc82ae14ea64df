//! A small program over the journal: households that open, move and close, and how many there are.

use doudi_journal::{
    Actor, County, Draft, Entry, Instant, Journal, JournalError, Migration, Projection, Row, Schema, Subject, Tx, Value,
};
use doudi_kernel::Date;
use serde_json::{Value as Json, json};

pub(crate) static VILLAGE: Schema = Schema { migrations: MIGRATIONS, projections: &[&Households, &Tallies] };

const MIGRATIONS: &[Migration] = &[
    Migration {
        number: 1,
        name: "households",
        sql: "CREATE TABLE household (id TEXT NOT NULL PRIMARY KEY, division BIGINT NOT NULL, members BIGINT NOT NULL,
              seal {bytes}, closed BIGINT);
              CREATE INDEX household_by_division ON household (division);",
    },
    Migration {
        number: 2,
        name: "tallies",
        sql: "CREATE TABLE tally (county BIGINT NOT NULL, kind TEXT NOT NULL, number BIGINT NOT NULL,
              PRIMARY KEY (county, kind))",
    },
];

struct Households;

impl Projection for Households {
    fn tables(&self) -> &'static [&'static str] {
        &["household"]
    }

    fn apply(&self, tx: &mut Tx<'_>, entry: &Entry) -> Result<(), JournalError> {
        let id: Value = entry.subject.as_str().into();
        match entry.kind.as_str() {
            "household.opened" => {
                let members = entry.body()["members"].as_i64().unwrap_or(0);
                let row = [id, Value::Int(entry.division as i64), members.into(), vec![0, 255, members as u8].into()];
                tx.execute("INSERT INTO household (id, division, members, seal) VALUES ($1, $2, $3, $4)", &row)?;
            }
            "household.moved" => {
                let row = [Value::Int(entry.division as i64), id];
                tx.execute("UPDATE household SET division = $1 WHERE id = $2", &row)?;
            }
            "household.closed" => {
                tx.execute("UPDATE household SET closed = $1 WHERE id = $2", &[entry.at.millis().into(), id])?;
            }
            _ => {}
        }
        Ok(())
    }
}

struct Tallies;

impl Projection for Tallies {
    fn tables(&self) -> &'static [&'static str] {
        &["tally"]
    }

    fn apply(&self, tx: &mut Tx<'_>, entry: &Entry) -> Result<(), JournalError> {
        tx.execute(
            "INSERT INTO tally (county, kind, number) VALUES ($1, $2, 1) \
             ON CONFLICT (county, kind) DO UPDATE SET number = tally.number + 1",
            &[entry.county.number().into(), (&entry.kind).into()],
        )?;
        Ok(())
    }
}

/// An entry about a household, `hours` after 1 July 2026 began.
pub(crate) fn draft(division: u64, household: u64, kind: &'static str, hours: i64, body: Json) -> Draft {
    Draft {
        county: County::of_division(division).expect("a county of the test"),
        at: Instant::from_millis(1_782_835_200_000 + hours * 3_600_000),
        valid_from: Date::constant(2026, 7, 1),
        actor: Actor::new("user:17").expect("an actor of the test"),
        kind,
        subject: Subject::new(format!("household:h-{household}")).expect("a subject of the test"),
        division,
        body,
    }
}

pub(crate) fn open_household(tx: &mut Tx<'_>, division: u64, household: u64) -> Result<Entry, JournalError> {
    tx.append(draft(division, household, "household.opened", household as i64, json!({ "members": household % 7 + 1 })))
}

pub(crate) const VILLAGE_A: u64 = 419_901_002_007;
pub(crate) const VILLAGE_B: u64 = 419_902_001_003;

/// A journal of two counties: `households` opened, some of them moved and closed.
pub(crate) fn settle(journal: &Journal, households: u64) {
    journal
        .write(|tx| {
            for household in 1..=households {
                let division = if household % 3 == 0 { VILLAGE_B } else { VILLAGE_A };
                open_household(tx, division, household)?;
                if household % 4 == 0 {
                    tx.append(draft(division + 1, household, "household.moved", household as i64, json!({})))?;
                }
                if household % 5 == 0 {
                    tx.append(draft(division, household, "household.closed", household as i64, json!({})))?;
                }
            }
            Ok::<_, JournalError>(())
        })
        .expect("a village can be settled");
}

/// What a query says, without a scope: within a transaction that could write.
pub(crate) fn all(journal: &Journal, sql: &str, values: &[Value]) -> Vec<Row> {
    journal.write(|tx| tx.rows(sql, values)).expect("a query of the test")
}
