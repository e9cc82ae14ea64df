//! The person is heard before anything is taken away (art. 48).

use super::*;

pub(super) const FORM: Form = Form { name: "hear", asks, reads };

/// What the act says in words.
const WORDS: Field = Field::new("本人意见", "what was said");

fn asks(it: &Asking<'_>) -> Vec<(Offer, Act)> {
    let came = Input {
        value: "yes".into(),
        needed: false,
        ..it.input("came", "本人（或代理人）到场或答复", "the person came or answered", Kind::Check)
    };
    let inputs = vec![it.today("on", "日期", "day"), came, it.area("words", &WORDS)];
    let hint =
        ("调减、终止前应当听取救助对象意见（社会救助法第四十八条）。", "Nobody is cut before being heard (art. 48).");
    let mut offer = it.offer("hear", ("登记听取意见", "Hear the person"), hint, inputs);
    let cuts = it.case.state.opinion.as_ref().is_some_and(|opinion| opinion.outcome.takes_away());
    offer.first = cuts && it.case.state.hearings.is_empty();
    vec![(offer, Act::Hear { on: it.s.today, came: true, words: "-".into() })]
}

fn reads(it: &Sent<'_>) -> Result<Act, OfficeError> {
    let came = it.fields.text("came") == "yes";
    Ok(Act::Hear { on: it.fields.date("on", field::ON)?, came, words: it.words(WORDS)? })
}
