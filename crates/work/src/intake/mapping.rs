//! Which column of a file is which field of a layout.

use super::{
    header::Header,
    heading::Heading,
    layout::Known,
    members::{self, Pair, Split},
};

/// A layout laid over a header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mapping {
    /// For each column of the layout, the column of the file, from 0.
    pub(super) columns: Vec<Option<usize>>,
    /// Member pairs.
    pub(super) pairs: Vec<Pair>,
    /// Members in one cell.
    pub(super) split: Option<Split>,
    /// Columns of the file that something took.
    pub(super) taken: Vec<bool>,
    /// Required headings that are not there.
    pub(super) missing: Vec<String>,
    /// Matches, weighed: a heading as written counts most, without its unit or by its lowest level less.
    pub(super) weight: u32,
}

/// How well a heading of the file must agree with one of the layout.
#[derive(Clone, Copy)]
enum Agreement {
    Plain,
    Loose,
    Leaf,
}

impl Mapping {
    /// Lays a layout over a header.
    pub(super) fn of(known: &Known, header: &Header) -> Self {
        let mut it = Self {
            columns: vec![None; known.headings.len()],
            pairs: Vec::new(),
            split: None,
            taken: vec![false; header.columns.len()],
            missing: Vec::new(),
            weight: 0,
        };
        it.match_columns(known, header, Agreement::Plain, 10);
        it.match_columns(known, header, Agreement::Loose, 9);
        it.match_columns(known, header, Agreement::Leaf, 8);
        if let Some(members) = &known.layout.members {
            it.split = members::split(members, header, &mut it.taken);
            it.pairs = members::pairs(members, header, &mut it.taken);
            it.weight += 10 * it.pairs.len() as u32;
            if members.required && it.pairs.is_empty() {
                it.missing.push(members.name[0].replace("{n}", "1"));
            }
        }
        let absent = |(at, _): &(usize, _)| it.columns[*at].is_none();
        let required = known.layout.columns.iter().enumerate().filter(|(_, column)| column.required);
        let lacking: Vec<String> = required.filter(absent).map(|(at, _)| known.headings[at][0].shown.clone()).collect();
        it.missing.extend(lacking);
        it
    }

    fn match_columns(&mut self, known: &Known, header: &Header, how: Agreement, weight: u32) {
        for (at, wanted) in known.headings.iter().enumerate() {
            if self.columns[at].is_some() {
                continue;
            }
            let occurrence = known.layout.columns[at].occurrence;
            let found = wanted.iter().find_map(|heading| self.free(header, heading, occurrence, how));
            if let Some(column) = found {
                self.columns[at] = Some(column);
                self.taken[column] = true;
                self.weight += weight;
            }
        }
    }

    fn free(&self, header: &Header, wanted: &Heading, occurrence: usize, how: Agreement) -> Option<usize> {
        let fits = |heading: &Heading| match how {
            Agreement::Plain => heading.plain == wanted.plain,
            Agreement::Loose => heading.loose == wanted.loose,
            Agreement::Leaf => !heading.leaf.is_empty() && heading.leaf == wanted.plain,
        };
        let mut fitting = (0..header.columns.len()).filter(|column| fits(&header.columns[*column]));
        let column = fitting.nth(occurrence - 1)?;
        // By its lowest level alone a heading must be the only one: 合计 under 稻谷 and 合计 under 大豆 are two things.
        let alone = !matches!(how, Agreement::Leaf) || fitting.next().is_none();
        (!self.taken[column] && !header.columns[column].is_blank() && alone).then_some(column)
    }

    /// Whether the file can be of this layout.
    pub(super) fn is_possible(&self) -> bool {
        self.missing.is_empty()
    }
}
