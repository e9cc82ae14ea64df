//! Facts of two months in Parquet files, against the same facts stated by hand.

use crate::assess::{july, pack};
use arrow::array::{ArrayRef, AsArray, Int64Array, RecordBatch};
use arrow::datatypes::Int64Type;
use doudi_rules::{
    book::{Before, Book, Entity, FactId, MEMBERS, TODAY, Value},
    oracle::{Exact, Household, Oracle, population, random::Households},
    population::Population,
};
use doudi_work::watch::{
    Columns, Found,
    tables::{Asked, columns, watch},
};
use parquet::arrow::{ArrowWriter, arrow_reader::ParquetRecordBatchReaderBuilder};
use std::{
    fs::File,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

const DIVISION: &str = "419901";

/// Households without obligors, whose files these tables do not have, and without facts of a month before.
fn households(book: &Book, seed: u64) -> Vec<Household> {
    let plain = |mut one: Household| {
        one.obligors = 0;
        let fact = |id: &FactId| &book.facts[id.index()];
        one.facts.retain(|id, _| fact(id).entity != Entity::Obligor && fact(id).before.is_none());
        one
    };
    Households::new(book, seed).take(90).map(plain).collect()
}

/// Who is who: a month ago every seventh stood elsewhere.
fn person(household: usize, row: u32, before: bool) -> i64 {
    let id = household as i64 * 10 + i64::from(row);
    if before && id % 7 == 0 { -id - 1 } else { id }
}

/// A month ago every fifth household was not there.
fn there(household: usize, before: bool) -> bool {
    !before || !household.is_multiple_of(5)
}

fn write(book: &Book, folder: &Path, name: &str, all: &[Household], before: bool) -> [PathBuf; 2] {
    let kept: Vec<usize> = (0..all.len()).filter(|at| there(*at, before)).collect();
    let some: Vec<Household> = kept.iter().map(|at| all[*at].clone()).collect();
    let population = population(book, &some);
    let persons: Vec<(usize, u32)> =
        kept.iter().flat_map(|at| (0..all[*at].rows(Entity::Person)).map(move |row| (*at, row))).collect();
    let ids = |all: Vec<i64>| Arc::new(Int64Array::from(all)) as ArrayRef;
    let own = vec![("household_id", ids(kept.iter().map(|at| *at as i64).collect()))];
    let of_persons = vec![
        ("household_id", ids(persons.iter().map(|(at, _)| *at as i64).collect())),
        ("person_id", ids(persons.iter().map(|(at, row)| person(*at, *row, before)).collect())),
    ];
    [("households", Entity::Household, own), ("persons", Entity::Person, of_persons)].map(
        |(list, entity, mut cells)| {
            let facts = population.columns.iter().filter(|(id, _)| book.facts[id.index()].entity == entity);
            let facts = facts.filter(|(id, _)| ![MEMBERS, TODAY].contains(id));
            cells.extend(facts.map(|(id, column)| (&*book.facts[id.index()].name, column.clone())));
            let batch = RecordBatch::try_from_iter_with_nullable(cells.into_iter().map(|(name, it)| (name, it, true)));
            let (batch, path) = (batch.unwrap(), folder.join(format!("{name}_{list}.parquet")));
            let mut writer = ArrowWriter::try_new(File::create(&path).unwrap(), batch.schema(), None).unwrap();
            writer.write(&batch).unwrap();
            writer.close().unwrap();
            path
        },
    )
}

/// This month's households with last month's values stated in them.
fn stated(book: &Book, now: &[Household], before: &[Household]) -> Population {
    let june = july().plus(-1);
    let oracle = Oracle::new(book, DIVISION, june);
    let mut now = now.to_vec();
    for (at, household) in now.iter_mut().enumerate().filter(|(at, _)| there(*at, true)) {
        let reading = oracle.read(&before[at]);
        for (id, fact) in (0..).map(FactId).zip(&book.facts) {
            let Some(back) = fact.before else { continue };
            for row in 0..household.rows(fact.entity) {
                let same = fact.entity == Entity::Household || person(at, row, true) == person(at, row, false);
                let there = same && row < before[at].rows(fact.entity);
                let value = match back {
                    _ if !there => None,
                    Before::Fact(of) => before[at].facts.get(&of).and_then(|values| values[row as usize]),
                    Before::Variable(of) => match reading.value_of(of, row) {
                        Ok(Exact::YesNo(yes)) => Some(Value::YesNo(yes)),
                        _ => None,
                    },
                };
                household.state(book, id, row, value);
            }
        }
    }
    population(book, &now)
}

#[test]
fn files_of_two_months_give_the_signals_of_the_facts_that_they_hold() {
    let (book, folder) = (pack().book().unwrap(), tempfile::tempdir().unwrap());
    let (now, before) = (households(&book, 11), households(&book, 12));
    let files = [write(&book, folder.path(), "now", &now, false), write(&book, folder.path(), "before", &before, true)];
    let [of_now, of_before] = files.each_ref().map(|[households, persons]| (&**households, &**persons));
    let asked = Asked { book: &book, division: DIVISION, month: july() };
    let expected = Columns::new(&book, DIVISION, july(), stated(&book, &now, &before)).unwrap().all().unwrap();
    let read: Vec<Found> =
        columns(&asked, of_now, Some(of_before)).unwrap().iter().map(|(_, it)| it.all().unwrap()).collect();
    assert_eq!(read, std::slice::from_ref(&expected));

    let (out, done) = (folder.path().join("signals.parquet"), Mutex::new(0));
    let told = watch(&asked, of_now, Some(of_before), &out, &|households| *done.lock().unwrap() = households).unwrap();
    let persons: u64 = now.iter().map(|it| u64::from(it.members)).sum();
    assert_eq!((told.households, told.persons, told.raised), (90, persons, expected.raised.len() as u64));
    assert!(told.not_found > 0 && *done.lock().unwrap() == 90);
    let lines: Vec<(i64, Option<i64>, String)> = lines(&out);
    let line = |told: &doudi_work::watch::Told| {
        let signal = &book.signals[told.signal.index()];
        let who = person(told.household as usize, told.within, false);
        (told.household.into(), (signal.entity == Entity::Person).then_some(who), signal.name.clone())
    };
    assert_eq!(lines, expected.raised.iter().map(line).collect::<Vec<_>>());
    // Without who is who nobody can be found again.
    let nameless = watch(&asked, (of_now.0, of_now.0), None, &out, &|_| {});
    assert!(nameless.is_err());
}

fn lines(path: &Path) -> Vec<(i64, Option<i64>, String)> {
    let mut lines = Vec::new();
    for batch in ParquetRecordBatchReaderBuilder::try_new(File::open(path).unwrap()).unwrap().build().unwrap() {
        let batch = batch.unwrap();
        let (household, person) =
            (batch.column(0).as_primitive::<Int64Type>(), batch.column(1).as_primitive::<Int64Type>());
        let rows = household.iter().zip(person).zip(batch.column(2).as_string::<i32>());
        lines
            .extend(rows.map(|((household, person), signal)| (household.unwrap(), person, signal.unwrap().to_owned())));
    }
    lines
}
