//! The house rules that a compiler does not hold: who may depend on whom, and under which licences.

use serde_json::Value;
use std::{collections::BTreeSet, process::Command};

/// Each crate of ours with the crates of ours that it may know, and no other.
const MAY_KNOW: [(&str, &[&str]); 14] = [
    ("doudi-kernel", &[]),
    ("doudi-columns", &[]),
    ("doudi-lake", &["doudi-kernel", "doudi-columns"]),
    ("doudi-compare", &["doudi-kernel", "doudi-columns"]),
    ("doudi-rules", &["doudi-kernel", "doudi-columns"]),
    ("doudi-work", &["doudi-kernel", "doudi-columns", "doudi-lake", "doudi-compare", "doudi-rules"]),
    ("doudi-synth", &["doudi-kernel", "doudi-columns", "doudi-lake"]),
    ("doudi-journal", &["doudi-kernel"]),
    ("doudi-paper", &["doudi-kernel"]),
    (
        "doudi-office",
        &["doudi-kernel", "doudi-columns", "doudi-lake", "doudi-rules", "doudi-work", "doudi-journal", "doudi-paper"],
    ),
    ("doudi-oidc", &["doudi-kernel"]),
    ("doudi-web", &["doudi-kernel", "doudi-work", "doudi-journal", "doudi-office", "doudi-oidc", "doudi-paper"]),
    (
        "doudi",
        &[
            "doudi-kernel",
            "doudi-lake",
            "doudi-compare",
            "doudi-rules",
            "doudi-work",
            "doudi-synth",
            "doudi-journal",
            "doudi-office",
            "doudi-oidc",
            "doudi-web",
        ],
    ),
    ("xtask", &["doudi-kernel", "doudi-rules"]),
];

/// Absences: what a crate must not depend on, directly or through others.
const NEVER: [(&str, &[&str]); 9] = [
    ("doudi-kernel", &["arrow-array", "parquet", "tokio", "calamine", "rand"]),
    ("doudi-compare", &["parquet", "calamine", "tokio", "rusqlite", "sqlx"]),
    ("doudi-rules", &["parquet", "calamine", "tokio", "rusqlite", "sqlx"]),
    ("doudi-work", &["axum", "rusqlite", "postgres", "ureq"]),
    ("doudi-office", &["axum", "ureq"]),
    ("doudi-oidc", &["axum", "arrow-array", "rusqlite", "postgres"]),
    ("doudi-journal", &["axum", "arrow-array", "ureq"]),
    ("doudi-paper", &["axum", "arrow-array", "rusqlite", "postgres"]),
    ("doudi", &["datafusion", "duckdb", "polars", "openssl-sys"]),
];

fn metadata() -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("cargo metadata is JSON")
}

fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value[key].as_array().map(Vec::as_slice).unwrap_or_default().iter()
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

#[test]
fn every_crate_knows_only_whom_it_may_know() {
    let metadata = metadata();
    let ours: Vec<&Value> = list(&metadata, "packages").filter(|package| package["source"].is_null()).collect();
    let names: BTreeSet<&str> = ours.iter().map(|package| text(package, "name")).collect();
    assert_eq!(names, MAY_KNOW.iter().map(|(name, _)| *name).collect(), "a new crate states here whom it may know");
    for package in ours {
        let (_, allowed) = MAY_KNOW.iter().find(|(name, _)| *name == text(package, "name")).expect("compared above");
        for dependency in list(package, "dependencies").filter(|dependency| dependency["kind"].is_null()) {
            let other = text(dependency, "name");
            assert!(
                !names.contains(other) || allowed.contains(&other),
                "{} may not know {other}",
                text(package, "name")
            );
        }
    }
}

#[test]
fn what_must_be_absent_is_absent() {
    let metadata = metadata();
    let name_of = |id: &str| {
        let package = list(&metadata, "packages").find(|package| text(package, "id") == id);
        package.map(|package| text(package, "name")).unwrap_or_default().to_owned()
    };
    for (name, never) in NEVER {
        let mut open: Vec<String> = list(&metadata["resolve"], "nodes")
            .map(|node| text(node, "id").to_owned())
            .filter(|id| name_of(id) == name)
            .collect();
        let mut seen = BTreeSet::new();
        while let Some(id) = open.pop() {
            let node = list(&metadata["resolve"], "nodes").find(|node| text(node, "id") == id).expect("resolved");
            for dependency in list(node, "deps") {
                let real = list(dependency, "dep_kinds").any(|kind| kind["kind"].is_null());
                if real && seen.insert(text(dependency, "pkg").to_owned()) {
                    open.push(text(dependency, "pkg").to_owned());
                }
            }
        }
        let reached: BTreeSet<String> = seen.iter().map(|id| name_of(id)).collect();
        for absent in never {
            assert!(!reached.contains(*absent), "{name} reaches {absent}");
        }
    }
}

#[test]
fn every_dependency_carries_an_allowed_licence() {
    let rules: toml::Table = include_str!("../../deny.toml").parse().expect("deny.toml is TOML");
    let allowed: BTreeSet<&str> =
        rules["licenses"]["allow"].as_array().expect("a list").iter().filter_map(|licence| licence.as_str()).collect();
    for package in list(&metadata(), "packages").filter(|package| !package["source"].is_null()) {
        let licence = text(package, "license").replace(['(', ')'], " ").replace('/', " OR ");
        // Every part joined by AND must offer one allowed choice among those joined by OR.
        let excepted = rules["licenses"]["exceptions"]
            .as_array()
            .expect("a list")
            .iter()
            .filter(|it| it["crate"].as_str() == package["name"].as_str());
        let excepted: Vec<&str> =
            excepted.flat_map(|it| it["allow"].as_array()).flatten().filter_map(toml::Value::as_str).collect();
        let allows = |choice: &str| allowed.contains(choice) || excepted.contains(&choice);
        let fine = licence.split(" AND ").all(|part| part.split(" OR ").any(|choice| allows(choice.trim())));
        assert!(fine, "{} {} is under {licence:?}", text(package, "name"), text(package, "version"));
    }
}
