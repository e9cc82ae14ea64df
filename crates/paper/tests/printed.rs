//! Files: PDF with this machine's faces, and workbooks.

use crate::samples;
use doudi_kernel::{Lang, Say};
use doudi_paper::{Document, Fonts, PaperError, Sheet, Style, print, workbook};
use std::{fs, path::Path};

fn fonts() -> Fonts {
    Fonts::of_system().unwrap_or_else(|why| panic!("{}", why.say(Lang::En)))
}

/// Writes every form where it can be looked at.
#[test]
fn every_form_is_printed_with_faces_cut_down_to_what_it_uses() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("papers");
    fs::create_dir_all(&folder).expect("a folder");
    let fonts = fonts();
    for lang in [Lang::Zh, Lang::En] {
        for (name, paper) in samples::all(lang) {
            let printed = print(&paper, &fonts).expect("printed");
            let end = lang.pick("", ".en");
            fs::write(folder.join(format!("{name}{end}.pdf")), &printed.bytes).expect("written");
            fs::write(folder.join(format!("{name}{end}.xlsx")), workbook(&paper).expect("a workbook"))
                .expect("written");
            assert!(printed.bytes.starts_with(b"%PDF-"));
            // A Chinese face is ten megabytes and more.
            assert!(printed.bytes.len() < 300_000, "{name}: {} bytes", printed.bytes.len());
            assert_eq!(printed.missing.iter().collect::<Vec<_>>(), Vec::<&char>::new(), "{name}");
        }
    }
}

#[test]
fn a_workbook_keeps_amounts_as_numbers_and_adds_up() {
    use calamine::{Data, Reader, Xlsx};
    let bytes = workbook(&samples::notice(Lang::Zh, 50)).expect("a workbook");
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes)).expect("opens");
    let sheet = book.worksheet_range("社会救助对象公示名单").expect("the sheet");
    let rows: Vec<&[Data]> = sheet.rows().collect();
    let at = |name: &str| rows.iter().position(|row| row.iter().any(|cell| cell == &Data::String(name.into())));
    let (head, last) = (at("户主姓名").expect("a heading"), at("合计").expect("the heading itself holds 合计"));
    assert_eq!(head, last, "the first 合计 is a column");
    let column = rows[head].iter().position(|cell| cell == &Data::String("合计".into())).expect("a column");
    let fen = |row: &[Data]| match &row[column] {
        Data::Float(yuan) => (yuan * 100.0).round() as i64,
        other => panic!("{other:?} is not a number"),
    };
    let body = &rows[head + 1..head + 51];
    assert_eq!(body.iter().map(|row| fen(row)).sum::<i64>(), fen(rows[head + 51]));
    assert!(fen(rows[head + 51]) > 0);
}

#[test]
fn urban_and_rural_additions_have_a_sheet_each() {
    use calamine::{Reader, Xlsx};
    let (_, paper) = samples::all(Lang::Zh).into_iter().find(|(name, _)| *name == "additions").expect("a sample");
    let bytes = workbook(&paper).expect("a workbook");
    let book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes)).expect("opens");
    assert_eq!(book.sheet_names(), ["农村", "城市"]);
}

#[test]
fn a_character_that_no_face_has_is_told_and_not_left_out() {
    // Private use: no face of a machine may hold it.
    let paper = Document::new(Lang::Zh, "通知", Sheet::Upright).text(Style::Plain, "张\u{f8f0}：");
    let printed = print(&paper, &fonts()).expect("printed");
    assert_eq!(printed.missing.into_iter().collect::<Vec<_>>(), ['\u{f8f0}']);
}

#[test]
fn a_machine_without_chinese_faces_is_told_what_to_install() {
    let why = PaperError::NoFont;
    assert!(why.say(Lang::Zh).contains("fonts-noto-cjk") && why.say(Lang::En).contains("fonts-noto-cjk"));
}

#[test]
fn what_leaves_the_office_says_first_who_took_it_and_an_original_says_nothing() {
    use calamine::{Data, Reader, Xlsx};
    let first = |name: &str| {
        let (_, paper) = samples::all(Lang::Zh).into_iter().find(|(own, _)| *own == name).expect("a sample");
        let bytes = workbook(&paper).expect("a workbook");
        let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes)).expect("opens");
        let sheet = book.worksheet_range_at(0).expect("a sheet").expect("reads");
        let text = sheet.rows().flatten().find(|cell| **cell != Data::Empty).map(ToString::to_string);
        text.unwrap_or_default()
    };
    assert!(first("roster").contains("用途：月度上报"), "{}", first("roster"));
    assert_eq!(first("adjusted"), "保障金增发减发表");
    // A mark is drawn with the page: what it lacks is told as of any text.
    let paper = Document::new(Lang::Zh, "名单", Sheet::Lying).watermark("某\u{f8f1}");
    assert!(print(&paper, &fonts()).expect("printed").missing.contains(&'\u{f8f1}'));
}
