//! How often the household is looked at again (art. 46).

use super::*;
use doudi_office::case::ReviewClass;

pub(super) const FORM: Form = Form { name: "class", asks, reads };

fn asks(it: &Asking<'_>) -> Vec<(Offer, Act)> {
    let s = it.s;
    let choice = |(class, months): (&ReviewClass, &u32)| {
        let about = match class {
            ReviewClass::A => s.t("变化不大", "little changes"),
            ReviewClass::B => s.t("收入不固定且有劳动能力", "unsteady income, able to work"),
            ReviewClass::C => s.t("变动频繁", "things change often"),
        };
        let said = format!("{} · {about} · {months} {}", class.name(), s.t("个月一次", "months between reviews"));
        (class.name().to_owned(), said)
    };
    let choices: Vec<_> = it.case.path.terms.review_months.iter().map(choice).collect();
    let value = it.case.state.class.unwrap_or(ReviewClass::B).name().to_owned();
    let class = Input { value, ..it.input("class", "核查类别", "class", Kind::Choice(choices)) };
    let hint = ("没有定类的，按B类核查。", "A household without a class is reviewed as class B.");
    vec![(
        it.offer("class", ("确定核查类别", "Set the class of review"), hint, vec![class]),
        Act::Class(ReviewClass::B),
    )]
}

fn reads(it: &Sent<'_>) -> Result<Act, OfficeError> {
    ReviewClass::named(it.fields.text("class")).map(Act::Class).ok_or(OfficeError::Form(field::CLASS))
}
