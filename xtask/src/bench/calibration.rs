//! Whether pairs that are said to be one person with so much probability are so as often: on a synthetic county, whose
//! truth is known, a table and a plot.

use super::table;
use crate::run::run;
use std::{
    fmt::Write,
    path::{Path, PathBuf},
};

pub(crate) const HELP: &str = "\
cargo xtask bench calibration [--residents 120000]
  writes a synthetic county under target/bench/calibration, links its lists without their numbers, counts how often pairs
  are one person by the probability stated, and rewrites docs/calibration.svg and the section of docs/benchmarks.md.";

const SEED: u64 = 7;
const MONTH: &str = "2026-09";
/// The limits of the bins.
const BINS: [f64; 6] = [0.0, 0.1, 0.5, 0.9, 0.99, 1.0];
/// Two lists, and the columns that are left out so that people must be told by the others.
type Lists = (&'static str, &'static str, &'static [&'static str]);

const LISTS: [Lists; 7] = [
    ("land_contract", "household_register", &[]),
    ("no_hukou", "relapse_monitored", &[]),
    ("dibao_rural_person", "household_register", &["resident_id"]),
    ("dibao_rural_person", "household_register", &["resident_id", "birth_date"]),
    ("relapse_monitored", "household_register", &["resident_id", "birth_date"]),
    ("old_age_allowance", "household_register", &["resident_id"]),
    ("disability_certificate", "household_register", &["resident_id", "birth_date"]),
];

/// Pairs of one bin: how many, of which true, and the sum of what was stated.
type Bin = (u64, u64, f64);

pub(crate) fn calibration(words: &[String]) -> Result<(), String> {
    let residents: u64 = match words {
        [] => 120_000,
        [flag, value] if flag == "--residents" => value.parse().map_err(|_| HELP)?,
        _ => return Err(HELP.into()),
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    run("cargo", &["build", "--release", "--workspace"], &[])?;
    let county = County::write(&root, residents)?;
    let mut rows = Vec::new();
    for lists in LISTS {
        rows.push((lists, county.link(lists)?));
    }
    let mut all = [(0, 0, 0.0); 5];
    for (_, bins) in &rows {
        all.iter_mut().zip(bins).for_each(|(sum, bin)| *sum = (sum.0 + bin.0, sum.1 + bin.1, sum.2 + bin.2));
    }
    let text = section(&rows, &all);
    let page = root.join("docs/benchmarks.md");
    let old = std::fs::read_to_string(&page).map_err(|why| format!("docs/benchmarks.md: {why}"))?;
    let new = table::replace(&old, "calibration", (residents, SEED), &text);
    std::fs::write(&page, new).map_err(|why| why.to_string())?;
    std::fs::write(root.join("docs/calibration.svg"), plot(&all)).map_err(|why| why.to_string())?;
    println!("{text}");
    Ok(())
}

/// A county on disk, in the lake.
struct County {
    program: String,
    folder: PathBuf,
}

impl County {
    fn write(root: &Path, residents: u64) -> Result<Self, String> {
        let folder = root.join(format!("target/bench/calibration/{residents}"));
        let county = Self { program: text(&root.join("target/release/doudi")), folder };
        if county.folder.exists() {
            std::fs::remove_dir_all(&county.folder).map_err(|why| why.to_string())?;
        }
        std::fs::create_dir_all(&county.folder).map_err(|why| why.to_string())?;
        let (out, data) = (text(&county.folder.join("county")), text(&county.folder.join("data")));
        let (residents, seed) = (residents.to_string(), SEED.to_string());
        county.run(&["synth", "--residents", &residents, "--seed", &seed, "--month", MONTH, "--out", &out])?;
        let inside = std::fs::read_dir(&out).map_err(|why| why.to_string())?.flatten().map(|entry| entry.path());
        let list = inside.into_iter().find(|path| text(path).ends_with(".csv")).ok_or("no list of divisions")?;
        county.run(&["--data", &data, "divisions", &text(&list), "--from", "2026-01-01"])?;
        // Yearly lists came with the first month.
        for month in ["2026-07", MONTH] {
            county.run(&["--quiet", "--data", &data, "intake", "--month", month, &format!("{out}/{month}")]).ok();
        }
        Ok(county)
    }

    fn run(&self, words: &[&str]) -> Result<(), String> {
        run(&self.program, words, &[])
    }

    /// Links two lists and counts their pairs in bins.
    fn link(&self, (left, right, without): Lists) -> Result<[Bin; 5], String> {
        let (data, pairs) = (text(&self.folder.join("data")), text(&self.folder.join("pairs.csv")));
        let truth = text(&self.folder.join("county/truth/links.csv"));
        let mut words = vec!["--quiet", "--data", &data, "link", left, right, "--month", MONTH];
        without.iter().for_each(|column| words.extend(["--without", column]));
        words.extend(["--truth", &truth, "--pairs", &pairs]);
        self.run(&words)?;
        let told = std::fs::read_to_string(&pairs).map_err(|why| why.to_string())?;
        let mut bins = [(0, 0, 0.0); 5];
        for line in told.lines().skip(1) {
            let fields: Vec<&str> = line.split(',').collect();
            let stated: f64 = fields.get(3).and_then(|field| field.parse().ok()).ok_or("pairs.csv")?;
            let bin = &mut bins[BINS[1..5].iter().take_while(|limit| stated >= **limit).count()];
            *bin = (bin.0 + 1, bin.1 + u64::from(fields.last() == Some(&"true")), bin.2 + stated);
        }
        Ok(bins)
    }
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

fn share(part: f64, whole: u64) -> String {
    if whole == 0 { "—".into() } else { format!("{:.4}", part / whole as f64) }
}

fn section(rows: &[(Lists, [Bin; 5])], all: &[Bin; 5]) -> String {
    let mut text = String::from(
        "Pairs that linking keeps, by the probability that it states: how many, and the share that is one person. Lists of a \
         synthetic county; numbers, and where said birth dates, are left out of the comparison and serve as truth.\n\n\
         ![stated and true](calibration.svg)\n\n",
    );
    text += "| lists | 0–0.1 | 0.1–0.5 | 0.5–0.9 | 0.9–0.99 | 0.99–1 |\n|---|---:|---:|---:|---:|---:|\n";
    let cell = |bin: &Bin| format!("{} of {}", share(bin.1 as f64, bin.0), bin.0);
    for ((left, right, without), bins) in rows {
        let without = match without {
            [] => String::new(),
            some => format!(", without {}", some.join(", ")),
        };
        let cells: Vec<String> = bins.iter().map(cell).collect();
        writeln!(text, "| {left} × {right}{without} | {} |", cells.join(" | ")).expect("a string takes everything");
    }
    let line = |name: &str, of: &dyn Fn(&Bin) -> String| {
        let cells: Vec<String> = all.iter().map(of).collect();
        format!("| **{name}** | {} |\n", cells.join(" | "))
    };
    text += &line("all: share true", &cell);
    text += &line("all: mean stated", &|bin| share(bin.2, bin.0));
    text
}

/// Stated against true, with the interval in which the true share lies with 95 % (Wilson 1927).
fn plot(bins: &[Bin; 5]) -> String {
    let (left, top, size) = (70.0, 40.0, 360.0);
    let x = |value: f64| left + value * size;
    let y = |value: f64| top + (1.0 - value) * size;
    let mut svg = String::from(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 470" width="480" height="470" role="img" font-family="'Noto Sans CJK SC',sans-serif" font-size="13" fill="#1c2430"><title>stated and true</title><rect width="480" height="470" fill="#fff"/>"##,
    );
    for tick in [0.0, 0.25, 0.5, 0.75, 1.0] {
        write!(
            svg,
            r##"<line x1="{left}" y1="{0}" x2="{1}" y2="{0}" stroke="#e3e7ed"/><line x1="{2}" y1="{top}" x2="{2}" y2="{3}" stroke="#e3e7ed"/><text x="{4}" y="{5}" text-anchor="end">{tick}</text><text x="{2}" y="{6}" text-anchor="middle">{tick}</text>"##,
            y(tick), left + size, x(tick), top + size, left - 8.0, y(tick) + 4.0, top + size + 20.0
        )
        .expect("a string takes everything");
    }
    write!(
        svg,
        r##"<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="#8a93a0" stroke-dasharray="5 4"/>"##,
        x(0.0),
        y(0.0),
        x(1.0),
        y(1.0)
    )
    .expect("a string takes everything");
    for (pairs, right, stated) in bins.iter().filter(|bin| bin.0 > 0) {
        let n = *pairs as f64;
        let (p, mean) = (*right as f64 / n, stated / n);
        let z = 1.96_f64;
        let middle = (p + z * z / (2.0 * n)) / (1.0 + z * z / n);
        let half = z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt() / (1.0 + z * z / n);
        let label = if mean > 0.8 { (x(mean) - 10.0, "end") } else { (x(mean) + 10.0, "start") };
        write!(
            svg,
            r##"<line x1="{0:.1}" y1="{1:.1}" x2="{0:.1}" y2="{2:.1}" stroke="#2f4b7c" stroke-width="2"/><circle cx="{0:.1}" cy="{3:.1}" r="5" fill="#2f4b7c"/><text x="{4:.1}" y="{5:.1}" font-size="11" fill="#4a5666" text-anchor="{6}">{pairs}</text>"##,
            x(mean), y((middle - half).max(0.0)), y((middle + half).min(1.0)), y(p), label.0, y(p) + 16.0, label.1
        )
        .expect("a string takes everything");
    }
    write!(
        svg,
        r##"<text x="{}" y="24" text-anchor="middle" font-weight="700">把握与属实比例 Stated and true</text><text x="{0}" y="{1}" text-anchor="middle">所称把握（各组平均） stated, mean of a bin</text><text transform="translate(20 {2}) rotate(-90)" text-anchor="middle">属实比例 share true</text></svg>"##,
        left + size / 2.0, top + size + 44.0, top + size / 2.0
    )
    .expect("a string takes everything");
    svg.push('\n');
    svg
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bin_without_pairs_has_no_share_and_no_point() {
        let bins = [(0, 0, 0.0), (10, 3, 2.5), (0, 0, 0.0), (0, 0, 0.0), (1_000, 1_000, 999.5)];
        assert_eq!(plot(&bins).matches("<circle").count(), 2);
        let text = section(&[(("a", "b", &["resident_id"]), bins)], &bins);
        assert!(
            text.contains("| a × b, without resident_id | — of 0 | 0.3000 of 10 | — of 0 | — of 0 | 1.0000 of 1000 |")
        );
        assert!(text.contains("| **all: mean stated** | — | 0.2500 | — | — | 0.9995 |"));
    }
}
