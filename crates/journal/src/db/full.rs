//! Out of room at fifty points of one write after another: told, readable, and taken up again.

use crate::{
    Actor, County, Draft, Instant, Journal, JournalError, Location, Schema, Subject,
    crypto::{Keyring, Suite},
};

static NOTHING: Schema = Schema { migrations: &[], projections: &[] };

fn note(number: i64) -> Draft {
    Draft {
        county: County::new(419_901).expect("a county"),
        at: Instant::from_millis(number),
        valid_from: doudi_kernel::Date::constant(2026, 7, 1),
        actor: Actor::new("user:17").expect("an actor"),
        kind: "note.left",
        subject: Subject::new("household:h-1").expect("a subject"),
        division: 419_901_002_007,
        body: serde_json::json!({ "text": "字".repeat(number as usize % 700) }),
    }
}

fn pages(journal: &Journal, set: Option<i64>) -> i64 {
    let sql = set.map_or("PRAGMA page_count".to_owned(), |pages| format!("PRAGMA max_page_count = {pages}"));
    let db = journal.db.sqlite().expect("a file");
    db.with_writer(|writer| writer.query_row(&sql, [], |row| row.get(0)).expect("a number"))
}

#[test]
fn a_database_that_is_full_at_any_of_fifty_points_goes_on_where_it_stopped() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = Location::File(folder.path().join("journal.db"));
    let keys = Keyring::create(Suite::National, &mut |bytes: &mut [u8]| bytes.fill(5)).expect("keys");
    let journal = Journal::open(&at, keys, &NOTHING, |bytes| bytes.fill(6)).expect("opens");
    let mut written = 0;
    for room in 0..50 {
        let limit = pages(&journal, None) + room % 4;
        pages(&journal, Some(limit));
        let told = loop {
            match journal.write(|tx| tx.append(note(written + 1))) {
                Ok(_) => written += 1,
                Err(error) => break error,
            }
        };
        assert!(matches!(told, JournalError::Full), "{told:?}");
        let found = journal.verify(&[], &mut |_| {}).expect("reading goes on");
        assert_eq!((found.entries, found.faults), (written as u64, vec![]), "with room for {room}");
        pages(&journal, Some(i64::from(i32::MAX)));
        let entry = journal.write(|tx| tx.append(note(written + 1))).expect("work resumes");
        written += 1;
        assert_eq!(entry.seq, written as u64, "no gap");
    }
}

#[test]
fn of_many_who_wait_for_one_commit_each_is_told_the_truth_when_the_disk_is_full() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = Location::File(folder.path().join("journal.db"));
    let keys = Keyring::create(Suite::National, &mut |bytes: &mut [u8]| bytes.fill(5)).expect("keys");
    let journal = Journal::open(&at, keys, &NOTHING, |bytes| bytes.fill(6)).expect("opens");
    let mut told = 0;
    for room in 0..12 {
        pages(&journal, Some(pages(&journal, None) + 3 + room));
        let kept: u64 = std::thread::scope(|scope| {
            let one = |writer: i64| {
                let note = |at| journal.write(|tx| tx.append(note(writer * 97 + at)));
                (0..40).map_while(|at| note(at).ok()).count() as u64
            };
            let writers: Vec<_> = (0..12).map(|writer| scope.spawn(move || one(writer))).collect();
            writers.into_iter().map(|writer| writer.join().expect("no panic")).sum()
        });
        told += kept;
        let found = journal.verify(&[], &mut |_| {}).expect("reading goes on");
        assert_eq!((found.entries, found.faults), (told, vec![]), "what was confirmed, no more and no less");
        pages(&journal, Some(i64::from(i32::MAX)));
    }
    assert!(told > 12, "{told}");
}
