//! 在册台账: who is helped by a programme in a month.

use crate::{Column, Document, Sheet, Style, Table, Value, capitals, month_words};
use doudi_kernel::{Lang, Money, Month};

/// One household. For the office alone: it carries the identity number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enrolled {
    /// The head's name.
    pub head: String,
    /// Identity number as it may be printed.
    pub id: String,
    /// Sex, in words.
    pub sex: String,
    /// Age; none when not known.
    pub age: Option<u32>,
    /// How many are helped.
    pub persons: u32,
    /// Where it lives.
    pub address: String,
    /// Monthly amount; none while nobody has set it.
    pub amount: Option<Money>,
    /// Since which month it is helped so.
    pub since: Option<Month>,
    /// Whose word it is.
    pub basis: String,
}

/// The roster of a programme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roster {
    /// The language.
    pub lang: Lang,
    /// The programme's name.
    pub programme: String,
    /// The place that the list is of.
    pub place: String,
    /// The month.
    pub month: Month,
    /// The households, in the order of places.
    pub rows: Vec<Enrolled>,
}

impl Roster {
    /// The list, with its sum in capitals.
    pub fn paper(&self) -> Document {
        let lang = self.lang;
        let title = lang.pick(format!("{}在册台账", self.programme), format!("Roster: {}", self.programme));
        let subtitle = format!("{}　{}", self.place, month_words(lang, self.month));
        let (households, persons, sum) = (self.rows.len(), self.persons(), self.sum());
        let said = lang.pick(
            format!("共{households}户{persons}人，月保障金合计{sum}元（大写：{}）。", capitals(sum)),
            format!("{households} households, {persons} persons, {sum} yuan a month ({}).", capitals(sum)),
        );
        let paper = Document::new(lang, title, Sheet::Lying).subtitle(subtitle).block(self.table());
        paper.text(Style::Plain, said).text(Style::Note, self.unset())
    }

    /// Households whose amount nobody has set are in no sum of money, and it says so.
    fn unset(&self) -> String {
        match self.rows.iter().filter(|row| row.amount.is_none()).count() {
            0 => String::new(),
            many => self.lang.pick(
                format!("其中{many}户尚无核定金额，未计入金额合计。"),
                format!("{many} of them have no amount yet and are in no sum of money."),
            ),
        }
    }

    fn persons(&self) -> u64 {
        self.rows.iter().map(|row| u64::from(row.persons)).sum()
    }

    fn sum(&self) -> Money {
        self.rows.iter().filter_map(|row| row.amount).sum()
    }

    fn table(&self) -> Table {
        let rows = self.rows.iter().enumerate().map(|(index, row)| {
            let Enrolled { head, id, sex, age, persons, address, amount, since, basis } = row;
            let text = |text: &String| Value::from(text.as_str());
            let mut values: Vec<Value> = vec![(index + 1).into(), text(head), text(id), text(sex), (*age).into()];
            values.extend([(*persons).into(), text(address), (*amount).into()]);
            values.extend([since.map(|month| month.to_string()).into(), text(basis)]);
            values
        });
        let mut total = vec![Value::Blank; 10];
        total[1] = self.lang.pick("合计", "Total").into();
        (total[5], total[7]) = (Value::Count(self.persons()), self.sum().into());
        let columns = match self.lang {
            Lang::Zh => [
                ("序号", 6),
                ("户主", 10),
                ("身份证", 19),
                ("性别", 5),
                ("年龄", 5),
                ("保障人口", 8),
                ("住址", 26),
                ("月金额", 11),
                ("享受起月", 9),
                ("依据", 12),
            ],
            Lang::En => [
                ("No.", 6),
                ("Head", 10),
                ("Identity number", 19),
                ("Sex", 7),
                ("Age", 5),
                ("Persons", 9),
                ("Address", 24),
                ("Monthly", 11),
                ("Since", 9),
                ("By", 14),
            ],
        };
        Table { columns: Column::all(columns), rows: rows.collect(), total: Some(total), rows_a_page: 18, lines: 1 }
    }
}
