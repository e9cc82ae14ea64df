//! A plan: what an act makes of files, help and people, as one value that is shown, written, and turned round.

use super::{
    Act, Kind, Newcomer, Note, Placed, Refusal, Seat, Shape, acts,
    look::{FileNow, Fresh},
    seat::{HEAD, MEMBERS, PLACE},
};
use doudi_kernel::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A file before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileChange {
    /// Its number.
    pub household: i64,
    /// None for a file that begins.
    pub before: Option<Shape>,
    /// As it is afterwards.
    pub after: Shape,
}

/// How a household is helped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Where.
    pub division: u64,
    /// Who.
    pub persons: BTreeSet<i64>,
    /// Fen a month; none while nobody has set it.
    pub amount_fen: Option<i64>,
    /// Whose word it is: `rosters`, `case:12`, `act`.
    pub by: String,
}

/// Help before and after, from the month that follows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HelpChange {
    /// Of which file.
    pub household: i64,
    /// By which programme.
    pub programme: String,
    /// None where there was none.
    pub before: Option<Held>,
    /// None where there is none any more.
    pub after: Option<Held>,
    /// Where help lies that goes along with people from another file, or to one.
    pub other_division: Option<u64>,
}

/// What an act does.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The act's name.
    pub act: &'static str,
    /// The files that it touches, the one first that it is about.
    pub files: Vec<FileChange>,
    /// What becomes of help.
    pub help: Vec<HelpChange>,
    /// Files that follow on others: old, new, how.
    pub links: Vec<(i64, i64, Kind)>,
    /// Persons whom no file knew.
    pub newcomers: Vec<i64>,
    /// Whose data are corrected.
    pub corrected: Option<i64>,
    /// Who has died.
    pub died: Option<i64>,
    /// The dispute in which people's word stands.
    pub stands: Option<String>,
    /// What follows and is not done.
    pub notes: Vec<Note>,
    /// What everybody is called who stands in it.
    pub names: BTreeMap<i64, String>,
    /// What the plan was made from, so that nobody says yes to another one.
    pub seen: String,
}

/// A plan in the making.
pub(super) struct Planning<'p> {
    pub(super) now: &'p [FileNow],
    pub(super) fresh: Fresh,
    pub(super) on: Date,
    pub(super) plan: Plan,
}

/// Plans an act: pure.
pub(super) fn plan(act: &Act, now: &[FileNow], fresh: Fresh, on: Date) -> Result<Plan, Refusal> {
    let plan = Plan {
        act: act.name(),
        files: Vec::new(),
        help: Vec::new(),
        links: Vec::new(),
        newcomers: Vec::new(),
        corrected: None,
        died: None,
        stands: None,
        notes: Vec::new(),
        names: now.iter().flat_map(|file| file.names.clone()).collect(),
        seen: String::new(),
    };
    let mut it = Planning { now, fresh, on, plan };
    if let Some(closed) = now.iter().find(|file| file.shape.gone.is_some()) {
        return Err(Refusal::Closed(closed.shape.successor));
    }
    match act {
        Act::Split { placed, .. } => acts::split(&mut it, placed)?,
        Act::Merge { placed, .. } => acts::merge(&mut it, placed)?,
        Act::Head { placed, .. } => acts::head(&mut it, placed)?,
        Act::Death { person, placed, .. } => acts::death(&mut it, *person, placed)?,
        Act::Join { newcomer, .. } => acts::join(&mut it, newcomer)?,
        Act::Leave { person, .. } => acts::leave(&mut it, *person)?,
        Act::Move { to, .. } => acts::moving(&mut it, *to)?,
        Act::Away { .. } => acts::away(&mut it)?,
        Act::Renew { placed, .. } => acts::renew(&mut it, placed)?,
        Act::Seat { person, relation, basis, .. } => acts::seat(&mut it, *person, relation, basis)?,
        Act::Correct { person, right, .. } => acts::correct(&mut it, *person, right)?,
        Act::New { division, people } => acts::new(&mut it, *division, people)?,
        Act::Stand { field, .. } => acts::stand(&mut it, field)?,
    }
    it.remark();
    Ok(it.plan)
}

impl Planning<'_> {
    /// The file that the act is about.
    pub(super) fn main(&self) -> Result<&FileNow, Refusal> {
        self.now.first().ok_or(Refusal::NoMember)
    }

    /// A file becomes otherwise.
    pub(super) fn file(&mut self, file: &FileNow, mut after: Shape) {
        let head = |shape: &Shape| shape.seats.first().map(|seat| seat.person);
        let people = |shape: &Shape| shape.seats.iter().map(|seat| seat.person).collect::<BTreeSet<i64>>();
        let decided = [
            (head(&after) != head(&file.shape), HEAD),
            (after.division != file.shape.division, PLACE),
            (people(&after) != people(&file.shape), MEMBERS),
        ];
        after.hand = decided.iter().filter(|(otherwise, _)| *otherwise).fold(after.hand, |hand, (_, bit)| hand | bit);
        self.plan.files.push(FileChange { household: file.household, before: Some(file.shape.clone()), after });
    }

    /// A file begins; its number.
    pub(super) fn begin(&mut self, division: u64, seats: Vec<Seat>) -> i64 {
        let household = self.fresh.household;
        let after = Shape { division, seats, gone: None, successor: None, hand: HEAD | PLACE | MEMBERS };
        self.plan.files.push(FileChange { household, before: None, after });
        household
    }

    /// Somebody whom no file knew gets a number.
    pub(super) fn newcomer(&mut self, newcomer: &Newcomer, head: bool) -> Result<Seat, Refusal> {
        let person = match self.fresh.known.get(self.plan.newcomers.len()).copied().flatten() {
            Some((person, 0)) => person,
            Some((_, household)) if self.now.iter().any(|file| file.household == household) => {
                return Err(Refusal::Here);
            }
            Some(_) => return Err(Refusal::InAnotherFile),
            None => {
                self.fresh.person += 1;
                self.fresh.person - 1
            }
        };
        if newcomer.name.is_empty() {
            return Err(Refusal::NoName);
        }
        if newcomer.birth.is_some_and(|birth| birth > self.on) {
            return Err(Refusal::BadDay(self.on));
        }
        let relation = if head { Some("head".to_owned()) } else { newcomer.relation.clone() };
        if !head && relation.as_deref() == Some("head") {
            return Err(Refusal::HeadRelation);
        }
        if newcomer.number.is_none() {
            self.plan.notes.push(Note::NoNumber);
        }
        self.plan.newcomers.push(person);
        self.plan.names.insert(person, newcomer.name.clone());
        Ok(Seat { person, relation, basis: None, hand: true })
    }

    /// Help that becomes otherwise.
    pub(super) fn help(&mut self, household: i64, programme: &str, before: Option<Held>, after: Option<Held>) {
        self.help_with(household, programme, before, after, None);
    }

    /// Help that comes along from another place, or goes there.
    pub(super) fn help_with(
        &mut self,
        household: i64,
        programme: &str,
        before: Option<Held>,
        after: Option<Held>,
        other_division: Option<u64>,
    ) {
        if before != after {
            let programme = programme.to_owned();
            self.plan.help.push(HelpChange { household, programme, before, after, other_division });
        }
    }

    /// What every act has to say of cases that run and findings that are old.
    fn remark(&mut self) {
        let changed = |file: &&FileNow| {
            let mut of_file = self.plan.files.iter().filter(|it| it.household == file.household);
            of_file.any(|it| it.before.as_ref().is_none_or(|before| before.seats != it.after.seats))
        };
        for file in self.now.iter().filter(changed) {
            let running = file.cases.iter().map(|case| Note::Running { household: file.household, case: *case });
            self.plan.notes.extend(running);
            if file.determined {
                self.plan.notes.push(Note::Redo { household: file.household });
            }
        }
    }
}

/// The seats that people are placed on: each of `who` once, the first of them the head.
pub(super) fn placed(file: &FileNow, placed: &[Placed], who: &BTreeSet<i64>) -> Result<Vec<Seat>, Refusal> {
    let named: BTreeSet<i64> = placed.iter().map(|it| it.person).collect();
    if named.len() != placed.len() || named != *who {
        return Err(Refusal::Members);
    }
    seated(file, placed, true)
}

/// Seats with the relations that were told; what was decided about counting stays.
pub(super) fn seated(file: &FileNow, placed: &[Placed], first_is_head: bool) -> Result<Vec<Seat>, Refusal> {
    let seat = |(at, it): (usize, &Placed)| {
        let before = file.shape.seats.iter().find(|seat| seat.person == it.person).ok_or(Refusal::NoMember)?;
        let head = at == 0 && first_is_head;
        if !head && it.relation.as_deref() == Some("head") {
            return Err(Refusal::HeadRelation);
        }
        let relation = if head { Some("head".to_owned()) } else { it.relation.clone() };
        let hand = before.hand || relation != before.relation;
        Ok(Seat { person: it.person, relation, basis: before.basis.clone(), hand })
    };
    placed.iter().enumerate().map(seat).collect()
}
