//! What else a value or an operator could have been.

use super::Sort;
use crate::{
    book::{Aggregate, Arithmetic, Book, Comparison, Formula, Node, Type, Value},
    cases::shown,
    oracle::Exact,
};
use doudi_kernel::{Ratio, Rounding};

/// Values near a value, and one a tenth away on either side.
pub(super) fn others(book: &Book, ty: Type, value: Value) -> Vec<Value> {
    let mut others = match value {
        Value::YesNo(yes) => vec![Value::YesNo(!yes)],
        Value::Date(day) => [day.tomorrow(), day.yesterday()].into_iter().flatten().map(Value::Date).collect(),
        Value::Code(code) => {
            let Type::Code(codes) = ty else { return Vec::new() };
            let words = book.codes[codes.index()].words.len() as u16;
            vec![Value::Code((code + 1) % words.max(1))]
        }
        Value::Number(number) => {
            let [tenth, step] = [(1, 10), (1, if number.parts().1 == 1 { 1 } else { 100 })]
                .map(|(top, bottom)| Ratio::new(top, bottom).unwrap_or(number));
            let near = [number + step, number - step, number + number * tenth, number - number * tenth];
            near.into_iter().map(Value::Number).collect()
        }
    };
    others.retain(|other| *other != value);
    others
}

/// `714 yuan/month → 715 yuan/month`
pub(super) fn became(book: &Book, ty: Type, value: Value, other: Value) -> String {
    format!("{} → {}", shown(book, &Exact::from(value), ty), shown(book, &Exact::from(other), ty))
}

/// What a formula's outermost node could have been instead, told.
pub(super) fn changed(book: &Book, formula: &Formula) -> Vec<(Sort, String, Node)> {
    let sort = match &formula.node {
        Node::Literal(_) => Sort::Literal,
        Node::Round(..) => Sort::Rounding,
        _ => Sort::Operator,
    };
    operators(book, formula).into_iter().map(|(what, node)| (sort, what, node)).collect()
}

fn operators(book: &Book, formula: &Formula) -> Vec<(String, Node)> {
    let swap = |from: &str, to: &str, node: Node| vec![(format!("`{from}` → `{to}`"), node)];
    match &formula.node {
        Node::Literal(value) => {
            let others = others(book, formula.ty, *value).into_iter();
            others.map(|other| (became(book, formula.ty, *value, other), Node::Literal(other))).collect()
        }
        Node::Not(of) => vec![("`not` left out".into(), of.node.clone())],
        Node::Minus(of) => vec![("`-` left out".into(), of.node.clone())],
        Node::Arithmetic(how, a, b) => {
            let (from, to, other) = other_arithmetic(*how);
            swap(from, to, Node::Arithmetic(other, a.clone(), b.clone()))
        }
        Node::Compare(how, a, b) => {
            let (from, to, other) = other_comparison(*how);
            swap(from, to, Node::Compare(other, a.clone(), b.clone()))
        }
        Node::In(of, codes) => (0..codes.len()).map(|n| without(book, of, codes, n)).collect(),
        Node::And(parts) => swap("and", "or", Node::Or(parts.clone())),
        Node::Or(parts) => swap("or", "and", Node::And(parts.clone())),
        Node::Min(parts) => swap("min", "max", Node::Max(parts.clone())),
        Node::Max(parts) => swap("max", "min", Node::Min(parts.clone())),
        Node::Over(how, entity, of) => match other_aggregate(*how) {
            Some((from, to, other)) => swap(from, to, Node::Over(other, *entity, of.clone())),
            None => Vec::new(),
        },
        Node::Round(how, of, step) => roundings(book, *how, of, *step),
        Node::Fact(_) | Node::Parameter(..) | Node::Variable(_) => Vec::new(),
        Node::Choice(_) | Node::YearsSince(_) | Node::MonthsSince(_) => Vec::new(),
    }
}

fn other_arithmetic(how: Arithmetic) -> (&'static str, &'static str, Arithmetic) {
    match how {
        Arithmetic::Plus => ("+", "-", Arithmetic::Minus),
        Arithmetic::Minus => ("-", "+", Arithmetic::Plus),
        Arithmetic::Times => ("*", "/", Arithmetic::Over),
        Arithmetic::Over => ("/", "*", Arithmetic::Times),
    }
}

fn other_comparison(how: Comparison) -> (&'static str, &'static str, Comparison) {
    match how {
        Comparison::Less => ("<", "<=", Comparison::AtMost),
        Comparison::AtMost => ("<=", "<", Comparison::Less),
        Comparison::More => (">", ">=", Comparison::AtLeast),
        Comparison::AtLeast => (">=", ">", Comparison::More),
        Comparison::Equal => ("=", "!=", Comparison::Unequal),
        Comparison::Unequal => ("!=", "=", Comparison::Equal),
    }
}

fn other_aggregate(how: Aggregate) -> Option<(&'static str, &'static str, Aggregate)> {
    match how {
        Aggregate::Any => Some(("any", "every", Aggregate::Every)),
        Aggregate::Every => Some(("every", "any", Aggregate::Any)),
        Aggregate::Sum => Some(("sum", "largest", Aggregate::Largest)),
        Aggregate::Largest => Some(("largest", "sum", Aggregate::Sum)),
        Aggregate::Least => Some(("least", "largest", Aggregate::Largest)),
        Aggregate::Count => None,
    }
}

/// The two other directions, and a step ten times as wide or as narrow.
fn roundings(book: &Book, how: Rounding, of: &Formula, step: Ratio) -> Vec<(String, Node)> {
    let name = |how| match how {
        Rounding::Up => "round_up",
        Rounding::Down => "round_down",
        Rounding::HalfUp => "round_half_up",
    };
    let others = [Rounding::Up, Rounding::Down, Rounding::HalfUp].into_iter().filter(|other| *other != how);
    let ways = others
        .map(|other| (format!("`{}` → `{}`", name(how), name(other)), Node::Round(other, Box::new(of.clone()), step)));
    let steps = [Ratio::new(10, 1), Ratio::new(1, 10)].into_iter().flatten().map(|times| {
        let other = step * times;
        let what = became(book, of.ty, Value::Number(step), Value::Number(other));
        (format!("step {what}"), Node::Round(how, Box::new(of.clone()), other))
    });
    ways.chain(steps).collect()
}

fn without(book: &Book, of: &Formula, codes: &[u16], n: usize) -> (String, Node) {
    let word = shown(book, &Exact::Code(codes[n]), of.ty);
    let fewer = codes.iter().enumerate().filter(|(place, _)| *place != n).map(|(_, code)| *code);
    (format!("`{word}` left out"), Node::In(Box::new(of.clone()), fewer.collect()))
}
