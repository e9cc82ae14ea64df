//! `cargo xtask oracle`: engine and oracle on households at random, for every place that has rules of its own.

use super::{flag, shipped};
use doudi_kernel::Month;
use doudi_rules::agree::{Agreement, Disagreement, agree};

/// Prints a line a place and month, and the first disagreement as a test case.
pub(crate) fn oracle(words: &[String]) -> Result<(), String> {
    let (households, seed) = (flag(words, "--households", 1000)?, flag(words, "--seed", 1)?);
    let only = words.iter().position(|word| word == "--only").and_then(|place| words.get(place + 1));
    let book = shipped()?.book;
    // No division begins with 99, so that nothing but national rules holds there.
    let places = std::iter::once("99").chain(book.regions.iter().map(|region| region.prefix.as_str()));
    let mut total = Agreement::default();
    for place in places.filter(|place| only.is_none_or(|only| only == place)) {
        let division = format!("{place:0<12}");
        for month in [Month::new(2026, 6), Month::new(2026, 7)].into_iter().flatten() {
            let agreement =
                agree(&book, &division, month, households as usize, seed).map_err(|differs| match differs {
                    Disagreement::TooWide(name) => format!("{place} {month}: {name} does not fit 64 bits"),
                    Disagreement::Household(case) => case,
                })?;
            println!("{}", line(&format!("{place} {month}"), &agreement));
            total = total.and(agreement);
        }
    }
    println!("{}", line("all", &total));
    let wide = total.too_wide.iter().map(|id| book.variables[id.index()].name.as_str());
    println!("not compared, too wide somewhere: {}", wide.collect::<Vec<_>>().join(", "));
    Ok(())
}

fn line(what: &str, agreement: &Agreement) -> String {
    let Agreement { households, answers: [not_in_law, missing, not_eligible, eligible], values, .. } = agreement;
    format!(
        "{what}: {households} households agree; answers: {not_in_law} not in the law, {missing} missing, \
         {not_eligible} not eligible, {eligible} eligible; {values} values"
    )
}
