//! Another case's verification is relied upon (art. 42).

use super::*;

pub(super) const FORM: Form = Form { name: "share", asks, reads };

fn asks(it: &Asking<'_>) -> Vec<(Offer, Act)> {
    let Some((case, report)) = &it.case.shared else { return Vec::new() };
    let hint = (
        "该户另一事项的核对报告仍在有效期内，且申报相同，不再重复核对（社会救助法第四十二条）。",
        "The household's other case has a verification that is good still, and the same was told: nobody is looked up twice (art. 42).",
    );
    let mut offer = it.offer("share", ("采用共享核对结果", "Rely on the shared verification"), hint, Vec::new());
    offer.first = it.case.state.report.is_none();
    vec![(offer, Act::Share(*case, report.clone()))]
}

fn reads(it: &Sent<'_>) -> Result<Act, OfficeError> {
    let (case, report) = it.view.shared.clone().ok_or(Refusal::NotVerified)?;
    Ok(Act::Share(case, report))
}
