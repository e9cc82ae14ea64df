//! Logistic regression with a penalty on the squares, over counted answers, by Newton's method.
//!
//! Households with the same answers are one line with two counts, so that the order of households does not matter and the
//! same data give the same points. Sums are taken in one order.

use super::features::{Answers, FEATURES};
use std::collections::BTreeMap;

/// Lines of equal answers: how many households, and how many of them in hardship.
pub(super) type Counted = BTreeMap<Answers, (u32, u32)>;

/// Penalties on the square of a coefficient that are tried: 1 is as if each were drawn around 0 with deviation 1, 4 with a
/// half. Few in hardship and many questions call for a heavy one.
const PENALTIES: [u32; 4] = [1, 4, 16, 64];
/// Parts of the households; each is foretold by the others.
pub(super) const FOLDS: usize = 5;
/// Newton's steps; the function is convex, and some eight are enough.
const STEPS: usize = 25;

/// The penalty under which parts of the households are foretold best by the others: the heaviest of equals.
pub(super) fn penalty(folds: &[Counted; FOLDS]) -> u32 {
    let foretold = |penalty: u32| (0..FOLDS).map(|fold| told(&folds[fold], &fit(&others(folds, fold), penalty))).sum();
    let all: Vec<(f64, u32)> = PENALTIES.map(|penalty| (foretold(penalty), penalty)).into();
    all.into_iter().max_by(|one, next| one.0.total_cmp(&next.0).then(one.1.cmp(&next.1))).map_or(1, |(_, it)| it)
}

fn others(folds: &[Counted; FOLDS], but: usize) -> Counted {
    let mut all = Counted::new();
    for (line, (homes, hard)) in folds.iter().enumerate().filter(|(at, _)| *at != but).flat_map(|(_, fold)| fold) {
        let (of, of_hard) = all.entry(line.clone()).or_default();
        (*of, *of_hard) = (*of + homes, *of_hard + hard);
    }
    all
}

/// The log likelihood of lines under a fit.
fn told(counted: &Counted, (constant, coefficients): &(f64, Vec<Vec<f64>>)) -> f64 {
    let line = |(answers, (all, hard)): (&Answers, &(u32, u32))| {
        let added = coefficients.iter().zip(answers).map(|(of, answer)| of[usize::from(*answer)]);
        let p = share(constant + added.sum::<f64>()).clamp(1e-9, 1.0 - 1e-9);
        f64::from(*hard) * p.ln() + f64::from(all - hard) * (1.0 - p).ln()
    };
    counted.iter().map(line).sum()
}

/// The log odds of the first answers to all, and of each further answer what it adds, by feature.
pub(super) fn fit(counted: &Counted, penalty: u32) -> (f64, Vec<Vec<f64>>) {
    let places = Places::new();
    let mut beta = vec![0.0; places.width];
    for _ in 0..STEPS {
        let step = newton(counted, &places, &beta, f64::from(penalty));
        let size = step.iter().fold(0.0f64, |most, it| most.max(it.abs()));
        beta.iter_mut().zip(step).for_each(|(it, by)| *it += by);
        if size < 1e-9 {
            break;
        }
    }
    let of = |feature: usize| {
        let further = (1..FEATURES[feature].len()).map(|answer| beta[places.at(feature, answer)]);
        std::iter::once(0.0).chain(further).collect()
    };
    (beta[0], (0..FEATURES.len()).map(of).collect())
}

/// Only the constant, with everything else given: so that the rounded points say as many as there are.
pub(super) fn constant(counted: &[(f64, u32, u32)]) -> f64 {
    let mut base = 0.0;
    for _ in 0..STEPS {
        let (mut gradient, mut curve) = (0.0, 1e-9);
        for (log_odds, all, hard) in counted {
            let p = share(base + log_odds);
            gradient += f64::from(*hard) - f64::from(*all) * p;
            curve += f64::from(*all) * p * (1.0 - p);
        }
        let by = (gradient / curve).clamp(-4.0, 4.0);
        base += by;
        if by.abs() < 1e-9 {
            break;
        }
    }
    base
}

/// The share that log odds stand for.
pub(super) fn share(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

/// Where coefficients stand: the constant, then every answer but the first of each feature.
struct Places {
    first: Vec<usize>,
    width: usize,
}

impl Places {
    fn new() -> Self {
        let mut width = 1;
        let first = FEATURES.iter().map(|feature| {
            let at = width;
            width += feature.len() - 1;
            at
        });
        let first = first.collect();
        Self { first, width }
    }

    fn at(&self, feature: usize, answer: usize) -> usize {
        self.first[feature] + answer - 1
    }

    /// The coefficients that a line's answers bring in.
    fn of(&self, answers: &Answers) -> Vec<usize> {
        let further = answers.iter().enumerate().filter(|(_, answer)| **answer > 0);
        std::iter::once(0).chain(further.map(|(feature, answer)| self.at(feature, usize::from(*answer)))).collect()
    }
}

fn newton(counted: &Counted, places: &Places, beta: &[f64], penalty: f64) -> Vec<f64> {
    let width = places.width;
    let mut gradient: Vec<f64> = beta.iter().map(|it| -penalty * it).collect();
    let mut curve = vec![vec![0.0; width]; width];
    gradient[0] = 0.0;
    (1..width).for_each(|at| curve[at][at] = penalty);
    curve[0][0] = 1e-9;
    for (answers, (all, hard)) in counted {
        let at = places.of(answers);
        let p = share(at.iter().map(|it| beta[*it]).sum());
        let (off, weight) = (f64::from(*hard) - f64::from(*all) * p, f64::from(*all) * p * (1.0 - p));
        for one in &at {
            gradient[*one] += off;
            at.iter().for_each(|other| curve[*one][*other] += weight);
        }
    }
    solve(curve, gradient)
}

/// A symmetric positive system by elimination; its diagonal carries the penalty, so no pivot is 0.
fn solve(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let width = right.len();
    for at in 0..width {
        let (above, below) = matrix.split_at_mut(at + 1);
        let pivot = &above[at];
        for (row, it) in below.iter_mut().enumerate() {
            let share = it[at] / pivot[at];
            if share != 0.0 {
                (at..width).for_each(|column| it[column] -= share * pivot[column]);
                right[at + 1 + row] -= share * right[at];
            }
        }
    }
    for at in (0..width).rev() {
        let known: f64 = (at + 1..width).map(|column| matrix[at][column] * right[column]).sum();
        right[at] = (right[at] - known) / matrix[at][at];
    }
    right
}

/// Coefficients that never fall along answers, by pooling neighbours that do, each by its weight.
pub(super) fn rising(coefficients: &[f64], weights: &[u32]) -> Vec<f64> {
    let mut pools: Vec<(f64, f64, usize)> = Vec::new();
    for (value, weight) in coefficients.iter().zip(weights) {
        pools.push((*value, f64::from(*weight).max(1e-3), 1));
        while let [.., (left, heavy, some), (right, light, more)] = pools[..] {
            if left <= right {
                break;
            }
            let weight = heavy + light;
            pools.truncate(pools.len() - 2);
            pools.push(((left * heavy + right * light) / weight, weight, some + more));
        }
    }
    pools.into_iter().flat_map(|(value, _, size)| std::iter::repeat_n(value, size)).collect()
}
