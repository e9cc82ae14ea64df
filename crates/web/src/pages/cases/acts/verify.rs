//! The sources are asked (arts. 40, 41).

use super::*;

pub(super) const FORM: Form = Form { name: "verify", asks, reads };

fn asks(it: &Asking<'_>) -> Vec<(Offer, Act)> {
    let mut offer = it.offer(
        "verify",
        ("信息核对", "Verify"),
        (
            "按授权委托书，将申报情况与各部门最近月份数据逐项比对，生成核对报告（三十日内有效）。",
            "Under the letter of authority, holds what was told against the departments' newest data; the report is good for thirty days.",
        ),
        Vec::new(),
    );
    offer.first = !it.case.state.done.contains_key("verify");
    vec![(offer, Act::Verify(Report { items: Vec::new(), good_until: it.s.today }))]
}

fn reads(it: &Sent<'_>) -> Result<Act, OfficeError> {
    let dossier = register::dossier(it.bureau, it.who, it.view.state.household)?;
    Ok(Act::Verify(case::verify(it.bureau, &dossier, &it.view.state.declared, it.who.today())?))
}
