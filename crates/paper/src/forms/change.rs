//! 调整（终止）告知书: assistance goes up, down or ends.

use super::{Letter, Reason, Remedy, confirmation::said, letter::reasons};
use crate::{Document, Style, day_words, month_words};
use doudi_kernel::{Date, Money, Month};

/// That the household was heard. A reduction or a stop cannot be written without it (law art. 48).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    /// When.
    pub on: Date,
    /// What it said, in short.
    pub said: String,
    /// What the office answers to it.
    pub answer: String,
}

/// Where the amount goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn {
    /// To a higher monthly amount.
    Raised(Money),
    /// To a lower monthly amount.
    Reduced(Money, Heard),
    /// To an end, after so many more months of grace (渐退期).
    Stopped {
        /// Months that are still paid.
        grace: u32,
        /// That the household was heard.
        heard: Heard,
    },
}

/// A decision that changes or ends assistance (law art. 47, 48).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Head and foot.
    pub letter: Letter,
    /// What the household is confirmed as.
    pub category: String,
    /// The monthly amount until now.
    pub before: Money,
    /// What becomes of it.
    pub turn: Turn,
    /// From which month.
    pub from: Month,
    /// Why.
    pub reasons: Vec<Reason>,
    /// What can be done against it.
    pub remedy: Remedy,
}

impl Change {
    /// The letter.
    pub fn paper(&self) -> Document {
        let (letter, lang) = (&self.letter, self.letter.lang);
        let (zh, en) = match self.turn {
            Turn::Stopped { .. } => ("社会救助终止告知书", "Notice of stopping"),
            _ => ("社会救助调整告知书", "Notice of adjustment"),
        };
        let by = letter.by();
        let because = lang.pick(
            format!("您户现为{}。经核查，您户状况发生变化：", self.category),
            format!("Your household is confirmed as {}. Its circumstances have changed:", self.category),
        );
        let paper = letter.open(zh, en).text(Style::Body, because).texts(Style::Body, reasons(lang, &self.reasons));
        let paper = paper.text(Style::Body, self.heard()).text(Style::Body, format!("{by}{}", self.decided()));
        letter.close_with_receipt(paper.text(Style::Body, self.remedy.say(lang)))
    }

    fn heard(&self) -> String {
        let (Turn::Reduced(_, heard) | Turn::Stopped { heard, .. }) = &self.turn else { return String::new() };
        let (lang, on) = (self.letter.lang, day_words(self.letter.lang, heard.on));
        let (said, answer) = (heard.said.trim_end_matches('。'), heard.answer.trim_end_matches('。'));
        lang.pick(
            format!("作出本决定前，我单位于{on}听取了您户的意见：{said}。对该意见的答复：{answer}。"),
            format!("Before deciding we heard your household on {on}: {said}. Our answer: {answer}."),
        )
    }

    fn decided(&self) -> String {
        let (lang, from) = (self.letter.lang, month_words(self.letter.lang, self.from));
        let before = said(lang, self.before);
        match &self.turn {
            Turn::Raised(to) | Turn::Reduced(to, _) => lang.pick(
                format!("决定自{from}起，将您户月保障金由{before}调整为{}。", said(lang, *to)),
                format!("the monthly amount changes from {before} to {} from {from} on.", said(lang, *to)),
            ),
            Turn::Stopped { grace: 0, .. } => lang.pick(
                format!("决定自{from}起终止您户的社会救助，停发月保障金{before}。"),
                format!("assistance ends, and the monthly {before} is no longer paid from {from} on."),
            ),
            Turn::Stopped { grace, .. } => lang.pick(
                format!("决定终止您户的社会救助，给予渐退期{grace}个月，渐退期内照常发放；自{from}起停发月保障金{before}。"),
                format!("assistance ends after {grace} months of grace, paid as before; from {from} on the monthly {before} is no longer paid."),
            ),
        }
    }
}
