//! What a paper says, before anyone knows how wide a page is.

use doudi_kernel::{Date, Lang, Money};

/// One paper: a letter, a form or a list. It is laid out on pages ([`crate::lay_out`]) or written as a workbook
/// ([`crate::workbook`]); both say the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// The language of the fixed words (page numbers, totals).
    pub lang: Lang,
    /// The title, centred on the first page, and the name of the sheet.
    pub title: String,
    /// A line below the title: the period, the place, the document's number; may be empty.
    pub subtitle: String,
    /// How the sheet lies.
    pub sheet: Sheet,
    /// What follows, in order.
    pub blocks: Vec<Block>,
    /// Said at the left of every page's foot; may be empty.
    pub footer: String,
    /// Who exported this, why and when, pale across every page; an original letter carries none.
    pub watermark: Option<String>,
}

impl Document {
    /// An empty paper.
    ///
    /// ```
    /// use doudi_kernel::Lang;
    /// use doudi_paper::{Document, Sheet, Style};
    /// let paper = Document::new(Lang::Zh, "受理通知书", Sheet::Upright).text(Style::Plain, "张三：");
    /// assert_eq!(paper.blocks.len(), 1);
    /// ```
    pub fn new(lang: Lang, title: impl Into<String>, sheet: Sheet) -> Self {
        let (title, none) = (title.into(), String::new());
        Self { lang, title, subtitle: none.clone(), sheet, blocks: Vec::new(), footer: none, watermark: None }
    }

    /// With a line below the title.
    pub fn subtitle(mut self, text: impl Into<String>) -> Self {
        self.subtitle = text.into();
        self
    }

    /// With a line at the foot of every page.
    pub fn footer(mut self, text: impl Into<String>) -> Self {
        self.footer = text.into();
        self
    }

    /// With a text across every page.
    pub fn watermark(mut self, text: impl Into<String>) -> Self {
        self.watermark = Some(text.into());
        self
    }

    /// With a paragraph; an empty text adds none.
    pub fn text(self, style: Style, text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { self } else { self.block(Block::Text { style, text }) }
    }

    /// With several paragraphs of one style.
    pub fn texts(self, style: Style, texts: impl IntoIterator<Item = String>) -> Self {
        texts.into_iter().fold(self, |paper, text| paper.text(style, text))
    }

    /// With one more block.
    pub fn block(mut self, block: impl Into<Block>) -> Self {
        self.blocks.push(block.into());
        self
    }
}

/// How an A4 sheet lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sheet {
    /// 210 by 297 mm: letters and forms.
    Upright,
    /// 297 by 210 mm: lists.
    Lying,
}

/// A part of a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Text {
        /// How it is set.
        style: Style,
        /// What it says.
        text: String,
    },
    /// Boxes with labels and values.
    Grid(Grid),
    /// Rows under a heading that repeats on every page.
    Table(Table),
    /// An office and a date at the right, with room for a seal above both.
    Seal {
        /// Who seals.
        office: String,
        /// When; none leaves a place for writing it.
        date: Option<Date>,
    },
    /// Labels with lines to sign on, side by side.
    Sign(Vec<String>),
    /// A text as a square code with the text beside it; only the text where no code holds it.
    Code(String),
    /// What follows begins on a new page.
    NewPage,
}

impl From<Grid> for Block {
    fn from(grid: Grid) -> Self {
        Self::Grid(grid)
    }
}

impl From<Table> for Block {
    fn from(table: Table) -> Self {
        Self::Table(table)
    }
}

/// How a paragraph is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// The first line begins two characters in, as a Chinese paragraph does.
    Body,
    /// From the margin: the person addressed.
    Plain,
    /// From the margin, bold.
    Heading,
    /// Ends at the right margin.
    Right,
    /// Small, from the margin: notes below a table.
    Note,
}

/// Boxes on a form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grid {
    /// Relative widths of the columns.
    pub widths: Vec<u16>,
    /// Rows of cells; the spans of a row add up to the number of columns.
    pub rows: Vec<Vec<Cell>>,
}

impl Grid {
    /// A grid without rows.
    pub fn new(widths: &[u16]) -> Self {
        Self { widths: widths.to_vec(), rows: Vec::new() }
    }

    /// With one more row; its last cell widens to the right edge.
    ///
    /// ```
    /// use doudi_paper::{Cell, Grid};
    /// let grid = Grid::new(&[1, 2, 1, 2]).row([Cell::label("住址"), Cell::value("北京路1号")]);
    /// assert_eq!(grid.rows[0].iter().map(|cell| cell.span).collect::<Vec<_>>(), [1, 3]);
    /// ```
    pub fn row(mut self, cells: impl IntoIterator<Item = Cell>) -> Self {
        let mut cells: Vec<Cell> = cells.into_iter().collect();
        let taken: usize = cells.iter().map(|cell| cell.span).sum();
        if let Some(last) = cells.last_mut() {
            last.span += self.widths.len().saturating_sub(taken);
        }
        self.rows.push(cells);
        self
    }

    /// With a label over the first column and a value over the rest.
    pub fn line(self, label: impl Into<String>, value: impl Into<String>) -> Self {
        self.row([Cell::label(label), Cell::value(value)])
    }

    /// With two labels and two values in one row of a grid of four columns.
    pub fn pair(self, left: (&str, impl Into<String>), right: (&str, impl Into<String>)) -> Self {
        self.row([Cell::label(left.0), Cell::value(left.1), Cell::label(right.0), Cell::value(right.1)])
    }
}

/// A box of a grid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// What it says; empty for a box to write in.
    pub text: String,
    /// How many columns it takes.
    pub span: usize,
    /// A label is centred on grey; a value begins at the left.
    pub label: bool,
    /// At least so many lines high, for what is written by hand.
    pub lines: usize,
}

impl Cell {
    /// The name of a field.
    pub fn label(text: impl Into<String>) -> Self {
        Self { text: text.into(), span: 1, label: true, lines: 1 }
    }

    /// What a field holds.
    pub fn value(text: impl Into<String>) -> Self {
        Self { text: text.into(), span: 1, label: false, lines: 1 }
    }

    /// Over several columns.
    pub fn over(mut self, columns: usize) -> Self {
        self.span = columns;
        self
    }

    /// At least so many lines high.
    pub fn high(mut self, lines: usize) -> Self {
        self.lines = lines;
        self
    }
}

/// A list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The columns, each with its heading.
    pub columns: Vec<Column>,
    /// The rows, each as long as the columns.
    pub rows: Vec<Vec<Value>>,
    /// The last row, bold.
    pub total: Option<Vec<Value>>,
    /// At most so many rows on a page.
    pub rows_a_page: usize,
    /// Rows are at least so many lines high, for what is written by hand.
    pub lines: usize,
}

/// A column of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// What stands above it.
    pub heading: String,
    /// Its width, in relation to the others.
    pub width: u16,
}

impl Column {
    /// Columns from their headings and widths.
    pub fn all<'a>(columns: impl IntoIterator<Item = (&'a str, u16)>) -> Vec<Self> {
        columns.into_iter().map(|(heading, width)| Self { heading: heading.into(), width }).collect()
    }
}

/// A value in a list; a workbook keeps amounts, counts and dates as such.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Nothing known, or nothing to say: an empty box.
    Blank,
    /// Words.
    Text(String),
    /// Yuan with two decimals, at the right.
    Money(Money),
    /// A count, centred.
    Count(u64),
    /// A day, centred.
    Day(Date),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        if text.is_empty() { Self::Blank } else { Self::Text(text.into()) }
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        if text.is_empty() { Self::Blank } else { Self::Text(text) }
    }
}

impl From<Money> for Value {
    fn from(money: Money) -> Self {
        Self::Money(money)
    }
}

impl From<Date> for Value {
    fn from(day: Date) -> Self {
        Self::Day(day)
    }
}

impl From<u32> for Value {
    fn from(count: u32) -> Self {
        Self::Count(count.into())
    }
}

impl From<usize> for Value {
    fn from(count: usize) -> Self {
        Self::Count(count as u64)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Blank, Into::into)
    }
}

impl Value {
    /// The value as printed.
    pub fn printed(&self) -> String {
        match self {
            Self::Blank => String::new(),
            Self::Text(text) => text.clone(),
            Self::Money(money) => money.to_string(),
            Self::Count(count) => count.to_string(),
            Self::Day(day) => day.to_string(),
        }
    }
}
