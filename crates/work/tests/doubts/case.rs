//! A case as text.
//!
//! ```text
//! spec pension_coverage
//! month 2026-09
//! divisions
//!   419901001 柳河镇
//! table dibao_rural_person 2026-09
//!   resident_id | name | town_name
//!   1990-03-07/1 | 张三 | 柳河镇
//! ```
//!
//! An identity number is written as birth date and serial in division 419901, so that no case holds one; `!` before a value
//! makes it one that cannot be read, `!swap11 1990-03-07/1` one whose eleventh and twelfth characters are swapped, `!drop5 …`
//! one without the fifth; `-` is an empty cell.

use arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Int32Array, Int64Array, RecordBatch, StringArray, UInt16Array, UInt32Array,
    UInt64Array,
};
use doudi_kernel::{Date, DivisionList, FeedId, Money, Month, ResidentId, SnapshotId};
use doudi_work::{
    doubts::{
        Deck, Part, Table,
        spec::{FieldKind, Known},
    },
    policy::Policy,
};
use std::{collections::BTreeMap, sync::Arc};

/// The spec's name and the tables of a case.
pub(crate) fn read(text: &str, policy: &Policy) -> (String, Deck) {
    let (mut spec, mut month) = (String::new(), "2026-09".parse::<Month>().unwrap());
    let mut divisions = String::new();
    for block in blocks(text) {
        let words: Vec<&str> = block.head.split_whitespace().collect();
        match words[..] {
            ["spec", name] => spec = name.into(),
            ["month", name] => month = name.parse().unwrap(),
            ["divisions"] => block.lines.iter().for_each(|line| {
                let (code, name) = line.split_once(' ').unwrap();
                divisions += &format!("{code},{name}\n");
            }),
            ["table", ..] => {}
            _ => panic!("a case has no {:?}", block.head),
        }
    }
    let mut tables: BTreeMap<FeedId, Vec<(Part, Vec<RecordBatch>)>> = BTreeMap::new();
    for (feed, part, batches) in parts(text, policy) {
        tables.entry(feed).or_default().push((part, batches));
    }
    let tables = tables.into_iter().map(|(feed, parts)| (feed.clone(), Table::new(feed, parts))).collect();
    let divisions = DivisionList::read(&divisions, Date::constant(2026, 1, 1)).unwrap();
    (spec, Deck { month, tables, divisions })
}

/// The tables of a case, one by one.
pub(crate) fn parts(text: &str, policy: &Policy) -> Vec<(FeedId, Part, Vec<RecordBatch>)> {
    let known = Known::of(policy).unwrap();
    let table = |block: Block<'_>| match block.head.split_whitespace().collect::<Vec<_>>()[..] {
        ["table", feed, of] => {
            let (part, batches) = part(feed, of.parse().unwrap(), &block, &known);
            Some((FeedId::new(feed), part, batches))
        }
        _ => None,
    };
    blocks(text).into_iter().filter_map(table).collect()
}

struct Block<'t> {
    head: &'t str,
    lines: Vec<&'t str>,
}

fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut blocks: Vec<Block<'_>> = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
        match line.strip_prefix("  ") {
            Some(inner) => blocks.last_mut().unwrap().lines.push(inner),
            None => blocks.push(Block { head: line, lines: Vec::new() }),
        }
    }
    blocks
}

fn part(feed: &str, month: Month, block: &Block<'_>, known: &Known) -> (Part, Vec<RecordBatch>) {
    let cells = |line: &&str| line.split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
    let headings = cells(&block.lines[0]);
    let rows: Vec<Vec<String>> = block.lines[1..].iter().map(cells).collect();
    let mut columns: Vec<(String, ArrayRef)> = vec![
        ("source_sheet".into(), Arc::new(UInt16Array::from(vec![0; rows.len()]))),
        ("source_row".into(), Arc::new(UInt32Array::from_iter_values(2..rows.len() as u32 + 2))),
    ];
    for (at, heading) in headings.iter().enumerate() {
        let values: Vec<Option<&str>> = rows.iter().map(|row| Some(row[at].as_str()).filter(|v| *v != "-")).collect();
        let kind = known.field(heading).unwrap_or_else(|| panic!("no field {heading}"));
        columns.extend(column(heading, kind, &values));
    }
    let snapshot = SnapshotId::new(format!("{feed}@{month}"));
    let part = Part {
        snapshot,
        month,
        part: String::new(),
        file: format!("{feed}.xlsx"),
        sheets: vec!["Sheet1".into()],
        rows: rows.len() as u64,
        controls_agree: true,
    };
    (part, vec![RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(n, c)| (n, c, true))).unwrap()])
}

fn column(name: &str, kind: FieldKind, values: &[Option<&str>]) -> Vec<(String, ArrayRef)> {
    let parsed = |read: fn(&str) -> i64| values.iter().map(move |v| v.map(read));
    let array: ArrayRef = match kind {
        FieldKind::Id => {
            let ids = values.iter().map(|v| v.filter(|v| !v.starts_with('!')).map(|v| id(v).packed()));
            let raw = values.iter().map(|v| v.and_then(|v| v.strip_prefix('!')).map(broken));
            let raw: ArrayRef = Arc::new(raw.collect::<StringArray>());
            return vec![(name.into(), Arc::new(ids.collect::<UInt64Array>())), (format!("{name}_raw"), raw)];
        }
        FieldKind::Text | FieldKind::Code | FieldKind::Division => {
            Arc::new(values.iter().map(|v| v.map(certificate)).collect::<StringArray>())
        }
        FieldKind::Date => Arc::new(parsed(days).map(|v| v.map(|v| v as i32)).collect::<Date32Array>()),
        FieldKind::Month => Arc::new(
            parsed(|v| v.parse::<Month>().unwrap().compact().into())
                .map(|v| v.map(|v| v as i32))
                .collect::<Int32Array>(),
        ),
        FieldKind::Money => Arc::new(parsed(|v| v.parse::<Money>().unwrap().fen()).collect::<Int64Array>()),
        FieldKind::Count => Arc::new(parsed(|v| v.parse().unwrap()).collect::<Int64Array>()),
        FieldKind::Flag => Arc::new(values.iter().map(|v| v.map(|v| v == "yes")).collect::<BooleanArray>()),
    };
    vec![(name.into(), array)]
}

/// `swap11 1990-03-07/1`, `drop5 1990-03-07/1`; other texts stand for themselves.
fn broken(text: &str) -> String {
    let Some((how, of)) = text.split_once(' ') else { return text.into() };
    let mut characters = id(of).key().characters().to_vec();
    match (how.strip_prefix("swap"), how.strip_prefix("drop")) {
        (Some(at), _) => characters.swap(at.parse::<usize>().unwrap() - 1, at.parse().unwrap()),
        (_, Some(at)) => drop(characters.remove(at.parse::<usize>().unwrap() - 1)),
        _ => panic!("a number is broken by swap or drop, not {how}"),
    }
    String::from_utf8(characters).unwrap()
}

/// `1990-03-07/1`: a birth date and a serial.
pub(crate) fn id(text: &str) -> ResidentId {
    let (birth, serial) = text.split_once('/').unwrap_or_else(|| panic!("an id is written 1990-03-07/1, not {text}"));
    ResidentId::new("419901".parse().unwrap(), birth.parse().unwrap(), serial.parse().unwrap()).unwrap()
}

/// `1990-03-07/1+43`: a certificate of that holder, kind 4, grade 3. Other texts stand for themselves.
fn certificate(text: &str) -> String {
    match text.split_once('+') {
        Some((holder, tail)) => format!("{}{tail}", id(holder).key().reveal()),
        None => text.into(),
    }
}

fn days(text: &str) -> i64 {
    let day: Date = text.parse().unwrap();
    i64::from((day - Date::constant(1970, 1, 1)).get_days())
}
