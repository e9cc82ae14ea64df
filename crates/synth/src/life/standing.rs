//! How a household really stands in a month, by plain arithmetic over what everybody earns, owns and must pay.
//!
//! A household's counted income is wages, business, property and transfers of the members who live here and are neither in
//! prison nor missing, with the support that obligors pay; basic pension, subsidies and the child-rearing subsidy do not
//! count. It shares no code with the rules that it judges.

use super::{Household, Person, Village, Work, standard};
use doudi_kernel::Month;

/// What holds of a household as a whole; money in fen a month, savings and vehicle in yuan.
pub(crate) struct Standing {
    pub(crate) members: i64,
    pub(crate) income: i64,
    /// A twelfth of what illness, school and rehabilitation cost in a year.
    pub(crate) unavoidable: i64,
    /// The dibao standard for its members.
    pub(crate) line: i64,
    pub(crate) savings: u32,
    pub(crate) dwellings: u32,
    pub(crate) shop: bool,
    pub(crate) vehicle: u32,
    pub(crate) company: bool,
    /// Below the dibao standard.
    pub(crate) below: bool,
    /// The plain property rule: savings of two years' standard a head, one dwelling, no shop, no car, no company — the
    /// strictest test seen in several provinces.
    pub(crate) property_fits: bool,
}

impl Person {
    /// Whether the household counts the person.
    pub(crate) fn counts(&self) -> bool {
        !matches!(self.work, Work::Prisoner(..)) && !self.missing
    }
}

impl Standing {
    /// Of a household of a village as it was lived in the month.
    pub(crate) fn of(village: &Village, household: &Household, month: Month) -> Self {
        let living = village.members(household).iter().filter(|person| person.lives(month));
        let counted: Vec<&Person> = living.filter(|person| person.counts()).collect();
        let purses = || counted.iter().map(|person| &person.purse);
        let members = counted.len() as i64;
        let line = i64::from(standard(household.urban)) * 100 * members;
        let support: i64 = household.means.obligors.iter().map(|obligor| obligor.pays).sum();
        let wages: i64 = counted.iter().map(|person| person.wage(month)).sum();
        let income = wages + purses().map(|it| it.business + it.property + it.transfer).sum::<i64>() + support;
        let costs = purses().map(|it| i64::from(it.medical + it.education + it.rehabilitation)).sum::<i64>();
        let savings = purses().map(|it| it.savings).sum::<u32>();
        let dwellings = purses().map(|it| u32::from(it.dwellings)).sum::<u32>();
        let (shop, company) = (purses().any(|it| it.shop), purses().any(|it| it.company));
        let vehicle = purses().map(|it| it.vehicle).max().unwrap_or(0);
        let within = i64::from(savings) * 100 <= line * 24;
        Self {
            members,
            income,
            unavoidable: costs * 100 / 12,
            line,
            savings,
            dwellings,
            shop,
            vehicle,
            company,
            below: members > 0 && income < line,
            property_fits: within && dwellings <= 1 && !shop && vehicle == 0 && !company,
        }
    }

    /// Nothing to fall back on, and less than the standard to live on once the unavoidable is paid.
    pub(crate) fn hardship(&self) -> bool {
        self.members > 0 && self.property_fits && self.income - self.unavoidable < self.line
    }

    /// What fills the gap to the standard, whole yuan a month, a fifth of it at least.
    pub(crate) fn gap(&self) -> u32 {
        u32::try_from((self.line - self.income).max(self.line / 5) / 100).unwrap_or(0)
    }
}
