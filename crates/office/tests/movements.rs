//! Monthly figures: what stood, what came, what went, what stands.

use crate::county::{BEGIN, COUNTY, Scene};
use doudi_journal::access::Role;
use doudi_kernel::Month;
use doudi_office::register::{self, Cause};

#[test]
fn the_first_month_opens_the_stock_and_adds_nobody() {
    let scene = Scene::new();
    let clerk = scene.who(1, Role::CountyClerk, COUNTY, BEGIN);
    let month: Month = crate::county::MONTH.parse().unwrap();
    let area = COUNTY.parse().unwrap();
    let told = register::movements(&scene.bureau, &clerk, area, month).unwrap();
    let dibao = told.iter().find(|it| it.programme == "dibao").expect("somebody is helped");
    assert_eq!((dibao.before.households, dibao.continued), (0, 0));
    assert_eq!(dibao.causes.keys().collect::<Vec<_>>(), [&Cause::Opening]);
    assert_eq!(dibao.causes[&Cause::Opening], dibao.after);
    assert!(dibao.after.fen > 0 && dibao.after.persons >= dibao.after.households);
    for it in &told {
        let listed = register::roster(&scene.bureau, &clerk, area, &it.programme, month).unwrap();
        assert_eq!(listed.len() as i64, it.after.households, "{}", it.programme);
        assert_eq!(listed.iter().map(|one| one.persons).sum::<i64>(), it.after.persons);
    }
    let next = register::movements(&scene.bureau, &clerk, area, month.plus(1)).unwrap();
    assert!(next.iter().all(|it| it.causes.is_empty() && it.before == it.after));
}

mod whatever_happens {
    use super::*;
    use crate::changes::{done, members, placed};
    use doudi_kernel::Date;
    use doudi_office::{
        OfficeError, Who,
        register::{Act, Leaving, Sum},
    };
    use proptest::{prelude::*, test_runner::Config, test_runner::TestCaseError};
    use std::collections::BTreeSet;

    /// One of the acts, from three numbers.
    fn act(scene: &Scene, who: &Who, files: &[i64], kind: u8, one: usize, two: usize) -> Act {
        let household = files[one % files.len()];
        let mut people = members(scene, who, household);
        let person = people.get(two % people.len().max(1)).copied().unwrap_or(0);
        match kind {
            0 => Act::Split { household, placed: placed(&people.split_off((1 + two % 2).min(people.len()))) },
            1 => {
                let other = files[two % files.len()];
                Act::Merge { household, other, placed: placed(&members(scene, who, other)) }
            }
            2 => {
                let turn = usize::from(people.len() > 1);
                people.rotate_left(turn);
                Act::Renew { household, placed: placed(&people) }
            }
            3 => {
                let living: Vec<i64> = people.iter().copied().filter(|it| *it != person).collect();
                Act::Death {
                    household,
                    person,
                    placed: if person == people.first().copied().unwrap_or(0) { placed(&living) } else { Vec::new() },
                }
            }
            4 => Act::Leave { household, person, why: Leaving::Married },
            5 => {
                let there = files[two % files.len()];
                let to = register::one(&scene.bureau, who, there).map_or(0, |it| it.division);
                Act::Move { household, to }
            }
            _ => Act::Away { household },
        }
    }

    /// What is listed, counted apart from the movements.
    fn listed(scene: &Scene, who: &Who, area: &str, programme: &str, month: Month) -> Sum {
        let rows = register::roster(&scene.bureau, who, area.parse().unwrap(), programme, month).unwrap();
        Sum {
            households: rows.len() as i64,
            persons: rows.iter().map(|it| it.persons).sum(),
            fen: rows.iter().filter_map(|it| it.amount_fen).sum(),
        }
    }

    /// Does the acts, some of them some months later, and holds every month and place against what is listed.
    fn holds(steps: Vec<(u8, usize, usize, i32)>) -> Result<(), TestCaseError> {
        let scene = Scene::new();
        let first: Month = crate::county::MONTH.parse().unwrap();
        let clerk = scene.who(1, Role::CountyClerk, COUNTY, BEGIN);
        let area = COUNTY.parse().unwrap();
        let mut files: Vec<i64> = register::roster(&scene.bureau, &clerk, area, "dibao", first)
            .unwrap()
            .iter()
            .filter(|it| it.persons > 1)
            .map(|it| it.household)
            .take(6)
            .collect();
        let (mut month, mut renewed) = (first.plus(1), 0);
        for (at, (kind, one, two, later)) in steps.into_iter().enumerate() {
            month = month.plus(later);
            let who = scene.who(1, Role::CountyClerk, COUNTY, Date::constant(month.year(), month.month(), 5));
            let act = act(&scene, &who, &files, kind, one, two);
            match done(&scene, &who, &act, &format!("user:1:{at}")) {
                Ok(file) => {
                    renewed += usize::from(kind == 2);
                    files.push(file);
                }
                Err(OfficeError::Change(_) | OfficeError::NotFound) => {}
                Err(other) => prop_assert!(false, "{other:?}"),
            }
        }
        let towns: BTreeSet<String> = files
            .iter()
            .map(|file| (register::one(&scene.bureau, &clerk, *file).map_or(0, |it| it.division) / 1000).to_string())
            .filter(|town| town.len() == 9)
            .chain([COUNTY.to_owned()])
            .collect();
        let mut continued = 0;
        for town in &towns {
            for at in 0..=month.since(first) + 1 {
                let now = first.plus(at);
                for it in register::movements(&scene.bureau, &clerk, town.parse().unwrap(), now).unwrap() {
                    let mut sum = it.before;
                    it.causes.values().for_each(|by| sum += *by);
                    prop_assert_eq!(sum, it.after, "{} {}: {:?}", town, now, it);
                    prop_assert_eq!(it.after, listed(&scene, &clerk, town, &it.programme, now));
                    prop_assert_eq!(it.before, listed(&scene, &clerk, town, &it.programme, now.plus(-1)));
                    if town == COUNTY && it.programme == "dibao" {
                        continued += it.continued;
                        let never = [Cause::New, Cause::MovedIn, Cause::MovedOut, Cause::TransferIn];
                        prop_assert!(never.iter().all(|cause| !it.causes.contains_key(cause)), "{:?}", it);
                    }
                }
            }
        }
        prop_assert!(continued as usize <= renewed + files.len());
        Ok(())
    }

    proptest! {
        #![proptest_config(Config { cases: 12, failure_persistence: None, ..Config::default() })]

        #[test]
        fn what_stood_and_what_moved_is_what_stands(
            steps in prop::collection::vec((0u8..7, 0usize..9, 0usize..9, 0i32..3), 1..14)
        ) {
            holds(steps)?;
        }
    }

    #[test]
    fn what_happens_to_a_file_that_began_in_the_same_month_adds_and_stops_nobody() {
        for (what, steps) in [
            ("renewed, then split", [(2, 0, 0, 0), (0, 6, 2, 0)]),
            ("renewed twice", [(2, 0, 0, 0), (2, 6, 0, 0)]),
            ("split, then split again", [(0, 0, 0, 0), (0, 6, 0, 0)]),
            ("renewed, then merged", [(2, 0, 0, 0), (1, 1, 6, 0)]),
        ] {
            holds(steps.to_vec()).unwrap_or_else(|why| panic!("{what}: {why}"));
        }
    }
}
