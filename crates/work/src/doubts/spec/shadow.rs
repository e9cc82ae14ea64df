//! Rungs that nobody can stand on, and ladders that somebody can fall off.

use super::{
    fault::SpecFaultKind as Kind,
    types::{Condition, Question, Rung, RungKind},
};

/// The faults of a ladder, each with the place of its rung.
///
/// Reachability is decided from the form alone: a rung is unreachable when an earlier one asks for no more than it does.
/// What depends on the data (nobody happens to be both) is not a fault.
pub(super) fn faults(question: &Question) -> Vec<(usize, Kind)> {
    let mut faults = Vec::new();
    for (at, rung) in question.rungs.iter().enumerate() {
        if let Some(earlier) = question.rungs[..at].iter().find(|earlier| takes_all_of(earlier, rung)) {
            faults.push((at, Kind::Unreachable(rung.code.clone(), earlier.code.clone())));
        }
        if !ages_meet(&question.when, &rung.when) {
            faults.push((at, Kind::NobodyThatAge(rung.code.clone())));
        }
    }
    let last = question.rungs.len().saturating_sub(1);
    if question.rungs.last().is_none_or(|rung| !rung.when.is_empty()) {
        faults.push((last, Kind::OpenEnd));
    }
    if !question.rungs.iter().any(|rung| rung.kind == RungKind::Doubt) {
        faults.push((last, Kind::NoDoubt));
    }
    faults
}

/// Whether everybody of `later` already stands on `earlier`.
fn takes_all_of(earlier: &Rung, later: &Rung) -> bool {
    earlier.when.iter().all(|asked| later.when.iter().any(|also| follows(asked, also)))
}

/// Whether `condition` holds wherever `given` does, as far as their form tells.
pub(super) fn follows(condition: &Condition, given: &Condition) -> bool {
    match (condition, given) {
        (a, b) if a == b => true,
        (Condition::In { source: a, rows: few, test: None }, Condition::In { source: b, rows: many, .. }) => {
            a == b && few <= many
        }
        (Condition::Age { from: low, to: high }, Condition::Age { from, to }) => low <= from && to <= high,
        (Condition::AtLeast(1, of), given) => of.iter().any(|one| follows(one, given)),
        _ => false,
    }
}

fn ages_meet(asked: &[Condition], rung: &[Condition]) -> bool {
    let range = |conditions: &[Condition]| {
        conditions.iter().fold((i16::MIN, i16::MAX), |(low, high), condition| match condition {
            Condition::Age { from, to } => (low.max(*from), high.min(*to)),
            _ => (low, high),
        })
    };
    let ((a, b), (c, d)) = (range(asked), range(rung));
    a.max(c) <= b.min(d)
}
