//! Towns and villages named inside a text.

use doudi_kernel::{Division, DivisionLevel, DivisionList, bare_name};
use std::collections::BTreeMap;

/// Words that follow the name of a village.
const VILLAGE: [&str; 6] = ["村", "社区", "居委", "居民", "屯", "寨"];
/// Words that follow the name of a town.
const TOWN: [&str; 6] = ["镇", "乡", "街道", "办事处", "街办", "民族乡"];
/// Characters that end the name of a division above: 李家庄 in 东李家庄村 is not the village.
const BEFORE: &str = "省市县区旗镇乡道处村";
/// Names of more characters are not looked for.
const LONGEST: usize = 12;

/// The names of a list of divisions, prepared for being found in texts.
///
/// ```
/// use doudi_compare::levels::place::PlaceNames;
/// use doudi_kernel::{Date, DivisionList};
/// let list = DivisionList::read("419901002,柳河镇\n419901002007,石桥村\n", Date::constant(2026, 1, 1)).unwrap();
/// let found = PlaceNames::new(&list).within("某县柳河镇石桥村3组");
/// assert_eq!(found.iter().map(ToString::to_string).collect::<Vec<_>>(), ["419901002007"]);
/// ```
#[derive(Clone, Debug, Default)]
pub struct PlaceNames(BTreeMap<String, Vec<Division>>);

impl PlaceNames {
    /// Prepares a list's towns and villages.
    pub fn new(list: &DivisionList) -> Self {
        let mut it = Self::default();
        for (division, name) in list.iter().filter(|(division, _)| division.level() >= DivisionLevel::Town) {
            let bare = bare_name(name);
            if bare.chars().nth(1).is_some() {
                it.0.entry(bare.to_owned()).or_default().push(division);
            }
        }
        it
    }

    /// The villages that a text names, in the order of their codes; only its towns when it names no village. A village of
    /// another town than the one that is named is another village of that name.
    pub fn within(&self, text: &str) -> Vec<Division> {
        let found = self.all(text);
        let (towns, villages): (Vec<Division>, _) = found.into_iter().partition(|d| d.level() == DivisionLevel::Town);
        let inside: Vec<Division> =
            villages.iter().copied().filter(|village| towns.iter().any(|town| town.contains(*village))).collect();
        let mut chosen = match (inside.is_empty(), villages.is_empty()) {
            (false, _) => inside,
            (true, false) if towns.is_empty() => villages,
            _ => towns,
        };
        chosen.sort_unstable();
        chosen.dedup();
        chosen
    }

    /// Every division of a name in the text, the longest name at each place.
    fn all(&self, text: &str) -> Vec<Division> {
        let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let mut found = Vec::new();
        let mut at = 0;
        while at + 2 < ends.len() {
            let longest = (at + 2..=(at + LONGEST).min(ends.len() - 1)).rev().find_map(|to| {
                let divisions = self.0.get(&text[ends[at]..ends[to]])?;
                Some((to, divisions, kind(&text[..ends[at]], &text[ends[to]..])?))
            });
            match longest {
                Some((to, divisions, level)) => {
                    found.extend(divisions.iter().filter(|division| division.level() == level));
                    at = to;
                }
                None => at += 1,
            }
        }
        found
    }
}

/// What a name names by the words around it; `None` where it is a piece of another word, as 石桥 in 石桥路.
fn kind(before: &str, after: &str) -> Option<DivisionLevel> {
    let begins = before.chars().next_back().is_none_or(|last| BEFORE.contains(last));
    let ends = after.chars().next().is_none_or(|next| next.is_ascii_digit());
    match begins {
        true if TOWN.iter().any(|kind| after.starts_with(kind)) => Some(DivisionLevel::Town),
        true if ends || VILLAGE.iter().any(|kind| after.starts_with(kind)) => Some(DivisionLevel::Village),
        _ => None,
    }
}
