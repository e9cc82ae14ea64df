//! Households and the people in them, before life happens to them.

mod age;
mod household;
mod id;
mod name;

pub(crate) use id::Issuer;
pub(crate) use name::{clerk_hears, given_by_husband};

use crate::{chance::Chance, plan::VillagePlan};
use doudi_kernel::{Date, ResidentId, Sex};

/// A person's place in the household.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    Head,
    Spouse,
    Parent,
    Child,
    Grandchild,
}

/// A person as born and named.
#[derive(Clone)]
pub(crate) struct Born {
    pub(crate) id: ResidentId,
    pub(crate) name: Box<str>,
    /// The place of the household in the village.
    pub(crate) household: u32,
    pub(crate) role: Role,
    pub(crate) ethnicity: &'static str,
}

impl Born {
    pub(crate) fn birth(&self) -> Date {
        self.id.birth_date()
    }

    pub(crate) fn sex(&self) -> Sex {
        self.id.sex()
    }
}

/// A household: a run of the village's people, the head first.
#[derive(Clone)]
pub(crate) struct Kin {
    pub(crate) first: u32,
    pub(crate) size: u32,
}

/// Fills a village with households until it has its residents on `today`.
pub(crate) fn settle(
    village: &VillagePlan,
    issuer: &mut Issuer,
    today: Date,
    chance: &mut Chance,
) -> (Vec<Kin>, Vec<Born>) {
    let (mut households, mut people) = (Vec::new(), Vec::<Born>::new());
    // Some of these die or leave before the last month ends; so many more are settled.
    let wanted = (f64::from(village.residents) * 1.0235) as usize;
    while people.len() < wanted {
        let (first, number) = (people.len() as u32, households.len() as u32);
        let family = name::Family::new(chance);
        for (role, age, sex) in household::compose(chance) {
            let born = age::birth_date(age, today, chance);
            let sex = sex.unwrap_or(if chance.happens(0.511) { Sex::Male } else { Sex::Female });
            let id = issuer.issue(born, sex, chance);
            let name = family.member(role, id.sex(), chance);
            people.push(Born { id, name, household: number, role, ethnicity: family.ethnicity });
        }
        households.push(Kin { first, size: people.len() as u32 - first });
    }
    (households, people)
}
