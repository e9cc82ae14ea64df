//! Which character another one is a form of.

use super::unihan::Unihan;
use std::collections::{BTreeMap, BTreeSet};

/// Links between forms of one character, walked at most this far: 豔 → 艶 → 艷 → 艳.
const STEPS: usize = 3;

/// The characters that stand beside each one as forms of the same word.
pub(crate) struct Variants {
    simple: BTreeMap<char, BTreeSet<char>>,
    same: BTreeMap<char, BTreeSet<char>>,
}

impl Variants {
    pub(crate) fn read(unihan: &Unihan) -> Self {
        let mut it = Self { simple: headwords(unihan), same: BTreeMap::new() };
        for c in unihan.characters() {
            for field in ["kSimplifiedVariant", "kCompatibilityVariant"] {
                it.simple.entry(c).or_default().extend(unihan.pointed(c, field).filter(|to| *to != c));
            }
            for traditional in unihan.pointed(c, "kTraditionalVariant").filter(|from| *from != c) {
                it.simple.entry(traditional).or_default().insert(c);
            }
            for field in ["kZVariant", "kSemanticVariant"] {
                for other in unihan.pointed(c, field) {
                    it.same.entry(c).or_default().insert(other);
                    it.same.entry(other).or_default().insert(c);
                }
            }
        }
        it
    }

    /// The form of a character that the list of characters in general use has; the character itself when it is in that
    /// list, so that no two characters in general use ever meet; its simplified form when no form is in the list.
    ///
    /// A form must share a reading with the character: dictionaries also link words that only mean the same.
    pub(crate) fn folded(&self, unihan: &Unihan, c: char, readings: &BTreeMap<char, Vec<String>>) -> char {
        let empty = Vec::new();
        let own = readings.get(&c).unwrap_or(&empty);
        let sounds = |to: char| own.is_empty() || readings.get(&to).unwrap_or(&empty).iter().any(|r| own.contains(r));
        let official = unihan.pointed(c, "kSimplifiedVariant").filter(|to| sounds(*to));
        if let (None, Some((_, to))) =
            (unihan.common(c), official.filter_map(|to| Some((unihan.common(to)?, to))).min())
        {
            return to;
        }
        let (mut seen, mut edge) = (BTreeSet::from([c]), vec![c]);
        for _ in 0..=STEPS {
            let common = edge.iter().filter(|to| sounds(**to)).filter_map(|to| Some((unihan.common(*to)?, *to))).min();
            if let Some((_, to)) = common {
                return to;
            }
            // Simplification comes first; only where it leads nowhere do variants count.
            let steps = |map: &BTreeMap<char, BTreeSet<char>>, seen: &mut BTreeSet<char>| -> Vec<char> {
                edge.iter()
                    .flat_map(|from| map.get(from).into_iter().flatten())
                    .copied()
                    .filter(|to| seen.insert(*to))
                    .collect()
            };
            let simpler = steps(&self.simple, &mut seen);
            let reached = simpler.iter().filter(|to| sounds(**to)).any(|to| unihan.common(*to).is_some());
            let same = if reached { Vec::new() } else { steps(&self.same, &mut seen) };
            edge = [simpler, same].concat();
        }
        let simple = self.simple.get(&c).into_iter().flatten().copied().find(|to| sounds(*to));
        simple.unwrap_or(c)
    }
}

/// 现代汉语词典 (1983) puts old and variant forms behind their headword: the last digit of a position is 0 for the headword
/// and counts on for the forms.
fn headwords(unihan: &Unihan) -> BTreeMap<char, BTreeSet<char>> {
    let positions =
        |c| unihan.values(c, "kXHC1983").flat_map(|value| value.split(':').next()).flat_map(|at| at.split(','));
    let split =
        |at: &str| at.trim_end_matches('*').split_at_checked(7).map(|(entry, form)| (entry.to_owned(), form == "0"));
    let all = || unihan.characters().flat_map(|c| positions(c).filter_map(split).map(move |at| (c, at)));
    let heads: BTreeMap<String, char> =
        all().filter(|(_, (_, head))| *head).map(|(c, (entry, _))| (entry, c)).collect();
    let mut links: BTreeMap<char, BTreeSet<char>> = BTreeMap::new();
    for (c, (entry, _)) in all().filter(|(_, (_, head))| !head) {
        links.entry(c).or_default().extend(heads.get(&entry).filter(|head| **head != c));
    }
    links
}
