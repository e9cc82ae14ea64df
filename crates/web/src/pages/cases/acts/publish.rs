//! The notice goes up in the village.

use super::*;

pub(super) const FORM: Form = Form { name: "publish", asks, reads };

fn asks(it: &Asking<'_>) -> Vec<(Offer, Act)> {
    let hint = (
        "在申请人所在村（社区）张贴公示名单；公示天数按当地规定，期满后方可决定。",
        "The notice goes up in the village for as many days as the place sets; it is decided after them.",
    );
    let title = match it.case.state.published_until {
        None => ("张榜公示", "Publish"),
        Some(_) => ("再次公示", "Publish again"),
    };
    let mut offer = it.offer("publish", title, hint, Vec::new());
    offer.first = it.case.state.published_until.is_none();
    vec![(offer, Act::Publish)]
}

fn reads(_: &Sent<'_>) -> Result<Act, OfficeError> {
    Ok(Act::Publish)
}
