//! The importer's reader and cleaner see what the county says it wrote.

use crate::{plan, truth::lines, write};
use doudi_lake::{Cell, Limits, Roster, Rule, clean};
use std::{collections::BTreeMap, fs, ops::ControlFlow, path::Path};

/// The rows of a file's last sheet, by their number.
fn rows(path: &Path) -> BTreeMap<u32, Vec<Cell>> {
    let mut roster = Roster::open(path, &Limits::default()).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
    let (sheet, mut rows) = (roster.sheets().len() - 1, BTreeMap::new());
    let mut keep = |row: u32, cells: &[Cell]| {
        rows.insert(row, cells.to_vec());
        ControlFlow::Continue(())
    };
    roster.for_each_row(sheet, &mut keep).unwrap();
    rows
}

/// Where the last heading that names an identity number or certificate of the person stands, and below which row.
fn key(rows: &BTreeMap<u32, Vec<Cell>>, heading: &str) -> Option<(u32, usize)> {
    let at = |cells: &[Cell]| cells.iter().position(|cell| matches!(cell, Cell::Text(text) if text == heading));
    rows.iter().take(5).find_map(|(row, cells)| at(cells).map(|column| (*row, column)))
}

#[test]
fn every_error_of_the_truth_stands_where_it_says_and_breaks_the_rule_that_it_names() {
    let folder = tempfile::tempdir().unwrap();
    write(&plan(25_000), folder.path());
    let text = fs::read_to_string(folder.path().join("truth/errors.csv")).unwrap();
    let mut by_file: BTreeMap<(&str, &str), Vec<BTreeMap<&str, &str>>> = BTreeMap::new();
    for error in lines(&text) {
        by_file.entry((error["month"], error["file"])).or_default().push(error);
    }
    let mut seen = BTreeMap::<String, u32>::new();
    for ((month, file), errors) in by_file {
        let rows = rows(&folder.path().join(month).join(file));
        for error in errors {
            let heading = error["column"].split('|').next().unwrap();
            let (_, column) = key(&rows, heading).unwrap_or_else(|| panic!("{file}: {heading}"));
            let row: u32 = error["row"].parse().unwrap();
            let cells = &rows[&row];
            let pairs = file.starts_with("城市低保");
            let is = |cell: &Cell, rule: &str| match clean::id(cell) {
                Ok(None) => rule == "id_missing",
                Ok(Some(clean::CleanId::Certificate(_))) => rule == "certificate_as_id",
                Ok(Some(_)) => false,
                Err(broken) => broken.code() == rule,
            };
            let judged = [
                "id_check_character",
                "scientific_notation",
                "id_placeholder",
                "id_form",
                "id_missing",
                "certificate_as_id",
            ];
            if judged.contains(&error["kind"]) {
                let missing = Cell::Empty;
                let fits = if pairs {
                    error["kind"] == "id_missing" || cells.iter().any(|cell| is(cell, error["kind"]))
                } else {
                    is(cells.get(column).unwrap_or(&missing), error["kind"])
                };
                assert!(fits, "{file} row {row}: {}", error["kind"]);
            }
            *seen.entry(error["kind"].to_owned()).or_default() += 1;
        }
    }
    for kind in
        ["id_check_character", "scientific_notation", "id_placeholder", "id_form", "certificate_as_id", "unknown_value"]
    {
        assert!(seen.get(kind).is_some_and(|count| *count > 0), "{kind} never happened: {seen:?}");
    }
}

#[test]
fn every_id_that_is_not_in_the_list_of_errors_can_be_read() {
    let folder = tempfile::tempdir().unwrap();
    write(&plan(12_000), folder.path());
    let text = fs::read_to_string(folder.path().join("truth/errors.csv")).unwrap();
    let errors = lines(&text);
    let files = [
        ("医保参保名册_202609.csv", "身份证号"),
        ("居保参保明细_202609.csv", "证件号码"),
        ("公安户籍人口_202609.csv", "身份证号码"),
        ("学籍名册_202609.xlsx", "身份证件号"),
        ("农村低保人员查询_202609.xlsx", "身份证号"),
        ("残疾人两项补贴_2026年9月.xlsx", "身份证号码"),
    ];
    for (file, heading) in files {
        let rows = rows(&folder.path().join("2026-09").join(file));
        let (header, column) = key(&rows, heading).unwrap();
        for (row, cells) in rows.range(header + 1..) {
            let cell = cells.get(column).unwrap_or(&Cell::Empty);
            let row_text = row.to_string();
            let spoiled = errors.iter().any(|e| e["month"] == "2026-09" && e["file"] == file && e["row"] == row_text);
            match clean::id(cell) {
                Ok(Some(id)) => assert!(id.resident().key().reveal().starts_with("4199")),
                Ok(None) | Err(Rule::ScientificNotation) => assert!(spoiled, "{file} row {row}"),
                Err(rule) => assert!(spoiled, "{file} row {row}: {}", rule.code()),
            }
        }
    }
}
