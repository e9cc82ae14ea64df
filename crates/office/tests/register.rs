//! Rosters become files; files are found, opened for a purpose, and seen by whom they concern.

use crate::county::{BEGIN, COUNTY, Scene, nine};
use doudi_journal::{
    Rebuild,
    access::{Purpose, PurposeKind, Role},
};
use doudi_kernel::Date;
use doudi_office::{OfficeError, register, staff};

fn review() -> Purpose {
    Purpose::new(PurposeKind::Review, "2026-08").expect("a purpose")
}

#[test]
fn taking_a_month_twice_changes_nothing() {
    let scene = Scene::new();
    let again = register::take(&scene.bureau, &scene.month, nine(Date::constant(2026, 8, 4)), |_| ()).unwrap();
    assert_eq!((again.new, again.changed, again.gone), (0, 0, 0));
    assert_eq!(again.same, scene.month.kept.counts.0);
}

#[test]
fn a_register_knows_which_month_it_was_given_whole() {
    let scene = Scene::new();
    assert!(register::taken(&scene.bureau, &scene.month).unwrap());
    let fresh = Scene::empty();
    assert!(!register::taken(&fresh.bureau, &fresh.month).unwrap());
    // Whoever ends in the middle begins again: a month counts as taken when its last household is.
    let ended = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        register::take(&fresh.bureau, &fresh.month, nine(BEGIN), |_| panic!("the machine ends here"))
    }));
    assert!(ended.is_err() && !register::taken(&fresh.bureau, &fresh.month).unwrap());
    let rest = register::take(&fresh.bureau, &fresh.month, nine(BEGIN), |_| ()).unwrap();
    assert!(rest.same > 0 && rest.changed == 0 && register::taken(&fresh.bureau, &fresh.month).unwrap());
}

#[test]
fn rebuilding_the_tables_gives_the_same_tables() {
    let scene = Scene::new();
    let (household, _) = scene.eligible("dibao");
    let clerk = scene.who(1, Role::CountyClerk, COUNTY, BEGIN);
    register::open(&scene.bureau, &clerk, household, review()).unwrap();
    assert_eq!(scene.bureau.journal.rebuild(Rebuild::Compare).unwrap(), []);
}

#[test]
fn a_file_shows_members_masked_numbers_findings_and_that_it_was_opened() {
    let scene = Scene::new();
    let (household, _) = scene.eligible("dibao");
    let clerk = scene.who(1, Role::CountyClerk, COUNTY, BEGIN);
    let file = register::open(&scene.bureau, &clerk, household, review()).unwrap();
    assert!(!file.members.is_empty() && file.members.iter().all(|member| !member.name.is_empty()));
    assert!(file.members.iter().all(|member| member.number.is_empty() || member.number.contains("***")));
    assert!(file.standings.iter().any(|it| it.programme == "dibao" && it.answer == "eligible"));
    assert!(file.lines.iter().any(|line| line.kind == "file.opened" && line.actor == "user:1"));
}

#[test]
fn a_clerk_of_another_town_finds_no_such_file() {
    let scene = Scene::new();
    let (household, town) = scene.eligible("dibao");
    let other = if town.ends_with("001") { format!("{COUNTY}002") } else { format!("{COUNTY}001") };
    let stranger = scene.who(2, Role::TownClerk, &other, BEGIN);
    let opened = register::open(&scene.bureau, &stranger, household, review());
    assert!(matches!(opened, Err(OfficeError::NotFound)), "{opened:?}");
    let own = scene.who(3, Role::TownClerk, &town, BEGIN);
    assert!(register::open(&scene.bureau, &own, household, review()).is_ok());
}

#[test]
fn a_count_is_the_length_of_its_list() {
    let scene = Scene::new();
    let clerk = scene.who(1, Role::CountyClerk, COUNTY, BEGIN);
    let towns = register::counts(&scene.bureau, &clerk, COUNTY.parse().unwrap(), &["dibao"]).unwrap();
    for town in towns {
        let within = Some((town.division / 1000).to_string().parse().unwrap());
        let (mut listed, mut after) = (0, None);
        loop {
            let query = register::Query { within, programme: "dibao".into(), after, ..Default::default() };
            let page = register::search(&scene.bureau, &clerk, &query).unwrap();
            let Some(last) = page.last() else { break };
            after = Some((last.division, last.id));
            listed += page.len() as i64;
        }
        assert_eq!(listed, town.eligible[0], "{}", town.division);
    }
}

#[test]
fn somebody_is_found_by_the_whole_name_or_number_and_by_no_part() {
    let scene = Scene::new();
    let clerk = scene.who(1, Role::CountyClerk, COUNTY, BEGIN);
    let (household, _) = scene.eligible("dibao");
    let file = register::open(&scene.bureau, &clerk, household, review()).unwrap();
    let number = register::reveal(&scene.bureau, &clerk, household, file.members[0].id, review(), "核对银行账户户名");
    let number = number.unwrap();
    let find = |text: &str| {
        let query = register::Query { text: text.into(), ..Default::default() };
        register::search(&scene.bureau, &clerk, &query).unwrap().iter().any(|it| it.id == household)
    };
    assert!(find(&number) && find(&file.members[0].name));
    assert!(!find(&number[..10]));
}

#[test]
fn a_right_that_is_taken_away_counts_from_the_next_request() {
    let scene = Scene::new();
    let token = scene.session("clerk", Role::CountyClerk, COUNTY);
    let suite = scene.bureau.suite();
    let who = || staff::who(&scene.bureau, suite, &token, nine(BEGIN)).unwrap().expect("a session");
    let list = |who: &doudi_office::Who| register::search(&scene.bureau, who, &Default::default());
    assert!(list(&who()).is_ok());
    let admin = scene.who(99, Role::SecurityAdmin, COUNTY, BEGIN);
    staff::take_away(&scene.bureau, &admin, who().id, Role::CountyClerk, COUNTY.parse().unwrap(), None).unwrap();
    assert!(matches!(list(&who()), Err(OfficeError::Denied(_))));
}

#[test]
fn who_holds_two_roles_sees_the_most_that_either_may_and_only_where_it_holds() {
    let scene = Scene::new();
    let clerk = scene.who(1, Role::CountyClerk, COUNTY, BEGIN);
    let child = |file: &register::HouseholdFile| {
        let minor = |it: &&register::Person| it.birth.is_some_and(|birth| birth > Date::constant(2014, 1, 1));
        file.members.iter().find(minor).map(|it| it.name.clone())
    };
    let month = crate::county::MONTH.parse().unwrap();
    let listed = register::roster(&scene.bureau, &clerk, COUNTY.parse().unwrap(), "dibao", month).unwrap();
    let open = |who: &doudi_office::Who, id: i64| register::open(&scene.bureau, who, id, review()).unwrap();
    let (one, name) =
        listed.iter().find_map(|it| Some((it, child(&open(&clerk, it.household))?))).expect("a child on dibao");
    let town = (one.division / 1000).to_string();
    let pension = scene.who(2, Role::CountyPension, COUNTY, BEGIN);
    assert_ne!(child(&open(&pension, one.household)).unwrap(), name);
    for (area, plain) in [(town.as_str(), true), ("419902", false)] {
        let mut both = pension.clone();
        both.grants.extend(scene.who(2, Role::TownClerk, area, BEGIN).grants);
        assert_eq!(child(&open(&both, one.household)).unwrap() == name, plain, "{area}");
    }
}

#[test]
fn what_departments_say_of_a_file_stands_side_by_side_and_names_feed_month_and_row() {
    let (scene, _folder) = Scene::new().with_lake();
    let clerk = scene.who(1, Role::CountyClerk, COUNTY, BEGIN);
    let month = crate::county::MONTH.parse().unwrap();
    let listed = register::roster(&scene.bureau, &clerk, COUNTY.parse().unwrap(), "dibao", month).unwrap();
    let said: Vec<_> = listed
        .iter()
        .take(12)
        .map(|it| (it.household, register::departments(&scene.bureau, &clerk, it.household).unwrap()))
        .collect();
    assert!(said.iter().any(|(_, sayings)| !sayings.is_empty()));
    for (household, sayings) in &said {
        let file = register::open(&scene.bureau, &clerk, *household, review()).unwrap();
        assert!(sayings.iter().all(|it| file.members.iter().any(|member| member.id == it.person)));
        assert!(sayings.iter().all(|it| !it.feed.is_empty() && it.month <= month && !it.value.is_empty()));
    }
    let names = |it: &&register::Saying| it.field == register::Field::Name;
    let several = said.iter().any(|(_, sayings)| {
        let feeds: std::collections::BTreeSet<_> = sayings.iter().filter(names).map(|it| &it.feed).collect();
        feeds.len() >= 3 && sayings.iter().filter(names).all(|it| it.row.is_some())
    });
    assert!(several, "a person stands on several rosters");
    let finance = scene.who(3, Role::Finance, COUNTY, BEGIN);
    let denied = register::departments(&scene.bureau, &finance, said[0].0);
    assert!(matches!(denied, Err(OfficeError::Denied(_))), "{denied:?}");
}
