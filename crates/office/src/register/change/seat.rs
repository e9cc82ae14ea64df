//! A person's place in a household, and whether the law counts it.

use doudi_kernel::Date;
use serde::{Deserialize, Serialize};

/// A member's place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    /// Whose.
    pub person: i64,
    /// The relation to the head, by its code; none where nobody has told it.
    pub relation: Option<String>,
    /// What somebody decided about counting the person, by [`Basis::name`]; none where the law's own rule says it.
    pub basis: Option<String>,
    /// Whether somebody decided the relation: no roster changes it.
    #[serde(default)]
    pub hand: bool,
}

/// A file's household: who, where, and whether it goes on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shape {
    /// Twelve digits.
    pub division: u64,
    /// The head first.
    pub seats: Vec<Seat>,
    /// Since when the file is closed, `yyyymmdd`.
    pub gone: Option<i64>,
    /// The file that goes on in its place.
    pub successor: Option<i64>,
    /// What people decided and no roster changes: one bit for the head, one for the place, one for the members.
    #[serde(default)]
    pub hand: i64,
}

/// The head was decided.
pub(in crate::register) const HEAD: i64 = 1;
/// The place was decided.
pub(in crate::register) const PLACE: i64 = 2;
/// Who belongs to it was decided.
pub(in crate::register) const MEMBERS: i64 = 4;

/// Why a person counts as living together, or does not (57号 共同生活的家庭成员).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// The head of the file, who applies.
    Head,
    /// 配偶
    Spouse,
    /// 未成年子女
    MinorChild,
    /// 不能独立生活的成年子女, full-time studies up to a bachelor's among them.
    DependentChild,
    /// 其他具有法定赡养、扶养、抚养义务关系并长期共同居住的人员
    Duty,
    /// No duty of support, or not living together for long.
    NoDuty,
    /// 宗教教职人员, away from the family for three years.
    Clergy,
    /// 在监狱内服刑
    Prison,
    /// 强制隔离戒毒
    Rehabilitation,
    /// 宣告失踪
    Missing,
    /// 义务兵, where the province says so.
    Conscript,
}

impl Basis {
    /// All, in the order of the law.
    pub const ALL: [(Self, &'static str); 11] = [
        (Self::Head, "head"),
        (Self::Spouse, "spouse"),
        (Self::MinorChild, "minor_child"),
        (Self::DependentChild, "dependent_child"),
        (Self::Duty, "duty"),
        (Self::NoDuty, "no_duty"),
        (Self::Clergy, "clergy"),
        (Self::Prison, "prison"),
        (Self::Rehabilitation, "rehabilitation"),
        (Self::Missing, "missing"),
        (Self::Conscript, "conscript"),
    ];

    /// The identifier.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(basis, _)| *basis == self).map_or("", |(_, name)| name)
    }

    /// What an identifier names.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, it)| *it == name).map(|(basis, _)| *basis)
    }

    /// Whether the person is a household member by the law.
    pub fn counts(self) -> bool {
        self <= Self::Duty
    }
}

/// What is told of a person that the definition asks for; none where nobody has told it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Told<'t> {
    /// By its code.
    pub relation: Option<&'t str>,
    /// Born.
    pub birth: Option<Date>,
    /// Cannot work at all.
    pub no_labour: Option<bool>,
    /// Studies full-time, up to a bachelor's.
    pub studies: Option<bool>,
    /// Lives with the household for long.
    pub lives_here: Option<bool>,
    /// Serves a sentence.
    pub in_prison: Option<bool>,
    /// In compulsory rehabilitation.
    pub in_rehabilitation: Option<bool>,
    /// Declared missing.
    pub missing: Option<bool>,
    /// Clergy away for three years.
    pub clergy_away: Option<bool>,
}

const DUTY: [&str; 9] =
    ["son", "daughter", "child", "son_in_law", "daughter_in_law", "parent", "grandparent", "grandchild", "sibling"];

/// Whether and why a person counts on a day, by the national definition; none where what is told does not decide it.
/// What excludes somebody is taken as absent only where a source says so or where nothing is known of it at all: a person
/// without any source is counted by relation and age, and the page shows that no register was asked.
pub fn basis(it: &Told<'_>, on: Date) -> Option<Basis> {
    let excluded = [
        (it.in_prison, Basis::Prison),
        (it.in_rehabilitation, Basis::Rehabilitation),
        (it.missing, Basis::Missing),
        (it.clergy_away, Basis::Clergy),
    ];
    if let Some((_, why)) = excluded.iter().find(|(told, _)| *told == Some(true)) {
        return Some(*why);
    }
    let relation = it.relation?;
    match relation {
        "head" => return Some(Basis::Head),
        "spouse" => return Some(Basis::Spouse),
        _ => {}
    }
    let child = ["son", "daughter", "child"].contains(&relation);
    if child && it.birth.is_some_and(|birth| age(birth, on) < 18) {
        return Some(Basis::MinorChild);
    }
    if child && (it.no_labour == Some(true) || it.studies == Some(true)) {
        return Some(Basis::DependentChild);
    }
    if !DUTY.contains(&relation) {
        return Some(Basis::NoDuty);
    }
    match it.lives_here {
        Some(true) => Some(Basis::Duty),
        // An adult child may yet be counted for another reason that nobody has told.
        Some(false) if child && (it.birth.is_none() || it.no_labour.is_none() || it.studies.is_none()) => None,
        Some(false) => Some(Basis::NoDuty),
        None => None,
    }
}

/// Full years on a day.
fn age(birth: Date, on: Date) -> i16 {
    let before = (on.month(), on.day()) < (birth.month(), birth.day());
    on.year() - birth.year() - i16::from(before)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Who counts on 2026-08-03, by relation, birth year, inability, studies, living together.
    fn of(
        relation: &'static str,
        year: i16,
        no_labour: Option<bool>,
        studies: Option<bool>,
        here: Option<bool>,
    ) -> Option<Basis> {
        let birth = Some(Date::constant(year, 8, 3));
        let told = Told { relation: Some(relation), birth, no_labour, studies, lives_here: here, ..Told::default() };
        basis(&told, Date::constant(2026, 8, 3))
    }

    #[test]
    fn who_counts_is_what_the_measures_say() {
        let (yes, no) = (Some(true), Some(false));
        let cases = [
            (of("head", 1950, None, None, None), Some(Basis::Head)),
            (of("spouse", 1950, no, no, no), Some(Basis::Spouse)),
            (of("son", 2009, None, None, None), Some(Basis::MinorChild)),
            // Eighteen today.
            (of("son", 2008, no, no, no), Some(Basis::NoDuty)),
            (of("daughter", 2004, no, yes, no), Some(Basis::DependentChild)),
            (of("child", 1990, yes, None, None), Some(Basis::DependentChild)),
            (of("child", 1990, no, no, yes), Some(Basis::Duty)),
            (of("child", 1990, None, no, no), None),
            (of("parent", 1950, None, None, yes), Some(Basis::Duty)),
            (of("parent", 1950, None, None, None), None),
            (of("nephew_or_niece", 2015, None, None, yes), Some(Basis::NoDuty)),
            (of("not_related", 1950, None, None, yes), Some(Basis::NoDuty)),
        ];
        for (at, (found, expected)) in cases.iter().enumerate() {
            assert_eq!(found, expected, "case {at}");
        }
    }

    #[test]
    fn what_excludes_comes_before_every_relation_and_an_untold_relation_is_unknown() {
        let on = Date::constant(2026, 8, 3);
        let told = Told { relation: Some("spouse"), in_prison: Some(true), ..Told::default() };
        assert_eq!(basis(&told, on), Some(Basis::Prison));
        assert_eq!(basis(&Told { missing: Some(true), ..Told::default() }, on), Some(Basis::Missing));
        assert_eq!(basis(&Told::default(), on), None);
        assert!(Basis::ALL.iter().all(|(it, name)| Basis::named(name) == Some(*it)));
    }
}
