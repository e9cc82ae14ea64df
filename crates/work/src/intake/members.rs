//! Members of a household in columns of its row: pairs of name and number that shift between months.

use super::{header::Header, heading::Heading, layout::Members};

/// The columns of one member.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub(super) struct Pair {
    /// Which member, from 1; `source_member` of its records.
    pub(super) number: u8,
    /// Column of the name, from 0.
    pub(super) name: Option<usize>,
    /// Column of the identity number.
    pub(super) id: Option<usize>,
    /// Column of the relation to the head.
    pub(super) relation: Option<usize>,
}

/// The cells that hold all members, apart by 、
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub(super) struct Split {
    /// Column of the names.
    pub(super) name: Option<usize>,
    /// Column of the numbers.
    pub(super) id: Option<usize>,
}

/// Finds the pairs among the columns that nothing else has taken, and takes them.
///
/// A heading with the number of the member names its place; the same heading again and again counts from left to right.
pub(super) fn pairs(members: &Members, header: &Header, taken: &mut [bool]) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = Vec::new();
    for number in 1..=members.most {
        let mut pair = Pair { number: number as u8, ..Pair::default() };
        pair.name = find(&members.name, number, header, taken);
        pair.id = find(&members.id, number, header, taken);
        if pair.name.is_some() || pair.id.is_some() {
            pair.relation = find(&members.relation, number, header, taken);
            pairs.push(pair);
        }
    }
    pairs
}

/// Finds the cells that hold all members.
pub(super) fn split(members: &Members, header: &Header, taken: &mut [bool]) -> Option<Split> {
    let split =
        Split { name: find(&members.split_name, 1, header, taken), id: find(&members.split_id, 1, header, taken) };
    (split.name.is_some() || split.id.is_some()).then_some(split)
}

/// The first free column under a heading of the list for this member.
fn find(patterns: &[String], number: usize, header: &Header, taken: &mut [bool]) -> Option<usize> {
    const CHINESE: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    for pattern in patterns {
        let digits = number.to_string();
        for shown in [digits.as_str(), CHINESE.get(number - 1).copied().unwrap_or_default()] {
            let wanted = Heading::new(&pattern.replace("{n}", shown));
            let fits = |heading: &Heading| heading.plain == wanted.plain || heading.leaf == wanted.plain;
            let free = (0..header.columns.len()).find(|column| !taken[*column] && fits(&header.columns[*column]));
            if let Some(column) = free {
                taken[column] = true;
                return Some(column);
            }
        }
    }
    None
}
