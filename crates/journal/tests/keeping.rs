//! Copies, restored ones, exports and imports.

use crate::{
    places::{Place, both, file, keys, noise},
    village::{VILLAGE, VILLAGE_A, draft, open_household, settle},
};
use doudi_journal::{
    Journal, JournalError, Progress, Rebuild,
    crypto::{Keyring, Sealed, Suite},
};
use serde_json::json;
use std::{
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
};

fn beside(place: &Place, name: &str) -> PathBuf {
    Path::new(&place.at).with_file_name(name)
}

fn whole(journal: &Journal) {
    assert_eq!(journal.verify(&[], &mut |_| {}).unwrap().faults, []);
    assert_eq!(journal.rebuild(Rebuild::Compare).unwrap(), []);
}

fn open(at: &Path) -> Result<Journal, JournalError> {
    let at = doudi_journal::Location::parse(&at.display().to_string())?;
    Journal::open(&at, keys(Suite::International), &VILLAGE, noise)
}

#[test]
fn a_copy_is_made_while_others_write_and_is_whole() {
    let place = file();
    let journal = place.open(&VILLAGE).unwrap();
    settle(&journal, 3000);
    let copy = beside(&place, "copy.db");
    let done = AtomicBool::new(false);
    let written = std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let mut written = 0;
            while !done.load(Ordering::Relaxed) {
                journal.write(|tx| open_household(tx, VILLAGE_A, 10_000 + written)).unwrap();
                written += 1;
            }
            written
        });
        let mut steps: Vec<Progress> = Vec::new();
        journal.backup(&copy, &mut |step| steps.push(step)).unwrap();
        done.store(true, Ordering::Relaxed);
        let last = steps.last().unwrap();
        assert!(steps.is_sorted_by_key(|step| step.done) && last.all == Some(last.done), "{steps:?}");
        writer.join().unwrap()
    });
    assert!(!beside(&place, "copy.db-wal").exists());
    let copied = open(&copy).unwrap();
    whole(&copied);
    let entries = |journal: &Journal| journal.heads().unwrap().iter().map(|head| head.1).sum::<u64>();
    let (original, copied) = (entries(&journal), entries(&copied));
    assert!((original - written..=original).contains(&copied), "{copied} of {original}");
    assert!(matches!(journal.backup(&copy, &mut |_| {}), Err(JournalError::Open { .. })), "nothing is overwritten");
}

#[test]
fn a_restored_copy_takes_the_place_of_everything() {
    let place = file();
    let journal = place.open(&VILLAGE).unwrap();
    settle(&journal, 20);
    let sealed: Sealed = journal.write(|tx| tx.seal("person.phone", "p-1", b"number")).unwrap();
    let copy = beside(&place, "copy.db");
    journal.backup(&copy, &mut |_| {}).unwrap();
    let then = journal.heads().unwrap();
    settle_more(&journal);
    assert_ne!(journal.heads().unwrap(), then);
    journal.restore(&copy, &mut |_| {}).unwrap();
    assert_eq!(journal.heads().unwrap(), then);
    whole(&journal);
    journal.read(|reader| reader.open("person.phone", "p-1", &sealed).map(drop)).unwrap();
    settle_more(&journal);
    whole(&journal);
}

fn settle_more(journal: &Journal) {
    for household in 10_000..10_010 {
        journal.write(|tx| open_household(tx, VILLAGE_A, household)).unwrap();
    }
}

#[test]
fn a_copy_that_is_damaged_broken_or_of_other_keys_is_not_restored() {
    let place = file();
    let journal = place.open(&VILLAGE).unwrap();
    settle(&journal, 200);
    let copy = beside(&place, "copy.db");
    journal.backup(&copy, &mut |_| {}).unwrap();
    settle_more(&journal);
    let then = journal.heads().unwrap();

    let mut bytes = std::fs::read(&copy).unwrap();
    let damaged = beside(&place, "damaged.db");
    bytes[4096 * 3..4096 * 9].fill(0x5a);
    std::fs::write(&damaged, &bytes).unwrap();
    let refused = journal.restore(&damaged, &mut |_| {});
    assert!(matches!(refused, Err(JournalError::Damaged)), "{refused:?}");
    std::fs::write(&damaged, b"a letter, not a database, but long enough to look like one to a careless reader")
        .unwrap();
    assert!(matches!(journal.restore(&damaged, &mut |_| {}), Err(JournalError::Damaged)));

    let broken = rusqlite::Connection::open(&copy).unwrap();
    broken.execute_batch("DROP TRIGGER entry_stays; UPDATE entry SET actor = 'user:1' WHERE seq = 5").unwrap();
    drop(broken);
    let refused = journal.restore(&copy, &mut |_| {});
    assert!(matches!(refused, Err(JournalError::Broken { seq: 5, .. })), "{refused:?}");

    let foreign = file();
    let other = Keyring::create(Suite::International, &mut |bytes: &mut [u8]| bytes.fill(9)).unwrap();
    let foreign_journal = Journal::open(&foreign.location(), other, &VILLAGE, noise).unwrap();
    let copy = beside(&place, "foreign.db");
    foreign_journal.backup(&copy, &mut |_| {}).unwrap();
    assert!(matches!(journal.restore(&copy, &mut |_| {}), Err(JournalError::Crypto(_))));

    assert_eq!(journal.heads().unwrap(), then, "nothing was changed");
    whole(&journal);
}

fn exported(journal: &Journal) -> Vec<u8> {
    let mut text = Vec::new();
    let entries = journal.export(&mut text, &mut |_| {}).unwrap();
    assert_eq!(entries, journal.heads().unwrap().iter().map(|head| head.1).sum::<u64>());
    text
}

#[test]
fn an_export_of_one_database_is_imported_by_the_other() {
    both(|from| {
        let journal = from.open(&VILLAGE).unwrap();
        settle(&journal, 50);
        let sealed: Sealed = journal.write(|tx| tx.seal("person.phone", "p-1", b"number")).unwrap();
        let text = exported(&journal);
        both(|to| {
            let other = to.open(&VILLAGE).unwrap();
            other.import(text.as_slice(), &mut |_| {}).unwrap();
            assert_eq!(other.heads().unwrap(), journal.heads().unwrap(), "{} to {}", from.name, to.name);
            whole(&other);
            assert!(exported(&other) == text, "and is exported the same");
            other.read(|reader| reader.open("person.phone", "p-1", &sealed).map(drop)).unwrap();
            assert!(matches!(other.import(text.as_slice(), &mut |_| {}), Err(JournalError::NotEmpty)));
        });
    });
}

#[test]
fn an_export_with_any_line_changed_removed_exchanged_or_cut_off_is_refused_as_a_whole() {
    let place = file();
    let journal = place.open(&VILLAGE).unwrap();
    settle(&journal, 12);
    journal.write(|tx| tx.append(draft(VILLAGE_A, 1, "note.\u{6c}eft", 1, json!({ "text": "张\u{0}\n" })))).unwrap();
    let text = String::from_utf8(exported(&journal)).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let to = file();
    let empty = to.open(&VILLAGE).unwrap();
    let refused = |lines: &[&str]| {
        let done = empty.import(lines.join("\n").as_bytes(), &mut |_| {});
        let told = done.as_ref().err().map(|error| error.to_string()).unwrap_or_default();
        assert!(matches!(done, Err(JournalError::Export { .. } | JournalError::Broken { .. })), "{done:?} {lines:#?}");
        assert!(!told.contains('张'), "{told}");
    };
    // The key (the second line) may be missing where nothing was sealed; everything else may not.
    for at in (0..lines.len()).filter(|at| *at != 1) {
        refused(&[&lines[..at], &lines[at + 1..]].concat());
        refused(&lines[..at]);
        let changed = lines[at].replacen("user:17", "user:18", 1).replacen("\"end\":", "\"end\":1", 1);
        if changed != lines[at] {
            refused(&[&lines[..at], &[changed.as_str()], &lines[at + 1..]].concat());
        }
    }
    let mut exchanged = lines.clone();
    exchanged.swap(4, 5);
    refused(&exchanged);
    refused(&[&lines[..], &lines[2..3]].concat());
    assert!(empty.heads().unwrap().is_empty());
    assert_eq!(empty.import(text.as_bytes(), &mut |_| {}).unwrap(), lines.len() as u64 - 3, "the control");
}

#[test]
fn copies_are_for_the_file_database_alone() {
    both(|place| {
        let journal = place.open(&VILLAGE).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let done = journal.backup(&folder.path().join("copy.db"), &mut |_| {});
        assert_eq!(matches!(done, Err(JournalError::OnlySqlite)), !place.is_file());
    });
}

#[test]
fn a_place_without_keys_is_told_from_one_that_holds_some() {
    both(|place| {
        let at = place.location();
        assert!(!Journal::has_keys(&at).unwrap(), "{}", place.name);
        assert!(!place.is_file() || !Path::new(&place.at).exists(), "looking makes nothing");
        place.open(&VILLAGE).unwrap();
        assert!(Journal::has_keys(&at).unwrap(), "{}", place.name);
        place.tamper("DELETE FROM data_key");
        assert!(!Journal::has_keys(&at).unwrap(), "{}", place.name);
    });
}
