//! An objection is answered.

use super::*;

pub(super) const FORM: Form = Form { name: "answer", asks, reads };

/// What the act says in words.
const WORDS: Field = Field::new("调查结果", "what was found");

fn asks(it: &Asking<'_>) -> Vec<(Offer, Act)> {
    let open = it.case.state.objections.iter().enumerate().filter(|(_, it)| it.answer.is_none());
    let one = |(at, objection): (usize, &case::Objection)| {
        let which = Input { value: at.to_string(), ..it.input("objection", "异议", "objection", Kind::Hidden) };
        let upheld =
            Input { needed: false, ..it.input("upheld", "异议成立", "the objection is right", Kind::Check) };
        let inputs = vec![which, upheld, it.area("words", &WORDS)];
        let mut offer = it.offer("answer", ("答复异议", "Answer the objection"), ("", ""), inputs);
        offer.hint = objection.words.clone();
        offer.first = true;
        (offer, Act::Answer { objection: at, upheld: false, words: "-".into() })
    };
    open.map(one).collect()
}

fn reads(it: &Sent<'_>) -> Result<Act, OfficeError> {
    let objection = it.fields.number("objection", field::OBJECTION)?.and_then(|at| usize::try_from(at).ok());
    let objection = objection.ok_or(OfficeError::Form(field::OBJECTION))?;
    Ok(Act::Answer { objection, upheld: it.fields.text("upheld") == "yes", words: it.words(WORDS)? })
}
