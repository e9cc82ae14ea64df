//! Relief goes first, from the town's imprest (art. 50).

use super::*;
use doudi_kernel::Money;

pub(super) const FORM: Form = Form { name: "relieve", asks, reads };

fn asks(it: &Asking<'_>) -> Vec<(Offer, Act)> {
    let Some(need) = &it.case.state.need else { return Vec::new() };
    let limit = it.case.path.terms.relief_limit_fen;
    let proposed = limit.map_or(need.need_fen, |limit| need.need_fen.min(limit));
    let amount = Input {
        value: Money::from_fen(proposed).to_string(),
        ..it.input("amount", "救助金额（元）", "yuan", Kind::Yuan)
    };
    let mut offer = it.offer("relieve", ("先行救助", "Give relief"), ("", ""), vec![amount]);
    offer.hint = match limit.map(Money::from_fen) {
        Some(limit) => it.s.lang.pick(
            format!("从乡镇备用金支付，每次不超过{limit}元。"),
            format!("From the town's imprest, {limit} yuan at most at once."),
        ),
        None => String::new(),
    };
    offer.first = true;
    vec![(offer, Act::Relieve(proposed))]
}

fn reads(it: &Sent<'_>) -> Result<Act, OfficeError> {
    Ok(Act::Relieve(it.fields.fen("amount", field::AMOUNT)?.unwrap_or(0)))
}
