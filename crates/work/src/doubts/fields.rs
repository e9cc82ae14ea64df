//! The fields that evidence shows: what the spec lists, and what the question turned on.

use super::spec::{Against, Condition, Question, Source};

/// The fields shown of a source in a question: those of its `show`, then those that a condition of the question tests in it
/// or holds against it. A division is shown as the roster writes it, by code or by names.
pub(super) fn shown(question: &Question, source: &Source, at: usize) -> Vec<String> {
    let mut fields = source.show.clone();
    let conditions = question.when.iter().chain(question.rungs.iter().flat_map(|rung| &rung.when));
    for field in conditions.flat_map(|condition| turned_on(condition, question, at)) {
        let written: &[&str] = match field {
            "division_code" => &["division_code", "town_name", "village_name"],
            _ => &[field],
        };
        for field in written {
            if !fields.iter().any(|known| known == field) {
                fields.push((*field).to_owned());
            }
        }
    }
    fields
}

fn turned_on<'q>(condition: &'q Condition, question: &'q Question, at: usize) -> Vec<&'q str> {
    match condition {
        Condition::In { source, test: Some(test), .. } if *source == at => vec![&test.field],
        Condition::Differs { field, from } if *from == Against::Source(at) || question.asked.contains(&at) => {
            vec![field]
        }
        Condition::AtLeast(_, of) => of.iter().flat_map(|one| turned_on(one, question, at)).collect(),
        Condition::Not(inner) => turned_on(inner, question, at),
        _ => Vec::new(),
    }
}
