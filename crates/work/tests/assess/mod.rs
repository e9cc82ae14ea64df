//! Assessment from snapshots in a lake: facts, answers, changes, replay, and a death at any step.

mod facts;
mod kept;

use crate::doubts::{case, from_lake};
use doudi_kernel::{Date, DivisionList, Month};
use doudi_lake::Lake;
use doudi_work::{assess::Pack, policy::Policy};

pub(crate) const CASE: &str = include_str!("cases/households.txt");

fn lake() -> (tempfile::TempDir, Lake) {
    from_lake::imported(CASE, true)
}

pub(crate) fn divisions() -> DivisionList {
    divisions_of(CASE)
}

fn divisions_of(case: &str) -> DivisionList {
    case::read(case, &Policy::embedded()).1.divisions
}

pub(crate) fn pack() -> Pack {
    Pack::of(&Policy::embedded())
}

pub(crate) fn june() -> Month {
    "2026-06".parse().unwrap()
}

pub(crate) fn july() -> Month {
    "2026-07".parse().unwrap()
}

const DAY: Date = Date::constant(2026, 7, 3);
