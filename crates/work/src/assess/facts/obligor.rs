//! Facts of a legal obligor outside the household. Who did not agree was not looked up: unknown (社会救助法 art. 41).

use super::{Cell, Said, said};
use crate::assess::registers::{OBLIGORS, Registers};

/// A fact of the obligor of a row.
pub(super) fn fact(registers: &Registers, row: u32, name: &str) -> Option<Said> {
    let table = &registers.get(OBLIGORS)?.table;
    let cell = match name {
        "obligor_consented"
        | "obligor_unable"
        | "obligor_severely_disabled"
        | "obligor_absent"
        | "obligor_property_within" => table.flag(name, row).map(Cell::Flag),
        "obligor_income" | "obligor_household_size" | "obligor_dependants" | "obligor_children" => {
            table.number(name, row).map(Cell::Number)
        }
        "obligor_recognised" => table.text(name, row).map(|code| Cell::Code(code.to_owned())),
        "obligor_birth_date" => table.day(name, row).map(Cell::Day),
        _ => None,
    };
    said(OBLIGORS, cell)
}
