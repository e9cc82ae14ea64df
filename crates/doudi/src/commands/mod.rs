//! One command, one file.

mod answers;
mod assess;
mod compare;
mod demo;
mod divisions;
mod explain;
mod hand_down;
mod intake;
mod journal;
mod lake;
mod law;
pub(crate) mod link;
mod pair;
mod policy;
mod propose;
mod replay;
mod sample;
mod serve;
mod simulate;
mod synth;
mod targeting;
mod watch;
mod watch_points;
mod watch_report;
mod watch_score;

use crate::{
    cli::{Cli, Command, WatchOver},
    office::Office,
};
use doudi_kernel::Lang;
use std::process::ExitCode;

/// Does what was asked.
pub(crate) fn run(cli: Cli, lang: Lang) -> Result<ExitCode, String> {
    let office = Office::new(&cli, lang);
    match &cli.command {
        Command::Divisions(words) => divisions::run(&office, words)?,
        Command::Serve(words) => serve::run(&office, words)?,
        Command::Journal(words) => return journal::run(&office, words),
        Command::Lake(words) => return lake::run(&office, words),
        Command::Synth(words) => synth::run(&office, words)?,
        Command::Link(words) => return link::run(&office, words),
        Command::Match(words) => pair::run(&office, words)?,
        Command::Compare(words) => compare::run(&office, words)?,
        Command::Answers(words) => return answers::run(&office, words),
        Command::Intake(words) => return intake::run(&office, words),
        Command::Policy(words) => policy::run(&office, &words.question)?,
        Command::Law(words) => return law::run(&office, &words.question),
        Command::Demo(words) => demo::run(&office, words)?,
        Command::Sample(words) => sample::run(&office, words)?,
        Command::Assess(words) => assess::run(&office, words)?,
        Command::Watch(words) => match (&words.over, &words.month) {
            (Some(WatchOver::Report(words)), _) => watch_report::run(&office, words)?,
            // Without a subcommand the month is required.
            (None, month) => month.iter().try_for_each(|words| watch::run(&office, words))?,
        },
        Command::Explain(words) => explain::run(&office, words)?,
        Command::Replay(words) => return replay::run(&office, words),
        Command::Simulate(words) => simulate::run(&office, words)?,
    }
    Ok(ExitCode::SUCCESS)
}
