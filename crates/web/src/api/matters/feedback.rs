//! How good the signals are.

use super::super::{
    Call, Empty, Operation, Rule, ask,
    kinds::{Code, InMonth},
    shape::shape,
};
use doudi_journal::access::{Action, Resource};
use doudi_office::{
    OfficeError,
    matters::{self, Measure},
};

shape! {
    /// Which signals: those first raised between two months.
    struct FeedbackWanted {
        /// The first month.
        from: InMonth,
        /// The last month.
        to: InMonth,
        /// In a county, town or village.
        within: Option<Code>,
    }
}

shape! {
    /// Measures by signal.
    struct SignalFeedback {
        /// In the order of their identifiers.
        items: Vec<SignalMeasure>,
    }
}

shape! {
    /// What came of a signal.
    struct SignalMeasure {
        /// By its identifier.
        signal: String,
        /// Raised.
        raised: i64,
        /// Of matters in which somebody was there.
        visited: i64,
        /// Found to be so or not to be so.
        answered: i64,
        /// Found to be so.
        so: i64,
        /// Days from the signal to the first visit, the median.
        days: Option<i64>,
    }
}

/// `POST /matters/feedback`
pub(in crate::api) fn operation() -> Operation {
    let said = ("预警效能统计", "How good the signals are");
    let rule = Rule::Needs(Resource::ActiveDiscovery, Action::Count);
    ask("/matters/feedback").told("matters_feedback", said, rule, feedback)
}

fn feedback(call: &Call<'_>, _: Empty, wanted: FeedbackWanted) -> Result<SignalFeedback, OfficeError> {
    let within = wanted.within.map(|it| it.0);
    let told = matters::feedback(call.bureau, call.who, within, wanted.from.0, wanted.to.0)?;
    let one = |(signal, it): (&String, &Measure)| SignalMeasure {
        signal: signal.clone(),
        raised: it.raised as i64,
        visited: it.visited as i64,
        answered: it.answered as i64,
        so: it.so as i64,
        days: it.days().map(i64::from),
    };
    Ok(SignalFeedback { items: told.signals.iter().map(one).collect() })
}
