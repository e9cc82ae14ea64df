//! A waterfall as a picture: SVG, and a page of its own around it. Chinese first; numbers masked; signs beside colours.

mod html;
mod svg;

pub use html::waterfall_html;
pub use svg::waterfall_svg;

use super::{
    Compared, LinkRefused, Prepared,
    plan::{StepSaid, steps},
    said::mask,
};
use doudi_compare::{
    levels::Kind,
    link::{Band, Linked, Options},
};
use doudi_kernel::Lang;

/// One pair, ready to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// The language of what is drawn.
    pub lang: Lang,
    /// The lists' names and where the records stand in them.
    pub records: [String; 2],
    /// The steps, top down.
    pub rows: Vec<PictureRow>,
    /// Bits.
    pub weight: f64,
    /// How likely the two records are one person.
    pub probability: f64,
    /// What is done with them.
    pub band: Band,
    /// Bits from which pairs are *same*, and up to which *different*.
    pub limits: (f64, f64),
}

/// One step.
#[derive(Clone, Debug, PartialEq)]
pub struct PictureRow {
    /// What speaks.
    pub title: String,
    /// How the values agree; empty for what no column says.
    pub level: String,
    /// Both values, masked where they are numbers of people.
    pub values: Option<[String; 2]>,
    /// Bits added.
    pub bits: f64,
}

impl Picture {
    /// The picture of two records, proposed or not.
    ///
    /// # Errors
    /// [`LinkRefused::NoSuchPair`] when a list has no such record.
    pub fn of(
        prepared: &Prepared,
        linked: &Linked<'_>,
        columns: &[Compared],
        options: &Options,
        [left, right]: [u32; 2],
        lang: Lang,
    ) -> Result<Self, LinkRefused> {
        let there = (left as usize) < prepared.side(0).table.rows && (right as usize) < prepared.side(1).table.rows;
        if !there || (prepared.within() && left == right) {
            return Err(LinkRefused::NoSuchPair(format!("{left},{right}")));
        }
        let steps = steps(prepared, linked, left, right);
        let weight: f64 = steps.iter().map(|step| step.bits).sum();
        let probability = 1.0 / (1.0 + (-weight).exp2());
        let row = |step: &StepSaid| {
            let column = columns.iter().find(|column| column.field == step.field);
            drawn(prepared, step, column, [left, right], lang)
        };
        let bits = |probability: f64| (probability / (1.0 - probability)).log2();
        let (same, different) = options.costs.limits();
        Ok(Self {
            lang,
            records: [record(prepared, 0, left, lang), record(prepared, 1, right, lang)],
            rows: steps.iter().map(row).collect(),
            weight,
            probability,
            band: options.costs.band(probability),
            limits: (bits(same), bits(different)),
        })
    }

    /// What is done with the pair, in words.
    pub(super) fn verdict(&self) -> &'static str {
        match self.band {
            Band::Same => self.lang.pick("拟认定为同一人", "taken for one person"),
            Band::Look => self.lang.pick("待核对", "to be looked at"),
            Band::Different => self.lang.pick("视为不同人", "taken for two people"),
        }
    }
}

fn record(prepared: &Prepared, side: usize, row: u32, lang: Lang) -> String {
    let table = &prepared.side(side).table;
    let (sheet, row) = table.place(row as usize);
    let sheet = if sheet.is_empty() { String::new() } else { format!(" {sheet}") };
    match lang {
        Lang::Zh => format!("{}{sheet} 第{row}行", table.name),
        Lang::En => format!("{}{sheet} row {row}", table.name),
    }
}

fn drawn(prepared: &Prepared, step: &StepSaid, column: Option<&Compared>, rows: [u32; 2], lang: Lang) -> PictureRow {
    let words = lang.pick(&step.zh, &step.en);
    let Some(column) = column else {
        return PictureRow { title: words.clone(), level: String::new(), values: None, bits: step.bits };
    };
    // The step's words are 姓名：相同; the title is drawn apart.
    let level = words.split_once(['：', ':']).map_or(words.as_str(), |(_, level)| level).trim().to_owned();
    let hidden = column.masked || column.kind == Kind::ResidentId.code();
    let value = |side: usize| {
        let value = prepared.shown(side, &column.field, rows[side]);
        value.map_or_else(|| "—".to_owned(), |value| if hidden { mask(&value) } else { value })
    };
    PictureRow { title: column.title(lang).to_owned(), level, values: Some([value(0), value(1)]), bits: step.bits }
}

/// Text as markup may hold it.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
