//! `cargo xtask mutate`: which changes of the shipped policies no test case notices.

use super::shipped;
use doudi_kernel::Lang;
use doudi_rules::{
    cases::{self, Slow},
    mutate::{Mutant, Sort, survivors},
};
use serde::Deserialize;
use std::{collections::BTreeSet, fs, path::Path};

/// `policy/equivalent.toml`: changes that no case can notice since they mean the same, and why they do.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Equivalents {
    equivalent: Vec<Equivalent>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Equivalent {
    file: String,
    of: String,
    changes: Vec<String>,
    why: String,
}

/// Prints survivors with their places, and the counts by kind. A judgement on a change that is noticed, or that no longer
/// exists, is an error.
pub(crate) fn mutate(words: &[String]) -> Result<(), String> {
    let only = words.iter().position(|word| word == "--only").and_then(|place| words.get(place + 1));
    let shipped = shipped()?;
    let failures = cases::run(&shipped.book, &shipped.cases, &Slow(&shipped.book));
    if !failures.is_empty() {
        return Err(failures.iter().map(|failure| failure.say(&shipped.files, Lang::En) + "\n").collect());
    }
    let wanted = |path: &str| only.is_none_or(|only| path.contains(only.as_str()));
    let of_file = |mutant: &Mutant| wanted(&shipped.book.files[usize::from(mutant.span.file.0)].0);
    let survival = survivors(&shipped.book, &shipped.cases, of_file);
    let (noticed, by_sort) = (survival.killed, survival.by_sort.clone());
    let judged = survival.judge(&shipped.book, &listed(wanted)?);
    judged.open.iter().for_each(|mutant| println!("{}: {}", mutant.say(&shipped.book.files), mutant.of));
    for sort in [Sort::Parameter, Sort::Literal, Sort::Operator, Sort::Rounding, Sort::Exception, Sort::Date] {
        let of_sort = |mutants: &[Mutant]| mutants.iter().filter(|mutant| mutant.sort == sort).count();
        let noticed = by_sort.get(&sort).copied().unwrap_or_default();
        let (equivalent, open) = (of_sort(&judged.equivalent), of_sort(&judged.open));
        println!("{sort:?}: {noticed} noticed, {equivalent} mean the same, {open} not noticed");
    }
    let (same, open) = (judged.equivalent.len(), judged.open.len());
    println!("{noticed} changes noticed by {} cases, {same} mean the same, {open} not noticed", shipped.cases.len());
    match judged.stale.is_empty() {
        true => Ok(()),
        false => Err(format!("policy/equivalent.toml speaks of what does not survive: {:#?}", judged.stale)),
    }
}

fn listed(wanted: impl Fn(&str) -> bool) -> Result<BTreeSet<[String; 3]>, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../policy/equivalent.toml");
    let text = fs::read_to_string(path).map_err(|error| error.to_string())?;
    let read: Equivalents = toml::from_str(&text).map_err(|error| error.to_string())?;
    if let Some(bare) = read.equivalent.iter().find(|one| one.why.trim().is_empty()) {
        return Err(format!("policy/equivalent.toml does not say why {} stays the same", bare.of));
    }
    let listed = read.equivalent.into_iter().filter(|one| wanted(&one.file));
    let keys = listed.flat_map(|one| {
        let Equivalent { file, of, changes, .. } = one;
        changes.into_iter().map(move |change| [file.clone(), of.clone(), change])
    });
    Ok(keys.collect())
}
