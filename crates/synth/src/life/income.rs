//! Income, spending, land.

use super::{Class, House, Household, Person, Work};
use crate::{calibration as known, chance::Chance, people::Kin};

/// Income as a multiple of the mean by share of people below: between the points straight. A lognormal fitted to mean and median would give the poorest fifth 39 % of the mean; here it has 29 %, the other
/// fifths 62, 85, 118 and 206 % (Fujian 2021: 27, 63, 87, 116, 207).
const CURVE: [(f64, f64); 11] = [
    (0.00, 0.04),
    (0.05, 0.16),
    (0.10, 0.32),
    (0.20, 0.50),
    (0.40, 0.73),
    (0.50, 0.848),
    (0.60, 0.98),
    (0.80, 1.38),
    (0.90, 1.78),
    (0.95, 2.20),
    (1.00, 4.00),
];

/// The multiple of the mean that a share `below` of people does not reach.
fn multiple(below: f64) -> f64 {
    let pair = CURVE.windows(2).find(|pair| below <= pair[1].0).unwrap_or(&CURVE[9..]);
    let ((p0, q0), (p1, q1)) = (pair[0], pair[1]);
    q0 + (below - p0) / (p1 - p0) * (q1 - q0)
}

/// Ranks a village's households by what they could earn and gives each the income of its rank, so that the distribution
/// is the official one while who is poor follows from work, age and illness.
pub(super) fn earn(kin: Vec<Kin>, people: &[Person], urban: bool, chance: &mut Chance) -> Vec<Household> {
    let mut order: Vec<(f64, usize)> =
        kin.iter().enumerate().map(|(number, kin)| (strength(kin, people, chance), number)).collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mean = if urban { known::URBAN_MEAN.value } else { known::RURAL_MEAN.value };
    let total = people.len() as f64;
    let mut incomes = vec![0.0; kin.len()];
    let mut below = 0.0;
    for (_, number) in order {
        let size = f64::from(kin[number].size);
        incomes[number] = mean * multiple((below + size * chance.unit()) / total);
        below += size;
    }
    kin.into_iter().zip(incomes).map(|(kin, income)| household(kin, income, mean, urban, chance)).collect()
}

/// Earning power per head, with luck.
fn strength(kin: &Kin, people: &[Person], chance: &mut Chance) -> f64 {
    let members = &people[kin.first as usize..(kin.first + kin.size) as usize];
    let earned: f64 = members.iter().map(earning).sum();
    earned / f64::from(kin.size) * (1.0 + 0.30 * chance.bell()).max(0.05)
}

fn earning(person: &Person) -> f64 {
    let work = match person.work {
        Work::None => 0.12,
        Work::Farm => 0.55,
        Work::Casual => 0.95,
        Work::Away => 1.35,
        Work::Employee | Work::EmployeeAway => 1.75,
        Work::Agency => 2.2,
        Work::RetiredEmployee => 1.0,
        Work::RetiredAgency => 1.6,
        Work::Soldier(_) | Work::Prisoner(..) => 0.1,
    };
    let ill = if person.chronic { 0.9 } else { 1.0 };
    work * ill * if person.disability.is_some() { 0.6 } else { 1.0 }
}

fn household(kin: Kin, income: f64, mean: f64, urban: bool, chance: &mut Chance) -> Household {
    // Consumption rises with income more slowly than income: 83 % of it at the rural mean.
    let share = known::RURAL_SPENDING.value / known::RURAL_MEAN.value;
    let spending = mean * share * (0.42 + 0.58 * income / mean) * (1.0 + 0.12 * chance.bell()).max(0.4);
    let health_share = if income < mean { known::HEALTH_SPENDING_LOW.value } else { known::HEALTH_SPENDING_HIGH.value };
    let shock = if chance.happens(0.03) { 6.0 } else { 1.0 };
    Household {
        kin,
        urban,
        income: income.round() as u32,
        spending: spending.round() as u32,
        health_spending: (spending * health_share * shock).round() as u32,
        land: if urban { 0 } else { 5 + chance.below(95) },
        house: House::A,
        class: Class::None,
        listed: None,
        full: false,
        monthly: 0,
        monitored: None,
        monitored_class: "",
        monitored_says_dibao: None,
        graduated: false,
        // No mobile number begins with 100, no bank card with 9: neither can be anybody's.
        phone: 10_000_000_000 + u64::from(chance.below(100_000_000)),
        account: 9_000_000_000_000_000_000 + (u64::from(chance.below(u32::MAX)) << 16),
        means: super::means::Means::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_curve_has_the_mean_one_and_few_but_poor_people_at_the_bottom() {
        let all: Vec<f64> = (0..100_000).map(|n| multiple((f64::from(n) + 0.5) / 100_000.0)).collect();
        let mean = all.iter().sum::<f64>() / 100_000.0;
        let bottom = all[..20_000].iter().sum::<f64>() / 20_000.0;
        assert!((mean - 1.0).abs() < 0.01, "{mean}");
        assert!((0.27..0.33).contains(&(bottom / mean)), "{bottom}");
        assert!((all[50_000] - known::RURAL_MEDIAN.value / known::RURAL_MEAN.value).abs() < 0.005);
    }
}
