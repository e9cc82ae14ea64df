//! No text makes the front end panic, and what it says of a text can always be printed.

use doudi_kernel::Lang;
use doudi_rules::{
    book::{Book, Entity, Type},
    check,
    unit::Unit,
};
use proptest::prelude::*;

const WHOLE: &str = r#"source law "法" "law"
  level law
  articles 78
  certainty T
region 41 "河南" "Henan"
codes kind
  label "类" "kind"
  visual "视力" "visual"
  hearing "听力" "hearing"
fact income: household yuan/month
  label "收入" "income"
  between 0 and 1_000_000 yuan/month
fact disability: person code kind
  label "残疾" "disability"
parameter line: yuan/month/person
  label "线" "line"
  open to county
  is 714 yuan/month/person [law 18 K]
  in 41 from 2025-07-01 to 2025-12-31: 800 yuan/month/person
parameter care: yuan/month by kind
  label "护理" "care"
  is { visual: 1 yuan/month, hearing: -2.50 yuan/month }
variable gap: household yuan/month
  label "差额" "gap"
  is round_up(max(line * members - income, 0), 1 yuan/month)
exception blind from gap
  label "例外" "exception"
  when any(disability in {visual, hearing}) and not (income > 5 yuan/month or members = 1 person)
  is round_half_up(30% * sum(care(disability)), 0.01 yuan/month)
table band: household number
  label "档" "band"
  on income, members
  | < 5 yuan/month | 1..3 persons | 1 |
  | else | 2 |
scorecard score: household
  label "分" "score"
  indicator one "一" "one" weight 100%: income / max(members, 1 person)
  | < 0.5 yuan/month/person | 100 |
  | else | 0 |
  veto two "二" "two": income > 9 yuan/month
programme aid: household
  label "救助" "aid"
  force national from 2021-06-11 [law 1]
  condition poor "穷" "poor": if income < 5 yuan/month then yes else no
  amount gap
"#;

/// The whole text with pieces cut out, doubled, or replaced by pieces of it or by anything.
fn mutilated() -> impl Strategy<Value = String> {
    let cut =
        (0..WHOLE.len(), 0..40usize, prop_oneof![Just(None), (0..WHOLE.len(), 0..40usize).prop_map(Some)], ".{0,6}");
    prop::collection::vec(cut, 1..6).prop_map(|cuts| {
        let mut text: Vec<char> = WHOLE.chars().collect();
        let whole = text.clone();
        for (at, long, from, anything) in cuts {
            let at = at.min(text.len());
            let end = (at + long).min(text.len());
            let piece: Vec<char> = match from {
                Some((from, long)) => whole.iter().skip(from).take(long).copied().collect(),
                None => anything.chars().collect(),
            };
            text.splice(at..end, piece);
        }
        text.into_iter().collect()
    })
}

/// Words of the language in any order.
fn words() -> impl Strategy<Value = String> {
    let words: Vec<String> = WHOLE.split_inclusive([' ', '\n', '(']).map(String::from).collect();
    prop::collection::vec(prop::sample::select(words), 0..60).prop_map(|words| words.concat())
}

fn book() -> Book {
    check::read(vec![("a.law".into(), WHOLE.into())]).expect("the whole text is a book")
}

fn survives(text: String) {
    if let Err(complaints) = check::read(vec![("a.law".into(), text)]) {
        assert!(!complaints.list.is_empty());
        assert!(complaints.render(Lang::Zh).lines().count() >= 3 * complaints.list.len());
        assert!(!complaints.render(Lang::En).is_empty());
    }
}

proptest! {
    #[test]
    fn a_mutilated_policy_is_read_or_complained_of(text in mutilated()) {
        survives(text);
    }

    #[test]
    fn words_in_any_order_are_read_or_complained_of(text in words()) {
        survives(text);
    }

    #[test]
    fn any_text_is_read_or_complained_of(text in "\\PC{0,200}") {
        survives(text);
    }

    #[test]
    fn any_formula_over_a_book_is_read_or_complained_of(text in mutilated()) {
        let book = book();
        let money = Type::Number(Unit::YUAN / Unit::MONTH);
        let _ = check::formula_of(&book, Entity::Household, Some(money), &text);
        let _ = check::value_of(&book, money, &text);
    }
}

#[test]
fn a_value_of_a_case_is_exact_and_may_be_a_fraction() {
    let book = check::read(Vec::new()).unwrap();
    let money = Type::Number(Unit::YUAN / Unit::MONTH);
    let third = check::value_of(&book, money, "1894/3 yuan/month").unwrap();
    assert_eq!(third.map(|value| book.written(money, value)).as_deref(), Some("1894/3 yuan/month"));
    assert_eq!(check::value_of(&book, money, "unknown"), Ok(None));
    assert!(check::value_of(&book, money, "3 yuan").is_err());
}

#[test]
fn what_is_wrong_in_a_formula_is_told_by_its_own_place() {
    let book = book();
    let refused = check::formula_of(&book, Entity::Household, None, "income + members").unwrap_err();
    assert_eq!((refused.span.start, refused.span.end), (9, 16));
}
