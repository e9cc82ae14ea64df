//! From top to bottom, page after page.

use super::{Laid, Mark, Page, Sizes, baseline, edges, hand};
use crate::{Document, Measure, Modules, QUIET, Style, breaking::Line, day_words};
use doudi_kernel::{Date, Lang};

/// The pages so far and where the next block begins.
pub(super) struct Flow<'a> {
    pub(super) measure: &'a dyn Measure,
    paper: &'a Document,
    pub(super) sizes: Sizes,
    width: f32,
    height: f32,
    pub(super) left: f32,
    pub(super) right: f32,
    top: f32,
    pub(super) bottom: f32,
    pub(super) y: f32,
    pages: Vec<Page>,
}

impl<'a> Flow<'a> {
    pub(super) fn new(paper: &'a Document, measure: &'a dyn Measure) -> Self {
        let (width, height, side, top) = edges(paper.sheet);
        let (right, bottom) = (width - side, height - top);
        let sizes = Sizes::of(paper.sheet);
        Self {
            measure,
            paper,
            sizes,
            width,
            height,
            left: side,
            right,
            top,
            bottom,
            y: top,
            pages: vec![Page::default()],
        }
    }

    pub(super) fn mark(&mut self, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.marks.push(mark);
        }
    }

    /// Begins a new page, unless this one is still empty.
    pub(super) fn turn(&mut self) {
        if self.y > self.top {
            self.pages.push(Page::default());
            self.y = self.top;
        }
    }

    /// Turns the page where so many points are not left.
    pub(super) fn need(&mut self, points: f32) {
        if self.y + points > self.bottom {
            self.turn();
        }
    }

    /// The height of an empty page.
    pub(super) fn whole(&self) -> f32 {
        self.bottom - self.top
    }

    pub(super) fn title(&mut self, title: &str, subtitle: &str) {
        self.centred(title, self.sizes.title, true, 1.5);
        if !subtitle.is_empty() {
            self.centred(subtitle, self.sizes.form, false, 1.5);
        }
        self.y += 6.0;
    }

    fn centred(&mut self, text: &str, size: f32, bold: bool, leading: f32) {
        let hand = hand(self.measure, size, bold);
        for line in hand.lines(text, self.right - self.left, 0.0) {
            let x = (self.left + self.right - line.width) / 2.0;
            self.line(line.text, x, size, bold, leading * size, 0.0);
        }
    }

    fn line(&mut self, text: String, x: f32, size: f32, bold: bool, height: f32, stretch: f32) {
        self.need(height);
        let y = baseline(self.y, height, size);
        if !text.is_empty() {
            self.mark(Mark::Text { x, y, size, bold, stretch, text });
        }
        self.y += height;
    }

    pub(super) fn paragraph(&mut self, style: Style, text: &str) {
        let (size, bold, leading) = match style {
            Style::Note => (self.sizes.list, false, 1.4),
            Style::Heading => (self.sizes.body, true, 1.6),
            _ => (self.sizes.body, false, 1.55),
        };
        let indent = if style == Style::Body { self.paper.lang.pick(2.0 * size, 0.0) } else { 0.0 };
        let (hand, measure) = (hand(self.measure, size, bold), self.right - self.left);
        self.y += match style {
            Style::Note => 3.0,
            Style::Heading if self.y > self.top => 4.0,
            _ => 0.0,
        };
        for (index, line) in hand.lines(text, measure, indent).into_iter().enumerate() {
            let x = match style {
                Style::Right => self.right - line.width,
                _ if index == 0 => self.left + indent,
                _ => self.left,
            };
            let stretch = if style == Style::Body { self.stretch(&line, measure) } else { 0.0 };
            self.line(line.text, x, size, bold, leading * size, stretch);
        }
        self.y += if self.paper.lang == Lang::En && style == Style::Body { 5.0 } else { 1.0 };
    }

    /// Spreads a full line of Chinese to the right edge; English is left ragged.
    fn stretch(&self, line: &Line, measure: f32) -> f32 {
        let gaps = line.text.chars().count().saturating_sub(1);
        if line.last || gaps == 0 || self.paper.lang == Lang::En { 0.0 } else { (measure - line.width) / gaps as f32 }
    }

    pub(super) fn seal(&mut self, office: &str, date: Option<Date>) {
        let lang = self.paper.lang;
        let blank = || lang.pick("　　　　年　　月　　日", "Date: ____________").to_owned();
        let lines = [office.to_owned(), date.map_or_else(blank, |day| day_words(lang, day))];
        let size = self.sizes.body;
        let hand = hand(self.measure, size, false);
        let widest = lines.iter().map(|line| hand.width(line)).fold(0.0, f32::max);
        // Room above for the seal, which covers both lines; they are never torn apart.
        let room = match self.paper.sheet {
            crate::Sheet::Upright => 20.0,
            crate::Sheet::Lying => 4.0,
        };
        self.need(room + 2.0 * 1.5 * size);
        self.y += room;
        let centre = self.right - size - widest / 2.0;
        for line in lines {
            let x = centre - hand.width(&line) / 2.0;
            self.line(line, x, size, false, 1.5 * size, 0.0);
        }
    }

    /// As many side by side as leave each a line to sign on.
    pub(super) fn sign(&mut self, labels: &[String]) {
        let hand = hand(self.measure, self.sizes.form, false);
        let widest = labels.iter().map(|label| hand.width(label)).fold(0.0, f32::max);
        let across = (((self.right - self.left) / (widest + 84.0)) as usize).clamp(1, labels.len().max(1));
        for labels in labels.chunks(across) {
            self.sign_row(labels, (self.right - self.left) / across as f32);
        }
    }

    fn sign_row(&mut self, labels: &[String], slot: f32) {
        let (size, height) = (self.sizes.form, 30.0);
        self.need(height);
        let y = baseline(self.y, height, size);
        for (index, label) in labels.iter().enumerate() {
            let (x, text) = (self.left + slot * index as f32, format!("{label}{}", self.paper.lang.pick("：", ":")));
            let from = x + hand(self.measure, size, false).width(&text) + 2.0;
            self.mark(Mark::Text { x, y, size, bold: false, stretch: 0.0, text });
            let to = (x + slot - 12.0).min(from + 150.0);
            self.mark(Mark::Rule { from: (from, y + 2.0), to: (to, y + 2.0), width: 0.5 });
        }
        self.y += height;
    }

    /// At the left, a module a millimetre wide, as readers of telephones like it.
    pub(super) fn code(&mut self, text: &str) {
        const MODULE: f32 = 2.835;
        let Some(code) = Modules::of(text) else { return self.paragraph(Style::Plain, text) };
        let (quiet, high) = (QUIET as f32 * MODULE, code.width() as f32 * MODULE);
        self.need(high);
        let at = |module: usize| module as f32 * MODULE;
        for (column, row, long) in code.runs() {
            let area = (self.left + quiet + at(column), self.y + quiet + at(row), at(long), MODULE);
            self.mark(Mark::Dark { area });
        }
        let size = self.sizes.body;
        let y = baseline(self.y, high, size);
        self.mark(Mark::Text { x: self.left + high + size, y, size, bold: true, stretch: 0.0, text: text.to_owned() });
        self.y += high;
    }

    /// Numbers the pages, which only the end knows.
    pub(super) fn finish(mut self) -> Laid {
        let (count, size, lang) = (self.pages.len(), 9.0, self.paper.lang);
        let y = self.bottom + 20.0;
        for index in 0..count {
            let number = lang.pick(format!("第{}页　共{count}页", index + 1), format!("Page {} of {count}", index + 1));
            let hand = hand(self.measure, size, false);
            let numbers = self.right - hand.width(&number);
            let mut feet = vec![(numbers, number)];
            let footer = hand.lines(&self.paper.footer, numbers - self.left - size, 0.0).into_iter().next();
            feet.extend(footer.filter(|line| !line.text.is_empty()).map(|line| (self.left, line.text)));
            let mark = |(x, text)| Mark::Text { x, y, size, bold: false, stretch: 0.0, text };
            self.pages[index].marks.extend(feet.into_iter().map(mark));
        }
        Laid { width: self.width, height: self.height, pages: self.pages }
    }
}
