//! Facts with two times, against a slow reading that paints day after day.

use crate::{
    places::{self, both},
    village::VILLAGE_A,
};
use doudi_journal::{
    Actor, County, Draft, Entry, Fact, FactTable, FactValue, Instant, Journal, JournalError, KnownFact, Migration,
    Projection, Rebuild, Schema, Subject, Tx, Value,
    access::{Action, Grant, Resource, Role, Scope, authorise},
};
use doudi_kernel::Date;
use proptest::prelude::*;
use serde_json::json;
use std::collections::BTreeMap;

const FACTS: FactTable = FactTable { table: "person_fact", subjects: "person" };

static PERSONS: Schema = Schema {
    migrations: &[
        Migration {
            number: 1,
            name: "persons",
            sql: "CREATE TABLE person (id TEXT NOT NULL PRIMARY KEY, division BIGINT NOT NULL)",
        },
        Migration { number: 2, name: "facts", sql: doudi_journal::fact_table!("person_fact") },
    ],
    projections: &[&Told],
};

struct Told;

impl Projection for Told {
    fn tables(&self) -> &'static [&'static str] {
        &["person", "person_fact"]
    }

    fn apply(&self, tx: &mut Tx<'_>, entry: &Entry) -> Result<(), JournalError> {
        let body = entry.body();
        let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
        let date = |name: &str| body[name].as_i64().map(doudi_journal::date_of_number).transpose();
        let subject = entry.subject.to_string();
        let person = [(&subject).into(), Value::Int(entry.division as i64)];
        tx.execute("INSERT INTO person (id, division) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING", &person)?;
        let value = if body["value"].is_null() { FactValue::Unknown } else { FactValue::Plain(body["value"].clone()) };
        let (field, source) = (text("field"), text("source"));
        let valid_from = date("from")?.unwrap_or(entry.valid_from);
        let fact = Fact { subject, field, source, value, valid_from, valid_to: date("to")? };
        FACTS.record(tx, entry, 0, &fact)
    }
}

/// A fact of the test, in small numbers: days of July, hours of knowledge.
#[derive(Clone, Debug)]
struct Said {
    field: u8,
    source: u8,
    from: i64,
    days: Option<i64>,
    known: i64,
    value: Option<u8>,
}

const DAYS: i64 = 12;

fn said() -> impl Strategy<Value = Said> {
    let days = proptest::option::of(1..6i64);
    (0..2u8, 0..2u8, 1..=DAYS, days, 0..8i64, proptest::option::weighted(0.85, any::<u8>()))
        .prop_map(|(field, source, from, days, known, value)| Said { field, source, from, days, known, value })
}

fn day(number: i64) -> Date {
    Date::new(2026, 7, number as i8).unwrap()
}

fn moment(hours: i64) -> Instant {
    Instant::from_millis(1_782_835_200_000 + hours * 3_600_000)
}

fn tell(journal: &Journal, all: &[Said]) {
    let draft = |said: &Said| Draft {
        county: County::new(419_901).unwrap(),
        at: moment(said.known),
        valid_from: day(said.from),
        actor: Actor::new("rule:import").unwrap(),
        kind: "person.told",
        subject: Subject::new("person:p-1").unwrap(),
        division: VILLAGE_A,
        body: json!({
            "field": format!("field-{}", said.field),
            "source": format!("source-{}", said.source),
            "from": 20_260_700 + said.from,
            "to": said.days.map(|days| 20_260_700 + said.from + days),
            "value": said.value,
        }),
    };
    journal.write(|tx| all.iter().try_for_each(|said| tx.append(draft(said)).map(drop))).unwrap();
}

/// Paints every fact, in the order in which it became known, over the days it speaks of; then reads one day.
fn slowly(all: &[Said], valid: i64, known: i64) -> BTreeMap<(String, String), Option<u8>> {
    let mut order: Vec<(usize, &Said)> = all.iter().enumerate().filter(|(_, said)| said.known <= known).collect();
    order.sort_by_key(|(at, said)| (said.known, *at));
    let mut painted: BTreeMap<(String, String), BTreeMap<i64, Option<u8>>> = BTreeMap::new();
    for (_, said) in order {
        let days = painted.entry((format!("field-{}", said.field), format!("source-{}", said.source))).or_default();
        let end = said.days.map_or(DAYS + 9, |days| said.from + days);
        days.extend((said.from..end).map(|day| (day, said.value)));
    }
    painted.into_iter().filter_map(|(key, days)| Some((key, *days.get(&valid)?))).collect()
}

fn quickly(facts: Vec<KnownFact>) -> BTreeMap<(String, String), Option<u8>> {
    let value = |value: FactValue| match value {
        FactValue::Plain(json) => json.as_u64().map(|it| it as u8),
        _ => None,
    };
    facts.into_iter().map(|it| ((it.fact.field, it.fact.source), value(it.fact.value))).collect()
}

fn scope(area: &str) -> Scope {
    let today = Date::constant(2026, 7, 1);
    let grant = Grant { role: Role::TownClerk, area: area.parse().unwrap(), from: today, to: None };
    authorise(&[grant], Resource::Household, Action::List, today).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..Default::default() })]

    #[test]
    fn what_was_known_then_is_what_painting_day_by_day_says(all in proptest::collection::vec(said(), 0..25)) {
        both(|place| {
            let journal = place.open(&PERSONS).unwrap();
            tell(&journal, &all);
            let scope = scope("419901002");
            for (valid, known) in (1..=DAYS + 2).flat_map(|valid| (-1..9).map(move |known| (valid, known))) {
                let facts = journal.read(|reader| FACTS.as_of(reader, &scope, "person:p-1", day(valid), moment(known)));
                assert_eq!(quickly(facts.unwrap()), slowly(&all, valid, known), "{} {valid} {known}", place.name);
            }
        });
    }
}

#[test]
fn facts_are_read_within_a_scope_rebuilt_and_remembered() {
    both(|place| {
        let journal = place.open(&PERSONS).unwrap();
        let all = [(1, Some(3)), (4, None)].map(|(known, value)| Said {
            field: 0,
            source: 0,
            from: 1,
            days: None,
            known,
            value,
        });
        tell(&journal, &all);
        let read = |area: &str| {
            let scope = scope(area);
            journal.read(|reader| FACTS.history(reader, &scope, "person:p-1")).unwrap()
        };
        assert_eq!(read("419901003"), [], "another town sees nothing");
        let history = read("419901002");
        assert_eq!(history.len(), 2);
        assert_eq!((history[0].known_at, history[1].fact.value.clone()), (moment(1), FactValue::Unknown));
        let within = journal.write(|tx| FACTS.as_of_within(tx, "person:p-1", day(2), moment(3))).unwrap();
        assert_eq!(within[0].fact.value, FactValue::Plain(json!(3)));
        assert_eq!(journal.rebuild(Rebuild::Compare).unwrap(), []);
    });
}

#[test]
fn a_sealed_fact_comes_back_sealed_and_one_that_ends_before_it_begins_is_refused() {
    let place = places::file();
    let journal = place.open(&PERSONS).unwrap();
    tell(&journal, &[Said { field: 0, source: 0, from: 1, days: None, known: 0, value: Some(1) }]);
    let entry = |tx: &mut Tx<'_>| {
        tx.append(Draft {
            county: County::new(419_901).unwrap(),
            at: moment(2),
            valid_from: day(1),
            actor: Actor::new("user:17").unwrap(),
            kind: "person.told",
            subject: Subject::new("person:p-2").unwrap(),
            division: VILLAGE_A,
            body: json!({ "field": "x", "source": "x", "value": 1 }),
        })
    };
    let fact = |value, valid_to| Fact {
        subject: "person:p-2".into(),
        field: "phone".into(),
        source: "applicant".into(),
        value,
        valid_from: day(1),
        valid_to,
    };
    journal
        .write(|tx| {
            let sealed = tx.seal("person_fact.sealed", "person:p-2", b"number")?;
            let entry = entry(tx)?;
            FACTS.record(tx, &entry, 1, &fact(FactValue::Sealed(sealed.clone()), None))?;
            let known = FACTS.as_of_within(tx, "person:p-2", day(3), moment(3))?;
            assert_eq!(known[0].fact.value, FactValue::Sealed(sealed));
            Ok::<_, JournalError>(())
        })
        .unwrap();
    let refused = journal.write(|tx| {
        let entry = entry(tx)?;
        FACTS.record(tx, &entry, 1, &fact(FactValue::Unknown, Some(day(1))))
    });
    assert!(matches!(refused, Err(JournalError::Value { .. })));
}
