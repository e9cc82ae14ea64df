//! The pairs that the rules bring together, weighed.

use super::{
    blocking::Blocking,
    lists::{LEFT, Lists, RIGHT},
    meet::Meetings,
    rivals::Edge,
    rule::Ready,
    score::Scorer,
};

/// All pairs under the rules that weigh enough, each once. Their odds are without the prior.
pub(super) fn look(lists: &Lists, blocking: &Blocking, scorer: &Scorer<'_>, least: f32) -> (Vec<Edge>, u64) {
    let mut edges = Vec::new();
    let mut looked_at = 0;
    for (at, chosen) in blocking.rules.iter().enumerate() {
        let met = Meetings::of(lists, &chosen.rule, 0);
        let rule = chosen.rule.ready(lists);
        let earlier: Vec<Ready<'_>> = blocking.rules[..at].iter().map(|earlier| earlier.rule.ready(lists)).collect();
        let gathered = met.gather(
            || (Vec::new(), 0_u64),
            |(found, looked_at): &mut (Vec<Edge>, u64), left, rights| {
                for (_, right) in rights {
                    let (mut a, mut b) = (left, *right);
                    if lists.within
                        && (a == b || (a > b && (met.halved || rule.meets(lists.row(LEFT, b), lists.row(RIGHT, a)))))
                    {
                        continue;
                    }
                    if lists.within && a > b {
                        (a, b) = (b, a);
                    }
                    let (left, right) = (lists.row(LEFT, a), lists.row(RIGHT, b));
                    if earlier.iter().any(|rule| rule.covers(left, right)) {
                        continue;
                    }
                    *looked_at += 1;
                    if let Some(weight) = scorer.weight(left, right, least) {
                        found.push(Edge { left: a, right: b, odds: f64::from(weight).exp2() });
                    }
                }
            },
        );
        for (found, looked) in gathered {
            edges.extend(found);
            looked_at += looked;
        }
    }
    (edges, looked_at)
}
