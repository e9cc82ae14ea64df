//! 迁出本县: the file closes. Where help runs, a decision ends it first.

use super::super::{Refusal, Shape, plan::Planning};
use doudi_journal::date_number;

pub(in super::super) fn away(it: &mut Planning<'_>) -> Result<(), Refusal> {
    let file = it.main()?.clone();
    if !file.held.is_empty() {
        return Err(Refusal::Helped);
    }
    it.file(&file, Shape { seats: Vec::new(), gone: Some(date_number(it.on)), ..file.shape.clone() });
    Ok(())
}
