//! Changed, removed, exchanged entries and cut tails: a thousand of each kind of harm, all found; an unharmed journal is
//! found whole.

use crate::{
    places::{Place, both, file, keys},
    village::{VILLAGE, VILLAGE_A, draft, settle},
};
use doudi_journal::{
    Journal, SignedHead, Wrong, chain,
    crypto::{Suite, to_hex},
    read_heads, write_heads,
};
use doudi_kernel::{Date, Lang, Say};
use proptest::{prelude::*, test_runner::TestRunner};
use serde_json::json;
use std::cell::RefCell;

const HOUSEHOLDS: u64 = 60;
const COUNTY: u32 = 419_901;
/// Entries of that county's chain among the sixty households.
const ENTRIES: i64 = 58;
const DAY: Date = Date::constant(2026, 7, 5);

/// A settled journal, its heads signed, and whoever tampers with its file from now on.
fn settled(place: &Place) -> (Journal, Vec<SignedHead>) {
    let journal = place.open(&VILLAGE).unwrap();
    settle(&journal, HOUSEHOLDS);
    let heads = journal.sign_heads(DAY).unwrap();
    (journal, heads)
}

#[test]
fn an_unharmed_journal_is_found_whole() {
    both(|place| {
        let (journal, heads) = settled(place);
        let found = journal.verify(&heads, &mut |_| {}).unwrap();
        assert_eq!((found.entries, found.heads, found.faults), (87, 2, vec![]), "{}", place.name);
        journal.write(|tx| tx.append(draft(VILLAGE_A, 1, "household.closed", 99, json!({})))).unwrap();
        assert_eq!(journal.verify(&heads, &mut |_| {}).unwrap().faults, [], "later entries are no fault");
    });
}

/// A way to harm a chain, with every entry that comes after rehashed or not.
#[derive(Clone, Debug)]
enum Harm {
    Edit { seq: i64, column: usize },
    EditAndRehash { seq: i64, column: usize },
    EditAndRehashRest { seq: i64 },
    Delete { seq: i64, many: i64 },
    DeleteAndRenumber { seq: i64 },
    Exchange { one: i64, other: i64 },
    ExchangeAndRehash { one: i64, other: i64 },
    Insert { seq: i64 },
    CutTail { many: i64 },
    CutTailAndHead { many: i64 },
}

const EDITS: [&str; 9] = [
    "at = at + 1",
    "valid_from = 20260630",
    "actor = 'user:18'",
    "kind = kind || 'x'",
    "subject = subject || '0'",
    "division = division + 1",
    "body = body || ' '",
    "previous = randomblob(32)",
    "hash = CAST(x'c3' AS TEXT)",
];

fn harm() -> impl Strategy<Value = Harm> {
    let seq = || 1..=ENTRIES;
    let inner = || 1..ENTRIES;
    let pair = || (inner(), inner()).prop_filter_map("two different entries", |(a, b)| (a != b).then_some((a, b)));
    prop_oneof![
        (seq(), 0..EDITS.len()).prop_map(|(seq, column)| Harm::Edit { seq, column }),
        (inner(), 0..EDITS.len() - 2).prop_map(|(seq, column)| Harm::EditAndRehash { seq, column }),
        seq().prop_map(|seq| Harm::EditAndRehashRest { seq }),
        (inner(), 1..5i64).prop_map(|(seq, many)| Harm::Delete { seq, many: many.min(ENTRIES - seq) }),
        inner().prop_map(|seq| Harm::DeleteAndRenumber { seq }),
        pair().prop_map(|(one, other)| Harm::Exchange { one, other }),
        pair().prop_map(|(one, other)| Harm::ExchangeAndRehash { one, other }),
        inner().prop_map(|seq| Harm::Insert { seq }),
        (1..ENTRIES).prop_map(|many| Harm::CutTail { many }),
        (1..ENTRIES).prop_map(|many| Harm::CutTailAndHead { many }),
    ]
}

fn run(raw: &rusqlite::Connection, sql: &str) {
    raw.execute_batch(&sql.replace("{c}", &COUNTY.to_string())).unwrap_or_else(|error| panic!("{error}: {sql}"));
}

/// Gives entries from `from` to `to` the hash of their content, and the next its link where `link` says so.
fn rehash(raw: &rusqlite::Connection, from: i64, to: i64, link: bool) {
    for seq in from..=to {
        if link && seq > 1 {
            run(
                raw,
                &format!(
                    "UPDATE entry SET previous = (SELECT hash FROM entry WHERE county = {{c}} AND seq = {seq} - 1)
                 WHERE county = {{c}} AND seq = {seq}"
                ),
            );
        }
        let entry = entry(raw, seq);
        let hash = to_hex(&chain::hash(Suite::International, &entry));
        run(raw, &format!("UPDATE entry SET hash = x'{hash}' WHERE county = {{c}} AND seq = {seq}"));
    }
}

fn entry(raw: &rusqlite::Connection, seq: i64) -> doudi_journal::Entry {
    use doudi_journal::{Actor, County, Instant, Subject, date_of_number};
    let sql = "SELECT at, valid_from, actor, kind, subject, division, body, previous FROM entry \
               WHERE county = ?1 AND seq = ?2";
    raw.query_row(sql, (COUNTY, seq), |row| {
        Ok(doudi_journal::Entry {
            county: County::new(COUNTY).unwrap(),
            seq: seq as u64,
            at: Instant::from_millis(row.get(0)?),
            valid_from: date_of_number(row.get(1)?).unwrap(),
            actor: Actor::new(row.get::<_, String>(2)?).unwrap(),
            kind: row.get(3)?,
            subject: Subject::new(row.get::<_, String>(4)?).unwrap(),
            division: row.get::<_, i64>(5)? as u64,
            body_text: row.get(6)?,
            previous: row.get(7)?,
            hash: [0; 32],
        })
    })
    .unwrap()
}

fn renumber(raw: &rusqlite::Connection, above: i64, by: i64) {
    let sql = "UPDATE entry SET seq = -seq WHERE county = {c} AND seq > {a};
               UPDATE entry SET seq = -seq + {b} WHERE county = {c} AND seq < 0";
    run(raw, &sql.replace("{a}", &above.to_string()).replace("{b}", &by.to_string()));
}

const CONTENT: &str = "at, valid_from, actor, kind, subject, division, body";

/// Moves the content of two entries into each other's place.
fn exchange(raw: &rusqlite::Connection, one: i64, other: i64) {
    run(raw, "CREATE TEMP TABLE held AS SELECT * FROM entry WHERE 0");
    run(raw, &format!("INSERT INTO held SELECT * FROM entry WHERE county = {{c}} AND seq IN ({one}, {other})"));
    for (to, from) in [(one, other), (other, one)] {
        run(
            raw,
            &format!(
                "UPDATE entry SET ({CONTENT}) = (SELECT {CONTENT} FROM held WHERE seq = {from})
             WHERE county = {{c}} AND seq = {to}"
            ),
        );
    }
    run(raw, "DROP TABLE held");
}

fn head_to_last(raw: &rusqlite::Connection) {
    run(
        raw,
        "UPDATE chain SET (seq, hash) = (SELECT seq, hash FROM entry WHERE county = {c} ORDER BY seq DESC LIMIT 1)
              WHERE county = {c}",
    );
}

fn inflict(raw: &rusqlite::Connection, harm: &Harm) {
    match *harm {
        Harm::Edit { seq, column } => {
            run(raw, &format!("UPDATE entry SET {} WHERE county = {{c}} AND seq = {seq}", EDITS[column]));
        }
        Harm::EditAndRehash { seq, column } => {
            inflict(raw, &Harm::Edit { seq, column });
            rehash(raw, seq, seq, false);
        }
        Harm::EditAndRehashRest { seq } => {
            inflict(raw, &Harm::Edit { seq, column: 2 });
            rehash(raw, seq, ENTRIES, true);
            head_to_last(raw);
        }
        Harm::Delete { seq, many } => {
            let last = seq + many - 1;
            run(raw, &format!("DELETE FROM entry WHERE county = {{c}} AND seq BETWEEN {seq} AND {last}"));
        }
        Harm::DeleteAndRenumber { seq } => {
            inflict(raw, &Harm::Delete { seq, many: 1 });
            renumber(raw, seq, -1);
            rehash(raw, seq, ENTRIES - 1, true);
            head_to_last(raw);
        }
        Harm::Exchange { one, other } => exchange(raw, one, other),
        Harm::ExchangeAndRehash { one, other } => {
            exchange(raw, one, other);
            rehash(raw, one, one, false);
            rehash(raw, other, other, false);
        }
        Harm::Insert { seq } => {
            renumber(raw, seq, 1);
            run(
                raw,
                &format!(
                    "INSERT INTO entry SELECT county, seq + 1, {CONTENT}, hash, hash FROM entry
                 WHERE county = {{c}} AND seq = {seq}"
                ),
            );
            rehash(raw, seq + 1, ENTRIES + 1, true);
            head_to_last(raw);
        }
        Harm::CutTail { many } => {
            run(raw, &format!("DELETE FROM entry WHERE county = {{c}} AND seq > {ENTRIES} - {many}"))
        }
        Harm::CutTailAndHead { many } => {
            inflict(raw, &Harm::CutTail { many });
            head_to_last(raw);
        }
    }
}

/// What must be among the faults, so that the right entry is named.
fn expected(harm: &Harm) -> (u64, Option<Wrong>) {
    match *harm {
        // A hash that was put in place of another is a changed entry, and so is a link.
        Harm::Edit { seq, .. } => (seq as u64, Some(Wrong::Changed)),
        Harm::EditAndRehash { seq, .. } => (seq as u64 + 1, Some(Wrong::Unlinked)),
        Harm::EditAndRehashRest { .. } => (ENTRIES as u64, Some(Wrong::Rewritten(DAY))),
        Harm::Delete { seq, many } => (seq as u64, Some(Wrong::Missing(many as u64))),
        Harm::DeleteAndRenumber { .. } => (ENTRIES as u64, Some(Wrong::Cut(DAY))),
        Harm::Exchange { one, .. } => (one as u64, Some(Wrong::Changed)),
        Harm::ExchangeAndRehash { one, .. } => (one as u64 + 1, Some(Wrong::Unlinked)),
        Harm::Insert { .. } => (ENTRIES as u64, Some(Wrong::Rewritten(DAY))),
        Harm::CutTail { .. } => (ENTRIES as u64, Some(Wrong::End)),
        Harm::CutTailAndHead { .. } => (ENTRIES as u64, Some(Wrong::Cut(DAY))),
    }
}

#[test]
fn a_thousand_harms_are_all_found_and_named() {
    let place = file();
    let (journal, heads) = settled(&place);
    place.tamper("");
    let raw = RefCell::new(rusqlite::Connection::open(&place.at).unwrap());
    raw.borrow()
        .execute_batch(
            "PRAGMA synchronous = OFF; CREATE TABLE kept AS SELECT * FROM entry; \
                                CREATE TABLE kept_chain AS SELECT * FROM chain",
        )
        .unwrap();
    let mut runner = TestRunner::new(ProptestConfig { cases: 1000, failure_persistence: None, ..Default::default() });
    runner
        .run(&harm(), |harm| {
            let mut raw = raw.borrow_mut();
            let harmed = raw.transaction().unwrap();
            inflict(&harmed, &harm);
            harmed.commit().unwrap();
            let found = journal.verify(&heads, &mut |_| {}).unwrap().faults;
            raw.execute_batch(
                "BEGIN; DELETE FROM entry; INSERT INTO entry SELECT * FROM kept; DELETE FROM chain; \
                               INSERT INTO chain SELECT * FROM kept_chain; COMMIT",
            )
            .unwrap();
            let (seq, what) = expected(&harm);
            let named = found.iter().any(|it| it.seq == seq && what.is_none_or(|what| it.what == what));
            prop_assert!(named && found.iter().all(|it| it.county == COUNTY), "{harm:?}: {found:?}");
            prop_assert!(journal.verify(&heads, &mut |_| {}).unwrap().faults.is_empty(), "the control after {harm:?}");
            Ok(())
        })
        .unwrap();
}

#[test]
fn without_heads_a_tail_cut_cleanly_is_not_seen() {
    let place = file();
    let (journal, heads) = settled(&place);
    place.tamper("");
    let raw = rusqlite::Connection::open(&place.at).unwrap();
    inflict(&raw, &Harm::CutTailAndHead { many: 3 });
    assert_eq!(journal.verify(&[], &mut |_| {}).unwrap().faults, [], "this is why heads are kept elsewhere");
    let found = journal.verify(&heads, &mut |_| {}).unwrap().faults;
    assert_eq!(found[0].say(Lang::En), "419901: entry 58 was there on 2026-07-05 and is gone; a cut tail");
}

#[test]
fn a_whole_county_that_is_gone_is_missed() {
    both(|place| {
        let (journal, heads) = settled(place);
        place.tamper("DELETE FROM entry WHERE county = 419902; DELETE FROM chain WHERE county = 419902");
        let found = journal.verify(&heads, &mut |_| {}).unwrap().faults;
        assert_eq!(found.iter().map(|it| (it.county, it.what)).collect::<Vec<_>>(), [(419_902, Wrong::Cut(DAY))]);
    });
}

#[test]
fn postgres_finds_the_same_harms() {
    both(|place| {
        let (journal, heads) = settled(place);
        place.tamper(
            "UPDATE entry SET actor = 'user:99' WHERE county = 419901 AND seq = 7;
             DELETE FROM entry WHERE county = 419901 AND seq IN (20, 21);
             UPDATE entry SET seq = -1 WHERE county = 419902 AND seq = 3;
             UPDATE entry SET seq = 3 WHERE county = 419902 AND seq = 4;
             UPDATE entry SET seq = 4 WHERE county = 419902 AND seq = -1;",
        );
        let found = journal.verify(&heads, &mut |_| {}).unwrap().faults;
        let told: Vec<_> = found.iter().map(|it| (it.county, it.seq, it.what)).collect();
        let (one, other) = (419_901, 419_902);
        let wanted = [
            (one, 7, Wrong::Changed),
            (one, 20, Wrong::Missing(2)),
            (other, 3, Wrong::Changed),
            (other, 4, Wrong::Changed),
        ];
        for wanted in wanted {
            assert!(told.contains(&wanted), "{}: {wanted:?} of {told:?}", place.name);
        }
    });
}

#[test]
fn heads_are_written_read_and_believed_only_with_their_signature() {
    for suite in Suite::ALL {
        let place = file();
        let fill = crate::places::noise;
        let journal = doudi_journal::Journal::open(&place.location(), keys(suite), &VILLAGE, fill).unwrap();
        settle(&journal, 9);
        let mut text = Vec::new();
        write_heads(&journal.sign_heads(DAY).unwrap(), &mut text).unwrap();
        let mut heads = read_heads(text.as_slice()).unwrap();
        assert_eq!(journal.verify(&heads, &mut |_| {}).unwrap().faults, []);
        heads[0].seq -= 1;
        let found = journal.verify(&heads, &mut |_| {}).unwrap().faults;
        assert_eq!(found.iter().map(|it| it.what).collect::<Vec<_>>(), [Wrong::Forged(DAY)], "{}", suite.name());
        assert!(read_heads(&b"{}\n"[..]).is_err());
    }
}
