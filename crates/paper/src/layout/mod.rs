//! A document on pages: where every line of text and every rule stands, in points from the upper left corner.
//!
//! Only widths come from the font ([`Measure`]), so that the same pages can be tested without one.

mod flow;
mod rows;

use crate::{Block, Document, Measure, Sheet, Style, breaking::Hand};
use flow::Flow;

/// A paper on its pages.
#[derive(Clone, Debug, PartialEq)]
pub struct Laid {
    /// The width of every page, in points.
    pub width: f32,
    /// The height of every page, in points.
    pub height: f32,
    /// The pages.
    pub pages: Vec<Page>,
}

/// What stands on a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// In the order of drawing, which is the order of reading.
    pub marks: Vec<Mark>,
}

/// A piece of a page.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// A line of text.
    Text {
        /// Left edge.
        x: f32,
        /// Baseline.
        y: f32,
        /// Size.
        size: f32,
        /// Bold.
        bold: bool,
        /// What is added to every character's advance, so that a line fills its measure.
        stretch: f32,
        /// The text.
        text: String,
    },
    /// A straight rule.
    Rule {
        /// Left or upper end.
        from: (f32, f32),
        /// Right or lower end.
        to: (f32, f32),
        /// Thickness.
        width: f32,
    },
    /// A black strip of a square code.
    Dark {
        /// Left, top, width, height.
        area: (f32, f32, f32, f32),
    },
    /// A pale ground below a label.
    Ground {
        /// Left, top, width, height.
        area: (f32, f32, f32, f32),
    },
}

/// Sizes of type, in points. A letter is read by old eyes; a list must hold fourteen columns.
#[derive(Clone, Copy)]
struct Sizes {
    title: f32,
    body: f32,
    form: f32,
    list: f32,
    /// Above and below the text of a box.
    pad: f32,
}

impl Sizes {
    fn of(sheet: Sheet) -> Self {
        match sheet {
            Sheet::Upright => Self { title: 22.0, body: 14.0, form: 11.5, list: 10.5, pad: 4.0 },
            Sheet::Lying => Self { title: 20.0, body: 11.0, form: 10.5, list: 9.0, pad: 2.2 },
        }
    }
}

/// Lays a paper out.
///
/// ```
/// use doudi_kernel::Lang;
/// use doudi_paper::{Document, Measure, Sheet, Style, lay_out};
/// struct Squares;
/// impl Measure for Squares {
///     fn advance(&self, _: char, _: bool) -> f32 {
///         1.0
///     }
/// }
/// let laid = lay_out(&Document::new(Lang::Zh, "通知", Sheet::Upright).text(Style::Plain, "张三："), &Squares);
/// assert_eq!(laid.pages.len(), 1);
/// assert_eq!(laid.text(), "— 1 / 1\n通知\n张三：\n第1页　共1页\n");
/// ```
pub fn lay_out(paper: &Document, measure: &dyn Measure) -> Laid {
    let mut flow = Flow::new(paper, measure);
    flow.title(&paper.title, &paper.subtitle);
    for (index, block) in paper.blocks.iter().enumerate() {
        let rest = &paper.blocks[index + 1..];
        match block {
            // A heading stays with what follows it.
            Block::Text { style: Style::Heading, .. } if !rest.is_empty() => flow.need(5.0 * flow.sizes.body),
            _ => {}
        }
        match block {
            // So does a last row with the words and signatures below it: no seal stands alone on a page.
            Block::Table(table) if rest.len() < 4 => flow.table(table, height(paper, measure, rest)),
            Block::Grid(grid) if rest.len() < 4 => flow.grid(grid, height(paper, measure, rest)),
            _ => lay(&mut flow, block),
        }
    }
    flow.finish()
}

fn lay(flow: &mut Flow<'_>, block: &Block) {
    match block {
        Block::Text { style, text } => flow.paragraph(*style, text),
        Block::Grid(grid) => flow.grid(grid, 0.0),
        Block::Table(table) => flow.table(table, 0.0),
        Block::Seal { office, date } => flow.seal(office, *date),
        Block::Sign(labels) => flow.sign(labels),
        Block::Code(text) => flow.code(text),
        Block::NewPage => flow.turn(),
    }
}

/// How high some words and signatures are; nothing where a table, a form or a page follows.
fn height(paper: &Document, measure: &dyn Measure, blocks: &[Block]) -> f32 {
    if blocks.iter().any(|block| matches!(block, Block::Grid(_) | Block::Table(_) | Block::NewPage)) {
        return 0.0;
    }
    let mut flow = Flow::new(paper, measure);
    let top = flow.y;
    blocks.iter().for_each(|block| lay(&mut flow, block));
    flow.y - top
}

impl Laid {
    /// The pages as text, for tests and for reading aloud: a line for each height, its pieces from left to right.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for (index, page) in self.pages.iter().enumerate() {
            text.push_str(&format!("— {} / {}\n", index + 1, self.pages.len()));
            for line in page.lines() {
                text.push_str(&format!("{}\n", line.join(" | ")));
            }
        }
        text
    }
}

impl Page {
    fn lines(&self) -> Vec<Vec<&str>> {
        let mut pieces: Vec<(i32, i32, &str)> = Vec::new();
        for mark in &self.marks {
            if let Mark::Text { x, y, text, .. } = mark {
                pieces.push(((y * 10.0) as i32, (x * 10.0) as i32, text));
            }
        }
        pieces.sort();
        let lines = pieces.chunk_by(|left, right| right.0 - left.0 < 20);
        lines
            .map(|line| {
                let mut line = line.to_vec();
                line.sort_by_key(|piece| piece.1);
                line.into_iter().map(|piece| piece.2).collect()
            })
            .collect()
    }
}

/// The edges of a sheet: width, height, margin at the sides, margin above and below.
fn edges(sheet: Sheet) -> (f32, f32, f32, f32) {
    match sheet {
        Sheet::Upright => (595.28, 841.89, 64.0, 56.0),
        Sheet::Lying => (841.89, 595.28, 40.0, 40.0),
    }
}

/// Where a baseline stands in a line of some height: Chinese faces rise 0.88 of their size above it.
fn baseline(top: f32, height: f32, size: f32) -> f32 {
    top + (height - size) / 2.0 + 0.88 * size
}

fn hand(measure: &dyn Measure, size: f32, bold: bool) -> Hand<'_> {
    Hand { measure, size, bold }
}
