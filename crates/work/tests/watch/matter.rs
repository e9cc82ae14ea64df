//! Signals about one household become one matter.

use doudi_kernel::{Date, Month};
use doudi_work::watch::{About, Days, Fate, Last, Level, Matter, Rule, Severity, Standing, fates};
use proptest::prelude::*;
use std::collections::BTreeMap;

const DAY: Date = Date::constant(2026, 8, 3);

fn month(number: i32) -> Month {
    "2026-01".parse::<Month>().unwrap().plus(number)
}

fn rules() -> BTreeMap<String, Rule> {
    let rule = |severity, owner, due, rest| Rule { severity, owner, due: Days::Working(due), rest };
    [
        ("work_lost", rule(Severity::High, Level::Village, 5, Some(Days::Civil(90)))),
        ("house_unsafe", rule(Severity::High, Level::Town, 5, Some(Days::Civil(180)))),
        ("child_alone", rule(Severity::Urgent, Level::Town, 1, None)),
        ("insurance", rule(Severity::Normal, Level::Village, 10, Some(Days::Working(20)))),
    ]
    .map(|(name, rule)| (name.to_owned(), rule))
    .into()
}

fn about(signal: &str, person: Option<u64>) -> About {
    About { signal: signal.into(), person }
}

/// The household as a journal would have it: what was taken becomes what stands.
fn taken(standing: &mut Standing, fates: &BTreeMap<About, Fate>, month: Month, day: Date) {
    for (about, fate) in fates {
        match fate {
            Fate::Opens | Fate::Joins => {
                standing.last.insert(about.clone(), Last { month, day, open: true });
            }
            Fate::Still => standing.last.get_mut(about).expect("it stands").month = month,
            Fate::Told | Fate::Rests(_) | Fate::Exempt(_) => {}
        }
        standing.open |= *fate == Fate::Opens;
    }
}

fn closed(standing: &mut Standing, day: Date) {
    standing.open = false;
    standing.last.values_mut().filter(|last| last.open).for_each(|last| *last = Last { day, open: false, ..*last });
}

#[test]
fn the_gravest_signal_opens_the_matter_and_the_others_join_it() {
    let raised = [about("insurance", Some(1)), about("child_alone", Some(2)), about("work_lost", Some(1))];
    let fates = fates(&rules(), &Standing::default(), raised, month(0), DAY);
    assert_eq!(fates[&about("child_alone", Some(2))], Fate::Opens);
    assert_eq!(fates.values().filter(|fate| **fate == Fate::Joins).count(), 2);
    let matter = Matter::of(fates.keys().map(|it| (rules()[&it.signal], DAY))).unwrap();
    let due = Some(Date::constant(2026, 8, 4));
    assert_eq!(matter, Matter { severity: Severity::Urgent, owner: Level::Town, due });
}

#[test]
fn an_answered_signal_rests_and_then_opens_again() {
    let mut standing = Standing::default();
    let lost = || [about("work_lost", Some(1))];
    let first = fates(&rules(), &standing, lost(), month(0), DAY);
    taken(&mut standing, &first, month(0), DAY);
    closed(&mut standing, Date::constant(2026, 8, 10));
    let ask = |month, day| fates(&rules(), &standing, lost(), month, day)[&lost()[0]];
    let until = Date::constant(2026, 11, 8);
    assert_eq!(ask(month(1), Date::constant(2026, 9, 3)), Fate::Rests(until));
    assert_eq!(ask(month(3), until), Fate::Rests(until));
    assert_eq!(ask(month(3), until.tomorrow().unwrap()), Fate::Opens);
    // Somebody else of the household has not rested.
    let other = fates(&rules(), &standing, [about("work_lost", Some(2))], month(1), Date::constant(2026, 9, 3));
    assert_eq!(other[&about("work_lost", Some(2))], Fate::Opens);
}

#[test]
fn an_exemption_of_the_household_holds_for_its_people_and_ends_by_itself() {
    let until = Date::constant(2026, 12, 31);
    let exempt = [(about("insurance", None), until)].into();
    let standing = Standing { exempt, ..Standing::default() };
    let ask = |day| fates(&rules(), &standing, [about("insurance", Some(3))], month(1), day);
    assert_eq!(ask(until)[&about("insurance", Some(3))], Fate::Exempt(until));
    assert_eq!(ask(until.tomorrow().unwrap())[&about("insurance", Some(3))], Fate::Opens);
}

#[test]
fn a_clock_that_no_holiday_notice_reaches_is_unknown_and_an_unknown_rest_is_not_over() {
    let late = Date::constant(2026, 12, 24);
    assert_eq!(Matter::of([(rules()["insurance"], late)]).unwrap().due, None);
    let last = [(about("insurance", None), Last { month: month(11), day: late, open: false })].into();
    let standing = Standing { last, ..Standing::default() };
    let fates = fates(&rules(), &standing, [about("insurance", None)], month(14), Date::constant(2027, 3, 3));
    assert_eq!(fates[&about("insurance", None)], Fate::Rests(Date::MAX));
}

fn any_about() -> impl Strategy<Value = About> {
    let signal = prop::sample::select(vec!["work_lost", "house_unsafe", "child_alone", "insurance", "no_rule"]);
    (signal, prop::option::of(0..3u64)).prop_map(|(signal, person)| about(signal, person))
}

/// Months of signals, each with whether the matter is closed after it.
fn life() -> impl Strategy<Value = Vec<(Vec<About>, bool)>> {
    prop::collection::vec((prop::collection::vec(any_about(), 0..6), any::<bool>()), 1..8)
}

proptest! {
    #[test]
    fn a_household_has_one_open_matter_at_most_and_a_month_taken_twice_changes_nothing(life in life()) {
        let mut standing = Standing::default();
        for (number, (raised, answered)) in (0..).zip(life) {
            let day = month(number).plus(1).first_day();
            let once = fates(&rules(), &standing, raised.clone(), month(number), day);
            let opens = once.values().filter(|fate| **fate == Fate::Opens).count();
            let fresh = once.values().any(|fate| matches!(fate, Fate::Opens | Fate::Joins));
            prop_assert_eq!(opens, usize::from(fresh && !standing.open));
            taken(&mut standing, &once, month(number), day);
            for closing in [false, answered] {
                if closing {
                    closed(&mut standing, day);
                }
                let again = fates(&rules(), &standing, raised.clone(), month(number), day);
                let changes = |fate: &Fate| matches!(fate, Fate::Opens | Fate::Joins | Fate::Still);
                prop_assert!(!again.values().any(changes), "{again:?}");
            }
        }
    }

    #[test]
    fn the_order_of_signals_does_not_matter(
        life in life(),
        mut raised in prop::collection::vec(any_about(), 0..8),
        from in 0usize..8,
    ) {
        let mut standing = Standing::default();
        for (number, (raised, answered)) in (0..).zip(life) {
            let day = month(number).plus(1).first_day();
            let once = fates(&rules(), &standing, raised, month(number), day);
            taken(&mut standing, &once, month(number), day);
            if answered {
                closed(&mut standing, day);
            }
        }
        let day = month(9).first_day();
        let one = fates(&rules(), &standing, raised.clone(), month(8), day);
        let matter = |fates: &BTreeMap<About, Fate>, turned: bool| {
            let mut signals: Vec<_> = fates.keys().map(|it| (rules()[&it.signal], day)).collect();
            if turned {
                signals.reverse();
            }
            Matter::of(signals)
        };
        prop_assert_eq!(matter(&one, false), matter(&one, true));
        let at = from.min(raised.len());
        raised.rotate_left(at);
        raised.reverse();
        prop_assert_eq!(fates(&rules(), &standing, raised, month(8), day), one);
    }

    #[test]
    fn signals_that_join_make_a_matter_no_later_and_no_lighter(
        first in prop::collection::vec(0usize..4, 1..4),
        then in prop::collection::vec(0usize..4, 1..4),
    ) {
        let of = |picked: &[usize]| {
            let rules = rules();
            Matter::of(picked.iter().map(|at| (*rules.values().nth(*at).expect("four"), DAY))).expect("one at least")
        };
        let (one, both) = (of(&first), of(&[first.clone(), then.clone()].concat()));
        let joined = one.with(of(&then));
        prop_assert_eq!((joined.severity, joined.due), (both.severity, both.due));
        prop_assert!(joined.due <= one.due && joined.severity >= one.severity);
    }
}
