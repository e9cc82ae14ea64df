//! What `cargo xtask bench rules` times: a rule set over columns, with traces, for one household, from file to file.
//!
//! ```text
//! rules columns LAW HOUSEHOLDS PERSONS MONTH ROUNDS    best seconds of evaluating everybody, in memory
//! rules traces LAW HOUSEHOLDS PERSONS MONTH ROUNDS     the same with an explanation tree for every household
//! rules single LAW HOUSEHOLDS PERSONS MONTH ROUNDS     median seconds for one household, cold and warm
//! rules files LAW HOUSEHOLDS PERSONS MONTH OUT         from Parquet to Parquet
//! ```
//! LAW is a file or a folder of `.law` files. Prints one line of JSON.
#![allow(clippy::print_stdout, clippy::disallowed_methods)]

use doudi_kernel::{Lang, Month};
use doudi_rules::{
    book::{Book, Entity},
    compile::{Ask, Program},
    explain::{Reader, Row, Telling, Trace},
    run::Kind,
};
use doudi_work::assess::tables::{Share, assess, shares};
use rayon::prelude::*;
use serde_json::{Value, json};
use std::{error::Error, path::Path, time::Instant};

/// Where the peers' households live: nowhere in particular.
const DIVISION: &str = "419901";
/// Households whose columns are kept at once for traces.
const TRACED: usize = 32;

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let [mode, law, households, persons, month, last] = words[..] else {
        return Err("rules columns|traces|single|files LAW HOUSEHOLDS PERSONS MONTH ROUNDS|OUT".into());
    };
    let (month, tables) = (month.parse::<Month>()?, (Path::new(households), Path::new(persons)));
    let start = Instant::now();
    let mut files = Vec::new();
    laws(Path::new(law), &mut files)?;
    let book = doudi_rules::check::read(files).map_err(|complaints| format!("{complaints:?}"))?;
    let read_s = start.elapsed().as_secs_f64();
    let start = Instant::now();
    let told = match mode {
        "files" => {
            let told = assess(&book, DIVISION, month, tables, Path::new(last))?;
            json!({ "households": told.households, "persons": told.persons, "kinds": told.kinds, "amounts_fen": told.amounts_fen,
                    "wall_s": start.elapsed().as_secs_f64() })
        }
        _ => {
            let program = Program::compile(&book, DIVISION, month, &Ask::of_households(&book))?;
            let compile_s = start.elapsed().as_secs_f64();
            let (shares, rounds) = (shares(&book, tables)?, last.parse()?);
            let mut told = match mode {
                "columns" => columns(&program, &shares, rounds)?,
                "traces" => traces(&program, &shares, rounds),
                _ => single(&book, month, &shares[0], rounds)?,
            };
            told["compile_s"] = json!(compile_s);
            told
        }
    };
    println!("{}", json!({ "mode": mode, "read_laws_s": read_s, "told": told }));
    Ok(())
}

fn laws(path: &Path, files: &mut Vec<(String, String)>) -> std::io::Result<()> {
    if path.is_dir() {
        let mut entries: Vec<_> =
            std::fs::read_dir(path)?.map(|entry| entry.map(|it| it.path())).collect::<Result<_, _>>()?;
        entries.sort();
        return entries.iter().try_for_each(|below| laws(below, files));
    }
    if path.extension().is_some_and(|it| it == "law") {
        files.push((path.display().to_string(), std::fs::read_to_string(path)?));
    }
    Ok(())
}

fn columns(program: &Program<'_>, shares: &[Share], rounds: usize) -> Result<Value, Box<dyn Error>> {
    let (mut best, mut amount, mut tiers) = (f64::MAX, 0, [0u64; 8]);
    let households: usize = shares.iter().map(|share| share.ids.len()).sum();
    for _ in 0..rounds {
        let start = Instant::now();
        let outcomes: Vec<_> =
            shares.iter().map(|share| program.evaluate(&share.population)).collect::<Result<_, _>>()?;
        best = best.min(start.elapsed().as_secs_f64());
        let claims = || outcomes.iter().flat_map(|outcomes| &outcomes.programmes);
        amount = claims().flat_map(|it| &it.amounts_fen).sum::<i64>();
        tiers = [0; 8];
        let eligible =
            claims().flat_map(|it| it.kinds.iter().zip(&it.tiers)).filter(|(kind, _)| **kind == Kind::Eligible);
        eligible.for_each(|(_, tier)| tiers[usize::from(*tier).min(7)] += 1);
    }
    Ok(json!({ "households": households, "best_s": best, "households_per_s": (households as f64 / best) as u64,
               "amount_fen": amount, "tiers": tiers }))
}

/// A tree for every household and every programme; the trees are built and counted, not printed.
fn traces(program: &Program<'_>, shares: &[Share], rounds: usize) -> Value {
    let households: usize = shares.iter().map(|share| share.ids.len()).sum();
    let (mut best, mut steps) = (f64::MAX, 0);
    let programmes = program.statute.book.programmes.iter().filter(|it| it.entity == Entity::Household).count();
    for _ in 0..rounds {
        let start = Instant::now();
        steps = shares.iter().map(|share| traced(program, share, programmes)).sum();
        best = best.min(start.elapsed().as_secs_f64());
    }
    json!({ "households": households, "best_s": best, "households_per_s": (households as f64 / best) as u64, "steps": steps })
}

fn traced(program: &Program<'_>, share: &Share, programmes: usize) -> usize {
    let blocks = share.ids.len().div_ceil(TRACED);
    let of_block = |(reader, trace): &mut (Reader<'_, '_>, Trace), block: usize| {
        let first = block * TRACED;
        let end = (first + TRACED).min(share.ids.len());
        reader.turn_to_all(first..end);
        let mut steps = 0;
        for household in 0..end - first {
            for place in 0..programmes {
                reader.trace(place, Row { household, child: 0 }, trace);
                steps += trace.steps.len();
            }
        }
        steps
    };
    let new = || (Reader::new(program, &share.population), Trace::default());
    (0..blocks).into_par_iter().map_init(new, of_block).sum()
}

/// Cold: the book is read, nothing is compiled. Warm: the program and its columns are there. Both with answer and tree; the
/// third also writes the tree in Chinese.
fn single(book: &Book, month: Month, share: &Share, rounds: usize) -> Result<Value, Box<dyn Error>> {
    let ask = Ask::of_households(book);
    let programmes = ask.programmes.as_ref().map_or(0, Vec::len);
    let mut trace = Trace::default();
    let (mut cold, mut warm, mut told, mut length) = (Vec::new(), Vec::new(), Vec::new(), 0);
    for round in 0..rounds {
        let household = share.population.alone(book, round % share.ids.len());
        let start = Instant::now();
        let program = Program::compile(book, DIVISION, month, &ask)?;
        let mut reader = Reader::new(&program, &household);
        answer(&mut reader, 0, programmes, &mut trace);
        cold.push(start.elapsed().as_secs_f64());
        // Another household than the last: a reader does nothing again for the one it has turned to.
        let mut all = Reader::new(&program, &share.population);
        answer(&mut all, (round + 1) % share.ids.len(), programmes, &mut trace);
        let start = Instant::now();
        answer(&mut all, round % share.ids.len(), programmes, &mut trace);
        warm.push(start.elapsed().as_secs_f64());
        let telling = Telling { program: &program, lang: Lang::Zh, who: &|_, row| format!("成员{}", row + 1) };
        let start = Instant::now();
        for place in 0..programmes {
            reader.trace(place, Row::default(), &mut trace);
            length += telling.tree(&trace).len();
        }
        told.push(start.elapsed().as_secs_f64());
    }
    let median = |mut times: Vec<f64>| {
        times.sort_by(f64::total_cmp);
        times[times.len() / 2] * 1e6
    };
    Ok(json!({ "programmes": programmes, "cold_us": median(cold), "warm_us": median(warm), "tell_us": median(told),
               "bytes": length / rounds }))
}

fn answer(reader: &mut Reader<'_, '_>, household: usize, programmes: usize, trace: &mut Trace) {
    reader.turn_to(household);
    for place in 0..programmes {
        std::hint::black_box(reader.answer(place, 0));
        reader.trace(place, Row::default(), trace);
    }
}
