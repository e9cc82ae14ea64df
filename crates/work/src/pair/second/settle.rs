//! From leads to links.

use super::{Second, Trail, hunt::Mirrored};
use doudi_compare::repair::{Decision, Described, Judgement, Lead, Proof, Repair, Uncertain, by_repair, decide};
use doudi_kernel::IdKey;

/// A person of the source, as a lead shows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::pair) struct Seen {
    pub(in crate::pair) judgement: Judgement,
    pub(in crate::pair) repair: Option<Repair>,
    /// It is the source's number that was repaired.
    pub(in crate::pair) theirs: bool,
    pub(in crate::pair) number: IdKey,
    pub(in crate::pair) name: String,
    pub(in crate::pair) dead: Option<u8>,
}

/// What became of an asked row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::pair) enum Linked {
    Proven(Proof, Seen),
    Look(Uncertain, Vec<Seen>),
}

/// Asked rows that were not met by their number, by row number, ascending.
pub(in crate::pair) type Settled = Vec<(u64, Linked)>;

/// A mirrored lead whose rows have been read again.
pub(in crate::pair) struct Reread {
    pub(in crate::pair) asked: u64,
    pub(in crate::pair) lead: Mirrored,
    pub(in crate::pair) row: Described,
    pub(in crate::pair) person: Described,
}

/// Settles the suspects among the missing rows, then the missing rows that a broken number of the source may mean.
pub(in crate::pair) fn settle(
    second: &Second,
    mut trails: Vec<Trail>,
    mut mirrored: Vec<Reread>,
    missing: &[u64],
    asked_row: impl Fn(u32) -> u64,
) -> Settled {
    trails.sort_by_key(|trail| (trail.suspect, trail.source));
    let mut settled: Settled = Vec::new();
    for group in trails.chunk_by(|a, b| a.suspect == b.suspect) {
        let row = asked_row(second.suspects[group[0].suspect as usize].row);
        if missing.binary_search(&row).is_err() {
            continue;
        }
        let seen = |trail: &Trail| Seen {
            judgement: trail.judgement,
            repair: trail.candidate.map(|candidate| candidate.repair),
            theirs: false,
            number: trail.number,
            name: trail.name.clone(),
            dead: trail.dead,
        };
        let people: Vec<(u64, Seen)> = group.iter().map(|trail| (trail.number.packed(), seen(trail))).collect();
        settled.extend(linked(people).map(|linked| (row, linked)));
    }
    mirrored.sort_by_key(|reread| (reread.lead.source, reread.asked));
    for group in mirrored.chunk_by(|a, b| a.lead.source == b.lead.source) {
        settle_mirrored(group, &mut settled);
    }
    settled.sort_by_key(|one| one.0);
    settled.dedup_by_key(|one| one.0);
    settled
}

/// One source row with a broken number, and the asked rows whose number it may have been.
fn settle_mirrored(group: &[Reread], settled: &mut Settled) {
    let mut people: Vec<(u64, Seen)> = Vec::new();
    for Reread { lead, row, person, .. } in group {
        let Some(judgement) = by_repair(&lead.candidate, person, row) else { continue };
        let number = lead.candidate.id.key();
        let (repair, name) = (Some(lead.candidate.repair), person.name.clone());
        people.push((number.packed(), Seen { judgement, repair, theirs: true, number, name, dead: None }));
    }
    match linked(people) {
        Some(Linked::Proven(proof, seen)) => {
            let rows = group.iter().filter(|one| one.lead.candidate.id.key() == seen.number);
            settled.extend(rows.map(|one| (one.asked, Linked::Proven(proof, seen.clone()))));
        }
        Some(Linked::Look(why, seen)) => {
            for one in &seen {
                let rows = group.iter().filter(|row| row.lead.candidate.id.key() == one.number);
                settled.extend(rows.map(|row| (row.asked, Linked::Look(why, vec![one.clone()]))));
            }
        }
        None => {}
    }
}

/// Decides among people, each with a number that tells them apart.
fn linked(people: Vec<(u64, Seen)>) -> Option<Linked> {
    let lead = |(person, seen): &(u64, Seen)| Lead { judgement: seen.judgement, repair: seen.repair, person: *person };
    let of = |lead: &Lead| {
        let same = |one: &&(u64, Seen)| one.0 == lead.person && one.1.judgement == lead.judgement;
        people.iter().find(same).map(|one| one.1.clone())
    };
    match decide(people.iter().map(lead).collect()) {
        Decision::Proven(meant) => match meant.judgement {
            Judgement::Proven(proof) => Some(Linked::Proven(proof, of(&meant)?)),
            Judgement::Look(_) => None,
        },
        Decision::Look(why, leads) => Some(Linked::Look(why, leads.iter().filter_map(of).collect())),
        Decision::Nobody => None,
    }
}
