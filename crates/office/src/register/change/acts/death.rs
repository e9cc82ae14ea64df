//! 死亡: a member less, and help less from the month that follows (自然减员); the last one's file closes.

use super::super::{
    Note, Placed, Refusal, Shape,
    plan::{Held, Planning, placed as seats},
};
use doudi_journal::date_number;
use std::collections::BTreeSet;

pub(in super::super) fn death(it: &mut Planning<'_>, person: i64, placed: &[Placed]) -> Result<(), Refusal> {
    let file = it.main()?.clone();
    let mut living = file.members();
    if !living.remove(&person) {
        return Err(Refusal::NoMember);
    }
    if file.births.get(&person).is_some_and(|birth| *birth > it.on) {
        return Err(Refusal::BadDay(it.on));
    }
    let headless = file.head() == Some(person) && !living.is_empty();
    let after = match (headless, living.is_empty()) {
        (true, _) if placed.is_empty() => return Err(Refusal::HeadFirst),
        (true, _) => Shape { seats: seats(&file, placed, &living)?, ..file.shape.clone() },
        (false, true) => Shape { seats: Vec::new(), gone: Some(date_number(it.on)), ..file.shape.clone() },
        (false, false) => {
            let seats = file.shape.seats.iter().filter(|seat| seat.person != person).cloned().collect();
            Shape { seats, ..file.shape.clone() }
        }
    };
    it.file(&file, after);
    it.plan.died = Some(person);
    for (programme, held) in file.held.iter().filter(|(_, held)| held.persons.contains(&person)) {
        let persons: BTreeSet<i64> = held.persons.iter().copied().filter(|one| *one != person).collect();
        let after = (!persons.is_empty()).then(|| Held { persons, ..held.clone() });
        it.help(file.household, programme, Some(held.clone()), after);
        it.plan.notes.push(Note::EndsWithDeath);
    }
    it.plan.notes.dedup();
    Ok(())
}
