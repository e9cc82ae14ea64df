//! Which of several sightings of one item counts. A paper that was seen counts before what was said; else the later one by
//! the time at which it was seen, not at which it was sent; at one moment the greater number of the visit's own name, so
//! that the answer never depends on which telephone found a signal first.

use serde::Serialize;

/// One visit's word on one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim<'a> {
    /// What it says.
    pub value: &'a str,
    /// Whether a paper was seen.
    pub paper: bool,
    /// When it was seen, in milliseconds since 1970.
    pub at: i64,
    /// The visit's name, drawn when it was made.
    pub name: &'a str,
}

impl Claim<'_> {
    fn weight(&self) -> (bool, i64, &str) {
        (self.paper, self.at, self.name)
    }
}

/// Why one counts before another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// Both say the same.
    Same,
    /// It rests on a paper, the other does not.
    Paper,
    /// It was seen later.
    Later,
    /// Seen at the same moment: by the visits' names.
    Name,
}

/// The claim that counts.
///
/// ```
/// use doudi_office::visits::{Claim, prevailing};
/// let said = Claim { value: "no", paper: false, at: 2, name: "b" };
/// let read = Claim { value: "yes", paper: true, at: 1, name: "a" };
/// assert_eq!(prevailing(&[said, read.clone()]), Some(&read));
/// ```
pub fn prevailing<'c, 'a>(claims: &'c [Claim<'a>]) -> Option<&'c Claim<'a>> {
    claims.iter().max_by(|a, b| a.weight().cmp(&b.weight()))
}

/// By what the first of two counts before the second.
pub fn rule(counts: &Claim<'_>, other: &Claim<'_>) -> Rule {
    if counts.value == other.value {
        Rule::Same
    } else if counts.paper != other.paper {
        Rule::Paper
    } else if counts.at != other.at {
        Rule::Later
    } else {
        Rule::Name
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{collection::vec, prelude::*};

    const VALUES: [&str; 3] = ["yes", "no", "12"];
    const NAMES: [&str; 5] = ["a", "b", "c", "d", "e"];

    fn claims() -> impl Strategy<Value = Vec<Claim<'static>>> {
        vec((any::<bool>(), 0..4i64, 0..5usize), 1..7).prop_map(|all| {
            // A visit says one thing of an item.
            let claim =
                |(paper, at, name): (bool, i64, usize)| Claim { value: VALUES[name % 3], paper, at, name: NAMES[name] };
            all.into_iter().map(claim).collect()
        })
    }

    #[test]
    fn a_paper_counts_before_a_word_and_a_later_word_before_an_earlier() {
        let claim = |value, paper, at, name| Claim { value, paper, at, name };
        let (said, later, read) =
            (claim("300.00", false, 1, "z"), claim("0.00", false, 9, "a"), claim("450.00", true, 2, "b"));
        assert_eq!(prevailing(&[said.clone(), later.clone()]), Some(&later));
        assert_eq!(rule(&later, &said), Rule::Later);
        assert_eq!(prevailing(&[said, later.clone(), read.clone()]), Some(&read));
        assert_eq!(rule(&read, &later), Rule::Paper);
        assert_eq!(prevailing(&[]), None);
    }

    proptest! {
        #[test]
        fn who_was_sent_first_does_not_matter(mut all in claims(), turns in 0..7usize) {
            let before = prevailing(&all).cloned();
            let turns = turns % all.len();
            all.rotate_left(turns);
            all.reverse();
            prop_assert_eq!(prevailing(&all).cloned(), before);
        }

        #[test]
        fn what_is_told_twice_counts_once(all in claims()) {
            let twice: Vec<_> = all.iter().chain(&all).cloned().collect();
            prop_assert_eq!(prevailing(&twice), prevailing(&all));
        }

        #[test]
        fn part_by_part_is_as_all_at_once(all in claims(), cut in 0..7usize) {
            let (one, two) = all.split_at(cut % all.len());
            let parts: Vec<_> = [prevailing(one), prevailing(two)].into_iter().flatten().cloned().collect();
            prop_assert_eq!(prevailing(&parts), prevailing(&all));
        }

        #[test]
        fn nothing_said_beats_what_was_read(all in claims()) {
            let counts = prevailing(&all).unwrap();
            prop_assert_eq!(counts.paper, all.iter().any(|claim| claim.paper));
            let same: Vec<_> = all.iter().filter(|claim| claim.paper == counts.paper).collect();
            prop_assert!(same.iter().all(|claim| claim.at <= counts.at));
        }
    }
}
