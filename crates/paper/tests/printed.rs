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
