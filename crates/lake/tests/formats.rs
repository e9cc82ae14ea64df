//! The same roster in every format reads the same, whatever the file is called.

use crate::samples::{LI, ZHANG, bare_xlsx, fixture, show, with_file, workbook};
use arrow::array::{ArrayRef, Date32Array, Float64Array, Int64Array, RecordBatch, StringArray};
use doudi_lake::{Limits, Roster};
use expect_test::{Expect, expect};
use std::{ops::ControlFlow, sync::Arc};

fn check(name: &str, bytes: &[u8], expected: Expect) {
    let found = with_file(name, bytes, |path| show(path, &Limits::small())).unwrap_or_else(|why| why.to_string());
    expected.assert_eq(&found);
}

#[test]
fn an_xlsx_gives_rows_dates_hidden_sheets_and_merged_titles() {
    let expected = expect![[r#"
        Xlsx
        [填表说明] hidden
        1: 本表由乡镇填写
        [名册] merged 0,0–0,3
        1: 城乡低保花名册
        2: 姓名 | 身份证号 | 金额（元） | 最初享受月
        3: 张三 | 419901199003070014 | #632.5 | @2025-09-03
        4: 李四 | 41990119850101002X | #313
        6: 合计
    "#]];
    check("名册.xlsx", &workbook(), expected);
}

#[test]
fn an_xlsx_named_xls_is_read_all_the_same() {
    let read = |name: &str| with_file(name, &workbook(), |path| show(path, &Limits::small()).unwrap());
    assert_eq!(read("名册.xls"), read("名册.xlsx"));
    assert_eq!(read("名册.csv"), read("名册.xlsx"));
}

#[test]
fn an_xls_reads_the_same() {
    check(
        "roster.xls",
        &fixture("roster.xls"),
        expect![[r#"
        Xls
        [填表说明] hidden
        1: 本表由乡镇填写
        [名册] merged 0,0–0,3
        1: 城乡低保花名册
        2: 姓名 | 身份证号 | 金额（元） | 最初享受月
        3: 张三 | 419901199003070014 | #632.5 | @2025-09-03
        4: 李四 | 41990119850101002X | #313
        6: 合计
    "#]],
    );
}

#[test]
fn an_ods_reads_the_same() {
    check(
        "roster.ods",
        &fixture("roster.ods"),
        expect![[r#"
        Ods
        [填表说明] hidden
        1: 本表由乡镇填写
        [名册]
        1: 城乡低保花名册
        2: 姓名 | 身份证号 | 金额（元） | 最初享受月
        3: 张三 | 419901199003070014 | #632.5 | @2025-09-03
        4: 李四 | 41990119850101002X | #313
        6: 合计
    "#]],
    );
}

#[test]
fn cells_of_every_kind_come_through() {
    let sheet = r#"<sheetData><row r="2"><c r="B2" t="inlineStr"><is><t>文字</t></is></c><c r="C2"><v>419901199003070014</v></c><c r="D2" t="b"><v>1</v></c><c r="E2" t="e"><v>#N/A</v></c><c r="G2" t="d"><v>2025-09-03</v></c><c r="H2" t="str"><v>公式</v></c></row><row r="9"><c r="A9"/></row></sheetData>"#;
    check(
        "cells.xlsx",
        &bare_xlsx(sheet),
        expect![[r#"
        Xlsx
        [名册]
        2:  | 文字 | #419901199003070000 | TRUE | !#N/A |  | @2025-09-03 | 公式
    "#]],
    );
}

#[test]
fn delimited_text_is_numbered_as_a_spreadsheet_numbers_it() {
    let text = "名册\n\n姓名,\"住\n址\",备注\n\n\n张三,\"石桥村\n一组\",\n,,\n李四,柳河镇,无";
    check(
        "名册.csv",
        text.as_bytes(),
        expect![[r#"
        Csv { encoding: Utf8, delimiter: 44 }
        []
        1: 名册
        3: 姓名 | 住⏎址 | 备注
        6: 张三 | 石桥村⏎一组 | 
        8: 李四 | 柳河镇 | 无
    "#]],
    );
    let crlf = text.replace('\n', "\r\n");
    let read = |bytes: &[u8]| with_file("a.csv", bytes, |path| show(path, &Limits::small()).unwrap());
    assert_eq!(read(crlf.as_bytes()).replace('\r', ""), read(text.as_bytes()));
}

#[test]
fn every_encoding_and_delimiter_gives_the_same_rows() {
    let text = format!("姓名\t身份证号\t备注\n张三\t{ZHANG}\t甲,乙;丙|丁\n李四\t{LI}\t\n");
    let rows = |bytes: &[u8]| {
        let shown = with_file("a.txt", bytes, |path| show(path, &Limits::small()).unwrap());
        let (format, rows) = shown.split_once('\n').unwrap();
        (format.to_owned(), rows.to_owned())
    };
    let utf16: Vec<u8> = std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let forms = [
        text.as_bytes().to_vec(),
        [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        encoding_rs::GB18030.encode(&text).0.into_owned(),
        utf16,
        text.replace('\t', "\u{1}").replace(',', "，").replace('\u{1}', ",").into_bytes(),
    ];
    let found: Vec<_> = forms.iter().map(|bytes| rows(bytes)).collect();
    let formats: Vec<&str> = found.iter().map(|(format, _)| format.as_str()).collect();
    expect![[r#"
        Csv { encoding: Utf8, delimiter: 9 }
        Csv { encoding: Utf8Bom, delimiter: 9 }
        Csv { encoding: Gb18030, delimiter: 9 }
        Csv { encoding: Utf16Le, delimiter: 9 }
        Csv { encoding: Utf8, delimiter: 44 }"#]]
    .assert_eq(&formats.join("\n"));
    assert!(found[1..4].iter().all(|(_, rows)| *rows == found[0].1));
    assert_eq!(found[4].1.replace('，', ","), found[0].1);
}

#[test]
fn a_title_above_and_a_total_below_do_not_choose_the_delimiter() {
    let text = "2026年9月;汇总\n姓名,号码,金额;元,备注\n张三,1,2,a\n李四,1,2,b\n合计;2;人\n";
    let shown = with_file("a.csv", text.as_bytes(), |path| show(path, &Limits::small()).unwrap());
    assert!(shown.contains("delimiter: 44"), "{shown}");
}

#[test]
fn a_byte_order_mark_and_dos_end_mark_leave_no_trace() {
    check(
        "a.csv",
        b"\xef\xbb\xbfa,b\r\n1,2\r\n",
        expect![[r#"
        Csv { encoding: Utf8Bom, delimiter: 44 }
        []
        1: a | b
        2: 1 | 2
    "#]],
    );
}

#[test]
fn parquet_reads_as_a_sheet_with_headings() {
    let columns: [(&str, ArrayRef); 4] = [
        ("姓名", Arc::new(StringArray::from(vec![Some("张三"), None]))),
        ("编号", Arc::new(Int64Array::from(vec![419_901_199_003_070_014, 7]))),
        ("金额", Arc::new(Float64Array::from(vec![Some(632.5), None]))),
        ("日期", Arc::new(Date32Array::from(vec![Some(20_334), None]))),
    ];
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let mut bytes = Vec::new();
    let mut writer = parquet::arrow::ArrowWriter::try_new(&mut bytes, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    check(
        "a.parquet",
        &bytes,
        expect![[r#"
        Parquet
        []
        1: 姓名 | 编号 | 金额 | 日期
        2: 张三 | 419901199003070014 | #632.5 | @2025-09-03
        3:  | 7 |  | 
    "#]],
    );
}

#[test]
fn reading_stops_when_told_and_can_begin_again() {
    with_file("a.csv", b"a\nb\nc\n", |path| {
        let mut roster = Roster::open(path, &Limits::default()).unwrap();
        for _pass in 0..2 {
            let mut seen = Vec::new();
            let mut each = |row: u32, _: &[doudi_lake::Cell]| {
                seen.push(row);
                if row == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            };
            roster.for_each_row(0, &mut each).unwrap();
            assert_eq!(seen, [1, 2]);
        }
    });
}

#[test]
fn the_source_names_the_file_and_never_its_folder() {
    with_file("名册.csv", b"a,b\n", |path| {
        let roster = Roster::open(path, &Limits::default()).unwrap();
        assert_eq!(roster.source().name, "名册.csv");
        assert_eq!(roster.source().blake3, blake3::hash(b"a,b\n").to_hex().as_str());
    });
}

#[test]
fn a_panic_of_the_caller_is_not_taken_for_a_defect_of_the_reader() {
    let caught = std::panic::catch_unwind(|| {
        with_file("a.csv", b"a\n", |path| {
            let mut roster = Roster::open(path, &Limits::default()).unwrap();
            let _ = roster.for_each_row(0, &mut |_, _| std::panic::panic_any("mine"));
        })
    });
    assert_eq!(caught.unwrap_err().downcast_ref::<&str>(), Some(&"mine"));
}

#[test]
fn debug_output_of_a_cell_never_shows_its_value() {
    let cell = doudi_lake::Cell::Text(ZHANG.into());
    assert_eq!(format!("{cell:?}"), "Text(18 characters)");
}
