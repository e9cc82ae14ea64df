//! Every role in every relation to a household's place, at every door of the office: who gets through, and who does not.

use crate::county::{BEGIN, COUNTY, Scene, nine};
use doudi_journal::{
    IdempotencyKey,
    access::{Action, Purpose, PurposeKind, Resource, Role, allows},
};
use doudi_kernel::Date;
use doudi_office::{
    OfficeError, Who,
    case::{self, Act, Application, Channel},
    matters, register,
    visits::{self, Made},
};
use doudi_work::{assess::Household, watch::Raised};
use serde_json::json;
use std::collections::BTreeMap;

/// A place as seen from a household's village, and whether the household lies in it.
fn relations(village: u64) -> Vec<(&'static str, String, bool)> {
    let (village, town) = (village.to_string(), (village / 1000).to_string());
    let next = |code: &str, width: usize| {
        let (head, tail) = code.split_at(code.len() - width);
        let number: u32 = tail.parse().expect("digits");
        format!("{head}{:0width$}", if number == 1 { 2 } else { 1 })
    };
    let other_town = next(&town, 3);
    vec![
        ("own village", village.clone(), true),
        ("own town", town.clone(), true),
        ("own county", COUNTY.into(), true),
        ("own province", "41".into(), true),
        ("sibling village", next(&village, 3), false),
        ("sibling town", other_town.clone(), false),
        ("cousin village", format!("{other_town}001"), false),
        ("sibling county", "419902".into(), false),
        ("other province", "37".into(), false),
    ]
}

struct Door {
    name: &'static str,
    right: (Resource, Action),
    opens: fn(&Scene, &Who, i64, i64) -> bool,
}

fn review() -> Purpose {
    Purpose::new(PurposeKind::Review, "2026-08").expect("a purpose")
}

/// Everything that shows or changes something of a household. Gives whether the household came through.
const DOORS: [Door; 14] = [
    Door {
        name: "list",
        right: (Resource::Household, Action::List),
        opens: |scene, who, household, _| {
            let mut after = None;
            loop {
                let query = register::Query { after, ..Default::default() };
                let Ok(page) = register::search(&scene.bureau, who, &query) else { return false };
                if page.iter().any(|it| it.id == household) {
                    return true;
                }
                let Some(last) = page.last() else { return false };
                after = Some((last.division, last.id));
            }
        },
    },
    Door {
        name: "read",
        right: (Resource::Household, Action::Read),
        opens: |scene, who, household, _| {
            let file = register::open(&scene.bureau, who, household, review());
            if let Ok(file) = &file {
                let masked = |number: &String| number.is_empty() || number.contains("****");
                assert!(file.members.iter().all(|it| masked(&it.number)), "a number in full");
            }
            file.is_ok()
        },
    },
    Door {
        name: "count",
        right: (Resource::Household, Action::Count),
        opens: |scene, who, household, _| {
            let clerk = scene.who(0, Role::CountyClerk, COUNTY, BEGIN);
            let all = register::open(&scene.bureau, &clerk, household, review()).expect("it is there");
            let town = (all.division / 1000).to_string().parse().expect("a town");
            let counts = register::counts(&scene.bureau, who, town, &[]);
            counts.is_ok_and(|counts| counts.iter().any(|it| it.division == all.division && it.households > 0))
        },
    },
    Door {
        name: "reveal",
        right: (Resource::SealedColumn, Action::Reveal),
        opens: |scene, who, household, _| {
            let clerk = scene.who(0, Role::CountyClerk, COUNTY, BEGIN);
            let file = register::open(&scene.bureau, &clerk, household, review()).expect("it is there");
            let person = file.members[0].id;
            register::reveal(&scene.bureau, who, household, person, review(), "核对银行账户户名").is_ok()
        },
    },
    Door {
        name: "case",
        right: (Resource::Case, Action::Read),
        opens: |scene, who, _, case| case::view(&scene.bureau, who, case).is_ok(),
    },
    Door {
        name: "cases",
        right: (Resource::Case, Action::List),
        opens: |scene, who, _, case| {
            case::mine(&scene.bureau, who, true).is_ok_and(|rows| rows.iter().any(|it| it.id == case))
        },
    },
    Door {
        name: "matters",
        right: (Resource::ActiveDiscovery, Action::List),
        opens: |scene, who, household, _| {
            let filter = matters::Filter { whole: true, ..Default::default() };
            let listed = matters::list(&scene.bureau, who, &filter);
            listed.is_ok_and(|(rows, _)| rows.iter().any(|it| it.matter.household == household))
        },
    },
    Door {
        name: "matter",
        right: (Resource::ActiveDiscovery, Action::Read),
        opens: |scene, who, household, _| matters::open(&scene.bureau, who, matter_of(scene, household)).is_ok(),
    },
    Door {
        name: "visit",
        right: (Resource::HomeVisit, Action::Write),
        opens: |scene, who, household, _| {
            let key = IdempotencyKey::new(format!("v-{}", who.account)).expect("a key");
            let act = matters::Act::Visit { on: BEGIN, found: Vec::new(), note: String::new() };
            let done = matters::act(&scene.bureau, who, matter_of(scene, household), 99, &act, &key);
            !matches!(done, Err(OfficeError::Denied(_) | OfficeError::NotFound))
        },
    },
    Door {
        name: "write",
        right: (Resource::Case, Action::Write),
        opens: |scene, who, _, case| {
            let key = IdempotencyKey::new(format!("w-{}", who.account)).expect("a key");
            let done = case::act(&scene.bureau, who, case, 99, Act::Ask("银行账户".into()), &key);
            !matches!(done, Err(OfficeError::Denied(_) | OfficeError::NotFound))
        },
    },
    Door {
        name: "day",
        right: (Resource::HomeVisit, Action::Write),
        opens: |scene, who, household, _| {
            let day = visits::day(&scene.bureau, who, &[household]);
            day.is_ok_and(|day| day.houses.iter().any(|house| house.id == household))
        },
    },
    Door {
        name: "visit",
        right: (Resource::HomeVisit, Action::Write),
        opens: |scene, who, household, _| {
            let made = json!({
                "name": format!("{:032x}", who.id.0), "account": who.id.0, "household": household, "base": 0,
                "at": who.now.millis(),
                "sights": [{ "person": null, "item": "need:work", "value": "yes", "paper": false }],
            });
            let made: Made = serde_json::from_value(made).expect("a visit");
            visits::take(&scene.bureau, who, &made, &[], 0).is_ok()
        },
    },
    Door {
        name: "visits",
        right: (Resource::HomeVisit, Action::List),
        opens: |scene, who, household, _| {
            visits::of_household(&scene.bureau, who, household).is_ok_and(|visits| !visits.is_empty())
        },
    },
    Door {
        name: "decide",
        right: (Resource::Case, Action::Decide),
        opens: |scene, who, _, case| {
            let key = IdempotencyKey::new(format!("d-{}", who.account)).expect("a key");
            let act = Act::Decide(case::Outcome::Refuse, "收入超过标准".into());
            let done = case::act(&scene.bureau, who, case, 99, act, &key);
            !matches!(done, Err(OfficeError::Denied(_) | OfficeError::NotFound))
        },
    },
];

/// A signal about everybody: the household has a matter.
fn signalled(scene: &Scene) {
    let households: Vec<Household> =
        scene.month.all().expect("a month").map(|it| it.expect("a dossier").household).collect();
    let raise = |household: u32| Raised { household, member: None, signal: "wages_collapsed".into() };
    let raised: Vec<Raised> = (0..households.len() as u32).map(raise).collect();
    let signals = matters::Signals { month: scene.month.kept.month, households: &households, raised: &raised };
    matters::take(&scene.bureau, signals, nine(BEGIN), |_| ()).expect("taken");
}

fn matter_of(scene: &Scene, household: i64) -> i64 {
    let clerk = scene.who(0, Role::CountyClerk, COUNTY, BEGIN);
    matters::of_household(&scene.bureau, &clerk, household).expect("a list")[0].0.id
}

#[test]
fn no_role_in_any_place_gets_through_a_door_that_is_not_its_own() {
    let scene = Scene::new();
    let (household, town) = scene.eligible("dibao");
    let clerk = scene.who(1, Role::TownClerk, &town, BEGIN);
    let key = IdempotencyKey::new("open-1").expect("a key");
    let application = Application {
        household,
        programmes: vec!["dibao".into()],
        channel: Channel::Oneself,
        authorised_until: Date::constant(2027, 8, 2),
        declared: BTreeMap::new(),
    };
    let case = case::open_case(&scene.bureau, &clerk, "dibao_application", application, &key).expect("a case");
    signalled(&scene);
    let village = register::open(&scene.bureau, &clerk, household, review()).expect("a file").division;
    let (mut asked, mut wrong) = (0, Vec::new());
    for (number, role) in (100..).zip(Role::all()) {
        for (relation, area, inside) in relations(village) {
            let who = scene.who(number, role, &area, BEGIN);
            for door in &DOORS {
                let (resource, action) = door.right;
                // Revealing shows a file's column: who may not read the file may not.
                let reads = door.name != "reveal" || allows(role, Resource::Household, Action::Read);
                let should = allows(role, resource, action) && reads && inside;
                asked += 1;
                if (door.opens)(&scene, &who, household, case) != should {
                    wrong.push(format!("{role} of {relation} at {}: should be {should}", door.name));
                }
            }
        }
    }
    assert_eq!(asked, Role::all().count() * 9 * DOORS.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
