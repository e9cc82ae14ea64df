//! From a form to an act.

use crate::fields::Fields;
use doudi_kernel::Date;
use doudi_office::{
    OfficeError, field,
    register::{Act, Because, Evidence, Leaving, Newcomer, Placed},
};

/// From which day, why, on what it rests.
pub(super) fn because(fields: &Fields) -> Result<Because, OfficeError> {
    let evidence = Evidence::named(fields.text("evidence")).ok_or(OfficeError::Form(field::EVIDENCE))?;
    Ok(Because { on: fields.date("on", field::ON)?, reason: fields.words("reason", field::REASON)?, evidence })
}

/// The act that a form of a name holds.
pub(super) fn act(file: Option<i64>, name: &str, fields: &Fields) -> Result<Act, OfficeError> {
    let Some(household) = file else { return new(fields) };
    let person = || fields.number("person", field::PERSON)?.ok_or(OfficeError::Form(field::PERSON));
    Ok(match name {
        "split" => {
            let goes: Vec<i64> = fields.all("goes").filter_map(|it| it.parse().ok()).collect();
            Act::Split { household, placed: placed(fields, goes)? }
        }
        "merge" => {
            let other = fields.number("other", field::OTHER)?.ok_or(OfficeError::Form(field::OTHER))?;
            let one = |person: i64| Placed { person, relation: relation(fields, person) };
            Act::Merge { household, other, placed: listed(fields).into_iter().map(one).collect() }
        }
        "head" => Act::Head { household, placed: placed(fields, listed(fields))? },
        "renew" => Act::Renew { household, placed: placed(fields, listed(fields))? },
        "death" => {
            let (person, mut living) = (person()?, listed(fields));
            living.retain(|one| *one != person);
            let chosen = !fields.text("head").is_empty();
            Act::Death { household, person, placed: if chosen { placed(fields, living)? } else { Vec::new() } }
        }
        "join" => Act::Join { household, newcomer: Box::new(newcomer(fields, "")?) },
        "leave" => {
            let why = Leaving::named(fields.text("why")).ok_or(OfficeError::Form(field::LEAVING))?;
            Act::Leave { household, person: person()?, why }
        }
        "move" => Act::Move { household, to: fields.division("to", field::VILLAGE)?.number() },
        "away" => Act::Away { household },
        "seat" => {
            let chosen = |name: &str| Some(fields.text(name).to_owned()).filter(|it| !it.is_empty());
            Act::Seat { household, person: person()?, relation: chosen("relation"), basis: chosen("basis") }
        }
        "correct" => Act::Correct { household, person: person()?, right: Box::new(newcomer(fields, "")?) },
        _ => Act::Stand { household, field: fields.text("field").into() },
    })
}

/// Everybody whom the form lists. The form alone says who: sent again after the act it is still the same act.
fn listed(fields: &Fields) -> Vec<i64> {
    fields.0.iter().filter_map(|(name, _)| name.strip_prefix("relation_")?.parse().ok()).collect()
}

/// The chosen head first, everybody with the relation that the form tells.
fn placed(fields: &Fields, mut people: Vec<i64>) -> Result<Vec<Placed>, OfficeError> {
    let head = fields.number("head", field::HEAD)?.ok_or(OfficeError::Form(field::HEAD))?;
    people.sort_by_key(|person| *person != head);
    let one = |person: i64| Placed { person, relation: relation(fields, person).filter(|_| person != head) };
    Ok(people.into_iter().map(one).collect())
}

fn relation(fields: &Fields, person: i64) -> Option<String> {
    Some(fields.text(&format!("relation_{person}")).to_owned()).filter(|it| !it.is_empty())
}

fn new(fields: &Fields) -> Result<Act, OfficeError> {
    let mut people = vec![newcomer(fields, "")?];
    for at in 1..=4 {
        let one = newcomer(fields, &format!("_{at}"))?;
        if !one.name.is_empty() {
            people.push(one);
        }
    }
    Ok(Act::New { division: fields.division("to", field::VILLAGE)?.number(), people })
}

/// A person of a form; fields of a second one end in `_1`.
fn newcomer(fields: &Fields, end: &str) -> Result<Newcomer, OfficeError> {
    let text = |name: &str| fields.text(&format!("{name}{end}")).to_owned();
    let number = Some(text("number").to_ascii_uppercase()).filter(|it| !it.is_empty());
    let birth = Some(text("birth")).filter(|it| !it.is_empty());
    Ok(Newcomer {
        name: fields.words(&format!("name{end}"), field::NAME)?,
        number: number.map(|it| it.parse().map_err(|_| OfficeError::Form(field::NUMBER))).transpose()?,
        birth: birth.map(|it| it.parse::<Date>().map_err(|_| OfficeError::Form(field::BIRTH))).transpose()?,
        male: match &*text("sex") {
            "m" => Some(true),
            "f" => Some(false),
            _ => None,
        },
        relation: Some(text("relation")).filter(|it| !it.is_empty()),
    })
}
