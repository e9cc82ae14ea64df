//! 办理结果一次告知书: one window took the application, one letter answers for everybody who handled a part.

use super::{Letter, Remedy};
use crate::{Column, Document, Style, Table, Value, day_words};
use doudi_kernel::{Date, Lang, Money};

/// What came of one part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What was applied for.
    pub asked: String,
    /// Who handled it.
    pub office: String,
    /// Whether it is given.
    pub given: bool,
    /// How much; none where it brings no amount.
    pub amount: Option<Money>,
    /// When it was decided.
    pub on: Option<Date>,
    /// Why, or what follows.
    pub words: String,
}

/// All answers to one application (law arts. 45, 64).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answers {
    /// Head and foot.
    pub letter: Letter,
    /// The day of the application.
    pub applied: Date,
    /// Part by part.
    pub parts: Vec<Part>,
    /// What can be done against it.
    pub remedy: Remedy,
}

impl Answers {
    /// The letter.
    pub fn paper(&self) -> Document {
        let (letter, lang) = (&self.letter, self.letter.lang);
        let (applied, by) = (day_words(lang, self.applied), letter.by());
        let head = lang.pick(
            format!("您于{applied}提出的社会救助申请，已由各部门分别办理。{by}现将结果一次告知如下："),
            format!("You applied for assistance on {applied}. Each office has handled its part. {by}these are all the answers:"),
        );
        let shared = lang.pick(
            "您户的家庭经济状况和救助身份确认结果由各部门共享互认，无需另行提供证明。",
            "What was found of your means and as what you are recognised is shared; you need not prove it again.",
        );
        let paper = letter.open("社会救助办理结果一次告知书", "All answers in one letter").text(Style::Body, head);
        let paper = paper.block(self.table()).text(Style::Body, shared);
        letter.close_with_receipt(paper.text(Style::Body, self.remedy.say(lang)))
    }

    fn table(&self) -> Table {
        let lang = self.letter.lang;
        let rows = self.parts.iter().enumerate().map(|(index, part)| {
            let given = match part.given {
                true => lang.pick("给予", "given"),
                false => lang.pick("不予", "not given"),
            };
            let mut row: Vec<Value> = vec![(index + 1).into(), part.asked.as_str().into(), part.office.as_str().into()];
            row.extend([given.into(), part.amount.into(), part.on.into(), part.words.as_str().into()]);
            row
        });
        let columns = match lang {
            Lang::Zh => [
                ("序号", 5),
                ("申请事项", 17),
                ("办理部门", 15),
                ("结果", 7),
                ("金额（元）", 11),
                ("决定日期", 12),
                ("说明", 22),
            ],
            Lang::En => [
                ("No.", 5),
                ("Applied for", 17),
                ("Office", 15),
                ("Answer", 9),
                ("Yuan", 10),
                ("Decided", 12),
                ("In words", 21),
            ],
        };
        Table { columns: Column::all(columns), rows: rows.collect(), total: None, rows_a_page: usize::MAX, lines: 2 }
    }
}
