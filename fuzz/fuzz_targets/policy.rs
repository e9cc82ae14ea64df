//! Any text as a policy: read or complained of, and the complaints can be printed.

#![no_main]

use doudi_rules::{
    book::{Entity, Type},
    check,
    unit::Unit,
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match check::read(vec![("any.law".into(), text.into())]) {
        Ok(book) => {
            let _ = check::formula_of(&book, Entity::Household, None, text);
            let _ = check::value_of(&book, Type::Number(Unit::YUAN), text);
            assert!(book.register().len() >= book.facts.len());
        }
        Err(complaints) => {
            assert!(!complaints.list.is_empty());
            assert!(!complaints.render(doudi_kernel::Lang::Zh).is_empty());
        }
    }
});
