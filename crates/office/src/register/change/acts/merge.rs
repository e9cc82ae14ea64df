//! 并户: the members of one file come to another, with the help that they have.

use super::super::{
    Kind, Note, Placed, Refusal, Shape,
    plan::{Held, Planning, seated},
};
use doudi_journal::date_number;

pub(in super::super) fn merge(it: &mut Planning<'_>, placed: &[Placed]) -> Result<(), Refusal> {
    let [stays, ends] = it.now else { return Err(Refusal::SameFile) };
    let (stays, ends) = (stays.clone(), ends.clone());
    if stays.household == ends.household {
        return Err(Refusal::SameFile);
    }
    if stays.shape.division / 1_000_000 != ends.shape.division / 1_000_000 {
        return Err(Refusal::TwoCounties);
    }
    let members: std::collections::BTreeSet<i64> = ends.shape.seats.iter().map(|seat| seat.person).collect();
    let named: std::collections::BTreeSet<i64> = placed.iter().map(|it| it.person).collect();
    if named != members || named.len() != placed.len() {
        return Err(Refusal::Members);
    }
    let mut seats = stays.shape.seats.clone();
    seats.extend(seated(&ends, placed, false)?);
    it.file(&stays, Shape { seats, ..stays.shape.clone() });
    let gone = Some(date_number(it.on));
    it.file(&ends, Shape { seats: Vec::new(), gone, successor: Some(stays.household), ..ends.shape.clone() });
    it.plan.links.push((ends.household, stays.household, Kind::Merged));
    for (programme, held) in &ends.held {
        let has = stays.held.get(programme);
        let other = Some(ends.shape.division).filter(|there| *there != stays.shape.division);
        let back = other.map(|_| stays.shape.division);
        let after = match has {
            Some(has) => Held {
                persons: has.persons.union(&held.persons).copied().collect(),
                // Unknown with something is unknown: it is no zero.
                amount_fen: has.amount_fen.zip(held.amount_fen).map(|(one, two)| one + two),
                ..has.clone()
            },
            None => Held { division: stays.shape.division, ..held.clone() },
        };
        it.help_with(ends.household, programme, Some(held.clone()), None, back);
        it.help_with(stays.household, programme, has.cloned(), Some(after), other);
        it.plan.notes.push(Note::GoesAlong);
    }
    it.plan.notes.dedup();
    Ok(())
}
