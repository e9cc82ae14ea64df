//! 不予确认告知书: assistance is not given, and why.

use super::{Letter, Reason, Remedy, letter::reasons};
use crate::{Document, Style, day_words};
use doudi_kernel::Date;

/// A decision not to give assistance: in writing, with its reasons (law art. 45).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Head and foot.
    pub letter: Letter,
    /// The day of the application.
    pub applied: Date,
    /// What was applied for.
    pub applied_for: String,
    /// Why it is not given.
    pub reasons: Vec<Reason>,
    /// What else the household may ask for; a refusal is not the end of the counter.
    pub instead: Vec<String>,
    /// What can be done against it.
    pub remedy: Remedy,
}

impl Refusal {
    /// The letter.
    pub fn paper(&self) -> Document {
        let (letter, lang) = (&self.letter, self.letter.lang);
        let (applied, what, by) = (day_words(lang, self.applied), &self.applied_for, letter.by());
        let paper = letter.open("不予确认告知书", "Notice of refusal").text(
            Style::Body,
            lang.pick(
                format!("您于{applied}提出的{what}申请，经调查核实和审核，{by}决定不予确认。理由如下："),
                format!("You applied for {what} on {applied}. {by}it is not confirmed, for these reasons:"),
            ),
        );
        let instead = match self.instead.is_empty() {
            true => String::new(),
            false => lang.pick(
                format!("根据您户情况，您还可以申请：{}。需要时我单位协助办理。", self.instead.join("、")),
                format!("Your household may still ask for: {}. We help with it.", self.instead.join(", ")),
            ),
        };
        let again = lang.pick(
            "您户家庭人口、收入、财产等状况发生变化后，可以重新提出申请。",
            "You may apply again when members, income or property of your household change.",
        );
        let paper = paper.texts(Style::Body, reasons(lang, &self.reasons)).text(Style::Body, instead);
        letter.close_with_receipt(paper.text(Style::Body, again).text(Style::Body, self.remedy.say(lang)))
    }
}
