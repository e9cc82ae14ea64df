//! Any bytes as a file: every sheet, every row, every cell. A panic that leaves the reader is a defect of ours.
//!
//! A zip archive guards its parts by checksums, and a compound file chains its sectors, so mutated bytes of a whole
//! workbook rarely reach the reader of its cells. The first byte therefore says what the rest is put into: `x` a sheet of
//! an xlsx, `s` shared strings, NUL, and a sheet, `w` the list of sheets, `t` styles, `o` the content of an ods, `b` the
//! stream of an xls; anything else is the file itself.

#![no_main]

use doudi_lake::{Limits, Roster};
use libfuzzer_sys::fuzz_target;
use std::{
    io::{Cursor, Write},
    ops::ControlFlow,
};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

// libfuzzer's own hook ends the process at every panic, also at one of a foreign reader that ours contains and turns
// into `Unreadable::Defect`. What is not contained still ends the run: the target is wrapped in `catch_unwind`.
fuzz_target!(init: std::panic::set_hook(Box::new(|_| {})), |bytes: &[u8]| {
    let wrapped = match bytes.split_first() {
        Some((b'x', rest)) => xlsx(&[("xl/worksheets/sheet1.xml", rest)]),
        Some((b's', rest)) => {
            let (strings, sheet) = rest.split_at(rest.iter().position(|byte| *byte == 0).unwrap_or(rest.len()));
            xlsx(&[("xl/sharedStrings.xml", strings), ("xl/worksheets/sheet1.xml", sheet.get(1..).unwrap_or_default())])
        }
        Some((b'w', rest)) => xlsx(&[("xl/workbook.xml", rest)]),
        Some((b't', rest)) => xlsx(&[("xl/styles.xml", rest)]),
        Some((b'o', rest)) => {
            let media: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";
            zipped(&[("mimetype", media), ("content.xml", rest)])
        }
        Some((b'b', rest)) => xls(rest),
        _ => bytes.to_vec(),
    };
    read_everything(&wrapped);
});

fn read_everything(bytes: &[u8]) {
    let file = tempfile::NamedTempFile::new().expect("the machine has a temporary folder");
    std::fs::write(file.path(), bytes).expect("which can be written");
    let Ok(mut roster) = Roster::open(file.path(), &Limits::small()) else { return };
    for sheet in 0..roster.sheets().len() {
        let mut last = 0;
        let _ = roster.for_each_row(sheet, &mut |row, cells| {
            assert!(row > last, "rows come in order");
            assert!(cells.len() <= Limits::small().columns, "and no wider than allowed");
            last = row;
            ControlFlow::Continue(())
        });
    }
}

const SHEET: &str = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row></sheetData></worksheet>";
const STRINGS: &str = "<sst><si><t>text</t></si></sst>";
const WORKBOOK: &str = "<workbook><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
const STYLES: &str = "<styleSheet><cellXfs><xf numFmtId=\"14\"/></cellXfs></styleSheet>";
const RELATIONS: &str = "<Relationships><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>";
const PACKAGE: &str = "<Relationships><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";

/// A whole xlsx with some of its parts replaced.
fn xlsx(replaced: &[(&str, &[u8])]) -> Vec<u8> {
    let parts = [
        ("[Content_Types].xml", "<Types/>"),
        ("_rels/.rels", PACKAGE),
        ("xl/workbook.xml", WORKBOOK),
        ("xl/_rels/workbook.xml.rels", RELATIONS),
        ("xl/sharedStrings.xml", STRINGS),
        ("xl/styles.xml", STYLES),
        ("xl/worksheets/sheet1.xml", SHEET),
    ];
    let chosen = parts.map(|(name, usual)| {
        let other = replaced.iter().find(|(replaced, _)| *replaced == name);
        (name, other.map_or(usual.as_bytes(), |(_, content)| content))
    });
    zipped(&chosen)
}

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, content) in parts {
        zip.start_file(*name, options).expect("a name that is not there yet");
        zip.write_all(content).expect("memory");
    }
    zip.finish().expect("memory").into_inner()
}

fn xls(stream: &[u8]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("memory");
    file.create_stream("/Workbook").expect("memory").write_all(stream).expect("memory");
    file.flush().expect("memory");
    file.into_inner().into_inner()
}
