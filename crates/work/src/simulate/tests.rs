use super::{Group, Reform, SimulateError, Simulated, files, reformed, simulate, summary};
use crate::{
    evaluate::{Cover, TargetingTruth},
    policy::Policy,
};
use doudi_kernel::{Lang, Ratio, Say};
use doudi_rules::{
    book::{Book, Entity, FactId, MEMBERS, TODAY, Value},
    check,
    oracle::{Household, population},
};
use std::sync::LazyLock;

static LAWS: LazyLock<Vec<(String, String)>> = LazyLock::new(|| Policy::embedded().laws());

fn fact(book: &Book, name: &str) -> FactId {
    FactId(book.facts.iter().position(|fact| fact.name == name).unwrap() as u32)
}

/// Usual rural households of so many members, whose first member earns so much a month.
fn group(book: &Book, households: &[(u32, i64)]) -> Group {
    let one = |(members, yuan): &(u32, i64)| {
        let mut household = Household { members: *members, ..Household::default() };
        for id in (0..book.facts.len() as u32).map(FactId).filter(|id| ![MEMBERS, TODAY].contains(id)) {
            let fact = &book.facts[id.index()];
            for row in 0..household.rows(fact.entity) {
                household.state(book, id, row, fact.usual);
            }
        }
        let born = Some(Value::Date("1980-01-01".parse().unwrap()));
        (0..*members).for_each(|row| household.state(book, fact(book, "birth_date"), row, born));
        household.state(book, fact(book, "wage_income"), 0, Some(Value::Number(Ratio::whole(100 * yuan))));
        household
    };
    let households: Vec<Household> = households.iter().map(one).collect();
    assert_eq!(book.facts[fact(book, "wage_income").index()].entity, Entity::Person);
    Group {
        division: "419901".into(),
        name: "虚构县".into(),
        population: population(book, &households),
        numbers: Vec::new(),
    }
}

/// In Henan, where a rural head has 521 yuan and an urban one 714.
fn simulated(reform: &str, households: &[(u32, i64)]) -> (Reform, Simulated) {
    let reform = Reform::read(reform).unwrap();
    let book = check::read(LAWS.clone()).unwrap();
    let simulated = simulate(&LAWS, &reform, &[group(&book, households)]);
    (reform, simulated.unwrap_or_else(|why| panic!("{}", why.say(Lang::En))))
}

const RAISE: &str = r#"
zh = "提标一成"
en = "a tenth more"
month = "2026-12"
programmes = ["dibao"]
funding = { state = "75%", county = "1/4" }
[[change]]
parameter = "dibao_standard_rural"
region = "41"
from = "2026-10-01"
scale = "110%"
"#;

#[test]
fn a_higher_line_takes_in_who_stood_above_it_and_costs_the_difference() {
    let (_, simulated) = simulated(RAISE, &[(2, 0), (1, 550), (1, 600)]);
    let effects = &simulated.months[0].effects;
    // 521 × 110 % = 573.1, up to 574: 2 × 574 and 574 − 550, where it was 2 × 521 and nothing.
    assert_eq!(effects.total.fen_a_year, [12 * 104_200, 12 * (114_800 + 2_400)]);
    assert_eq!((effects.total.households, effects.total.moved), ([1, 2], [1, 0]));
    assert_eq!((effects.total.persons, effects.total.moved_persons), ([2, 3], [1, 0]));
}

#[test]
fn the_old_definition_ends_the_day_before_and_the_months_before_stay_as_they_were() {
    let (_, simulated) = simulated(&RAISE.replace("2026-12", "2026-09"), &[(2, 0), (1, 550)]);
    let total = simulated.months[0].effects.total;
    assert_eq!((total.fen_a_year[0], total.moved), (total.fen_a_year[1], [0, 0]));
    let (path, before, after) = &simulated.after.ended[0];
    assert_eq!(path, "provinces/41_henan/basic.law");
    assert!(before.starts_with("from 2025-07-01:") && after.starts_with("from 2025-07-01 to 2026-09-30:"), "{after}");
}

#[test]
fn unifying_closes_the_gap_step_by_step() {
    let unify = r#"
zh = "统一"
en = "unify"
month = "2026-12"
years = 3
programmes = ["dibao"]
[[unify]]
low = "dibao_standard_rural"
high = "dibao_standard_urban"
region = "41"
from = "2026-10-01"
start = "80%"
end = "100%"
years = 2
"#;
    let (_, simulated) = simulated(unify, &[(1, 0)]);
    let costs: Vec<i64> = simulated.months.iter().map(|seen| seen.effects.total.fen_a_year[1] / 1200).collect();
    assert_eq!(costs, [572, 643, 714]);
}

#[test]
fn what_the_law_does_not_let_a_place_set_a_reform_does_not_set_either() {
    let text = RAISE
        .replace("dibao_standard_rural", "child_rearing_subsidy_counts")
        .replace("scale = \"110%\"", "set = \"yes\"");
    let reform = Reform::read(&text).unwrap();
    let book = check::read(LAWS.clone()).unwrap();
    let refused = reformed(&LAWS, &book, &reform).unwrap_err();
    assert!(matches!(&refused, SimulateError::Refused(_)), "{}", refused.say(Lang::En));
    let lower = RAISE.replace("scale = \"110%\"", "set = \"714 yuan/year\"");
    assert!(matches!(reformed(&LAWS, &book, &Reform::read(&lower).unwrap()), Err(SimulateError::Refused(_))));
}

#[test]
fn the_shares_of_the_cost_are_told_and_must_add_up() {
    let (reform, simulated) = simulated(RAISE, &[(2, 0)]);
    let text = summary(&reform, &simulated, Lang::En).unwrap();
    assert!(text.contains("  - county 25.00%: 3126.00 → 3444.00\n"), "{text}");
    let short = Reform::read(&RAISE.replace("1/4", "1/5")).unwrap();
    assert!(matches!(short.shares(), Err(SimulateError::Value("funding", _))));
}

#[test]
fn shipped_reforms_are_read_and_written_as_files_and_the_cliff_is_found() {
    let policy = Policy::embedded();
    for (name, text) in policy.folder("reforms") {
        let (reform, simulated) = simulated(text, &[(3, 0), (3, 1_500), (1, 3_000)]);
        let names: Vec<String> = files(&reform, &simulated, Lang::Zh).unwrap().into_iter().map(|file| file.0).collect();
        assert!(names.contains(&"programmes.csv".to_owned()), "{name}");
        let Some([before, after]) = &simulated.cliffs else { continue };
        // Below the line a yuan earned is a yuan lost; with a share of the wage left out, less is lost.
        assert_eq!(before.marginal(10).to_string(), "1");
        assert_eq!(after.marginal(10).to_string(), "7/10");
        assert!(!before.falls().is_empty(), "{name}");
    }
}

#[test]
fn a_higher_line_moves_who_is_reached_and_who_should_be() {
    let (book, reform) = (check::read(LAWS.clone()).unwrap(), Reform::read(RAISE).unwrap());
    let mut group = group(&book, &[(1, 0), (1, 550), (1, 600)]);
    group.numbers = [1, 2, 3].map(|number| vec![Some(number)]).into();
    let mut simulated = simulate(&LAWS, &reform, std::slice::from_ref(&group)).unwrap();
    // In truth the third earns 540 and says 600; the fourth is in no register.
    let truth = TargetingTruth::alone(&[(1, 0), (2, 55_000), (3, 54_000), (4, 10_000)]);
    simulated.hold_against(&truth, &[group]);
    let reached = &simulated.reached[0];
    assert_eq!(reached.lines, [[Some(52_100), Some(71_400)], [Some(57_400), Some(71_400)]]);
    let cover = |covered, right, entitled| Cover { covered, right, entitled };
    assert_eq!(reached.targeting.map(|it| it.rural), [cover(1, 1, 2), cover(2, 2, 4)]);
    let text = summary(&reform, &simulated, Lang::En).unwrap();
    assert!(text.contains("| 2026-12 | the country | 1 → 2 | 2 → 4 | 50.00% → 50.00% | 0.00% → 0.00% |"), "{text}");
    let files = files(&reform, &simulated, Lang::En).unwrap();
    assert!(
        files
            .iter()
            .any(|(name, text)| name == "reached.csv" && text.contains("after,the country,574.00,714.00,2,2,4"))
    );
}
