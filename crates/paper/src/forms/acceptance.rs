//! 受理通知书: an application is taken.

use super::Letter;
use crate::{Cell, Document, Grid, Style, day_words};
use doudi_kernel::Date;

/// That an application was taken, what was handed in and by when it is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptance {
    /// Head and foot.
    pub letter: Letter,
    /// The day of the application.
    pub applied: Date,
    /// What was applied for; one window starts all of it.
    pub applied_for: Vec<String>,
    /// What was handed in; empty where the office looks everything up.
    pub received: Vec<String>,
    /// What the office looks up itself, so that nobody brings it.
    pub looked_up: Vec<String>,
    /// Working days for the decision.
    pub working_days: u32,
    /// The last of them.
    pub due: Date,
    /// A word or number with which the case can be followed.
    pub follow: String,
}

impl Acceptance {
    /// The letter.
    pub fn paper(&self) -> Document {
        let (letter, lang) = (&self.letter, self.letter.lang);
        let (applied, due, by) = (day_words(lang, self.applied), day_words(lang, self.due), letter.by());
        let paper = letter.open("社会救助申请受理通知书", "Notice of acceptance").text(
            Style::Body,
            lang.pick(
                format!("您于{applied}提出的社会救助申请，{by}现予受理。受理情况如下："),
                format!("You applied for assistance on {applied}. {by}the application is accepted:"),
            ),
        );
        let days = self.working_days;
        let due = lang.pick(
            format!("我单位将自受理之日起{days}个工作日内（{due}前）办结并答复。需要您补充说明、组织评议或者公示的时间另行告知。"),
            format!("We answer within {days} working days, by {due}. Time for what you still owe, for an appraisal or for publication is told separately."),
        );
        letter.close(paper.block(self.grid()).text(Style::Body, due))
    }

    fn grid(&self) -> Grid {
        let lang = self.letter.lang;
        let pick = |zh, en| lang.pick(zh, en);
        let list = |items: &[String]| match items.is_empty() {
            true => pick("无", "none").to_owned(),
            false => items.join(pick("；", "; ")),
        };
        Grid::new(&[1, 4])
            .line(pick("申请事项", "Applied for"), list(&self.applied_for))
            .row([Cell::label(pick("已收材料", "Handed in")), Cell::value(list(&self.received)).high(2)])
            .row([
                Cell::label(pick("由我单位核查、无需您提供", "We look up ourselves")),
                Cell::value(list(&self.looked_up)).high(2),
            ])
            .line(pick("办理进度查询", "Follow the case"), self.follow.as_str())
    }
}
