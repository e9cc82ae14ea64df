//! The town's opinion (art. 44).

use super::{
    decide::{outcome, outcomes},
    *,
};

pub(super) const FORM: Form = Form { name: "review", asks, reads };

fn asks(it: &Asking<'_>) -> Vec<(Offer, Act)> {
    let hint = (
        "根据核对、测算和入户情况提出意见；作出决定的须是另一人。",
        "From what was looked up, computed and seen. Somebody else decides.",
    );
    let mut offer = it.offer("review", ("提出初审意见", "First opinion"), hint, outcomes(it));
    offer.first = true;
    vec![(offer, Act::Review(Outcome::Refuse, "-".into()))]
}

fn reads(it: &Sent<'_>) -> Result<Act, OfficeError> {
    Ok(Act::Review(outcome(it.fields)?, it.fields.words("reason", field::REASON)?))
}
