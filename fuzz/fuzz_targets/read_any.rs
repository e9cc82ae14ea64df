//! Any bytes as a file: every sheet, every row, every cell. A panic that leaves the reader is a defect of ours.

#![no_main]

use doudi_lake::{Limits, Roster};
use libfuzzer_sys::fuzz_target;
use std::ops::ControlFlow;

// libfuzzer's own hook ends the process at every panic, also at one of a foreign reader that ours contains and turns
// into `Unreadable::Defect`. What is not contained still ends the run: the target is wrapped in `catch_unwind`.
fuzz_target!(init: std::panic::set_hook(Box::new(|_| {})), |bytes: &[u8]| {
    let file = tempfile::NamedTempFile::new().expect("the machine has a temporary folder");
    std::fs::write(file.path(), bytes).expect("which can be written");
    let Ok(mut roster) = Roster::open(file.path(), &Limits::small()) else { return };
    for sheet in 0..roster.sheets().len() {
        let mut last = 0;
        let _ = roster.for_each_row(sheet, &mut |row, cells| {
            assert!(row > last, "rows come in order");
            assert!(cells.len() <= Limits::small().columns, "and no wider than allowed");
            last = row;
            ControlFlow::Continue(())
        });
    }
});
