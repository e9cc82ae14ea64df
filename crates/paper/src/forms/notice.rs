//! 每月公示名单: what everybody in a village may read.

use super::{Benefit, letter::period};
use crate::{Column, Document, Sheet, Table, Value, month_words};
use doudi_kernel::{Fault, Lang, Money, Month, Say};

/// The classes, in the order in which a list shows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// 农村低保
    RuralDibao,
    /// 城市低保
    UrbanDibao,
    /// 特困
    Tekun,
    /// 低保边缘
    Edge,
    /// 刚性支出困难
    RigidExpenditure,
}

impl Class {
    /// The class's name.
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::RuralDibao => lang.pick("农村低保", "rural dibao"),
            Self::UrbanDibao => lang.pick("城市低保", "urban dibao"),
            Self::Tekun => lang.pick("特困", "tekun"),
            Self::Edge => lang.pick("低保边缘", "edge"),
            Self::RigidExpenditure => lang.pick("刚性支出困难", "rigid expenditure"),
        }
    }
}

/// One household of a list. It has no field for a number or a phone, and none for health.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeRow {
    /// The head's name, masked by the caller where the region's rule says so.
    pub head: String,
    /// The class.
    pub class: Class,
    /// Where it lives, as exactly as may be published.
    pub address: String,
    /// How many are assisted.
    pub persons: u32,
    /// What is paid each month.
    pub benefit: Benefit,
    /// A remark.
    pub remark: String,
    /// Whether a near relative works for the office.
    pub relative: bool,
}

/// A village's list of one month (law art. 45).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The language.
    pub lang: Lang,
    /// The village.
    pub village: String,
    /// The town, which answers objections.
    pub town: String,
    /// The town's phone.
    pub phone: String,
    /// The month that is paid.
    pub month: Month,
    /// The households, in any order.
    pub rows: Vec<NoticeRow>,
}

/// Why a list cannot be published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("row {row} of a public list holds what looks like an identity, phone or account number")]
pub struct NoticeError {
    /// The row, counted from one in the order given.
    pub row: usize,
}

impl NoticeError {
    /// Whose fault it is: the field was filled so at the counter.
    pub fn fault(&self) -> Fault {
        Fault::User
    }
}

impl Say for NoticeError {
    fn say(&self, lang: Lang) -> String {
        let row = self.row;
        lang.pick(
            format!("公示名单第{row}户的内容里有疑似身份证号、电话或者账号的数字，不能公示；请先改正该户的住址或者备注"),
            format!("household {row} of the public list holds what looks like an identity, phone or account number; correct its address or remark first"),
        )
    }
}

/// Rows on a page, as counties print it.
const ROWS: usize = 22;

impl Notice {
    /// The list.
    ///
    /// # Errors
    /// When a text holds a run of eleven digits or more: a published number cannot be taken back.
    pub fn paper(&self) -> Result<Document, NoticeError> {
        if let Some(at) = self
            .rows
            .iter()
            .position(|row| [&row.head, &row.address, &row.remark].into_iter().any(|text| holds_number(text)))
        {
            return Err(NoticeError { row: at + 1 });
        }
        let lang = self.lang;
        let (title, month) =
            (lang.pick("社会救助对象公示名单", "Public list of assisted households"), month_words(lang, self.month));
        let days = period(lang, self.month.first_day(), self.month.last_day());
        let ask = lang.pick(
            format!("对名单有异议的，请向{}反映，电话：{}；反映人的信息依法保密。", self.town, self.phone),
            format!("Objections are heard by {}, phone {}; who objects is kept confidential.", self.town, self.phone),
        );
        let subtitle = lang.pick(
            format!("{}　{month}　公示期：{days}", self.village),
            format!("{}, {month}, shown {days}", self.village),
        );
        let paper = Document::new(lang, title, Sheet::Lying).subtitle(subtitle).footer(ask).block(self.table());
        Ok(paper.block(crate::Block::Seal { office: self.town.clone(), date: Some(self.month.first_day()) }))
    }

    fn table(&self) -> Table {
        let lang = self.lang;
        let mut sorted: Vec<&NoticeRow> = self.rows.iter().collect();
        // Stable: within a class the caller's order stays.
        sorted.sort_by_key(|row| row.class);
        let rows = sorted.iter().enumerate().map(|(index, row)| {
            let Benefit { base, supplement, care } = row.benefit;
            let mut values: Vec<Value> = vec![
                (index + 1).into(),
                row.head.as_str().into(),
                row.class.name(lang).into(),
                row.address.as_str().into(),
                row.persons.into(),
            ];
            values.extend([base, supplement, care, row.benefit.total()].map(Value::Money));
            values.extend([
                row.remark.as_str().into(),
                lang.pick(if row.relative { "是" } else { "否" }, if row.relative { "yes" } else { "no" }).into(),
            ]);
            values
        });
        let columns = match lang {
            Lang::Zh => [
                ("序号", 5),
                ("户主姓名", 9),
                ("类别", 10),
                ("住址", 22),
                ("保障人数", 7),
                ("基础金额", 9),
                ("分类施保", 9),
                ("照料护理", 9),
                ("合计", 10),
                ("备注", 12),
                ("是否近亲属", 8),
            ],
            Lang::En => [
                ("No.", 5),
                ("Head", 11),
                ("Class", 15),
                ("Address", 17),
                ("Persons", 8),
                ("Basic", 9),
                ("Supplement", 12),
                ("Care", 9),
                ("Total", 10),
                ("Remark", 12),
                ("Relative", 8),
            ],
        };
        Table {
            columns: Column::all(columns),
            rows: rows.collect(),
            total: Some(self.total()),
            rows_a_page: ROWS,
            lines: 1,
        }
    }

    fn total(&self) -> Vec<Value> {
        let lang = self.lang;
        let persons: u64 = self.rows.iter().map(|row| u64::from(row.persons)).sum();
        let sum = |part: fn(&Benefit) -> Money| Value::Money(self.rows.iter().map(|row| part(&row.benefit)).sum());
        let households = lang.pick(format!("{}户", self.rows.len()), format!("{} households", self.rows.len()));
        let name = lang.pick("合计", "Total");
        let head = [Value::Blank, name.into(), Value::Blank, households.into(), Value::Count(persons)];
        let sums =
            [sum(|b| b.base), sum(|b| b.supplement), sum(|b| b.care), sum(|b| b.total()), Value::Blank, Value::Blank];
        head.into_iter().chain(sums).collect()
    }
}

/// A mobile phone has eleven digits, an identity number fifteen or eighteen, an account sixteen or more; spaces and
/// hyphens between them do not hide one, and neither do full-width digits.
fn holds_number(text: &str) -> bool {
    let mut run = 0;
    text.chars().any(|c| {
        match c {
            '0'..='9' | '０'..='９' => run += 1,
            ' ' | '-' | '\u{3000}' | '－' => {}
            _ => run = 0,
        }
        run >= 11
    })
}
