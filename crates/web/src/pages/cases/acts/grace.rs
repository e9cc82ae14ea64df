//! Help goes on for a while after it would end (渐退期).

use super::*;

pub(super) const FORM: Form = Form { name: "grace", asks, reads };

fn asks(it: &Asking<'_>) -> Vec<(Offer, Act)> {
    let given = &it.case.path.terms.grace_months;
    let months = |name: &String| given.get(name).copied().filter(|months| *months > 0);
    let choices = it.bureau.words_of("exit_cause").into_iter().filter_map(|(name, label)| {
        let months = months(&name)?;
        Some((name, format!("{} · {months} {}", label.pick(it.s.lang), it.s.t("个月", "months"))))
    });
    let choices: Vec<(String, String)> = choices.collect();
    let Some((first, _)) = choices.first().cloned() else { return Vec::new() };
    let inputs = vec![it.input("cause", "原因与月数", "cause and months", Kind::Choice(choices))];
    let hint = (
        "收入因就业等超过标准的，终止前给予渐退期，期内照发。",
        "Where income rose above the line by work, help goes on for some months before it ends.",
    );
    vec![(it.offer("grace", ("给予渐退期", "Give grace"), hint, inputs), Act::Grace(first))]
}

fn reads(it: &Sent<'_>) -> Result<Act, OfficeError> {
    Ok(Act::Grace(it.fields.text("cause").into()))
}
