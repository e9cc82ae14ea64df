//! Signals over columns: raised, quiet, unknown; what last month held; a part asked alone.

use doudi_kernel::{Lang, Month};
use doudi_rules::{
    book::{Before, Book, FactId, SignalId},
    cases::exact,
    check,
    compile::{Ask, Program},
    oracle::{Exact, Household, Oracle, population, random::Households},
    run::Outcomes,
};
use proptest::prelude::*;

const LAW: &str = r#"
codes role
  label "角色" "role"
  village "村" "village"
fact at_work: person yes/no
  label "就业" "at work"
fact was_at_work: person yes/no
  label "上月就业" "at work last month"
  before at_work
fact poor: household yes/no
  label "困难" "poor"
fact excused: household yes/no
  label "豁免" "excused"
variable lost: person yes/no
  label "失业" "work lost"
  is was_at_work and not at_work
signal work_lost: person
  label "失业" "work lost"
  when lost
  severity high
  owner village
  due 5 working_days
  remedy "入户" "visit"
  exempt when excused
signal hard_up: household
  label "困难" "hard up"
  when poor and any(lost)
  severity normal
  owner village
  due 5 working_days
  remedy "入户" "visit"
"#;

fn book() -> Book {
    check::read(vec![("a.law".into(), LAW.into())]).unwrap_or_else(|why| panic!("{}", why.render(Lang::En)))
}

fn asked(book: &Book) -> Ask {
    let signals = (0..book.signals.len() as u32).map(SignalId).collect();
    Ask { programmes: Some(Vec::new()), signals, ..Ask::default() }
}

fn month() -> Month {
    Month::new(2026, 7).unwrap()
}

fn yes(book: &Book, outcomes: &Outcomes, signal: usize, row: usize) -> Option<bool> {
    let values = &outcomes.signals[signal];
    match exact(values.of.ty(book), values, row) {
        Some(Exact::YesNo(yes)) => Some(yes),
        _ => None,
    }
}

#[test]
fn a_signal_is_raised_unless_it_is_excused_and_unknown_where_either_would_decide() {
    let book = book();
    let program = Program::compile(&book, "41", month(), &asked(&book)).unwrap();
    let told = |at_work, was, excused: Option<bool>| {
        let fact = |name| book.fact(name).unwrap();
        let value = |yes: Option<bool>| yes.map(doudi_rules::book::Value::YesNo);
        let mut one = Household { members: 1, ..Household::default() };
        one.state(&book, fact("at_work"), 0, value(at_work));
        one.state(&book, fact("was_at_work"), 0, value(was));
        one.state(&book, fact("excused"), 0, value(excused));
        let outcomes = program.evaluate(&population(&book, &[one])).unwrap();
        yes(&book, &outcomes, 0, 0)
    };
    let (y, n) = (Some(true), Some(false));
    assert_eq!(told(n, y, n), y);
    assert_eq!(told(n, y, y), n);
    assert_eq!(told(n, y, None), None);
    assert_eq!(told(y, y, None), n);
    assert_eq!(told(None, y, n), None);
    assert_eq!(told(None, y, y), n, "who is excused is excused, whatever else is unknown");
    assert_eq!(told(n, None, n), None, "last month's value is unknown until a month has been read");
}

#[test]
fn a_fact_of_last_month_says_what_it_looks_back_at() {
    let book = book();
    let (at_work, was) = (book.fact("at_work").unwrap(), book.fact("was_at_work").unwrap());
    assert_eq!(book.facts[was.index()].before, Some(Before::Fact(at_work)));
    assert_eq!(book.facts[at_work.index()].before, None);
    assert_eq!(was, FactId(at_work.0 + 1));
}

proptest! {
    #[test]
    fn the_engine_raises_what_the_oracle_raises_and_a_part_asked_alone_is_told_the_same(
        seed in any::<u64>(), chosen in prop::collection::btree_set(0..60u32, 0..20),
    ) {
        let book = book();
        let some: Vec<Household> = Households::new(&book, seed).take(60).collect();
        let program = Program::compile(&book, "41", month(), &asked(&book)).unwrap();
        let oracle = Oracle::new(&book, "41", month());
        let whole = population(&book, &some);
        let outcomes = program.evaluate(&whole).unwrap();
        let chosen: Vec<u32> = chosen.into_iter().collect();
        let part = whole.part(&book, &chosen);
        prop_assert!(part.check(&book).is_ok());
        let alone = program.evaluate(&part).unwrap();
        for (signal, known) in book.signals.iter().enumerate() {
            for (place, household) in some.iter().enumerate() {
                let reading = oracle.read(household);
                let first = whole.rows_of(known.entity, place).start;
                for row in 0..household.rows(known.entity) {
                    let expected = match reading.raised(signal, row) {
                        Ok(Exact::YesNo(yes)) => Some(yes),
                        _ => None,
                    };
                    prop_assert_eq!(yes(&book, &outcomes, signal, first + row as usize), expected);
                }
            }
            for (place, household) in chosen.iter().enumerate() {
                let (own, all) = (part.rows_of(known.entity, place), whole.rows_of(known.entity, *household as usize));
                prop_assert_eq!(own.len(), all.len());
                for (own, all) in own.zip(all) {
                    prop_assert_eq!(yes(&book, &alone, signal, own), yes(&book, &outcomes, signal, all));
                }
            }
        }
    }
}
