//! Whom something strikes, when, how hard, for how long, and how late offices hear of it.

use super::{Kind, Shock};
use crate::{
    calibration as known,
    chance::{Chance, Subject},
    life::{Disability, Household, Person, Village, Work, body},
    people::Role,
    plan::CountyPlan,
};
use doudi_kernel::{Date, DisabilityCertificate, DisabilityGrade, DisabilityKind, Month};

/// Draws a village's shocks. A household is struck once at most within the time, beside what its life holds anyway: a death of
/// who earned, a dismissal.
pub(in crate::life) fn strike(plan: &CountyPlan, village: &Village) -> Vec<Shock> {
    let mut shocks = Vec::new();
    if plan.months < 2 {
        return shocks;
    }
    let mut chance = Chance::new(plan.seed, u64::from(village.place.number), Subject::Shocks);
    for number in 0..village.households.len() as u32 {
        let household = &village.households[number as usize];
        shocks.extend(lived(plan, village, number));
        shocks.extend(drawn(plan, village, household, number, &mut chance));
    }
    shocks
}

/// Every kind that chance brings, with its rate a year for who is exposed.
const KINDS: [(Kind, known::Figure); 9] = [
    (Kind::JobLost, known::JOB_LOST),
    (Kind::WagesCollapsed, known::WAGES_COLLAPSED),
    (Kind::SeriousIllness, known::SERIOUS_ILLNESS),
    (Kind::Disabled, known::NEWLY_DISABLED),
    (Kind::Imprisoned, known::IMPRISONED),
    (Kind::Missing, known::MISSING),
    (Kind::HouseDamaged, known::HOUSE_DAMAGED),
    (Kind::DroppedOut, known::DROPPED_OUT),
    (Kind::InsuranceLapsed, known::INSURANCE_LAPSED),
];

fn drawn(
    plan: &CountyPlan,
    village: &Village,
    household: &Household,
    number: u32,
    chance: &mut Chance,
) -> Option<Shock> {
    let years = f64::from(plan.months - 1) / 12.0;
    let mean = if household.urban { known::URBAN_MEAN.value } else { known::RURAL_MEAN.value };
    let poor = f64::from(household.income) < mean / 2.0;
    let harder = if poor { known::POOR_STRUCK.value } else { 1.0 };
    for (kind, rate) in KINDS {
        for (person, at) in village.members(household).iter().zip(household.kin.first..) {
            let p = rate.value * years * harder * exposed(kind, person, plan);
            if p > 0.0 && chance.happens(p) {
                return happens(kind, (number, at), person, plan, chance);
            }
        }
    }
    None
}

/// How much more or less than others somebody is exposed; 0 who is not at all.
fn exposed(kind: Kind, person: &Person, plan: &CountyPlan) -> f64 {
    let age = person.age(plan.month);
    let when = |it: bool| f64::from(u8::from(it));
    let works = person.purse.wage > 0 && person.purse.hired.is_none() && person.purse.dismissed.is_none();
    let away = matches!(person.work, Work::Soldier(_) | Work::Prisoner(..));
    if person.died.is_some() || person.left.is_some() || person.arrived.is_some() || away {
        return 0.0;
    }
    match kind {
        Kind::JobLost => when(works && person.work != Work::Agency),
        Kind::WagesCollapsed => when(works && matches!(person.work, Work::Casual | Work::Away)),
        Kind::SeriousIllness => {
            when(!person.seriously_ill()) * [0.4, 1.0, 2.2][usize::from(age >= 40) + usize::from(age >= 60)]
        }
        Kind::Disabled => {
            let light = person.disability.as_ref().is_none_or(|it| it.grade > DisabilityGrade::Two);
            when(light) * [0.7, 2.0][usize::from(age >= 60)]
        }
        Kind::Imprisoned => {
            when((18..65).contains(&age)) * if person.sex() == doudi_kernel::Sex::Male { 1.8 } else { 0.2 }
        }
        Kind::Missing => when((18..60).contains(&age)),
        Kind::HouseDamaged => when(person.born.role == Role::Head),
        Kind::DroppedOut => when((8..15).contains(&age) && person.school.is_some()),
        Kind::InsuranceLapsed => when(person.insurance.medical.is_some_and(|(employer, _)| !employer) && age >= 4),
        Kind::EarnerDied => 0.0,
    }
}

/// Months by which offices hear late, least and most: wages by the next declaration, bills when they are settled, a certificate
/// when it is given, a sentence when it is served (illustrative).
fn lag(kind: Kind, chance: &mut Chance) -> u8 {
    let (least, most) = match kind {
        Kind::JobLost | Kind::WagesCollapsed | Kind::HouseDamaged | Kind::DroppedOut => (0, 2),
        Kind::InsuranceLapsed | Kind::EarnerDied => (0, 1),
        Kind::SeriousIllness => (1, 2),
        Kind::Disabled => (2, 5),
        Kind::Imprisoned => (1, 3),
        Kind::Missing => (1, 4),
    };
    chance.between(least, most) as u8
}

/// How likely a shock ends within the time, and after how many months (illustrative).
fn recovery(kind: Kind) -> (f64, i32, i32) {
    match kind {
        Kind::JobLost => (0.55, 2, 9),
        Kind::WagesCollapsed => (0.50, 3, 8),
        Kind::SeriousIllness => (0.25, 6, 12),
        Kind::HouseDamaged => (0.60, 3, 9),
        Kind::DroppedOut => (0.50, 2, 6),
        Kind::InsuranceLapsed => (0.60, 1, 6),
        Kind::Disabled | Kind::EarnerDied | Kind::Imprisoned | Kind::Missing => (0.0, 1, 1),
    }
}

fn happens(kind: Kind, at: (u32, u32), person: &Person, plan: &CountyPlan, chance: &mut Chance) -> Option<Shock> {
    // Not within the first month: nothing is known of the month before it.
    let month = plan.month_at(chance.between(1, i32::from(plan.months) - 1) as usize);
    let on = month.first_day().saturating_add(jiff::Span::new().days(i64::from(chance.between(0, 27))));
    let lag = lag(kind, chance);
    let (ends, least, most) = recovery(kind);
    let after = chance.between(least, most);
    let over = chance.happens(ends).then(|| month.plus(after)).filter(|over| *over <= plan.month);
    let size = match kind {
        // A triangle from 12,000 to 72,000 yuan: what is left of a serious illness after all insurance.
        Kind::SeriousIllness => 100 * (120 + chance.below(300) + chance.below(300)),
        Kind::WagesCollapsed => 10 + chance.below(35),
        _ => 0,
    };
    let disability = (kind == Kind::Disabled).then(|| disabled(person, month.plus(i32::from(lag)), chance));
    (person.born.birth() < on).then_some(Shock {
        kind,
        household: at.0,
        person: at.1,
        on,
        lag,
        over,
        size,
        disability,
        lived: false,
    })
}

/// A disability newly certified, or a heavier one in its place.
fn disabled(person: &Person, from: Month, chance: &mut Chance) -> Disability {
    let before = person.disability.as_ref();
    let heavy = chance.happens(0.6);
    let grade = match (before.map(|it| it.grade), heavy, chance.happens(0.35)) {
        (_, true, true) => DisabilityGrade::One,
        (_, true, false) | (Some(_), false, _) => DisabilityGrade::Two,
        (None, false, true) => DisabilityGrade::Three,
        (None, false, false) => DisabilityGrade::Four,
    };
    let kind = before.map_or(DisabilityKind::Physical, |it| it.kind);
    let reissue = before.and_then(|it| it.certificate).map(|_| 1);
    let number = DisabilityCertificate::new(person.id(), kind, grade, reissue);
    Disability { kind, grade, certificate: Some(body::Certificate { number, from, until: None }) }
}

/// What the life that was drawn anyway holds: who earned died, or lost a wage.
fn lived(plan: &CountyPlan, village: &Village, number: u32) -> Vec<Shock> {
    let household = &village.households[number as usize];
    let within = |day: &Date| (plan.month_at(1)..=plan.month).contains(&Month::of(*day));
    let shock = |kind, at, on, lag| Shock {
        kind,
        household: number,
        person: at,
        on,
        lag,
        over: None,
        size: 0,
        disability: None,
        lived: true,
    };
    let mut found = Vec::new();
    for (person, at) in village.members(household).iter().zip(household.kin.first..) {
        let earned = person.purse.wage + person.purse.business > 0;
        let others = village.members(household).iter().any(|it| it.id() != person.id() && it.lives(plan.month));
        if let Some(day) = person.died.filter(within).filter(|_| earned && others) {
            // The funeral office reports, or the next verification no longer finds the person.
            found.push(shock(Kind::EarnerDied, at, day, person.lag.funeral.min(1)));
        }
        let lost = person.purse.dismissed.filter(|_| person.purse.hired.is_none() && person.purse.wage > 0);
        if let Some(day) = lost.map(|month| month.first_day()).filter(within).filter(|_| person.lives(plan.month)) {
            found.push(shock(Kind::JobLost, at, day, 0));
        }
    }
    found
}
