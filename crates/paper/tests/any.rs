//! Any form and any list: nothing is lost, nothing leaves the page.

use crate::{Squares, samples};
use doudi_kernel::Lang;
use doudi_paper::{Cell, Column, Document, Grid, Mark, Measure, Sheet, Style, Table, Value, lay_out};
use proptest::prelude::*;

/// Characters that are not spaces, in any order: cells that share a height are read from left to right.
fn bare<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<char> {
    let mut all: Vec<char> = texts.flat_map(str::chars).filter(|c| !c.is_whitespace()).collect();
    all.sort_unstable();
    all
}

fn text() -> impl Strategy<Value = String> {
    // Most boxes hold a word, some hold pages.
    prop_oneof![4 => "[甲-癸，。（）]{0,12}", 1 => "([甲-癸]{1,9}[，。]){0,40}", 1 => "([甲-癸]{1,9}[，。\n]){200,900}"]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_character_of_every_box_stands_on_some_page(
        boxes in prop::collection::vec((text(), text(), 1usize..30), 0..12),
        rows in prop::collection::vec((text(), text(), text()), 0..40),
        lying: bool,
        rows_a_page in 1usize..30,
    ) {
        let mut grid = Grid::new(&[1, 4, 2]);
        for (label, value, high) in &boxes {
            grid = grid.row([Cell::label(label), Cell::value(value).high(*high)]);
        }
        let list = rows.iter().map(|(a, b, c)| vec![Value::from(a.as_str()), b.as_str().into(), c.as_str().into()]);
        let columns = Column::all([("子", 3), ("丑", 5), ("寅", 9)]);
        let table = Table { columns, rows: list.collect(), total: None, rows_a_page, lines: 1 };
        let sheet = if lying { Sheet::Lying } else { Sheet::Upright };
        let paper = Document::new(Lang::Zh, "卯", sheet).block(grid).block(table).text(Style::Note, "辰");
        let laid = lay_out(&paper, &Squares);

        let mut seen = Vec::new();
        for mark in laid.pages.iter().flat_map(|page| &page.marks) {
            let Mark::Text { x, y, size, text, .. } = mark else { continue };
            let width: f32 = text.chars().map(|c| Squares.advance(c, false)).sum::<f32>() * size;
            prop_assert!(*x >= 36.0 && x + width <= laid.width - 36.0 && *y <= laid.height - 15.0, "{} at {x}, {y}", text);
            seen.push(text.as_str());
        }
        let frame = ["子", "丑", "寅", "卯", "辰", "第", "页", "共"];
        let inside = |c: &char| !c.is_ascii_digit() && !frame.iter().any(|known| known.contains(*c));
        let given = boxes.iter().flat_map(|(a, b, _)| [a, b]).chain(rows.iter().flat_map(|(a, b, c)| [a, b, c]));
        let given: Vec<char> = bare(given.map(String::as_str)).into_iter().filter(inside).collect();
        let seen: Vec<char> = bare(seen.into_iter()).into_iter().filter(inside).collect();
        prop_assert_eq!(seen, given);
    }
}

#[test]
fn no_seal_stands_on_a_page_without_a_row_of_the_list_it_seals() {
    for households in 1..70 {
        let mut notice = samples::notice_of(Lang::Zh, households);
        // Addresses of two lines, so that lists end at many heights.
        notice.rows.iter_mut().step_by(3).for_each(|row| row.address.push_str("（原柳河小学东侧第二排平房）"));
        let text = lay_out(&notice.paper().expect("no numbers"), &Squares).text();
        let last = text.split("— ").last().expect("a page");
        assert!(last.contains("2026年8月1日") && last.contains("合计 |"), "{households}: {last}");
        assert!(last.lines().any(|line| line.contains("柳河村")), "{households}: {last}");
    }
}
