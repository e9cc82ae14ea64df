//! Two exceptions from the same thing exclude each other, or say the same.

use super::Checker;
use crate::{
    book::{Book, Comparison, Exception, Extent, Formula, Node, Type, Value},
    complaint::Refusal,
};
use doudi_kernel::{Date, Ratio};
use std::collections::BTreeMap;

/// How many alternatives a condition may have before nothing is claimed about it.
const MOST_ALTERNATIVES: usize = 64;

/// What one alternative of a condition says, by what it says it of.
type Facts = BTreeMap<String, Set>;

/// What a value can still be.
#[derive(Clone, Debug, PartialEq)]
enum Set {
    /// Codes, or flags as 0 and 1.
    Among(Vec<u16>),
    /// From and to, and whether each end is taken.
    Range(Option<(Ratio, bool)>, Option<(Ratio, bool)>),
    /// Less, equal, more than another formula.
    Relation([bool; 3]),
}

impl Checker {
    pub(super) fn refuse_rival_exceptions(&mut self) {
        let mut told = Vec::new();
        for variable in &self.book.variables {
            for (n, one) in variable.exceptions.iter().enumerate() {
                for other in &variable.exceptions[..n] {
                    if self.rivals(one, other) {
                        let (one_name, other_name) = (one.name.clone(), other.name.clone());
                        told.push((
                            one.span,
                            Refusal::BothExcept { one: one_name, other: other_name, line: other.span },
                        ));
                    }
                }
            }
        }
        told.into_iter().for_each(|(span, what)| self.refuse(span, what));
    }

    fn rivals(&self, one: &Exception, other: &Exception) -> bool {
        let same = canonical(&one.value) == canonical(&other.value);
        !same
            && !self.related(&one.name, &other.name)
            && both_hold_somewhere(&one.extent, &other.extent)
            && !exclude(&self.book, &one.when, &other.when)
    }
}

fn both_hold_somewhere(a: &Extent, b: &Extent) -> bool {
    (a.region.starts_with(&b.region) || b.region.starts_with(&a.region)) && super::dates::meet(a, b)
}

/// Whether two conditions never hold together, as far as codes, flags and ranges show it.
fn exclude(book: &Book, a: &Formula, b: &Formula) -> bool {
    let (Some(a), Some(b)) = (alternatives(book, a, true), alternatives(book, b, true)) else { return false };
    a.iter().all(|a| b.iter().all(|b| joined(a, b).is_none()))
}

/// Both together; `None` if that cannot be.
fn joined(a: &Facts, b: &Facts) -> Option<Facts> {
    let mut both = a.clone();
    for (of, set) in b {
        let meet = match both.get(of) {
            Some(other) => meet(other, set)?,
            None => set.clone(),
        };
        both.insert(of.clone(), meet);
    }
    Some(both)
}

fn meet(a: &Set, b: &Set) -> Option<Set> {
    match (a, b) {
        (Set::Among(a), Set::Among(b)) => {
            let common: Vec<u16> = a.iter().copied().filter(|place| b.contains(place)).collect();
            (!common.is_empty()).then_some(Set::Among(common))
        }
        (Set::Relation(a), Set::Relation(b)) => {
            let common = [a[0] && b[0], a[1] && b[1], a[2] && b[2]];
            common.contains(&true).then_some(Set::Relation(common))
        }
        (Set::Range(low, high), Set::Range(other_low, other_high)) => {
            let low = [*low, *other_low].into_iter().flatten().max_by_key(|(end, taken)| (*end, !taken));
            let high = [*high, *other_high].into_iter().flatten().min_by_key(|(end, taken)| (*end, *taken));
            let empty = matches!((low, high), (Some((a, x)), Some((b, y))) if b < a || (a == b && !(x && y)));
            (!empty).then_some(Set::Range(low, high))
        }
        _ => Some(a.clone()),
    }
}

/// A condition, or its contrary, as alternatives; `None` when there are too many.
fn alternatives(book: &Book, condition: &Formula, holds: bool) -> Option<Vec<Facts>> {
    match (&condition.node, holds) {
        (Node::Not(inner), _) => alternatives(book, inner, !holds),
        (Node::Literal(Value::YesNo(yes)), _) => Some(if *yes == holds { vec![Facts::new()] } else { Vec::new() }),
        (Node::And(parts), true) | (Node::Or(parts), false) => {
            let mut all = vec![Facts::new()];
            for part in parts {
                let more = alternatives(book, part, holds)?;
                all = all.iter().flat_map(|a| more.iter().filter_map(|b| joined(a, b))).collect();
                if all.len() > MOST_ALTERNATIVES {
                    return None;
                }
            }
            Some(all)
        }
        (Node::And(parts), false) | (Node::Or(parts), true) => {
            let parts = parts.iter().map(|part| alternatives(book, part, holds));
            let all: Vec<Facts> = parts.collect::<Option<Vec<_>>>()?.concat();
            (all.len() <= MOST_ALTERNATIVES).then_some(all)
        }
        _ => Some(atom(book, condition, holds)),
    }
}

fn atom(book: &Book, condition: &Formula, holds: bool) -> Vec<Facts> {
    let says = |of: String, set: Set| Facts::from([(of, set)]);
    match &condition.node {
        Node::In(value, codes) => vec![says(canonical(value), Set::Among(places(book, value, codes, holds)))],
        Node::Compare(sign, left, right) => {
            compared(book, *sign, left, right, holds).into_iter().map(|(of, set)| says(of, set)).collect()
        }
        _ => vec![says(canonical(condition), Set::Among(vec![u16::from(holds)]))],
    }
}

/// Codes, or all others.
fn places(book: &Book, value: &Formula, codes: &[u16], holds: bool) -> Vec<u16> {
    let all = match value.ty {
        Type::Code(list) => book.codes[list.index()].words.len() as u16,
        _ => 2,
    };
    (0..all).filter(|place| codes.contains(place) == holds).collect()
}

fn compared(book: &Book, sign: Comparison, left: &Formula, right: &Formula, holds: bool) -> Vec<(String, Set)> {
    use Comparison::{AtLeast, AtMost, Equal, Less, More, Unequal};
    let sign = match (sign, holds) {
        (sign, true) => sign,
        (Less, _) => AtLeast,
        (AtMost, _) => More,
        (More, _) => AtMost,
        (AtLeast, _) => Less,
        (Equal, _) => Unequal,
        (Unequal, _) => Equal,
    };
    if let (Node::Literal(_), false) = (&left.node, matches!(right.node, Node::Literal(_))) {
        let mirrored = match sign {
            Less => More,
            AtMost => AtLeast,
            More => Less,
            AtLeast => AtMost,
            same => same,
        };
        return compared(book, mirrored, right, left, true);
    }
    match &right.node {
        Node::Literal(Value::Code(place)) => {
            vec![(canonical(left), Set::Among(places(book, left, &[*place], sign == Equal)))]
        }
        Node::Literal(Value::YesNo(yes)) => {
            vec![(canonical(left), Set::Among(places(book, left, &[u16::from(*yes)], sign == Equal)))]
        }
        Node::Literal(Value::Number(end)) => ranges(sign, *end).into_iter().map(|set| (canonical(left), set)).collect(),
        Node::Literal(Value::Date(day)) => {
            ranges(sign, day_number(*day)).into_iter().map(|set| (canonical(left), set)).collect()
        }
        _ => vec![related(sign, canonical(left), canonical(right))],
    }
}

fn ranges(sign: Comparison, end: Ratio) -> Vec<Set> {
    let (below, above) = (Set::Range(None, Some((end, false))), Set::Range(Some((end, false)), None));
    match sign {
        Comparison::Less => vec![below],
        Comparison::More => vec![above],
        Comparison::AtMost => vec![Set::Range(None, Some((end, true)))],
        Comparison::AtLeast => vec![Set::Range(Some((end, true)), None)],
        Comparison::Equal => vec![Set::Range(Some((end, true)), Some((end, true)))],
        Comparison::Unequal => vec![below, above],
    }
}

/// Less, equal, more; with the two sides always in the same order.
fn related(sign: Comparison, left: String, right: String) -> (String, Set) {
    let mut relation = match sign {
        Comparison::Less => [true, false, false],
        Comparison::AtMost => [true, true, false],
        Comparison::More => [false, false, true],
        Comparison::AtLeast => [false, true, true],
        Comparison::Equal => [false, true, false],
        Comparison::Unequal => [true, false, true],
    };
    if left <= right {
        return (format!("{left}?{right}"), Set::Relation(relation));
    }
    relation.reverse();
    (format!("{right}?{left}"), Set::Relation(relation))
}

/// A number that rises with the day.
fn day_number(day: Date) -> Ratio {
    Ratio::whole(i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day()))
}

/// A formula as a text that does not depend on where it stands.
fn canonical(formula: &Formula) -> String {
    let head = match &formula.node {
        Node::Literal(value) => format!("{value:?}"),
        Node::Fact(id) => format!("f{}", id.0),
        Node::Variable(id) => format!("v{}", id.0),
        Node::Parameter(id, _) => format!("p{}", id.0),
        Node::Arithmetic(sign, ..) => format!("{sign:?}"),
        Node::Compare(sign, ..) => format!("{sign:?}"),
        Node::In(_, codes) => format!("in{codes:?}"),
        Node::Over(aggregate, entity, _) => format!("{aggregate:?}{entity:?}"),
        Node::Round(rounding, _, step) => format!("{rounding:?}{step}"),
        other => format!("{:?}", std::mem::discriminant(other)),
    };
    let parts: Vec<String> = formula.parts().into_iter().map(canonical).collect();
    format!("{head}({})", parts.join(","))
}
