//! Carries a change out, and undoes it.

use super::{Change, Mutant};
use crate::book::{Book, Formula, Node, Programme, Signal, Variable};

/// Does something with the changed book, and changes it back.
pub(super) fn under<T>(book: &mut Book, mutant: &Mutant, act: impl FnOnce(&Book) -> T) -> T {
    match &mutant.change {
        Change::Setting { parameter, setting, place, value } => {
            let set = |book: &mut Book, value| {
                std::mem::replace(&mut book.parameters[parameter.index()].settings[*setting].values[*place], value)
            };
            let before = set(book, Some(*value));
            let done = act(book);
            set(book, before);
            done
        }
        Change::Extent { of, extent } => {
            let before = std::mem::replace(of.extent_mut(book), extent.clone());
            let done = act(book);
            *of.extent_mut(book) = before;
            done
        }
        Change::Formula { formula, part, node } => {
            let before = replace(book, *formula, *part, node.clone());
            let done = act(book);
            if let Some(before) = before {
                replace(book, *formula, *part, before);
            }
            done
        }
    }
}

/// Puts a node at a place of a formula; gives what stood there.
fn replace(book: &mut Book, formula: usize, part: usize, node: Node) -> Option<Node> {
    let mut left = part;
    let formula = formulas(book).nth(formula)?;
    Some(std::mem::replace(&mut nth(formula, &mut left)?.node, node))
}

/// The part that `walk` meets after `left` others.
fn nth<'a>(formula: &'a mut Formula, left: &mut usize) -> Option<&'a mut Formula> {
    if *left == 0 {
        return Some(formula);
    }
    *left -= 1;
    parts(formula).into_iter().find_map(|part| nth(part, left))
}

/// As [`Formula::parts`], to change them.
fn parts(formula: &mut Formula) -> Vec<&mut Formula> {
    match &mut formula.node {
        Node::Literal(_) | Node::Fact(_) | Node::Variable(_) | Node::Parameter(_, None) => Vec::new(),
        Node::Parameter(_, Some(of)) | Node::Minus(of) | Node::Not(of) | Node::In(of, _) => vec![of],
        Node::Over(_, _, of) | Node::Round(_, of, _) | Node::YearsSince(of) | Node::MonthsSince(of) => vec![of],
        Node::Arithmetic(_, a, b) | Node::Compare(_, a, b) => vec![a, b],
        Node::And(parts) | Node::Or(parts) | Node::Min(parts) | Node::Max(parts) => parts.iter_mut().collect(),
        Node::Choice(choice) => {
            let arms = choice.arms.iter_mut().flat_map(|arm| [&mut arm.when, &mut arm.value]);
            arms.chain([&mut *choice.rest]).collect()
        }
    }
}

/// As [`Book::formulas`] and in its order, to change them.
fn formulas(book: &mut Book) -> impl Iterator<Item = &mut Formula> {
    let variables = book.variables.iter_mut().flat_map(|Variable { definitions, exceptions, .. }| {
        let exceptions = exceptions.iter_mut().flat_map(|one| [&mut one.when, &mut one.value]);
        definitions.iter_mut().map(|one| &mut one.formula).chain(exceptions)
    });
    let programmes = book.programmes.iter_mut().flat_map(|Programme { conditions, amount, tier, .. }| {
        let results = amount.iter_mut().chain(tier).map(|(formula, _)| formula);
        conditions.iter_mut().map(|one| &mut one.formula).chain(results)
    });
    let signals = book.signals.iter_mut().flat_map(|Signal { when, exempt, .. }| [Some(when), exempt.as_mut()]);
    variables.chain(programmes).chain(signals.flatten())
}
