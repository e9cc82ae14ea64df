//! From top to bottom, page after page.

use super::{BODY, Laid, Mark, Page, TITLE, baseline, edges, hand};
use crate::{Document, Measure, Style, breaking::Line, day_words};
use doudi_kernel::{Date, Lang};

/// The pages so far and where the next block begins.
pub(super) struct Flow<'a> {
    pub(super) measure: &'a dyn Measure,
    paper: &'a Document,
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
        Self { measure, paper, width, height, left: side, right, top, bottom, y: top, pages: vec![Page::default()] }
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
        self.centred(title, TITLE, true, 1.5);
        if !subtitle.is_empty() {
            self.centred(subtitle, 10.5, false, 1.5);
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
            Style::Note => (9.0, false, 1.4),
            Style::Heading => (BODY, true, 1.7),
            _ => (BODY, false, 1.65),
        };
        let indent = if style == Style::Body { self.paper.lang.pick(2.0 * size, 0.0) } else { 0.0 };
        let (hand, measure) = (hand(self.measure, size, bold), self.right - self.left);
        if style == Style::Note {
            self.y += 3.0;
        }
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
        let hand = hand(self.measure, BODY, false);
        let widest = lines.iter().map(|line| hand.width(line)).fold(0.0, f32::max);
        // Room above for the seal, which covers both lines; they are never torn apart.
        let room = match self.paper.sheet {
            crate::Sheet::Upright => 16.0,
            crate::Sheet::Lying => 4.0,
        };
        self.need(room + 2.0 * 1.6 * BODY);
        self.y += room;
        let centre = self.right - BODY - widest / 2.0;
        for line in lines {
            let x = centre - hand.width(&line) / 2.0;
            self.line(line, x, BODY, false, 1.6 * BODY, 0.0);
        }
    }

    pub(super) fn sign(&mut self, labels: &[String]) {
        let (size, height) = (10.5, 30.0);
        let slot = (self.right - self.left) / labels.len().max(1) as f32;
        self.need(height);
        let y = baseline(self.y, height, size);
        for (index, label) in labels.iter().enumerate() {
            let (x, text) = (self.left + slot * index as f32, format!("{label}{}", self.paper.lang.pick("：", ":")));
            let from = x + hand(self.measure, size, false).width(&text) + 2.0;
            self.mark(Mark::Text { x, y, size, bold: false, stretch: 0.0, text });
            self.mark(Mark::Rule { from: (from, y + 2.0), to: ((x + slot - 12.0).max(from), y + 2.0), width: 0.5 });
        }
        self.y += height;
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
