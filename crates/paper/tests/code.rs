//! A square code is read back as a telephone reads it: format, mask, the zigzag of bits, segments (ISO/IEC 18004, version 1).

use crate::Squares;
use doudi_kernel::Lang;
use doudi_paper::{Document, Mark, Modules, Sheet, Style, lay_out};
use proptest::prelude::*;

const SIDE: usize = 21;
const SIGNS: &[u8; 45] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

type Dark = [[bool; SIDE]; SIDE];

fn dark(code: &Modules) -> Dark {
    assert_eq!(code.side, SIDE);
    let mut all = [[false; SIDE]; SIDE];
    for (column, row, long) in code.runs() {
        all[row][column..column + long].fill(true);
    }
    all
}

/// Whether a module belongs to the frame: corners with the format beside them, and the two ruled lines.
fn frame(row: usize, column: usize) -> bool {
    let corner = |row: usize, column: usize| row < 9 && column < 9;
    row == 6 || column == 6 || corner(row, column) || row < 9 && column >= 13 || row >= 13 && column < 9
}

fn masked(mask: usize, i: usize, j: usize) -> bool {
    0 == match mask {
        0 => (i + j) % 2,
        1 => i % 2,
        2 => j % 3,
        3 => (i + j) % 3,
        4 => (i / 2 + j / 3) % 2,
        5 => i * j % 2 + i * j % 3,
        6 => (i * j % 2 + i * j % 3) % 2,
        _ => ((i + j) % 2 + i * j % 3) % 2,
    }
}

/// The bits without their mask, two columns at a time, up and down.
fn bits(dark: &Dark) -> Vec<bool> {
    let mask = (2..5).fold(0, |sum, column| sum << 1 | usize::from(dark[8][column])) ^ 0b101;
    let mut bits = Vec::new();
    for (turn, right) in [20, 18, 16, 14, 12, 10, 8, 5, 3, 1].into_iter().enumerate() {
        let rows: Vec<usize> = if turn % 2 == 0 { (0..SIDE).rev().collect() } else { (0..SIDE).collect() };
        for row in rows {
            let pair = [right, right - 1].into_iter().filter(|column| !frame(row, *column));
            bits.extend(pair.map(|column| dark[row][column] ^ masked(mask, row, column)));
        }
    }
    bits
}

fn read(code: &Modules) -> String {
    let bits = bits(&dark(code));
    let mut at = 0;
    let mut take = |many: usize| {
        let number = bits[at..at + many].iter().fold(0usize, |sum, bit| sum << 1 | usize::from(*bit));
        at += many;
        number
    };
    let mut text = String::new();
    loop {
        match take(4) {
            0b0001 => {
                let mut left = take(10);
                while left > 0 {
                    let digits = left.min(3);
                    text += &format!("{:0digits$}", take([4, 7, 10][digits - 1]));
                    left -= digits;
                }
            }
            0b0010 => {
                let mut left = take(9);
                while left > 1 {
                    let pair = take(11);
                    text.extend([pair / 45, pair % 45].map(|sign| char::from(SIGNS[sign])));
                    left -= 2;
                }
                text.extend((left == 1).then(|| char::from(SIGNS[take(6)])));
            }
            0b0100 => (0..take(8)).for_each(|_| text.push(char::from(take(8) as u8))),
            _ => return text,
        }
    }
}

proptest! {
    #[test]
    fn what_stands_in_a_square_is_read_back(code in "[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}") {
        prop_assert_eq!(read(&Modules::of(&code).unwrap()), code);
    }
}

#[test]
fn a_square_stands_on_the_paper_with_its_text_beside_it_and_nothing_in_its_quiet_zone() {
    let text = "2345-ABCD-678W";
    let paper = Document::new(Lang::Zh, "告知书", Sheet::Upright)
        .text(Style::Body, "查询码")
        .block(doudi_paper::Block::Code(text.into()));
    let laid = lay_out(&paper, &Squares);
    let areas: Vec<_> = laid.pages[0]
        .marks
        .iter()
        .filter_map(|mark| if let Mark::Dark { area } = mark { Some(*area) } else { None })
        .collect();
    assert_eq!(areas.len(), Modules::of(text).unwrap().runs().count());
    let left = areas.iter().map(|area| area.0).fold(f32::MAX, f32::min);
    let right = areas.iter().map(|area| area.0 + area.2).fold(0.0, f32::max);
    let beside = laid.pages[0].marks.iter().find_map(|mark| match mark {
        Mark::Text { x, text: said, .. } if said == text => Some(*x),
        _ => None,
    });
    // Four modules on each side, a module a millimetre.
    assert!(left >= 64.0 + 4.0 * 2.83 && beside.unwrap() >= right + 4.0 * 2.83, "{left} {right} {beside:?}");
    assert!(Modules::of(&"兜".repeat(2000)).is_none(), "too long for any");
}
