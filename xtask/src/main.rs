//! What the project does to itself: `cargo xtask test`, `cargo xtask check`, `cargo xtask ci`, `cargo xtask bench`.
#![allow(clippy::print_stdout)]

mod bench;
mod check;
mod generate;
#[cfg(test)]
mod house;
mod law;
mod portal;
mod run;
mod schemathesis;
mod survive;
mod test;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask test    every test: unit, property, golden, documentation examples
cargo xtask check   formatting, lints, documentation; warnings fail
cargo xtask ci      check, then test
cargo xtask bench   compare: the exact comparison against other engines in the same run
                    serve: the portal at two hundred requests a second, on both databases
                    doubts: how many are called missing who are there, and how many are linked to somebody else
cargo xtask survive the server killed while clerks write, on both databases (--kills 300)
cargo xtask mutate  which changes of the shipped policies no test case notices (--only PART-OF-PATH)
cargo xtask oracle  engine against oracle on random households (--households N a pack, --seed S, --only PACK)
cargo xtask schemathesis   the API asked as every role, some twenty thousand times (--examples N, --roles ROLE …)
cargo xtask generate hanzi FOLDER    derived data, committed after a look at it
                     law-matrix      which article is carried out where";

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let done = match words.next().as_deref() {
        Some("test") => test::test(&words.collect::<Vec<_>>()),
        Some("check") => check::check(),
        Some("bench") => bench::bench(&words.collect::<Vec<_>>()),
        Some("generate") => generate::generate(&words.collect::<Vec<_>>()),
        Some("mutate") => law::mutate(&words.collect::<Vec<_>>()),
        Some("oracle") => law::oracle(&words.collect::<Vec<_>>()),
        Some("survive") => survive::survive(&words.collect::<Vec<_>>()),
        Some("schemathesis") => schemathesis::schemathesis(&words.collect::<Vec<_>>()),
        Some("ci") => check::check().and_then(|()| test::test(&[])),
        _ => Err(HELP.to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(told) => {
            eprintln!("{told}");
            ExitCode::FAILURE
        }
    }
}
