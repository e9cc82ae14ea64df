//! Facts of a person: the verification's row, and what the registers say of the person's number.

use super::{Cell, Said, household::any, parent, said};
use crate::assess::{
    people::{Household, Member},
    registers::{OBLIGORS, RECOGNISED, Register, Registers, VERIFICATION},
};
use doudi_kernel::{Month, ResidentId};

/// A fact of a person.
pub(super) fn fact(registers: &Registers, household: &Household, member: &Member, name: &str) -> Option<Said> {
    match name {
        "wage_income"
        | "business_net_income"
        | "property_net_income"
        | "transfer_net_income"
        | "basic_pension_income"
        | "exempt_income"
        | "child_rearing_subsidy_income"
        | "medical_self_paid_year"
        | "education_cost_year"
        | "rehabilitation_cost_year"
        | "failed_self_care_items" => {
            verified(registers, member, |it, row| it.table.number(name, row).map(Cell::Number))
        }
        "serious_illness" | "employed" | "unemployed_registered" | "lives_with_household" => {
            verified(registers, member, |it, row| it.table.flag(name, row).map(Cell::Flag))
        }
        "labour_capacity" => {
            verified(registers, member, |it, row| it.table.text(name, row).map(|code| Cell::Code(code.into())))
        }
        "clergy_away" => left_out(registers, member, "clergy"),
        "missing_declared" => left_out(registers, member, "missing"),
        "in_drug_rehabilitation" => left_out(registers, member, "drug_rehabilitation"),
        "in_prison" => in_prison(registers, member).or_else(|| left_out(registers, member, "prison")),
        "conscript" => left_out(registers, member, "conscript").or_else(|| no_soldier(registers, member)),
        "relation_to_head" => relation(registers, member),
        "birth_date" => birth(registers, member),
        "in_institution" => in_institution(registers, member),
        "new_employment_income" | "months_employed_on_dibao" => new_work(registers, member, name),
        "has_obligor" => has_obligor(registers, household),
        "father_state" | "mother_state" | "father_state_months" | "mother_state_months" => {
            parent::fact(registers, household, member, name)
        }
        _ => listed(registers, member, name),
    }
}

/// What single registers say of a number.
fn listed(registers: &Registers, member: &Member, name: &str) -> Option<Said> {
    let flag = |feed: &'static str| said(feed, registers.lists(feed, member.key).map(Cell::Flag));
    match name {
        "disability_kind" => disability(registers, member, name),
        "disability_grade" => disability(registers, member, name),
        "study_level" => study(registers, member),
        "full_time_student" => flag("student"),
        "recognised" => said("dibao_rural_person", recognised(registers, member).map(|it| Cell::Code(it.into()))),
        "relapse_monitored" => said("relapse_monitored", monitored(registers, member).map(Cell::Flag)),
        "drawing_employee_pension" => {
            said("other_pension_insured", employee_pension(registers, member).map(Cell::Flag))
        }
        "enrolled_resident_pension" => said("resident_pension_insured", enrolled(registers, member).map(Cell::Flag)),
        "drawing_resident_pension" => flag("resident_pension_paid"),
        "in_other_pension_scheme" => flag("other_pension_insured"),
        "premium_paid_for" => flag("resident_pension_on_behalf"),
        "pension_benefit_suspended" => said("resident_pension_insured", suspended(registers, member).map(Cell::Flag)),
        "resident_medical_insured" => medical(registers, member, "resident"),
        "employee_medical_insured" => medical(registers, member, "employee"),
        "disability_certificate_expired" => said("disability_certificate", expired(registers, member).map(Cell::Flag)),
        "drawing_living_subsidy" => subsidy(registers, member, "living"),
        "drawing_care_subsidy" => subsidy(registers, member, "care"),
        "drawing_old_age_allowance" => flag("old_age_allowance"),
        "on_student_aid" => flag("student_hardship"),
        "marital_status" => on_roster(registers, member, |it, row| {
            it.table.text("marital_status", row).map(|code| Cell::Code(code.to_owned()))
        }),
        "months_since_recognised" => on_roster(registers, member, |it, row| {
            let first = it.table.month("first_month", row)?;
            Some(Cell::Number(i64::from(registers.month.since(first).max(0))))
        }),
        "orphan_recognised" => child(registers, member, "orphan"),
        "unattended_child_recognised" => child(registers, member, "de_facto_unattended_child"),
        "basic_living_money_drawn" => living_money(registers, member),
        _ => None,
    }
}

/// What the verification says in the person's row.
fn verified(registers: &Registers, member: &Member, cell: impl Fn(&Register, u32) -> Option<Cell>) -> Option<Said> {
    let register = registers.get(VERIFICATION).filter(|_| member.feed == VERIFICATION)?;
    said(VERIFICATION, cell(register, member.row))
}

/// Whether the town found this reason for not counting the person.
fn left_out(registers: &Registers, member: &Member, why: &str) -> Option<Said> {
    verified(registers, member, |it, row| it.table.text("left_out", row).map(|code| Cell::Flag(code == why)))
}

fn in_prison(registers: &Registers, member: &Member) -> Option<Said> {
    let lists = registers.lists("prisoner", member.key)?;
    let within = |(it, row): (&Register, u32)| {
        let since = it.table.day("imprisoned_since", row).is_none_or(|day| day <= registers.day());
        since && it.table.day("released_on", row).is_none_or(|day| day > registers.day())
    };
    let now = lists && member.key.and_then(|key| registers.row("prisoner", key)).is_some_and(within);
    Some(Said { cell: Cell::Flag(now), feed: "prisoner" })
}

/// Whom the list of soldiers, which is full, does not name is no conscript; whom it names may be a regular.
fn no_soldier(registers: &Registers, member: &Member) -> Option<Said> {
    let lists = registers.lists("soldier", member.key)?;
    said("soldier", (!lists).then_some(Cell::Flag(false)))
}

fn relation(registers: &Registers, member: &Member) -> Option<Said> {
    let code = registers.get(member.feed)?.table.text("relation_to_head", member.row)?;
    Some(Said { cell: Cell::Code(code.to_owned()), feed: member.feed })
}

/// A number says when its holder was born; without one the file's column does.
fn birth(registers: &Registers, member: &Member) -> Option<Said> {
    let of_number = member.key.and_then(ResidentId::from_packed).map(|id| id.birth_date());
    let of_row = || registers.get(member.feed)?.table.day("birth_date", member.row);
    said(member.feed, of_number.or_else(of_row).map(Cell::Day))
}

fn in_institution(registers: &Registers, member: &Member) -> Option<Said> {
    let roster = member.key.and_then(|key| registers.row("tekun_person", key));
    let form = roster.and_then(|(it, row)| it.table.text("support_form", row));
    let of_roster = said("tekun_person", form.map(|form| Cell::Flag(form == "institutional")));
    of_roster.or_else(|| verified(registers, member, |it, row| it.table.flag("in_institution", row).map(Cell::Flag)))
}

/// What the registers recognise a person as: `none` only if every one of them is there and lists everybody.
pub(super) fn recognised(registers: &Registers, member: &Member) -> Option<&'static str> {
    let key = member.key?;
    let on = RECOGNISED.iter().find(|(feed, _)| registers.row(feed, key).is_some());
    let all = RECOGNISED.iter().all(|(feed, _)| registers.lists(feed, member.key) == Some(false));
    on.map(|(_, code)| *code).or(all.then_some("none"))
}

/// What the first roster that names the person says.
fn on_roster(registers: &Registers, member: &Member, cell: impl Fn(&Register, u32) -> Option<Cell>) -> Option<Said> {
    let rows = RECOGNISED.iter().map(|(feed, _)| (*feed, member.key.and_then(|key| registers.row(feed, key))));
    let (feed, (register, row)) = rows.filter_map(|(feed, row)| Some((feed, row?))).next()?;
    said(feed, cell(register, row))
}

/// By the insured list, whose one row says which insurance it is.
fn medical(registers: &Registers, member: &Member, kind: &str) -> Option<Said> {
    const FEED: &str = "medical_insured";
    let lists = registers.lists(FEED, member.key)?;
    let row = member.key.and_then(|key| registers.row(FEED, key)).filter(|_| lists);
    let is = row.map_or(Some(false), |(it, row)| it.table.text("insured_type", row).map(|code| code == kind));
    said(FEED, is.map(Cell::Flag))
}

/// Who draws both subsidies has a row for each, or one that says so.
fn subsidy(registers: &Registers, member: &Member, kind: &str) -> Option<Said> {
    const FEED: &str = "disability_subsidy";
    registers.lists(FEED, member.key)?;
    let (register, key) = (registers.get(FEED)?, member.key?);
    let of = |row| register.table.text("subsidy_kind", row).map(|code| code == kind || code == "both");
    said(FEED, any(register.rows(key).map(of)).map(Cell::Flag))
}

fn expired(registers: &Registers, member: &Member) -> Option<bool> {
    const FEED: &str = "disability_certificate";
    let lists = registers.lists(FEED, member.key)?;
    let row = member.key.and_then(|key| registers.row(FEED, key)).filter(|_| lists);
    row.map_or(Some(false), |(it, row)| it.table.text("certificate_state", row).map(|code| code == "expired"))
}

/// A pension that stops for a while: mostly because nobody confirmed that its holder lives.
fn suspended(registers: &Registers, member: &Member) -> Option<bool> {
    const FEED: &str = "resident_pension_insured";
    let lists = registers.lists(FEED, member.key)?;
    let row = member.key.and_then(|key| registers.row(FEED, key)).filter(|_| lists);
    row.map_or(Some(false), |(it, row)| it.table.text("business_state", row).map(|code| code == "suspended_benefit"))
}

fn monitored(registers: &Registers, member: &Member) -> Option<bool> {
    let lists = registers.lists("relapse_monitored", member.key)?;
    let open = |(it, row): (&Register, u32)| it.table.flag("risk_removed", row) != Some(true);
    Some(lists && member.key.and_then(|key| registers.row("relapse_monitored", key)).is_some_and(open))
}

/// Whether a pension of another scheme is drawn: the list says 离退休 of who is retired.
pub(super) fn employee_pension(registers: &Registers, member: &Member) -> Option<bool> {
    const FEED: &str = "other_pension_insured";
    registers.lists(FEED, member.key)?;
    let (register, key) = (registers.get(FEED)?, member.key?);
    any(register.rows(key).map(|row| register.table.text("insured_state", row).map(|state| state == "3")))
}

/// Participating: neither ended nor never begun.
fn enrolled(registers: &Registers, member: &Member) -> Option<bool> {
    const FEED: &str = "resident_pension_insured";
    let lists = registers.lists(FEED, member.key)?;
    let open = |(it, row): (&Register, u32)| {
        it.table.text("insured_state", row) != Some("4") && it.table.text("business_state", row) != Some("terminated")
    };
    Some(lists && member.key.and_then(|key| registers.row(FEED, key)).is_some_and(open))
}

/// By the federation's list; a certificate that ran out or was withdrawn is none.
fn disability(registers: &Registers, member: &Member, name: &str) -> Option<Said> {
    const FEED: &str = "disability_certificate";
    registers.lists(FEED, member.key)?;
    let valid = |(it, row): &(&Register, u32)| {
        !matches!(it.table.text("certificate_state", *row), Some("expired" | "cancelled"))
    };
    let row = member.key.and_then(|key| registers.row(FEED, key)).filter(valid);
    let code = match row {
        Some((it, row)) => it.table.text(name, row).map(|code| match name {
            "disability_grade" => format!("grade_{code}"),
            _ => code.to_owned(),
        }),
        None => Some("none".to_owned()),
    };
    said(FEED, code.map(Cell::Code))
}

fn study(registers: &Registers, member: &Member) -> Option<Said> {
    let lists = registers.lists("student", member.key)?;
    let level = || member.key.and_then(|key| registers.row("student", key));
    let code = if lists { level().and_then(|(it, row)| it.table.text("study_level", row)) } else { Some("none") };
    said("student", code.map(|code| Cell::Code(code.to_owned())))
}

fn child(registers: &Registers, member: &Member, kind: &str) -> Option<Said> {
    let lists = registers.lists("orphan_child", member.key)?;
    let row = member.key.and_then(|key| registers.row("orphan_child", key));
    let is = row.map_or(Some(false), |(it, row)| it.table.text("child_kind", row).map(|code| code == kind));
    said("orphan_child", if lists { is } else { Some(false) }.map(Cell::Flag))
}

fn living_money(registers: &Registers, member: &Member) -> Option<Said> {
    registers.lists("orphan_child", member.key)?;
    let row = member.key.and_then(|key| registers.row("orphan_child", key));
    let fen = row.map_or(Some(0), |(it, row)| it.table.number("monthly_amount", row));
    said("orphan_child", fen.map(Cell::Number))
}

/// Legal obligors are listed by household; the list is full for who was verified.
fn has_obligor(registers: &Registers, household: &Household) -> Option<Said> {
    registers.get(OBLIGORS).filter(|register| register.full && household.verified)?;
    Some(Said { cell: Cell::Flag(!household.obligors.is_empty()), feed: OBLIGORS })
}

/// The month in which a person took up work while on dibao.
pub(super) fn hired_on_dibao(registers: &Registers, member: &Member) -> Option<Month> {
    let register = registers.get(VERIFICATION).filter(|_| member.feed == VERIFICATION)?;
    let hired = register.table.month("employed_since", member.row)?;
    let feeds = ["dibao_rural_person", "dibao_urban_roster"];
    let listed = feeds.iter().find_map(|feed| {
        let (register, row) = registers.row(feed, member.key?)?;
        register.table.month("first_month", row)
    });
    listed.filter(|listed| *listed < hired).map(|_| hired)
}

/// The wage that taking up work while on dibao brought, and for how long; nothing for who did not.
fn new_work(registers: &Registers, member: &Member, name: &str) -> Option<Said> {
    let register = registers.get(VERIFICATION).filter(|_| member.feed == VERIFICATION)?;
    recognised(registers, member)?;
    let hired = hired_on_dibao(registers, member);
    let cell = match (name, hired) {
        ("new_employment_income", Some(_)) => register.table.number("wage_income", member.row).map(Cell::Number),
        (_, Some(month)) => Some(Cell::Number(i64::from(registers.month.since(month)))),
        (_, None) => Some(Cell::Number(0)),
    };
    said(VERIFICATION, cell)
}
