//! `cargo xtask oracle`: engine and oracle on households at random, so many for every pack of rules.

use super::{flag, shipped};
use doudi_kernel::Month;
use doudi_rules::{
    agree::{Agreement, Disagreement, agree},
    book::{Book, Extent},
    lex::Span,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    time::Instant,
};

/// Households of a pack that are compared at a place in a month before the next pack has its turn.
const PIECE: usize = 25_000;

/// For progress and a figure at the end; nothing that is compared depends on it.
#[allow(clippy::disallowed_methods)]
fn now() -> Instant {
    Instant::now()
}

/// National rules, or a folder of `policy/provinces`, and the places that it speaks of.
struct Pack {
    name: String,
    places: Vec<String>,
    agreed: Agreement,
    seconds: f64,
}

/// Prints a line a round, then a line a pack; the first disagreement as a test case.
pub(crate) fn oracle(words: &[String]) -> Result<(), String> {
    let (households, seed) = (flag(words, "--households", 1000)? as usize, flag(words, "--seed", 1)?);
    let only = words.iter().position(|word| word == "--only").and_then(|place| words.get(place + 1));
    let book = shipped()?.book;
    let mut packs = packs(&book);
    packs.retain(|pack| only.is_none_or(|only| pack.name.contains(only.as_str())));
    let begun = now();
    // All packs a piece each, then all the next: a run that is broken off has come equally far in each.
    for round in 0..households.div_ceil(PIECE) {
        let count = PIECE.min(households - round * PIECE);
        for pack in &mut packs {
            pack.compare(&book, round, count, seed)?;
        }
        let (done, seconds) = (round * PIECE + count, begun.elapsed().as_secs());
        println!("round {round}: {done} households of each of {} packs agree, {seconds} s", packs.len());
    }
    packs.iter().for_each(|pack| println!("{}", line(pack)));
    let all = packs.into_iter().map(|pack| pack.agreed).reduce(Agreement::and).unwrap_or_default();
    let wide: Vec<&str> = all.too_wide.iter().map(|id| book.variables[id.index()].name.as_str()).collect();
    println!("{} households in all; seed {seed}; too wide to compare somewhere: {}", all.households, wide.len());
    wide.iter().for_each(|name| println!("  {name}"));
    Ok(())
}

impl Pack {
    /// June and July 2026 at each of its places in turn, households divided among them.
    fn compare(&mut self, book: &Book, round: usize, count: usize, seed: u64) -> Result<(), String> {
        let months = [Month::new(2026, 6), Month::new(2026, 7)];
        let turns: Vec<(&str, Month)> =
            self.places.iter().flat_map(|place| months.into_iter().flatten().map(|month| (&**place, month))).collect();
        let begun = now();
        for (turn, n) in turns.iter().zip(0..) {
            let (place, month) = *turn;
            let share = (count * (n + 1) / turns.len()) - (count * n / turns.len());
            // Every round and every turn has households of its own.
            let seed = seed ^ (((round * turns.len() + n) as u64) << 16);
            let agreement =
                agree(book, &format!("{place:0<12}"), month, share, seed).map_err(|differs| match differs {
                    Disagreement::TooWide(name) => format!("{place} {month}: {name} does not fit 64 bits"),
                    Disagreement::Household(case) => case,
                })?;
            self.agreed = std::mem::take(&mut self.agreed).and(agreement);
        }
        self.seconds += begun.elapsed().as_secs_f64();
        Ok(())
    }
}

/// A pack's places are those whose values and formulas stand in its files.
fn packs(book: &Book) -> Vec<Pack> {
    // No division begins with 99, so that nothing but national rules holds there.
    let mut found = BTreeMap::from([("national", BTreeSet::from(["99"]))]);
    let mut note = |extent: &'_ Extent, span: Span| {
        let path = book.files[usize::from(span.file.0)].0.as_str();
        let folder = path.strip_prefix("policy/provinces/").and_then(|path| path.split('/').next());
        if let (Some(folder), Some(region)) = (folder, book.regions.iter().find(|it| it.prefix == extent.region)) {
            found.entry(folder).or_default().insert(&region.prefix);
        }
    };
    book.parameters.iter().flat_map(|it| &it.settings).for_each(|it| note(&it.extent, it.span));
    for variable in &book.variables {
        variable.definitions.iter().for_each(|it| note(&it.extent, it.span));
        variable.exceptions.iter().for_each(|it| note(&it.extent, it.span));
    }
    let pack = |(name, places): (&str, BTreeSet<&str>)| Pack {
        name: name.to_owned(),
        places: places.into_iter().map(str::to_owned).collect(),
        agreed: Agreement::default(),
        seconds: 0.0,
    };
    found.into_iter().map(pack).collect()
}

fn line(pack: &Pack) -> String {
    let Agreement { households, answers: [not_in_law, missing, not_eligible, eligible], explained, values, .. } =
        &pack.agreed;
    format!(
        "{} ({}): {households} households agree in {:.0} s, {explained} of them explained; answers: {not_in_law} not in \
         the law, {missing} missing, {not_eligible} not eligible, {eligible} eligible; {values} values of variables",
        pack.name,
        pack.places.join(", "),
        pack.seconds
    )
}
