//! The person is invited to be heard (art. 48).

use super::*;

pub(super) const FORM: Form = Form { name: "call", asks, reads };

fn asks(it: &Asking<'_>) -> Vec<(Offer, Act)> {
    let inputs =
        vec![it.today("on", "听取意见日期", "day of the hearing"), it.input("place", "地点", "where", Kind::Line)];
    let hint = (
        "拟调减、终止的，书面通知本人听取意见的时间和地点，登记后可打印通知书。",
        "Before anything is cut the person is invited in writing, with a day and a place; the letter can be printed afterwards.",
    );
    let mut offer = it.offer("call", ("通知听取意见", "Invite to be heard"), hint, inputs);
    offer.first = it.case.state.called.is_none() && it.case.state.hearings.is_empty();
    vec![(offer, Act::Call { on: it.s.today, place: "-".into() })]
}

fn reads(it: &Sent<'_>) -> Result<Act, OfficeError> {
    Ok(Act::Call { on: it.fields.date("on", field::ON)?, place: it.fields.words("place", field::PLACE)? })
}
