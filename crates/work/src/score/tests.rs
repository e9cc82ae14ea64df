//! The card over households of whom the truth is known because it is made here.

use super::{
    Card, FACTS, FEATURES, Falls, Feature, Fitting, Home, Labels, Sample, Sign, Source, VARIABLES, first_visits,
    fit::rising,
    homes::{Person, any as known_any},
};
use doudi_kernel::{Lang, Month, Say, Sex};
use expect_test::expect;
use proptest::prelude::*;

fn month(number: i32) -> Month {
    Month::new(2026, 1).unwrap().plus(number)
}

/// Numbers that follow from a seed and nothing else.
fn draw(seed: u64, at: u64, below: u64) -> u64 {
    let mixed = (seed ^ at.wrapping_mul(0x9e37_79b9_7f4a_7c15)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (mixed ^ (mixed >> 31)).wrapping_mul(0x94d0_49bb_1331_11eb) % below
}

/// A household of one person with an income and a wage a month ago; `hard` follows from the income, mostly.
fn home(seed: u64, at: u64) -> Home {
    let of = |what: u64, below: u64| draw(seed + what, at, below) as i64;
    let (income, then) = (of(1, 300), of(2, 3) * 100_000);
    let now = if of(3, 5) == 0 { 0 } else { then };
    let person = |wage: i64| Person {
        key: Some(at + 1),
        age: Some((20 + of(4, 60)) as i16),
        wage: Some(wage),
        business: Some(0),
        unemployed: Some(false),
        employed: Some(wage > 0),
        costs: Some(of(5, 3) * 1_000_000),
        ill: Some(of(6, 20) == 0),
        disability: Some(0),
        insured: None,
        away: Some(false),
    };
    Home {
        number: at as u32,
        head: at + 1,
        town: if at.is_multiple_of(3) { "419901001".into() } else { "419901002".into() },
        sex: Some(if at.is_multiple_of(2) { Sex::Male } else { Sex::Female }),
        age: Some(50),
        helped: false,
        members: vec![person(now)],
        before: vec![Some(person(then))],
        earlier: vec![Some(person(then))],
        income: Some(income),
        line: Some(52_100),
        earned: Some(income * 521),
        savings: Some(of(7, 30) * 52_100),
        owns: Some(of(8, 4) == 0),
        house: Some(of(9, 4) as u8),
    }
}

fn hard(seed: u64, at: u64, home: &Home) -> bool {
    let poor = home.income.unwrap() < 110;
    if draw(seed + 77, at, 10) == 0 { !poor } else { poor }
}

fn samples(seed: u64, months: i32, households: u64) -> Vec<Sample> {
    let mut all = Vec::new();
    for (month, at) in (0..months).flat_map(|number| (0..households).map(move |at| (number, at))) {
        let place = at + 10_000 * month as u64;
        let home = home(seed, place);
        let labels = Labels::visited([(self::month(month), home.head, hard(seed, place, &home))], self::month(months));
        all.extend(Sample::of(self::month(month), &home, &labels, 0));
    }
    all
}

fn fitting(ahead: u32) -> Fitting {
    Fitting {
        ahead,
        source: Source::Visits,
        last: month(3),
        visits: 20,
        seed: 5,
        pack: "pack".into(),
        inputs: vec!["2026-01 economic_verification abc".into()],
    }
}

fn card(samples: &[Sample]) -> Card {
    Card::fit(samples, fitting(0)).unwrap()
}

#[test]
fn no_class_no_register_no_sex_and_no_place_is_a_feature() {
    let barred = [
        "recognised",
        "relapse_monitored",
        "graduated_household",
        "assistance_class",
        "orphan_recognised",
        "urban",
        "disability_kind",
        "relation_to_head",
        "is_dibao",
        "dibao_last_amount",
        "exit_cause",
    ];
    for name in FACTS.iter().chain(&VARIABLES) {
        assert!(!barred.contains(name), "{name}");
    }
    // Whoever differs in nothing but sex, age of the head, place and being helped has the same answers.
    let one = home(1, 7);
    let other = Home { sex: None, age: Some(99), town: "x".into(), helped: true, number: 3, head: 9, ..one.clone() };
    assert_eq!(one.answers(), other.answers());
}

#[test]
fn the_same_data_and_seed_give_the_same_bytes_in_whatever_order_they_come() {
    let all = samples(1, 6, 300);
    let mut turned = all.clone();
    turned.reverse();
    let text = |card: &Card| serde_json::to_string(&Card { data: String::new(), ..card.clone() }).unwrap();
    assert_eq!(text(&card(&all)), text(&card(&turned)));
    assert_eq!(serde_json::to_string(&card(&all)).unwrap(), serde_json::to_string(&card(&all)).unwrap());
    let read: Card = serde_json::from_str(&serde_json::to_string(&card(&all)).unwrap()).unwrap();
    assert_eq!(read, card(&all));
}

#[test]
fn points_find_more_than_no_order_and_the_card_expects_about_what_is_so() {
    let all = samples(1, 6, 400);
    let card = card(&all);
    let late: Vec<Sample> = all.iter().filter(|sample| sample.month > month(3)).cloned().collect();
    let any = first_visits(&late, &|_| Some(0), 20, 5).all;
    assert_eq!((card.visits.all.visits, any.visits), (40, 40));
    assert!(card.visits.all.found >= 32 && card.visits.all.found > any.found + 10, "{:?} {any:?}", card.visits.all);
    let sum = |of: &dyn Fn(&super::Band) -> u64| card.bands.iter().map(of).sum::<u64>() as i64;
    assert_eq!(sum(&|band| band.households), late.len() as i64);
    assert!((sum(&|band| band.expected) - sum(&|band| band.hard)).abs() < 40);
}

#[test]
fn who_is_helped_already_is_not_in_the_order_and_equals_stand_as_the_seed_has_them() {
    let card = card(&samples(1, 6, 400));
    let mut homes: Vec<Home> = (0..400).map(|at| home(1, at)).collect();
    homes[4].helped = true;
    let order = card.order(&homes).unwrap();
    assert_eq!(order.len(), 399);
    assert!(order.iter().all(|placed| placed.household != 4));
    assert!(order.windows(2).all(|pair| pair[0].points >= pair[1].points));
    let reasons = |placed: &super::Placed| placed.why.iter().map(|reason| reason.points).sum::<i32>();
    assert!(order.iter().all(|placed| reasons(placed) == placed.points), "the reasons are the points");
    assert_eq!(order, card.order(&homes).unwrap());
    let turned = Card { seed: 6, ..card.clone() }.order(&homes).unwrap();
    let points = |of: &[super::Placed]| of.iter().map(|placed| placed.points).collect::<Vec<_>>();
    assert_eq!(points(&order), points(&turned));
    assert_ne!(order, turned, "another seed puts equals otherwise");
}

#[test]
fn a_card_of_other_questions_is_not_taken_for_one_of_todays() {
    let card = card(&samples(1, 6, 400));
    assert!(card.fits());
    assert!(!Card { version: 1, ..card.clone() }.fits());
    let mut fewer = card;
    fewer.features.pop();
    assert!(!fewer.fits());
}

#[test]
fn a_label_ahead_asks_the_months_after_and_says_nothing_of_who_is_in_hardship_already() {
    let one = home(1, 7);
    let hard = |at: i32| Labels::all([(month(at), one.head)], month(5));
    assert_eq!(hard(2).within(month(1), &one, 0), Some(false));
    assert_eq!(hard(2).within(month(1), &one, 3), Some(true));
    assert_eq!(hard(5).within(month(1), &one, 3), Some(false), "beyond the months ahead");
    assert_eq!(hard(1).within(month(1), &one, 3), None, "in it already");
    assert_eq!(hard(2).within(month(3), &one, 3), None, "not known so far ahead");
    let visited = Labels::visited([(month(2), one.head, true), (month(4), one.head, false)], month(9));
    assert_eq!(visited.within(month(1), &one, 3), Some(true), "closed as confirmed within the months");
    assert_eq!(visited.within(month(3), &one, 3), Some(false), "visited, and not so");
    assert_eq!(visited.within(month(5), &one, 3), None, "nobody was there");
}

#[test]
fn a_card_that_looks_ahead_is_fitted_on_nothing_that_was_not_known_then() {
    // Six months of which the last is asked: what is known by the fourth has labels of the first alone.
    let all = samples(1, 6, 400);
    let card = Card::fit(&all, fitting(3)).unwrap();
    assert_eq!(
        (card.ahead, card.fitted.months.clone(), card.checked.months.clone()),
        (3, vec![month(0)], vec![month(4), month(5)],)
    );
    // Whatever the months between hold, the points are the same.
    let mut other = all.clone();
    other.iter_mut().filter(|it| it.month > month(0) && it.month <= month(3)).for_each(|it| it.hard = !it.hard);
    assert_eq!(Card::fit(&other, fitting(3)).unwrap().features, card.features);
    assert!(
        card.text(Lang::En, &|town| town.into())
            .contains("falls into it within 3 months; known from what visits found")
    );
    assert!(Card::fit(&all, fitting(4)).is_none(), "nothing is known so early");
}

#[test]
fn few_in_hardship_and_answers_without_meaning_call_for_a_heavier_penalty() {
    let mut all = samples(3, 6, 300);
    let plain = card(&all);
    // Now nothing foretells anything.
    all.iter_mut().zip(0..).for_each(|(sample, at)| sample.hard = draw(9, at, 40) == 0);
    let blind = card(&all);
    assert!(blind.penalty > plain.penalty, "{} {}", blind.penalty, plain.penalty);
    let most = |card: &Card| card.features.iter().flat_map(|of| &of.answers).map(|it| it.points).max();
    assert!(most(&blind) < most(&plain));
}

#[test]
fn what_the_files_told_before_a_fall_is_counted_by_the_plainest_sign() {
    let calm = Home { income: Some(400), before: vec![None], earlier: vec![None], ..home(1, 7) };
    let near = Home { income: Some(140), ..calm.clone() };
    let worse = Home { before: vec![Some(Person { wage: Some(900_000), ..near.members[0].clone() })], ..near.clone() };
    let (labels, mut falls) = (Labels::all([(month(1), calm.head)], month(2)), Falls::default());
    for (home, signalled) in [(&calm, false), (&near, false), (&worse, false), (&worse, true)] {
        falls.take(month(0), home, &labels, signalled);
        falls.take(month(1), home, &labels, signalled);
        falls.take(month(2), home, &labels, signalled);
    }
    falls.take(month(0), &Home { helped: true, ..calm.clone() }, &labels, false);
    assert_eq!(falls.of.into_iter().collect::<Vec<_>>(), Sign::ALL.map(|sign| (sign, (1, 1))));
}

#[test]
fn what_is_kept_of_a_reason_can_be_told_without_the_card() {
    for feature in FEATURES {
        let found = Feature::named(feature.name).expect("by its name");
        assert_eq!(found.words(0), feature.answers[0]);
        assert_eq!(found.words(feature.answers.len() as u8), ["不详", "not known"]);
    }
    assert!(Feature::named("sex").is_none());
    let names: std::collections::BTreeSet<&str> = FEATURES.iter().map(|feature| feature.name).collect();
    assert_eq!(names.len(), FEATURES.len());
}

#[test]
fn a_month_whose_data_shifted_is_refused_with_a_sentence() {
    let card = card(&samples(1, 6, 400));
    let mut homes: Vec<Home> = (0..400).map(|at| home(1, at)).collect();
    homes.iter_mut().for_each(|home| home.income = None);
    let drift = card.order(&homes).unwrap_err();
    assert_eq!(drift.feature, "income_to_line");
    for (lang, words) in [(Lang::Zh, "人均收入与低保标准之比"), (Lang::En, "fit again on recent months")] {
        assert!(drift.say(lang).contains(words), "{}", drift.say(lang));
    }
}

#[test]
fn outcomes_of_visits_serve_as_labels_and_who_was_not_visited_has_none() {
    let home = home(1, 7);
    let labels = Labels::visited([(month(0), home.head, true)], month(1));
    assert_eq!((labels.of(month(0), &home), labels.of(month(1), &home)), (Some(true), None));
    let truth = Labels::all([(month(0), home.head)], month(1));
    assert_eq!((truth.of(month(0), &home), truth.of(month(1), &home)), (Some(true), Some(false)));
}

#[test]
fn months_without_anybody_in_hardship_give_no_card() {
    let mut all = samples(1, 6, 30);
    all.iter_mut().for_each(|sample| sample.hard = false);
    assert!(Card::fit(&all, fitting(0)).is_none());
}

#[test]
fn what_is_not_known_is_an_answer_of_its_own_and_never_no() {
    assert_eq!(known_any([Some(false), None]), None);
    assert_eq!(known_any([Some(true), None]), Some(true));
    let blank = Home { members: vec![Person::default()], before: vec![None], earlier: vec![None], ..Home::default() };
    for (feature, answer) in FEATURES.iter().zip(blank.answers()) {
        assert_eq!(usize::from(answer), feature.answers.len(), "{}", feature.name);
    }
}

#[test]
fn the_card_tells_itself() {
    let card = card(&samples(2, 6, 300));
    let text = card.text(Lang::En, &|town| format!("town {}", &town[8..]));
    let head: String = text.lines().take(18).map(|line| format!("{line}\n")).collect();
    expect![[r#"
        points card for the order of visits: it decides nothing; no class, register, sex or place has points
        asked: who is in hardship in the month; known from what visits found
        fitted on 2026-01 to 2026-04: 1200 household months, 459 of them in hardship
        checked on 2026-05 to 2026-06: 600 household months, 257 of them in hardship
        data b5ecf06e577f090d85eaf6d753813743c212470d919edbfe46e3d0d94271b63e
        rules pack
        penalty 1
        seed 5

        income a head against the dibao standard
             0  three times and more  (0, —)
             0  two to three times  (400, 10.25%)
             0  one and a half to two times  (228, 8.77%)
             0  1.2 to 1.5 times  (110, 4.55%)
            39  1 to 1.2 times  (69, 59.42%)
            57  below it  (201, 88.06%)
            59  below half of it  (192, 91.15%)
             0  not known  (0, —)
    "#]]
    .assert_eq(&head);
    let tail: Vec<&str> = text.lines().rev().take(10).collect();
    let tail: String = tail.into_iter().rev().map(|line| format!("{line}\n")).collect();
    expect![[r#"

        visits a month 20: 34 / 40 (85.00%)
        sex of the head
          female: 16 / 19 (84.21%)
          male: 18 / 21 (85.71%)
        age of the head
          35-59: 34 / 40 (85.00%)
        town
          town 1: 12 / 14 (85.71%)
          town 2: 22 / 26 (84.62%)
    "#]]
    .assert_eq(&tail);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// The order holds everybody who is on no help once, and nobody else.
    #[test]
    fn the_order_is_a_permutation_of_those_on_no_help(seed in 0u64..1_000, helped in proptest::collection::vec(any::<bool>(), 60)) {
        let card = card(&samples(seed, 5, 60));
        let homes: Vec<Home> =
            (0u64..).zip(&helped).map(|(at, helped)| Home { helped: *helped, ..home(seed, at) }).collect();
        // The same households as those of the first month, fewer of them: a few answers may be gone.
        if let Ok(order) = card.order(&homes) {
            let mut numbers: Vec<u32> = order.iter().map(|placed| placed.household).collect();
            numbers.sort_unstable();
            let open: Vec<u32> = homes.iter().filter(|home| !home.helped).map(|home| home.number).collect();
            prop_assert_eq!(numbers, open);
        }
    }

    /// Whatever the data, points never fall from a lighter to a graver answer, and none is below 0.
    #[test]
    fn points_never_fall_along_answers(seed in 0u64..1_000) {
        let card = card(&samples(seed, 5, 60));
        for feature in &card.features {
            let known = &feature.answers[..feature.answers.len() - 1];
            prop_assert!(known.windows(2).all(|pair| pair[0].points <= pair[1].points), "{}", feature.name);
            prop_assert!(feature.answers.iter().all(|answer| answer.points >= 0));
        }
    }

    /// Pooling keeps what rises, and the weighted sum.
    #[test]
    fn pooling_neighbours_gives_a_rising_line_of_the_same_weight(
        of in proptest::collection::vec((-5.0f64..5.0, 1u32..50), 1..12),
    ) {
        let (values, weights): (Vec<f64>, Vec<u32>) = of.into_iter().unzip();
        let pooled = rising(&values, &weights);
        prop_assert!(pooled.windows(2).all(|pair| pair[0] <= pair[1]));
        let sum = |values: &[f64]| values.iter().zip(&weights).map(|(value, weight)| value * f64::from(*weight)).sum::<f64>();
        prop_assert!((sum(&pooled) - sum(&values)).abs() < 1e-6);
    }
}
