//! 停旧建新: the old file stops, a new one goes on, linked; in monthly figures it neither came nor went.

use super::super::{
    Kind, Note, Placed, Refusal, Shape,
    plan::{Held, Planning, placed as seats},
};
use doudi_journal::date_number;

pub(in super::super) fn renew(it: &mut Planning<'_>, placed: &[Placed]) -> Result<(), Refusal> {
    let old = it.main()?.clone();
    let seats = seats(&old, placed, &old.members())?;
    if seats.is_empty() {
        return Err(Refusal::NobodyLeft);
    }
    let new = it.fresh.household;
    let gone = Some(date_number(it.on));
    it.file(&old, Shape { seats: Vec::new(), gone, successor: Some(new), ..old.shape.clone() });
    it.begin(old.shape.division, seats);
    it.plan.links.push((old.household, new, Kind::Continued));
    for (programme, held) in &old.held {
        it.help(old.household, programme, Some(held.clone()), None);
        it.help(new, programme, None, Some(Held { by: "act".into(), ..held.clone() }));
        it.plan.notes.push(Note::GoesAlong);
    }
    it.plan.notes.dedup();
    Ok(())
}
