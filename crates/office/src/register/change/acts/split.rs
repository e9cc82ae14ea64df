//! 分户: some members get a file of their own. Who was helped is helped on; no amount is divided.

use super::super::{
    Kind, Note, Placed, Refusal, Shape,
    plan::{Held, Planning, placed as seats},
};
use std::collections::BTreeSet;

pub(in super::super) fn split(it: &mut Planning<'_>, placed: &[Placed]) -> Result<(), Refusal> {
    let old = it.main()?.clone();
    let going: BTreeSet<i64> = placed.iter().map(|it| it.person).collect();
    let left: Vec<_> = old.shape.seats.iter().filter(|seat| !going.contains(&seat.person)).cloned().collect();
    if left.is_empty() || placed.is_empty() {
        return Err(Refusal::NobodyLeft);
    }
    if old.head().is_some_and(|head| going.contains(&head)) {
        return Err(Refusal::HeadFirst);
    }
    let seats = seats(&old, placed, &going)?;
    it.file(&old, Shape { seats: left, ..old.shape.clone() });
    let new = it.begin(old.shape.division, seats);
    it.plan.links.push((old.household, new, Kind::Split));
    for (programme, held) in &old.held {
        let with: BTreeSet<i64> = held.persons.intersection(&going).copied().collect();
        if with.is_empty() {
            continue;
        }
        let without: BTreeSet<i64> = held.persons.difference(&going).copied().collect();
        let by = "act".to_owned();
        let goes_whole = without.is_empty();
        let amount_fen = held.amount_fen.filter(|_| goes_whole);
        let stays = (!goes_whole).then(|| Held { persons: without, ..held.clone() });
        it.help(old.household, programme, Some(held.clone()), stays);
        it.help(new, programme, None, Some(Held { persons: with, amount_fen, by, ..held.clone() }));
        it.plan.notes.push(Note::GoesAlong);
        if !goes_whole {
            it.plan.notes.push(Note::AmountStays);
        }
    }
    it.plan.notes.dedup();
    Ok(())
}
