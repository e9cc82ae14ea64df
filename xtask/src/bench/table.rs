//! Figures of a benchmark, and the page that they are written to.

use serde_json::Value;
use std::fmt::Write;

/// What one contender needed, run by run.
pub(crate) struct Measured {
    pub(crate) name: &'static str,
    wall: Vec<f64>,
    cpu: Vec<f64>,
    peak: Vec<f64>,
    load: Vec<f64>,
    /// The time inside the call, for the contender that tells it.
    inside: Vec<f64>,
    /// What it printed last.
    pub(crate) counts: Value,
}

impl Measured {
    pub(crate) fn new(name: &'static str) -> Self {
        let none = Vec::new;
        Self { name, wall: none(), cpu: none(), peak: none(), load: none(), inside: none(), counts: Value::Null }
    }

    /// Adds a run as `run.py` tells it.
    pub(crate) fn add(&mut self, told: &Value) -> Result<(), String> {
        let number = |key: &str| told[key].as_f64().ok_or_else(|| format!("{}: no {key}", self.name));
        if told["exit"] != 0 {
            return Err(format!("{} failed: {told}", self.name));
        }
        let (wall, cpu, peak, load) = (number("wall")?, number("cpu")?, number("peak")?, number("load")?);
        let printed = told["out"][0].as_str().unwrap_or_default();
        self.counts = serde_json::from_str(printed).map_err(|why| format!("{}: {why}", self.name))?;
        self.inside.extend(self.counts["seconds"].as_f64());
        for (list, value) in
            [(&mut self.wall, wall), (&mut self.cpu, cpu), (&mut self.peak, peak), (&mut self.load, load)]
        {
            list.push(value);
        }
        Ok(())
    }

    /// Missing, mismatch, dead, repeated ids, as any contender prints them.
    pub(crate) fn four(counts: &Value) -> Vec<u64> {
        let listed = counts["c"].as_array().map(|list| list.iter().filter_map(Value::as_u64).collect());
        let named =
            || ["missing", "mismatch", "dead", "dup_ids"].iter().filter_map(|key| counts[*key].as_u64()).collect();
        listed.unwrap_or_else(named)
    }
}

pub(super) fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    match sorted.len() {
        0 => f64::NAN,
        odd if odd % 2 == 1 => sorted[odd / 2],
        even => f64::midpoint(sorted[even / 2 - 1], sorted[even / 2]),
    }
}

/// The median over rounds of theirs by ours, each round by itself: both ran beside the same neighbours.
pub(super) fn ratio(theirs: &[f64], ours: &[f64]) -> f64 {
    median(&theirs.iter().zip(ours).map(|(t, o)| t / o).collect::<Vec<_>>())
}

pub(crate) fn section(rows: (u64, u64), rounds: usize, about: &Value, measured: &[Measured], strict: &Value) -> String {
    let mut text = String::new();
    let text_of = |key: &str| about[key].as_str().unwrap_or_default();
    let versions: Vec<String> = about["versions"]
        .as_object()
        .map(|versions| {
            versions.iter().map(|(name, version)| format!("{name} {}", version.as_str().unwrap_or_default())).collect()
        })
        .unwrap_or_default();
    let loads: Vec<f64> = measured.iter().flat_map(|one| one.load.iter().copied()).collect();
    let (low, high) = loads.iter().fold((f64::MAX, 0f64), |(low, high), &load| (low.min(load), high.max(load)));
    writeln!(
        text,
        "{} × {} rows, {} · {} · {} cores · {} GiB · {} · {} · median of {rounds} · load of the machine before a run {low:.1} to {high:.1}\n",
        rows.0, rows.1, text_of("date"), text_of("cpu"), about["cores"], about["memory"], text_of("system"), versions.join(", ")
    )
    .ok();
    text += "| | wall s | CPU s | peak MiB | wall ÷ ours | CPU ÷ ours |\n|---|---:|---:|---:|---:|---:|\n";
    for one in measured {
        let format = one.name.split('_').next().unwrap_or_default();
        let ours = measured.iter().find(|ours| ours.name == format!("{format}_ours"));
        let by = |of: fn(&Measured) -> &Vec<f64>| ours.map_or(f64::NAN, |ours| ratio(of(one), of(ours)));
        writeln!(
            text,
            "| {} | {:.2} | {:.2} | {:.0} | {:.1} | {:.1} |",
            one.name.replace('_', " "),
            median(&one.wall),
            median(&one.cpu),
            median(&one.peak),
            by(|m| &m.wall),
            by(|m| &m.cpu)
        )
        .ok();
    }
    if let Some(again) = measured.iter().find(|one| one.name == "again_ours") {
        writeln!(text, "\nComparing kept lists again, within the call: {:.3} s.", median(&again.inside)).ok();
    }
    if let [missing, mismatch, dead, dup] = Measured::four(strict)[..] {
        writeln!(
            text,
            "\nAll who trim and upper-case ids count alike: {missing} missing, {mismatch} with another name, {dead} dead, {dup} ids that \
             stand twice."
        )
        .ok();
    }
    if let Some(clean) = measured.iter().find(|one| one.name == "csv_ours") {
        writeln!(text, "\nOur clean reading, timed above: {}", clean_words(&clean.counts, strict)).ok();
    }
    text
}

fn clean_words(clean: &Value, strict: &Value) -> String {
    let number = |of: &Value, key: &str| of[key].as_u64().unwrap_or_default();
    format!(
        "{} missing and {} linked by a repaired number or by name, birth date and place ({} fewer missing: of {} fifteen-digit ids extended {} are found, of {} full-width, padded or otherwise cleaned ones {}).",
        number(clean, "missing"),
        number(clean, "repaired"),
        number(strict, "missing").saturating_sub(number(clean, "missing")),
        number(&clean["asked_forms"], "fifteen"),
        number(&clean["asked_forms"], "fifteen") - number(&clean["missing_forms"], "fifteen"),
        number(&clean["asked_forms"], "cleaned"),
        number(&clean["asked_forms"], "cleaned") - number(&clean["missing_forms"], "cleaned"),
    )
}

/// Puts a section between its marks, or at the end of the page when it is new.
pub(crate) fn replace(page: &str, bench: &str, rows: (u64, u64), text: &str) -> String {
    let (begin, end) = (format!("<!-- bench {bench} {}x{} -->\n", rows.0, rows.1), "<!-- end -->\n");
    let whole = format!("{begin}{text}{end}");
    match page.split_once(&begin).and_then(|(head, rest)| Some((head, rest.split_once(end)?.1))) {
        Some((head, tail)) => format!("{head}{whole}{tail}"),
        None => format!("{}\n\n{whole}", page.trim_end()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_is_replaced_where_it_stands_and_added_where_it_does_not() {
        let page = "# Page\n";
        let first = replace(page, "compare", (6, 30), "old\n");
        let second = replace(&first, "compare", (60, 300), "large\n");
        let third = replace(&second, "compare", (6, 30), "new\n");
        assert!(!third.contains("old") && third.find("new") < third.find("large"));
        assert_eq!(replace(&third, "compare", (6, 30), "new\n"), third);
    }

    #[test]
    fn the_median_of_an_even_number_lies_between() {
        assert_eq!(median(&[4.0, 1.0, 3.0, 2.0]), 2.5);
        assert_eq!(ratio(&[10.0, 30.0, 20.0], &[1.0, 2.0, 4.0]), 10.0);
    }
}
