//! What became of a visit: whether somebody else saw the same household meanwhile, where the two differ, and which of them
//! counts by which rule. Asked anew each time, so that who was first learns of the second.

use super::{
    item::{Words, item},
    keep::{Sight, Visit, chosen},
    merge::{Claim, Rule, prevailing, rule},
};
use crate::{Bureau, OfficeError, Who, case::Office};
use doudi_journal::access::{Action, Resource};
use doudi_kernel::{Lang, Say};
use serde::Serialize;

/// How a visit stands to others of its household.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// Nobody else was there since the telephone asked last.
    Taken,
    /// Somebody was, and no item differs.
    Merged,
    /// Some items differ; a rule decided each.
    Conflict,
}

/// An item of which two visits say different things.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Point {
    /// The member; none for the household.
    pub person: Option<i64>,
    /// The item.
    pub item: Words,
    /// What this visit says.
    pub own: Words,
    /// What the other says.
    pub other: Words,
    /// Whether this visit's word counts.
    pub counts: bool,
    /// Why.
    pub rule: Rule,
    /// For which office the other went.
    pub by: Words,
    /// When the other was there, milliseconds since 1970.
    pub at: i64,
}

/// What became of a visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Became {
    /// The visit.
    pub visit: i64,
    /// Its own name.
    pub name: String,
    /// Its household.
    pub household: i64,
    /// How it stands.
    pub fate: Fate,
    /// Where it differs.
    pub points: Vec<Point>,
    /// Whether it answers a matter.
    pub matter: bool,
    /// What it came to.
    pub finding: Option<Words>,
}

/// What became of the user's visits of the last thirty days, the newest first.
///
/// # Errors
/// [`OfficeError::Denied`]; the journal's.
pub fn became(bureau: &Bureau, who: &Who) -> Result<Vec<Became>, OfficeError> {
    const KEPT_MS: i64 = 30 * 24 * 3_600_000;
    let scope = who.may(Resource::HomeVisit, Action::Read)?;
    bureau.journal.read(|reader| {
        let values = [who.id.0.into(), (who.now.millis() - KEPT_MS).into()];
        let own = chosen(reader, &scope, "v.account = $1 AND v.known_at > $2", &values)?;
        let mut all = Vec::new();
        for visit in own.iter().rev() {
            let others = chosen(reader, &scope, "v.household = $1", &[visit.household.into()])?;
            all.push(of(bureau, visit, &others));
        }
        Ok(all)
    })
}

/// One visit among all of its household.
pub(super) fn of(bureau: &Bureau, own: &Visit, all: &[Visit]) -> Became {
    let meanwhile: Vec<&Visit> = all.iter().filter(|other| other.id != own.id && together(own, other)).collect();
    let points: Vec<Point> =
        own.seen.sights.iter().filter_map(|sight| differs(bureau, own, sight, &meanwhile)).collect();
    let fate = match (points.is_empty(), meanwhile.is_empty()) {
        (false, _) => Fate::Conflict,
        (true, false) => Fate::Merged,
        (true, true) => Fate::Taken,
    };
    Became {
        visit: own.id,
        name: own.seen.name.clone(),
        household: own.household,
        fate,
        points,
        matter: own.matter.is_some(),
        finding: own.seen.finding().map(|it| Words::new(it.say(Lang::Zh), it.say(Lang::En))),
    }
}

/// Neither knew of the other: each was sent after what the other's telephone had last seen.
fn together(own: &Visit, other: &Visit) -> bool {
    if own.id < other.id { other.base < own.id } else { own.base < other.id }
}

pub(super) fn claim<'v>(visit: &'v Visit, sight: &'v Sight) -> Claim<'v> {
    Claim { value: &sight.value, paper: sight.paper, at: visit.at.millis(), name: &visit.seen.name }
}

fn differs(bureau: &Bureau, own: &Visit, sight: &Sight, meanwhile: &[&Visit]) -> Option<Point> {
    let same = |it: &&Sight| (it.person, &it.item) == (sight.person, &sight.item);
    let theirs = meanwhile.iter().filter_map(|visit| Some((*visit, visit.seen.sights.iter().find(same)?)));
    let theirs: Vec<(&Visit, Claim<'_>)> = theirs.map(|(visit, sight)| (visit, claim(visit, sight))).collect();
    let mine = claim(own, sight);
    let claims: Vec<Claim<'_>> = theirs.iter().map(|(_, claim)| claim.clone()).chain([mine.clone()]).collect();
    let counts = prevailing(&claims)?;
    let own_counts = counts.name == mine.name;
    // Beside one's own word stands what counts; where one's own counts, the weightiest that differs.
    let differing: Vec<Claim<'_>> = claims.iter().filter(|claim| claim.value != mine.value).cloned().collect();
    let beside = if own_counts { prevailing(&differing)? } else { counts };
    if beside.value == mine.value {
        return None;
    }
    let (other, _) = theirs.iter().find(|(_, claim)| claim.name == beside.name)?;
    let (item, _) = item(bureau, &sight.item)?;
    let said = |value: &str| Words::new(item.said(value, Lang::Zh), item.said(value, Lang::En));
    let office = other.office.unwrap_or(Office::Village);
    Some(Point {
        person: sight.person,
        own: said(&sight.value),
        other: said(beside.value),
        counts: own_counts,
        rule: if own_counts { rule(&mine, beside) } else { rule(beside, &mine) },
        by: Words::new(office.label(Lang::Zh), office.label(Lang::En)),
        at: other.at.millis(),
        item: item.words,
    })
}
