use super::{Cause, Exact, Household, Oracle, Outcome};
use crate::{
    book::{
        Arm, Book, Choice, Definition, Entity, Extent, Fact, FactId, Formula, Label, Level, Node, Type, Value,
        Variable, VariableId,
    },
    lex::Span,
};
use doudi_kernel::Month;
use std::collections::BTreeSet;

const FIRST: FactId = FactId(2);
const SECOND: FactId = FactId(3);

fn fact(name: &str, entity: Entity, ty: Type) -> Fact {
    let (label, span) = (Label::default(), Span::default());
    Fact { name: name.into(), entity, ty, label, departments: vec![], between: (0, 10), usual: None, span }
}

fn of(node: Node) -> Formula {
    Formula { node, ty: Type::YesNo, span: Span::default() }
}

fn yes_no(yes: bool) -> Formula {
    of(Node::Literal(Value::YesNo(yes)))
}

/// A book of two flags of each member and one variable.
fn value(entity: Entity, node: Node, members: &[[Option<bool>; 2]]) -> Outcome {
    let flag = |name| fact(name, Entity::Person, Type::YesNo);
    let extent = Extent { region: String::new(), from: None, to: None };
    let (label, span) = (Label::default(), Span::default());
    let definition = Definition { extent, fixed: false, formula: of(node), cites: vec![], span };
    let variable = Variable {
        name: "asked".into(),
        entity,
        ty: Type::YesNo,
        label,
        open: Level::Law,
        cites: vec![],
        definitions: vec![definition],
        exceptions: vec![],
        span,
    };
    let always = [fact("members", Entity::Household, Type::YesNo), fact("today", Entity::Household, Type::Date)];
    let book = Book {
        facts: always.into_iter().chain([flag("first"), flag("second")]).collect(),
        variables: vec![variable],
        ..Book::default()
    };
    let mut household = Household { members: members.len() as u32, ..Household::default() };
    for (flags, row) in members.iter().zip(0..) {
        household.state(&book, FIRST, row, flags[0].map(Value::YesNo));
        household.state(&book, SECOND, row, flags[1].map(Value::YesNo));
    }
    Oracle::new(&book, "410102", Month::new(2026, 7).unwrap()).read(&household).value_of(VariableId(0), 0)
}

fn missing(causes: &[(FactId, u32)]) -> Outcome {
    Err(causes.iter().map(|(fact, row)| Cause::Fact(*fact, *row)).collect::<BTreeSet<_>>())
}

#[test]
fn one_no_decides_and_whatever_is_unknown_beside_it() {
    let both = || Node::And(vec![of(Node::Fact(FIRST)), of(Node::Fact(SECOND))]);
    assert_eq!(value(Entity::Person, both(), &[[None, Some(false)]]), Ok(Exact::YesNo(false)));
    assert_eq!(value(Entity::Person, both(), &[[None, Some(true)]]), missing(&[(FIRST, 0)]));
    let either = || Node::Or(vec![of(Node::Fact(FIRST)), of(Node::Fact(SECOND))]);
    assert_eq!(value(Entity::Person, either(), &[[None, Some(true)]]), Ok(Exact::YesNo(true)));
    assert_eq!(value(Entity::Person, either(), &[[None, None]]), missing(&[(FIRST, 0), (SECOND, 0)]));
}

#[test]
fn an_unknown_condition_that_makes_no_difference_leaves_the_choice_known() {
    let choose = |rest: bool| {
        let arm = Arm { when: of(Node::Fact(FIRST)), value: of(Node::Fact(SECOND)), cites: vec![] };
        Node::Choice(Choice { number: 0, arms: vec![arm], rest: Box::new(yes_no(rest)), rest_cites: Vec::new() })
    };
    assert_eq!(value(Entity::Person, choose(true), &[[None, Some(true)]]), Ok(Exact::YesNo(true)));
    assert_eq!(value(Entity::Person, choose(true), &[[None, Some(false)]]), missing(&[(FIRST, 0)]));
    assert_eq!(value(Entity::Person, choose(true), &[[Some(true), None]]), missing(&[(SECOND, 0)]));
}

#[test]
fn of_no_members_every_is_yes_and_any_is_no_and_unknown_rows_are_named() {
    use crate::book::Aggregate::{Any, Every};
    let over = |how| Node::Over(how, Entity::Person, Box::new(of(Node::Fact(FIRST))));
    assert_eq!(value(Entity::Household, over(Any), &[]), Ok(Exact::YesNo(false)));
    assert_eq!(value(Entity::Household, over(Every), &[]), Ok(Exact::YesNo(true)));
    let members = [[Some(true), None], [None, None], [Some(true), None], [None, None]];
    assert_eq!(value(Entity::Household, over(Any), &members), Ok(Exact::YesNo(true)));
    assert_eq!(value(Entity::Household, over(Every), &members), missing(&[(FIRST, 1), (FIRST, 3)]));
}
