//! Files that cannot be loaded, each with its sentence. The sentences are in `broken.golden`.

use crate::samples::{bare_parts, bare_xlsx, fixture, patch, show, with_file, workbook, zipped};
use doudi_kernel::{Lang, Say};
use doudi_lake::{Limits, Roster, Unreadable};
use expect_test::expect_file;

/// A bad file: what it is, what it is called, what is in it, and whether it needs the real limits.
struct Bad(&'static str, &'static str, Vec<u8>, Limits);

fn bad(what: &'static str, name: &'static str, bytes: impl Into<Vec<u8>>) -> Bad {
    Bad(what, name, bytes.into(), Limits::small())
}

fn corpus() -> Vec<Bad> {
    let kinds = [
        nothing(),
        not_tables(),
        damaged_archives(),
        hostile_archives(),
        damaged_sheets(),
        texts(),
        spread_out(),
        others(),
    ];
    kinds.into_iter().flatten().collect()
}

fn nothing() -> Vec<Bad> {
    vec![
        bad("no bytes", "空.xlsx", ""),
        bad("only line breaks", "空.csv", " \r\n\t\r\n"),
        bad("only a mark", "空.csv", "\u{feff}"),
    ]
}

fn not_tables() -> Vec<Bad> {
    let html =
        "<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><head><meta charset=\"gbk\"></head><table></table>";
    vec![
        bad("a PNG renamed", "名册.xlsx", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice()),
        bad("a JPEG renamed", "名册.xls", b"\xff\xd8\xff\xe0\0\x10JFIF".as_slice()),
        bad("a bitmap renamed", "名册.csv", b"BM\x36\0\0\0\0\0".as_slice()),
        bad("a PDF renamed", "名册.xls", "%PDF-1.7\n"),
        bad("a web page renamed", "名册.xls", html),
        bad("a web page with a mark", "名册.xls", "\u{feff}\r\n <!DOCTYPE html><table>"),
        bad(
            "an XML workbook",
            "名册.xls",
            "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">",
        ),
        bad("a single-file web page", "名册.xls", "MIME-Version: 1.0\r\n"),
        bad("a text document", "名册.xlsx", zipped(&[("word/document.xml", b"<w/>")])),
        bad("an archive of tables", "名册.zip", zipped(&[("a.xlsx", b"x"), ("b.xlsx", b"x")])),
        bad("a RAR archive", "名册.xlsx", b"Rar!\x1a\x07\x01\0".as_slice()),
        bad("a gzip archive", "名册.csv.gz", b"\x1f\x8b\x08\0\0".as_slice()),
        bad("a binary workbook", "名册.xlsb", fixture("binary.xlsb")),
        bad("an old text document", "名册.xls", compound("WordDocument")),
    ]
}

fn damaged_archives() -> Vec<Bad> {
    let whole = workbook();
    let mut bent = whole.clone();
    let middle = bent.len() / 3;
    bent[middle..middle + 400].fill(0x55);
    vec![
        bad("a workbook cut in half", "名册.xlsx", &whole[..whole.len() / 2]),
        bad("a workbook without its last bytes", "名册.xlsx", &whole[..whole.len() - 30]),
        bad("a workbook with bytes overwritten", "名册.xlsx", bent),
        bad("a workbook with a password", "名册.xlsx", fixture("encrypted.xlsx")),
        bad("an old workbook cut short", "名册.xls", &fixture("roster.xls")[..1200]),
        bad("an old workbook cut in half", "名册.xls", &fixture("roster.xls")[..2560]),
        bad("an OpenDocument sheet cut in half", "名册.ods", &fixture("roster.ods")[..900]),
    ]
}

fn hostile_archives() -> Vec<Bad> {
    let spaces = vec![b' '; 16 << 20];
    let bomb = zipped(&bare_parts(&spaces));
    let mut liar = bomb.clone();
    patch(&mut liar, "xl/worksheets/sheet1.xml", 22, 24, &1000u32.to_le_bytes());
    let mut claims = bare_xlsx("<sheetData/>");
    patch(&mut claims, "xl/worksheets/sheet1.xml", 22, 24, &3_221_225_472u32.to_le_bytes());
    let mut locked = bare_xlsx("<sheetData/>");
    patch(&mut locked, "xl/worksheets/sheet1.xml", 6, 8, &1u16.to_le_bytes());
    let strings = "<si/>".repeat(200_000);
    let mut parts = bare_parts(b"<worksheet><sheetData/></worksheet>");
    parts.push(("xl/sharedStrings.xml", strings.as_bytes()));
    vec![
        bad("a bomb that says so", "名册.xlsx", bomb),
        bad("a bomb that lies about its size", "名册.xlsx", liar),
        Bad("three gigabytes claimed", "名册.xlsx", claims, Limits::default()),
        bad("an encrypted part", "名册.xlsx", locked),
        bad("strings without end", "名册.xlsx", zipped(&parts)),
    ]
}

fn damaged_sheets() -> Vec<Bad> {
    let no_sheet = zipped(&bare_parts(b"")[..4]);
    let row = |cell: &str| bare_xlsx(&format!("<sheetData><row>{cell}</row></sheetData>"));
    let backwards = "<c r=\"A5\"><v>1</v></c><c r=\"A2\"><v>1</v></c>";
    let long = format!("<c r=\"A7\" t=\"str\"><v>{}</v></c>", "长".repeat(30_000));
    let strange = |part: &'static str| {
        let mut parts = bare_parts(b"<worksheet><sheetData/></worksheet>");
        parts.retain(|(name, _)| *name != part);
        zipped(&parts)
    };
    vec![
        bad("a sheet that is not there", "名册.xlsx", no_sheet),
        bad("a workbook without its list of sheets", "名册.xlsx", strange("xl/workbook.xml")),
        bad(
            "a sheet that breaks off",
            "名册.xlsx",
            zipped(&bare_parts(b"<worksheet><sheetData><row r=\"1\"><c r=\"A1\">")),
        ),
        bad("a cell reference that is none", "名册.xlsx", row("<c r=\"张三\"><v>1</v></c>")),
        bad("a shared string that is not there", "名册.xlsx", row("<c r=\"A1\" t=\"s\"><v>99</v></c>")),
        bad("rows out of order", "名册.xlsx", row(backwards)),
        bad("a cell far to the right", "名册.xlsx", row("<c r=\"XFD1\"><v>1</v></c>")),
        bad("a cell in the three-millionth column", "名册.xlsx", row("<c r=\"FPSPK1\"><v>1</v></c>")),
        bad("a cell of ninety thousand bytes", "名册.xlsx", row(&long)),
    ]
}

fn texts() -> Vec<Bad> {
    let gb = encoding_rs::GB18030.encode("姓名,身份证号\n张三,").0.into_owned();
    let wide = "列,".repeat(3_000_000);
    let swallowed = format!("a,b\n\"开,2\n{}", "x,y\n".repeat(400_000));
    vec![
        Bad("three million columns", "名册.csv", wide.into_bytes(), Limits::default()),
        bad("NUL bytes", "名册.csv", "姓名\0,号码\n"),
        bad("UTF-16 without a mark", "名册.csv", "a,b\n".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>()),
        bad("neither UTF-8 nor GB18030", "名册.csv", b"a,b\n\xff\xff\xff\n".as_slice()),
        bad("GB18030 cut inside a character", "名册.csv", &gb[..gb.len() - 2]),
        bad("UTF-8 under a mark with a wrong byte", "名册.csv", b"\xef\xbb\xbfa,\xe5\xbc\n".as_slice()),
        bad("a quotation mark that never closes", "名册.csv", "a,b\n1,2\n\"3,4\n5,6\n"),
        Bad("a quotation mark that swallows the file", "名册.csv", swallowed.clone().into_bytes(), Limits::default()),
        bad("a quotation mark that swallows more than memory is for", "名册.csv", swallowed),
        bad("larger than the limit", "名册.csv", "a,b\n".repeat(2 << 20)),
    ]
}

fn others() -> Vec<Bad> {
    vec![
        bad("Parquet cut short", "名册.parquet", b"PAR1\x15\x04\x15\x10".as_slice()),
        bad("Parquet with a footer of zeros", "名册.parquet", [b"PAR1".as_slice(), &[0; 64], b"PAR1"].concat()),
        bad("a compound file of nothing", "名册.xls", compound("Unknown")),
    ]
}

/// An OpenDocument spreadsheet with these rows.
fn ods(rows: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content><table:table table:name=\"名册\">{rows}</table:table></office:document-content>"
    );
    let media: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";
    zipped(&[("mimetype", media), ("content.xml", content.as_bytes())])
}

/// The old workbook with one of its fields overwritten where `find` stands, `after` bytes on.
fn old_workbook_with(find: &[u8], after: usize, value: &[u8]) -> Vec<u8> {
    let mut bytes = fixture("roster.xls");
    let at = bytes.windows(find.len()).rposition(|window| window == find).unwrap() + after;
    bytes[at..at + value.len()].copy_from_slice(value);
    bytes
}

fn spread_out() -> Vec<Bad> {
    let value = "<table:table-cell office:value-type=\"float\" office:value=\"1\"/>";
    let far = format!(
        "<table:table-row>{value}</table:table-row><table:table-row table:number-rows-repeated=\"900000\"/>\
         <table:table-row><table:table-cell table:number-columns-repeated=\"900\"/>{value}</table:table-row>"
    );
    let wide = format!(
        "<table:table-row><table:table-cell table:number-columns-repeated=\"16000\"/>{value}</table:table-row>"
    );
    let repeated = value.replace("/>", " table:number-columns-repeated=\"16000\"/>");
    let block = format!("<table:table-row table:number-rows-repeated=\"1000000\">{repeated}</table:table-row>");
    // Dimensions (512) is 14 bytes long: last row at 4. LabelSst (253) is 10 bytes long: row at 0, column at 2.
    vec![
        bad("an OpenDocument sheet with a cell a million rows away", "名册.ods", ods(&far)),
        bad("an OpenDocument sheet of many wide rows", "名册.ods", ods(&wide.repeat(100))),
        bad("an OpenDocument sheet of one cell repeated", "名册.ods", ods(&block)),
        bad(
            "an old workbook that claims four thousand million rows",
            "名册.xls",
            old_workbook_with(&[0, 2, 14, 0], 8, &[255; 4]),
        ),
        bad(
            "an old workbook whose rows run backwards",
            "名册.xls",
            old_workbook_with(&[0, 2, 14, 0], 4, &[9, 0, 0, 0, 3, 0, 0, 0]),
        ),
        bad("an old workbook with a cell far away", "名册.xls", old_workbook_with(&[253, 0, 10, 0], 4, &[255; 4])),
    ]
}

/// An OLE compound file whose directory names one stream; nothing else in it is right.
fn compound(stream: &str) -> Vec<u8> {
    let mut bytes = vec![0u8; 4096];
    bytes[..8].copy_from_slice(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    let name: Vec<u8> = stream.encode_utf16().flat_map(u16::to_le_bytes).chain([0, 0]).collect();
    bytes[1024..1024 + name.len()].copy_from_slice(&name);
    bytes[1024 + 64..1024 + 66].copy_from_slice(&(name.len() as u16).to_le_bytes());
    bytes[1024 + 66] = 2;
    bytes
}

fn sentence(what: &str, name: &str, outcome: &Result<String, Unreadable>) -> String {
    match outcome {
        Ok(rows) => format!("{what} ({name})\n    read: {rows:?}\n\n"),
        Err(why) => {
            let fault = why.fault();
            format!(
                "{what} ({name})\n    {} · {} · {}\n    {}\n    {}\n\n",
                why.code(),
                fault.say(Lang::Zh),
                fault.say(Lang::En),
                why.say(Lang::Zh),
                why.say(Lang::En)
            )
        }
    }
}

#[test]
fn every_broken_file_gets_one_clear_sentence() {
    let mut golden = String::new();
    for Bad(what, name, bytes, limits) in corpus() {
        let outcome = with_file(name, &bytes, |path| show(path, &limits));
        golden += &sentence(what, name, &outcome);
        assert!(outcome.is_err(), "{what}");
    }
    let folder = tempfile::tempdir().unwrap();
    golden += &sentence("a folder", ".", &show(folder.path(), &Limits::default()));
    golden += &sentence("no file", "名册.xlsx", &show(&folder.path().join("名册.xlsx"), &Limits::default()));
    expect_file!["broken.golden"].assert_eq(&golden);
}

#[test]
fn a_sentence_is_one_sentence_and_says_what_to_do() {
    for Bad(what, name, bytes, limits) in corpus() {
        let why = with_file(name, &bytes, |path| show(path, &limits)).unwrap_err();
        let zh = why.say(Lang::Zh);
        assert!(zh.ends_with('。') && zh.matches('。').count() == 1 && zh.contains('请'), "{what}: {zh}");
    }
}

#[test]
fn a_file_cut_anywhere_is_never_a_defect_and_never_loses_rows_in_silence() {
    for (name, whole) in [("a.xlsx", workbook()), ("a.xls", fixture("roster.xls")), ("a.ods", fixture("roster.ods"))] {
        let complete = with_file(name, &whole, |path| show(path, &Limits::small()).unwrap());
        for cut in (0..whole.len()).step_by(whole.len() / 60) {
            let outcome = with_file(name, &whole[..cut], |path| show(path, &Limits::small()));
            // Padding at the end of an xls may be missing: then all rows are there.
            assert!(outcome.is_err() || outcome.as_ref() == Ok(&complete), "{name} cut at {cut}");
            assert_ne!(outcome, Err(Unreadable::Defect), "{name} cut at {cut}");
        }
    }
}

#[test]
fn a_file_of_megabytes_is_refused_by_its_size_before_it_is_read() {
    let limits = Limits { workbook_bytes: 1000, ..Limits::small() };
    let why = with_file("a.xlsx", &workbook(), |path| Roster::open(path, &limits).map(drop)).unwrap_err();
    assert!(matches!(why, Unreadable::TooLarge { limit: 1000, .. }));
}
