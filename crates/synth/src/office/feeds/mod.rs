//! The feeds, one file each.

mod death_register;
mod dibao;
mod dibao_rural_household;
mod dibao_rural_person;
mod dibao_urban_roster;
mod disability_certificate;
mod disability_subsidy;
mod economic_verification;
mod edge_person;
mod graduated_household;
mod household_register;
mod land_contract;
mod legal_obligor;
mod low_income;
mod medical_insured;
mod no_hukou;
mod old_age_allowance;
mod orphan_child;
mod other_pension_insured;
mod planting_subsidy;
mod prisoner;
mod relapse_monitored;
mod resident_pension_insured;
mod resident_pension_on_behalf;
mod resident_pension_paid;
mod rigid_person;
mod soldier;
mod student;
mod student_hardship;
mod tekun_person;

use super::{Dates, Feed, Value, View};
use crate::{
    life::{Disability, Person, Work},
    people::Role,
};
use doudi_kernel::{DisabilityGrade, DisabilityKind, Sex};

/// Every feed, in the order in which a county office looks at them.
pub(crate) static FEEDS: [Feed; 28] = [
    dibao_rural_household::FEED,
    dibao_rural_person::FEED,
    dibao_urban_roster::FEED,
    tekun_person::FEED,
    edge_person::FEED,
    rigid_person::FEED,
    resident_pension_insured::FEED,
    resident_pension_paid::FEED,
    resident_pension_on_behalf::FEED,
    other_pension_insured::FEED,
    medical_insured::FEED,
    disability_certificate::FEED,
    disability_subsidy::FEED,
    relapse_monitored::FEED,
    graduated_household::FEED,
    student::FEED,
    student_hardship::FEED,
    household_register::FEED,
    death_register::FEED,
    old_age_allowance::FEED,
    orphan_child::FEED,
    prisoner::FEED,
    soldier::FEED,
    land_contract::FEED,
    planting_subsidy::FEED,
    no_hukou::FEED,
    economic_verification::FEED,
    legal_obligor::FEED,
];

fn name(person: &Person) -> Value {
    Value::text(person.born.name.to_string())
}

/// The name as a roster's clerk heard it.
fn roster_name(person: &Person) -> Value {
    person.roster_name.as_ref().map_or_else(|| name(person), |heard| Value::text(heard.to_string()))
}

fn id(person: &Person) -> Value {
    Value::Id(person.id())
}

fn sex_of(sex: Sex) -> Value {
    match sex {
        Sex::Male => Value::Code("male", "男"),
        Sex::Female => Value::Code("female", "女"),
    }
}

fn sex(person: &Person) -> Value {
    sex_of(person.sex())
}

/// The sex as a roster's clerk ticked it.
fn roster_sex(person: &Person) -> Value {
    match (person.sex(), person.roster_sex_wrong) {
        (Sex::Male, false) | (Sex::Female, true) => sex_of(Sex::Male),
        _ => sex_of(Sex::Female),
    }
}

fn roster_birth(person: &Person) -> Value {
    Value::Date(person.roster_birth.unwrap_or(person.born.birth()))
}

fn relation(person: &Person) -> Value {
    let male = person.sex() == Sex::Male;
    match (person.born.role, male) {
        (Role::Head, _) => Value::Code("head", "户主"),
        (Role::Spouse, _) => Value::Code("spouse", "配偶"),
        (Role::Child, true) => Value::Code("son", "子"),
        (Role::Child, false) => Value::Code("daughter", "女"),
        (Role::Parent, true) => Value::Code("parent", "父亲"),
        (Role::Parent, false) => Value::Code("parent", "母亲"),
        (Role::Grandchild, true) => Value::Code("grandchild", "孙子"),
        (Role::Grandchild, false) => Value::Code("grandchild", "孙女"),
    }
}

fn kind_of_disability(disability: &Disability) -> Value {
    match disability.kind {
        DisabilityKind::Visual => Value::Code("visual", "视力"),
        DisabilityKind::Hearing => Value::Code("hearing", "听力"),
        DisabilityKind::Speech => Value::Code("speech", "言语"),
        DisabilityKind::Physical => Value::Code("physical", "肢体"),
        DisabilityKind::Intellectual => Value::Code("intellectual", "智力"),
        DisabilityKind::Mental => Value::Code("mental", "精神"),
        DisabilityKind::Multiple => Value::Code("multiple", "多重"),
    }
}

fn grade_of_disability(disability: &Disability) -> Value {
    match disability.grade {
        DisabilityGrade::One => Value::Code("1", "一级"),
        DisabilityGrade::Two => Value::Code("2", "二级"),
        DisabilityGrade::Three => Value::Code("3", "三级"),
        DisabilityGrade::Four => Value::Code("4", "四级"),
    }
}

fn health(person: &Person) -> Value {
    let word = match (&person.disability, person.chronic) {
        (Some(_), _) => "残疾",
        (None, true) if person.needs_care => "患有大病",
        (None, true) => "长期慢性病",
        _ => "健康",
    };
    Value::text(word)
}

fn labour(person: &Person, view: &View) -> Value {
    let age = person.age(view.month);
    let severe = person.disability.as_ref().is_some_and(Disability::severe);
    if !(16..60).contains(&age) || severe {
        Value::Code("none", "无劳动能力")
    } else if person.disability.is_some() || person.needs_care {
        Value::Code("partial", "部分丧失劳动能力")
    } else {
        Value::Code("full", "有劳动能力")
    }
}

fn marital(person: &Person, view: &View) -> Value {
    match (person.born.role, person.age(view.month)) {
        (Role::Spouse, _) => Value::Code("married", "已婚"),
        (_, ..22) => Value::Code("never_married", "未婚"),
        (Role::Head, _) if view.village.household(person).kin.size > 1 => Value::Code("married", "已婚"),
        (_, 60..) => Value::Code("widowed", "丧偶"),
        (_, 22..40) => Value::Code("never_married", "未婚"),
        _ => Value::Code("divorced", "离异"),
    }
}

fn education(person: &Person, view: &View) -> Value {
    Value::text(match person.age(view.month) {
        ..6 => "学龄前儿童",
        6..12 => "小学",
        12..16 => "初级中学教育",
        16..45 => "初中",
        45..65 => "小学",
        _ => "文盲或半文盲",
    })
}

fn employment(person: &Person) -> Value {
    Value::text(match person.work {
        Work::None => "无工作",
        Work::Farm => "务农",
        Work::Casual | Work::Away => "灵活就业",
        Work::Employee | Work::EmployeeAway | Work::Agency => "在职",
        Work::Soldier(_) => "现役",
        Work::Prisoner(..) => "服刑",
        Work::RetiredEmployee | Work::RetiredAgency => "离退休",
    })
}

/// Dates are printed as the keeper of the file prints them; these are the commonest.
const DASHES: super::Kind = super::Kind::Date(Dates::Dashes);
const DOTS: super::Kind = super::Kind::Date(Dates::Dots);
