//! Any text as a cell, through every cleaner. What a cleaner accepts, it accepts again in its own writing.

#![no_main]

use doudi_lake::{Cell, clean};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    check(&Cell::Text(text.into()));
    if let Some(number) = bytes.first_chunk() {
        check(&Cell::Number(f64::from_le_bytes(*number)));
    }
});

fn check(cell: &Cell) {
    if let Ok(Some(id)) = clean::id(cell) {
        let again = clean::id(&Cell::Text(id.resident().key().reveal()));
        assert_eq!(again.map(|found| found.map(|found| found.resident())), Ok(Some(id.resident())));
    }
    if let Ok(Some(money)) = clean::money(cell) {
        assert_eq!(clean::money(&Cell::Text(money.to_string())), Ok(Some(money)));
    }
    if let Ok(Some(text)) = clean::text(cell) {
        assert_eq!(clean::text(&Cell::Text(text.clone())), Ok(Some(text)));
    }
    if let Ok(Some(name)) = clean::name(cell) {
        assert_eq!(clean::name(&Cell::Text(name.clone())), Ok(Some(name)));
    }
    if let Ok(Some(phone)) = clean::phone(cell) {
        assert_eq!(clean::phone(&Cell::Text(phone.clone())), Ok(Some(phone)));
    }
    if let Ok(Some(division)) = clean::division(cell) {
        assert_eq!(clean::division(&Cell::Text(division.twelve())), Ok(Some(division)));
    }
    let _ = (clean::certificate(cell), clean::date(cell), clean::month(cell), clean::count(cell), clean::flag(cell));
    let _ = (clean::account(cell), clean::mask(cell));
}
