//! Two people visit (art. 43).

use super::*;

pub(super) const FORM: Form = Form { name: "visit", asks, reads };

/// What the act says in words.
const WORDS: Field = Field::new("调查情况", "what was seen");

fn asks(it: &Asking<'_>) -> Vec<(Offer, Act)> {
    let names: Vec<_> = it.colleagues.iter().map(|(id, name)| (id.to_string(), name.clone())).collect();
    let first = Input {
        value: names.first().map(|(id, _)| id.clone()).unwrap_or_default(),
        ..it.input("first", "调查人一", "first visitor", Kind::Choice(names.clone()))
    };
    let second = Input {
        value: names.get(1).map(|(id, _)| id.clone()).unwrap_or_default(),
        ..it.input("second", "调查人二", "second visitor", Kind::Choice(names))
    };
    let agrees = Input {
        needed: false,
        ..it.input("agrees", "所见与申报一致", "what was seen agrees with what was told", Kind::Check)
    };
    let inputs = vec![first, second, it.today("on", "入户日期", "day of the visit"), agrees, it.area("words", &WORDS)];
    let hint = ("入户调查须由两名工作人员进行。", "Two people visit.");
    let mut offer = it.offer("visit", ("入户调查", "Visit"), hint, inputs);
    offer.first = it.case.state.visits.is_empty() && it.case.state.report.is_some();
    let act = Act::Visit { visitors: vec![-1, -2], on: it.s.today, agrees: true, words: String::new() };
    vec![(offer, act)]
}

fn reads(it: &Sent<'_>) -> Result<Act, OfficeError> {
    let visitor = |name| it.fields.number(name, field::VISITORS)?.ok_or(OfficeError::Form(field::VISITORS));
    let visitors = vec![visitor("first")?, visitor("second")?];
    let agrees = it.fields.text("agrees") == "yes";
    Ok(Act::Visit { visitors, on: it.fields.date("on", field::ON)?, agrees, words: it.words(WORDS)? })
}
