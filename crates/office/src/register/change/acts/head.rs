//! 变更户主: the same people under another head; the file keeps its number.

use super::super::{
    Placed, Refusal, Shape,
    plan::{Planning, placed as seats},
};

pub(in super::super) fn head(it: &mut Planning<'_>, placed: &[Placed]) -> Result<(), Refusal> {
    let file = it.main()?.clone();
    let seats = seats(&file, placed, &file.members())?;
    if file.head() == seats.first().map(|seat| seat.person) {
        return Err(Refusal::Nothing);
    }
    it.file(&file, Shape { seats, ..file.shape.clone() });
    Ok(())
}
