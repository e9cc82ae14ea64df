//! How fast it is: `cargo test --release -p doudi-journal -- --ignored figures --nocapture`.
#![allow(clippy::print_stdout, clippy::disallowed_methods)] // A measurement reads the clock and prints.

use crate::{
    places::both,
    village::{VILLAGE, VILLAGE_A, VILLAGE_B, open_household},
};
use doudi_journal::{Journal, JournalError, Rebuild};
use std::time::Instant;

/// The village's tally is one row, which PostgreSQL takes the more time for the longer a transaction is.
const ALL: u64 = 20_000;

/// Writes of one entry each, by so many clients, half of them in either county: how many a second, and the slowest
/// hundredth in milliseconds.
fn single_writes(journal: &Journal, clients: u64, each: u64, first: u64) -> (f64, f64) {
    let began = Instant::now();
    let mut took: Vec<f64> = std::thread::scope(|scope| {
        let write = |client: u64| {
            let village = if client.is_multiple_of(2) { VILLAGE_A } else { VILLAGE_B };
            let one = |number| {
                let began = Instant::now();
                journal.write(|tx| open_household(tx, village, number)).unwrap();
                began.elapsed().as_secs_f64() * 1000.0
            };
            (0..each).map(|at| one(first + client * each + at)).collect::<Vec<_>>()
        };
        let clients: Vec<_> = (0..clients).map(|client| scope.spawn(move || write(client))).collect();
        clients.into_iter().flat_map(|client| client.join().unwrap()).collect()
    });
    took.sort_by(f64::total_cmp);
    (took.len() as f64 / began.elapsed().as_secs_f64(), took[took.len() * 99 / 100])
}

#[test]
#[ignore = "a measurement"]
fn figures() {
    both(|place| {
        let journal = place.open(&VILLAGE).unwrap();
        let mut first = 1_000_000;
        for clients in [1, 8, 64] {
            let (speed, slow) = single_writes(&journal, clients, 1_600 / clients, first);
            println!("{}: {clients} clients: {speed:.0} writes_per_s, p99 {slow:.1} ms", place.name);
            first += 1_000_000;
        }
        let timed = |what: &str, work: &mut dyn FnMut()| {
            let began = Instant::now();
            work();
            println!("{}: {what} {:.0} entries_per_s", place.name, ALL as f64 / began.elapsed().as_secs_f64());
        };
        timed("one transaction", &mut || {
            let write = journal.write(|tx| (0..ALL).try_for_each(|at| open_household(tx, VILLAGE_A, at).map(drop)));
            write.map_err(|error: JournalError| error).unwrap();
        });
        timed("verify", &mut || assert_eq!(journal.verify(&[], &mut |_| {}).unwrap().faults, []));
        timed("rebuild", &mut || assert_eq!(journal.rebuild(Rebuild::Compare).unwrap(), []));
        let mut text = Vec::new();
        timed("export", &mut || assert!(journal.export(&mut text, &mut |_| {}).unwrap() > ALL));
    });
}
