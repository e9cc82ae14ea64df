//! Doubts of the user's area, what is overdue first.

use super::super::{
    Call, Empty, Operation, Rule, ask,
    kinds::{Code, Day, InMonth, Name},
    shape::shape,
};
use doudi_journal::access::{Action, Resource};
use doudi_office::{
    OfficeError,
    doubts::{self, DoubtRow, DoubtState, Filter},
};

shape! {
    /// How far a doubt is.
    word DoubtFar {
        /// Not answered, and the day is over.
        Overdue = "overdue",
        /// Not answered.
        Open = "open",
        /// Answered.
        Answered = "answered",
    }
}

shape! {
    /// Which doubts; everything that is told must hold.
    struct DoubtsWanted {
        /// Of a comparison, by its identifier.
        spec: Option<Name>,
        /// Of a month; each comparison's newest otherwise.
        month: Option<InMonth>,
        /// In a town or village.
        within: Option<Code>,
        /// Of a state.
        state: Option<DoubtFar>,
        /// So many that were told before.
        from: Option<u32>,
    }
}

shape! {
    /// Doubts, at most 50.
    struct Doubts {
        /// What is overdue first.
        items: Vec<DoubtLine>,
        /// How many there are.
        all: i64,
    }
}

shape! {
    /// A doubt.
    struct DoubtLine {
        /// Its batch.
        batch: String,
        /// Its number there.
        number: i64,
        /// The comparison, in words.
        title: String,
        /// Why it was raised, in words.
        reason: String,
        /// Who, as the account may see it.
        name: String,
        /// Where, in words.
        place: String,
        /// How far it is.
        state: DoubtFar,
        /// The last day for an answer.
        due: Option<Day>,
        /// The answer, in words.
        answer: Option<String>,
    }
}

/// `POST /doubts/search`
pub(in crate::api) fn operation() -> Operation {
    let said = ("查询疑点", "Find doubts");
    ask("/doubts/search").told("doubts_search", said, Rule::Needs(Resource::Doubt, Action::List), search)
}

fn search(call: &Call<'_>, _: Empty, wanted: DoubtsWanted) -> Result<Doubts, OfficeError> {
    let filter = Filter {
        spec: wanted.spec.map(|it| it.0.as_str().into()),
        month: wanted.month.map(|it| it.0),
        within: wanted.within.map(|it| it.0),
        state: wanted.state.map(|it| match it {
            DoubtFar::Overdue => DoubtState::Overdue,
            DoubtFar::Open => DoubtState::Open,
            DoubtFar::Answered => DoubtState::Answered,
        }),
        reason: None,
        from: wanted.from.map_or(0, |it| it as usize),
    };
    let listed = doubts::list(call.bureau, call.who, &filter)?;
    let all = i64::try_from(listed.total).unwrap_or(i64::MAX);
    Ok(Doubts { items: listed.rows.into_iter().map(|it| line(call, it)).collect(), all })
}

fn line(call: &Call<'_>, it: DoubtRow) -> DoubtLine {
    DoubtLine {
        batch: it.batch.to_string(),
        number: it.number.into(),
        title: it.title.say(call.lang).into(),
        reason: it.reason.say(call.lang).into(),
        name: it.name,
        place: it.place,
        state: match it.state {
            DoubtState::Overdue => DoubtFar::Overdue,
            DoubtState::Open => DoubtFar::Open,
            DoubtState::Answered => DoubtFar::Answered,
        },
        due: it.due.map(Day),
        answer: it.answer.map(|answer| answer.say(call.lang).into()),
    }
}
