//! The drawing.

use super::{Picture, PictureRow, escaped};
use crate::link::said;
use std::fmt::Write;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Pixels.
const WIDTH: f64 = 960.0;
const TOP: f64 = 118.0;
const ROW: f64 = 46.0;
/// Where the columns begin.
const TITLES: f64 = 24.0;
const VALUES: f64 = 262.0;
const BARS: (f64, f64) = (500.0, 886.0);
/// For and against: told apart by those who see no red and green, and by their signs.
const FOR: &str = "#1a7f5a";
const AGAINST: &str = "#c2452d";
const SUM: &str = "#2f4b7c";

/// The waterfall of a pair as SVG.
pub fn waterfall_svg(picture: &Picture) -> String {
    let mut svg = String::new();
    draw(&mut svg, picture).expect("a string takes everything");
    svg
}

/// From bits to pixels.
struct Scale {
    least: f64,
    most: f64,
}

impl Scale {
    fn of(picture: &Picture) -> Self {
        let mut at = 0.0;
        let mut scale = Self { least: picture.limits.1.min(0.0), most: picture.limits.0.max(0.0) };
        for row in &picture.rows {
            at += row.bits;
            scale.least = scale.least.min(at);
            scale.most = scale.most.max(at);
        }
        scale
    }

    fn x(&self, bits: f64) -> f64 {
        BARS.0 + (bits - self.least) / (self.most - self.least).max(1.0) * (BARS.1 - BARS.0)
    }
}

fn draw(svg: &mut String, picture: &Picture) -> std::fmt::Result {
    let rows = picture.rows.len() as f64;
    let (bottom, height) = (TOP + rows * ROW, TOP + rows * ROW + 96.0);
    let scale = Scale::of(picture);
    writeln!(
        svg,
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img" font-family="'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',sans-serif" font-size="14" fill="#1c2430">"##
    )?;
    let title = picture.lang.pick("两条记录是否同一人：逐栏说明", "One person or two: column by column");
    let verdict = format!("{}　{}", picture.verdict(), percent(picture.probability));
    writeln!(svg, "<title>{}</title>", escaped(title))?;
    writeln!(svg, r##"<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>"##)?;
    writeln!(svg, r##"<text x="{TITLES}" y="36" font-size="20" font-weight="700">{}</text>"##, escaped(title))?;
    writeln!(
        svg,
        r##"<text x="{}" y="36" font-size="20" font-weight="700" text-anchor="end" fill="{SUM}">{}</text>"##,
        WIDTH - 24.0,
        escaped(&verdict)
    )?;
    let words = picture.lang.pick(["甲", "乙"], ["left", "right"]);
    for (at, (word, record)) in words.iter().zip(&picture.records).enumerate() {
        let y = 62.0 + 20.0 * at as f64;
        writeln!(svg, r##"<text x="{TITLES}" y="{y}" fill="#4a5666">{word}　{}</text>"##, escaped(&fit(record, 100)))?;
    }
    limits(svg, picture, &scale, bottom)?;
    let mut at = 0.0;
    for (number, row) in picture.rows.iter().enumerate() {
        step(svg, row, &scale, TOP + number as f64 * ROW, at, number % 2 == 1)?;
        at += row.bits;
    }
    sum(svg, picture, &scale, bottom)?;
    writeln!(svg, "</svg>")
}

/// Even odds, and where *different* ends and *same* begins.
fn limits(svg: &mut String, picture: &Picture, scale: &Scale, bottom: f64) -> std::fmt::Result {
    let lines = [
        (picture.limits.1, picture.lang.pick("← 视为不同人", "← different"), "end", "5 4", "#8a93a0"),
        (picture.limits.0, picture.lang.pick("拟认定 →", "same →"), "start", "5 4", "#8a93a0"),
        (0.0, "", "middle", "none", "#c4cad3"),
    ];
    for (bits, word, anchor, dash, colour) in lines {
        let x = scale.x(bits);
        writeln!(
            svg,
            r##"<line x1="{x:.1}" y1="{}" x2="{x:.1}" y2="{}" stroke="{colour}" stroke-dasharray="{dash}"/>"##,
            TOP - 6.0,
            bottom + 40.0
        )?;
        writeln!(
            svg,
            r##"<text x="{x:.1}" y="{}" font-size="12" fill="#6b7685" text-anchor="{anchor}">{}</text>"##,
            TOP - 12.0,
            escaped(word)
        )?;
    }
    Ok(())
}

fn step(svg: &mut String, row: &PictureRow, scale: &Scale, y: f64, from: f64, shaded: bool) -> std::fmt::Result {
    if shaded {
        writeln!(
            svg,
            r##"<rect x="12" y="{y}" width="{}" height="{ROW}" fill="#f4f6f9" opacity="0.7"/>"##,
            WIDTH - 24.0
        )?;
    }
    let middle = y + ROW / 2.0;
    match &row.values {
        None => writeln!(svg, r##"<text x="{TITLES}" y="{}">{}</text>"##, middle + 5.0, escaped(&fit(&row.title, 56)))?,
        Some([left, right]) => {
            writeln!(
                svg,
                r##"<text x="{TITLES}" y="{}" font-weight="600">{}</text>"##,
                middle - 4.0,
                escaped(&fit(&row.title, 28))
            )?;
            writeln!(
                svg,
                r##"<text x="{TITLES}" y="{}" font-size="12" fill="#5d6877">{}</text>"##,
                middle + 14.0,
                escaped(&fit(&row.level, 36))
            )?;
            for (value, y) in [(left, middle - 4.0), (right, middle + 14.0)] {
                writeln!(svg, r##"<text x="{VALUES}" y="{y}" font-size="13">{}</text>"##, escaped(&fit(value, 30)))?;
            }
        }
    }
    bar(svg, scale, (from, from + row.bits), middle, &said(row.bits), colour(row.bits))
}

fn colour(bits: f64) -> &'static str {
    if bits < 0.0 { AGAINST } else { FOR }
}

/// A bar from one sum to the next, with its bits beside the end that it reaches.
fn bar(
    svg: &mut String,
    scale: &Scale,
    (from, to): (f64, f64),
    middle: f64,
    text: &str,
    colour: &str,
) -> std::fmt::Result {
    let (a, b) = (scale.x(from), scale.x(to));
    let (x, width) = (a.min(b), (a - b).abs().max(1.5));
    writeln!(
        svg,
        r##"<rect x="{x:.1}" y="{:.1}" width="{width:.1}" height="22" rx="2" fill="{colour}"/>"##,
        middle - 11.0
    )?;
    // Beside the end, unless that would leave the drawing or cover what the numbers of the rows before say.
    let right = to >= from;
    let (at, anchor) = match (right, right && b > BARS.1 - 2.0, !right && b < VALUES + 246.0) {
        (true, false, _) => (b + 6.0, "start"),
        (true, true, _) => (b + 6.0, "start"),
        (false, _, true) => (a + 6.0, "start"),
        (false, _, false) => (b - 6.0, "end"),
    };
    writeln!(
        svg,
        r##"<text x="{at:.1}" y="{:.1}" font-weight="600" fill="{colour}" text-anchor="{anchor}">{}</text>"##,
        middle + 5.0,
        escaped(text)
    )
}

fn sum(svg: &mut String, picture: &Picture, scale: &Scale, bottom: f64) -> std::fmt::Result {
    writeln!(
        svg,
        r##"<line x1="12" y1="{bottom}" x2="{}" y2="{bottom}" stroke="#1c2430" stroke-width="1.5"/>"##,
        WIDTH - 12.0
    )?;
    let middle = bottom + 24.0;
    let word = picture.lang.pick("合计", "sum");
    let odds = match picture.lang {
        doudi_kernel::Lang::Zh => format!("是同一人的把握 {}", percent(picture.probability)),
        doudi_kernel::Lang::En => format!("one person with {}", percent(picture.probability)),
    };
    writeln!(
        svg,
        r##"<text x="{TITLES}" y="{}" font-weight="700">{word}</text><text x="{VALUES}" y="{}" font-weight="700">{}</text>"##,
        middle + 5.0,
        middle + 5.0,
        escaped(&odds)
    )?;
    bar(svg, scale, (0.0, picture.weight), middle, &said(picture.weight), SUM)?;
    let note = picture.lang.pick(
        "数字为比特：+1 使“是同一人”的可能翻一番，−1 减一半；权重由两份名单自身估算。内部资料 注意保密",
        "In bits: +1 doubles the odds of one person, −1 halves them; estimated from the lists themselves. Confidential",
    );
    writeln!(
        svg,
        r##"<text x="{TITLES}" y="{}" font-size="12" fill="#6b7685">{}</text>"##,
        bottom + 76.0,
        escaped(note)
    )
}

/// Never a round hundred: the model does not know that much.
pub(super) fn percent(probability: f64) -> String {
    match probability {
        p if p > 0.9999 => "＞99.99%".into(),
        p if p < 0.0001 => "＜0.01%".into(),
        p => format!("{:.2}%", p * 100.0),
    }
}

/// A text cut to a width in halves of a Chinese character.
fn fit(text: &str, most: usize) -> String {
    if text.width() <= most {
        return text.to_owned();
    }
    let mut width = 0;
    let kept = text.chars().take_while(|c| {
        width += c.width().unwrap_or(0);
        width < most
    });
    kept.chain(['…']).collect()
}
