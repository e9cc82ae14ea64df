//! The citizens' calculator: what somebody may get by the rules, found with few questions (社会救助法 art. 34, 60).
//!
//! 1. [`Questions`]: what may be asked, in plain words, held against the rules. 2. [`Told`]: the answers so far; whoever
//!    asks carries them, nothing is kept. 3. `needs`: which facts could still decide; `next`: the page that settles most.
//! 4. [`Finding`]: what the engine that assesses everybody says of it, never a promise.
//!
//! Absent: a rule, an amount, a threshold; a place where an answer stays.

mod find;
mod needs;
mod next;
mod questions;
mod sheet;
mod told;

#[cfg(test)]
mod tests;

pub use find::{Finding, Reason, Said, Verdict};
pub use next::Asked;
pub use questions::{BadQuestions, Question, Questions, Topic};
pub use sheet::{Cell, Group, Kind, Sheet, Typed, Wrong};
pub use told::{Line, MOST, Told};

use doudi_kernel::Month;
use doudi_rules::{
    book::{Book, ProgrammeId},
    compile::{Ask, Program, TooWide},
};
use std::{collections::BTreeSet, sync::Arc};

/// The rules of a place in a month, for everything that a citizen may ask about.
pub struct Calculator<'b> {
    /// What may be asked.
    pub questions: &'b Questions,
    program: Arc<Program<'b>>,
    /// In the order in which the program was asked for them.
    programmes: Vec<ProgrammeId>,
}

impl<'b> Calculator<'b> {
    /// The rules at a division (its digits) in a month.
    ///
    /// # Errors
    /// A formula that cannot be computed exactly: a defect of the rules.
    pub fn new(book: &'b Book, questions: &'b Questions, division: &str, month: Month) -> Result<Self, TooWide> {
        Ok(Self::over(questions, Arc::new(Self::program(book, questions, division, month)?)))
    }

    /// The same over what [`Calculator::program`] has compiled for these questions.
    pub fn over(questions: &'b Questions, program: Arc<Program<'b>>) -> Self {
        Self { questions, program, programmes: programmes(questions) }
    }

    /// Everything that a citizen may ask about, compiled: what takes long, and is the same for all who ask at a place in a month.
    ///
    /// # Errors
    /// As [`Calculator::new`].
    pub fn program<'p>(
        book: &'p Book,
        questions: &Questions,
        division: &str,
        month: Month,
    ) -> Result<Program<'p>, TooWide> {
        let ask = Ask { programmes: Some(programmes(questions)), ..Ask::default() };
        Program::compile(book, division, month, &ask)
    }

    /// The rules.
    pub fn book(&self) -> &'b Book {
        self.program.statute.book
    }

    /// The places of what some topics ask about, of what is in force.
    fn places<'a>(&'a self, topics: &'a [usize]) -> impl Iterator<Item = usize> + use<'a, 'b> {
        let wanted =
            |id: &ProgrammeId| topics.iter().any(|topic| self.questions.topics[*topic].programmes.contains(id));
        let force = |id: &ProgrammeId| self.program.statute.force(*id).is_some();
        (0..self.programmes.len())
            .filter(move |place| wanted(&self.programmes[*place]) && force(&self.programmes[*place]))
    }
}

fn programmes(questions: &Questions) -> Vec<ProgrammeId> {
    let all: BTreeSet<ProgrammeId> =
        questions.topics.iter().flat_map(|topic| topic.programmes.iter().copied()).collect();
    all.into_iter().collect()
}
