//! Measuring ourselves against others, in the same run, on the same data.

mod compare;
mod doubts;
mod table;

/// `cargo xtask bench compare …`, `cargo xtask bench doubts …`
pub(crate) fn bench(words: &[String]) -> Result<(), String> {
    match words.split_first() {
        Some((first, rest)) if first == "compare" => compare::compare(rest),
        Some((first, rest)) if first == "doubts" => doubts::doubts(rest),
        _ => Err(format!("{}\n{}", compare::HELP, doubts::HELP)),
    }
}
