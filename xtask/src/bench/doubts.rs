//! How many people who are insured are called not insured, and how many rows are linked to somebody else.

use super::compare::{Place, Rows, json, prepare, sizes};
use super::table;
use crate::run::run;
use serde_json::Value;
use std::fmt::Write;
use std::process::Command;

pub(crate) const HELP: &str = "\
cargo xtask bench doubts [--rows 6000000x30000000]
  makes the data with its truth under target/bench, compares the lists with and without repaired numbers and linking,
  holds what was found against the truth, and rewrites the section of docs/benchmarks.md for this size.";

/// Of those who are insured, this many in a million may be called not insured; of the register's rows, this many in a
/// million may be linked to somebody else.
const LIMITS: (u64, u64) = (500, 100);

pub(crate) fn doubts(words: &[String]) -> Result<(), String> {
    let rows = match words {
        [] => (6_000_000, 30_000_000),
        [flag, value] if flag == "--rows" => sizes(value).ok_or(HELP)?,
        _ => return Err(HELP.into()),
    };
    let place = prepare(rows, &[])?;
    let out = place.bench.join("out/doubts");
    for reading in ["exact", "clean"] {
        let lists = ["register.csv", "insured.csv"].map(|list| place.data.join(list).to_string_lossy().into_owned());
        let out = out.join(reading).to_string_lossy().into_owned();
        run(&place.program().to_string_lossy(), &["match", &lists[0], &lists[1], &out, reading], &[])?;
    }
    let told = json(Command::new(&place.python).arg(place.scripts.join("doubts.py")).arg(&place.data).arg(&out))?;
    let text = section(rows, &told);
    write(&place, rows, &text)?;
    println!("{text}");
    within(&told)
}

fn write(place: &Place, rows: Rows, text: &str) -> Result<(), String> {
    let page = place.root.join("docs/benchmarks.md");
    let old = std::fs::read_to_string(&page).map_err(|why| format!("docs/benchmarks.md: {why}"))?;
    std::fs::write(&page, table::replace(&old, "doubts", rows, text)).map_err(|why| why.to_string())
}

/// What the project holds itself to.
fn within(told: &Value) -> Result<(), String> {
    let (clean, wrong) = (number(told, "clean"), number(told, "wrong"));
    let good =
        clean * 1_000_000 <= number(told, "people") * LIMITS.0 && wrong * 1_000_000 <= number(told, "rows") * LIMITS.1;
    if good { Ok(()) } else { Err(format!("{clean} false doubts and {wrong} wrong links are too many")) }
}

fn number(told: &Value, key: &str) -> u64 {
    told[key].as_u64().unwrap_or_default()
}

fn percent(part: u64, whole: u64) -> String {
    format!("{:.4} %", part as f64 * 100.0 / whole.max(1) as f64)
}

fn section(rows: Rows, told: &Value) -> String {
    let (people, all) = (number(told, "people"), number(told, "rows"));
    let mut text =
        format!("{} × {} rows; {people} rows of the register are of people who are insured.\n\n", rows.0, rows.1);
    text += "| | rows | share |\n|---|---:|---:|\n";
    let lines = [
        ("insured, and called not insured by raw equality", number(told, "raw"), people),
        ("… after normalising", number(told, "exact"), people),
        ("… after repair and linking", number(told, "clean"), people),
        ("… of these, shown as to be looked at", number(told, "look_insured"), people),
        ("linked to somebody else, of all rows", number(told, "wrong"), all),
        ("linked by repair or description, of all rows", number(told, "repaired"), all),
        ("to be looked at, of all rows", number(told, "look"), all),
    ];
    for (what, part, whole) in lines {
        writeln!(text, "| {what} | {part} | {} |", percent(part, whole)).ok();
    }
    text += "\n| reason | proof | rows | of these wrong |\n|---|---|---:|---:|\n";
    for row in told["reasons"].as_array().into_iter().flatten() {
        let word = |at: usize| row[at].as_str().unwrap_or_default().replace('_', " ");
        writeln!(text, "| {} | {} | {} | {} |", word(0), word(1), row[2], row[3]).ok();
    }
    for row in told["looks"].as_array().into_iter().flatten() {
        writeln!(
            text,
            "| to be looked at | {} | {} | |",
            row[0].as_str().unwrap_or_default().replace('_', " "),
            row[1]
        )
        .ok();
    }
    text
}
