use super::{CASE, DAY, divisions, july, june, lake, pack};
use crate::doubts::{from_lake, round_trip::Dying};
use doudi_kernel::{Lang, Month, Say};
use doudi_lake::{Lake, RealDisk};
use doudi_rules::book::FactId;
use doudi_work::{
    assess::{
        Applied, Assessments, Basis, Because, Files, Found, Household, Kept, Pack, Registers, assess, explain, replay,
        summary, town_books,
    },
    policy::Policy,
    simulate::{Reform, groups, simulate},
};
use std::{path::Path, sync::Arc, sync::atomic::AtomicUsize};

fn store(folder: &Path) -> Assessments {
    Assessments::open(folder, Arc::new(RealDisk))
}

fn apply(lake: &Lake, store: &Assessments, pack: Pack, month: Month) -> Applied {
    assess(lake, store, pack, &divisions(), month, DAY, true).unwrap_or_else(|why| panic!("{why}"))
}

/// What a household was found by a programme that households claim.
fn found(applied: &Applied, name: &str, programme: &str) -> Found {
    let found = &applied.assessed.found;
    let household = found.households.iter().position(|it| it.members[0].name == name).unwrap() as u32;
    let one = found.determinations.iter().find(|it| it.household == household && it.programme == programme);
    one.unwrap().found.clone()
}

/// The embedded rules with a law of July 2026 for the county alone.
fn with_julys_rule() -> Pack {
    let rule = "region 419901 \"虚构县\" \"a county that never was\"\n\namend dibao_standard_rural\n  in 419901 from 2026-07-01: 900 yuan/month/person   [henan2025 U]\n";
    Pack::of(&Policy::embedded().with("provinces/41_henan/419901.law", rule))
}

#[test]
fn junes_assessment_replays_to_the_byte_after_the_pack_got_julys_rule() {
    let ((folder, lake), divisions) = (lake(), divisions());
    let store = store(folder.path());
    let june = apply(&lake, &store, pack(), june());
    let before = store.file(&june.kept, "determinations.parquet").unwrap();
    let july = apply(&lake, &store, with_julys_rule(), july());
    assert_ne!(july.kept.pack, june.kept.pack);
    for kept in [&june.kept, &july.kept] {
        let replayed = replay(&lake, &store, kept, &divisions).unwrap();
        assert!(replayed.same() && replayed.same_divisions && replayed.files.len() == 5, "{replayed:?}");
    }
    assert_eq!(store.file(&june.kept, "determinations.parquet").unwrap(), before);
    // The rule of July gives June the old answer.
    let folder = tempfile::tempdir().unwrap();
    let again = apply(&lake, &self::store(folder.path()), with_julys_rule(), super::june());
    assert_eq!(again.assessed.found.determinations, june.assessed.found.determinations);
}

#[test]
fn a_changed_answer_says_which_facts_and_which_rules_differ() {
    let (folder, lake) = lake();
    let store = store(folder.path());
    apply(&lake, &store, pack(), june());
    let july = apply(&lake, &store, with_julys_rule(), july());
    let head = |name: &str| july.assessed.found.households.iter().position(|it| it.members[0].name == name);
    let of = |name: &str| {
        let household = head(name).map(|at| at as u32);
        july.changes.iter().find(|it| it.household == household && it.programme == "dibao").unwrap()
    };
    assert!(matches!(found(&july, "王一", "dibao"), Found::Eligible { .. }));
    let because = &of("王一").because;
    assert!(because.contains(&Because::Rule("dibao_standard_rural".into())), "{because:?}");
    let wage = Because::Fact("wage_income".into(), 0, Some("400.00".into()), Some("1800.00".into()));
    assert!(because.contains(&wage), "{because:?}");
    let left: Vec<_> = july.changes.iter().filter(|it| it.household.is_none()).collect();
    assert!(!left.is_empty() && left.iter().all(|it| it.now.is_none() && it.before_household.is_some()));
}

#[test]
fn who_has_an_unknown_that_would_decide_is_missing_it_and_who_fails_anyway_is_not_eligible() {
    let (folder, lake) = lake();
    let june = apply(&lake, &store(folder.path()), pack(), june());
    // No bank answered for Zhao; two dwellings and a car decide for Qian whatever the town finds.
    assert_eq!(found(&june, "赵四", "dibao"), Found::Missing(vec![("financial_asset".into(), 0)]));
    assert!(
        matches!(found(&june, "钱五", "dibao"), Found::NotEligible(why) if why.contains(&"property_within".into()))
    );
    // (521 × 4 − 900) yuan; a household below the line with two who are able to work is not refused for that (83号).
    assert_eq!(found(&june, "王一", "dibao"), Found::Eligible { amount_fen: Some(118_400), tier: Some("gap".into()) });
}

#[test]
fn assessing_again_with_nothing_changed_changes_nothing() {
    let (folder, lake) = lake();
    let store = store(folder.path());
    let (first, second) = (apply(&lake, &store, pack(), june()), apply(&lake, &store, pack(), june()));
    assert!(first.new && !second.new);
    assert_eq!(store.all().unwrap(), std::slice::from_ref(&first.kept));
    assert_eq!(store.determinations(&first.kept).unwrap(), first.assessed.found.determinations);
    let heads: Vec<u64> = first.assessed.found.households.iter().map(|household| household.head).collect();
    assert_eq!(store.heads(&first.kept).unwrap(), heads);
}

#[test]
fn an_assessment_that_dies_at_any_operation_is_not_there_or_is_whole() {
    let (folder, lake) = lake();
    let made = assess(&lake, &store(folder.path()), pack(), &divisions(), june(), DAY, false).unwrap();
    // Few rules, or every step would write all of them.
    let few = Pack { files: made.assessed.pack.files[..3].to_vec() };
    let kept = Kept { pack: few.hash(), ..made.kept };
    let mut survived = false;
    for operations in 0..80 {
        let folder = tempfile::tempdir().unwrap();
        let dying = Assessments::open(folder.path(), Arc::new(Dying { left: AtomicUsize::new(operations) }));
        let files = || Files::of(&made.assessed, &made.changes).unwrap();
        let outcome = dying.keep(kept.clone(), &few, &files());
        let store = store(folder.path());
        let there = store.all().unwrap();
        assert!(there.len() <= 1 && there.len() >= usize::from(outcome.is_ok()), "after {operations} operations");
        let (again, new) = store.keep(kept.clone(), &few, &files()).unwrap();
        assert_eq!(new, there.is_empty());
        assert_eq!(store.all().unwrap(), std::slice::from_ref(&again), "after {operations} operations");
        assert_eq!(store.determinations(&again).unwrap(), made.assessed.found.determinations);
        assert_eq!(store.pack(&again.pack).unwrap(), few);
        if outcome.is_ok() {
            survived = true;
            break;
        }
    }
    assert!(survived, "so many operations are enough");
}

#[test]
fn rules_that_were_changed_on_the_disk_are_not_taken_for_those_of_their_name() {
    let (folder, lake) = lake();
    let store = store(folder.path());
    let june = apply(&lake, &store, pack(), june());
    let path = folder.path().join("packs").join(&june.kept.pack).join("national/basic/dibao.law");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("below_line", "under_line")).unwrap();
    assert!(store.pack(&june.kept.pack).is_err());
}

#[test]
fn an_explanation_names_the_article_the_source_of_facts_and_what_would_change_the_answer() {
    let (folder, lake) = lake();
    let june = apply(&lake, &store(folder.path()), pack(), june());
    let dossiers = store(folder.path()).dossiers(&june.kept).unwrap();
    let wang = june.assessed.found.households.iter().position(|it| it.members[0].name == "王一").unwrap();
    let wang = dossiers.get(wang as u32).unwrap();
    let why = explain(&dossiers, &wang, "dibao", Lang::Zh, &|feed| feed.to_owned()).unwrap();
    assert!(why.answers.iter().any(|answer| answer.contains("1184.00")), "{:?}", why.answers);
    assert!(why.trees[0].contains("521") && why.trees[0].contains("第"), "{}", why.trees[0]);
    assert!(why.sources.iter().any(|(feed, facts)| feed == "economic_verification" && facts.len() > 3));
    assert!(why.changes.iter().any(|change| change.contains("王一工资性收入")), "{:?}", why.changes);
}

#[test]
fn a_towns_workbook_has_a_row_a_household_and_the_figures_count_them_all() {
    let (folder, lake) = lake();
    let june = apply(&lake, &store(folder.path()), pack(), june());
    let books = town_books(&june.assessed, &june.kept, &june.changes).unwrap();
    assert_eq!(
        books.iter().map(|book| (book.name.as_str(), book.households)).collect::<Vec<_>>(),
        [("419901001柳河镇_救助认定_2026-06.xlsx", 4)]
    );
    let figures = summary(&june.assessed, &june.changes);
    let dibao = figures.programmes.iter().find(|one| one.name == "dibao").unwrap();
    assert_eq!((dibao.answers, dibao.fen, dibao.towns.clone()), ([0, 2, 1, 1], 118_400, vec![[0, 2, 1, 1]]));
    let banks = figures.missing.iter().find(|one| one.label.en == "financial assets").unwrap();
    assert_eq!((banks.households, banks.departments[0].en.as_str()), (2, "banks"));
}

#[test]
fn a_household_read_back_from_the_disk_is_the_one_that_was_assessed() {
    let (folder, lake) = lake();
    let (store, june) = (store(folder.path()), june());
    let made = apply(&lake, &store, pack(), june);
    let (assessed, dossiers) = (&made.assessed, store.dossiers(&made.kept).unwrap());
    let in_order: Vec<_> = dossiers.all().unwrap().map(Result::unwrap).collect();
    assert_eq!(in_order.len(), assessed.found.households.len());
    let mut known = 0;
    for (number, each) in (0..).zip(&in_order) {
        let (one, was) = (dossiers.get(number).unwrap(), &assessed.found.households[number as usize]);
        let (county, at) = assessed.basis.find(number).unwrap();
        assert_eq!((one.number, &one.county, &one.found[..]), (number, &county.division, assessed.found.of(number)));
        assert_eq!((each.number, &each.found, &each.household), (number, &one.found, &one.household));
        let who = |it: &Household| it.members.iter().map(|it| (it.key, it.name.clone())).collect::<Vec<_>>();
        assert_eq!((one.household.head, &one.household.place, who(&one.household)), (was.head, &was.place, who(was)));
        for (id, fact) in (0..).map(FactId).zip(&assessed.book.facts) {
            let rows = county.facts.population.rows_of(fact.entity, at);
            let told = |facts: &doudi_work::assess::Facts| facts.population.columns.contains_key(&id);
            assert_eq!((one.rows(&dossiers.book, id), told(&one.facts)), (rows.len(), told(&county.facts)));
            for (row, of_county) in rows.enumerate() {
                let words = county.facts.words(&assessed.book, id, of_county);
                known += usize::from(words.is_some());
                assert_eq!(one.facts.words(&dossiers.book, id, row), words, "{}", fact.name);
                assert_eq!(one.facts.source(id, row), county.facts.source(id, of_county), "{}", fact.name);
            }
        }
        let household = |key: u64| dossiers.household_of(key);
        assert!(was.members.iter().filter_map(|it| it.key).chain([was.head]).all(|key| household(key) == Some(number)));
    }
    assert!(known > 100, "{known} facts");
    assert!(dossiers.get(in_order.len() as u32).is_err() && dossiers.household_of(1).is_none());
}

#[test]
fn a_dossier_that_somebody_touched_is_not_read() {
    let (folder, lake) = lake();
    let store = store(folder.path());
    let made = apply(&lake, &store, pack(), june());
    let folder = folder.path().join("determinations").join(made.kept.month.to_string()).join(&made.kept.id);
    let mut bytes = store.file(&made.kept, "dossiers.parquet").unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(folder.join("dossiers.parquet"), bytes).unwrap();
    assert!(store.dossiers(&made.kept).is_err());
}

/// The case with rows of its first table, the verification of June, added at that table's end.
fn with_rows(rows: &str) -> String {
    let at = CASE.find("table economic_verification 2026-07").unwrap();
    format!("{}{rows}{}", &CASE[..at], &CASE[at..])
}

#[test]
fn a_household_of_more_rows_than_the_engine_takes_is_a_complaint_and_the_rest_of_its_county_is_assessed() {
    let row = |n: usize| {
        let born = format!("19{:02}-{:02}-01/1", 50 + n % 50, 1 + n / 50);
        let relation = if n == 0 { "head" } else { "other_relative" };
        format!(
            "  1950-01-01/1 | {born} | 众{n} | {relation} | 419901001001 | rural | none | yes | 0.00 | 0.00 | 0.00 | 0.00 | 0.00 | 0.00 | 0 | no | 0.00 | no | no | - | full | 0 | 0.00 | no | no | no\n"
        )
    };
    let (folder, lake) = from_lake::imported(&with_rows(&(0..101).map(row).collect::<String>()), true);
    let june = apply(&lake, &store(folder.path()), pack(), june());
    let [crowd] = &june.assessed.found.crowded[..] else { panic!("{:?}", june.assessed.found.crowded.len()) };
    assert_eq!((crowd.members, crowd.obligors, june.kept.crowded), (101, 0, 1));
    assert!(
        crowd.say(Lang::Zh).contains("第10行") && !crowd.say(Lang::En).contains("419901"),
        "{}",
        crowd.say(Lang::Zh)
    );
    assert!(june.assessed.found.households.iter().all(|household| household.members[0].name != "众0"));
    assert_eq!(found(&june, "王一", "dibao"), Found::Eligible { amount_fen: Some(118_400), tier: Some("gap".into()) });
}

#[test]
fn a_visit_that_fills_several_columns_is_one_reason() {
    // In June nobody had visited Zhao; in July the town says who counts.
    let unseen = |line: &str| match line.contains("| 赵四 |") {
        true => line.replace("| none | yes |", "| - | - |").replace("| - | 1 | no", "| 500.00 | 1 | no"),
        false => line.to_owned(),
    };
    let at = CASE.find("table economic_verification 2026-07").unwrap();
    let june_text: String = CASE[..at].lines().map(|line| unseen(line) + "\n").collect();
    let july_text = CASE[at..].replace("530.00", "110.00");
    let lists = "\ntable rigid_person 2026-07\n  resident_id | household_head_id | name\n";
    let (folder, lake) = from_lake::imported(&format!("{june_text}{july_text}{lists}"), true);
    let store = store(folder.path());
    let before = apply(&lake, &store, pack(), june());
    assert!(matches!(found(&before, "赵四", "dibao"), Found::Missing(_)));
    let now = apply(&lake, &store, pack(), july());
    let at = now.assessed.found.households.iter().position(|it| it.members[0].name == "赵四").map(|at| at as u32);
    let change = now.changes.iter().find(|it| it.household == at && it.programme == "dibao").unwrap();
    let visit = ["in_drug_rehabilitation", "missing_declared"].map(str::to_owned);
    let one = |cause: &Because| matches!(cause, Because::Known(facts) if visit.iter().all(|fact| facts.contains(fact)));
    assert_eq!(change.because.iter().filter(|cause| one(cause)).count(), 1, "{:?}", change.because);
}

#[test]
fn a_simulation_takes_the_households_of_the_lake_as_an_assessment_does() {
    let (folder, lake) = lake();
    let june = apply(&lake, &store(folder.path()), pack(), june());
    let reform = "zh = '提标'\nen = 'raise'\nmonth = '2026-06'\nprogrammes = ['dibao']\n[[change]]\nparameter = 'dibao_standard_rural'\nregion = '41'\nfrom = '2026-06-01'\nscale = '200%'\n";
    let laws = Policy::embedded().laws();
    let book = pack().book().unwrap_or_else(|why| panic!("{why}"));
    let basis = Basis::new(&Registers::load(&lake, super::june()).unwrap(), &divisions(), &book).unwrap();
    let simulated = simulate(&laws, &Reform::read(reform).unwrap(), &groups(basis)).unwrap();
    let seen = &simulated.months[0];
    assert_eq!(seen.effects.groups[0].0, "419901");
    assert_eq!(seen.effects.total.fen_a_year[0], 12 * 118_400);
    assert_eq!(seen.reached[0], june.assessed.eligible(&["dibao"]));
    assert!(seen.reached[1].is_superset(&seen.reached[0]) && seen.effects.total.fen_a_year[1] > 12 * 118_400);
}
