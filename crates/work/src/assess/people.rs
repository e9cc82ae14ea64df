//! Who belongs to whom: the households that are assessed in a month.
//!
//! A household is what a verification looked up under one head. A roster's household that no verification knows counts by
//! the roster's own words, and little else is known of it. Who is dead or struck from the register by the
//! month's end is a member of nothing. A row without a usable number of the head belongs nowhere and is told.

use super::registers::{OBLIGORS, RECOGNISED, Registers, VERIFICATION};
use crate::doubts::{
    place::{Gazetteer, Place},
    table::Table,
};
use doudi_kernel::{DivisionList, Lang, Say};
use doudi_rules::population::MOST_ROWS;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A household.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Household {
    /// The packed number under which it is kept: its head's in the files.
    pub head: u64,
    /// Where it lives.
    pub place: Place,
    /// Its members, the head first where the head is one.
    pub members: Vec<Member>,
    /// Rows of its legal obligors outside.
    #[serde(skip)]
    pub(super) obligors: Vec<u32>,
    /// Whether a verification looked it up.
    pub verified: bool,
    /// Whom lists of the month name in it although they are dead or struck from the register: packed numbers, and the
    /// verification's row where it is the one that names them.
    #[serde(skip)]
    pub(super) gone: Vec<(u64, Option<u32>)>,
}

/// A person of a household.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// The packed number; none where the file has no valid one.
    pub key: Option<u64>,
    /// As the file writes it.
    pub name: String,
    /// The feed that names the person, and the row there.
    #[serde(skip)]
    pub(super) feed: &'static str,
    #[serde(skip)]
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

/// A household of more rows than the engine takes (an institution is not a household): not assessed, and told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crowded {
    /// The file that names its first member.
    pub file: String,
    /// The row there, from 1.
    pub row: u32,
    /// How many members.
    pub members: usize,
    /// How many legal obligors outside.
    pub obligors: usize,
}

impl Say for Crowded {
    fn say(&self, lang: Lang) -> String {
        let Self { file, row, members, obligors } = self;
        match lang {
            Lang::Zh => format!(
                "{file} 第{row}行：该户有成员 {members} 人、赡养抚养义务人 {obligors} 人，超过 {MOST_ROWS}，未认定；机构不是家庭，请核对户主身份证号后重新导入"
            ),
            Lang::En => format!(
                "{file} row {row}: a household of {members} members and {obligors} obligors, more than {MOST_ROWS}, is not assessed; an institution is no household: check the number of its head and take the file in again"
            ),
        }
    }
}

/// The households of a month, in the order of places and heads.
#[derive(Clone, Debug, Default)]
pub struct People {
    /// The households.
    pub households: Vec<Household>,
    /// Rows that belong to none.
    pub unplaced: Vec<Unplaced>,
    /// Households of too many rows, which are not among the households.
    pub crowded: Vec<Crowded>,
    /// People left out because they are dead or struck from the register.
    pub gone: usize,
    /// Rows of rosters about a verified household's people whom its verification does not name.
    pub unverified: usize,
}

/// Puts people into households.
pub(super) fn people(registers: &Registers, divisions: &DivisionList) -> People {
    let mut gathering = Gathering {
        registers,
        groups: BTreeMap::new(),
        left: BTreeMap::new(),
        named: BTreeSet::new(),
        found: People::default(),
    };
    if let Some(register) = registers.get(VERIFICATION) {
        gathering
            .named
            .extend((0..register.table.len() as u32).filter_map(|row| register.table.key("resident_id", row)));
        gathering.take_verified(&register.table);
    }
    let verified: BTreeSet<u64> = gathering.groups.keys().copied().collect();
    for (feed, _) in RECOGNISED {
        if let Some(register) = registers.get(feed) {
            gathering.take_listed(&register.table, feed, &verified);
        }
    }
    let Gathering { groups, mut left, mut found, .. } = gathering;
    let gazetteer = Gazetteer::new(divisions);
    let households = groups.into_iter().filter(|(_, members)| !members.is_empty());
    found.households = households
        .map(|(head, members)| {
            let gone = left.remove(&head).unwrap_or_default();
            Household { gone, ..household(registers, &gazetteer, head, members, verified.contains(&head)) }
        })
        .collect();
    let crowd = |household: &mut Household| household.members.len().max(household.obligors.len()) > MOST_ROWS as usize;
    found.crowded = found.households.extract_if(.., crowd).filter_map(|it| crowded(registers, &it)).collect();
    found.households.sort_by(|a, b| (&a.place, a.head).cmp(&(&b.place, b.head)));
    found
}

fn crowded(registers: &Registers, household: &Household) -> Option<Crowded> {
    let first = household.members.first()?;
    let table = &registers.get(first.feed)?.table;
    let (file, row) = (table.part(first.row).file.clone(), table.file_row(first.row));
    Some(Crowded { file, row, members: household.members.len(), obligors: household.obligors.len() })
}

/// Households in the making.
struct Gathering<'r> {
    registers: &'r Registers,
    groups: BTreeMap<u64, Vec<Member>>,
    /// By household: who is gone.
    left: BTreeMap<u64, Vec<(u64, Option<u32>)>>,
    /// Whom a row names by a valid number.
    named: BTreeSet<u64>,
    found: People,
}

impl Gathering<'_> {
    /// The verification says who lives together.
    fn take_verified(&mut self, table: &Table) {
        for row in 0..table.len() as u32 {
            let Some(head) = table.key("household_head_id", row) else {
                self.found.unplaced.push(Unplaced { file: table.part(row).file.clone(), row: table.file_row(row) });
                continue;
            };
            let key = table.key("resident_id", row).or_else(|| self.mended(table, row, head));
            self.add(head, key, table, VERIFICATION, row);
        }
    }

    /// A row whose own number is missing or broken: of the head's row the head's number stands beside it, of another
    /// member's a roster may name one person of that name in the household.
    fn mended(&mut self, table: &Table, row: u32, head: u64) -> Option<u64> {
        let key = match table.text("relation_to_head", row) {
            Some("head") => Some(head),
            _ => self.of_that_name(table.text("name", row)?, head),
        };
        key.filter(|key| self.named.insert(*key))
    }

    fn of_that_name(&self, name: &str, head: u64) -> Option<u64> {
        let mut keys = BTreeSet::new();
        for register in RECOGNISED.iter().filter_map(|(feed, _)| self.registers.get(feed)) {
            let table = &register.table;
            let rows = (0..table.len() as u32).filter(|row| table.key("household_head_id", *row) == Some(head));
            keys.extend(
                rows.filter(|row| table.text("name", *row) == Some(name))
                    .filter_map(|row| table.key("resident_id", row)),
            );
        }
        keys.retain(|key| !self.named.contains(key));
        if keys.len() == 1 { keys.pop_first() } else { None }
    }

    /// A roster names households that no verification knows; whom it lists beside a verified household is not of it.
    fn take_listed(&mut self, table: &Table, feed: &'static str, verified: &BTreeSet<u64>) {
        for row in 0..table.len() as u32 {
            let key = table.key("resident_id", row);
            if key.is_some_and(|key| self.named.contains(&key)) {
                continue;
            }
            // A roster that names no head is of people who are helped alone.
            let alone = if table.text("household_head_id_raw", row).is_none() { key } else { None };
            let head = table.key("household_head_id", row).or(alone);
            if let Some(key) = key.filter(|key| self.registers.gone(*key)) {
                self.named.insert(key);
                self.found.gone += 1;
                head.into_iter().for_each(|head| self.left.entry(head).or_default().push((key, None)));
                continue;
            }
            match head {
                Some(head) if verified.contains(&head) => self.found.unverified += 1,
                Some(head) => {
                    self.named.extend(key);
                    self.add(head, key, table, feed, row);
                }
                None => {
                    self.found.unplaced.push(Unplaced { file: table.part(row).file.clone(), row: table.file_row(row) });
                }
            }
        }
    }

    fn add(&mut self, head: u64, key: Option<u64>, table: &Table, feed: &'static str, row: u32) {
        if let Some(key) = key.filter(|key| self.registers.gone(*key)) {
            self.found.gone += 1;
            self.left.entry(head).or_default().push((key, (feed == VERIFICATION).then_some(row)));
            return;
        }
        let name = table.text("name", row).unwrap_or_default().to_owned();
        self.groups.entry(head).or_default().push(Member { key, name, feed, row });
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
    Household { head, place, members, obligors, verified, gone: Vec::new() }
}
