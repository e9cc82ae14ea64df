//! Who belongs to whom: the households that are assessed in a month.
//!
//! A household is what a verification looked up under one head. Somebody on a roster whom no verification names is a
//! household by the roster's own words, of which little else is known. Who is dead or struck from the register by the
//! month's end is a member of nothing. A row without a usable number of the head belongs nowhere and is told.

use super::registers::{OBLIGORS, RECOGNISED, Registers, VERIFICATION};
use crate::doubts::{
    place::{Gazetteer, Place},
    table::Table,
};
use doudi_kernel::DivisionList;
use std::collections::{BTreeMap, BTreeSet};

/// A household.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Household {
    /// The packed number under which it is kept: its head's in the files.
    pub head: u64,
    /// Where it lives.
    pub place: Place,
    /// Its members, the head first where the head is one.
    pub members: Vec<Member>,
    /// Rows of its legal obligors outside.
    pub(super) obligors: Vec<u32>,
    /// Whether a verification looked it up.
    pub verified: bool,
}

/// A person of a household.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The packed number; none where the file has no valid one.
    pub key: Option<u64>,
    /// As the file writes it.
    pub name: String,
    /// The feed that names the person, and the row there.
    pub(super) feed: &'static str,
    pub(super) row: u32,
}

/// A row that belongs to no household, because the head's number in it is missing or broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unplaced {
    /// The file.
    pub file: String,
    /// The row, from 1.
    pub row: u32,
}

/// The households of a month, in the order of places and heads.
#[derive(Clone, Debug, Default)]
pub struct People {
    /// The households.
    pub households: Vec<Household>,
    /// Rows that belong to none.
    pub unplaced: Vec<Unplaced>,
    /// People left out because they are dead or struck from the register.
    pub gone: usize,
}

/// Puts people into households.
pub(super) fn people(registers: &Registers, divisions: &DivisionList) -> People {
    let mut found = People::default();
    let mut groups: BTreeMap<u64, Vec<Member>> = BTreeMap::new();
    let mut named = BTreeSet::new();
    if let Some(register) = registers.get(VERIFICATION) {
        take(&register.table, VERIFICATION, registers, &mut groups, &mut named, &mut found);
    }
    let verified: BTreeSet<u64> = groups.keys().copied().collect();
    for (feed, _) in RECOGNISED {
        if let Some(register) = registers.get(feed) {
            take(&register.table, feed, registers, &mut groups, &mut named, &mut found);
        }
    }
    let gazetteer = Gazetteer::new(divisions);
    let households = groups.into_iter().filter(|(_, members)| !members.is_empty());
    found.households = households
        .map(|(head, members)| household(registers, &gazetteer, head, members, verified.contains(&head)))
        .collect();
    found.households.sort_by(|a, b| (&a.place, a.head).cmp(&(&b.place, b.head)));
    found
}

/// Adds a feed's people to their households; nobody twice.
fn take(
    table: &Table,
    feed: &'static str,
    registers: &Registers,
    groups: &mut BTreeMap<u64, Vec<Member>>,
    named: &mut BTreeSet<u64>,
    found: &mut People,
) {
    for row in 0..table.len() as u32 {
        let key = table.key("resident_id", row);
        if key.is_some_and(|key| named.contains(&key)) {
            continue;
        }
        // A roster that names no head is of people who are helped alone.
        let alone = if table.text("household_head_id_raw", row).is_none() { key } else { None };
        let Some(head) = table.key("household_head_id", row).or(alone) else {
            found.unplaced.push(Unplaced { file: table.part(row).file.clone(), row: table.file_row(row) });
            continue;
        };
        named.extend(key);
        if key.is_some_and(|key| registers.gone(key)) {
            found.gone += 1;
            continue;
        }
        let name = table.text("name", row).unwrap_or_default().to_owned();
        groups.entry(head).or_default().push(Member { key, name, feed, row });
    }
}

fn household(
    registers: &Registers,
    gazetteer: &Gazetteer,
    head: u64,
    mut members: Vec<Member>,
    verified: bool,
) -> Household {
    members.sort_by_key(|member| (member.key != Some(head), member.feed, member.row));
    let tables = members.iter().filter_map(|member| Some((&registers.get(member.feed)?.table, member.row)));
    let place = gazetteer.of(tables);
    let obligors = registers.get(OBLIGORS).map(|register| register.rows(head).collect()).unwrap_or_default();
    Household { head, place, members, obligors, verified }
}
