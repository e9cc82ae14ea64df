//! 更正个人信息: a name, a number, a day of birth, a sex, as they are right.

use super::super::{Newcomer, Refusal, plan::Planning};

pub(in super::super) fn correct(it: &mut Planning<'_>, person: i64, right: &Newcomer) -> Result<(), Refusal> {
    let file = it.main()?.clone();
    if !file.members().contains(&person) {
        return Err(Refusal::NoMember);
    }
    if right.name.is_empty() {
        return Err(Refusal::NoName);
    }
    if right.birth.is_some_and(|birth| birth > it.on) {
        return Err(Refusal::BadDay(it.on));
    }
    if it.fresh.known.first().copied().flatten().is_some_and(|(known, _)| known != person) {
        return Err(Refusal::InAnotherFile);
    }
    it.file(&file, file.shape.clone());
    it.plan.corrected = Some(person);
    it.plan.names.insert(person, right.name.clone());
    Ok(())
}
