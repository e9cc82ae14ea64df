//! Rows of boxes: forms and lists. A row stays on one page unless it is higher than a page.

use super::{Mark, baseline, flow::Flow, hand};
use crate::{Cell, Grid, Table, Value, breaking::Line};

/// Where a text stands in its box.
#[derive(Clone, Copy, PartialEq)]
enum Align {
    Left,
    Centre,
    Right,
}

/// A box of a row, its text broken.
struct Boxed {
    from: f32,
    to: f32,
    lines: Vec<Line>,
    align: Align,
    bold: bool,
    /// A pale ground.
    label: bool,
    /// At the top rather than in the middle.
    high: bool,
}

/// A row, ready to be placed.
struct Row {
    boxes: Vec<Boxed>,
    size: f32,
    pad: f32,
    least: usize,
}

/// Left and right of the text of a box.
const PAD: f32 = 3.0;

impl Row {
    fn leading(&self) -> f32 {
        self.size * 1.35
    }

    fn lines(&self) -> usize {
        self.boxes.iter().map(|cell| cell.lines.len()).max().unwrap_or(0).max(self.least)
    }

    fn height(&self) -> f32 {
        self.lines() as f32 * self.leading() + 2.0 * self.pad
    }

    /// Keeps the first lines and gives back a row of the others.
    fn cut(&mut self, keep: usize) -> Row {
        let rest = self.boxes.iter_mut().map(|cell| {
            let lines = cell.lines.split_off(keep.min(cell.lines.len()));
            Boxed {
                lines,
                from: cell.from,
                to: cell.to,
                align: cell.align,
                bold: cell.bold,
                label: cell.label,
                high: cell.high,
            }
        });
        let boxes = rest.collect();
        let least = self.least.saturating_sub(keep);
        self.least = self.least.min(keep);
        Row { boxes, size: self.size, pad: self.pad, least }
    }
}

/// The left and right edges of columns.
fn columns(left: f32, right: f32, widths: impl Iterator<Item = u16> + Clone) -> Vec<f32> {
    let all: f32 = widths.clone().map(f32::from).sum();
    let mut at = 0.0;
    let rights = widths.map(|width| {
        at += f32::from(width);
        left + (right - left) * at / all.max(1.0)
    });
    std::iter::once(left).chain(rights).collect()
}

impl Flow<'_> {
    /// A form; its last row stays on the page of what follows it, so many points high.
    pub(super) fn grid(&mut self, grid: &Grid, follows: f32) {
        let edges = columns(self.left, self.right, grid.widths.iter().copied());
        self.y += 3.0;
        for (index, cells) in grid.rows.iter().enumerate() {
            let row = self.form_row(cells, &edges);
            let last = index > 0 && index + 1 == grid.rows.len();
            if last && row.height() + follows < self.whole() / 2.0 {
                self.need(row.height() + follows + 6.0);
            }
            self.place(row, None);
        }
        self.y += 6.0;
    }

    fn form_row(&self, cells: &[Cell], edges: &[f32]) -> Row {
        let (mut boxes, mut column) = (Vec::new(), 0);
        for cell in cells {
            let edge = |at: usize| edges.get(at).copied().unwrap_or(self.right);
            let (from, to) = (edge(column), edge(column + cell.span));
            column += cell.span;
            let lines = hand(self.measure, self.sizes.form, false).lines(&cell.text, to - from - 2.0 * PAD, 0.0);
            let align = if cell.label { Align::Centre } else { Align::Left };
            boxes.push(Boxed { from, to, lines, align, bold: false, label: cell.label, high: cell.lines > 1 });
        }
        let least = cells.iter().map(|cell| cell.lines).max().unwrap_or(1);
        Row { boxes, size: self.sizes.form, pad: 4.0, least }
    }

    /// A list; its last row stays on the page of what follows it, so many points high.
    pub(super) fn table(&mut self, table: &Table, follows: f32) {
        let widths = table.columns.iter().map(|column| column.width);
        let edges = columns(self.left, self.right, widths);
        let head = |flow: &Self| {
            let headings = table.columns.iter().map(|column| Value::Text(column.heading.clone())).collect::<Vec<_>>();
            flow.row(&headings, &edges, Kind::Heading, 1)
        };
        self.y += 3.0;
        self.need(head(self).height() * 2.5);
        self.place(head(self), None);
        let mut on_page = 0;
        let total = table.total.as_ref().map(|total| self.row(total, &edges, Kind::Total, 1));
        let below = follows + total.as_ref().map_or(0.0, Row::height) + 5.0;
        for (index, values) in table.rows.iter().enumerate() {
            let row = self.row(values, &edges, Kind::Row, table.lines);
            let last = index > 0 && index + 1 == table.rows.len();
            let full = last && self.y + row.height() + below > self.bottom && row.height() + below < self.whole() / 2.0;
            if on_page == table.rows_a_page || full {
                self.turn();
                self.place(head(self), None);
                on_page = 0;
            }
            on_page = if self.place(row, Some(&|flow: &Self| head(flow))) { 1 } else { on_page + 1 };
        }
        if let Some(total) = total {
            self.place(total, Some(&|flow: &Self| head(flow)));
        }
        self.y += 5.0;
    }

    fn row(&self, values: &[Value], edges: &[f32], kind: Kind, least: usize) -> Row {
        let bold = kind != Kind::Row;
        let whole = self.right - self.left;
        let boxes = values.iter().zip(edges.windows(2)).map(|(value, edge)| {
            let room = edge[1] - edge[0] - 2.0 * PAD;
            let align = match value {
                _ if kind == Kind::Heading => Align::Centre,
                Value::Money(_) => Align::Right,
                // Narrow columns hold a word, wide ones a sentence.
                Value::Text(_) if edge[1] - edge[0] > 0.13 * whole => Align::Left,
                _ => Align::Centre,
            };
            let lines = hand(self.measure, self.sizes.list, bold).lines(&value.printed(), room, 0.0);
            Boxed { from: edge[0], to: edge[1], lines, align, bold, label: kind == Kind::Heading, high: false }
        });
        Row { boxes: boxes.collect(), size: self.sizes.list, pad: self.sizes.pad, least }
    }

    /// Places a row, on a new page below its heading where it does not fit here; says whether a page was turned.
    fn place(&mut self, mut row: Row, head: Option<&dyn Fn(&Self) -> Row>) -> bool {
        let turned = self.y + row.height() > self.bottom + 0.01;
        // A row higher than a page begins where it is and goes on; any other begins a page.
        if turned && row.height() > self.whole() * 0.9 {
            let fits = ((self.bottom - self.y - 2.0 * row.pad) / row.leading()) as usize;
            if fits >= 3 {
                let rest = row.cut(fits);
                self.draw(&row);
                row = rest;
            }
        }
        if turned {
            self.turn();
            if let Some(head) = head {
                let head = head(self);
                self.draw(&head);
            }
        }
        if self.y + row.height() > self.bottom + 0.01 {
            let fits = ((self.bottom - self.y - 2.0 * row.pad) / row.leading()) as usize;
            let rest = row.cut(fits.max(1));
            self.draw(&row);
            return self.place(rest, head) || turned;
        }
        self.draw(&row);
        turned
    }

    fn draw(&mut self, row: &Row) {
        let (top, height, leading) = (self.y, row.height(), row.leading());
        for cell in row.boxes.iter().filter(|cell| cell.label) {
            self.mark(Mark::Ground { area: (cell.from, top, cell.to - cell.from, height) });
        }
        for cell in &row.boxes {
            let inner = cell.lines.len() as f32 * leading;
            let middle = cell.label || !cell.high;
            let mut y = top + if middle { (height - inner) / 2.0 } else { row.pad };
            for line in &cell.lines {
                let x = match cell.align {
                    Align::Left => cell.from + PAD,
                    Align::Centre => (cell.from + cell.to - line.width) / 2.0,
                    Align::Right => cell.to - PAD - line.width,
                };
                let (at, size, bold) = (baseline(y, leading, row.size), row.size, cell.bold);
                if !line.text.is_empty() {
                    self.mark(Mark::Text { x, y: at, size, bold, stretch: 0.0, text: line.text.clone() });
                }
                y += leading;
            }
            for x in [cell.from, cell.to] {
                self.mark(Mark::Rule { from: (x, top), to: (x, top + height), width: 0.5 });
            }
            for y in [top, top + height] {
                self.mark(Mark::Rule { from: (cell.from, y), to: (cell.to, y), width: 0.5 });
            }
        }
        self.y += height;
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Heading,
    Row,
    Total,
}
