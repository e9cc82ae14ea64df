//! 增加成员: born, moved in, married in. Help does not grow by it: a case decides.

use super::super::{Newcomer, Note, Refusal, Shape, plan::Planning};

pub(in super::super) fn join(it: &mut Planning<'_>, newcomer: &Newcomer) -> Result<(), Refusal> {
    let file = it.main()?.clone();
    let seat = it.newcomer(newcomer, false)?;
    let mut seats = file.shape.seats.clone();
    seats.push(seat);
    it.file(&file, Shape { seats, ..file.shape.clone() });
    if !file.held.is_empty() {
        it.plan.notes.push(Note::MoreToHelp);
    }
    Ok(())
}
