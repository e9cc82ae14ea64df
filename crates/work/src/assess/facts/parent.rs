//! What became of a child's father and mother, as the household's list and the registers tell it (民发〔2019〕62号).
//!
//! The head's children have the head and the head's spouse for parents, and a head who is a child has the parents that are
//! listed: a stepparent who brings the child up is one (民法典 art. 1072). Of a grandchild the list does not say whose it
//! is, and of a parent who is not listed nothing is known: unknown, which is neither *able* nor *gone*.

use super::{Cell, Said, member};
use crate::assess::{
    people::{Household, Member},
    registers::{Registers, VERIFICATION},
};
use doudi_kernel::{ResidentId, Sex};
use jiff::Unit;

/// What each fact about somebody makes of a parent, the gravest first: who is gone does not come back.
const STATES: [(&str, &str); 3] =
    [("missing_declared", "missing"), ("in_prison", "imprisoned"), ("in_drug_rehabilitation", "drug_rehabilitation")];

/// A fact of a child about one of its parents.
pub(super) fn fact(registers: &Registers, household: &Household, child: &Member, name: &str) -> Option<Said> {
    let sex = if name.starts_with("father") { Sex::Male } else { Sex::Female };
    let parent = parent(registers, household, child, sex)?;
    let said = state(registers, household, &parent)?;
    if name.ends_with("_months") { months(registers, &parent, &said) } else { Some(said) }
}

/// A parent of that sex, among the living and among those whom the list names although they are dead.
fn parent(registers: &Registers, household: &Household, child: &Member, sex: Sex) -> Option<Member> {
    let relation = |row: &Member| registers.get(row.feed)?.table.text("relation_to_head", row.row);
    let wanted: &[&str] = match relation(child)? {
        "son" | "daughter" | "child" => &["head", "spouse"],
        "head" => &["parent"],
        _ => return None,
    };
    let gone = household.gone.iter().filter_map(|(key, row)| {
        Some(Member { key: Some(*key), name: String::new(), feed: VERIFICATION, row: (*row)? })
    });
    let of = |it: &Member| it.key.and_then(ResidentId::from_packed).map(|id| id.sex());
    let mut all = household.members.iter().cloned().chain(gone);
    all.find(|it| it.feed == child.feed && of(it) == Some(sex) && relation(it).is_some_and(|is| wanted.contains(&is)))
}

/// One of the words of `parent_state`; `none` only where every list says no.
fn state(registers: &Registers, household: &Household, parent: &Member) -> Option<Said> {
    let said = |code: &str, feed| Some(Said { cell: Cell::Code(code.to_owned()), feed });
    let dead = parent.key.and_then(|key| registers.dead(key));
    if dead == Some(true) {
        return said("dead", "death_register");
    }
    let told = |name: &str| member::fact(registers, household, parent, name);
    let mut all_known = dead.is_some();
    for (name, code) in STATES {
        match told(name) {
            Some(Said { cell: Cell::Flag(true), feed }) => return said(code, feed),
            it => all_known &= it.is_some(),
        }
    }
    let (disabled, ill) = (severely_disabled(&told), told("serious_illness"));
    match (disabled, ill) {
        (Some(true), _) => said("severely_disabled", "disability_certificate"),
        (_, Some(Said { cell: Cell::Flag(true), feed })) => said("seriously_ill", feed),
        (Some(false), Some(_)) if all_known => said("none", parent.feed),
        _ => None,
    }
}

/// 重残: grades 1 and 2, and grades 3 and 4 of the mind and of the intellect (民发〔2019〕62号, part 1).
fn severely_disabled(told: &dyn Fn(&str) -> Option<Said>) -> Option<bool> {
    let word = |name| told(name).and_then(|it| if let Cell::Code(code) = it.cell { Some(code) } else { None });
    let (kind, grade) = (word("disability_kind")?, word("disability_grade")?);
    let of_mind = matches!(&*kind, "intellectual" | "mental");
    Some(matches!(&*grade, "grade_1" | "grade_2") || of_mind && matches!(&*grade, "grade_3" | "grade_4"))
}

/// The months of a term in prison; of one without an end those that passed. Of no other state a list gives months.
fn months(registers: &Registers, parent: &Member, state: &Said) -> Option<Said> {
    let none = Said { cell: Cell::Number(0), feed: state.feed };
    match &state.cell {
        Cell::Code(code) if code == "none" => Some(none),
        Cell::Code(code) if code == "imprisoned" => {
            let (register, row) = registers.row("prisoner", parent.key?)?;
            let since = register.table.day("imprisoned_since", row)?;
            let until = register.table.day("released_on", row).unwrap_or(registers.day());
            let term = since.until((Unit::Month, until)).ok()?;
            Some(Said { cell: Cell::Number(i64::from(term.get_months()).max(0)), feed: "prisoner" })
        }
        _ => None,
    }
}
