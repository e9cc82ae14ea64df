//! What is linked: columns of written values, each distinct value read once.

use super::dictionary::{Dictionary, Ids};
use crate::levels::{Kind, Places, key::key};
use rayon::prelude::*;

/// One side of a column: a written value by row, `None` where nothing is written.
pub type Values<'a> = Box<dyn Iterator<Item = Option<&'a str>> + Send + 'a>;

/// A column before it is read.
pub struct Written<'a> {
    /// What it is called in explanations.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// The values of the left list and of the right one; within one list there is no right one.
    pub values: [Option<Values<'a>>; 2],
    /// The earlier column, by its place, that values of this one are sometimes written into: surname and given name.
    pub twin: Option<usize>,
}

impl std::fmt::Debug for Written<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Written({} {:?})", self.name, self.kind)
    }
}

/// A column of both lists.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) dictionary: usize,
    /// Numbers into the dictionary by row; 0 is *unknown*.
    ids: Ids,
    /// Rows of each list with the value, by value.
    pub(super) counts: [Vec<u32>; 2],
    /// The column that values of this one are sometimes written into.
    pub(super) twin: Option<usize>,
}

/// Two lists, or one list against itself.
#[derive(Debug)]
pub struct Lists {
    rows: [usize; 2],
    /// One list: its right side is its left side.
    pub(super) within: bool,
    pub(super) columns: Vec<Column>,
    dictionaries: Vec<Dictionary>,
    /// The values of all columns, row after row: what a pair's comparison looks at lies together.
    by_row: Ids,
    /// The given left list is kept as the right one. Of two lists the one whose content comes first is kept left, so that
    /// it does not matter in which order they are given.
    turned: bool,
}

/// A list of the two.
pub(super) const LEFT: usize = 0;
/// The other one; within one list, the same.
pub(super) const RIGHT: usize = 1;

impl Lists {
    /// Reads the columns. Within one list, `right_rows` is `None` and no column has right values.
    ///
    /// # Panics
    /// When a column has not as many values as its list has rows.
    pub fn read(left_rows: usize, right_rows: Option<usize>, columns: Vec<Written<'_>>) -> Self {
        Self::read_with(&Places::default(), left_rows, right_rows, columns)
    }

    /// Reads the columns, with the names of places and their renamings.
    ///
    /// # Panics
    /// When a column has not as many values as its list has rows.
    pub fn read_with(known: &Places, left_rows: usize, right_rows: Option<usize>, columns: Vec<Written<'_>>) -> Self {
        let heads: Vec<(String, Option<usize>)> = columns.iter().map(|c| (c.name.clone(), c.twin)).collect();
        let mut groups: Vec<(Kind, Vec<usize>, Vec<Written<'_>>)> = Vec::new();
        for (at, column) in columns.into_iter().enumerate() {
            let twin = column.twin.and_then(|twin| groups.iter_mut().find(|group| group.1.contains(&twin)));
            match twin {
                Some(group) => {
                    group.1.push(at);
                    group.2.push(column);
                }
                None => groups.push((column.kind, vec![at], vec![column])),
            }
        }
        let read: Vec<_> = groups
            .into_par_iter()
            .map(|(kind, places, columns)| (places, Dictionary::read(kind, columns, known)))
            .collect();
        let mut columns: Vec<Option<Column>> = heads.iter().map(|_| None).collect();
        let mut dictionaries = Vec::with_capacity(read.len());
        for (places, (dictionary, ids)) in read {
            for (place, ids) in places.iter().zip(ids) {
                assert_eq!(ids[LEFT].len(), left_rows, "a value for every row");
                assert_eq!(ids[RIGHT].len(), right_rows.unwrap_or(0), "a value for every row");
                let twin = places.iter().copied().find(|other| other != place);
                let name = heads[*place].0.clone();
                let counts = counts(&dictionary, &ids, right_rows.is_none());
                columns[*place] = Some(Column { name, dictionary: dictionaries.len(), ids, counts, twin });
            }
            dictionaries.push(dictionary);
        }
        let columns: Vec<Column> =
            columns.into_iter().map(|column| column.expect("every column is in one group")).collect();
        let rows = [left_rows, right_rows.unwrap_or(left_rows)];
        let by_row = [by_row(&columns, LEFT, left_rows), by_row(&columns, RIGHT, right_rows.unwrap_or(0))];
        let mut it = Self { rows, within: right_rows.is_none(), columns, dictionaries, by_row, turned: false };
        if it.summary(LEFT) > it.summary(RIGHT) {
            it.turn();
        }
        it
    }

    /// A word for all that a list says, whatever the order of its rows.
    fn summary(&self, side: usize) -> (usize, u64) {
        let counts = self.columns.iter().flat_map(|column| &column.counts[side]);
        (self.rows[side], key(counts.map(|count| u64::from(*count))))
    }

    fn turn(&mut self) {
        self.turned = true;
        self.rows.swap(LEFT, RIGHT);
        self.by_row.swap(LEFT, RIGHT);
        for column in &mut self.columns {
            column.ids.swap(LEFT, RIGHT);
            column.counts.swap(LEFT, RIGHT);
        }
    }

    /// From the sides as they were given to the sides as they are kept, and back.
    pub(super) fn turned<T>(&self, (left, right): (T, T)) -> (T, T) {
        if self.turned { (right, left) } else { (left, right) }
    }

    /// Clusters of rows as they are kept, for rows as they were given: the left list first.
    pub(super) fn turned_rows(&self, clusters: Vec<u32>) -> Vec<u32> {
        if !self.turned {
            return clusters;
        }
        let (first, second) = (self.rows[LEFT] as u32, self.rows[RIGHT] as u32);
        let given = |row: u32| if row < first { row + second } else { row - first };
        // Each cluster is named by the least of its rows as given.
        let mut names = vec![u32::MAX; clusters.len()];
        for (row, cluster) in clusters.iter().enumerate() {
            let name = &mut names[*cluster as usize];
            *name = (*name).min(given(row as u32));
        }
        let mut turned = vec![0; clusters.len()];
        clusters
            .iter()
            .enumerate()
            .for_each(|(row, cluster)| turned[given(row as u32) as usize] = names[*cluster as usize]);
        turned
    }

    /// How many rows the left or the right list has.
    pub(super) fn rows(&self, side: usize) -> usize {
        self.rows[side]
    }

    /// How many pairs there are at all.
    pub(super) fn possible_pairs(&self) -> f64 {
        let [left, right] = self.rows.map(|rows| rows as f64);
        if self.within { left * (left - 1.0) / 2.0 } else { left * right }
    }

    /// The values of a row, by column.
    #[inline]
    pub(super) fn row(&self, side: usize, row: u32) -> &[u32] {
        let columns = self.columns.len();
        &self.by_row[if self.within { LEFT } else { side }][row as usize * columns..][..columns]
    }

    /// The values of a column on one side, by row.
    #[inline]
    pub(super) fn ids(&self, side: usize, column: usize) -> &[u32] {
        &self.columns[column].ids[if self.within { LEFT } else { side }]
    }

    pub(super) fn dictionary(&self, column: usize) -> &Dictionary {
        &self.dictionaries[self.columns[column].dictionary]
    }

    /// The kind of a column.
    pub(super) fn kind(&self, column: usize) -> Kind {
        self.dictionary(column).kind
    }

    /// For each column of identity numbers, by row of the left and then of the right list: the number when it is valid,
    /// else 0.
    pub(super) fn valid_numbers(&self) -> Vec<Vec<u32>> {
        let of = |column: usize| {
            let dictionary = self.dictionary(column);
            let right = if self.within { &[][..] } else { self.ids(RIGHT, column) };
            let ids = self.ids(LEFT, column).iter().chain(right);
            ids.map(|id| if dictionary.valid_number(*id) { *id } else { 0 }).collect()
        };
        (0..self.columns.len()).filter(|at| self.kind(*at) == Kind::ResidentId).map(of).collect()
    }

    /// A word for what a row says, whatever its place in the list.
    pub(super) fn content(&self, side: usize, row: u32) -> u64 {
        key(self.row(side, row).iter().map(|value| u64::from(*value)))
    }
}

fn counts(dictionary: &Dictionary, ids: &Ids, within: bool) -> [Vec<u32>; 2] {
    let count = |ids: &[u32]| {
        let mut counts = vec![0; dictionary.len()];
        ids.iter().for_each(|id| counts[*id as usize] += 1);
        counts
    };
    let left = count(&ids[LEFT]);
    let right = if within { left.clone() } else { count(&ids[RIGHT]) };
    [left, right]
}

fn by_row(columns: &[Column], side: usize, rows: usize) -> Vec<u32> {
    let mut values = vec![0; rows * columns.len()];
    values.par_chunks_mut(columns.len().max(1)).enumerate().with_min_len(1 << 14).for_each(|(row, values)| {
        values.iter_mut().zip(columns).for_each(|(value, column)| *value = column.ids[side][row]);
    });
    values
}
