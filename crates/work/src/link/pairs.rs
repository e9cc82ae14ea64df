//! Pairs for other programs: Parquet or delimited text.

use super::{LinkRefused, Prepared, proposals};
use arrow::array::{ArrayRef, BooleanArray, Float64Array, StringArray, UInt32Array};
use doudi_compare::link::{Link, Linked};
use std::{io::Write, path::Path, sync::Arc};

/// In what form pairs are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PairsForm {
    /// Parquet.
    Parquet,
    /// Comma-separated text.
    Csv,
}

impl PairsForm {
    /// By the end of a file's name; Parquet unless it says `.csv`.
    pub fn of(path: &Path) -> Self {
        if path.extension().is_some_and(|end| end.eq_ignore_ascii_case("csv")) { Self::Csv } else { Self::Parquet }
    }
}

/// Whether each link is right, where the truth is known.
type Right<'a> = Option<&'a [bool]>;

/// Writes all pairs that may be one person. `left_row` and `right_row` count the rows below the header from 0, as a data
/// frame does; `cluster` is empty for pairs that are not in one cluster. With `right`, by link, a last
/// column says which are.
///
/// # Errors
/// [`LinkRefused::Unwritable`].
pub fn write_pairs(prepared: &Prepared, linked: &Linked<'_>, right: Right<'_>, path: &Path) -> Result<(), LinkRefused> {
    let bytes = match PairsForm::of(path) {
        PairsForm::Parquet => parquet(prepared, linked, right)?,
        PairsForm::Csv => csv(prepared, linked, right),
    };
    let failed = |why: std::io::Error| LinkRefused::Unwritable(path.display().to_string(), why.to_string());
    std::fs::File::create(path).and_then(|mut file| file.write_all(&bytes)).map_err(failed)
}

fn cluster(prepared: &Prepared, linked: &Linked<'_>, link: &Link) -> Option<u32> {
    let right_at = if prepared.within() { 0 } else { prepared.side(0).table.rows };
    let (left, right) = (linked.clusters[link.left as usize], linked.clusters[link.right as usize + right_at]);
    (left == right).then_some(left)
}

fn parquet(prepared: &Prepared, linked: &Linked<'_>, truth: Right<'_>) -> Result<Vec<u8>, LinkRefused> {
    let of = &linked.links;
    let [left, right] = [0, 1].map(|side| &prepared.side(side).table);
    let rows = |values: Vec<u32>| Arc::new(UInt32Array::from(values)) as ArrayRef;
    let bands = of.iter().map(|link| proposals::band(link.band));
    let mut columns: Vec<(String, ArrayRef)> = vec![
        ("left_row".into(), rows(of.iter().map(|link| left.index(link.left as usize)).collect())),
        ("right_row".into(), rows(of.iter().map(|link| right.index(link.right as usize)).collect())),
        ("weight".into(), Arc::new(Float64Array::from_iter_values(of.iter().map(|link| link.weight)))),
        ("probability".into(), Arc::new(Float64Array::from_iter_values(of.iter().map(|link| link.probability)))),
        ("band".into(), Arc::new(StringArray::from_iter_values(bands))),
        ("cluster".into(), Arc::new(of.iter().map(|link| cluster(prepared, linked, link)).collect::<UInt32Array>())),
    ];
    columns.extend(truth.map(|truth| ("true".into(), Arc::new(BooleanArray::from(truth.to_vec())) as ArrayRef)));
    proposals::write(columns)
}

fn csv(prepared: &Prepared, linked: &Linked<'_>, truth: Right<'_>) -> Vec<u8> {
    let mut text = Vec::from(&b"left_row,right_row,weight,probability,band,cluster"[..]);
    text.extend_from_slice(if truth.is_some() { b",true\n" } else { b"\n" });
    let [left, right] = [0, 1].map(|side| &prepared.side(side).table);
    for (at, link) in linked.links.iter().enumerate() {
        let rows = (left.index(link.left as usize), right.index(link.right as usize));
        let cluster = cluster(prepared, linked, link).map_or_else(String::new, |cluster| cluster.to_string());
        let band = proposals::band(link.band);
        let right = truth.map_or_else(String::new, |truth| format!(",{}", truth[at]));
        writeln!(text, "{},{},{:.4},{:.6},{band},{cluster}{right}", rows.0, rows.1, link.weight, link.probability)
            .expect("a vector takes everything");
    }
    text
}
