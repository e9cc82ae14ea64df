//! 保障金增发表、减发表: whose monthly amount or persons changed, while the household stays.

use crate::{Block, Column, Document, Sheet, Style, Table, Value, month_words};
use doudi_kernel::{Lang, Money, Month};

/// One household. For the office alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adjusted {
    /// The head's name.
    pub head: String,
    /// Where it lives.
    pub address: String,
    /// Category.
    pub category: String,
    /// How many were helped, and are.
    pub persons: [u32; 2],
    /// Monthly amount before and now; none while nobody has set it.
    pub amounts: [Option<Money>; 2],
    /// The difference; negative for less.
    pub by: Money,
    /// Why.
    pub reason: String,
    /// Whether it is in the list of reductions; a change of persons alone may be either.
    pub less: bool,
}

/// A month's two lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adjustments {
    /// The language.
    pub lang: Lang,
    /// The place that the lists are of.
    pub place: String,
    /// The month.
    pub month: Month,
    /// The rows, in any order.
    pub rows: Vec<Adjusted>,
}

impl Adjustments {
    /// More on one sheet, less on the next.
    pub fn paper(&self) -> Document {
        let lang = self.lang;
        let subtitle = format!("{}　{}", self.place, month_words(lang, self.month));
        Document::new(lang, lang.pick("保障金增发减发表", "Amounts raised and reduced"), Sheet::Lying)
            .subtitle(subtitle)
            .text(Style::Heading, lang.pick("增发", "Raised"))
            .block(self.table(false))
            .block(Block::NewPage)
            .text(Style::Heading, lang.pick("减发", "Reduced"))
            .block(self.table(true))
    }

    /// The rows of one part, in the order of the list.
    pub fn of(&self, less: bool) -> impl Iterator<Item = &Adjusted> {
        self.rows.iter().filter(move |row| row.less == less)
    }

    fn table(&self, less: bool) -> Table {
        let lang = self.lang;
        let size = |money: Money| Money::from_fen(money.fen().abs());
        let rows = self.of(less).enumerate().map(|(index, row)| {
            let Adjusted { head, address, category, persons, amounts, by, reason, .. } = row;
            let text = |text: &String| Value::from(text.as_str());
            let mut values: Vec<Value> = vec![(index + 1).into(), text(head), text(address), text(category)];
            values.extend(persons.map(Value::from));
            values.extend(amounts.map(Value::from));
            values.extend([size(*by).into(), text(reason)]);
            values
        });
        let mut total = vec![Value::Blank; 10];
        let sum: Money = self.of(less).map(|row| size(row.by)).sum();
        (total[1], total[8]) = (lang.pick("合计", "Total").into(), sum.into());
        let by = if less { lang.pick("减发额", "Less") } else { lang.pick("增发额", "More") };
        let columns = match lang {
            Lang::Zh => [
                ("序号", 5),
                ("户主", 10),
                ("住址", 26),
                ("类别", 12),
                ("原人口", 7),
                ("现人口", 7),
                ("原金额", 11),
                ("现金额", 11),
                (by, 11),
                ("原因", 16),
            ],
            Lang::En => [
                ("No.", 5),
                ("Head", 10),
                ("Address", 24),
                ("Category", 12),
                ("Were", 7),
                ("Are", 7),
                ("Before", 11),
                ("Now", 11),
                (by, 11),
                ("Why", 16),
            ],
        };
        Table { columns: Column::all(columns), rows: rows.collect(), total: Some(total), rows_a_page: 18, lines: 1 }
    }
}
