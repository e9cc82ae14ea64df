//! 县内迁移: the file goes to another village, and its help with it.

use super::super::{
    Note, Refusal, Shape,
    plan::{Held, Planning},
};

pub(in super::super) fn moving(it: &mut Planning<'_>, to: u64) -> Result<(), Refusal> {
    let file = it.main()?.clone();
    if file.shape.division == to {
        return Err(Refusal::SamePlace);
    }
    if file.shape.division / 1_000_000 != to / 1_000_000 {
        return Err(Refusal::NoPlace);
    }
    it.file(&file, Shape { division: to, ..file.shape.clone() });
    for (programme, held) in &file.held {
        it.help(file.household, programme, Some(held.clone()), Some(Held { division: to, ..held.clone() }));
        it.plan.notes.push(Note::GoesAlong);
    }
    it.plan.notes.dedup();
    it.plan.notes.extend(file.cases.iter().map(|case| Note::Running { household: file.household, case: *case }));
    Ok(())
}
