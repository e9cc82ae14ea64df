//! No variable needs itself.

use super::Checker;
use crate::{
    book::{Book, Node, VariableId},
    complaint::Refusal,
};

impl Checker {
    /// Whether there is a cycle; each is told once. Definitions of different regions and dates are taken together.
    pub(super) fn refuse_cycles(&mut self) -> bool {
        let needs: Vec<Vec<VariableId>> = (0..self.book.variables.len()).map(|n| needs(&self.book, n)).collect();
        let mut state = vec![State::New; needs.len()];
        let mut found = Vec::new();
        for start in 0..needs.len() {
            visit(start, &needs, &mut state, &mut Vec::new(), &mut found);
        }
        for cycle in &found {
            let names: Vec<String> =
                cycle.iter().chain(cycle.first()).map(|n| self.book.variables[*n].name.clone()).collect();
            let span = self.book.variables[cycle[0]].span;
            self.refuse(span, Refusal::Cycle(names));
        }
        !found.is_empty()
    }
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    Open,
    Done,
}

fn needs(book: &Book, n: usize) -> Vec<VariableId> {
    let variable = &book.variables[n];
    let mut needs = Vec::new();
    let definitions = variable.definitions.iter().map(|definition| &definition.formula);
    let exceptions = variable.exceptions.iter().flat_map(|exception| [&exception.when, &exception.value]);
    for formula in definitions.chain(exceptions) {
        formula.walk(&mut |part| {
            if let Node::Variable(id) = part.node {
                needs.push(id);
            }
        });
    }
    needs.sort_unstable();
    needs.dedup();
    needs
}

/// Depth first, with a path of its own instead of the stack of the machine.
fn visit(
    start: usize,
    needs: &[Vec<VariableId>],
    state: &mut [State],
    path: &mut Vec<(usize, usize)>,
    found: &mut Vec<Vec<usize>>,
) {
    if state[start] == State::New {
        path.push((start, 0));
        state[start] = State::Open;
    }
    while let Some((at, next)) = path.last_mut() {
        let Some(needed) = needs[*at].get(*next).map(|id| id.index()) else {
            state[*at] = State::Done;
            path.pop();
            continue;
        };
        *next += 1;
        match state[needed] {
            State::New => {
                state[needed] = State::Open;
                path.push((needed, 0));
            }
            State::Open => {
                let from = path.iter().position(|(open, _)| *open == needed).unwrap_or(0);
                found.push(path[from..].iter().map(|(open, _)| *open).collect());
            }
            State::Done => {}
        }
    }
}
