//! 停保汇总表: whose assistance ended in a month.

use crate::{Column, Document, Sheet, Table, Value, month_words};
use doudi_kernel::{Date, Lang, Money, Month};

/// One household, or one member, whose assistance ended. For the office alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// The head's name.
    pub head: String,
    /// Identity number as it may be printed.
    pub id: String,
    /// How many were assisted.
    pub persons: u32,
    /// Where it lives.
    pub address: String,
    /// Category.
    pub category: String,
    /// Category supplement, monthly; none when not known.
    pub supplement: Option<Money>,
    /// The whole monthly amount that is no longer paid; none when nobody has set it.
    pub amount: Option<Money>,
    /// Why.
    pub reason: String,
    /// From which day.
    pub on: Date,
    /// Whether the household leaves (停止) or members do (减员).
    pub whole: bool,
}

/// A month's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stops {
    /// The language.
    pub lang: Lang,
    /// The place that the list is of.
    pub place: String,
    /// The month.
    pub month: Month,
    /// The rows.
    pub rows: Vec<Stop>,
}

impl Stops {
    /// The list.
    pub fn paper(&self) -> Document {
        let lang = self.lang;
        let subtitle = format!("{}　{}", self.place, month_words(lang, self.month));
        Document::new(lang, lang.pick("停保汇总表", "Stopped assistance"), Sheet::Lying)
            .subtitle(subtitle)
            .block(self.table())
    }

    fn table(&self) -> Table {
        let lang = self.lang;
        let kind = |whole| lang.pick(if whole { "停止" } else { "减员" }, if whole { "household" } else { "members" });
        let rows = self.rows.iter().enumerate().map(|(index, row)| {
            let Stop { head, id, persons, address, category, supplement, amount, reason, on, whole } = row;
            let mut values: Vec<Value> =
                vec![(index + 1).into(), head.as_str().into(), id.as_str().into(), (*persons).into()];
            values.extend([address.as_str().into(), category.as_str().into(), (*supplement).into(), (*amount).into()]);
            values.extend([reason.as_str().into(), (*on).into(), kind(*whole).into()]);
            values
        });
        let columns = match lang {
            Lang::Zh => [
                ("序号", 5),
                ("户主", 9),
                ("身份证", 19),
                ("人口", 5),
                ("住址", 22),
                ("类别", 10),
                ("分类施保", 9),
                ("月金额", 10),
                ("停保原因", 16),
                ("停保日期", 11),
                ("业务类别", 7),
            ],
            Lang::En => [
                ("No.", 5),
                ("Head", 9),
                ("Identity number", 19),
                ("Persons", 8),
                ("Address", 20),
                ("Category", 10),
                ("Supplement", 10),
                ("Monthly", 10),
                ("Why", 16),
                ("From", 11),
                ("Kind", 10),
            ],
        };
        Table {
            columns: Column::all(columns),
            rows: rows.collect(),
            total: Some(self.total()),
            rows_a_page: 18,
            lines: 1,
        }
    }

    fn total(&self) -> Vec<Value> {
        let persons: u64 = self.rows.iter().map(|row| u64::from(row.persons)).sum();
        let supplement: Money = self.rows.iter().filter_map(|row| row.supplement).sum();
        let amount: Money = self.rows.iter().filter_map(|row| row.amount).sum();
        let mut values = vec![
            Value::Blank,
            self.lang.pick("合计", "Total").into(),
            Value::Blank,
            Value::Count(persons),
            Value::Blank,
            Value::Blank,
        ];
        values.extend([supplement.into(), amount.into(), Value::Blank, Value::Blank, Value::Blank]);
        values
    }
}
