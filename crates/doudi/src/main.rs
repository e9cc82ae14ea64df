//! 兜底: the binary. Commands, configuration, the clock, and the wiring of everything else.
//!
//! Only this crate reads the clock and the environment, and only this crate prints.
#![allow(clippy::print_stdout)]

mod bureau;
mod cli;
mod commands;
mod hasty;
mod office;
mod show;
mod zh;

use clap::FromArgMatches;
use doudi_kernel::Lang;
use std::process::ExitCode;

fn main() -> ExitCode {
    let lang = cli::language(std::env::args());
    let command = zh::command(lang);
    let cli = match command.try_get_matches().and_then(|matches| cli::Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(told) => {
            return refuse(&told, lang);
        }
    };
    match commands::run(cli, lang) {
        Ok(code) => code,
        Err(told) => {
            eprintln!("{}{told}", lang.pick("错误：", "error: "));
            ExitCode::FAILURE
        }
    }
}

/// Help and version are no errors; everything else is said in the user's language.
fn refuse(told: &clap::Error, lang: Lang) -> ExitCode {
    if !told.use_stderr() {
        // A closed pipe is the reader's choice.
        let _ = told.print();
        let _ = std::io::Write::flush(&mut std::io::stdout());
        return ExitCode::SUCCESS;
    }
    match lang {
        Lang::Zh => eprint!("{}", zh::refusal(told)),
        Lang::En => eprint!("{}", told.render()),
    }
    ExitCode::from(2)
}
