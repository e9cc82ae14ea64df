//! Households at random that answer truthfully, whatever they are asked.

use super::{Asked, Calculator, Line, Questions, Told};
use crate::{assess::Pack, policy::Policy};
use doudi_kernel::Month;
use doudi_rules::{
    answer::Answer,
    book::{Book, FactId, MEMBERS, TODAY, Value},
    explain::Reader,
    oracle::{Household, population, random::Households},
};
use rayon::prelude::*;
use std::sync::LazyLock;

static BOOK: LazyLock<Book> = LazyLock::new(|| Pack::of(&Policy::embedded()).book().unwrap());
static QUESTIONS: LazyLock<Questions> = LazyLock::new(|| Questions::read(&Policy::embedded(), &BOOK).unwrap());

fn calculator(division: &str) -> Calculator<'static> {
    Calculator::new(&BOOK, &QUESTIONS, division, Month::new(2026, 7).unwrap()).unwrap()
}

/// What a household that hides nothing answers on a page.
fn truthful(it: &Household, asked: &Asked) -> Line {
    let question = &QUESTIONS.all[asked.question];
    let counts = question.rows && asked.rows.is_empty();
    let rows: Vec<u32> = if counts { (0..it.rows(question.entity)).collect() } else { asked.rows.clone() };
    let values = rows.iter().flat_map(|row| asked.facts.iter().map(move |fact| (*fact, *row, it.given(*fact, *row))));
    Line { question: asked.question, rows: question.rows.then(|| it.rows(question.entity)), values: values.collect() }
}

/// Asks until nothing more is asked.
fn interview(calculator: &Calculator<'_>, it: &Household, topics: &[usize]) -> Told {
    let mut told = Told::default();
    while let Some(asked) = calculator.next(&told, topics) {
        told.lines.push(truthful(it, &asked));
        assert!(told.lines.len() < 200, "asked without end");
    }
    told
}

/// Whether the calculator's answers are those of the engine that knows everything.
fn agrees(calculator: &Calculator<'_>, it: &Household, told: &Told, topics: &[usize]) -> Result<(), String> {
    let population = population(&BOOK, std::slice::from_ref(it));
    let mut reader = Reader::new(&calculator.program, &population);
    reader.turn_to(0);
    for found in calculator.findings(told, topics) {
        let place = calculator.programmes.iter().position(|id| *id == found.programme).unwrap();
        let full = reader.answer(place, found.member.unwrap_or(0) as usize);
        let same = match (&found.answer, &full) {
            (Answer::NotEligible { conditions: some }, Answer::NotEligible { conditions: all }) => {
                some.iter().all(|one| all.contains(one))
            }
            (Answer::Missing { .. }, Answer::Missing { .. }) | (Answer::NotInLaw { .. }, Answer::NotInLaw { .. }) => {
                true
            }
            (found, full) => found == full,
        };
        if !same {
            let name = &BOOK.programmes[found.programme.index()].name;
            return Err(format!("{name} of {:?}: told {:?}, full {full:?}", found.member, found.answer));
        }
    }
    Ok(())
}

/// More than usual: `DOUDI_TEST_ROUNDS=10000`.
#[expect(clippy::disallowed_methods, reason = "a longer run is asked for by the environment")]
fn rounds() -> usize {
    std::env::var("DOUDI_TEST_ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(120)
}

/// Every household is asked at the place; the numbers of pages, in order.
fn pages(division: &str, topics: &[usize], seed: u64) -> Vec<usize> {
    let calculator = calculator(division);
    let households: Vec<Household> = Households::new(&BOOK, seed).take(rounds()).collect();
    let asked = households.par_iter().map(|it| {
        let told = interview(&calculator, it, topics);
        agrees(&calculator, it, &told, topics).map(|()| told.lines.len()).map_err(|why| format!("{why}\n{told:?}"))
    });
    let mut asked: Vec<usize> = asked.collect::<Result<_, _>>().unwrap_or_else(|why| panic!("{why}"));
    asked.sort();
    asked
}

fn mean_tenths(pages: &[usize]) -> usize {
    pages.iter().sum::<usize>() * 10 / pages.len()
}

#[test]
fn what_hangs_for_good_on_one_answer_leaves_the_questions_that_settle_it_all_the_same() {
    let fact = |name: &str| FactId(BOOK.facts.iter().position(|fact| fact.name == name).unwrap() as u32);
    let mut it = Household { members: 2, ..Household::default() };
    for id in (0..BOOK.facts.len() as u32).map(FactId).filter(|id| ![MEMBERS, TODAY].contains(id)) {
        (0..it.rows(BOOK.facts[id.index()].entity))
            .for_each(|row| it.state(&BOOK, id, row, BOOK.facts[id.index()].usual));
    }
    (0..2).for_each(|row| it.state(&BOOK, fact("birth_date"), row, Some(Value::Date("1980-01-01".parse().unwrap()))));
    // Whether the second counts is not known; that nothing was spent settles the programme whoever counts.
    it.state(&BOOK, fact("in_drug_rehabilitation"), 1, None);
    let calculator = calculator("419901");
    let told = interview(&calculator, &it, &[0]);
    agrees(&calculator, &it, &told, &[0]).unwrap();
    let rigid =
        calculator.findings(&told, &[0]).into_iter().find(|it| BOOK.programmes[it.programme.index()].name == "rigid");
    assert!(matches!(rigid.unwrap().answer, Answer::NotEligible { .. }));
}

// How many pages it took is for people to read.
#[allow(clippy::print_stdout)]
#[test]
fn who_answers_truthfully_is_told_what_an_assessment_says() {
    let all: Vec<usize> = (0..QUESTIONS.topics.len()).collect();
    for (division, seed) in [("419901", 61), ("310101", 62), ("500101", 63)] {
        for topics in [&all[..1], &all] {
            let pages = pages(division, topics, seed);
            let (mean, late) = (mean_tenths(&pages), pages[pages.len() * 95 / 100]);
            println!(
                "{division}: {} topics, {} households: mean {}.{} pages, 95 % within {late}, most {}",
                topics.len(),
                pages.len(),
                mean / 10,
                mean % 10,
                pages.last().unwrap()
            );
            assert!(mean < 400, "too many questions");
        }
    }
}
