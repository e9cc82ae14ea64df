//! The applicant gives up.

use super::*;

pub(super) const FORM: Form = Form { name: "withdraw", asks, reads };

/// What the act says in words.
const WORDS: Field = Field::new("撤回原因", "why");

fn asks(it: &Asking<'_>) -> Vec<(Offer, Act)> {
    let inputs = vec![it.area("words", &WORDS)];
    let hint = ("申请人书面提出撤回的，登记后本件终结。", "The applicant gives up in writing; the case ends.");
    vec![(it.offer("withdraw", ("登记撤回申请", "Withdrawn"), hint, inputs), Act::Withdraw("-".into()))]
}

fn reads(it: &Sent<'_>) -> Result<Act, OfficeError> {
    Ok(Act::Withdraw(it.words(WORDS)?))
}
