//! Measuring ourselves against others, in the same run, on the same data.

mod compare;
mod table;

/// `cargo xtask bench compare …`
pub(crate) fn bench(words: &[String]) -> Result<(), String> {
    match words.split_first() {
        Some((first, rest)) if first == "compare" => compare::compare(rest),
        _ => Err(compare::HELP.into()),
    }
}
