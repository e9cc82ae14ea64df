//! Why a signal is raised about a row, or is not.

use super::{Known, Reader, Row, Trace, What, causes::Causes, trace::Tracer};
use crate::{
    book::{FactId, Formula, ParameterId, SignalId},
    compile::Program,
};

/// How a signal stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stands {
    /// Its condition holds, and nothing exempts from it.
    Raised,
    /// Its condition does not hold.
    Quiet,
    /// Its condition holds or may hold, and what exempts from it does.
    Exempt,
    /// What would decide is unknown.
    Unknown {
        /// Facts, each with its row: of the household 0, of members and obligors their place within the household from 0.
        facts: Vec<(FactId, u32)>,
        /// Parameters that have no value here.
        parameters: Vec<ParameterId>,
    },
}

impl Reader<'_, '_> {
    /// How a signal stands in a row of one of the households turned to. The program must have been asked for it.
    pub fn stands(&self, signal: SignalId, row: Row) -> Stands {
        let (when, exempt) = formulas(self.program, signal);
        let yes = |formula: &Formula| self.value(formula, row).map(|value| value == Known::YesNo(true));
        match (yes(when), exempt.map_or(Some(false), yes)) {
            (Some(false), _) => Stands::Quiet,
            (_, Some(true)) => Stands::Exempt,
            (Some(true), Some(false)) => Stands::Raised,
            (_, excused) => {
                let mut causes = Causes::default();
                let excuse = exempt.filter(|_| excused.is_none());
                [Some(when), excuse].into_iter().flatten().for_each(|formula| self.cause(formula, row, &mut causes));
                Stands::Unknown {
                    facts: causes.facts.into_iter().collect(),
                    parameters: causes.parameters.into_iter().collect(),
                }
            }
        }
    }

    /// What a signal rests on, as a tree. The trace is written over.
    pub fn trace_signal(&self, signal: SignalId, row: Row, trace: &mut Trace) {
        trace.steps.clear();
        let (when, exempt) = formulas(self.program, signal);
        let mut tracer = Tracer { reader: self, steps: &mut trace.steps };
        tracer.put(0, What::Signal(signal), row, self.value(when, row));
        tracer.walk(when, 1, row);
        if let Some(exempt) = exempt {
            tracer.put(0, What::Exempt(signal), row, self.value(exempt, row));
            tracer.walk(exempt, 1, row);
        }
    }
}

/// When it is raised, and when it is not all the same.
fn formulas<'b>(program: &Program<'b>, signal: SignalId) -> (&'b Formula, Option<&'b Formula>) {
    let signal = &program.statute.book.signals[signal.index()];
    (&signal.when, signal.exempt.as_ref())
}
