//! Who lives together.

use super::{Role, age};
use crate::chance::Chance;
use Role::{Child, Grandchild, Head, Parent, Spouse};
use doudi_kernel::Sex;

/// Kinds of household.
#[derive(Clone, Copy)]
enum Kind {
    SingleElder,
    SingleAdult,
    OldCouple,
    Couple,
    OneParent,
    ElderAndChild,
    /// A couple with so many children under 16, so many grown children, so many of its parents.
    Family {
        small: u8,
        grown: u8,
        parents: u8,
    },
    OldCoupleAndChild,
    /// Grandparents and a grandchild, the parents being away for work.
    SkippedGeneration,
}

/// Shares of the kinds. Starting from a rough picture of the 2020 census by size (one person 25 %, two 30 %, three 21 %,
/// four 13 %), they are the exponential tilt that meets mean size 2.62 and the three age bands at once.
const KINDS: [(f64, Kind); 16] = [
    (0.0690, Kind::SingleElder),
    (0.1278, Kind::SingleAdult),
    (0.1125, Kind::OldCouple),
    (0.1333, Kind::Couple),
    (0.0187, Kind::OneParent),
    (0.0357, Kind::ElderAndChild),
    (0.1009, Kind::Family { small: 1, grown: 0, parents: 0 }),
    (0.1548, Kind::Family { small: 0, grown: 1, parents: 0 }),
    (0.0432, Kind::Family { small: 2, grown: 0, parents: 0 }),
    (0.0253, Kind::OldCoupleAndChild),
    (0.0136, Kind::SkippedGeneration),
    (0.0308, Kind::Family { small: 1, grown: 1, parents: 0 }),
    (0.0489, Kind::Family { small: 1, grown: 0, parents: 1 }),
    (0.0247, Kind::Family { small: 2, grown: 0, parents: 1 }),
    (0.0404, Kind::Family { small: 1, grown: 0, parents: 2 }),
    (0.0204, Kind::Family { small: 2, grown: 0, parents: 2 }),
];

/// Role, age in years and, where kinship fixes it, sex.
type Member = (Role, i32, Option<Sex>);

/// One household.
pub(super) fn compose(chance: &mut Chance) -> Vec<Member> {
    match chance.weighted(&KINDS) {
        Kind::SingleElder => vec![(Head, age::elder(chance), None)],
        Kind::SingleAdult => vec![(Head, age::adult(18, 59, chance), None)],
        Kind::OldCouple => old_couple(chance),
        Kind::Couple => couple(age::adult(23, 59, chance), chance),
        Kind::OneParent => {
            let child = age::child(chance);
            vec![(Head, (child + chance.between(20, 38)).min(59), None), (Child, child, None)]
        }
        Kind::ElderAndChild => {
            let elder = age::elder(chance);
            vec![(Head, elder, None), (Child, (elder - chance.between(21, 36)).clamp(18, 59), None)]
        }
        Kind::OldCoupleAndChild => {
            let mut all = old_couple(chance);
            all.push((Child, (all[0].1 - chance.between(21, 36)).clamp(18, 59), None));
            all
        }
        Kind::SkippedGeneration => {
            let mut all = old_couple(chance);
            all.push((Grandchild, age::child(chance), None));
            all
        }
        Kind::Family { small, grown, parents } => family(small, grown, parents, chance),
    }
}

fn couple(his: i32, chance: &mut Chance) -> Vec<Member> {
    let hers = (his + chance.between(-5, 2)).clamp(20, 59);
    let (head, spouse) = if chance.happens(0.86) { (Sex::Male, Sex::Female) } else { (Sex::Female, Sex::Male) };
    vec![(Head, his, Some(head)), (Spouse, hers, Some(spouse))]
}

fn old_couple(chance: &mut Chance) -> Vec<Member> {
    let his = age::elder(chance).min(92);
    vec![(Head, his, Some(Sex::Male)), (Spouse, (his + chance.between(-5, 2)).max(60), Some(Sex::Female))]
}

fn family(small: u8, grown: u8, parents: u8, chance: &mut Chance) -> Vec<Member> {
    let eldest = if grown > 0 { age::adult(16, 35, chance) } else { age::child(chance) };
    let oldest_possible = if parents > 0 { 55 } else { 59 };
    let mut all = couple((eldest + chance.between(21, 33)).clamp(22, oldest_possible), chance);
    all.push((Child, eldest, None));
    for _ in 1..small + grown {
        let next = if grown > 0 { age::child(chance) } else { (eldest - chance.between(1, 8)).max(0) };
        all.push((Child, next, None));
    }
    let head = all[0].1;
    for place in 0..parents {
        let sex = (parents == 2).then_some(if place == 0 { Sex::Male } else { Sex::Female });
        all.push((Parent, age::elder(chance).max(head + 18), sex));
    }
    all
}
