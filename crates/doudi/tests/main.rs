//! The program itself, as an office starts it.
#![allow(clippy::unwrap_used)]

mod demo;
mod scan;

use std::process::{Command, Output};

fn doudi(words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_doudi")).args(words).output().unwrap()
}
