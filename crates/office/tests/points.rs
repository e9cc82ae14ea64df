//! Points order the list of matters and decide nothing.

use crate::{
    county::{BEGIN, nine},
    matters::{Watching, close, day, raised, visit},
};
use doudi_kernel::{Date, Lang, Month, Say};
use doudi_office::matters::{self, By, Filter, Listed, Matter, Order, Outcome, Told, Why};
use doudi_work::score::{Drift, FEATURES, Placed, Reason};

fn placed(household: u32, points: i32) -> Placed {
    Placed { household, points, why: vec![Reason { feature: "income_to_line", answer: 5, points }] }
}

fn drift() -> Drift {
    Drift { feature: "income_to_line", label: FEATURES[0].label, thousandths: 412 }
}

fn point(watching: &Watching, ahead: i32, placed: Result<&[Placed], &Drift>, on: Date) -> usize {
    let (month, households) = (watching.month(ahead), &*watching.households);
    let order = Order { month, card: "0123456789abcdef", ahead: 3, households, placed };
    matters::point(&watching.scene.bureau, order, nine(on)).unwrap()
}

fn by(watching: &Watching, by: By, on: Date) -> Vec<Listed> {
    watching.list(&watching.clerk(on), &Filter { by, ..Filter::default() })
}

fn points(listed: &[Listed]) -> Vec<Option<i64>> {
    listed.iter().map(|it| it.matter.pointed.as_ref().and_then(|it| it.points())).collect()
}

fn ids(listed: &[Listed]) -> Vec<i64> {
    listed.iter().map(|it| it.matter.id).collect()
}

#[test]
fn what_is_late_stands_first_then_the_most_points_then_the_gravest() {
    let watching = Watching::new();
    let [late, few, many, none, graver] = watching.some(5)[..] else { panic!("five households") };
    watching.take(0, &[raised(late, None, "wages_collapsed")], BEGIN);
    let fresh = [few, many, none].map(|it| raised(it, None, "insurance_lapsed"));
    let mut fresh: Vec<_> = fresh.into_iter().chain([raised(graver, None, "house_unsafe")]).collect();
    fresh.sort_by_key(|it| it.household);
    watching.take(1, &fresh, day(9, 3));
    assert_eq!(points(&by(&watching, By::Points, day(9, 4))), [None; 5]);
    let all = [placed(many, 90), placed(few, 12), placed(late, 3)];
    assert_eq!(point(&watching, 1, Ok(&all), day(9, 3)), 3);
    assert_eq!(point(&watching, 1, Ok(&all), day(9, 3)), 0, "given once");
    let listed = by(&watching, By::Points, day(9, 4));
    assert_eq!(points(&listed), [Some(3), Some(90), Some(12), None, None]);
    assert!(listed[0].matter.overdue(day(9, 4)) && listed[3].matter.severity >= listed[4].matter.severity);
    // The other order holds the same matters, by their days.
    let days = by(&watching, By::Day, day(9, 4));
    assert!(days.is_sorted_by_key(|it| it.matter.due));
    let sorted = |listed: &[Listed]| std::collections::BTreeSet::from_iter(ids(listed));
    assert_eq!((days.len(), sorted(&days)), (5, sorted(&listed)));
    let kept = listed[1].matter.pointed.clone().unwrap();
    assert_eq!((kept.month, kept.ahead), (watching.month(1), 3));
    assert_eq!(kept.told, Told::Points(90, vec![Why("income_to_line".into(), 5, 90)]));
    assert!(kept.say(Lang::Zh).contains("不决定任何待遇") && kept.say(Lang::En).contains("decide nothing"));
    watching.whole();
}

#[test]
fn a_month_for_which_the_card_was_refused_is_ordered_by_severity_and_day_and_says_so() {
    let watching = Watching::new();
    let some = watching.some(3);
    let names = ["insurance_lapsed", "house_unsafe", "wages_collapsed"];
    let signals: Vec<_> = some.iter().zip(names).map(|(it, name)| raised(*it, None, name)).collect();
    watching.take(0, &signals, BEGIN);
    let all: Vec<Placed> = some.iter().zip([50, 10, 30]).map(|(it, points)| placed(*it, points)).collect();
    point(&watching, 0, Ok(&all), BEGIN);
    assert_eq!(points(&by(&watching, By::Points, BEGIN)), [Some(50), Some(30), Some(10)]);
    assert_eq!(point(&watching, 1, Err(&drift()), day(9, 1)), 3);
    let (listed, tally) = matters::list(&watching.scene.bureau, &watching.clerk(BEGIN), &Filter::default()).unwrap();
    assert_eq!(points(&listed), [None; 3]);
    assert!(listed.is_sorted_by_key(|it| (std::cmp::Reverse(it.matter.severity), it.matter.due, it.matter.id)));
    let said = tally.pointed.unwrap();
    for (lang, words) in [(Lang::Zh, "人均收入与低保标准之比"), (Lang::En, "stability index 0.412")] {
        assert!(said.say(lang).contains(words), "{}", said.say(lang));
    }
    // A card that fits again gives points again.
    assert_eq!(point(&watching, 1, Ok(&all), day(9, 2)), 3);
    assert_eq!(points(&by(&watching, By::Points, BEGIN)), [Some(50), Some(30), Some(10)]);
    watching.whole();
}

/// Some weeks of matters, with a card or without: everything but the points that came of it.
fn lived(with: bool) -> Vec<(String, Matter)> {
    let watching = Watching::new();
    let some = watching.some(4);
    let give = |ahead: i32, on: Date| {
        let all: Vec<Placed> = some.iter().zip([80, 1, 40]).map(|(it, points)| placed(*it, points)).collect();
        let drift = drift();
        if with {
            point(&watching, ahead, if ahead == 1 { Err(&drift) } else { Ok(&all) }, on);
        }
    };
    let signals: Vec<_> = some.iter().map(|it| raised(*it, Some(0), "work_lost")).collect();
    watching.take(0, &signals, BEGIN);
    give(0, BEGIN);
    let clerk = watching.clerk(day(8, 5));
    watching.act(&clerk, 1, visit(day(8, 5))).unwrap();
    watching.act(&clerk, 1, close(Outcome::Helped)).unwrap();
    let more: Vec<_> = some.iter().map(|it| raised(*it, None, "wages_collapsed")).collect();
    watching.take(1, &more, day(9, 3));
    give(1, day(9, 3));
    matters::late(&watching.scene.bureau, nine(day(9, 4))).unwrap();
    watching.take(2, &signals, day(10, 3));
    give(2, day(10, 3));
    watching.whole();
    let view = |id| matters::open(&watching.scene.bureau, &watching.clerk(day(10, 4)), id).unwrap();
    let views = (1..=5).map(view);
    let lines = views.flat_map(|view| view.lines).filter(|line| line.kind != "matter.pointed");
    lines.map(|line| (line.kind, Matter { pointed: None, ..line.matter })).collect()
}

#[test]
fn levels_deadlines_and_outcomes_are_the_same_with_a_card_and_without() {
    let (with, without) = (lived(true), lived(false));
    assert!(with.len() > 12, "{with:?}");
    assert_eq!(with, without);
}

#[test]
fn closed_matters_tell_a_card_what_visits_found_and_nothing_of_who_was_not_seen() {
    let watching = Watching::new();
    let [helped, wrong, declined, open] = watching.some(4)[..] else { panic!("four households") };
    for one in [helped, wrong, declined, open] {
        watching.take(0, &[raised(one, None, "wages_collapsed")], BEGIN);
    }
    let clerk = watching.clerk(day(8, 5));
    for (id, outcome) in [(1, Outcome::Helped), (2, Outcome::DataWrong), (3, Outcome::Declined)] {
        watching.act(&clerk, id, visit(day(8, 5))).unwrap();
        watching.act(&clerk, id, close(outcome)).unwrap();
    }
    let found = matters::outcomes(&watching.scene.bureau, &watching.households).unwrap();
    let august: Month = "2026-08".parse().unwrap();
    assert_eq!(found, [(helped as usize, august, true), (wrong as usize, august, false)]);
}
