//! Whether two rows are about one person, where a number does not say so.

use super::described::one_apart;
use super::{Candidate, Described, Proof, Uncertain};
use crate::name;

/// What is said of a row and a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Judgement {
    /// It is this person, if nobody else is.
    Proven(Proof),
    /// It may be; a person has to look.
    Look(Uncertain),
}

/// A row whose number was repaired, and the person who has the repaired number.
///
/// The name confirms the number unless the row's birth date contradicts it. Without the name, the row's birth date must
/// agree with the number, and all but one character of a name of three or more, in a county that is known. `None`: nothing
/// but the digits speaks for it.
///
/// ```
/// use doudi_compare::repair::{Counties, Described, Judgement, Proof, by_repair, candidates};
/// let row = Described { name: "王小芳".into(), ..Described::default() };
/// let meant = candidates("41990119900307001", &row, &Counties::default());
/// let theirs = Described { name: "王小芳".into(), ..Described::default() };
/// assert_eq!(by_repair(&meant[0], &row, &theirs), Some(Judgement::Proven(Proof::Name)));
/// ```
pub fn by_repair(candidate: &Candidate, row: &Described, person: &Described) -> Option<Judgement> {
    let birth = row.birth.map(|birth| birth == candidate.id.birth_date());
    if row.name.is_empty() || person.name.is_empty() {
        return None;
    }
    if name::same(&row.name, &person.name) {
        return Some(match birth {
            Some(false) => Judgement::Look(Uncertain::OtherBirth),
            _ => Judgement::Proven(Proof::Name),
        });
    }
    let sex = row.sex.is_none_or(|sex| sex == candidate.id.sex());
    if birth != Some(true) || !sex || !one_apart(&row.name, &person.name) {
        return None;
    }
    let enough =
        letters(&row.name).min(letters(&person.name)) >= 2 && letters(&row.name).max(letters(&person.name)) >= 3;
    Some(match enough && candidate.county_known {
        true => Judgement::Proven(Proof::BirthAndPartOfName),
        false => Judgement::Look(Uncertain::LittleOfName),
    })
}

/// A row without a usable number, and a person who was born on the row's birth date. `None`: they are not alike enough to
/// trouble anybody.
pub fn by_description(row: &Described, person: &Described) -> Option<Judgement> {
    let sexes = row.sex.zip(person.sex).is_none_or(|(a, b)| a == b);
    let births = row.birth.zip(person.birth).is_some_and(|(a, b)| a == b);
    if !births || !sexes || row.name.is_empty() || person.name.is_empty() {
        return None;
    }
    if name::same(&row.name, &person.name) {
        return Some(match row.near(person) {
            Some(true) => Judgement::Proven(Proof::NameBirthPlace),
            None => Judgement::Proven(Proof::NameBirth),
            Some(false) => Judgement::Look(Uncertain::OtherPlace),
        });
    }
    let almost = row.same_place(person) && one_apart(&row.name, &person.name) && letters(&row.name) >= 3;
    almost.then_some(Judgement::Look(Uncertain::NameAlmost))
}

fn letters(name: &str) -> usize {
    name::normal(name).chars().count()
}

#[cfg(test)]
mod tests {
    use super::super::{Counties, candidates};
    use super::*;

    fn described(name: &str, birth: &str, division: &str) -> Described {
        Described::read(name, birth, "", division)
    }

    fn repaired(row: &Described, theirs: &str, known: bool) -> Option<Judgement> {
        let mut counties = Counties::default();
        if known {
            counties.learn(419901);
        }
        let all = candidates("41990119900307001", row, &counties);
        by_repair(&all[0], row, &described(theirs, "", ""))
    }

    #[test]
    fn the_name_confirms_a_repaired_number_unless_the_birth_date_contradicts_it() {
        assert_eq!(repaired(&described("王芳", "1990-03-07", ""), "王 芳", true), Some(Judgement::Proven(Proof::Name)));
        let other = described("王芳", "1980-01-01", "");
        assert_eq!(repaired(&other, "王芳", true), Some(Judgement::Look(Uncertain::OtherBirth)));
    }

    #[test]
    fn without_the_name_the_birth_date_and_most_of_the_name_do() {
        let row = described("王小芳", "1990-03-07", "");
        assert_eq!(repaired(&row, "王晓芳", true), Some(Judgement::Proven(Proof::BirthAndPartOfName)));
        assert_eq!(repaired(&row, "王晓芳", false), Some(Judgement::Look(Uncertain::LittleOfName)));
        assert_eq!(repaired(&row, "李晓芳", true), None);
        assert_eq!(
            repaired(&described("王芳", "1990-03-07", ""), "王强", true),
            Some(Judgement::Look(Uncertain::LittleOfName))
        );
        assert_eq!(repaired(&described("王小芳", "", ""), "王晓芳", true), None);
    }

    #[test]
    fn without_a_number_name_and_birth_count_unless_the_places_differ() {
        let row = described("王芳", "1990-03-07", "419901002007");
        let judged = |name, birth, division| by_description(&row, &described(name, birth, division));
        assert_eq!(judged("王芳", "1990-03-07", "419901"), Some(Judgement::Proven(Proof::NameBirthPlace)));
        assert_eq!(judged("王芳", "1990-03-07", ""), Some(Judgement::Proven(Proof::NameBirth)));
        for elsewhere in ["419902", "419901003"] {
            assert_eq!(judged("王芳", "1990-03-07", elsewhere), Some(Judgement::Look(Uncertain::OtherPlace)));
        }
        assert_eq!(judged("王芳", "1990-03-08", "419901"), None);
        assert_eq!(judged("王芳", "", "419901"), None);
    }
}
