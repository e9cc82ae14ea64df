//! How many of each stratum.

/// Divides `size` visits among strata in proportion to their people: every stratum gets one, the rest goes by largest
/// remainder (Hamilton's method), and no stratum gets more than it has. Of equal remainders the earlier stratum wins.
///
/// `None` when there are fewer visits than strata with people. More visits than people visit everybody.
///
/// ```
/// use doudi_work::doubts::allocate;
/// assert_eq!(allocate(10, &[70, 25, 5]), Some(vec![7, 2, 1]));
/// assert_eq!(allocate(10, &[97, 2, 1, 0]), Some(vec![8, 1, 1, 0]));
/// assert_eq!(allocate(2, &[5, 5, 5]), None);
/// ```
pub fn allocate(size: u64, strata: &[u64]) -> Option<Vec<u64>> {
    let total: u64 = strata.iter().sum();
    let size = size.min(total);
    let occupied = strata.iter().filter(|people| **people > 0).count() as u64;
    if size < occupied {
        return None;
    }
    // A stratum whose share is below one takes one; the others divide what is left among themselves.
    let mut fixed: Vec<bool> = strata.iter().map(|people| *people == 0).collect();
    loop {
        let (left, people) = rest(size, strata, &fixed);
        let small = |at: usize| !fixed[at] && u128::from(strata[at]) * u128::from(left) < u128::from(people);
        match (0..strata.len()).find(|at| small(*at)) {
            Some(at) => fixed[at] = true,
            None => return Some(hamilton(left, people, strata, &fixed)),
        }
    }
}

/// Visits and people that remain for the strata that are not fixed at one.
fn rest(size: u64, strata: &[u64], fixed: &[bool]) -> (u64, u64) {
    let ones = strata.iter().zip(fixed).filter(|(people, fixed)| **fixed && **people > 0);
    let people = strata.iter().zip(fixed).filter(|(_, fixed)| !**fixed).map(|(people, _)| people).sum();
    (size - ones.count() as u64, people)
}

fn hamilton(left: u64, people: u64, strata: &[u64], fixed: &[bool]) -> Vec<u64> {
    let share = |at: usize| u128::from(strata[at]) * u128::from(left);
    let mut given: Vec<u64> = (0..strata.len())
        .map(|at| match fixed[at] {
            true => u64::from(strata[at] > 0),
            false => (share(at) / u128::from(people)) as u64,
        })
        .collect();
    let open: Vec<usize> = (0..strata.len()).filter(|at| !fixed[*at]).collect();
    let mut by_remainder = open.clone();
    by_remainder.sort_by_key(|at| (std::cmp::Reverse(share(*at) % u128::from(people)), *at));
    let over = left - open.iter().map(|at| given[*at]).sum::<u64>();
    for at in by_remainder.into_iter().take(over as usize) {
        given[at] += 1;
    }
    given
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_stratum_is_visited_none_beyond_its_people_and_the_sum_is_exact(
            strata in prop::collection::vec(0u64..1000, 1..40), size in 0u64..2000,
        ) {
            let total: u64 = strata.iter().sum();
            match allocate(size, &strata) {
                None => prop_assert!(size < strata.iter().filter(|people| **people > 0).count() as u64),
                Some(given) => {
                    prop_assert_eq!(given.iter().sum::<u64>(), size.min(total));
                    for (given, people) in given.iter().zip(&strata) {
                        prop_assert!(given <= people && (*given > 0) == (*people > 0));
                    }
                }
            }
        }

        #[test]
        fn a_larger_stratum_is_never_visited_less(
            strata in prop::collection::vec(1u64..1000, 1..20), size in 20u64..500,
        ) {
            if let Some(given) = allocate(size, &strata) {
                for (a, b) in (0..strata.len()).flat_map(|a| (0..strata.len()).map(move |b| (a, b))) {
                    prop_assert!(strata[a] <= strata[b] || given[a] + 1 > given[b]);
                }
            }
        }
    }
}
