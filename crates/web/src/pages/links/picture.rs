//! The waterfall as rows: each bar begins where the one above ended.

use doudi_kernel::Lang;
use doudi_office::links::{Opened, Step};
use doudi_work::link::said;

/// The drawing's width; a page scales it.
pub(super) const WIDTH: f64 = 320.0;

/// A row of the table with its bar.
pub(super) struct Row {
    pub(super) title: String,
    pub(super) level: String,
    pub(super) values: Option<[String; 2]>,
    pub(super) bits: String,
    /// `for`, `against`, `sum`; empty where the batch kept no waterfall.
    pub(super) class: &'static str,
    pub(super) from: String,
    pub(super) wide: String,
    /// Whether both values are the same to the letter.
    pub(super) alike: bool,
}

/// The rows, and where even odds, *same* and *different* stand across.
pub(super) struct Picture {
    pub(super) rows: Vec<Row>,
    pub(super) sum: Row,
    pub(super) even: String,
    pub(super) same: String,
    pub(super) different: String,
    pub(super) drawn: bool,
}

struct Scale(f64, f64);

impl Scale {
    fn of(opened: &Opened, limits: [f64; 2]) -> Self {
        let (mut at, mut least, mut most) = (0.0f64, limits[0].min(0.0), limits[1].max(0.0));
        for step in &opened.steps {
            at += step.bits.unwrap_or(0.0);
            (least, most) = (least.min(at), most.max(at));
        }
        Self(least - 0.5, most + 0.5)
    }

    fn x(&self, bits: f64) -> f64 {
        (bits - self.0) / (self.1 - self.0).max(1.0) * WIDTH
    }
}

pub(super) fn picture(opened: &Opened, lang: Lang) -> Picture {
    let bits = |probability: f64| (probability / (1.0 - probability)).log2();
    let limits = [bits(opened.limits.1), bits(opened.limits.0)];
    let scale = Scale::of(opened, limits);
    let mut at = 0.0;
    let rows = opened.steps.iter().map(|step| {
        let from = at;
        at += step.bits.unwrap_or(0.0);
        row(&scale, step, from, lang)
    });
    let rows = rows.collect();
    let place = |bits: f64| format!("{:.1}", scale.x(bits));
    let sum = Step { title: Default::default(), level: Default::default(), values: None, bits: Some(opened.weight) };
    Picture {
        rows,
        sum: Row { class: "sum", ..row(&scale, &sum, 0.0, lang) },
        even: place(0.0),
        same: place(limits[1]),
        different: place(limits[0]),
        drawn: opened.steps.iter().all(|step| step.bits.is_some()),
    }
}

fn row(scale: &Scale, step: &Step, from: f64, lang: Lang) -> Row {
    let bits = step.bits.unwrap_or(0.0);
    let (a, b) = (scale.x(from), scale.x(from + bits));
    let [zh, en] = &step.title;
    let [level_zh, level_en] = &step.level;
    Row {
        title: lang.pick(zh, en).clone(),
        level: lang.pick(level_zh, level_en).clone(),
        alike: step.values.as_ref().is_some_and(|[left, right]| left == right),
        values: step.values.clone(),
        bits: step.bits.map(said).unwrap_or_default(),
        class: match step.bits {
            None => "",
            Some(bits) if bits < 0.0 => "against",
            Some(_) => "for",
        },
        from: format!("{:.1}", a.min(b)),
        wide: format!("{:.1}", (a - b).abs().max(1.5)),
    }
}
