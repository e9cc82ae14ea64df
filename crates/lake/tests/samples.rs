//! Files made on the spot, good ones and the parts of bad ones.

use doudi_lake::{Cell, Limits, Roster, Unreadable};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use std::{
    io::{Cursor, Write},
    ops::ControlFlow,
    path::Path,
};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// Two people of division 419901, which was never assigned.
pub(crate) const ZHANG: &str = "419901199003070014";
pub(crate) const LI: &str = "41990119850101002X";

/// A roster as an office writes it: hidden notes first, merged title, headings in row 2, a gap, a total.
pub(crate) fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let notes = book.add_worksheet();
    notes.set_name("填表说明").unwrap().write(0, 0, "本表由乡镇填写").unwrap();
    notes.set_hidden(true);
    let sheet = book.add_worksheet();
    sheet.set_name("名册").unwrap();
    sheet.merge_range(0, 0, 0, 3, "城乡低保花名册", &Format::new()).unwrap();
    for (column, heading) in (0..).zip(["姓名", "身份证号", "金额（元）", "最初享受月"]) {
        sheet.write(1, column, heading).unwrap();
    }
    sheet.write(2, 0, "张三").unwrap().write(2, 1, ZHANG).unwrap().write(2, 2, 632.5).unwrap();
    let day = ExcelDateTime::from_ymd(2025, 9, 3).unwrap();
    sheet.write_with_format(2, 3, &day, &Format::new().set_num_format("yyyy-mm-dd")).unwrap();
    sheet.write(3, 0, "李四").unwrap().write(3, 1, LI).unwrap().write(3, 2, 313).unwrap();
    sheet.write(5, 0, "合计").unwrap();
    sheet.set_active(true);
    book.save_to_buffer().unwrap()
}

/// A zip archive of parts.
pub(crate) fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, content) in parts {
        zip.start_file(*name, options).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The least that makes an xlsx of one sheet with this XML inside `<worksheet>`.
pub(crate) fn bare_xlsx(sheet: &str) -> Vec<u8> {
    let sheet = format!("<?xml version=\"1.0\"?><worksheet xmlns=\"{MAIN}\">{sheet}</worksheet>");
    zipped(&bare_parts(sheet.as_bytes()))
}

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const WORKBOOK: &str = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="名册" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const RELATIONS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
const PACKAGE: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;

pub(crate) fn bare_parts(sheet: &[u8]) -> Vec<(&str, &[u8])> {
    vec![
        ("[Content_Types].xml", b"<?xml version=\"1.0\"?><Types/>".as_slice()),
        ("_rels/.rels", PACKAGE.as_bytes()),
        ("xl/workbook.xml", WORKBOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet),
    ]
}

/// Overwrites two or four bytes in both headers of a part: `local` and `central` are offsets from `PK`.
pub(crate) fn patch(zip: &mut [u8], part: &str, local: usize, central: usize, value: &[u8]) {
    let mut at = 0;
    while let Some(found) = memchr_find(&zip[at..], part.as_bytes()) {
        let name = at + found;
        at = name + part.len();
        if name >= 30 && zip[name - 30..].starts_with(b"PK\x03\x04") {
            zip[name - 30 + local..][..value.len()].copy_from_slice(value);
        } else if name >= 46 && zip[name - 46..].starts_with(b"PK\x01\x02") {
            zip[name - 46 + central..][..value.len()].copy_from_slice(value);
        }
    }
}

fn memchr_find(hay: &[u8], needle: &[u8]) -> Option<usize> {
    hay.windows(needle.len()).position(|window| window == needle)
}

/// Opens a file and reads all rows of all sheets, as text: a line a row, blank sheets left out.
pub(crate) fn show(path: &Path, limits: &Limits) -> Result<String, Unreadable> {
    let mut roster = Roster::open(path, limits)?;
    let mut text = format!("{:?}\n", roster.source().format);
    for at in 0..roster.sheets().len() {
        let sheet = roster.sheets()[at].clone();
        let merged: Vec<String> = sheet
            .merged
            .iter()
            .map(|m| format!(" merged {},{}–{},{}", m.first_row, m.first_col, m.last_row, m.last_col))
            .collect();
        text += &format!("[{}]{}{}\n", sheet.name, if sheet.hidden { " hidden" } else { "" }, merged.concat());
        roster.for_each_row(at, &mut |row, cells| {
            let cells: Vec<String> = cells.iter().map(shown).collect();
            text += &format!("{row}: {}\n", cells.join(" | "));
            ControlFlow::Continue(())
        })?;
    }
    Ok(text)
}

fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Number(_) => format!("#{}", cell.shown()),
        Cell::DateTime(_) => format!("@{}", cell.shown()),
        Cell::Error(_) => format!("!{}", cell.shown()),
        _ => cell.shown().replace('\n', "⏎"),
    }
}

/// Writes bytes to a file of that name in a folder of its own, and hands its path to the test.
pub(crate) fn with_file<T>(name: &str, bytes: &[u8], test: impl FnOnce(&Path) -> T) -> T {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    test(&path)
}

pub(crate) fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)).unwrap()
}
