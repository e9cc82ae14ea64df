//! Signals: a county asked again after some changed facts beside the county asked whole, and a province from file to file.

use super::compare::{json, text};
use super::table::{median, ratio, replace};
use crate::run::run;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

pub(crate) const HELP: &str = "\
cargo xtask bench watch [--rounds 9] [--county 100000] [--province 5000000] [--changes 1000]
  makes facts of two months at random under target/bench, asks all signals of a county's persons whole and again after
  so many changed facts in turn, and watches a province's from Parquet to Parquet (0: not at all).
  Rewrites the section of docs/benchmarks.md.";

const MONTH: &str = "2026-08";

pub(crate) fn watch(words: &[String]) -> Result<(), String> {
    let (mut rounds, mut county, mut province, mut changes) = (9u64, 100_000u64, 5_000_000u64, 1_000u64);
    for pair in words.chunks(2) {
        let [flag, value] = pair else { return Err(HELP.into()) };
        let into = match flag.as_str() {
            "--rounds" => &mut rounds,
            "--county" => &mut county,
            "--province" => &mut province,
            "--changes" => &mut changes,
            _ => return Err(HELP.into()),
        };
        *into = value.parse().map_err(|_| HELP)?;
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let bench = root.join("target/bench");
    std::fs::create_dir_all(&bench).map_err(|why| why.to_string())?;
    run(env!("CARGO"), &["build", "--release", "--workspace", "--example", "watch"], &[])?;
    let place = Place { program: root.join("target/release/examples/watch"), root, bench };
    let mut section = place.county(county, changes, rounds)?;
    if province > 0 {
        section += &place.province(province)?;
    }
    place.write((county, province), &section)
}

struct Place {
    root: PathBuf,
    bench: PathBuf,
    program: PathBuf,
}

impl Place {
    fn law(&self) -> String {
        text(&self.root.join("policy"))
    }

    fn facts(&self, persons: u64) -> Result<PathBuf, String> {
        let data = self.bench.join(format!("watch_{persons}"));
        if !data.exists() {
            let draft = data.with_extension("draft");
            run(&text(&self.program), &["make", &self.law(), &text(&draft), &persons.to_string(), MONTH], &[])?;
            std::fs::rename(&draft, &data).map_err(|why| why.to_string())?;
        }
        Ok(data)
    }

    fn county(&self, persons: u64, changes: u64, rounds: u64) -> Result<String, String> {
        let data = self.facts(persons)?;
        let words = ["again", &self.law(), &text(&data), &changes.to_string(), MONTH, &rounds.to_string()];
        let told = json(Command::new(&self.program).args(words))?;
        let (whole, again) = (times(&told, "whole_s")?, times(&told, "again_s")?);
        Ok(format!(
            "| a county of {persons} persons in {} households, {} signals | ms |\n|---|---:|\n\
             | reading two months and finding everybody a month ago, once | {:.0} |\n\
             | all signals about everybody | {:.1} |\n\
             | again after {changes} changed facts | {:.2} |\n\
             | the whole ÷ again | {:.0} |\n",
            told["households"],
            told["signals"],
            told["build_s"].as_f64().unwrap_or_default() * 1e3,
            median(&whole) * 1e3,
            median(&again) * 1e3,
            ratio(&whole, &again)
        ))
    }

    fn province(&self, persons: u64) -> Result<String, String> {
        let data = self.facts(persons)?;
        let mut command = Command::new("python3");
        command.arg(self.root.join("xtask/bench/exact/run.py")).arg(&self.program);
        command.args(["files", &self.law(), &text(&data), &text(&self.bench.join("signals.parquet")), MONTH]);
        let told = json(&mut command)?;
        if told["exit"] != 0 {
            return Err(format!("from file to file failed: {told}"));
        }
        let of = |key: &str| told[key].as_f64().ok_or_else(|| format!("{key} is missing"));
        let printed = told["out"][0].as_str().unwrap_or_default();
        let printed: Value = serde_json::from_str(printed).map_err(|why| why.to_string())?;
        Ok(format!(
            "\n{} persons in {} households from Parquet facts of two months to Parquet signals: {:.1} s wall, {:.1} CPU s, peak {:.0} MiB; {} signals raised. Load of the machine before the run {:.1}.\n",
            printed["persons"],
            printed["households"],
            of("wall")?,
            of("cpu")?,
            of("peak")?,
            printed["raised"],
            of("load")?
        ))
    }

    fn write(&self, sizes: (u64, u64), section: &str) -> Result<(), String> {
        let about = json(Command::new("python3").arg(self.root.join("xtask/bench/exact/run.py")).arg("--about"))?;
        let said = |key: &str| about[key].as_str().unwrap_or_default().to_owned();
        let head = format!(
            "{} · {} · {} cores · {} GiB · {} · facts at random · medians, the whole and again in turn · load before {:.1}\n\n",
            said("date"),
            said("cpu"),
            about["cores"],
            about["memory"],
            said("system"),
            about["load"].as_f64().unwrap_or_default()
        );
        let page: &Path = &self.root.join("docs/benchmarks.md");
        let old = std::fs::read_to_string(page).map_err(|why| format!("docs/benchmarks.md: {why}"))?;
        let whole = format!("{head}{section}");
        println!("{whole}");
        std::fs::write(page, replace(&old, "watch", sizes, &whole)).map_err(|why| why.to_string())
    }
}

fn times(told: &Value, key: &str) -> Result<Vec<f64>, String> {
    let list = told[key].as_array().ok_or_else(|| format!("{key} is missing"))?;
    Ok(list.iter().filter_map(Value::as_f64).collect())
}
