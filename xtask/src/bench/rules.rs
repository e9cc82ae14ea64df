//! Rules over columns: ours and OpenFisca in turn, on the same households and the same rule set.

use super::compare::{environment, json, text};
use super::table::{median, ratio, replace};
use crate::run::run;
use serde_json::Value;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

pub(crate) const HELP: &str = "\
cargo xtask bench rules [--rounds 5] [--persons 1000000] [--files 60000000]
  evaluates a rule set shaped like dibao over a million persons with ours and with OpenFisca in turn, with and without
  explanations, asks for one household cold and warm (of the rule set and of the shipped policies), and assesses --files
  persons from Parquet to Parquet (0: not at all).
  Rewrites the section of docs/benchmarks.md.";

const MONTH: &str = "2026-08";

/// A contender, round by round.
#[derive(Default)]
struct Rates {
    columns: Vec<f64>,
    traces: Vec<f64>,
}

pub(crate) fn rules(words: &[String]) -> Result<(), String> {
    let (mut rounds, mut persons, mut files) = (5, 1_000_000u64, 60_000_000u64);
    for pair in words.chunks(2) {
        match pair {
            [flag, value] if flag == "--rounds" => rounds = value.parse().map_err(|_| HELP)?,
            [flag, value] if flag == "--persons" => persons = value.parse().map_err(|_| HELP)?,
            [flag, value] if flag == "--files" => files = value.parse().map_err(|_| HELP)?,
            _ => return Err(HELP.into()),
        }
    }
    let (root, bench, python) = environment(&["openfisca-core"])?;
    run(env!("CARGO"), &["build", "--release", "--workspace", "--examples", "--bins"], &[])?;
    let scripts = root.join("xtask/bench/rules");
    let place = Place {
        program: root.join("target/release/examples/rules"),
        law: scripts.join("dibao.law"),
        root,
        bench,
        python,
        scripts,
    };
    let data = place.people(persons)?;
    let (mut ours, mut theirs) = (Rates::default(), Rates::default());
    let (mut told, mut peer) = (Value::Null, Value::Null);
    for round in 1..=rounds {
        told = place.ours("columns", &place.law, &data, "3")?["told"].clone();
        ours.columns.push(number(&told["households_per_s"])?);
        peer = place.peer("of", persons)?;
        theirs.columns.push(number(&peer["households_per_s"])?);
        ours.traces.push(number(&place.ours("traces", &place.law, &data, "1")?["told"]["households_per_s"])?);
        theirs.traces.push(number(&place.peer("oft", persons)?["households_per_s"])?);
        println!(
            "{round}/{rounds}: ours {:.1} M households/s, OpenFisca {:.1}",
            ours.columns[round - 1] / 1e6,
            theirs.columns[round - 1] / 1e6
        );
    }
    let mut table = place.table(&ours, &theirs, &told, &peer)?;
    table += &place.single(&data)?;
    if files > 0 {
        table += &place.files(files)?;
    }
    place.write(rounds, persons, &table)
}

struct Place {
    root: PathBuf,
    bench: PathBuf,
    python: PathBuf,
    scripts: PathBuf,
    program: PathBuf,
    law: PathBuf,
}

impl Place {
    fn people(&self, persons: u64) -> Result<PathBuf, String> {
        let data = self.bench.join(format!("households_{persons}"));
        if !data.exists() {
            let draft = data.with_extension("draft");
            run(
                &text(&self.python),
                &[&text(&self.scripts.join("make_population.py")), &persons.to_string(), &text(&draft)],
                &[],
            )?;
            std::fs::rename(&draft, &data).map_err(|why| why.to_string())?;
        }
        Ok(data)
    }

    fn ours(&self, mode: &str, law: &Path, data: &Path, last: &str) -> Result<Value, String> {
        let mut command = Command::new(&self.program);
        let files = ["households", "persons"].map(|name| data.join(format!("{name}.parquet")));
        json(command.arg(mode).arg(law).args(&files).args([MONTH, last]))
    }

    fn peer(&self, mode: &str, persons: u64) -> Result<Value, String> {
        json(Command::new(&self.python).arg(self.scripts.join("peer_openfisca.py")).args([mode, &persons.to_string()]))
    }

    fn table(&self, ours: &Rates, theirs: &Rates, told: &Value, peer: &Value) -> Result<String, String> {
        let exact = self.peer("numpy", number(&peer["persons"])? as u64)?;
        let counts = |tiers: &Value, from: usize| -> Vec<u64> {
            (from..from + 3).filter_map(|place| tiers[place].as_u64()).collect()
        };
        if counts(&told["tiers"], 1) != counts(&exact["counts"], 1) {
            return Err(format!("we count {}, NumPy in 64-bit floating point {}", told["tiers"], exact["counts"]));
        }
        let mut table =
            String::from("| households a second | ours | OpenFisca | ours ÷ theirs |\n|---|---:|---:|---:|\n");
        for (what, a, b) in [
            ("answers and amounts", &ours.columns, &theirs.columns),
            ("with an explanation tree each", &ours.traces, &theirs.traces),
        ] {
            writeln!(table, "| {what} | {:.0} | {:.0} | {:.1} |", median(a), median(b), ratio(a, b)).ok();
        }
        let yuan = number(&told["amount_fen"])? / 100.0;
        writeln!(table, "\nBoth count {:?} households of dibao, edge, rigid expenditure. Amounts: ours {yuan:.2} yuan, exact; OpenFisca {:.2}; the same rules in NumPy with 64-bit floating point {:.2}.", counts(&told["tiers"], 1), number(&peer["amount"])?, number(&exact["amount"])?).ok();
        Ok(table)
    }

    /// One household of the rule set, and of everything that is shipped.
    fn single(&self, data: &Path) -> Result<String, String> {
        let mut table = String::from(
            "\n| one household, µs | programmes | cold | warm | told in Chinese | bytes |\n|---|---:|---:|---:|---:|---:|\n",
        );
        for (name, law) in [("the rule set", self.law.clone()), ("the shipped policies", self.root.join("policy"))] {
            let told = self.ours("single", &law, data, "1001")?;
            let of = |key: &str| number(&told["told"][key]);
            writeln!(
                table,
                "| {name} | {} | {:.0} | {:.1} | {:.0} | {} |",
                of("programmes")?,
                of("cold_us")?,
                of("warm_us")?,
                of("tell_us")?,
                of("bytes")?
            )
            .ok();
        }
        Ok(table)
    }

    fn files(&self, persons: u64) -> Result<String, String> {
        let data = self.people(persons)?;
        let out = self.bench.join("determinations.parquet");
        let mut command = Command::new(&self.python);
        command.arg(self.root.join("xtask/bench/exact/run.py")).arg(&self.program).arg("files").arg(&self.law);
        command.args(["households", "persons"].map(|name| data.join(format!("{name}.parquet")))).arg(MONTH).arg(&out);
        let told = json(&mut command)?;
        if told["exit"] != 0 {
            return Err(format!("from file to file failed: {told}"));
        }
        let of = |key: &str| number(&told[key]);
        let printed: Value =
            serde_json::from_str(told["out"][0].as_str().unwrap_or_default()).map_err(|why| why.to_string())?;
        Ok(format!(
            "\n{persons} persons in {} households from Parquet to Parquet: {:.1} s wall, {:.1} CPU s, peak {:.0} MiB.\n",
            printed["told"]["households"],
            of("wall")?,
            of("cpu")?,
            of("peak")?
        ))
    }

    fn write(&self, rounds: usize, persons: u64, table: &str) -> Result<(), String> {
        let mut about = Command::new(&self.python);
        let about = json(about.arg(self.root.join("xtask/bench/exact/run.py")).arg("--about"))?;
        let said = |key: &str| about[key].as_str().unwrap_or_default().to_owned();
        let head = format!(
            "{} · {} · {} cores · {} GiB · {} · openfisca-core {} · {persons} persons · median of {rounds} · load before {:.1}\n\nIn memory, both; loading is not counted for either. OpenFisca uses one core, ours all. Its trace is one for the whole population, ours a cited tree for each household.\n\n",
            said("date"),
            said("cpu"),
            about["cores"],
            about["memory"],
            said("system"),
            self.version()?,
            about["load"].as_f64().unwrap_or_default()
        );
        let page = self.root.join("docs/benchmarks.md");
        let old = std::fs::read_to_string(&page).map_err(|why| format!("docs/benchmarks.md: {why}"))?;
        println!("{head}{table}");
        std::fs::write(&page, replace(&old, "rules", (persons, 1), &format!("{head}{table}")))
            .map_err(|why| why.to_string())
    }

    fn version(&self) -> Result<String, String> {
        let print = "import importlib.metadata as m; print(m.version('openfisca-core'))";
        let output = Command::new(&self.python).args(["-c", print]).output().map_err(|why| why.to_string())?;
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }
}

fn number(value: &Value) -> Result<f64, String> {
    value.as_f64().ok_or_else(|| "a figure is missing".into())
}
