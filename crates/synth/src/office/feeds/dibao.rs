//! Who stands on a dibao roster, in which household's file.

use crate::{
    life::{Class, Household, Person, holds},
    office::View,
};

/// A person on a roster.
pub(super) struct Listed<'a> {
    pub(super) file: u32,
    pub(super) household: &'a Household,
    /// The head of the file: the household's own, or the first listed member once the head is off it.
    pub(super) head: &'a Person,
    pub(super) person: &'a Person,
    /// Counted a second time with another household.
    pub(super) again: bool,
}

/// Everybody on the village's dibao roster in a month, household by household.
pub(super) fn listed<'a>(view: &'a View) -> Vec<Listed<'a>> {
    let village = view.village;
    let mut all = Vec::new();
    for (number, household) in village.households.iter().enumerate() {
        let members: Vec<&Person> =
            village.members(household).iter().filter(|p| on_roster(view, household, p)).collect();
        let Some(first) = members.first() else { continue };
        let own = village.head(household);
        let head = if own.lives(view.month) { own } else { first };
        for person in &members {
            all.push(Listed { file: number as u32, household, head, person, again: false });
        }
    }
    let counted: Vec<(usize, &Person)> = again(view, &all);
    for (at, person) in counted {
        let Listed { file, household, head, .. } = all[at];
        all.push(Listed { file, household, head, person, again: true });
    }
    // Rows of one file follow each other.
    all.sort_by_key(|listed| listed.file);
    all
}

fn on_roster(view: &View, household: &Household, person: &Person) -> bool {
    let month = view.month;
    let own = household.class == Class::Dibao && holds(&household.listed, month) && person.aid.covered;
    let stale = person.aid.also.is_some_and(|(class, spell)| class == Class::Dibao && spell.holds(month));
    (own || stale) && person.still_listed(month, person.lag.dibao)
}

/// Who is counted a second time, and into which of the files: the next household's.
fn again<'a>(view: &View, all: &[Listed<'a>]) -> Vec<(usize, &'a Person)> {
    let twice = |listed: &Listed| holds(&listed.person.aid.twice, view.month);
    let other = |listed: &Listed<'a>| {
        let at = all.iter().position(|other| other.file > listed.file)?;
        Some((at, listed.person))
    };
    all.iter().filter(|listed| twice(listed)).filter_map(other).collect()
}
