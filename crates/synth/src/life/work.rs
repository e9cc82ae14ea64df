//! What people of working age do.

use super::Person;
use crate::{chance::Chance, plan::CountyPlan};
use doudi_kernel::{Date, Sex};

/// What somebody lives on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Work {
    /// A child, a student, somebody at home.
    None,
    Farm,
    /// Casual or self-employed.
    Casual,
    /// Away for work without an employer's insurance.
    Away,
    /// Insured with an employer of this province.
    Employee,
    /// Insured with an employer of another province.
    EmployeeAway,
    /// Office, school, hospital.
    Agency,
    Soldier(Date),
    /// In prison from, until.
    Prisoner(Date, Option<Date>),
    RetiredEmployee,
    RetiredAgency,
}

/// Rural and urban shares of those aged 16 to 59 who are not at school (illustrative: 172 million rural workers work away or
/// nearby against about 450 million rural residents; four of ten urban adults have no employee insurance).
const RURAL: [(f64, Work); 7] = [
    (0.30, Work::Farm),
    (0.22, Work::Casual),
    (0.20, Work::Away),
    (0.10, Work::Employee),
    (0.07, Work::EmployeeAway),
    (0.02, Work::Agency),
    (0.09, Work::None),
];
const URBAN: [(f64, Work); 7] = [
    (0.01, Work::Farm),
    (0.27, Work::Casual),
    (0.05, Work::Away),
    (0.43, Work::Employee),
    (0.04, Work::EmployeeAway),
    (0.09, Work::Agency),
    (0.11, Work::None),
];

pub(super) fn take_up(person: &mut Person, urban: bool, plan: &CountyPlan, chance: &mut Chance) {
    let age = person.age(plan.month);
    if person.school.is_some() || age < 16 {
        return;
    }
    let severe = person.disability.as_ref().is_some_and(super::Disability::severe);
    person.work = match age {
        75.. => retired(urban, 0.30, chance),
        60.. => retired(urban, 0.42, chance),
        _ if severe && chance.happens(0.85) => Work::None,
        18..=26 if person.sex() == Sex::Male && chance.happens(0.02) => Work::Soldier(long_ago(plan, 700, chance)),
        // About 1.2 per thousand of the population are in prison (1.7 million, from memory), nine of ten of them men.
        16..=59 if chance.happens(if person.sex() == Sex::Male { 0.0030 } else { 0.0003 }) => prison(plan, chance),
        _ => chance.weighted(if urban { &URBAN } else { &RURAL }),
    };
}

/// Elders with an employee's pension: four of ten in town, one of fourteen in the country.
fn retired(urban: bool, share: f64, chance: &mut Chance) -> Work {
    let share = if urban { share } else { share * 0.17 };
    let draw = chance.unit();
    if draw < share * 0.8 {
        Work::RetiredEmployee
    } else if draw < share {
        Work::RetiredAgency
    } else if urban {
        Work::None
    } else {
        chance.weighted(&[(0.45, Work::Farm), (0.55, Work::None)])
    }
}

fn prison(plan: &CountyPlan, chance: &mut Chance) -> Work {
    let from = long_ago(plan, 1_800, chance);
    let until = chance.happens(0.9).then(|| later(plan.today(), 30 + chance.between(0, 2_500)));
    Work::Prisoner(from, until)
}

fn long_ago(plan: &CountyPlan, days: i32, chance: &mut Chance) -> Date {
    plan.today().saturating_sub(jiff::Span::new().days(i64::from(chance.between(120, days.max(121)))))
}

fn later(day: Date, days: i32) -> Date {
    day.saturating_add(jiff::Span::new().days(i64::from(days)))
}
