//! The machine's clock is wrong, or is put right: months, days and order stay.

use crate::county::{BEGIN, COUNTY, Scene, nine};
use doudi_journal::{
    Instant, Rebuild,
    access::{Purpose, PurposeKind, Role},
};
use doudi_kernel::{Date, Month};
use doudi_office::{Who, register, staff};

const HOUR: i64 = 3_600_000;

fn moved(at: Instant, by: i64) -> Instant {
    Instant::from_millis(at.millis() + by)
}

/// A day ahead, an hour back, over a month's end, and on the day that most years do not have.
fn moments() -> [Instant; 5] {
    let begun = nine(BEGIN);
    let ends = nine(Date::constant(2026, 8, 31));
    [moved(begun, 24 * HOUR), moved(begun, -HOUR), moved(ends, 15 * HOUR), nine(Date::constant(2028, 2, 29)), begun]
}

#[test]
fn a_month_is_taken_once_whatever_the_clock_says() {
    let scene = Scene::new();
    let entries = |scene: &Scene| scene.bureau.journal.verify(&[], &mut |_| {}).unwrap().entries;
    let before = entries(&scene);
    for at in moments() {
        let again = register::take(&scene.bureau, &scene.month, at, |_| ()).unwrap();
        assert_eq!((again.new, again.changed, again.gone), (0, 0, 0), "at {}", at.date_in_china());
    }
    assert_eq!(entries(&scene), before, "and nothing is written");
}

#[test]
fn what_is_done_under_a_clock_that_jumps_stays_in_the_order_in_which_it_was_done() {
    let scene = Scene::new();
    let (household, _) = scene.eligible("dibao");
    for (number, at) in (0..).zip(moments()) {
        let clerk = Who { now: at, ..scene.who(1, Role::CountyClerk, COUNTY, BEGIN) };
        let purpose = Purpose::new(PurposeKind::Task, &format!("T-{number}")).unwrap();
        // Whose role began in a future that the clock has left may do nothing until it comes again.
        if at.date_in_china() >= BEGIN {
            register::open(&scene.bureau, &clerk, household, purpose).unwrap();
        }
    }
    let auditor = scene.who(7, Role::Auditor, COUNTY, BEGIN);
    let asked = |month: Option<Month>| register::Looks { month, ..Default::default() };
    let all = register::looks(&scene.bureau, &auditor, &asked(None)).unwrap();
    let of =
        |month: &str| register::looks(&scene.bureau, &auditor, &asked(Some(month.parse().unwrap()))).unwrap().len();
    assert_eq!(all.len(), of("2026-08") + of("2026-09") + of("2028-02"), "each in one month");
    assert_eq!((of("2026-09"), of("2028-02"), of("2028-03")), (1, 1, 0), "midnight is China's");
    let found = scene.bureau.journal.verify(&[], &mut |_| {}).unwrap();
    assert_eq!(found.faults, []);
    assert_eq!(scene.bureau.journal.rebuild(Rebuild::Compare).unwrap(), []);
}

#[test]
fn a_clock_put_back_by_an_hour_throws_nobody_out_and_one_a_day_ahead_keeps_nobody_in() {
    let scene = Scene::new();
    let token = scene.session("clerk", Role::TownClerk, "419901001");
    let suite = scene.bureau.suite();
    let alive = |by: i64| staff::who(&scene.bureau, suite, &token, moved(nine(BEGIN), by)).unwrap().is_some();
    assert!(alive(-HOUR) && alive(0) && alive(20 * 60_000), "an hour back and on again");
    assert!(!alive(-24 * HOUR) && !alive(24 * HOUR));
    assert!(alive(30 * 60_000), "looking at a wrong clock has changed nothing");
    assert!(!alive(12 * HOUR), "and nobody stays for good");
}

#[test]
fn what_is_over_is_swept_and_a_clock_that_ran_ahead_has_swept_nothing_alive() {
    let scene = Scene::new();
    let token = scene.session("clerk", Role::TownClerk, "419901001");
    let suite = scene.bureau.suite();
    let wrong = staff::sign_in(&scene.bureau, suite, "clerk", "nothing", "", nine(BEGIN), &mut crate::county::noise);
    assert!(wrong.is_err());
    assert_eq!(staff::sweep(&scene.bureau, moved(nine(BEGIN), 24 * HOUR)).unwrap(), 0);
    assert!(staff::who(&scene.bureau, suite, &token, nine(BEGIN)).unwrap().is_some());
    assert_eq!(staff::sweep(&scene.bureau, moved(nine(BEGIN), 8 * 24 * HOUR)).unwrap(), 2, "a session and a failure");
    assert!(staff::who(&scene.bureau, suite, &token, nine(BEGIN)).unwrap().is_none());
}
