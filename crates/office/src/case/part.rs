//! What departments handle of one application: one window takes it, each department answers for its own field, and the
//! answers go out together (一口进、归口办、一口出; arts. 24 to 28, 64).

use super::{clock, event::Outcome, path::Path, state::State};
use doudi_journal::access::Department;
use doudi_kernel::Date;

/// A department's part of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Whose.
    pub department: Department,
    /// Which programmes.
    pub programmes: Vec<String>,
    /// Its answer; none while it waits.
    pub reply: Option<Reply>,
}

/// What a department answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// When.
    pub on: Date,
    /// What it gives.
    pub outcome: Outcome,
    /// Why.
    pub reason: String,
}

/// Who handles what civil affairs does not: the law names the department of each kind of special assistance.
const HANDLED: [(&str, Department); 9] = [
    ("medical_assistance", Department::MedicalInsurance),
    ("medical_premium_help", Department::MedicalInsurance),
    ("education_assistance", Department::Education),
    ("student_grant", Department::Education),
    ("housing_assistance", Department::Housing),
    ("employment_assistance", Department::HumanResources),
    ("public_service_post", Department::HumanResources),
    ("disaster_relief", Department::Emergency),
    ("emergency_medical_relief", Department::Health),
];

/// The department that handles a programme; none where civil affairs does.
pub fn handled_by(programme: &str) -> Option<Department> {
    HANDLED.iter().find(|(name, _)| *name == programme).map(|(_, department)| *department)
}

/// The programmes that departments handle, in the order of their departments.
pub fn handled_elsewhere() -> impl Iterator<Item = &'static str> {
    HANDLED.iter().map(|(name, _)| *name)
}

/// An application's parts.
pub(super) fn parts(programmes: &[String]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for programme in programmes {
        let Some(department) = handled_by(programme) else { continue };
        match parts.iter_mut().find(|part| part.department == department) {
            Some(part) => part.programmes.push(programme.clone()),
            None => parts.push(Part { department, programmes: vec![programme.clone()], reply: None }),
        }
    }
    parts
}

/// Until when a part is to be answered: within the department's own time, or else within that of the whole.
pub fn part_due(path: &Path, state: &State) -> clock::Due {
    let whole = path.stops.iter().find(|stop| stop.name.starts_with("conclude")).and_then(|stop| stop.term);
    let from = state.accepted().unwrap_or(state.opened);
    clock::due(path.terms.referral.or(whole), from, &state.pauses)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_application_has_one_part_a_department() {
        let asked = ["dibao", "medical_assistance", "student_grant", "medical_premium_help"].map(String::from);
        let found: Vec<_> = parts(&asked).into_iter().map(|part| (part.department, part.programmes.len())).collect();
        assert_eq!(found, [(Department::MedicalInsurance, 2), (Department::Education, 1)]);
    }
}
