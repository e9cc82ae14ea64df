//! The papers after relief that went first (art. 50).

use super::*;

pub(super) const FORM: Form = Form { name: "explain", asks, reads };

/// What the act says in words.
const WORDS: Field = Field::new("补充说明的情况", "what the papers say");

fn asks(it: &Asking<'_>) -> Vec<(Offer, Act)> {
    let inputs = vec![it.area("words", &WORDS)];
    let hint = (
        "紧急情况解除后补充说明情况；逾期未补的，提醒县级。",
        "When the emergency is over the papers follow; if they are late, the county is told.",
    );
    let mut offer = it.offer("explain", ("补充说明情况", "The papers"), hint, inputs);
    offer.first = it.case.state.relief_fen.is_some();
    vec![(offer, Act::Explain("-".into()))]
}

fn reads(it: &Sent<'_>) -> Result<Act, OfficeError> {
    Ok(Act::Explain(it.words(WORDS)?))
}
