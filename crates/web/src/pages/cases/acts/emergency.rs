//! A need that cannot wait is registered: cause and amount (art. 50).

use super::*;
use doudi_office::case::Emergency;

pub(super) const FORM: Form = Form { name: "register", asks, reads };

/// What the act says in words.
const WORDS: Field = Field::new("情况说明", "in words");

fn asks(it: &Asking<'_>) -> Vec<(Offer, Act)> {
    let causes = it.bureau.words_of("hardship_event").into_iter().filter(|(name, _)| name != "none");
    let choices = causes.map(|(name, label)| (name, label.pick(it.s.lang).to_owned())).collect();
    let inputs = vec![
        it.input("cause", "急难原因", "what happened", Kind::Choice(choices)),
        it.input("amount", "需要的金额（元）", "yuan that are needed", Kind::Yuan),
        it.area("words", &WORDS),
    ];
    let hint = (
        "小额快救：不核对、不公示，登记人员、原因、金额后先行救助，手续事后补齐（社会救助法第五十条）。",
        "Relief first: nothing is looked up or published. Register cause and amount, give, and let the papers follow (art. 50).",
    );
    let mut offer = it.offer("register", ("登记急难情况", "Register the need"), hint, inputs);
    offer.first = true;
    let need = Emergency { cause: "fire".into(), words: "-".into(), need_fen: 1 };
    vec![(offer, Act::Register(need))]
}

fn reads(it: &Sent<'_>) -> Result<Act, OfficeError> {
    let cause = it.fields.text("cause");
    if !it.bureau.words_of("hardship_event").iter().any(|(name, _)| name == cause && name != "none") {
        return Err(OfficeError::Form(field::CAUSE));
    }
    let need_fen = it.fields.fen("amount", field::AMOUNT)?.unwrap_or(0);
    Ok(Act::Register(Emergency { cause: cause.into(), words: it.words(WORDS)?, need_fen }))
}
