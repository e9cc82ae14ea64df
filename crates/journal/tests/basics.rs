//! Writing, reading, projecting, migrating: the same on both databases.

use crate::{
    places::{self, both},
    village::{VILLAGE, VILLAGE_A, VILLAGE_B, all, draft, open_household, settle},
};
use doudi_journal::{
    IdempotencyKey, Journal, JournalError, Migration, Rebuild, Schema, Value,
    access::{Action, Grant, Resource, Role, authorise},
};
use doudi_kernel::Date;
use expect_test::expect_file;
use serde_json::json;

fn count(journal: &Journal, table: &str) -> i64 {
    all(journal, &format!("SELECT count(*) AS n FROM {table}"), &[])[0].get("n").expect("a number")
}

#[test]
fn an_entry_and_its_projections_are_written_together() {
    both(|place| {
        let journal = place.open(&VILLAGE).unwrap();
        settle(&journal, 20);
        assert_eq!((count(&journal, "household"), count(&journal, "entry")), (20, 29), "{}", place.name);
        let sql = "SELECT sum(number) AS n, sum(number) = 29 AS all_there FROM tally";
        let row = &journal.read(|reader| reader.ordinary(sql, &[])).unwrap()[0];
        assert_eq!(row.get::<i64>("n").unwrap(), 29);
        assert!(row.get::<bool>("all_there").unwrap());
    });
}

#[test]
fn a_closure_that_fails_leaves_nothing() {
    both(|place| {
        let journal = place.open(&VILLAGE).unwrap();
        let failed = journal.write(|tx| {
            open_household(tx, VILLAGE_A, 1)?;
            Err::<(), _>(JournalError::Unscoped)
        });
        assert!(matches!(failed, Err(JournalError::Unscoped)));
        assert_eq!((count(&journal, "household"), count(&journal, "entry")), (0, 0));
        let entry = journal.write(|tx| open_household(tx, VILLAGE_A, 1)).unwrap();
        assert_eq!(entry.seq, 1, "no gap is left behind");
    });
}

#[test]
fn a_closure_that_panics_leaves_nothing_and_the_next_one_works() {
    both(|place| {
        let journal = place.open(&VILLAGE).unwrap();
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            journal.write(|tx| {
                open_household(tx, VILLAGE_A, 1)?;
                if count_in(tx) == 1 {
                    panic!("on purpose");
                }
                Ok::<_, JournalError>(())
            })
        }));
        assert!(panicked.is_err());
        assert_eq!(journal.write(|tx| open_household(tx, VILLAGE_A, 1)).unwrap().seq, 1);
    });
}

#[test]
fn a_swallowed_error_still_undoes_everything() {
    both(|place| {
        let journal = place.open(&VILLAGE).unwrap();
        let done = journal.write(|tx| {
            open_household(tx, VILLAGE_A, 1)?;
            let doubled = open_household(tx, VILLAGE_A, 1);
            assert!(
                matches!(doubled, Err(JournalError::Conflict { ref table }) if table == "household"),
                "{doubled:?}"
            );
            Ok::<_, JournalError>(())
        });
        assert!(matches!(done, Err(JournalError::Statement { .. })), "{done:?}");
        assert_eq!(count(&journal, "entry"), 0);
    });
}

#[test]
fn entries_cannot_be_changed_or_removed_by_the_program() {
    both(|place| {
        let journal = place.open(&VILLAGE).unwrap();
        settle(&journal, 3);
        for sql in ["UPDATE entry SET actor = 'user:18' WHERE seq = 1", "DELETE FROM entry WHERE seq = 1"] {
            let refused = journal.write(|tx| tx.execute(sql, &[]));
            assert!(matches!(refused, Err(JournalError::Constraint { .. })), "{} {refused:?}", place.name);
        }
    });
}

#[test]
fn a_reader_cannot_write() {
    both(|place| {
        let journal = place.open(&VILLAGE).unwrap();
        let done = journal.read(|reader| reader.ordinary("DELETE FROM tally RETURNING kind", &[]));
        assert!(done.is_err(), "{}", place.name);
    });
}

#[test]
fn rows_of_a_place_are_read_within_a_scope_or_not_at_all() {
    both(|place| {
        let journal = place.open(&VILLAGE).unwrap();
        settle(&journal, 30);
        let scoped = |area: &str| {
            let today = Date::constant(2026, 7, 1);
            let grant = Grant { role: Role::TownClerk, area: area.parse().unwrap(), from: today, to: None };
            let scope = authorise(&[grant], Resource::Household, Action::List, today).unwrap();
            let sql = "SELECT count(*) AS n FROM household h WHERE h.members > $1 AND {scope:h}";
            journal.read(|reader| reader.rows(&scope, sql, &[0.into()])).unwrap()[0].get::<i64>("n").unwrap()
        };
        assert_eq!((scoped("419901"), scoped("419902"), scoped("419903")), (20, 10, 0), "{}", place.name);
        for sql in [
            "SELECT count(*) FROM household",
            "SELECT 1 FROM tally t, \"HouseHold\" h",
            "SELECT body FROM entry",
            "SELECT 1 FROM tally WHERE EXISTS (SELECT 1 FROM\nhousehold)",
        ] {
            let refused = journal.read(|reader| reader.ordinary(sql, &[]));
            assert!(matches!(refused, Err(JournalError::Unscoped)), "{} {sql}", place.name);
        }
    });
}

#[test]
fn values_come_back_as_they_went_in() {
    both(|place| {
        let journal = place.open(&VILLAGE).unwrap();
        journal.write(|tx| open_household(tx, VILLAGE_A, 4)).unwrap();
        let sql = "SELECT id, division, members, seal, closed FROM household WHERE closed IS NULL AND members > $2 \
                   AND division = $1 AND members < $2 + 100";
        let values = [Value::Int(VILLAGE_A as i64), Value::Int(0)];
        let row = &all(&journal, sql, &values)[0];
        assert_eq!(row.get::<String>("id").unwrap(), "household:h-4");
        assert_eq!(row.get::<Vec<u8>>("seal").unwrap(), [0, 255, 5]);
        assert_eq!(row.get::<Option<i64>>("closed").unwrap(), None);
        let wrong = row.get::<String>("members").unwrap_err().to_string();
        assert!(wrong.contains("members") && !wrong.contains('5'), "{wrong}");
        assert!(row.get::<i64>("nobody").is_err());
        let nothing = journal.write(|tx| tx.execute("UPDATE household SET closed = $1", &[Value::Null]));
        assert_eq!(nothing.unwrap(), 1);
        assert!(journal.write(|tx| tx.execute("UPDATE household SET id = $1", &["a\0b".into()])).is_err());
    });
}

#[test]
fn text_is_ordered_the_same_everywhere() {
    both(|place| {
        let journal = place.open(&VILLAGE).unwrap();
        let sql = "INSERT INTO tally (county, kind, number) VALUES (1, $1, 0)";
        for kind in ["b", "B", "a", "_", "张", "李", "é", "Z"] {
            journal.write(|tx| tx.execute(sql, &[kind.into()])).unwrap();
        }
        let rows = journal.read(|reader| reader.ordinary("SELECT kind FROM tally ORDER BY kind", &[])).unwrap();
        let kinds: Vec<String> = rows.iter().map(|row| row.get("kind").unwrap()).collect();
        assert_eq!(kinds, ["B", "Z", "_", "a", "b", "é", "张", "李"], "{}", place.name);
    });
}

#[test]
fn drafts_that_are_none_are_refused() {
    both(|place| {
        let journal = place.open(&VILLAGE).unwrap();
        let append = |draft| journal.write(move |tx| tx.append(Clone::clone(&draft)));
        let mut elsewhere = draft(VILLAGE_A, 1, "household.opened", 0, json!({}));
        elsewhere.division = VILLAGE_B;
        assert!(matches!(append(elsewhere), Err(JournalError::Value { .. })));
        let float = draft(VILLAGE_A, 1, "household.opened", 0, json!({ "list": [{ "yuan": 1.5 }] }));
        assert!(matches!(append(float), Err(JournalError::Value { .. })));
        let kind = draft(VILLAGE_A, 1, "Household Opened", 0, json!({}));
        assert!(matches!(append(kind), Err(JournalError::Name { .. })));
    });
}

#[test]
fn a_request_sent_twice_is_done_once_and_answered_the_same() {
    both(|place| {
        let journal = place.open(&VILLAGE).unwrap();
        let key = IdempotencyKey::new("user:17/9f2c").unwrap();
        let send = |fingerprint: u8| {
            journal.write(|tx| {
                tx.once(&key, [fingerprint; 32], |tx| {
                    let household = count_in(tx) as u64 + 1;
                    open_household(tx, VILLAGE_A, household).map(|entry| (entry.seq, household))
                })
            })
        };
        assert_eq!(send(1).unwrap(), (1, 1));
        assert_eq!(send(1).unwrap(), (1, 1));
        assert!(matches!(send(2), Err(JournalError::KeyReused)));
        assert_eq!(count(&journal, "household"), 1);
    });
}

fn count_in(tx: &mut doudi_journal::Tx<'_>) -> i64 {
    tx.row("SELECT count(*) AS n FROM household", &[]).unwrap().unwrap().get("n").unwrap()
}

#[test]
fn a_request_that_failed_may_be_sent_again() {
    both(|place| {
        let journal = place.open(&VILLAGE).unwrap();
        let key = IdempotencyKey::new("user:17/aa").unwrap();
        let failed = journal.write(|tx| tx.once(&key, [0; 32], |_| Err::<u64, _>(JournalError::Unscoped)));
        assert!(failed.is_err());
        let done = journal.write(|tx| tx.once(&key, [0; 32], |tx| open_household(tx, VILLAGE_A, 1).map(|it| it.seq)));
        assert_eq!(done.unwrap(), 1);
    });
}

#[test]
fn rebuilding_gives_the_same_tables_and_tells_where_they_were_wrong() {
    both(|place| {
        let journal = place.open(&VILLAGE).unwrap();
        settle(&journal, 40);
        assert_eq!(journal.rebuild(Rebuild::Compare).unwrap(), []);
        place.tamper("UPDATE household SET members = 9 WHERE id = 'household:h-7'; DELETE FROM tally WHERE kind = 'household.moved'");
        let told = |differences: Vec<doudi_journal::TableDifference>| -> Vec<(&'static str, u64, u64)> {
            differences.iter().map(|it| (it.table, it.only_before, it.only_after)).collect()
        };
        let wrong = [("household", 1, 1), ("tally", 0, 2)];
        assert_eq!(told(journal.rebuild(Rebuild::Compare).unwrap()), wrong, "{}", place.name);
        assert_eq!(told(journal.rebuild(Rebuild::Replace).unwrap()), wrong, "comparing changed nothing");
        assert_eq!(journal.rebuild(Rebuild::Compare).unwrap(), []);
    });
}

#[test]
fn both_databases_have_the_same_tables() {
    both(|place| {
        let journal = place.open(&VILLAGE).unwrap();
        expect_file!["../schema.golden"].assert_eq(&journal.schema_dump().unwrap());
    });
}

static CHANGED: Schema = Schema {
    migrations: &[Migration { number: 1, name: "households", sql: "CREATE TABLE household (id TEXT)" }],
    projections: &[],
};
static SHORT: Schema = Schema { migrations: &[], projections: &[] };
static GAP: Schema =
    Schema { migrations: &[Migration { number: 2, name: "x", sql: "CREATE TABLE x (id TEXT)" }], projections: &[] };
static WRONG: Schema = Schema {
    migrations: &[
        Migration { number: 1, name: "x", sql: "CREATE TABLE x (id TEXT)" },
        Migration { number: 2, name: "y", sql: "CREATE TABLE x (id TEXT)" },
    ],
    projections: &[],
};

#[test]
fn migrations_are_applied_once_and_not_changed_afterwards() {
    both(|place| {
        place.open(&VILLAGE).unwrap();
        place.open(&VILLAGE).unwrap();
        assert!(matches!(place.open(&CHANGED), Err(JournalError::MigrationChanged { number: 1 })));
        assert!(matches!(place.open(&SHORT), Err(JournalError::MigrationUnknown { number: 1 })));
    });
}

#[test]
fn a_migration_that_fails_leaves_the_database_as_it_was() {
    both(|place| {
        assert!(matches!(place.open(&GAP), Err(JournalError::MigrationOrder { number: 2 })));
        assert!(matches!(place.open(&WRONG), Err(JournalError::Statement { .. })));
        let journal = place.open(&SHORT).unwrap();
        assert!(!journal.schema_dump().unwrap().contains("x.id"));
    });
}

#[test]
fn processes_that_open_at_once_migrate_once() {
    both(|place| {
        std::thread::scope(|scope| {
            let opened: Vec<_> = (0..6).map(|_| scope.spawn(|| place.open(&VILLAGE).map(drop))).collect();
            opened.into_iter().for_each(|thread| thread.join().unwrap().unwrap());
        });
    });
}

#[test]
fn other_keys_do_not_open_the_journal() {
    both(|place| {
        place.open(&VILLAGE).unwrap();
        let other = doudi_journal::crypto::Keyring::create(
            doudi_journal::crypto::Suite::International,
            &mut |bytes: &mut [u8]| bytes.fill(9),
        );
        let opened = Journal::open(&place.location(), other.unwrap(), &VILLAGE, places::noise);
        assert!(matches!(opened, Err(JournalError::Crypto(_))));
    });
}

#[test]
fn what_is_sealed_opens_for_its_place_alone() {
    both(|place| {
        let journal = place.open(&VILLAGE).unwrap();
        journal
            .write(|tx| {
                let sealed = tx.seal("person.phone", "p-1", b"number")?;
                assert_eq!(tx.open("person.phone", "p-1", &sealed)?.text().unwrap(), "number");
                assert!(tx.open("person.phone", "p-2", &sealed).is_err());
                Ok::<_, JournalError>(())
            })
            .unwrap();
    });
}

#[test]
fn keys_change_and_what_was_sealed_before_is_read_after() {
    both(|place| {
        let mut ring = places::keys(doudi_journal::crypto::Suite::National);
        let open = |ring: &doudi_journal::crypto::Keyring| {
            Journal::open(&place.location(), ring.clone(), &VILLAGE, places::noise).unwrap()
        };
        let journal = open(&ring);
        let first = journal.write(|tx| tx.seal("person.phone", "p-1", b"first")).unwrap();
        assert_eq!(journal.new_data_key().unwrap(), 2);
        let second = journal.write(|tx| tx.seal("person.phone", "p-1", b"second")).unwrap();
        assert_eq!((first.data_key(), second.data_key()), (1, 2));
        assert_eq!(journal.rewrap().unwrap(), 0);

        ring.rotate(&mut |bytes: &mut [u8]| places::noise(bytes)).unwrap();
        let journal = open(&ring);
        assert!(ring.retire(1, &journal.wrapped_keys().unwrap()).is_err(), "not before all keys are wrapped anew");
        assert_eq!(journal.rewrap().unwrap(), 2);
        ring.retire(1, &journal.wrapped_keys().unwrap()).unwrap();
        let journal = open(&ring);
        for (sealed, plain) in [(&first, "first"), (&second, "second")] {
            let opened = journal.read(|reader| reader.open("person.phone", "p-1", sealed)).unwrap();
            assert_eq!(opened.text().unwrap(), plain);
        }
    });
}
