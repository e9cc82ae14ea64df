//! Killed in the middle of writing, out of room, locked out, misled.

use crate::{
    places::{Place, both, file, keys, noise, server},
    village::{VILLAGE, VILLAGE_A, VILLAGE_B, all, draft, open_household, settle},
};
use doudi_journal::{IdempotencyKey, Journal, JournalError, Location, Rebuild, crypto::Suite};
use std::{
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

/// Where the child writes, and from which household on.
const AT: &str = "DOUDI_TEST_CHILD_AT";
const FROM: &str = "DOUDI_TEST_CHILD_FROM";
/// Whether it says so before it is true, as a control.
const EARLY: &str = "DOUDI_TEST_CHILD_EARLY";
/// How many write side by side.
const WRITERS: u64 = 4;
/// More than usual: `DOUDI_TEST_KILLS=300 DOUDI_TEST_ROUNDS=1000`.
const KILLS: &str = "DOUDI_TEST_KILLS";
const ROUNDS: &str = "DOUDI_TEST_ROUNDS";

#[allow(clippy::disallowed_methods)] // A test's own child has no other ear.
fn told(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

fn household(journal: &Journal, number: u64) -> Result<u64, JournalError> {
    let key = IdempotencyKey::new(format!("client/{number}"))?;
    journal.write(|tx| tx.once(&key, [7; 32], |tx| open_household(tx, VILLAGE_A, number).map(|entry| entry.seq)))
}

/// Not a test but the process that is killed: writers side by side send every write twice, and say which were confirmed.
#[test]
#[ignore = "started by the test that kills it"]
fn child_that_writes() {
    let (Some(at), Some(from)) = (told(AT), told(FROM)) else { return };
    let (at, from) = (Location::parse(&at).unwrap(), from.parse::<u64>().unwrap());
    let journal = Journal::open(&at, keys(Suite::International), &VILLAGE, noise).unwrap();
    let write = if told(EARLY).is_some() { confirms_too_early } else { confirms };
    std::thread::scope(|scope| {
        for writer in 0..WRITERS {
            let journal = &journal;
            scope.spawn(move || (from + writer..).step_by(WRITERS as usize).for_each(|number| write(journal, number)));
        }
    });
}

#[allow(clippy::print_stdout)] // Its parent listens there.
fn confirms(journal: &Journal, number: u64) {
    let seq = household(journal, number).unwrap();
    println!("confirmed {number} {seq}");
    assert_eq!(household(journal, number).unwrap(), seq);
}

#[allow(clippy::print_stdout)] // Its parent listens there.
fn confirms_too_early(journal: &Journal, number: u64) {
    let write = journal.write(|tx| {
        println!("confirmed {number} 0");
        std::thread::sleep(Duration::from_millis(20));
        open_household(tx, VILLAGE_A, number)
    });
    write.unwrap();
}

/// Starts the child, kills it when it has confirmed a few writes and some time has passed; what it had confirmed.
fn killed(place: &Place, from: u64, kill: u64, early: bool) -> Vec<(u64, u64)> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "faults::child_that_writes", "--ignored", "--nocapture"])
        .envs([(AT, place.at.clone()), (FROM, from.to_string())])
        .envs(early.then_some((EARLY, "1")))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let wanted = kill % 9;
    let mut confirmed: Vec<(u64, u64)> = Vec::new();
    let read = |line: String| {
        let mut words = line.split("confirmed ").nth(1)?.split_whitespace().map(|word| word.parse().ok());
        Some((words.next()??, words.next()??))
    };
    while (confirmed.len() as u64) < wanted {
        confirmed.extend(lines.next().map(read).expect("the child goes on until it is killed"));
    }
    // From nothing to a few writes later, in steps that hit different places of one write.
    std::thread::sleep(Duration::from_micros(kill * 1_733 % 9_000));
    child.kill().unwrap();
    child.wait().unwrap();
    confirmed.extend(lines.filter_map(read));
    confirmed
}

#[test]
fn whoever_is_killed_loses_nothing_confirmed_and_doubles_nothing() {
    let kills = told(KILLS).and_then(|kills| kills.parse().ok()).unwrap_or(20);
    both(|place| {
        let mut confirmed = Vec::new();
        for kill in 0..kills {
            let from = confirmed.iter().map(|(number, _)| number + 1).max().unwrap_or(1);
            confirmed.extend(killed(place, from, kill, false));
        }
        let journal = place.open(&VILLAGE).unwrap();
        let sql = "SELECT e.seq FROM entry e JOIN household h ON h.id = e.subject WHERE h.id = $1";
        for (number, seq) in &confirmed {
            let id = format!("household:h-{number}");
            let rows = all(&journal, sql, &[(&id).into()]);
            assert!(rows.len() == 1 && rows[0].get::<u64>("seq").unwrap() == *seq, "{} {number}", place.name);
        }
        let sql = "SELECT (SELECT count(*) FROM entry) AS entries, (SELECT count(*) FROM household) AS households, \
                   (SELECT count(*) FROM once) AS requests";
        let row = all(&journal, sql, &[]).remove(0);
        let [entries, households, requests] =
            ["entries", "households", "requests"].map(|it| row.get::<u64>(it).unwrap());
        assert!(entries == households && households == requests, "{} {entries} {households} {requests}", place.name);
        assert!(entries >= confirmed.len() as u64 && confirmed.len() as u64 > kills, "{} confirmed", confirmed.len());
        assert_eq!(journal.verify(&[], &mut |_| {}).unwrap().faults, []);
        assert_eq!(journal.rebuild(Rebuild::Compare).unwrap(), []);
    });
}

#[test]
fn a_confirmation_before_the_commit_would_be_found() {
    both(|place| {
        let lost = (0..30).any(|kill| {
            let confirmed = killed(place, 1 + kill * 1_000, 9 * kill + 1, true);
            let journal = place.open(&VILLAGE).unwrap();
            let there = |number: &u64| {
                let id = format!("household:h-{number}");
                !all(&journal, "SELECT seq FROM entry WHERE subject = $1", &[(&id).into()]).is_empty()
            };
            confirmed.iter().any(|(number, _)| !there(number))
        });
        assert!(lost, "{}: thirty kills have lost nothing of what was confirmed too early", place.name);
    });
}

#[test]
fn who_fails_or_panics_beside_others_takes_nothing_of_theirs_along() {
    both(|place| {
        let journal = place.open(&VILLAGE).unwrap();
        let one = |number: u64| match number % 4 {
            0 => drop(journal.write(|tx| {
                open_household(tx, VILLAGE_A, number)?;
                Err::<(), _>(JournalError::NotEmpty)
            })),
            1 => drop(std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                journal.write(|tx| {
                    open_household(tx, VILLAGE_A, number).unwrap();
                    assert!(number == 0, "a panic that was planted");
                    Ok::<_, JournalError>(())
                })
            }))),
            _ => drop(household(&journal, number).unwrap()),
        };
        std::thread::scope(|scope| {
            for writer in 0..16u64 {
                let one = &one;
                scope.spawn(move || (0..8).for_each(|at| one(writer * 8 + at)));
            }
        });
        let row = all(&journal, "SELECT count(*) AS n FROM household", &[]).remove(0);
        assert_eq!(row.get::<u64>("n").unwrap(), 64, "{}", place.name);
        assert_eq!(journal.verify(&[], &mut |_| {}).unwrap().faults, []);
    });
}

/// Looks whether a case is open, and closes it: whether it did.
fn close(journal: &Journal, case: u64) -> Result<bool, JournalError> {
    journal.write(|tx| {
        let sql = "SELECT closed FROM household WHERE id = $1";
        let row = tx.row(sql, &[format!("household:h-{case}").into()])?;
        if row.is_none_or(|row| row.get::<Option<i64>>("closed").is_ok_and(|closed| closed.is_some())) {
            return Ok(false);
        }
        tx.append(draft(VILLAGE_A, case, "household.closed", 1, serde_json::json!({}))).map(|_| true)
    })
}

#[test]
fn of_sixty_four_who_decide_one_case_one_wins_and_the_others_are_told() {
    let rounds = told(ROUNDS).and_then(|rounds| rounds.parse().ok()).unwrap_or(6);
    both(|place| {
        let journal = place.open(&VILLAGE).unwrap();
        for round in 1..=rounds {
            journal.write(|tx| open_household(tx, VILLAGE_A, round)).unwrap();
            let won = AtomicU32::new(0);
            std::thread::scope(|scope| {
                for _ in 0..64 {
                    scope.spawn(|| won.fetch_add(u32::from(close(&journal, round).unwrap()), Ordering::Relaxed));
                }
            });
            assert_eq!(won.into_inner(), 1, "{} in round {round}", place.name);
        }
        let row = all(&journal, "SELECT count(*) AS n FROM entry", &[]).remove(0);
        assert_eq!(row.get::<u64>("n").unwrap(), 2 * rounds);
        assert_eq!(journal.verify(&[], &mut |_| {}).unwrap().faults, []);
    });
}

#[test]
fn writers_of_two_processes_in_two_counties_all_come_through_and_keep_both_chains() {
    both(|place| {
        let offices = [place.open(&VILLAGE).unwrap(), place.open(&VILLAGE).unwrap()];
        // Every second write takes both counties, in one order or the other.
        let one = |office: &Journal, number: u64| {
            let (own, other) = if number.is_multiple_of(3) { (VILLAGE_A, VILLAGE_B) } else { (VILLAGE_B, VILLAGE_A) };
            office.write(|tx| {
                open_household(tx, own, number)?;
                if number.is_multiple_of(2) {
                    tx.append(draft(other, number, "household.visited", 1, serde_json::json!({})))?;
                }
                Ok::<_, JournalError>(())
            })
        };
        std::thread::scope(|scope| {
            for writer in 0..16u64 {
                let (office, one) = (&offices[writer as usize % 2], &one);
                scope.spawn(move || (0..10).for_each(|at| one(office, writer * 10 + at).unwrap()));
            }
        });
        let row = all(&offices[0], "SELECT count(*) AS n FROM entry", &[]).remove(0);
        assert_eq!(row.get::<u64>("n").unwrap(), 240, "{}", place.name);
        assert_eq!(offices[1].verify(&[], &mut |_| {}).unwrap().faults, []);
        assert_eq!(offices[1].rebuild(Rebuild::Compare).unwrap(), []);
    });
}

#[test]
fn a_server_that_ends_sessions_in_the_middle_of_writing_loses_nothing_confirmed() {
    let Some(place) = server() else { return };
    let journal = place.open(&VILLAGE).unwrap();
    let (ended, cut) = (AtomicU32::new(0), AtomicU32::new(0));
    std::thread::scope(|scope| {
        for writer in 0..8u64 {
            let (journal, ended, cut) = (&journal, &ended, &cut);
            scope.spawn(move || {
                for number in writer * 50..writer * 50 + 50 {
                    while let Err(error) = household(journal, number) {
                        assert!(matches!(error, JournalError::Unreachable | JournalError::InDoubt), "{error:?}");
                        cut.fetch_add(1, Ordering::Relaxed);
                    }
                }
                ended.fetch_add(1, Ordering::Relaxed);
            });
        }
        let mut raw = postgres::Client::connect(&place.at, postgres::NoTls).unwrap();
        let end = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity \
                   WHERE datname = current_database() AND application_name = 'doudi'";
        while ended.load(Ordering::Relaxed) < 8 {
            raw.execute(end, &[]).unwrap();
            std::thread::sleep(Duration::from_millis(7));
        }
    });
    assert!(cut.into_inner() > 0, "nobody was in the middle of anything");
    let row = all(&journal, "SELECT count(*) AS n FROM entry", &[]).remove(0);
    assert_eq!(row.get::<u64>("n").unwrap(), 400, "each request is there once");
    assert_eq!(journal.verify(&[], &mut |_| {}).unwrap().faults, []);
}

/// A disk of six mebibytes, where this machine lets us mount one.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mount() -> Option<Self> {
        let folder = tempfile::tempdir().ok()?.keep();
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=6m", "tmpfs"]).arg(&folder).output();
        mounted.is_ok_and(|done| done.status.success()).then_some(Self(folder))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
        let _ = std::fs::remove_dir(&self.0);
    }
}

#[test]
fn a_full_disk_is_told_reading_goes_on_and_work_resumes() {
    let Some(disk) = SmallDisk::mount() else { return eprintln!("no right to mount a small disk: see db/full.rs") };
    let at = Location::parse(&disk.0.join("journal.db").display().to_string()).unwrap();
    let journal = Journal::open(&at, keys(Suite::International), &VILLAGE, noise).unwrap();
    let ballast = disk.0.join("ballast");
    std::fs::write(&ballast, vec![1; 300_000]).unwrap();
    let mut number = 1;
    let told = loop {
        match household(&journal, number) {
            Ok(_) => number += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(told, JournalError::Full), "{told:?}");
    assert!(number > 50);
    let copy = journal.backup(&disk.0.join("copy.db"), &mut |_| {});
    assert!(matches!(copy, Err(JournalError::Full)), "{copy:?}");
    assert!(!disk.0.join("copy.part").exists());
    let found = journal.verify(&[], &mut |_| {}).unwrap();
    assert_eq!((found.entries, found.faults), (number - 1, vec![]), "what was confirmed is there and can be read");
    std::fs::remove_file(&ballast).unwrap();
    assert_eq!(household(&journal, number).unwrap(), number, "no gap");
    assert_eq!(journal.rebuild(Rebuild::Compare).unwrap(), []);
}

#[test]
fn a_server_without_room_says_so() {
    both(|place| {
        if place.is_file() {
            return;
        }
        let journal = place.open(&VILLAGE).unwrap();
        for (code, full) in [("53100", true), ("53200", false)] {
            let raise = format!("DO $$ BEGIN RAISE EXCEPTION 'a name' USING ERRCODE = '{code}'; END $$");
            let error = journal.write(|tx| tx.execute(&raise, &[])).unwrap_err();
            assert_eq!(matches!(error, JournalError::Full), full);
            assert!(!error.to_string().contains("a name"), "{error}");
        }
    });
}

#[test]
fn a_second_process_that_writes_for_long_is_waited_for_and_then_told() {
    let place = file();
    let journal = place.open(&VILLAGE).unwrap();
    settle(&journal, 3);
    let other = rusqlite::Connection::open(&place.at).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let told = household(&journal, 9).unwrap_err();
    assert!(matches!(told, JournalError::Locked), "{told:?}");
    assert_eq!(journal.heads().unwrap().len(), 2, "reading goes on");
    other.execute_batch("COMMIT").unwrap();
    household(&journal, 9).unwrap();
}

#[test]
fn a_server_that_breaks_connections_is_found_again() {
    both(|place| {
        if place.is_file() {
            return;
        }
        let journal = place.open(&VILLAGE).unwrap();
        settle(&journal, 3);
        let mut other = postgres::Client::connect(&place.at, postgres::NoTls).unwrap();
        let kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                    WHERE datname = current_database() AND pid <> pg_backend_pid()";
        other.batch_execute(kill).unwrap();
        household(&journal, 9).expect("an idle connection that died is replaced");
        let told = journal.write(|tx| {
            open_household(tx, VILLAGE_A, 10)?;
            other.batch_execute(kill).unwrap();
            open_household(tx, VILLAGE_A, 11)
        });
        assert!(matches!(told, Err(JournalError::Unreachable)), "{told:?}");
        assert_eq!(household(&journal, 10).unwrap(), 4, "and what was open is undone");
    });
}

#[test]
fn places_that_are_none_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let open = |at: &str| {
        let at = Location::parse(at).unwrap();
        Journal::open(&at, keys(Suite::International), &VILLAGE, noise).map(drop).unwrap_err()
    };
    assert!(matches!(open(&folder.path().join("none/journal.db").display().to_string()), JournalError::Open { .. }));
    let letter = folder.path().join("letter.db");
    std::fs::write(&letter, "Dear reader, this is a letter and not a database, however long it may be. ".repeat(99))
        .unwrap();
    assert!(matches!(open(&letter.display().to_string()), JournalError::Damaged));
    let gone = open("postgres://somebody:secret@127.0.0.1:1/doudi");
    assert!(matches!(gone, JournalError::Unreachable), "{gone:?}");
    assert!(!gone.to_string().contains("secret"));
}

#[test]
fn a_server_that_orders_by_a_language_is_refused() {
    both(|place| {
        if place.is_file() {
            return;
        }
        let mut client = postgres::Client::connect(&place.at, postgres::NoTls).unwrap();
        let sql = "CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'";
        client.batch_execute(sql).unwrap();
        let at = place.at.rsplit_once('/').map(|(server, _)| format!("{server}/latin")).unwrap();
        let opened = Journal::open(&Location::parse(&at).unwrap(), keys(Suite::International), &VILLAGE, noise);
        assert!(matches!(opened, Err(JournalError::Collation)));
    });
}
