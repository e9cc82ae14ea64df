//! 更正关系、共同生活认定: what a member is to the head, and whether the law counts the person.

use super::super::{Basis, Refusal, Seat, Shape, plan::Planning};

pub(in super::super) fn seat(
    it: &mut Planning<'_>,
    person: i64,
    relation: &Option<String>,
    basis: &Option<String>,
) -> Result<(), Refusal> {
    let file = it.main()?.clone();
    let at = file.shape.seats.iter().position(|seat| seat.person == person).ok_or(Refusal::NoMember)?;
    if (at == 0) != (relation.as_deref() == Some("head")) {
        return Err(Refusal::HeadRelation);
    }
    if basis.as_deref().is_some_and(|basis| Basis::named(basis).is_none()) {
        return Err(Refusal::NoSuchWord);
    }
    let mut seats = file.shape.seats.clone();
    let before = &file.shape.seats[at];
    if (&before.relation, &before.basis) == (relation, basis) {
        return Err(Refusal::Nothing);
    }
    let hand = before.hand || before.relation != *relation;
    seats[at] = Seat { person, relation: relation.clone(), basis: basis.clone(), hand };
    it.file(&file, Shape { seats, ..file.shape.clone() });
    Ok(())
}
