//! Measuring ourselves against others, in the same run, on the same data.

mod calibration;
mod compare;
mod doubts;
mod link;
mod rules;
mod serve;
mod table;
mod watch;

/// `cargo xtask bench compare …`, and so on.
pub(crate) fn bench(words: &[String]) -> Result<(), String> {
    match words.split_first() {
        Some((first, rest)) if first == "compare" => compare::compare(rest),
        Some((first, rest)) if first == "calibration" => calibration::calibration(rest),
        Some((first, rest)) if first == "doubts" => doubts::doubts(rest),
        Some((first, rest)) if first == "link" => link::link(rest),
        Some((first, rest)) if first == "rules" => rules::rules(rest),
        Some((first, rest)) if first == "serve" => serve::serve(rest),
        Some((first, rest)) if first == "watch" => watch::watch(rest),
        _ => Err([calibration::HELP, compare::HELP, doubts::HELP, link::HELP, rules::HELP, serve::HELP, watch::HELP]
            .join("\n")),
    }
}
