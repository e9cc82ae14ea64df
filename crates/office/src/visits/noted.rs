//! A visit by two people is the visit of the case for which it was made (art. 43): noted there as the case's own page would.

use super::{Finding, item::called, keep::Sight, take::Made};
use crate::{
    Bureau, OfficeError, Who,
    case::{self, Act, Event},
    field, staff,
};
use doudi_journal::{IdempotencyKey, Instant};
use doudi_kernel::Date;

/// Notes a visit that was taken in, in its case; false where it names no case or nobody who came along. Done once, however
/// often the visit is sent.
///
/// # Errors
/// [`OfficeError::Form`] for a companion who may not visit there; [`OfficeError::Refused`] where the case does not wait for it;
/// what the case's acts say.
pub fn note_in_case(bureau: &Bureau, who: &Who, made: &Made, ahead: i64) -> Result<bool, OfficeError> {
    let (Some(id), Some(companion)) = (made.case, made.companion) else { return Ok(false) };
    // Who met nobody has visited nobody.
    if made.finding.as_deref() == Some(Finding::Absent.code()) {
        return Ok(false);
    }
    let view = case::view(bureau, who, id)?;
    if view.state.household != made.household {
        return Err(OfficeError::NotFound);
    }
    let on = day(who, made, ahead);
    let there = |event: &Event| matches!(event, Event::Visited { visit } if visit.on == on && visit.visitors.first() == Some(&who.id.0));
    if view.told.iter().any(|told| there(&told.event)) {
        return Ok(true);
    }
    if !staff::colleagues(bureau, who, view.division)?.iter().any(|(id, _)| id.0 == companion) {
        return Err(OfficeError::Form(field::VISITORS));
    }
    let differing: Vec<&Sight> =
        made.sights.iter().filter(|it| it.told.as_ref().is_some_and(|told| *told != it.value)).collect();
    let act = Act::Visit {
        visitors: vec![who.id.0, companion],
        on,
        agrees: differing.is_empty(),
        words: words(bureau, made, &differing),
    };
    let key = IdempotencyKey::new(format!("user:{}:{}:{}", who.id.0, made.name, view.state.version))?;
    case::act(bureau, who, id, view.state.version, act, &key).map(|_| true)
}

fn day(who: &Who, made: &Made, ahead: i64) -> Date {
    Instant::from_millis(made.at.saturating_sub(ahead).min(who.now.millis())).date_in_china()
}

/// What the case's file says of it; item by item it stands in the visit.
fn words(bureau: &Bureau, made: &Made, differing: &[&Sight]) -> String {
    let names: Vec<String> = differing.iter().filter_map(|it| Some(called(bureau, &it.item)?.words.zh)).collect();
    let said = match names.is_empty() {
        true => "入户走访所见与申报一致 (as told)".to_owned(),
        false => format!("入户走访所见与申报不一致 (otherwise than told)：{}", names.join("、")),
    };
    [&*said, made.words.trim()].into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join("。")
}
