//! What `cargo xtask bench watch` times: signals over columns, asked of everybody, asked again, and from file to file.
//!
//! ```text
//! watch make LAW DIR PERSONS MONTH               facts of a month and of the month before, at random, as Parquet
//! watch again LAW DIR CHANGES MONTH ROUNDS       a county in memory: all of it, and again after some changed facts, in turn
//! watch files LAW DIR OUT MONTH                  from Parquet to Parquet
//! ```
//! LAW is a folder of `.law` files. Prints one line of JSON.
#![allow(clippy::print_stdout, clippy::disallowed_methods)]

use arrow::array::{ArrayRef, BooleanArray, Date32Array, Int64Array, RecordBatch, UInt16Array};
use doudi_kernel::Month;
use doudi_rules::book::{Book, Entity, Fact, FactId, MEMBERS, TODAY, Type, Value};
use doudi_work::watch::{
    Changed, Columns, Found,
    tables::{Asked, columns, watch},
};
use parquet::{arrow::ArrowWriter, basic::Compression, file::properties::WriterProperties};
use serde_json::{Value as Json, json};
use std::{error::Error, fs::File, path::Path, sync::Arc, time::Instant};

/// Where the households live.
const DIVISION: &str = "419901";
/// Households that are made at once.
const SHARE: u64 = 32_768;

type Anything<T> = Result<T, Box<dyn Error + Send + Sync>>;

fn main() -> Anything<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let mut laws = Vec::new();
    gather(Path::new(words.get(1).ok_or("watch make|again|files LAW DIR …")?), &mut laws)?;
    let book = doudi_rules::check::read(laws).map_err(|complaints| format!("{complaints:?}"))?;
    let told = match words[..] {
        ["make", _, folder, persons, _] => make(&book, Path::new(folder), persons.parse()?)?,
        ["again", _, folder, changes, month, rounds] => {
            again(&book, Path::new(folder), month.parse()?, changes.parse()?, rounds.parse()?)?
        }
        ["files", _, folder, out, month] => files(&book, Path::new(folder), Path::new(out), month.parse()?)?,
        _ => return Err("watch make|again|files LAW DIR …".into()),
    };
    println!("{told}");
    Ok(())
}

fn gather(path: &Path, laws: &mut Vec<(String, String)>) -> std::io::Result<()> {
    if path.is_dir() {
        let mut below: Vec<_> = std::fs::read_dir(path)?.map(|it| it.map(|it| it.path())).collect::<Result<_, _>>()?;
        below.sort();
        return below.iter().try_for_each(|path| gather(path, laws));
    }
    if path.extension().is_some_and(|it| it == "law") {
        laws.push((path.display().to_string(), std::fs::read_to_string(path)?));
    }
    Ok(())
}

fn names(folder: &Path, month: &str) -> [std::path::PathBuf; 2] {
    ["households", "persons"].map(|list| folder.join(format!("{month}_{list}.parquet")))
}

// ---- facts at random, the same each time ------------------------------------------------------------------------

fn mix(a: u64, b: u64, c: u64) -> u64 {
    let mut x = a.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ b.wrapping_mul(0xbf58_476d_1ce4_e5b9) ^ c.rotate_left(32);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// Members of a household: one to five, 2.6 on average.
fn size(household: u64) -> u64 {
    [1, 2, 2, 3, 5][(mix(1, household, 0) % 5) as usize]
}

/// The value that a row holds in a month: one in fifty unknown, most as is usual, one in a hundred another than a month ago.
fn lane(fact: &Fact, id: u64, row: u64, place: u64, before: bool) -> Option<i64> {
    let changed = before && mix(2, id, row).is_multiple_of(100);
    let chance = mix(3 + u64::from(changed), id, row);
    let (of_hundred, drawn) = (chance % 100, (chance >> 8) as i64 & 0xffff_ffff);
    if (chance >> 48).is_multiple_of(50) {
        return None;
    }
    Some(match (&*fact.name, fact.ty) {
        ("relation_to_head", _) => [0, 1, 2, 4, 8][place.min(4) as usize],
        ("recognised", _) => i64::from(row.is_multiple_of(12)) * (1 + drawn % 4),
        ("employed", _) => i64::from(of_hundred < 45),
        ("lives_with_household" | "has_obligor", _) => i64::from(of_hundred < 97),
        (_, Type::YesNo) => i64::from(of_hundred < 3),
        (_, Type::Code(_)) => i64::from(of_hundred < 6) * (drawn % 4),
        (_, Type::Date) => drawn % 33_000 - 13_000,
        ("wage_income" | "medical_self_paid_year" | "business_net_income", _) => {
            i64::from(of_hundred < 40) * (drawn % 400_000)
        }
        (_, Type::Number(unit)) if unit.money() == 1 => i64::from(of_hundred < 10) * (drawn % 200_000),
        (_, Type::Number(_)) => fact.between.0.max(0) + i64::from(of_hundred < 5),
    })
}

fn column(fact: &Fact, lanes: Vec<Option<i64>>) -> ArrayRef {
    let lanes = lanes.into_iter();
    match fact.ty {
        Type::YesNo => Arc::new(lanes.map(|lane| lane.map(|it| it != 0)).collect::<BooleanArray>()),
        Type::Number(_) => Arc::new(lanes.collect::<Int64Array>()),
        Type::Code(_) => Arc::new(lanes.map(|lane| lane.map(|it| it as u16)).collect::<UInt16Array>()),
        Type::Date => Arc::new(lanes.map(|lane| lane.map(|it| it as i32)).collect::<Date32Array>()),
    }
}

fn make(book: &Book, folder: &Path, persons: u64) -> Anything<Json> {
    std::fs::create_dir_all(folder)?;
    std::thread::scope(|scope| {
        let before = scope.spawn(|| month(book, folder, "before", persons));
        let now = month(book, folder, "now", persons)?;
        before.join().expect("making facts does not panic")?;
        Ok(json!({ "households": now.0, "persons": now.1 }))
    })
}

fn month(book: &Book, folder: &Path, name: &str, persons: u64) -> Anything<(u64, u64)> {
    let asked = |entity| {
        let all = (0..).map(FactId).zip(&book.facts);
        all.filter(move |(id, it)| ![MEMBERS, TODAY].contains(id) && it.before.is_none() && it.entity == entity)
    };
    let how = || WriterProperties::builder().set_compression(Compression::SNAPPY).build();
    let (mut writers, mut households, mut made) = ([None, None], 0, 0);
    while made < persons {
        let mut rows: [Vec<(u64, u64, u64)>; 2] = [Vec::new(), Vec::new()];
        for household in households..households + SHARE {
            if made + rows[1].len() as u64 >= persons {
                break;
            }
            rows[0].push((household, household, 0));
            rows[1].extend((0..size(household)).map(|place| (household, household * 8 + place, place)));
        }
        (households, made) = (households + rows[0].len() as u64, made + rows[1].len() as u64);
        for (list, entity) in [Entity::Household, Entity::Person].into_iter().enumerate() {
            let rows = &rows[list];
            let ids = |of: fn(&(u64, u64, u64)) -> u64| -> ArrayRef {
                Arc::new(rows.iter().map(|row| of(row) as i64).collect::<Int64Array>())
            };
            let mut columns: Vec<(&str, ArrayRef)> = vec![("household_id", ids(|row| row.0))];
            if entity == Entity::Person {
                columns.push(("person_id", ids(|row| row.1)));
            }
            columns.extend(asked(entity).map(|(id, fact)| {
                let of = |row: &(u64, u64, u64)| lane(fact, id.0.into(), row.1, row.2, name == "before");
                (&*fact.name, column(fact, rows.iter().map(of).collect()))
            }));
            let batch =
                RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, it)| (name, it, true)))?;
            let writer = match &mut writers[list] {
                Some(writer) => writer,
                none => none.insert(ArrowWriter::try_new(
                    File::create(&names(folder, name)[list])?,
                    batch.schema(),
                    Some(how()),
                )?),
            };
            writer.write(&batch)?;
        }
    }
    for writer in writers.into_iter().flatten() {
        writer.close()?;
    }
    Ok((households, made))
}

// ---- what is timed ----------------------------------------------------------------------------------------------

/// Changes spread over a county: each of another household, the first facts that signals rest on in turn.
fn changes(book: &Book, households: u32, count: u32, round: u32) -> Vec<Changed> {
    let names = ["employed", "wage_income", "serious_illness", "resident_medical_insured", "recognised"];
    let facts = names.map(|name| book.fact(name).expect("the shipped rules have it"));
    let one = |n: u32| {
        let household = (mix(9, n.into(), round.into()) % u64::from(households)) as u32;
        let fact = facts[n as usize % facts.len()];
        let value = match book.facts[fact.index()].ty {
            Type::YesNo => Some(Value::YesNo(n % 2 == round % 2)),
            Type::Code(_) => Some(Value::Code((n % 3) as u16)),
            _ => None,
        };
        Changed { household, row: 0, fact, value }
    };
    (0..count).map(one).collect()
}

fn again(book: &Book, folder: &Path, month: Month, count: u32, rounds: u32) -> Anything<Json> {
    let (now, before) = (names(folder, "now"), names(folder, "before"));
    let asked = Asked { book, division: DIVISION, month };
    let start = Instant::now();
    let mut all = columns(&asked, (&now[0], &now[1]), Some((&before[0], &before[1]))).map_err(|why| why.to_string())?;
    let build_s = start.elapsed().as_secs_f64();
    let (mut whole_s, mut again_s, mut told) = (Vec::new(), Vec::new(), (0, 0));
    for round in 0..rounds {
        let start = Instant::now();
        let whole: Vec<Found> =
            all.iter().map(|(_, it)| it.all()).collect::<Result<_, _>>().map_err(|why| why.to_string())?;
        whole_s.push(start.elapsed().as_secs_f64());
        told.0 = whole.iter().map(|it| it.raised.len()).sum();
        let sets: Vec<Vec<Changed>> = spread(book, &all, count, round);
        let start = Instant::now();
        let found: Vec<Found> = all
            .iter_mut()
            .zip(&sets)
            .map(|((_, it), set)| it.again(set))
            .collect::<Result<_, _>>()
            .map_err(|why| why.to_string())?;
        again_s.push(start.elapsed().as_secs_f64());
        told.1 = found.iter().map(|it| it.raised.len()).sum();
    }
    let households: usize = all.iter().map(|(ids, _)| ids.len()).sum();
    Ok(json!({ "households": households, "changes": count, "build_s": build_s, "whole_s": whole_s, "again_s": again_s,
               "raised": told.0, "raised_again": told.1, "signals": book.signals.len() }))
}

/// As many changes for each share as it has of the households.
fn spread(book: &Book, all: &[(Vec<i64>, Columns<'_>)], count: u32, round: u32) -> Vec<Vec<Changed>> {
    let households: usize = all.iter().map(|(ids, _)| ids.len()).sum();
    let of = |ids: &Vec<i64>| (u64::from(count) * ids.len() as u64 / households as u64) as u32;
    all.iter().map(|(ids, _)| changes(book, ids.len() as u32, of(ids), round)).collect()
}

fn files(book: &Book, folder: &Path, out: &Path, month: Month) -> Anything<Json> {
    let (now, before) = (names(folder, "now"), names(folder, "before"));
    let asked = Asked { book, division: DIVISION, month };
    let start = Instant::now();
    let told = watch(&asked, (&now[0], &now[1]), Some((&before[0], &before[1])), out, &|_| {})
        .map_err(|why| why.to_string())?;
    Ok(json!({ "households": told.households, "persons": told.persons, "raised": told.raised,
               "not_found": told.not_found, "wall_s": start.elapsed().as_secs_f64(), "signals": book.signals.len() }))
}
