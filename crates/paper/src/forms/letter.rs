//! What every letter to a citizen carries: who, from whom, by which articles, and what can be done against it.

use crate::{Cell, Document, Grid, Sheet, Style, day_words};
use doudi_kernel::{Date, Lang};

/// The head and the foot of a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The language.
    pub lang: Lang,
    /// The document's number (文号), for example `青民救确〔2026〕12号`.
    pub number: String,
    /// The person addressed.
    pub to: String,
    /// The office that decides and seals.
    pub office: String,
    /// Where questions are answered.
    pub phone: String,
    /// The day of the letter.
    pub date: Date,
    /// The articles it rests on, as they are cited: `《中华人民共和国社会救助法》第四十五条`.
    pub bases: Vec<String>,
}

impl Letter {
    pub(super) fn open(&self, zh: &str, en: &str) -> Document {
        let paper = Document::new(self.lang, self.lang.pick(zh, en), Sheet::Upright).text(Style::Right, &self.number);
        paper.text(Style::Plain, self.lang.pick(format!("{}：", self.to), format!("To {}:", self.to)))
    }

    /// The articles in one phrase; nothing where the caller gave none.
    pub(super) fn by(&self) -> String {
        let bases = self.bases.join(self.lang.pick("、", ", "));
        if bases.is_empty() { bases } else { self.lang.pick(format!("根据{bases}，"), format!("Under {bases}, ")) }
    }

    /// Phone, seal and the receipt that the person signs.
    pub(super) fn close(&self, paper: Document) -> Document {
        let asks = self.lang.pick(
            format!("如有疑问，请咨询{}，联系电话：{}。", self.office, self.phone),
            format!("Questions are answered by {}, phone {}.", self.office, self.phone),
        );
        let paper = paper.text(Style::Body, asks);
        paper.block(crate::Block::Seal { office: self.office.clone(), date: Some(self.date) })
    }

    /// The letter's end with a receipt (送达回证): a decision counts from the day it was handed over.
    pub(super) fn close_with_receipt(&self, paper: Document) -> Document {
        let pick = |zh, en| self.lang.pick(zh, en);
        let ways = crate::boxes([
            (pick("直接送达", "by hand"), false),
            (pick("邮寄送达", "by post"), false),
            (pick("电子送达", "electronically"), false),
            (pick("留置送达", "left at home"), false),
        ]);
        let note = pick("一式两份，一份送达，一份存档", "Two copies, one for the file");
        let receipt = Grid::new(&[3, 5, 3, 5])
            .row([Cell::label(pick("送达方式", "Delivered")), Cell::value(ways)])
            .row([
                Cell::label(pick("受送达人签收", "Received by")).high(2),
                Cell::value(""),
                Cell::label(pick("收到日期", "Received on")),
                Cell::value(""),
            ])
            .pair((pick("送达人", "Delivered by"), ""), (pick("备注", "Remarks"), note));
        let paper = self.close(paper).text(Style::Heading, pick("送达回证", "Receipt"));
        paper.block(receipt)
    }
}

/// One ground of a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// What was found.
    pub text: String,
    /// The article by which it counts; may be empty.
    pub basis: String,
}

/// Reasons as numbered paragraphs.
pub(super) fn reasons(lang: Lang, reasons: &[Reason]) -> impl Iterator<Item = String> {
    reasons.iter().enumerate().map(move |(index, reason)| {
        let Reason { text, basis } = reason;
        let text = text.trim_end_matches(['。', '.']);
        match (basis.is_empty(), lang) {
            (true, Lang::Zh) => format!("{}．{text}。", index + 1),
            (false, Lang::Zh) => format!("{}．{text}（依据：{basis}）。", index + 1),
            (true, Lang::En) => format!("{}. {text}.", index + 1),
            (false, Lang::En) => format!("{}. {text} (under {basis}).", index + 1),
        }
    })
}

/// What a citizen can do against a decision; every letter that decides says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remedy {
    /// Where an objection is told to the office itself, without form or fee.
    pub objection_at: String,
    /// Who reviews (行政复议机关).
    pub review_by: String,
    /// Days for asking for review, from knowing of the decision.
    pub review_days: u32,
    /// The court.
    pub court: String,
    /// Months for going to court.
    pub court_months: u32,
    /// The articles that give these rights.
    pub basis: String,
}

impl Remedy {
    pub(super) fn say(&self, lang: Lang) -> String {
        let Self { objection_at, review_by, review_days, court, court_months, basis } = self;
        lang.pick(
            format!(
                "如对本决定有异议，可以向{objection_at}提出，由其复核并答复；也可以自收到本告知书之日起{review_days}日内\
                 向{review_by}申请行政复议，或者自收到本告知书之日起{court_months}个月内向{court}提起行政诉讼（依据：{basis}）。"
            ),
            format!(
                "If you disagree you may tell {objection_at}, which looks at it again and answers. You may also ask \
                 {review_by} for administrative review within {review_days} days of receiving this letter, or sue \
                 before {court} within {court_months} months of receiving it (under {basis})."
            ),
        )
    }
}

/// A period in words.
pub(super) fn period(lang: Lang, from: Date, until: Date) -> String {
    let (from, until) = (day_words(lang, from), day_words(lang, until));
    lang.pick(format!("{from}至{until}"), format!("{from} to {until}"))
}
