//! Control totals: what the file states beside what its rows add up to.

use super::{shape::Shape, value::Value};
use doudi_lake::{Cell, Control, clean};

/// Sums of the amounts of the rows so far.
#[derive(Clone, Debug)]
pub(super) struct Sums {
    /// For each slot that adds up: since the last total, and from the start.
    sums: Vec<Option<(i64, i64)>>,
    rows: (i64, i64),
}

impl Sums {
    /// Nothing yet.
    pub(super) fn new(shape: &Shape<'_>) -> Self {
        // Ages and the like are never totalled; a total under such a column is a slip that says nothing.
        let adds = |slot: &super::shape::Slot<'_>| (slot.kind.adds_up() && slot.field != "age").then_some((0, 0));
        Self { sums: shape.slots.iter().map(adds).collect(), rows: (0, 0) }
    }

    /// Adds the values of a row.
    pub(super) fn add(&mut self, values: &[Value]) {
        for (sum, value) in self.sums.iter_mut().zip(values) {
            if let (Some((part, whole)), Value::Int(number)) = (sum, value) {
                *part = part.saturating_add(*number);
                *whole = whole.saturating_add(*number);
            }
        }
        self.rows = (self.rows.0 + 1, self.rows.1 + 1);
    }

    /// Compares a 合计 row with the rows since the last one, or with all rows: whichever it agrees with.
    pub(super) fn compare(&mut self, shape: &Shape<'_>, sheet: usize, cells: &[Cell], controls: &mut Vec<Control>) {
        for (slot, sum) in self.sums.iter_mut().enumerate() {
            let Some((part, whole)) = sum else { continue };
            let cell = shape.slots[slot].sources[sheet].and_then(|column| cells.get(column));
            // Only the unit and the kind matter for an amount; a month is needed for words alone.
            let cleaner = shape.cleaner(slot, sheet, doudi_kernel::Month::of(doudi_kernel::Date::constant(2000, 1, 1)));
            if let Some(Value::Int(stated)) = cell.map(|cell| cleaner.clean(cell).value) {
                let found = if stated == *part { *part } else { *whole };
                controls.push(control(&format!("合计·{}", shape.slots[slot].heading), stated, found));
            }
            *part = 0;
        }
        if let Some(stated) = stated_people(cells) {
            let found = if stated == self.rows.0 { self.rows.0 } else { self.rows.1 };
            controls.push(control("合计·行数", stated, found));
        }
        self.rows.0 = 0;
    }
}

/// A stated total and a found one.
pub(super) fn control(name: &str, stated: i64, found: i64) -> Control {
    Control { name: name.to_owned(), stated, found, agrees: stated == found }
}

/// How many people or households a 合计 row names in words: 合计：608人.
fn stated_people(cells: &[Cell]) -> Option<i64> {
    let first = cells.iter().filter_map(Cell::as_text).map(clean::fold).find(|text| text.contains('计'))?;
    let at = first.find(|c: char| c.is_ascii_digit())?;
    let digits = first[at..].bytes().take_while(u8::is_ascii_digit).count();
    let after = first[at + digits..].trim_start();
    after.starts_with(['人', '户', '名']).then(|| first[at..at + digits].parse().ok()).flatten()
}
