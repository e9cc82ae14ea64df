//! A doubt is answered, checked as a row of a workbook is.

use super::super::{
    Call, Operation, Rule,
    kinds::{Code, Day, Words},
    shape::shape,
    write,
};
use doudi_journal::access::{Action, Resource};
use doudi_kernel::BatchId;
use doudi_office::{OfficeError, doubts};
use doudi_work::doubts::answers::Typed;

shape! {
    /// Which doubt.
    struct AtDoubt {
        /// Its batch.
        batch: String,
        /// Its number there.
        number: u32,
    }
}

shape! {
    /// What was found out.
    struct DoubtAnswer {
        /// The answer's code.
        choice: Words,
        /// What explains it.
        note: Words,
        /// Where the person is, where that was asked.
        division: Option<Code>,
        /// Who looked.
        checked_by: Words,
        /// When.
        checked_on: Day,
    }
}

shape! {
    /// It was answered.
    struct DoubtAnswered {}
}

/// `POST /doubts/{batch}/{number}/answer`
pub(in crate::api) fn operation() -> Operation {
    let said = ("填报疑点核实结果", "Answer a doubt");
    let rule = Rule::Needs(Resource::Doubt, Action::Write);
    let made = write("/doubts/{batch}/{number}/answer").told("doubts_answer", said, rule, answer);
    made.fails([OfficeError::NotFound, OfficeError::Answered])
}

fn answer(call: &Call<'_>, at: AtDoubt, told: DoubtAnswer) -> Result<DoubtAnswered, OfficeError> {
    let typed = Typed {
        choice: told.choice.0,
        note: told.note.0,
        division: told.division.map(|it| it.0.twelve()).unwrap_or_default(),
        checked_by: told.checked_by.0,
        checked_on: Some(told.checked_on.0),
    };
    doubts::answer(call.bureau, call.who, &BatchId::new(at.batch), at.number, &typed, call.key()?)?;
    Ok(DoubtAnswered {})
}
