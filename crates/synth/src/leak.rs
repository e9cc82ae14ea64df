//! What a text gives away about a person: tests read with it what an office emits, its pages, addresses, files and logs.

use doudi_kernel::{Date, ResidentId};
use std::collections::BTreeSet;

/// What must not stand in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Leak {
    /// Eighteen characters with a check digit.
    IdentityNumber,
    /// Fifteen digits of the first generation.
    OldIdentityNumber,
    /// A mobile telephone.
    Phone,
    /// A bank card.
    Account,
    /// Somebody's illness or disability.
    Health,
    /// One of the names that were given.
    Name,
}

/// Words for somebody's health as the vocabularies and the law's lists have them.
const HEALTH: [&str; 14] = [
    "视力残疾",
    "听力残疾",
    "言语残疾",
    "肢体残疾",
    "智力残疾",
    "精神残疾",
    "多重残疾",
    "完全不能自理",
    "部分不能自理",
    "尿毒症",
    "白血病",
    "恶性肿瘤",
    "精神分裂",
    "重特大疾病",
];

/// Words of a text that hold eleven digits or more. Digits as Chinese keyboards write them are digits.
fn words(text: &str) -> Vec<String> {
    let plain = |it: char| char::from_u32((it as u32).wrapping_sub('０' as u32)).filter(|digit| (*digit as u32) < 10);
    let folded: String = text.chars().map(|it| plain(it).map_or(it, |digit| char::from(b'0' + digit as u8))).collect();
    let cut = |it: char| !it.is_ascii_alphanumeric();
    folded.split(cut).map(str::to_ascii_uppercase).filter(|word| word.len() >= 11).collect()
}

/// Fifteen digits of the first generation: a province, and a day of the last century.
fn old_number(run: &str) -> bool {
    let number = |at: std::ops::Range<usize>| run[at].parse::<i16>().unwrap_or(0);
    run.len() == 15
        && (11..=82).contains(&number(0..2))
        && Date::new(1900 + number(6..8), number(8..10) as i8, number(10..12) as i8).is_ok()
}

/// Sixteen to nineteen digits with a check digit, as bank cards have.
fn account(run: &str) -> bool {
    let digit = |(at, it): (usize, u8)| {
        let value = u32::from(it - b'0') * if at % 2 == 1 { 2 } else { 1 };
        value / 10 + value % 10
    };
    (16..=19).contains(&run.len())
        && run.starts_with("62")
        && run.bytes().rev().enumerate().map(digit).sum::<u32>() % 10 == 0
}

/// What a text gives away. Names and health are asked only of what is `closed`: of what leaves without a purpose.
pub fn leaks(text: &str, names: &BTreeSet<String>, closed: bool) -> BTreeSet<Leak> {
    let mut found = BTreeSet::new();
    for run in words(text) {
        let mut windows = run.as_bytes().windows(18).filter_map(|it| std::str::from_utf8(it).ok());
        if windows.any(|it| it.parse::<ResidentId>().is_ok()) {
            found.insert(Leak::IdentityNumber);
        }
        // Eleven digits somewhere in a hash or in a form's token are nobody's phone.
        if !run.bytes().all(|it| it.is_ascii_digit()) {
            continue;
        }
        if old_number(&run) {
            found.insert(Leak::OldIdentityNumber);
        }
        if run.len() == 11 && run.starts_with('1') && run.as_bytes()[1] >= b'3' {
            found.insert(Leak::Phone);
        }
        if account(&run) {
            found.insert(Leak::Account);
        }
    }
    if closed && HEALTH.iter().any(|word| text.contains(word)) {
        found.insert(Leak::Health);
    }
    if closed && names.iter().any(|name| text.contains(name.as_str())) {
        found.insert(Leak::Name);
    }
    found
}
