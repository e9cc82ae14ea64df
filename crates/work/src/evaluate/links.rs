//! What linking proposed against what is true: by band, and by how likely it said that a pair is one person.

use crate::link::Side;
use doudi_compare::link::{Band, Link};
use std::collections::BTreeMap;

/// Whose the rows without a number are, by list and row; from `truth/links.csv` of a synthetic county.
#[derive(Clone, Debug, Default)]
pub struct LinkTruth {
    rows: BTreeMap<(String, u32), String>,
}

/// How right a band is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BandScore {
    /// Pairs in it.
    pub pairs: u64,
    /// Of which are one person.
    pub right: u64,
}

/// How right a linking is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LinkScore {
    /// Pairs that are one person.
    pub truth: u64,
    /// Taken for one person.
    pub same: BandScore,
    /// To be looked at.
    pub look: BandScore,
}

/// The limits of the bins in which probabilities are counted.
pub const BINS: [f64; 6] = [0.0, 0.1, 0.5, 0.9, 0.99, 1.0];

/// Pairs whose stated probability lies between two limits.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bin {
    /// How many.
    pub pairs: u64,
    /// How many are one person.
    pub right: u64,
    /// The sum of their stated probabilities.
    pub stated: f64,
}

impl LinkTruth {
    /// Reads `truth/links.csv`.
    ///
    /// # Errors
    /// The line, from 1, that cannot be read.
    pub fn read(text: &str) -> Result<Self, usize> {
        let mut rows = BTreeMap::new();
        for (at, line) in text.lines().enumerate().skip(1) {
            let fields: Vec<&str> = line.split(',').collect();
            let [month, feed, file, _, row, person, id] = fields[..] else { return Err(at + 1) };
            let row: u32 = row.parse().map_err(|_| at + 1)?;
            let who = if id.is_empty() { person } else { id };
            rows.insert((file.to_owned(), row), who.to_owned());
            rows.insert((format!("{feed} {month}"), row), who.to_owned());
        }
        Ok(Self { rows })
    }

    /// Who each row of a list is: by its number where it has one, else by the truth; `None` where nobody knows.
    pub fn people(&self, side: &Side) -> Vec<Option<String>> {
        let numbers = side.table.numbers();
        let list = side.table.list();
        let who = |row: usize| {
            let told = || self.rows.get(&(list.clone(), side.table.place(row).1)).cloned();
            numbers.as_ref().and_then(|numbers| numbers[row].clone()).or_else(told)
        };
        (0..side.table.rows).map(who).collect()
    }
}

/// Which links are right.
pub fn right(links: &[Link], left: &[Option<String>], right: &[Option<String>]) -> Vec<bool> {
    links.iter().map(|link| one(left, right, link)).collect()
}

/// Whether two rows are one person.
fn one(left: &[Option<String>], right: &[Option<String>], link: &Link) -> bool {
    let (a, b) = (&left[link.left as usize], &right[link.right as usize]);
    a.is_some() && a == b
}

/// Counts links against the truth about two lists.
///
/// ```
/// use doudi_work::evaluate::score_links;
/// let who = |who: &str| Some(who.to_owned());
/// let score = score_links(&[], &[who("a"), who("b")], &[who("b"), None]);
/// assert_eq!((score.truth, score.recall_same()), (1, 0.0));
/// ```
pub fn score_links(links: &[Link], left: &[Option<String>], right: &[Option<String>]) -> LinkScore {
    let mut count: BTreeMap<&String, u64> = BTreeMap::new();
    left.iter().flatten().for_each(|who| *count.entry(who).or_default() += 1);
    let truth = right.iter().flatten().map(|who| count.get(who).copied().unwrap_or(0)).sum();
    let mut score = LinkScore { truth, ..LinkScore::default() };
    for link in links {
        let band = match link.band {
            Band::Same => &mut score.same,
            Band::Look => &mut score.look,
            Band::Different => continue,
        };
        band.pairs += 1;
        band.right += u64::from(one(left, right, link));
    }
    score
}

/// Counts links in bins of stated probability.
pub fn calibration(links: &[Link], left: &[Option<String>], right: &[Option<String>]) -> [Bin; 5] {
    let mut bins = [Bin::default(); 5];
    for link in links {
        let bin = &mut bins[bin_of(link.probability)];
        bin.pairs += 1;
        bin.right += u64::from(one(left, right, link));
        bin.stated += link.probability;
    }
    bins
}

fn bin_of(probability: f64) -> usize {
    BINS[1..BINS.len() - 1].iter().take_while(|limit| probability >= **limit).count()
}

impl BandScore {
    /// The share that is right; 1 where there is nothing to be wrong about.
    pub fn precision(self) -> f64 {
        if self.pairs == 0 { 1.0 } else { self.right as f64 / self.pairs as f64 }
    }
}

impl LinkScore {
    /// The share of the true pairs that are taken for one person.
    pub fn recall_same(&self) -> f64 {
        self.same.right as f64 / self.truth.max(1) as f64
    }

    /// The share of the true pairs that are taken for one person or shown to somebody.
    pub fn recall_shown(&self) -> f64 {
        (self.same.right + self.look.right) as f64 / self.truth.max(1) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(left: u32, right: u32, probability: f64, band: Band) -> Link {
        Link { left, right, weight: 0.0, probability, band }
    }

    fn who(names: &str) -> Vec<Option<String>> {
        names.chars().map(|c| (c != '-').then(|| c.to_string())).collect()
    }

    #[test]
    fn bands_and_bins_count_what_is_right() {
        let (left, right) = (who("abc-"), who("bcda"));
        let links = [
            link(0, 3, 0.995, Band::Same),
            link(1, 0, 0.93, Band::Same),
            link(2, 2, 0.95, Band::Same),
            link(2, 1, 0.5, Band::Look),
            link(3, 2, 0.05, Band::Different),
        ];
        let score = score_links(&links, &left, &right);
        assert_eq!(
            (score.truth, score.same, score.look),
            (3, BandScore { pairs: 3, right: 2 }, BandScore { pairs: 1, right: 1 })
        );
        let bins = calibration(&links, &left, &right).map(|bin| (bin.pairs, bin.right));
        assert_eq!(bins, [(1, 0), (0, 0), (1, 1), (2, 1), (1, 1)]);
    }

    #[test]
    fn nobody_is_no_person() {
        let score = score_links(&[link(0, 0, 0.99, Band::Same)], &who("-"), &who("-"));
        assert_eq!((score.truth, score.same.right), (0, 0));
    }

    #[test]
    fn a_line_that_is_none_is_named() {
        assert_eq!(LinkTruth::read("month,feed,file,sheet,row,person,resident_id\n2026-09,x").unwrap_err(), 2);
    }
}
