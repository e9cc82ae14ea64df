//! People who live here and have no number anywhere.
//!
//! A true case: a woman came from another province over forty years ago, remembers her county and no village, cannot read,
//! never had a registration that anybody can find, and bears the name that her husband gave her. She is in no file that
//! goes by numbers; the village knows her, and a survey of people without registration (无户籍人员摸排) finds her. How many
//! there are is illustrative.

use super::Household;
use crate::{
    chance::{Chance, Subject},
    life::{Person, holds},
    people::{Role, clerk_hears},
    plan::{CountyPlan, VillagePlan},
};
use doudi_kernel::{Date, Sex};
use jiff::ToSpan;

/// Somebody without a number.
#[derive(Clone)]
pub(crate) struct Unregistered {
    /// The name that her husband gave her.
    pub(crate) name: Box<str>,
    pub(crate) born: Date,
    /// The household's place in the village.
    pub(crate) household: u32,
    /// The name as the clerk of the monitoring file heard it.
    pub(crate) monitored_name: Option<Box<str>>,
    /// Her birth date in the monitoring file, and in the survey.
    pub(crate) written: [Date; 2],
    /// Found by the survey.
    pub(crate) surveyed: bool,
}

/// Of men past thirty-five without a wife in the register, so many live with a woman who is in none; among monitored
/// households more, since that is one of the reasons for which they are monitored.
const SHARE: f64 = 0.05;
const SHARE_MONITORED: f64 = 0.50;

/// Finds the women of a village. They have a stream of chance of their own, so that nobody else's life depends on them.
pub(super) fn settle(
    plan: &CountyPlan,
    village: &VillagePlan,
    households: &[Household],
    people: &[Person],
) -> Vec<Unregistered> {
    let mut chance = Chance::new(plan.seed, u64::from(village.number), Subject::Unregistered);
    let mut found = Vec::new();
    for (number, household) in (0..).zip(households) {
        let members = &people[household.kin.first as usize..(household.kin.first + household.kin.size) as usize];
        let head = &members[0];
        let alone = head.sex() == Sex::Male && members.iter().all(|member| member.born.role != Role::Spouse);
        let age = head.age(plan.month);
        if village.urban || !alone || !(35..90).contains(&age) || !head.lives(plan.month) {
            continue;
        }
        let share = if holds(&household.monitored, plan.month) { SHARE_MONITORED } else { SHARE };
        if chance.happens(share) {
            found.push(woman(number, i32::from(age), plan, &mut chance));
        }
    }
    found
}

fn woman(household: u32, his_age: i32, plan: &CountyPlan, chance: &mut Chance) -> Unregistered {
    let years = his_age - chance.between(-2, 12);
    let days = chance.between(0, 364);
    let born = plan.today().saturating_sub(years.max(30).years()).saturating_sub(days.days());
    let name = crate::people::given_by_husband(chance);
    let monitored_name = chance.happens(0.12).then(|| clerk_hears(&name, chance).into());
    let written = [0.25, 0.35].map(|default| as_told(born, default, chance));
    Unregistered { name, born, household, monitored_name, written, surveyed: chance.happens(0.9) }
}

/// A birth date as she tells it: some only know the year, which is then written as its first day, and some count a year
/// more, as the old way of counting does.
fn as_told(born: Date, default: f64, chance: &mut Chance) -> Date {
    let born = if chance.happens(0.1) { born.saturating_sub(1.year()) } else { born };
    if chance.happens(default) { Date::constant(born.year(), 1, 1) } else { born }
}
