//! The citizen is asked for what no office has (art. 62).

use super::*;

pub(super) const FORM: Form = Form { name: "ask", asks, reads };

/// What the act says in words.
const WORDS: Field = Field::new("请申请人补充的内容", "what only the applicant has");

fn asks(it: &Asking<'_>) -> Vec<(Offer, Act)> {
    let inputs = vec![it.area("words", &WORDS)];
    let hint = (
        "部门数据能查到的，不要求申请人提供（社会救助法第六十二条）。登记后时限暂停。",
        "Nobody is asked for what an office can look up (art. 62). The clocks stand meanwhile.",
    );
    vec![(it.offer("ask", ("请申请人补充", "Ask the applicant"), hint, inputs), Act::Ask("-".into()))]
}

fn reads(it: &Sent<'_>) -> Result<Act, OfficeError> {
    Ok(Act::Ask(it.words(WORDS)?))
}
