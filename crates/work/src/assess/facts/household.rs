//! Facts of a household: what its members own together, what obligors pay, what its file says.

use super::{Cell, Said, member, said};
use crate::assess::{
    people::{Household, Member},
    registers::{OBLIGORS, RECOGNISED, Registers, VERIFICATION},
};
use doudi_kernel::Month;

/// A fact of a household.
pub(super) fn fact(registers: &Registers, household: &Household, name: &str) -> Option<Said> {
    match name {
        "urban" => urban(registers, household),
        "financial_asset" | "dwellings" => together(registers, household, name, |all| all.iter().sum()),
        // The law asks for the dearest vehicle.
        "vehicle_value" => together(registers, household, name, |all| all.iter().copied().max().unwrap_or(0)),
        "non_residential_property" | "owns_company" => anybody(registers, household, name),
        "house_grade" => house(registers, household),
        "declared_support" => paid(registers, household),
        "support_agreed" => agreed(registers, household),
        "dibao_last_amount" => last_amount(registers, household),
        "exit_cause" | "months_since_exit_cause" => exit(registers, household, name),
        "earner_died" => earner_died(registers, household),
        "dead_member_listed" => still_listed(registers, household, "death_register", Registers::dead),
        "moved_member_listed" => still_listed(registers, household, "household_register", moved),
        "graduated_household" => {
            let lists = household.members.iter().map(|it| registers.lists("graduated_household", it.key));
            said("graduated_household", any(lists).map(Cell::Flag))
        }
        _ => None,
    }
}

/// The members' rows of the verification; none unless it speaks of every one of them.
fn rows<'h>(registers: &Registers, household: &'h Household) -> Option<impl Iterator<Item = u32> + 'h> {
    registers.get(VERIFICATION)?;
    let all = household.members.iter().all(|member| member.feed == VERIFICATION);
    all.then(|| household.members.iter().map(|member| member.row))
}

fn urban(registers: &Registers, household: &Household) -> Option<Said> {
    let kind = |member: &Member| {
        let register = registers.get(member.feed)?;
        match (member.feed, register.table.text("residence_kind", member.row)) {
            (VERIFICATION, Some(kind)) => Some(kind == "urban"),
            ("dibao_urban_roster", _) => Some(true),
            ("dibao_rural_person", _) => Some(false),
            ("tekun_person", _) => match register.table.text("category", member.row) {
                Some("tekun_urban") => Some(true),
                Some("tekun_rural") => Some(false),
                _ => None,
            },
            _ => None,
        }
    };
    let mut told = household.members.iter().filter_map(|member| Some((member.feed, kind(member)?)));
    told.next().map(|(feed, urban)| Said { cell: Cell::Flag(urban), feed })
}

/// A number over all members; unknown when one of them is.
fn together(registers: &Registers, household: &Household, name: &str, of: impl Fn(&[i64]) -> i64) -> Option<Said> {
    let table = &registers.get(VERIFICATION)?.table;
    let all: Option<Vec<i64>> = rows(registers, household)?.map(|row| table.number(name, row)).collect();
    said(VERIFICATION, all.map(|all| Cell::Number(of(&all))))
}

fn anybody(registers: &Registers, household: &Household, name: &str) -> Option<Said> {
    let table = &registers.get(VERIFICATION)?.table;
    said(VERIFICATION, any(rows(registers, household)?.map(|row| table.flag(name, row))).map(Cell::Flag))
}

/// Yes if one is yes, no if all are no, else unknown.
pub(super) fn any(all: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let all: Vec<Option<bool>> = all.collect();
    if all.contains(&Some(true)) { Some(true) } else { all.iter().all(Option::is_some).then_some(false) }
}

/// What the town saw of the house, in the first row that says.
fn house(registers: &Registers, household: &Household) -> Option<Said> {
    let table = &registers.get(VERIFICATION)?.table;
    let mut grades = rows(registers, household)?.filter_map(|row| table.text("house_grade", row));
    said(VERIFICATION, grades.next().map(|code| Cell::Code(code.to_owned())))
}

/// What obligors outside really pay; nothing where the list of obligors, which is full, names none.
fn paid(registers: &Registers, household: &Household) -> Option<Said> {
    let register = registers.get(OBLIGORS).filter(|register| register.full && household.verified)?;
    let each = household.obligors.iter().map(|row| register.table.number("support_paid", *row));
    let sum: Option<i64> = each.sum();
    said(OBLIGORS, sum.map(Cell::Number))
}

fn agreed(registers: &Registers, household: &Household) -> Option<Said> {
    let register = registers.get(OBLIGORS).filter(|register| register.full && household.verified)?;
    let each = household.obligors.iter().map(|row| register.table.flag("support_agreed", *row));
    said(OBLIGORS, any(each).map(Cell::Flag))
}

/// The household's row on a dibao roster.
fn last_amount(registers: &Registers, household: &Household) -> Option<Said> {
    for feed in ["dibao_rural_household", "dibao_urban_roster"] {
        let keys = household.members.iter().filter_map(|member| member.key);
        for (register, row) in keys.filter_map(|key| registers.row(feed, key)) {
            if let Some(fen) = register.table.number("monthly_amount", row) {
                return Some(Said { cell: Cell::Number(fen), feed });
            }
        }
    }
    let nobody = household.members.iter().all(|it| member::recognised(registers, it).is_some_and(|it| it != "dibao"));
    nobody.then_some(Said { cell: Cell::Number(0), feed: "dibao_rural_person" })
}

/// Whether somebody whom the month's verification still names is dead, and earned by what it says.
fn earner_died(registers: &Registers, household: &Household) -> Option<Said> {
    registers.get("death_register")?;
    let dead = household.gone.iter().filter(|(key, _)| registers.dead(*key) == Some(true));
    let earned = |row: Option<u32>| {
        let table = &registers.get(VERIFICATION)?.table;
        any(["wage_income", "business_net_income"].into_iter().map(|name| Some(table.number(name, row?)? > 0)))
    };
    said("death_register", any(dead.map(|(_, row)| earned(*row))).map(Cell::Flag))
}

/// Moved away or struck, and not dead.
fn moved(registers: &Registers, person: u64) -> Option<bool> {
    Some(registers.struck(person)? && registers.dead(person) != Some(true))
}

/// Whether a roster of those who are helped still names somebody who is gone in that way; not known without the list
/// that would say it.
fn still_listed(
    registers: &Registers,
    household: &Household,
    feed: &'static str,
    how: impl Fn(&Registers, u64) -> Option<bool>,
) -> Option<Said> {
    registers.get(feed)?;
    let listed = |person: u64| RECOGNISED.iter().any(|(feed, _)| registers.row(feed, person).is_some());
    let told = household.gone.iter().any(|(person, _)| how(registers, *person) == Some(true) && listed(*person));
    Some(Said { cell: Cell::Flag(told), feed })
}

/// A household on dibao whose member took up work while on it may stay for a time (渐退). Which other cause there is, no
/// register tells where somebody draws an employee's pension: since when is not known.
fn exit(registers: &Registers, household: &Household, name: &str) -> Option<Said> {
    if !household.verified {
        return None;
    }
    let hired: Option<Month> = household.members.iter().filter_map(|it| member::hired_on_dibao(registers, it)).min();
    let pension = any(household.members.iter().map(|it| member::employee_pension(registers, it)));
    let cause = match (hired, pension) {
        (Some(_), _) => "employed",
        (None, Some(false)) => "none",
        _ => return None,
    };
    let cell = match name {
        "exit_cause" => Cell::Code(cause.to_owned()),
        _ => Cell::Number(hired.map_or(0, |month| i64::from(registers.month.since(month)))),
    };
    Some(Said { cell, feed: VERIFICATION })
}
