//! Identity numbers of people who never existed, unique over the county without any village knowing another.

use crate::{chance::Chance, plan::CountyPlan};
use doudi_kernel::{Date, Division, ResidentId, Sex};
use jiff::ToSpan;
use std::collections::BTreeSet;

/// Serials in a block: five of each sex a day. A village of 1,129 has one birth of a sex a day in fifty years.
const BLOCK: u16 = 10;
/// Blocks under one county code: serials 1 to 990.
const BLOCKS: u32 = 99;

/// Gives out a village's numbers: a county code and a block of serials are the village's own, so no two villages of the
/// first 9,801 can give out the same number.
pub(crate) struct Issuer {
    code: Division,
    first_serial: u16,
    given: BTreeSet<u64>,
}

impl Issuer {
    /// The issuer of the village at a place (from 1) in the plan.
    pub(crate) fn new(plan: &CountyPlan, village: u32) -> Self {
        let place = village - 1;
        let code = plan.issuing_codes().nth((place / BLOCKS) as usize % 99).expect("99 codes");
        Self { code, first_serial: (place % BLOCKS) as u16 * BLOCK + 1, given: BTreeSet::new() }
    }

    /// A new number. When the block of a day is used up, the birthday moves back a day.
    pub(crate) fn issue(&mut self, mut born: Date, sex: Sex, chance: &mut Chance) -> ResidentId {
        // Serials 0 to 9 of a block alternate; odd ones are men.
        let parity = u16::from((self.first_serial % 2 == 1) != (sex == Sex::Male));
        loop {
            let start = chance.below(5) as u16;
            for step in 0..5 {
                let serial = self.first_serial + (start + step) % 5 * 2 + parity;
                let id =
                    ResidentId::new(self.code, born, serial).expect("a county, a serial of 1 to 990, a modern date");
                if self.given.insert(id.packed()) {
                    return id;
                }
            }
            born = born.saturating_sub(1.days());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Subject;

    #[test]
    fn a_village_never_gives_a_number_twice_and_keeps_the_sex() {
        let plan = CountyPlan::new("419901".parse().unwrap(), 60_000, "2026-09".parse().unwrap(), 1);
        let mut chance = Chance::new(1, 1, Subject::People);
        let mut all = BTreeSet::new();
        for village in [1, 2, 99, 100, 9_801] {
            let mut issuer = Issuer::new(&plan, village);
            for turn in 0..40 {
                let sex = if turn % 2 == 0 { Sex::Male } else { Sex::Female };
                let id = issuer.issue(Date::constant(1960, 5, 1), sex, &mut chance);
                assert_eq!(id.sex(), sex);
                assert!(all.insert(id.packed()));
            }
        }
    }
}
