//! A look at a household that has left (24 months of monitoring).

use super::*;

pub(super) const FORM: Form = Form { name: "look", asks, reads };

/// What the act says in words.
const WORDS: Field = Field::new("走访情况", "what was seen");

fn asks(it: &Asking<'_>) -> Vec<(Offer, Act)> {
    let again = Input {
        needed: false,
        ..it.input("again", "又有困难，需重新申请", "in hardship again: to apply anew", Kind::Check)
    };
    let inputs = vec![it.today("on", "走访日期", "day"), again, it.area("words", &WORDS)];
    let hint = (
        "退出救助后继续监测；又有困难的，协助重新申请。",
        "Who has left is watched for a while; whoever is in hardship again is helped to apply.",
    );
    let act = Act::Look { on: it.s.today, again: false, words: "-".into() };
    vec![(it.offer("look", ("登记退出后走访", "Note a look"), hint, inputs), act)]
}

fn reads(it: &Sent<'_>) -> Result<Act, OfficeError> {
    let again = it.fields.text("again") == "yes";
    Ok(Act::Look { on: it.fields.date("on", field::ON)?, again, words: it.words(WORDS)? })
}
