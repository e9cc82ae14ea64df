//! Every form on its pages, in both languages.

mod any;
mod code;
mod printed;
mod samples;

use doudi_kernel::Lang;
use doudi_paper::{Document, Mark, Measure, lay_out};
use expect_test::expect_file;

/// Half a square for narrow characters, a square for the others, as SimSun has it: the same on every machine.
struct Squares;

impl Measure for Squares {
    fn advance(&self, c: char, _: bool) -> f32 {
        if c < '\u{2e80}' && !"“”‘’…—□☑".contains(c) { 0.5 } else { 1.0 }
    }
}

fn check(name: &str, paper: &Document) {
    let path = format!("{}/tests/golden/{name}.txt", env!("CARGO_MANIFEST_DIR"));
    expect_file![path].assert_eq(&lay_out(paper, &Squares).text());
}

#[test]
fn every_form_says_on_its_pages_what_it_always_said() {
    for (name, paper) in samples::all(Lang::Zh) {
        check(name, &paper);
    }
}

#[test]
fn every_form_has_an_english_face() {
    for (name, paper) in samples::all(Lang::En) {
        check(&format!("{name}.en"), &paper);
    }
}

#[test]
fn no_text_leaves_its_page() {
    for (name, paper) in samples::all(Lang::Zh).into_iter().chain(samples::all(Lang::En)) {
        let laid = lay_out(&paper, &Squares);
        for mark in laid.pages.iter().flat_map(|page| &page.marks) {
            if let Mark::Text { x, y, size, text, .. } = mark {
                let width: f32 = text.chars().map(|c| Squares.advance(c, false)).sum::<f32>() * size;
                assert!(*x >= 36.0 && x + width <= laid.width - 36.0, "{name}: {text:?} at {x}, {width} wide");
                assert!(*y >= 36.0 && *y <= laid.height - 15.0, "{name}: {text:?} at height {y}");
            }
        }
    }
}

#[test]
fn a_public_list_of_fifty_households_has_twenty_two_rows_a_page_and_its_heading_on_each() {
    let text = lay_out(&samples::notice(Lang::Zh, 50), &Squares).text();
    let pages: Vec<&str> = text.split("— ").skip(1).collect();
    assert_eq!(pages.len(), 3);
    let rows = |page: &str| page.lines().filter(|line| line.contains("柳河村") && line.contains(" | ")).count();
    assert_eq!(pages.iter().map(|page| rows(page)).collect::<Vec<_>>(), [22, 22, 6]);
    assert!(pages.iter().all(|page| page.contains("户主姓名") && page.contains("电话：0536")));
}

#[test]
fn an_identity_or_phone_number_in_a_public_list_keeps_it_from_being_printed() {
    use doudi_kernel::Say;
    for planted in ["370700190001010000", "联系 139-0000-0000", "１３９００００００００", "账号6222 0000 0000 0000"]
    {
        let mut notice = samples::notice_of(Lang::Zh, 3);
        notice.rows[1].remark = planted.into();
        let refused = notice.paper().expect_err("a number is published");
        assert_eq!(refused.row, 2);
        assert!(!refused.say(Lang::Zh).contains("0000"));
    }
    let mut notice = samples::notice_of(Lang::Zh, 3);
    notice.rows[1].address = "3组12号楼5单元1002室".into();
    assert!(notice.paper().is_ok(), "an address may hold numbers");
}

#[test]
fn an_opinion_longer_than_a_page_goes_on_over_the_page() {
    let said = "我家情况没有好转，孩子还在上学。".repeat(160);
    let laid = lay_out(&samples::hearing(Lang::Zh, &said).paper(), &Squares);
    assert!(laid.pages.len() > 1);
    let text: String = laid.text().chars().filter(|c| !c.is_whitespace() && *c != '|').collect();
    assert_eq!(text.matches('孩').count(), 160);
}
