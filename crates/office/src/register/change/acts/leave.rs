//! 成员迁出: a member less. Help goes on until a review decides, since nobody is cut before being heard (art. 48).

use super::super::{Note, Refusal, Shape, plan::Planning};

pub(in super::super) fn leave(it: &mut Planning<'_>, person: i64) -> Result<(), Refusal> {
    let file = it.main()?.clone();
    if !file.members().contains(&person) {
        return Err(Refusal::NoMember);
    }
    if file.shape.seats.len() == 1 {
        return Err(Refusal::NobodyLeft);
    }
    if file.head() == Some(person) {
        return Err(Refusal::HeadFirst);
    }
    let seats = file.shape.seats.iter().filter(|seat| seat.person != person).cloned().collect();
    it.file(&file, Shape { seats, ..file.shape.clone() });
    if file.held.values().any(|held| held.persons.contains(&person)) {
        it.plan.notes.push(Note::LessToHelp);
    }
    Ok(())
}
