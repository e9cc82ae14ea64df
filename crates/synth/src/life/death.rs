//! Deaths, and how late each list learns of one.

use super::{first_month, some_day};
use crate::{chance::Chance, people::Born, plan::CountyPlan};
use doudi_kernel::{Date, Sex};

/// Deaths in a year per person by age, both sexes, after the shape of the 2020 life table; the level gives about 7.8 per
/// thousand of all (`calibration::DEATH_RATE`).
const RATES: [(i16, f64); 10] = [
    (0, 0.0008),
    (15, 0.0005),
    (40, 0.0020),
    (50, 0.0042),
    (60, 0.0090),
    (65, 0.0145),
    (70, 0.0240),
    (75, 0.0410),
    (80, 0.0750),
    (88, 0.1500),
];

/// The day of death within the time looked at, if any.
pub(super) fn day(born: &Born, plan: &CountyPlan, chance: &mut Chance) -> Option<Date> {
    let age = born.id.age_on(plan.today());
    let rate = RATES.iter().rev().find(|(from, _)| age >= *from).map_or(0.0, |(_, rate)| *rate);
    let sexes = if born.sex() == Sex::Male { 1.2 } else { 0.8 };
    let years = f64::from(plan.month.since(first_month(plan)) + 1) / 12.0;
    let dies = chance.happens(rate * sexes * years);
    let day = some_day(plan, chance);
    (dies && day > born.birth()).then_some(day)
}

/// Months by which each list learns late that a person is dead or gone. 0: the next month's file leaves the person out,
/// which is what the rules ask. Rates are illustrative; audits of alive-or-dead find 0.1 to 0.5 % of those paid.
#[derive(Clone)]
pub(crate) struct Lags {
    pub(crate) dibao: u8,
    pub(crate) tekun: u8,
    pub(crate) other_roster: u8,
    pub(crate) pension: u8,
    pub(crate) disability: u8,
    pub(crate) old_age: u8,
    pub(crate) orphan: u8,
    pub(crate) medical: u8,
    pub(crate) certificate: u8,
    /// Of the register; 255 when the family never reports (死亡未销户).
    pub(crate) register: u8,
    /// Of the funeral office; 255 when the burial was never reported.
    pub(crate) funeral: u8,
}

impl Lags {
    pub(super) fn new(chance: &mut Chance) -> Self {
        let mut late = |p: f64, most: i32| if chance.happens(p) { chance.between(1, most) as u8 } else { 0 };
        Self {
            dibao: late(0.16, 5),
            tekun: late(0.08, 3),
            other_roster: late(0.30, 9),
            pension: late(0.14, 6),
            disability: late(0.20, 6),
            old_age: late(0.15, 6),
            orphan: late(0.10, 3),
            medical: late(0.50, 12),
            certificate: late(0.60, 30),
            register: late(0.45, 6).max(late(0.05, 1) * 255),
            funeral: late(0.06, 1).max(late(0.04, 1) * 255),
        }
    }
}
