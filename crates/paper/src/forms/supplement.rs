//! 补正告知书: what is still owed, all of it at once.

use super::Letter;
use crate::{Column, Document, Style, Table, day_words};
use doudi_kernel::{Date, Lang};

/// One thing that the applicant still owes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owed {
    /// What.
    pub what: String,
    /// Why it is needed.
    pub why: String,
    /// How it can be given: a paper, a photo, a word at the counter.
    pub how: String,
}

/// Everything that is missing, told once (一次性告知).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Supplement {
    /// Head and foot.
    pub letter: Letter,
    /// The day of the application.
    pub applied: Date,
    /// What was applied for.
    pub applied_for: String,
    /// What is owed.
    pub owed: Vec<Owed>,
    /// By when.
    pub until: Date,
}

impl Supplement {
    /// The letter.
    pub fn paper(&self) -> Document {
        let (letter, lang) = (&self.letter, self.letter.lang);
        let (applied, until, what) = (day_words(lang, self.applied), day_words(lang, self.until), &self.applied_for);
        let by = letter.by();
        let paper = letter.open("社会救助申请补正告知书", "What is still needed").text(
            Style::Body,
            lang.pick(
                format!("您于{applied}提出的{what}申请，{by}还需要补充下列内容，现一次性告知："),
                format!("You applied for {what} on {applied}. {by}this is still needed, all told at once:"),
            ),
        );
        let clock = lang.pick(
            format!("请于{until}前补充。补充所用时间不计入办理时限；提供有困难的，请告知我单位，由我单位协助。"),
            format!("Please give it by {until}. The time that you need does not count against our term. If it is hard for you, tell us and we help."),
        );
        let spared = lang.pick(
            "户籍、婚姻、社会保险、不动产、车辆、银行存款等我单位能够查询的信息，无需您提供证明。",
            "You need not prove what we can look up: hukou, marriage, insurance, real estate, vehicles, bank deposits.",
        );
        letter.close(paper.block(table(lang, &self.owed)).text(Style::Body, clock).text(Style::Body, spared))
    }
}

fn table(lang: Lang, owed: &[Owed]) -> Table {
    let rows = owed.iter().enumerate().map(|(index, Owed { what, why, how })| {
        vec![(index + 1).into(), what.as_str().into(), why.as_str().into(), how.as_str().into()]
    });
    let columns = match lang {
        Lang::Zh => [("序号", 6), ("需补充内容", 28), ("用途", 28), ("提供方式", 24)],
        Lang::En => [("No.", 6), ("What", 28), ("What for", 28), ("How", 24)],
    };
    Table { columns: Column::all(columns), rows: rows.collect(), total: None, rows_a_page: usize::MAX, lines: 1 }
}
