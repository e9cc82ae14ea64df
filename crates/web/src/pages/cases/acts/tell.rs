//! The person is told in writing (arts. 45, 48).

use super::{super::parts::letter, *};

/// What is sent, by its name.
const LETTERS: [&str; 4] = ["confirmation", "refusal", "reduction", "stop"];

pub(super) const FORM: Form = Form { name: "tell", asks, reads };

fn asks(it: &Asking<'_>) -> Vec<(Offer, Act)> {
    let letters: Vec<_> = LETTERS.iter().map(|name| ((*name).to_owned(), letter(name, it.s.lang).to_owned())).collect();
    let fits = match it.case.state.decision.as_ref().map(|(outcome, _)| outcome) {
        Some(Outcome::Refuse) => "refusal",
        Some(Outcome::Reduce { .. }) => "reduction",
        Some(Outcome::Stop) => "stop",
        _ => "confirmation",
    };
    let which = Input { value: fits.into(), ..it.input("letter", "文书", "letter", Kind::Choice(letters)) };
    let hint = ("文书送达申请人后登记。", "Note it when the person has the letter.");
    let mut offer = it.offer("tell", ("登记书面告知", "Told in writing"), hint, vec![which]);
    offer.first = it.case.state.letters.is_empty();
    vec![(offer, Act::Tell(fits.into()))]
}

fn reads(it: &Sent<'_>) -> Result<Act, OfficeError> {
    Ok(Act::Tell(letter_named(it.fields.text("letter"))?))
}

/// A letter that there is.
pub(crate) fn letter_named(name: &str) -> Result<String, OfficeError> {
    if LETTERS.contains(&name) { Ok(name.into()) } else { Err(OfficeError::Form(field::LETTER)) }
}
