//! A step without anything else to tell: the next one of the procedure.

use super::*;

pub(super) const FORM: Form = Form { name: "step", asks, reads };

/// The next step, where it is done without telling anything else.
fn asks(it: &Asking<'_>) -> Vec<(Offer, Act)> {
    let s = it.s;
    let open = |stop: &&case::Stop| it.case.state.needs(&stop.name) && !it.case.state.done.contains_key(&stop.name);
    let Some(next) = it.case.path.stops.iter().find(open) else { return Vec::new() };
    let name = Input { value: next.name.clone(), ..it.input("step", "步骤", "step", Kind::Hidden) };
    let mut offer = it.offer(
        "step",
        ("", ""),
        (
            "完成后登记，下一步的时限从今天起算。",
            "Note it when it is done; the clock of the next step runs from today.",
        ),
        vec![name],
    );
    offer.title = next.label.pick(s.lang).to_owned();
    offer.first = true;
    vec![(offer, Act::Step(next.name.clone()))]
}

fn reads(it: &Sent<'_>) -> Result<Act, OfficeError> {
    Ok(Act::Step(it.fields.text("step").into()))
}
