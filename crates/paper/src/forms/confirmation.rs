//! 确认告知书: assistance is given.

use super::{Letter, Remedy};
use crate::{Document, Grid, Style, capitals, day_words, month_words};
use doudi_kernel::{Date, Lang, Money, Month};

/// What is paid each month, by its parts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Benefit {
    /// Basic amount (基础金额).
    pub base: Money,
    /// Category supplement (分类施保).
    pub supplement: Money,
    /// Care (照料护理).
    pub care: Money,
}

impl Benefit {
    /// The parts added.
    pub fn total(self) -> Money {
        self.base + self.supplement + self.care
    }
}

/// A decision to give assistance (law art. 44, 45).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmation {
    /// Head and foot.
    pub letter: Letter,
    /// The day of the application.
    pub applied: Date,
    /// What is confirmed: `农村最低生活保障对象`.
    pub category: String,
    /// Who is assisted, by name.
    pub members: Vec<String>,
    /// What is paid each month; none where the recognition brings no monthly money.
    pub benefit: Option<Benefit>,
    /// From which month.
    pub from: Month,
    /// How it is paid, with the account masked.
    pub paid: String,
    /// When the household is looked at again.
    pub review: Option<Date>,
    /// What can be done against it.
    pub remedy: Remedy,
}

impl Confirmation {
    /// The letter.
    pub fn paper(&self) -> Document {
        let (letter, lang) = (&self.letter, self.letter.lang);
        let (applied, by, category) = (day_words(lang, self.applied), letter.by(), &self.category);
        let paper = letter.open("社会救助确认告知书", "Notice of confirmation").text(
            Style::Body,
            lang.pick(
                format!("您于{applied}提出的社会救助申请，经调查核实和审核，{by}现确认您户为{category}，具体如下："),
                format!("You applied for assistance on {applied}. {by}your household is confirmed as {category}:"),
            ),
        );
        let duty = lang.pick(
            "您户共同生活的家庭成员、收入、财产等状况发生变化的，请及时告知我单位；我单位将定期核查，并根据变化情况调整救助。",
            "Please tell us when members, income or property of your household change. We check regularly and adjust.",
        );
        let paper = paper.block(self.grid()).text(Style::Body, duty).text(Style::Body, self.remedy.say(lang));
        letter.close_with_receipt(paper)
    }

    fn grid(&self) -> Grid {
        let lang = self.letter.lang;
        let pick = |zh, en| lang.pick(zh, en);
        let yuan = |money: Money| lang.pick(format!("{money}元"), format!("{money} yuan"));
        let review = self.review.map(|day| day_words(lang, day)).unwrap_or_default();
        let mut grid = Grid::new(&[3, 5, 3, 5])
            .pair(
                (pick("救助类别", "Category"), self.category.as_str()),
                (pick("保障人数", "Persons"), self.members.len().to_string()),
            )
            .line(pick("保障对象", "Assisted"), self.members.join(pick("、", ", ")));
        if let Some(benefit) = self.benefit {
            grid = grid
                .pair(
                    (pick("月基础金额", "Basic"), yuan(benefit.base)),
                    (pick("月分类施保", "Supplement"), yuan(benefit.supplement)),
                )
                .pair(
                    (pick("月照料护理", "Care"), yuan(benefit.care)),
                    (pick("月保障金合计", "Total a month"), yuan(benefit.total())),
                )
                .line(pick("合计大写", "In capitals"), capitals(benefit.total()));
        }
        grid.pair((pick("享受起始月", "From"), month_words(lang, self.from)), (pick("下次复核", "Next review"), review))
            .line(pick("发放方式", "Paid"), self.paid.as_str())
    }
}

/// An amount of yuan in running words, in capitals too where the language has them.
pub(super) fn said(lang: Lang, money: Money) -> String {
    lang.pick(format!("{money}元（大写：{}）", capitals(money)), format!("{money} yuan"))
}
