//! It came: what the citizen owed is here.

use super::*;

pub(super) const FORM: Form = Form { name: "supply", asks, reads };

fn asks(it: &Asking<'_>) -> Vec<(Offer, Act)> {
    let mut offer = it.offer(
        "supply",
        ("登记已补充", "It came"),
        ("申请人补充的材料已收到，时限继续计算。", "What was asked for is here; the clocks run again."),
        Vec::new(),
    );
    offer.first = true;
    vec![(offer, Act::Supply)]
}

fn reads(_: &Sent<'_>) -> Result<Act, OfficeError> {
    Ok(Act::Supply)
}
