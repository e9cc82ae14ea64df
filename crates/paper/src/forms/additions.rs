//! 新增救助明细: who was newly confirmed in a month, country and town on separate pages.

use crate::{Block, Column, Document, Sheet, Style, Table, month_words};
use doudi_kernel::{Date, Lang, Month};

/// Where a household is registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Residence {
    /// 农村
    Rural,
    /// 城市
    Urban,
    /// 城乡未登记: nobody has told.
    Unknown,
}

/// One person newly assisted. For the office alone: it carries the identity number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addition {
    /// Where registered.
    pub residence: Residence,
    /// The day of the decision; none where the household came by a roster.
    pub confirmed: Option<Date>,
    /// Name.
    pub name: String,
    /// Identity number as it may be printed.
    pub id: String,
    /// Age; none when not known.
    pub age: Option<u32>,
    /// Sex, in words.
    pub sex: String,
    /// Where the household lives.
    pub address: String,
    /// How many live together.
    pub persons: u32,
    /// Category.
    pub category: String,
}

/// A month's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Additions {
    /// The language.
    pub lang: Lang,
    /// The place that the list is of.
    pub place: String,
    /// The month.
    pub month: Month,
    /// The rows, in any order.
    pub rows: Vec<Addition>,
}

impl Additions {
    /// The list; a part without rows says so.
    pub fn paper(&self) -> Document {
        let lang = self.lang;
        let subtitle = format!("{}　{}", self.place, month_words(lang, self.month));
        let paper = Document::new(lang, lang.pick("新增救助明细", "Newly assisted"), Sheet::Lying).subtitle(subtitle);
        let paper = paper.text(Style::Heading, lang.pick("农村", "Rural")).block(self.table(Residence::Rural));
        let paper = paper.block(Block::NewPage).text(Style::Heading, lang.pick("城市", "Urban"));
        let paper = paper.block(self.table(Residence::Urban));
        if self.rows.iter().all(|row| row.residence != Residence::Unknown) {
            return paper;
        }
        let unknown = lang.pick("城乡未登记", "Rural or urban is not on file");
        paper.block(Block::NewPage).text(Style::Heading, unknown).block(self.table(Residence::Unknown))
    }

    /// The rows of one part, in the order of the list.
    pub fn of(&self, residence: Residence) -> impl Iterator<Item = &Addition> {
        self.rows.iter().filter(move |row| row.residence == residence)
    }

    fn table(&self, residence: Residence) -> Table {
        let rows = self.of(residence).enumerate().map(|(index, row)| {
            let Addition { confirmed, name, id, age, sex, address, persons, category, .. } = row;
            let mut values = vec![(index + 1).into(), (*confirmed).into(), name.as_str().into(), id.as_str().into()];
            values.extend([
                (*age).into(),
                sex.as_str().into(),
                address.as_str().into(),
                (*persons).into(),
                category.as_str().into(),
            ]);
            values
        });
        let columns = match self.lang {
            Lang::Zh => [
                ("序号", 5),
                ("审核日期", 11),
                ("姓名", 10),
                ("身份证", 20),
                ("年龄", 6),
                ("性别", 6),
                ("住址", 28),
                ("家庭人口", 8),
                ("类别", 14),
            ],
            Lang::En => [
                ("No.", 5),
                ("Decided", 11),
                ("Name", 10),
                ("Identity number", 20),
                ("Age", 6),
                ("Sex", 7),
                ("Address", 26),
                ("Persons", 9),
                ("Category", 14),
            ],
        };
        Table { columns: Column::all(columns), rows: rows.collect(), total: None, rows_a_page: 18, lines: 1 }
    }
}
