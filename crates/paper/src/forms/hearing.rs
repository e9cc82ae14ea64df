//! 听取意见记录: nobody is cut before being heard.

use super::{Reason, letter::reasons};
use crate::{Block, Cell, Document, Grid, Sheet, Style, day_words};
use doudi_kernel::{Date, Lang};

/// What a household said before its assistance is reduced or stopped (law art. 48).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hearing {
    /// The language.
    pub lang: Lang,
    /// The case's number.
    pub number: String,
    /// The household's head.
    pub head: String,
    /// Where it lives.
    pub address: String,
    /// What it is confirmed as.
    pub category: String,
    /// What the office means to do.
    pub planned: String,
    /// Why.
    pub reasons: Vec<Reason>,
    /// When it was heard; none on a form that is still to be filled by hand.
    pub on: Option<Date>,
    /// Where, or by which means.
    pub place: String,
    /// The two who heard it.
    pub heard_by: Vec<String>,
    /// Who spoke, and in which relation to the head.
    pub speaker: String,
    /// What was said; empty to be written by hand.
    pub opinion: String,
    /// What was handed over with it.
    pub evidence: String,
}

impl Hearing {
    /// The form.
    pub fn paper(&self) -> Document {
        let lang = self.lang;
        let pick = |zh, en| lang.pick(zh, en);
        let read_back = pick(
            "以上记录已向本人宣读（或者由本人阅读），与本人陈述一致，由本人签字、按手印。",
            "This record was read to me (or by me) and says what I said.",
        );
        let signs = [pick("陈述人签字", "Speaker"), pick("听取人签字", "Heard by"), pick("记录人签字", "Written by")];
        Document::new(lang, pick("听取意见记录", "Record of hearing"), Sheet::Upright)
            .subtitle(&self.number)
            .block(self.grid())
            .text(Style::Body, read_back)
            .block(Block::Sign(signs.map(Into::into).to_vec()))
            .text(
                Style::Note,
                pick(
                    "本人拒绝签字的，由两名听取人注明情况并签字。",
                    "Where the speaker will not sign, both who heard say so and sign.",
                ),
            )
    }

    fn grid(&self) -> Grid {
        let lang = self.lang;
        let pick = |zh, en| lang.pick(zh, en);
        let on = self.on.map(|day| day_words(lang, day)).unwrap_or_default();
        let why: Vec<String> = reasons(lang, &self.reasons).collect();
        Grid::new(&[3, 5, 3, 5])
            .pair((pick("户主", "Head"), self.head.as_str()), (pick("救助类别", "Category"), self.category.as_str()))
            .line(pick("住址", "Address"), self.address.as_str())
            .pair((pick("听取时间", "Heard on"), on), (pick("听取地点", "Where"), self.place.as_str()))
            .pair(
                (pick("听取人", "Heard by"), self.heard_by.join(pick("、", ", "))),
                (pick("陈述人", "Speaker"), self.speaker.as_str()),
            )
            .line(pick("拟作决定", "Planned"), self.planned.as_str())
            .row([Cell::label(pick("事实和理由", "Facts and reasons")), Cell::value(why.join("\n")).high(4)])
            .row([Cell::label(pick("陈述和意见", "What was said")), Cell::value(&self.opinion).high(10)])
            .row([Cell::label(pick("提交材料", "Handed over")), Cell::value(&self.evidence).high(2)])
    }
}
