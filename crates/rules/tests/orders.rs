//! The same sum reckoned by month, by year, a head or a member, in whatever order, comes to the same fen.

use crate::cases::book;
use doudi_kernel::{Month, Ratio};
use doudi_rules::{
    book::{Book, FactId, Value},
    cases::exact,
    compile::{Ask, Program, Wanted},
    oracle::{Exact, Fraction, Household, Oracle, population},
};
use proptest::prelude::*;

/// The gap between the line and the income, five ways; each rounds once, at its end, but the last rounds a head as well.
const LAW: &str = r#"
fact line: household yuan/month/person
  label "标准" "line"
fact wage: person yuan/year
  label "全年工资" "wages of the year"
variable heads: household persons
  label "人数" "heads"
  is max(members, 1 person)
variable yearly: household yuan/year
  label "全年收入" "income of the year"
  is sum(wage)
variable by_month: household yuan/month
  label "按月" "by month"
  is round_up(line * heads - yearly / (12 months/year), 0.01 yuan/month)
variable by_year: household yuan/month
  label "按年" "by year"
  is round_up((line * (12 months/year) * heads - yearly) / (12 months/year), 0.01 yuan/month)
variable by_head: household yuan/month
  label "按人" "by head"
  is round_up((line - yearly / (12 months/year) / heads) * heads, 0.01 yuan/month)
variable by_head_of_year: household yuan/month
  label "按人按年" "by head of the year"
  is round_up((line * (12 months/year) - yearly / heads) * heads / (12 months/year), 0.01 yuan/month)
variable by_member: household yuan/month
  label "逐人" "member by member"
  is round_up(line * heads - sum(wage / (12 months/year)), 0.01 yuan/month)
variable rounded_early: household yuan/month
  label "先取整" "rounded early"
  is round_up(round_up(line - yearly / (12 months/year) / heads, 0.01 yuan/month/person) * heads, 0.01 yuan/month)
"#;

const WAYS: [&str; 5] = ["by_month", "by_year", "by_head", "by_head_of_year", "by_member"];

fn family(book: &Book, line_fen: i64, wages_fen: &[i64]) -> Household {
    let mut family = Household { members: wages_fen.len() as u32, ..Household::default() };
    let fact = |name| FactId(book.facts.iter().position(|fact| fact.name == name).unwrap() as u32);
    let money = |fen| Some(Value::Number(Ratio::whole(fen)));
    family.state(book, fact("line"), 0, money(line_fen));
    wages_fen.iter().zip(0..).for_each(|(fen, row)| family.state(book, fact("wage"), row, money(*fen)));
    family
}

/// What the engine says in fen, by the variables' names; the oracle says the same.
fn reckoned(book: &Book, family: &Household, names: &[&str]) -> Vec<Fraction> {
    let month = Month::new(2026, 7).unwrap();
    let places = names.iter().map(|name| book.variables.iter().position(|variable| variable.name == *name).unwrap());
    let variables: Vec<_> = places.map(|place| doudi_rules::book::VariableId(place as u32)).collect();
    let ask = Ask { programmes: Some(Vec::new()), variables: variables.clone(), ..Ask::default() };
    let program = Program::compile(book, "41", month, &ask).unwrap();
    let columns = program.evaluate(&population(book, std::slice::from_ref(family))).unwrap().variables;
    let oracle = Oracle::new(book, "41", month);
    let reading = oracle.read(family);
    let fen = columns.iter().map(|values| {
        let Wanted::Variable(id) = values.of else { unreachable!("variables were asked for") };
        let told = exact(values.of.ty(book), values, 0);
        assert_eq!(told, reading.value_of(id, 0).ok());
        match told {
            Some(Exact::Number(fen)) => fen,
            _ => panic!("{} is known", values.of.name(book)),
        }
    });
    fen.collect()
}

proptest! {
    #[test]
    fn month_year_and_per_head_orders_of_the_same_sum_give_the_same_fen(
        line_fen in 0..1_000_000i64, wages_fen in prop::collection::vec(0..10_000_000i64, 1..8),
    ) {
        let book = book(LAW);
        let fen = reckoned(&book, &family(&book, line_fen, &wages_fen), &WAYS);
        prop_assert!(fen[0].is_integer());
        for (way, told) in WAYS.iter().zip(&fen) {
            prop_assert_eq!(told, &fen[0], "{}", way);
        }
    }
}

#[test]
fn three_at_632_yuan_with_1894_yuan_are_2_yuan_below_the_line_in_every_order() {
    let book = book(LAW);
    let wages_fen = [1_894 * 12 * 100, 0, 0];
    let fen = reckoned(&book, &family(&book, 63_200, &wages_fen), &WAYS);
    assert_eq!(fen, vec![Fraction::from(200); 5]);
}

#[test]
fn rounding_a_head_before_multiplying_gives_other_fen() {
    let book = book(LAW);
    // 1894 yuan among three are 631 1/3 yuan each: 66 2/3 fen are lacking a head, 67 when rounded, 201 for three.
    let family = family(&book, 63_200, &[1_894 * 12 * 100, 0, 0]);
    assert_eq!(reckoned(&book, &family, &["rounded_early"]), [Fraction::from(201)]);
}
