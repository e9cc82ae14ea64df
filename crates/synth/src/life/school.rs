//! Who goes to which school.

use super::Person;
use crate::{chance::Chance, plan::CountyPlan};

/// Stages of schooling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stage {
    Primary,
    Junior,
    Senior,
    Vocational,
    College,
}

/// Attendance by age: compulsory schooling is all but complete, the senior stage takes about nine of ten, higher education
/// about six of ten of an age (gross enrolment about 60 % in 2023, from memory), here less: the county is poor and small.
pub(super) fn attend(person: &mut Person, plan: &CountyPlan, chance: &mut Chance) {
    let (draw, second) = (chance.unit(), chance.unit());
    let severe = person.disability.as_ref().is_some_and(super::Disability::severe);
    if severe && second < 0.5 {
        return;
    }
    person.school = match person.age(plan.month) {
        6..=11 if draw < 0.995 => Some(Stage::Primary),
        12..=14 if draw < 0.990 => Some(Stage::Junior),
        15..=17 if draw < 0.90 => Some(if draw < 0.55 { Stage::Senior } else { Stage::Vocational }),
        18..=21 if draw < 0.46 => Some(Stage::College),
        22..=24 if draw < 0.12 => Some(Stage::College),
        _ => None,
    };
    // The county's student-aid office lists most of its college students; those of other provinces' colleges it often misses.
    person.college_away = person.school == Some(Stage::College) && second > 0.78;
}
