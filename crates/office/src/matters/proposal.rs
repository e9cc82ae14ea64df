//! What might make a poor signal better: the thresholds that it rests on and that the office may set itself.

use crate::Bureau;
use doudi_kernel::Lang;
use doudi_rules::book::{Formula, Level, Node, ParameterId};

impl Bureau {
    /// The names of the parameters that a signal rests on, itself and through what it names, and that a county may set.
    pub fn signal_parameters(&self, signal: &str, lang: Lang) -> Vec<String> {
        let found = self.thresholds(signal);
        found.into_iter().map(|id| self.book.parameters[id.index()].label.pick(lang).to_owned()).collect()
    }

    pub(super) fn thresholds(&self, signal: &str) -> Vec<ParameterId> {
        let mut found = Vec::new();
        if let Some(signal) = self.signal(signal) {
            self.under(&signal.when, 1, &mut found);
        }
        found.retain(|id| self.book.parameters[id.index()].open >= Level::County);
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Deeper than a signal's own variables stand amounts of the law, which are nobody's thresholds.
    fn under(&self, formula: &Formula, depth: u8, found: &mut Vec<ParameterId>) {
        formula.walk(&mut |part| match &part.node {
            Node::Parameter(id, _) => found.push(*id),
            Node::Variable(id) if depth > 0 => {
                let definitions = &self.book.variables[id.index()].definitions;
                definitions.iter().for_each(|it| self.under(&it.formula, depth - 1, found));
            }
            _ => {}
        });
    }
}
