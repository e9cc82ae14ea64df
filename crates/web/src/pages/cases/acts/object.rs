//! Somebody objects to what was published.

use super::*;

pub(super) const FORM: Form = Form { name: "object", asks, reads };

/// What the act says in words.
const WORDS: Field = Field::new("异议内容（不写提出人姓名）", "what is said (without who said it)");

fn asks(it: &Asking<'_>) -> Vec<(Offer, Act)> {
    let inputs = vec![it.area("words", &WORDS)];
    let hint = ("公示期间收到的异议，由乡镇调查答复。", "What is said against the notice; the town looks into it.");
    vec![(it.offer("object", ("登记异议", "An objection"), hint, inputs), Act::Object("-".into()))]
}

fn reads(it: &Sent<'_>) -> Result<Act, OfficeError> {
    Ok(Act::Object(it.words(WORDS)?))
}
