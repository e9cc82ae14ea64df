//! 社会救助月报表: what stood, what came, what went and what stands.

use crate::{Column, Document, Sheet, Style, Table, Value, month_words};
use doudi_kernel::{Lang, Month};

/// One part: what it is of, and a line each with its figures in the order of the headings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FiguresPart {
    /// Above the table; empty for none.
    pub heading: String,
    /// What a line is of (项目, 区划), and above each figure.
    pub columns: Vec<String>,
    /// The lines, each with its name first.
    pub rows: Vec<Vec<Value>>,
    /// The last line; none where lines do not add up to anything.
    pub total: Option<Vec<Value>>,
}

/// A month's figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    /// The language.
    pub lang: Lang,
    /// The place that they are of.
    pub place: String,
    /// The month.
    pub month: Month,
    /// The parts, in order.
    pub parts: Vec<FiguresPart>,
    /// The sums that were checked, in words.
    pub checks: Vec<String>,
}

impl Figures {
    /// The form.
    pub fn paper(&self) -> Document {
        let lang = self.lang;
        let subtitle = format!("{}　{}", self.place, month_words(lang, self.month));
        let title = lang.pick("社会救助月报表", "Social assistance: figures of the month");
        let paper = Document::new(lang, title, Sheet::Lying).subtitle(subtitle);
        let paper = self
            .parts
            .iter()
            .fold(paper, |paper, part| paper.text(Style::Heading, part.heading.as_str()).block(part.table()));
        paper.texts(Style::Note, self.checks.iter().cloned())
    }
}

impl FiguresPart {
    fn table(&self) -> Table {
        let width = |at: usize| if at == 0 { 20 } else { 10 };
        let column = |(at, heading): (usize, &String)| Column { heading: heading.clone(), width: width(at) };
        Table {
            columns: self.columns.iter().enumerate().map(column).collect(),
            rows: self.rows.clone(),
            total: self.total.clone(),
            rows_a_page: 20,
            lines: 1,
        }
    }
}

/// A count that may be below nothing: what went is written with its sign.
///
/// ```
/// use doudi_paper::{Value, forms::signed};
/// assert_eq!([signed(3), signed(-2)], [Value::Count(3), Value::Text("-2".into())]);
/// ```
pub fn signed(number: i64) -> Value {
    u64::try_from(number).map_or_else(|_| number.to_string().into(), Value::Count)
}
