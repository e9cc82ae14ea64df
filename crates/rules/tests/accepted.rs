//! What the checker proves for itself, and so lets through.

use doudi_kernel::Lang;
use doudi_rules::{
    book::{Book, Node, Value},
    check,
};

const FACTS: &str = r#"codes kind
  label "类" "kind"
  none "无" "none"
  visual "视力" "visual"
  hearing "听力" "hearing"
fact kind: household code kind
  label "类" "kind"
fact urban: household yes/no
  label "城镇" "urban"
fact income: household yuan/month
  label "收入" "income"
fact share: household number
  label "份额" "share"
  between 1 and 10
  usual 1
fact wage: person yuan/month
  label "工资" "wage"
parameter line: yuan/month/person
  label "线" "line"
  is 714 yuan/month/person
"#;

fn read(more: &str) -> Book {
    check::read(vec![("a.law".into(), format!("{FACTS}{more}"))])
        .unwrap_or_else(|complaints| panic!("{}", complaints.render(Lang::En)))
}

fn variable(head: &str, body: &str) -> String {
    format!("variable {head}\n  label \"量\" \"something\"\n  is {body}\n")
}

fn exception(name: &str, when: &str, value: &str) -> String {
    format!("exception {name} from x\n  label \"例外\" \"exception\"\n  when {when}\n  is {value}\n")
}

fn table(on: &str, rows: &[&str]) -> String {
    let rows: String = rows.iter().map(|row| format!("  {row}\n")).collect();
    format!("table x: household number\n  label \"表\" \"table\"\n  on {on}\n{rows}")
}

#[test]
fn exceptions_that_exclude_each_other_by_codes_flags_or_ranges_stand_side_by_side() {
    let pairs = [
        ("kind = visual", "kind in {hearing, none}"),
        ("kind = visual", "kind != visual and urban"),
        ("urban and income > 5 yuan/month", "not urban"),
        ("income < 5 yuan/month", "5 yuan/month <= income"),
        ("income < line * members", "income >= line * members"),
        ("not (urban or income > 9 yuan/month)", "income > 9 yuan/month and kind = none"),
    ];
    for (one, other) in pairs {
        let book = read(
            &[variable("x: household number", "1"), exception("one", one, "2"), exception("other", other, "3")]
                .concat(),
        );
        assert_eq!(book.variables[0].exceptions.len(), 2);
    }
}

#[test]
fn exceptions_that_say_the_same_need_not_exclude_each_other() {
    let same =
        [variable("x: household number", "1"), exception("one", "urban", "2"), exception("other", "kind = none", "2")];
    assert_eq!(read(&same.concat()).variables[0].exceptions.len(), 2);
}

#[test]
fn an_exception_from_an_exception_is_asked_first_wherever_it_stands() {
    let nested = [
        exception("one", "urban", "2"),
        exception("deep", "kind = none", "3").replace("from x", "from one"),
        exception("deepest", "kind = none and income = 0", "4").replace("from x", "from deep"),
        variable("x: household number", "1"),
    ];
    let book = read(&nested.concat());
    let order: Vec<&str> = book.variables[0].exceptions.iter().map(|exception| exception.name.as_str()).collect();
    assert_eq!(order, ["deepest", "deep", "one"]);
}

#[test]
fn whole_numbers_leave_no_gap_between_one_range_and_the_next() {
    let rows = ["| 0..2 persons | 1 |", "| 3..4 persons | 2 |", "| > 4 persons | 3 |"];
    assert_eq!(read(&table("members", &rows)).variables[0].definitions.len(), 1);
}

#[test]
fn a_fact_within_bounds_needs_no_rows_beyond_them() {
    assert_eq!(read(&table("share", &["| 1..5 | 1 |", "| 6..10 | 2 |"])).variables.len(), 1);
}

#[test]
fn every_code_and_flag_told_needs_no_else() {
    let rows = ["| none | * | 1 |", "| visual or hearing | yes | 2 |", "| visual or hearing | no | 3 |"];
    let book = read(&table("kind, urban", &rows));
    let Node::Choice(choice) = &book.variables[0].definitions[0].formula.node else { panic!("a table is a choice") };
    assert_eq!(choice.arms.len(), 2, "the last row is the rest");
}

#[test]
fn divisors_are_proved_positive_through_variables_and_maxima() {
    let divided = [
        variable("a: household persons", "max(count(wage > 0), 1 person)"),
        variable("b: household yuan/month/person", "income / a + income / (members + 1 person)"),
        variable("c: household number", "income / (line * max(members, 1 person)) / share"),
    ];
    assert_eq!(read(&divided.concat()).variables.len(), 3);
}

#[test]
fn an_amount_is_whole_when_it_is_rounded_wherever_that_was_done() {
    let programme = "programme aid: household\n  label \"救助\" \"aid\"\n  force national\n  condition poor \"穷\" \"poor\": income < 9 \
                     yuan/month\n  amount max(gap, 0) * 2 + if urban then 30 yuan/month else 0\n";
    let gap = variable("gap: household yuan/month", "round_half_up(income * 30%, 0.1 yuan/month)");
    let book = read(&[gap, programme.into()].concat());
    let (amount, _) = book.programmes[0].amount.as_ref().unwrap();
    let mut literals = Vec::new();
    amount.walk(&mut |part| {
        if let Node::Literal(value @ Value::Number(_)) = part.node {
            literals.push(book.written(part.ty, value));
        }
    });
    assert_eq!(
        literals,
        ["0 yuan/month", "2", "30 yuan/month", "0 yuan/month"],
        "a bare 0 takes the unit of its place"
    );
}

#[test]
fn a_province_fills_what_is_open_and_its_own_file_names_the_region_once() {
    let national = "source law \"法\" \"law\"\n  level law\n  certainty T\nregion 41 \"河南\" \"Henan\"\nparameter grace: months\n  label \"渐退期\" \
                    \"grace\"\n  open to province\n  is 6 months [law]\n";
    let provincial =
        "within 41\namend grace\n  from 2024-01-01 to 2024-12-31: 3 months\n  from 2025-01-01: 12 months [law 30 U]\n";
    let files = vec![("a.law".into(), national.into()), ("b.law".into(), provincial.into())];
    let book = check::read(files).unwrap_or_else(|complaints| panic!("{}", complaints.render(Lang::En)));
    let regions: Vec<&str> = book.parameters[0].settings.iter().map(|it| it.extent.region.as_str()).collect();
    assert_eq!(regions, ["", "41", "41"]);
}

#[test]
fn the_order_of_files_changes_no_meaning() {
    let parts = [variable("x: household number", "y + 1"), variable("y: household number", "share * 2")];
    let one =
        check::read(vec![("a".into(), FACTS.into()), ("b".into(), parts[0].clone()), ("c".into(), parts[1].clone())]);
    let other =
        check::read(vec![("c".into(), parts[1].clone()), ("b".into(), parts[0].clone()), ("a".into(), FACTS.into())]);
    let names = |book: Book| {
        let mut names: Vec<String> =
            book.register().iter().map(|item| format!("{} {}", item.kind, item.name)).collect();
        names.sort();
        names
    };
    assert_eq!(names(one.unwrap()), names(other.unwrap()));
}
