//! Nothing is left to do.

use super::*;

pub(super) const FORM: Form = Form { name: "close", asks, reads };

fn asks(it: &Asking<'_>) -> Vec<(Offer, Act)> {
    let hint = ("决定已告知，本件办结。", "The person was told; nothing is left.");
    let mut offer = it.offer("close", ("办结", "Close"), hint, Vec::new());
    offer.first = !it.case.state.letters.is_empty() || it.case.state.explained.is_some();
    vec![(offer, Act::Close)]
}

fn reads(_: &Sent<'_>) -> Result<Act, OfficeError> {
    Ok(Act::Close)
}
