//! `crates/compare/data/hanzi.tsv`: what linking needs to know about each Chinese character.

use super::{pinyin, unihan::Unihan, variants::Variants};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

const TARGET: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/compare/data/hanzi.tsv");
const HEADING: &str = "#character\tfolded\treadings\tcommon\tstrokes\tfour_corner\tcangjie";

/// Writes the table from the Unihan files of a folder and says how large it is.
pub(crate) fn generate(folder: &Path) -> Result<(), String> {
    let unihan = Unihan::read(folder)?;
    let variants = Variants::read(&unihan);
    let readings: BTreeMap<char, Vec<String>> =
        unihan.characters().map(|c| (c, pinyin::readings(&unihan, c))).filter(|(_, found)| !found.is_empty()).collect();
    let folded = fixed(unihan.characters().map(|c| (c, variants.folded(&unihan, c, &readings))).collect());
    let rows = unihan.characters().filter_map(|c| row(&unihan, c, folded[&c], readings.get(&c)));
    let rows: Vec<String> = rows.collect();
    let syllables: BTreeSet<&str> = readings.values().flatten().map(|said| &said[..said.len() - 1]).collect();
    let syllables = syllables.into_iter().collect::<Vec<_>>().join(" ");
    let text = format!("{HEADING}\n#syllables\t{syllables}\n{}\n", rows.join("\n"));
    fs::write(TARGET, &text).map_err(|why| format!("{TARGET}: {why}"))?;
    println!("{} characters, {} bytes", rows.len(), text.len());
    Ok(())
}

/// Follows each fold to its end, so that folding twice is folding once.
fn fixed(folded: BTreeMap<char, char>) -> BTreeMap<char, char> {
    let end = |mut c: char| {
        (0..4).for_each(|_| c = folded.get(&c).copied().unwrap_or(c));
        c
    };
    folded.keys().map(|c| (*c, end(*c))).collect()
}

/// A line; `None` for a character that has neither a reading nor another form.
fn row(unihan: &Unihan, c: char, folded: char, readings: Option<&Vec<String>>) -> Option<String> {
    if readings.is_none() && folded == c {
        return None;
    }
    let fold = if folded == c { String::new() } else { folded.to_string() };
    let read = readings.map(|found| found.join(" ")).unwrap_or_default();
    let common = unihan.common(c).map_or("", |_| "1");
    let first = |field| unihan.values(c, field).next().unwrap_or_default();
    let shape = [first("kTotalStrokes"), first("kFourCornerCode"), first("kCangjie")].join("\t");
    Some(format!("{c}\t{fold}\t{read}\t{common}\t{shape}").trim_end().to_owned())
}
