//! Every refusal has a bad policy in `tests/bad`, with its message as golden text beside it.

use doudi_kernel::Lang;
use doudi_rules::{check, complaint::Complaints};
use std::{collections::BTreeSet, fs, path::PathBuf};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/bad")
}

/// The bad policies: name, and what is complained of.
fn refused() -> Vec<(String, Complaints)> {
    let mut names: Vec<PathBuf> = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.retain(|path| path.extension().is_some_and(|extension| extension == "law"));
    names.sort();
    let refused = names.into_iter().map(|path| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).unwrap();
        let complaints = check::read(vec![(format!("{name}.law"), text)]);
        (name.clone(), complaints.map(drop).expect_err(&format!("{name} is not refused")))
    });
    refused.collect()
}

fn check(name: &str, complaints: &Complaints) {
    let told = format!("{}\n{}", complaints.render(Lang::Zh), complaints.render(Lang::En));
    expect_test::expect_file![folder().join(format!("{name}.golden"))].assert_eq(&told);
}

#[test]
fn each_bad_policy_is_refused_with_its_message() {
    refused().iter().for_each(|(name, complaints)| check(name, complaints));
}

#[test]
fn a_fault_is_told_once() {
    for (name, complaints) in refused() {
        let kinds: BTreeSet<String> = complaints.list.iter().map(|complaint| kind(&complaint.what)).collect();
        assert_eq!(kinds.len(), 1, "{name}: {kinds:?}");
    }
}

fn kind(what: &impl std::fmt::Debug) -> String {
    format!("{what:?}").chars().take_while(|c| c.is_alphanumeric()).collect()
}

/// The reasons for refusing, as the enum lists them.
fn reasons() -> BTreeSet<String> {
    let source = include_str!("../src/complaint/refusal.rs");
    let list = source.split("pub enum Refusal {").nth(1).unwrap().split("\n}").next().unwrap();
    list.lines()
        .map(|line| line.trim().chars().take_while(|c| c.is_alphanumeric()).collect::<String>())
        .filter(|word| !word.is_empty())
        .collect()
}

#[test]
fn each_reason_for_refusing_has_a_bad_policy() {
    let met: BTreeSet<String> =
        refused().iter().flat_map(|(_, complaints)| complaints.list.iter().map(|it| kind(&it.what))).collect();
    let reasons = reasons();
    let unmet: Vec<&String> = reasons.difference(&met).collect();
    assert!(unmet.is_empty(), "no bad policy for {unmet:?}");
}
