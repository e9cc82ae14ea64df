//! 新建档案: people whom no roster names, with a number or without (无户口、无证件人员).

use super::super::{Newcomer, Refusal, plan::Planning};

pub(in super::super) fn new(it: &mut Planning<'_>, division: u64, people: &[Newcomer]) -> Result<(), Refusal> {
    if people.is_empty() {
        return Err(Refusal::NoName);
    }
    let seats = people.iter().enumerate().map(|(at, one)| it.newcomer(one, at == 0)).collect::<Result<Vec<_>, _>>()?;
    it.begin(division, seats);
    it.plan.notes.dedup();
    Ok(())
}
