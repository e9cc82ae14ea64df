//! What people do to the register: planned, written, turned round, and counted once.

use crate::county::{BEGIN, COUNTY, MONTH, Scene, nine};
use doudi_journal::{
    IdempotencyKey, Rebuild,
    access::{Purpose, PurposeKind, Role, UserId},
};
use doudi_kernel::{Date, Month};
use doudi_office::{
    OfficeError, Who,
    register::{self, Act, Because, Cause, Evidence, Leaving, Newcomer, Note, Placed, Refusal},
    staff,
};

/// The month after the one that was taken and acted in: August's acts count from September.
pub(crate) fn after() -> Month {
    MONTH.parse::<Month>().unwrap().plus(2)
}

pub(crate) fn because() -> Because {
    Because { on: BEGIN, reason: "户口簿已变更".into(), evidence: Evidence::HukouBook }
}

pub(crate) fn done(scene: &Scene, who: &Who, act: &Act, key: &str) -> Result<i64, OfficeError> {
    let plan = register::plan(&scene.bureau, who, act, &because())?;
    register::apply(&scene.bureau, who, act, &because(), &plan.seen, &IdempotencyKey::new(key).unwrap())
}

pub(crate) fn members(scene: &Scene, who: &Who, household: i64) -> Vec<i64> {
    let purpose = Purpose::new(PurposeKind::Review, "2026-08").unwrap();
    let file = register::open(&scene.bureau, who, household, purpose).unwrap();
    file.members.iter().map(|member| member.id).collect()
}

pub(crate) fn placed(people: &[i64]) -> Vec<Placed> {
    people.iter().map(|person| Placed { person: *person, relation: None }).collect()
}

/// Somebody of the county, and a household of three or more that gets dibao.
fn large() -> (Scene, Who, i64) {
    let scene = Scene::new();
    let clerk = scene.who(1, Role::CountyClerk, COUNTY, BEGIN);
    let month = MONTH.parse().unwrap();
    let listed = register::roster(&scene.bureau, &clerk, COUNTY.parse().unwrap(), "dibao", month).unwrap();
    let one = listed.iter().find(|it| it.persons >= 3).expect("a large household").household;
    (scene, clerk, one)
}

fn dibao(scene: &Scene, who: &Who, area: &str, month: Month) -> register::Movement {
    let told = register::movements(&scene.bureau, who, area.parse().unwrap(), month).unwrap();
    told.into_iter().find(|it| it.programme == "dibao").expect("dibao")
}

/// A number of nobody in the county: the first whose check digit holds.
fn number() -> doudi_kernel::ResidentId {
    let all = (0..=9).map(|digit| digit.to_string()).chain(["X".to_owned()]);
    all.filter_map(|last| format!("41990119300101999{last}").parse().ok()).next().expect("one of eleven")
}

fn refused(done: Result<i64, OfficeError>) -> Refusal {
    match done {
        Err(OfficeError::Change(why)) => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_split_makes_a_household_more_and_no_person_more_and_divides_no_amount() {
    let (scene, clerk, household) = large();
    let people = members(&scene, &clerk, household);
    let act = Act::Split { household, placed: placed(&people[2..]) };
    let plan = register::plan(&scene.bureau, &clerk, &act, &because()).unwrap();
    assert!(plan.notes.contains(&Note::AmountStays) && plan.notes.contains(&Note::Redo { household }));
    let before = dibao(&scene, &clerk, COUNTY, after());
    let new = done(&scene, &clerk, &act, "user:1:split").map(|_| ()).map(|()| plan.files[1].household).unwrap();
    assert_eq!(members(&scene, &clerk, household), people[..2]);
    assert_eq!(members(&scene, &clerk, new), people[2..]);
    let told = dibao(&scene, &clerk, COUNTY, after());
    assert_eq!(told.causes.keys().copied().collect::<Vec<_>>(), [Cause::Split]);
    assert_eq!((told.causes[&Cause::Split].households, told.causes[&Cause::Split].persons), (1, 0));
    assert_eq!((told.after.persons, told.after.fen), (before.after.persons, before.after.fen));
    assert_eq!(told.without_amount, before.without_amount + 1);
}

#[test]
fn a_file_stopped_and_begun_anew_neither_came_nor_went_and_its_chain_goes_on() {
    let (scene, clerk, household) = large();
    let mut people = members(&scene, &clerk, household);
    people.rotate_left(1);
    let new = done(&scene, &clerk, &Act::Renew { household, placed: placed(&people) }, "user:1:renew").unwrap();
    assert_ne!(new, household);
    let told = dibao(&scene, &clerk, COUNTY, after());
    assert!(told.causes.is_empty() && told.before == told.after, "{told:?}");
    assert_eq!(told.continued, 1);
    let chain = register::chain(&scene.bureau, &clerk, new).unwrap();
    assert_eq!(chain.iter().map(|it| it.household).collect::<Vec<_>>(), [household, new]);
    assert_eq!(chain[0].to, Some(chain[1].from));
    let again = refused(done(&scene, &clerk, &Act::Away { household }, "user:1:away"));
    assert_eq!(again, Refusal::Closed(Some(new)));
}

#[test]
fn a_death_ends_help_with_the_month_and_a_heads_death_needs_a_new_head() {
    let (scene, clerk, household) = large();
    let people = members(&scene, &clerk, household);
    let headless = Act::Death { household, person: people[0], placed: Vec::new() };
    assert_eq!(refused(done(&scene, &clerk, &headless, "user:1:a")), Refusal::HeadFirst);
    let act = Act::Death { household, person: people[0], placed: placed(&people[1..]) };
    done(&scene, &clerk, &act, "user:1:b").unwrap();
    let told = dibao(&scene, &clerk, COUNTY, after());
    assert_eq!(told.causes.keys().copied().collect::<Vec<_>>(), [Cause::Shrunk]);
    assert_eq!((told.causes[&Cause::Shrunk].persons, told.causes[&Cause::Shrunk].fen), (-1, 0));
    // The month that was acted in is told as before.
    assert!(dibao(&scene, &clerk, COUNTY, after().plus(-1)).causes.is_empty());
}

#[test]
fn a_merge_is_a_household_less_and_no_person_less() {
    let (scene, clerk, household) = large();
    let people = members(&scene, &clerk, household);
    let split = Act::Split { household, placed: placed(&people[2..]) };
    let new = register::plan(&scene.bureau, &clerk, &split, &because()).unwrap().files[1].household;
    done(&scene, &clerk, &split, "user:1:split").unwrap();
    let merge = Act::Merge { household, other: new, placed: placed(&people[2..]) };
    assert_eq!(done(&scene, &clerk, &merge, "user:1:merge").unwrap(), household);
    assert_eq!(members(&scene, &clerk, household), people);
    let told = dibao(&scene, &clerk, COUNTY, after());
    assert_eq!((told.before.households, told.before.persons), (told.after.households, told.after.persons));
}

#[test]
fn a_household_that_moves_within_the_county_is_counted_once() {
    let (scene, clerk, household) = large();
    let from = register::one(&scene.bureau, &clerk, household).unwrap().division;
    let towns = register::counts(&scene.bureau, &clerk, COUNTY.parse().unwrap(), &[]).unwrap();
    let town = towns.iter().find(|it| it.division / 1000 != from / 1000).unwrap().division;
    let villages = register::counts(&scene.bureau, &clerk, (town / 1000).to_string().parse().unwrap(), &[]).unwrap();
    let to = villages.iter().find(|it| it.division % 1000 != 0).unwrap().division;
    let near = scene.who(7, Role::TownClerk, &(from / 1000).to_string(), BEGIN);
    let act = Act::Move { household, to };
    assert!(matches!(done(&scene, &near, &act, "user:7:move"), Err(OfficeError::Denied(_))), "both places");
    done(&scene, &clerk, &act, "user:1:move").unwrap();
    let county = dibao(&scene, &clerk, COUNTY, after());
    assert!(county.causes.is_empty(), "{county:?}");
    let causes = |area: u64| dibao(&scene, &clerk, &(area / 1000).to_string(), after()).causes;
    assert_eq!(causes(from).keys().copied().collect::<Vec<_>>(), [Cause::MovedOut]);
    assert_eq!(causes(to).keys().copied().collect::<Vec<_>>(), [Cause::MovedIn]);
    assert!(matches!(register::one(&scene.bureau, &near, household), Err(OfficeError::NotFound)));
}

#[test]
fn a_later_month_of_the_rosters_overwrites_nothing_that_people_decided() {
    let (scene, clerk, household) = large();
    let people = members(&scene, &clerk, household);
    let act = Act::Leave { household, person: people[2], why: Leaving::Married };
    done(&scene, &clerk, &act, "user:1:leave").unwrap();
    let later = nine(Date::constant(2026, 8, 20));
    register::take(&scene.bureau, &scene.month, later, |_| ()).unwrap();
    assert!(!members(&scene, &clerk, household).contains(&people[2]));
    let disputes = register::disputes(&scene.bureau, &clerk, household).unwrap();
    let field = format!("member:{}", people[2]);
    assert!(disputes.iter().any(|it| it.field == field && it.decided == "no" && it.told == "yes" && !it.stands));
    assert_eq!(register::disputed(&scene.bureau, &clerk).unwrap(), [household]);
    done(&scene, &clerk, &Act::Stand { household, field }, "user:1:stand").unwrap();
    assert!(register::disputed(&scene.bureau, &clerk).unwrap().is_empty());
    let again = register::take(&scene.bureau, &scene.month, later, |_| ()).unwrap();
    assert_eq!(again.gone, 0);
    assert!(register::disputed(&scene.bureau, &clerk).unwrap().is_empty(), "it stands until they say something else");
    assert_eq!(scene.bureau.journal.rebuild(Rebuild::Compare).unwrap(), []);
}

#[test]
fn somebody_without_a_number_has_a_file_that_no_roster_closes() {
    let scene = Scene::new();
    let clerk = scene.who(1, Role::CountyClerk, COUNTY, BEGIN);
    let division = register::one(&scene.bureau, &clerk, scene.eligible("dibao").0).unwrap().division;
    let birth = Some(Date::constant(1961, 3, 4));
    let one = Newcomer { name: "无名氏甲".into(), number: None, birth, male: Some(true), relation: None };
    let act = Act::New { division, people: vec![one] };
    let plan = register::plan(&scene.bureau, &clerk, &act, &because()).unwrap();
    assert_eq!(plan.notes, [Note::NoNumber]);
    let file = done(&scene, &clerk, &act, "user:1:new").unwrap();
    assert_eq!(done(&scene, &clerk, &act, "user:1:new").unwrap_or(file), file, "a form sent twice is done once");
    register::take(&scene.bureau, &scene.month, nine(Date::constant(2026, 8, 20)), |_| ()).unwrap();
    let found = register::one(&scene.bureau, &clerk, file).unwrap();
    assert_eq!((found.head.as_str(), found.gone), ("无名氏甲", false));
    let known = register::facts(&scene.bureau, &clerk, file).unwrap();
    assert!(known.lines.is_empty());
    assert_eq!(known.counted.values().copied().collect::<Vec<_>>(), [Some(register::Basis::Head)]);
}

#[test]
fn a_corrected_number_still_finds_its_person_in_the_rosters() {
    let (scene, clerk, household) = large();
    let person = members(&scene, &clerk, household)[1];
    let right = Newcomer { name: "更正后".into(), number: Some(number()), birth: None, male: None, relation: None };
    done(&scene, &clerk, &Act::Correct { household, person, right: Box::new(right) }, "user:1:correct").unwrap();
    register::take(&scene.bureau, &scene.month, nine(Date::constant(2026, 8, 20)), |_| ()).unwrap();
    let purpose = Purpose::new(PurposeKind::Review, "2026-08").unwrap();
    let file = register::open(&scene.bureau, &clerk, household, purpose).unwrap();
    let found = file.members.iter().find(|it| it.id == person).expect("still a member");
    assert_eq!((found.name.as_str(), found.corrected), ("更正后", true));
    let fields = register::disputes(&scene.bureau, &clerk, household).unwrap();
    assert!(fields.iter().any(|it| it.field == format!("name:{person}")));
}

#[test]
fn an_act_is_turned_round_once_and_not_when_something_rests_on_it() {
    let (scene, clerk, household) = large();
    let people = members(&scene, &clerk, household);
    let before = dibao(&scene, &clerk, COUNTY, after());
    done(&scene, &clerk, &Act::Split { household, placed: placed(&people[2..]) }, "user:1:split").unwrap();
    let undo = |seq, key: &str| {
        let key = IdempotencyKey::new(key).unwrap();
        register::undo(&scene.bureau, &clerk, household, seq, "登记错误", &key)
    };
    let newest = register::undoable(&scene.bureau, &clerk, household).unwrap().unwrap();
    assert_eq!(newest.act, "split");
    undo(newest.seq, "user:1:undo").unwrap();
    assert_eq!(members(&scene, &clerk, household), people);
    assert_eq!(dibao(&scene, &clerk, COUNTY, after()), before);
    assert_eq!(refused(undo(newest.seq, "user:1:again")), Refusal::Overtaken);
    done(&scene, &clerk, &Act::Leave { household, person: people[1], why: Leaving::MovedAway }, "user:1:l").unwrap();
    let left = register::undoable(&scene.bureau, &clerk, household).unwrap().unwrap();
    register::take(&scene.bureau, &scene.month, nine(Date::constant(2026, 8, 20)), |_| ()).unwrap();
    undo(left.seq, "user:1:back").unwrap();
    assert!(members(&scene, &clerk, household).contains(&people[1]));
    assert_eq!(scene.bureau.journal.rebuild(Rebuild::Compare).unwrap(), []);
}

#[test]
fn relatives_strangers_and_who_saw_an_older_plan_change_nothing() {
    let (scene, clerk, household) = large();
    let people = members(&scene, &clerk, household);
    let act = Act::Leave { household, person: people[2], why: Leaving::Married };
    let county = scene.who(2, Role::CountyClerk, COUNTY, BEGIN);
    staff::relative(&scene.bureau, &county, UserId(2), household, "兄弟").unwrap();
    assert_eq!(refused(done(&scene, &county, &act, "user:2:l")), Refusal::Relative);
    let town = register::one(&scene.bureau, &clerk, household).unwrap().division / 1000;
    let other = if town % 1000 == 1 { format!("{COUNTY}002") } else { format!("{COUNTY}001") };
    let stranger = scene.who(3, Role::TownClerk, &other, BEGIN);
    assert!(matches!(done(&scene, &stranger, &act, "user:3:l"), Err(OfficeError::NotFound)));
    let cadre = scene.who(4, Role::VillageCadre, &town.to_string(), BEGIN);
    assert!(matches!(done(&scene, &cadre, &act, "user:4:l"), Err(OfficeError::Denied(_))));
    let plan = register::plan(&scene.bureau, &clerk, &act, &because()).unwrap();
    let first = Act::Leave { household, person: people[1], why: Leaving::Divorced };
    done(&scene, &clerk, &first, "user:1:first").unwrap();
    let key = IdempotencyKey::new("user:1:second").unwrap();
    let late = register::apply(&scene.bureau, &clerk, &act, &because(), &plan.seen, &key);
    assert_eq!(refused(late), Refusal::Overtaken);
}

#[test]
fn a_day_tells_who_belonged_to_the_household_as_it_was_known_on_another_day() {
    let (scene, clerk, household) = large();
    let people = members(&scene, &clerk, household);
    let late = scene.who(1, Role::CountyClerk, COUNTY, Date::constant(2026, 8, 20));
    let left = Because { on: Date::constant(2026, 8, 10), ..because() };
    let act = Act::Leave { household, person: people[2], why: Leaving::Married };
    let plan = register::plan(&scene.bureau, &late, &act, &left).unwrap();
    let key = IdempotencyKey::new("user:1:leave").unwrap();
    register::apply(&scene.bureau, &late, &act, &left, &plan.seen, &key).unwrap();
    let on = |valid: Date, known: Date| {
        let it = register::as_of(&scene.bureau, &clerk, household, valid, nine(known)).unwrap();
        it.members.iter().any(|member| member.person == people[2])
    };
    let (july, ninth, tenth) = (Date::constant(2026, 7, 15), Date::constant(2026, 8, 9), Date::constant(2026, 8, 10));
    assert!(on(july, Date::constant(2026, 8, 21)) && on(ninth, Date::constant(2026, 8, 21)));
    assert!(!on(tenth, Date::constant(2026, 8, 21)), "left on the tenth");
    assert!(on(tenth, Date::constant(2026, 8, 19)), "nobody knew it on the nineteenth");
    assert!(!on(Date::constant(2026, 6, 30), Date::constant(2026, 8, 21)), "the rosters begin with July");
}
