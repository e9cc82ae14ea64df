//! Ages within the bands that the kind of household fixes.

use crate::chance::Chance;
use doudi_kernel::Date;
use jiff::ToSpan;

/// Those of 60 and over by five years; with the clamps of kinship 31 % end up under 65, so that 15.9 of the 23.0 % are 65
/// or more. The rest falls as in the 2020 census.
const ELDERS: [(f64, i32); 8] =
    [(0.265, 60), (0.265, 65), (0.197, 70), (0.126, 75), (0.080, 80), (0.044, 85), (0.018, 90), (0.005, 95)];
/// Those of 16 to 59 by some ten years, older cohorts being larger.
const ADULTS: [(f64, (i32, i32)); 5] =
    [(0.09, (16, 22)), (0.17, (23, 30)), (0.26, (31, 40)), (0.23, (41, 50)), (0.25, (51, 59))];

/// The age of somebody of 60 or over.
pub(super) fn elder(chance: &mut Chance) -> i32 {
    chance.weighted(&ELDERS) + chance.between(0, 4)
}

/// The age of an adult within limits.
pub(super) fn adult(low: i32, high: i32, chance: &mut Chance) -> i32 {
    let (from, to) = chance.weighted(&ADULTS);
    let age = chance.between(from, to);
    if (low..=high).contains(&age) { age } else { chance.between(low, high) }
}

/// The age of a child: births have fallen since 2017, so the small are fewer.
pub(super) fn child(chance: &mut Chance) -> i32 {
    if chance.happens(0.27) { chance.between(0, 5) } else { chance.between(6, 15) }
}

/// A day of birth that makes someone so old on `today`.
pub(super) fn birth_date(age: i32, today: Date, chance: &mut Chance) -> Date {
    let youngest = today.saturating_sub(age.years());
    youngest.saturating_sub(chance.between(0, 364).days())
}
