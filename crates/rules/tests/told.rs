//! What an explanation cites.

use doudi_kernel::{Lang, Month};
use doudi_rules::{
    check,
    compile::{Ask, Program},
    explain::{Reader, Row, Telling, Trace},
    oracle::{Household, population},
};
use expect_test::expect;

const LAW: &str = r#"
source old "旧办法" "old measures"
  level law
  from 2014-05-01
  certainty T
source act "新法" "new act"
  level law
  from 2026-07-01
  certainty T
source draft "草案" "draft"
  level ministry
  from 2027-01-01
  certainty S
programme relief: household
  label "救助" "relief"
  force national from 2014-05-01 [old 9]
  condition small "人少" "few members": members < 3 persons [act 18] [old 9] [draft 2 U]
"#;

fn told(month: i8) -> String {
    let book =
        check::read(vec![("a.law".into(), LAW.into())]).unwrap_or_else(|told| panic!("{}", told.render(Lang::En)));
    let household = Household { members: 1, ..Household::default() };
    let one = population(&book, &[household]);
    let month = Month::new(2026, month).unwrap();
    let program = Program::compile(&book, "41", month, &Ask::of_households(&book)).unwrap();
    let mut reader = Reader::new(&program, &one);
    reader.turn_to(0);
    let mut trace = Trace::default();
    reader.trace(0, Row::default(), &mut trace);
    Telling { program: &program, lang: Lang::En, who: &|_, _| String::new() }.tree(&trace)
}

#[test]
fn the_law_of_july_is_not_cited_in_june_but_a_doubt_is_never_left_out() {
    expect![[r#"
        relief [old measures, art. 9]
          ✓ few members: members of the household < 3 person [old measures, art. 9] [draft, art. 2 (to be verified!)]
            members of the household: 1 person
    "#]]
    .assert_eq(&told(6));
    expect![[r#"
        relief [old measures, art. 9]
          ✓ few members: members of the household < 3 person [new act, art. 18] [old measures, art. 9] [draft, art. 2 (to be verified!)]
            members of the household: 1 person
    "#]].assert_eq(&told(7));
}
