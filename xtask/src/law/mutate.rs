//! `cargo xtask mutate`: which changes of the shipped policies no test case notices.

use super::shipped;
use doudi_kernel::Lang;
use doudi_rules::{
    cases::{self, Slow},
    mutate::survivors,
};

/// Prints survivors with their places, and the counts.
pub(crate) fn mutate(words: &[String]) -> Result<(), String> {
    let only = words.iter().position(|word| word == "--only").and_then(|place| words.get(place + 1));
    let shipped = shipped()?;
    let failures = cases::run(&shipped.book, &shipped.cases, &Slow(&shipped.book));
    if !failures.is_empty() {
        return Err(failures.iter().map(|failure| failure.say(&shipped.files, Lang::En) + "\n").collect());
    }
    let of_file = |mutant: &doudi_rules::mutate::Mutant| {
        let path = shipped.book.files.get(usize::from(mutant.span.file.0)).map(|(path, _)| path.as_str());
        only.is_none_or(|only| path.is_some_and(|path| path.contains(only)))
    };
    let survival = survivors(&shipped.book, &shipped.cases, of_file);
    survival.survivors.iter().for_each(|mutant| println!("{}", mutant.say(&shipped.book.files)));
    println!("{} changes noticed by {} cases, {} not", survival.killed, shipped.cases.len(), survival.survivors.len());
    Ok(())
}
