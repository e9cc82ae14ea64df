//! The rules are asked; a person decides.

use super::*;

pub(super) const FORM: Form = Form { name: "assess", asks, reads };

fn asks(it: &Asking<'_>) -> Vec<(Offer, Act)> {
    let mut offer = it.offer(
        "assess",
        ("按政策测算", "Assess"),
        (
            "按现行政策测算所申请的救助，结果连同依据存入本件。测算只供参考，由经办人决定。",
            "The rules in force are asked about what is applied for; answer and grounds are kept here. It is advice: a person decides.",
        ),
        Vec::new(),
    );
    offer.first = it.case.state.findings.is_empty();
    let probe = Finding { programme: String::new(), answer: Answer::NotInLaw, told: String::new() };
    vec![(offer, Act::Assess(it.bureau.pack.clone(), vec![probe]))]
}

fn reads(it: &Sent<'_>) -> Result<Act, OfficeError> {
    let dossier = register::dossier(it.bureau, it.who, it.view.state.household)?;
    Ok(Act::Assess(it.bureau.pack.clone(), case::judge(it.bureau, &dossier, &it.view.state.programmes, it.feed)?))
}
