//! Pages as PDF: faces embedded and cut down to what is used, text that can be selected and searched.

use crate::{Document, Fonts, Laid, Mark, Measure, PaperError, font::Face, lay_out};
use krilla::{
    color::{luma, rgb},
    geom::{PathBuilder, Point, Rect, Transform},
    metadata::Metadata,
    num::NormalizedF32,
    page::PageSettings,
    paint::{Fill, FillRule, Paint, Stroke},
    surface::Surface,
    text::{GlyphId, KrillaGlyph},
};
use std::collections::BTreeSet;

/// A paper as PDF.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printed {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// Characters that no face of this machine has, printed as 〓. A name with one must be completed by hand.
    pub missing: BTreeSet<char>,
}

/// Prints a paper.
///
/// # Errors
/// When the PDF cannot be put together, which is a defect of the program.
pub fn print(paper: &Document, fonts: &Fonts) -> Result<Printed, PaperError> {
    let laid = lay_out(paper, fonts);
    let settings = krilla::SerializeSettings { enable_tagging: false, ..Default::default() };
    let mut document = krilla::Document::new_with(settings);
    let language = paper.lang.pick("zh-CN", "en");
    document.set_metadata(Metadata::new().title(paper.title.clone()).language(language.into()));
    let mut pen = Pen { fonts, missing: BTreeSet::new() };
    for page in &laid.pages {
        let size = PageSettings::from_wh(laid.width, laid.height).ok_or_else(|| PaperError::Pdf("page size".into()))?;
        let mut sheet = document.start_page_with(size);
        let mut surface = sheet.surface();
        if let Some(text) = &paper.watermark {
            pen.watermark(&mut surface, text, &laid);
        }
        for mark in &page.marks {
            pen.draw(&mut surface, mark);
        }
        surface.finish();
        sheet.finish();
    }
    let bytes = document.finish().map_err(|why| PaperError::Pdf(format!("{why:?}")))?;
    Ok(Printed { bytes, pages: laid.pages.len(), missing: pen.missing })
}

struct Pen<'a> {
    fonts: &'a Fonts,
    missing: BTreeSet<char>,
}

/// A run of one face.
struct Run<'a> {
    face: &'a Face,
    text: String,
    glyphs: Vec<KrillaGlyph>,
    /// In points.
    width: f32,
}

impl<'a> Pen<'a> {
    fn draw(&mut self, surface: &mut Surface<'_>, mark: &Mark) {
        match mark {
            Mark::Text { x, y, size, bold, stretch, text } => {
                surface.set_fill(Some(fill(0)));
                surface.set_stroke(None);
                self.text(surface, (*x, *y), *size, *bold, *stretch, text);
            }
            Mark::Rule { from, to, width } => line(surface, &[*from, *to], *width),
            Mark::Ground { area } => ground(surface, *area, 240),
            Mark::Dark { area } => ground(surface, *area, 0),
        }
    }

    fn text(&mut self, surface: &mut Surface<'_>, at: (f32, f32), size: f32, bold: bool, stretch: f32, text: &str) {
        let mut x = at.0;
        for run in self.runs(text, size, bold, stretch) {
            let start = Point::from_xy(x, at.1);
            surface.draw_glyphs(start, &run.glyphs, run.face.font.clone(), &run.text, size, false);
            self.ticks(surface, &run, (x, at.1), size);
            x += run.width;
        }
    }

    fn runs(&mut self, text: &str, size: f32, bold: bool, stretch: f32) -> Vec<Run<'a>> {
        let mut runs: Vec<Run<'a>> = Vec::new();
        for c in text.chars() {
            let found = self.fonts.face(c, bold).map(|found| (c, found));
            let Some((c, (face, glyph, advance))) = found.or_else(|| {
                self.missing.insert(c);
                self.fonts.face('〓', bold).map(|found| ('〓', found))
            }) else {
                continue;
            };
            if !runs.last().is_some_and(|run| std::ptr::eq(run.face, face)) {
                runs.push(Run { face, text: String::new(), glyphs: Vec::new(), width: 0.0 });
            }
            let Some(run) = runs.last_mut() else { continue };
            let from = run.text.len();
            run.text.push(c);
            let advance = advance + stretch / size;
            let glyph = GlyphId::new(glyph.into());
            run.glyphs.push(KrillaGlyph::new(glyph, advance, 0.0, 0.0, 0.0, from..run.text.len(), None));
            run.width += advance * size;
        }
        runs
    }

    /// A tick over each box that is chosen; few Chinese faces have one.
    fn ticks(&self, surface: &mut Surface<'_>, run: &Run<'_>, (mut x, y): (f32, f32), size: f32) {
        for (c, glyph) in run.text.chars().zip(&run.glyphs) {
            if c == '☑' {
                let at = |right: f32, up: f32| (x + right * size, y - up * size);
                line(surface, &[at(0.22, 0.42), at(0.42, 0.16), at(0.86, 0.80)], 0.11 * size);
            }
            x += glyph.x_advance * size;
        }
    }

    /// Pale, slanting, over the whole page, below everything else.
    fn watermark(&mut self, surface: &mut Surface<'_>, text: &str, laid: &Laid) {
        let size = 15.0;
        let width = text.chars().map(|c| self.fonts.advance(c, false)).sum::<f32>() * size;
        let (across, down) = ((width + 60.0).max(laid.width / 2.5), 150.0);
        surface.push_transform(&Transform::from_rotate_at(-24.0, laid.width / 2.0, laid.height / 2.0));
        surface.set_fill(Some(fill(222)));
        surface.set_stroke(None);
        let reach = laid.width.hypot(laid.height) / 2.0;
        let (middle_x, middle_y) = (laid.width / 2.0, laid.height / 2.0);
        let (columns, rows) = ((reach / across).ceil() as i32, (reach / down).ceil() as i32);
        for row in -rows..=rows {
            for column in -columns..=columns {
                let shift = if row % 2 == 0 { 0.0 } else { across / 2.0 };
                let at = (middle_x + column as f32 * across + shift - width / 2.0, middle_y + row as f32 * down);
                self.text(surface, at, size, false, 0.0, text);
            }
        }
        surface.pop();
    }
}

fn ground(surface: &mut Surface<'_>, (x, y, width, height): (f32, f32, f32, f32), lightness: u8) {
    let Some(area) = Rect::from_xywh(x, y, width, height) else { return };
    let mut path = PathBuilder::new();
    path.push_rect(area);
    surface.set_fill(Some(fill(lightness)));
    surface.set_stroke(None);
    path.finish().into_iter().for_each(|path| surface.draw_path(&path));
}

fn fill(lightness: u8) -> Fill {
    Fill { paint: Paint::from(luma::Color::new(lightness)), opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
}

fn line(surface: &mut Surface<'_>, points: &[(f32, f32)], width: f32) {
    let mut path = PathBuilder::new();
    for (index, &(x, y)) in points.iter().enumerate() {
        if index == 0 { path.move_to(x, y) } else { path.line_to(x, y) }
    }
    surface.set_fill(None);
    surface.set_stroke(Some(Stroke { paint: rgb::Color::new(0, 0, 0).into(), width, ..Default::default() }));
    path.finish().into_iter().for_each(|path| surface.draw_path(&path));
}
