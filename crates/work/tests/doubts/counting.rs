//! What must hold of every county, whatever is in its rosters.

use super::{case, embedded};
use doudi_work::{
    doubts::{Counts, Findings, plan},
    policy::Policy,
};
use proptest::prelude::*;

/// A county of up to forty people spread over rosters by chance, some without a number, a town or a value.
fn county() -> impl Strategy<Value = String> {
    let person = (0u32..12, 0usize..4, 0usize..8, 0usize..4, 0usize..3);
    (prop::collection::vec(person, 0..40), prop::bool::ANY).prop_map(|(people, with_pension)| {
        let mut text = String::from(
            "spec pension_coverage\nmonth 2026-09\ndivisions\n  419901001 柳河镇\n  419901001001 石桥村\n  \
             419901001002 大王庄村\n  419901002 石桥街道\n",
        );
        let places = ["柳河镇 | 石桥村", "柳河镇 | 某村", "某镇 | 某村", "石桥街道 | -"];
        for (feed, at) in [("tekun_person", 0), ("dibao_rural_person", 1), ("edge_person", 2)] {
            text += &format!("table {feed} 2026-09\n  resident_id | name | town_name | village_name\n");
            for (serial, place, rosters, _, broken) in people.iter().filter(|person| person.2 >> at & 1 == 1) {
                let id = match broken {
                    0 if *serial == 0 => "-".to_owned(),
                    1 if *serial == 1 => "!4199".to_owned(),
                    _ => format!("{}-01-01/{}", 1950 + serial * 6, serial + 1),
                };
                text += &format!("  {id} | 某{rosters} | {}\n", places[*place]);
            }
        }
        if with_pension {
            text += "table resident_pension_insured 2026-09\n  resident_id | insured_state\n";
            for (serial, .., state, _) in &people {
                let state = ["1", "4", "-", "2"][*state];
                text += &format!("  {}-01-01/{} | {state}\n", 1950 + serial * 6, serial + 1);
            }
        }
        text + "table other_pension_insured 2026-09\n  resident_id | pension_scheme\n"
    })
}

fn findings(text: &str) -> Findings {
    let (spec, deck) = case::read(text, &Policy::embedded());
    plan(embedded().spec(&spec).unwrap(), &deck)
}

fn sum<'c>(of: impl Iterator<Item = &'c Counts>, rungs: usize) -> Counts {
    of.fold(Counts { rungs: vec![0; rungs], ..Counts::default() }, |mut sum, counts| {
        sum.add(counts);
        sum
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn villages_add_up_to_towns_and_towns_to_the_county(text in county()) {
        let findings = findings(&text);
        for question in &findings.questions {
            let tables = findings.counts(question);
            let rungs = question.rungs.len();
            prop_assert_eq!(&sum(tables.towns.iter().map(|(_, counts)| counts), rungs), &tables.county);
            for (town, counts) in &tables.towns {
                let villages = tables.villages.iter().filter(|(place, _)| place.town == town.town).map(|(_, c)| c);
                prop_assert_eq!(&sum(villages, rungs), counts);
            }
        }
    }

    #[test]
    fn everybody_who_is_asked_about_stands_on_exactly_one_rung(text in county()) {
        let findings = findings(&text);
        for question in &findings.questions {
            let county = findings.counts(question).county;
            prop_assert!(question.people.keys.is_sorted_by(|a, b| a < b), "each once");
            prop_assert_eq!(county.rungs.iter().sum::<u64>(), county.asked);
            prop_assert_eq!(county.covered + county.explained + county.doubts + county.undecided, county.asked);
            prop_assert_eq!(question.doubts.len() as u64, county.doubts, "the list is as long as the count");
            prop_assert_eq!(question.leftovers.len() as u64, county.leftovers);
        }
    }

    #[test]
    fn without_the_deciding_roster_no_doubt_is_raised(text in county()) {
        if !text.contains("table resident_pension_insured") {
            prop_assert_eq!(findings(&text).questions.iter().map(|question| question.doubts.len()).sum::<usize>(), 0);
        }
    }

    #[test]
    fn the_same_tables_give_the_same_findings(text in county()) {
        prop_assert_eq!(findings(&text), findings(&text));
    }
}
