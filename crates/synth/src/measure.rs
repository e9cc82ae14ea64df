//! The synthetic figures beside those that they are to meet.

use crate::{
    CountyPlan, SynthError,
    calibration::{self as known, Figure},
    life::{self, Class, Person, Village, holds},
    plan,
};
use doudi_kernel::Month;
use rayon::prelude::*;
use std::fmt;

/// A figure as the county has it.
#[derive(Clone, Copy, Debug)]
pub struct Measured {
    /// What it should be.
    pub figure: Figure,
    /// What it is.
    pub value: f64,
    /// By which share of the target it may differ.
    pub tolerance: f64,
}

impl Measured {
    /// Whether the county is within the tolerance.
    pub fn holds(&self) -> bool {
        (self.value / self.figure.value - 1.0).abs() <= self.tolerance
    }
}

/// What, target, found, deviation, certainty.
impl fmt::Display for Measured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Figure { what, value, certainty, .. } = self.figure;
        let percent = (self.value / value - 1.0) * 100.0;
        let show = |x: f64| if x >= 100.0 { format!("{x:.0}") } else { format!("{x:.4}") };
        write!(
            f,
            "{what:<58} {:>8} {:>8} {percent:>+6.1} % (±{:.0} %) {certainty:?}",
            show(value),
            show(self.value),
            self.tolerance * 100.0
        )
    }
}

/// Sums over people; every ratio below is one of them over another.
#[derive(Clone, Default)]
struct Sums {
    of: Vec<(f64, f64)>,
    /// Income of every living rural resident.
    rural_incomes: Vec<u32>,
    urban_income: (f64, f64),
    /// Deaths in the twelve months up to the last, and the living.
    deaths: (f64, f64),
}

/// Makes the county's people, without writing files, and measures them. Memory grows with the county: measure up to a
/// million.
///
/// # Errors
/// A plan that makes no sense.
///
/// ```
/// let plan = doudi_synth::CountyPlan::new("419901".parse().unwrap(), 20_000, "2026-09".parse().unwrap(), 1);
/// let size = &doudi_synth::measure(&plan).unwrap()[0];
/// assert!((2.5..2.75).contains(&size.value), "{size}");
/// ```
pub fn measure(plan: &CountyPlan) -> Result<Vec<Measured>, SynthError> {
    plan.check()?;
    let places = plan::places(plan);
    let parts: Vec<Sums> =
        places.villages.par_iter().map(|place| sums(&life::live(plan, &places, *place), plan.month)).collect();
    let mut all = Sums { of: vec![(0.0, 0.0); SHARES.len()], ..Sums::default() };
    for part in parts {
        all.of.iter_mut().zip(part.of).for_each(|(sum, one)| (sum.0, sum.1) = (sum.0 + one.0, sum.1 + one.1));
        all.rural_incomes.extend(part.rural_incomes);
        all.deaths = (all.deaths.0 + part.deaths.0, all.deaths.1 + part.deaths.1);
        all.urban_income = (all.urban_income.0 + part.urban_income.0, all.urban_income.1 + part.urban_income.1);
    }
    let mut measured: Vec<Measured> = SHARES
        .iter()
        .zip(&all.of)
        .map(|(share, (part, whole))| Measured {
            figure: share.figure,
            value: part / whole,
            tolerance: share.tolerance,
        })
        .collect();
    measured.extend(incomes(all));
    Ok(measured)
}

/// A share: what is counted, among whom.
struct Share {
    figure: Figure,
    tolerance: f64,
    among: fn(&Village, &Person, Month) -> bool,
    counted: fn(&Village, &Person, Month) -> bool,
}

const fn share(
    figure: Figure,
    tolerance: f64,
    among: fn(&Village, &Person, Month) -> bool,
    counted: fn(&Village, &Person, Month) -> bool,
) -> Share {
    Share { figure, tolerance, among, counted }
}

fn everybody(_: &Village, _: &Person, _: Month) -> bool {
    true
}

fn listed(village: &Village, person: &Person, month: Month) -> Option<Class> {
    let household = village.household(person);
    (holds(&household.listed, month) && person.aid.covered).then_some(household.class).filter(|c| *c != Class::None)
}

fn monitored(village: &Village, person: &Person, month: Month) -> bool {
    holds(&village.household(person).monitored, month)
}

fn low_income(village: &Village, person: &Person, month: Month) -> bool {
    listed(village, person, month).is_some() || monitored(village, person, month)
}

/// Tolerances: a tenth where thousands are counted, more where a hundred or two are.
static SHARES: [Share; 23] = [
    // People by households: counted as the inverse, a head for every household.
    share(known::HOUSEHOLD_SIZE, 0.03, |_, p, _| p.born.role == crate::people::Role::Head, everybody),
    share(known::RURAL_SHARE, 0.15, everybody, |v, _, _| !v.place.urban),
    share(known::AGE_0_15, 0.04, everybody, |_, p, m| p.age(m) < 16),
    share(known::AGE_60, 0.04, everybody, |_, p, m| p.age(m) >= 60),
    share(known::AGE_65, 0.06, everybody, |_, p, m| p.age(m) >= 65),
    share(known::DISABLED, 0.06, everybody, |_, p, _| p.disability.is_some()),
    share(known::DISABLED_OLD, 0.06, |_, p, _| p.disability.is_some(), |_, p, m| p.age(m) >= 60),
    share(
        known::CERTIFIED,
        0.06,
        |_, p, _| p.disability.is_some(),
        |_, p, _| p.disability.as_ref().is_some_and(|d| d.certificate.is_some()),
    ),
    share(known::CHRONIC, 0.05, |_, p, m| p.age(m) >= 15, |_, p, _| p.chronic),
    share(known::CARE_NEED, 0.08, |_, p, m| p.age(m) >= 60, |_, p, _| p.needs_care),
    share(known::LOW_INCOME, 0.08, everybody, low_income),
    share(known::DIBAO_RURAL, 0.10, |v, _, _| !v.place.urban, |v, p, m| listed(v, p, m) == Some(Class::Dibao)),
    share(known::DIBAO_URBAN, 0.15, |v, _, _| v.place.urban, |v, p, m| listed(v, p, m) == Some(Class::Dibao)),
    share(known::TEKUN, 0.15, everybody, |v, p, m| listed(v, p, m) == Some(Class::Tekun)),
    share(known::EDGE, 0.15, everybody, |v, p, m| listed(v, p, m) == Some(Class::Edge)),
    share(known::RIGID, 0.15, everybody, |v, p, m| listed(v, p, m) == Some(Class::Rigid)),
    share(known::RELAPSE, 0.20, everybody, |v, p, m| listed(v, p, m).is_none() && monitored(v, p, m)),
    share(known::OTHER, 0.15, everybody, |v, p, m| listed(v, p, m) == Some(Class::Other)),
    share(known::GRADUATED, 0.12, |v, _, _| !v.place.urban, |v, p, _| v.household(p).graduated),
    share(known::ORPHANS, 0.35, |_, p, m| p.age(m) < 16, |_, p, m| p.aid.orphan.is_some_and(|(_, s)| s.holds(m))),
    share(known::SUBSIDIES, 0.20, everybody, |_, p, m| holds(&p.aid.living, m) || holds(&p.aid.care, m)),
    share(known::MEDICAL, 0.03, everybody, |_, p, m| p.insurance.medical.is_some_and(|(_, spell)| spell.holds(m))),
    share(known::MEDICAL_LOW_INCOME, 0.02, low_income, |_, p, m| {
        p.insurance.medical.is_some_and(|(_, spell)| spell.holds(m))
    }),
];

fn sums(village: &Village, month: Month) -> Sums {
    let mut sums = Sums { of: vec![(0.0, 0.0); SHARES.len()], ..Sums::default() };
    let year = month.plus(-11)..=month;
    sums.deaths.0 =
        village.people.iter().filter(|p| p.died.is_some_and(|day| year.contains(&Month::of(day)))).count() as f64;
    for person in village.people.iter().filter(|person| person.lives(month)) {
        sums.deaths.1 += 1.0;
        for (share, sum) in SHARES.iter().zip(&mut sums.of) {
            if (share.among)(village, person, month) {
                sum.1 += 1.0;
                sum.0 += f64::from(u8::from((share.counted)(village, person, month)));
            }
        }
        // The size is people over heads, not heads over heads.
        sums.of[0].0 += f64::from(u8::from(person.born.role != crate::people::Role::Head));
        let income = village.household(person).income;
        if village.place.urban {
            sums.urban_income = (sums.urban_income.0 + f64::from(income), sums.urban_income.1 + 1.0);
        } else {
            sums.rural_incomes.push(income);
        }
    }
    sums
}

fn incomes(mut sums: Sums) -> Vec<Measured> {
    sums.rural_incomes.sort_unstable();
    let mean = |part: &[u32]| part.iter().map(|&income| f64::from(income)).sum::<f64>() / part.len() as f64;
    let (all, fifth) = (mean(&sums.rural_incomes), sums.rural_incomes.len() / 5);
    let bottom = mean(&sums.rural_incomes[..fifth]);
    let median = f64::from(sums.rural_incomes[sums.rural_incomes.len() / 2]);
    let of = |figure, value, tolerance| Measured { figure, value, tolerance };
    vec![
        of(known::DEATH_RATE, sums.deaths.0 / sums.deaths.1, 0.10),
        of(known::RURAL_MEAN, all, 0.02),
        of(known::RURAL_MEDIAN, median, 0.02),
        of(known::URBAN_MEAN, sums.urban_income.0 / sums.urban_income.1, 0.02),
        // 0.27 to 0.33 is what real tables have.
        of(known::BOTTOM_FIFTH, bottom / all, 0.10),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_county_meets_every_figure_within_its_tolerance() {
        let plan = CountyPlan::new("419901".parse().unwrap(), 150_000, "2026-09".parse().unwrap(), 1);
        let measured = measure(&plan).unwrap();
        let table: Vec<String> = measured.iter().map(ToString::to_string).collect();
        let missed: Vec<_> = measured.iter().filter(|m| !m.holds()).map(ToString::to_string).collect();
        assert!(missed.is_empty(), "missed:\n{}\nof:\n{}", missed.join("\n"), table.join("\n"));
        eprintln!("{}", table.join("\n"));
    }
}
