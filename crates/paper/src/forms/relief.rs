//! 临时救助发放汇总表: one-off relief that is paid.

use crate::{Block, Column, Document, Sheet, Style, Table, Value, capitals, month_words};
use doudi_kernel::{Date, Lang, Money, Month};

/// One payment. For the office alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReliefRow {
    /// Name.
    pub name: String,
    /// Identity number as it may be printed.
    pub id: String,
    /// Age; none when not known.
    pub age: Option<u32>,
    /// Sex, in words.
    pub sex: String,
    /// How many live together.
    pub persons: u32,
    /// Where.
    pub address: String,
    /// Category of the person.
    pub category: String,
    /// Phone as it may be printed.
    pub phone: String,
    /// What is paid.
    pub amount: Money,
    /// The day of the decision.
    pub confirmed: Date,
    /// Why.
    pub reason: String,
    /// What the household bore itself; none when not known.
    pub own_cost: Option<Money>,
    /// Account as it may be printed.
    pub account: String,
}

/// A month's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relief {
    /// The language.
    pub lang: Lang,
    /// The place that the list is of.
    pub place: String,
    /// The month.
    pub month: Month,
    /// The payments.
    pub rows: Vec<ReliefRow>,
}

impl Relief {
    /// The list, with its sum in capitals and places to sign.
    pub fn paper(&self) -> Document {
        let lang = self.lang;
        let subtitle = format!("{}　{}", self.place, month_words(lang, self.month));
        let sum = self.sum();
        let said = lang.pick(
            format!("本表共{}人次，发放金额合计{sum}元（大写：{}）。", self.rows.len(), capitals(sum)),
            format!("{} payments, {sum} yuan in all ({}).", self.rows.len(), capitals(sum)),
        );
        let signs = lang
            .pick(["负责人（签字）", "复核人（签字）", "经办人（签字）"], ["Head of office", "Checked by", "Clerk"]);
        Document::new(lang, lang.pick("临时救助发放汇总表", "Temporary relief paid"), Sheet::Lying)
            .subtitle(subtitle)
            .block(self.table())
            .text(Style::Plain, said)
            .block(Block::Sign(signs.map(Into::into).to_vec()))
    }

    fn sum(&self) -> Money {
        self.rows.iter().map(|row| row.amount).sum()
    }

    fn table(&self) -> Table {
        let rows = self.rows.iter().enumerate().map(|(index, row)| {
            let text = |text: &String| Value::from(text.as_str());
            let mut values = vec![
                (index + 1).into(),
                text(&row.name),
                text(&row.id),
                row.age.into(),
                text(&row.sex),
                row.persons.into(),
            ];
            values.extend([
                text(&row.address),
                text(&row.category),
                text(&row.phone),
                row.amount.into(),
                row.confirmed.into(),
            ]);
            values.extend([text(&row.reason), row.own_cost.into(), text(&row.account)]);
            values
        });
        let mut total = vec![Value::Blank; 14];
        (total[1], total[9]) = (self.lang.pick("合计", "Total").into(), self.sum().into());
        let columns = match self.lang {
            Lang::Zh => [
                ("序号", 5),
                ("姓名", 9),
                ("身份证", 18),
                ("年龄", 5),
                ("性别", 5),
                ("人口", 5),
                ("住址", 18),
                ("个人类别", 9),
                ("电话", 12),
                ("金额", 10),
                ("审核日期", 11),
                ("原因", 14),
                ("自付", 10),
                ("银行账号", 16),
            ],
            Lang::En => [
                ("No.", 5),
                ("Name", 8),
                ("Identity number", 18),
                ("Age", 5),
                ("Sex", 7),
                ("Pers.", 6),
                ("Address", 17),
                ("Category", 10),
                ("Phone", 12),
                ("Amount", 10),
                ("Decided", 11),
                ("Why", 14),
                ("Own cost", 10),
                ("Account", 16),
            ],
        };
        Table { columns: Column::all(columns), rows: rows.collect(), total: Some(total), rows_a_page: 10, lines: 2 }
    }
}
