//! Doubts against the truth about a synthetic county.

use crate::doubts::Findings;
use doudi_kernel::{IdKey, Month, Ratio, ResidentId};
use std::collections::{BTreeMap, BTreeSet};

/// A line of `truth/doubts.csv`: a doubt that is true, or that the files as sent show, or both.
#[derive(Clone, PartialEq, Eq)]
pub struct Expected {
    /// The comparison.
    pub spec: String,
    /// The reason code.
    pub reason: String,
    /// The month.
    pub month: Month,
    /// The packed identity number.
    pub key: u64,
    /// Whether the files as sent show it.
    pub findable: bool,
    /// Whether it is so.
    pub genuine: bool,
    /// Why it cannot be found, or why it is false.
    pub why_not: String,
}

impl std::fmt::Debug for Expected {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Expected({} {} findable {} genuine {})", self.spec, self.reason, self.findable, self.genuine)
    }
}

/// How well one kind of doubt was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// Doubts raised.
    pub found: u64,
    /// True doubts that the files show. A false one that they show too is nothing to be found: whoever makes out whose a
    /// broken number is need not raise it.
    pub expected: u64,
    /// True doubts that the files show and that were raised.
    pub hit: u64,
    /// Raised and true.
    pub genuine: u64,
    /// True, whether the files show it or not.
    pub true_doubts: u64,
    /// Up to five true doubts that are shown by the files and were not raised; masked.
    pub missed: Vec<Example>,
    /// Up to five people who were raised and are not true doubts; masked.
    pub wrong: Vec<Example>,
}

/// A person of an example: a masked number and what the truth says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// `419901********0014`.
    pub masked: String,
    /// Why it cannot be found, why it is false, or nothing.
    pub why: String,
}

impl Score {
    /// Raised among the true ones that the files show; `None` when they show none.
    pub fn recall(&self) -> Option<Ratio> {
        Ratio::new(self.hit as i64, self.expected as i64)
    }

    /// True among those raised; `None` when none was raised.
    pub fn precision(&self) -> Option<Ratio> {
        Ratio::new(self.genuine as i64, self.found as i64)
    }
}

/// How many examples of each kind are kept.
const EXAMPLES: usize = 5;

/// Scores the findings of one month by comparison and reason. Reasons that were neither raised nor expected are left out.
pub fn score(findings: &[Findings], truth: &[Expected]) -> BTreeMap<(String, String), Score> {
    let mut raised: BTreeMap<(String, String), BTreeSet<u64>> = BTreeMap::new();
    for one in findings {
        for doubt in one.questions.iter().flat_map(|question| &question.doubts) {
            raised.entry((one.spec.to_string(), doubt.reason.clone())).or_default().insert(doubt.key);
        }
    }
    let months: BTreeSet<(&str, Month)> = findings.iter().map(|one| (one.spec.as_str(), one.month)).collect();
    let mut known: BTreeMap<(String, String), BTreeMap<u64, &Expected>> = BTreeMap::new();
    for line in truth.iter().filter(|line| months.contains(&(line.spec.as_str(), line.month))) {
        known.entry((line.spec.clone(), line.reason.clone())).or_default().insert(line.key, line);
    }
    let kinds: BTreeSet<_> = raised.keys().chain(known.keys()).cloned().collect();
    let nothing = (BTreeSet::new(), BTreeMap::new());
    kinds
        .into_iter()
        .map(|kind| {
            let score = one(raised.get(&kind).unwrap_or(&nothing.0), known.get(&kind).unwrap_or(&nothing.1));
            (kind, score)
        })
        .collect()
}

fn one(raised: &BTreeSet<u64>, known: &BTreeMap<u64, &Expected>) -> Score {
    let is = |key: &u64, what: fn(&Expected) -> bool| known.get(key).is_some_and(|line| what(line));
    let count = |keys: &mut dyn Iterator<Item = &u64>| keys.count() as u64;
    let shown = |line: &Expected| line.findable && line.genuine;
    let missed = known.values().filter(|line| shown(line) && !raised.contains(&line.key));
    let wrong = raised.iter().filter(|key| !is(key, |line| line.genuine));
    let why = |key: &u64| known.get(key).map_or_else(|| "not in the truth".to_owned(), |line| line.why_not.clone());
    Score {
        found: raised.len() as u64,
        expected: count(&mut known.iter().filter(|(_, line)| shown(line)).map(|(key, _)| key)),
        hit: count(&mut raised.iter().filter(|key| is(key, shown))),
        genuine: count(&mut raised.iter().filter(|key| is(key, |line| line.genuine))),
        true_doubts: count(&mut known.iter().filter(|(_, line)| line.genuine).map(|(key, _)| key)),
        missed: missed.take(EXAMPLES).map(|line| example(line.key, line.why_not.clone())).collect(),
        wrong: wrong.take(EXAMPLES).map(|key| example(*key, why(key))).collect(),
    }
}

fn example(key: u64, why: String) -> Example {
    Example { masked: IdKey::from_packed(key).map_or_else(|| "?".into(), |key| key.to_string()), why }
}

/// Reads `truth/doubts.csv`; columns are found by their headings.
///
/// # Errors
/// The first line, counted from 1, that lacks a column or holds what cannot be read.
///
/// ```
/// let text = "spec,reason,month,resident_id,name,division,findable,why_not,true_doubt\n\
///             two_schemes,two_schemes,2026-09,419901199003070014,某人,419901001001,yes,,yes\n";
/// let truth = doudi_work::evaluate::read_truth(text).unwrap();
/// assert!(truth[0].findable && truth[0].genuine);
/// assert_eq!(doudi_work::evaluate::read_truth("spec,reason\n"), Err(1));
/// ```
pub fn read_truth(text: &str) -> Result<Vec<Expected>, usize> {
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let headings = reader.headers().map_err(|_| 1usize)?.clone();
    let at = |name: &str| headings.iter().position(|heading| heading.trim() == name).ok_or(1usize);
    let (spec, reason, month, id) = (at("spec")?, at("reason")?, at("month")?, at("resident_id")?);
    let (findable, genuine, why_not) = (at("findable")?, at("true_doubt")?, at("why_not")?);
    let read = |line: &csv::StringRecord| {
        Some(Expected {
            spec: line.get(spec)?.into(),
            reason: line.get(reason)?.into(),
            month: line.get(month)?.parse().ok()?,
            key: line.get(id)?.parse::<ResidentId>().ok()?.packed(),
            findable: line.get(findable)? == "yes",
            genuine: line.get(genuine)? == "yes",
            why_not: line.get(why_not)?.into(),
        })
    };
    let lines = reader.records().enumerate();
    lines.map(|(n, line)| line.ok().as_ref().and_then(read).ok_or(n + 2)).collect()
}
