//! 社会救助月报表: what stood, what came, what went and what stands.

use crate::{Column, Document, Sheet, Style, Table, Value, month_words};
use doudi_kernel::{Lang, Money, Month};

/// Households, persons and money; negative for what went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figure {
    /// Households.
    pub households: i64,
    /// Persons.
    pub persons: i64,
    /// Fen a month.
    pub fen: i64,
}

/// One part: what it is of, and a line each with its figures in the order of the headings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FiguresPart {
    /// Above the table; empty for none.
    pub heading: String,
    /// What a line is of: 项目, 区划.
    pub first: String,
    /// Above each group of three columns.
    pub groups: Vec<String>,
    /// The lines.
    pub rows: Vec<(String, Vec<Figure>)>,
    /// The last line; none where lines do not add up to anything.
    pub total: Option<(String, Vec<Figure>)>,
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
        let paper = self.parts.iter().fold(paper, |paper, part| {
            paper.text(Style::Heading, part.heading.as_str()).block(part.table(lang))
        });
        paper.texts(Style::Note, self.checks.iter().cloned())
    }
}

impl FiguresPart {
    fn table(&self, lang: Lang) -> Table {
        let units = lang.pick(["户数", "人数", "月金额"], ["households", "persons", "yuan a month"]);
        let mut headings = vec![(self.first.clone(), 16)];
        for group in &self.groups {
            headings.extend(units.iter().zip([8, 8, 13]).map(|(unit, width)| (format!("{group} {unit}"), width)));
        }
        let columns = headings.into_iter().map(|(heading, width)| Column { heading, width });
        let row = |(first, figures): &(String, Vec<Figure>)| {
            std::iter::once(first.as_str().into()).chain(figures.iter().flat_map(|it| it.values())).collect()
        };
        Table {
            columns: columns.collect(),
            rows: self.rows.iter().map(row).collect(),
            total: self.total.as_ref().map(row),
            rows_a_page: 20,
            lines: 1,
        }
    }
}

impl Figure {
    /// A count below nothing is written with its sign.
    fn values(self) -> [Value; 3] {
        let count = |number: i64| u64::try_from(number).map_or_else(|_| number.to_string().into(), Value::Count);
        [count(self.households), count(self.persons), Money::from_fen(self.fen).into()]
    }
}
