//! 听取意见通知书: the household is told when and where it is heard before anything is cut.

use super::{Letter, Reason, letter::reasons};
use crate::{Document, Grid, Style, day_words};
use doudi_kernel::Date;

/// An invitation to be heard (law art. 48).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summons {
    /// Head and foot.
    pub letter: Letter,
    /// What the household is confirmed as.
    pub category: String,
    /// What the office means to do.
    pub planned: String,
    /// Why.
    pub reasons: Vec<Reason>,
    /// When it is heard.
    pub on: Date,
    /// Where.
    pub place: String,
}

impl Summons {
    /// The letter.
    pub fn paper(&self) -> Document {
        let (letter, lang) = (&self.letter, self.letter.lang);
        let by = letter.by();
        let because = lang.pick(
            format!("您户现享受{}。经核查，我单位拟作出“{}”的决定，事实和理由如下：", self.category, self.planned),
            format!("Your household has {}. We mean to decide: {}. Facts and reasons:", self.category, self.planned),
        );
        let invited = lang.pick(
            format!("{by}作出决定前应当听取您的意见。请于下列时间、地点陈述意见，也可以在此之前书面或者电话提出："),
            format!("{by}you are heard before we decide. Please come, or tell us before in writing or by phone:"),
        );
        let when = Grid::new(&[1, 4])
            .line(lang.pick("时间", "When"), day_words(lang, self.on))
            .line(lang.pick("地点", "Where"), self.place.as_str());
        let rights = lang.pick(
            "您可以提交证据，可以委托他人代为陈述；行动不便的，请告知我单位，由我单位上门听取。届时不到场也不提出意见的，我单位将记录在案，并依法作出决定。",
            "You may bring evidence and may send somebody for you; if you cannot come, tell us and we come to you. If you neither come nor answer, we note it and decide by law.",
        );
        let paper = letter.open("听取意见通知书", "Invitation to be heard").text(Style::Body, because);
        let paper = paper.texts(Style::Body, reasons(lang, &self.reasons)).text(Style::Body, invited);
        letter.close_with_receipt(paper.block(when).text(Style::Body, rights))
    }
}
