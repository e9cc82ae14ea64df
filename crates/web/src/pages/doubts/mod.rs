//! Doubts: listed, opened with their evidence, answered on screen or by workbook.

pub(crate) mod answer;
pub(crate) mod list;
pub(crate) mod show;
pub(crate) mod workbook;

use doudi_kernel::Lang;
use doudi_office::doubts::DoubtState;

/// How far a doubt is, in words and with the class that colours it.
pub(super) fn state(of: DoubtState, lang: Lang) -> (&'static str, &'static str) {
    match of {
        DoubtState::Overdue => (lang.pick("逾期", "overdue"), "no"),
        DoubtState::Open => (lang.pick("待核实", "open"), "now"),
        DoubtState::Answered => (lang.pick("已核实", "answered"), "done"),
    }
}
