//! What a telephone takes along for a day: as little as the visits need. No identity number, no telephone number, no income
//! that only a department knows, unless the user sees findings anyway. Every household in it was opened, and is on record.

use super::{
    Finding,
    became::{Became, became},
    form::{Ask, asks},
    item::{Item, Words, catalogue},
    keep::{Place, Visit, chosen},
    signals::{Waits, waits},
    tasks::{Task, tasks},
};
use crate::{Bureau, OfficeError, Who, case, discoveries, register, staff};
use doudi_journal::access::{Action, Purpose, PurposeKind, Resource};
use doudi_kernel::{Date, DivisionLevel, Lang, Say};
use serde::Serialize;
use std::collections::BTreeMap;

/// A telephone keeps the day for so long, milliseconds: a day.
const GOOD_MS: i64 = 24 * 3_600_000;
/// The most households that are taken along beside the tasks.
const ALONG: usize = 20;

/// The day, as it is given to a telephone.
#[derive(Clone, Debug, Serialize)]
pub struct Day {
    /// Whose.
    pub account: i64,
    /// What colleagues call the user.
    pub name: String,
    /// When it was made, milliseconds since 1970.
    pub issued: i64,
    /// When it is to be forgotten.
    pub until: i64,
    /// The civil day.
    pub today: String,
    /// The villages of the user's area, by code; none where there are too many to choose from.
    pub villages: Vec<(String, String)>,
    /// Self-care, guarantees, needs.
    pub catalogue: BTreeMap<&'static str, Vec<Item>>,
    /// Who may come along, by village: accounts with their names.
    pub colleagues: BTreeMap<String, Vec<(i64, String)>>,
    /// What a visit may come to, by code.
    pub findings: Vec<(&'static str, Words)>,
    /// What may have happened to a neighbour.
    pub causes: Vec<Item>,
    /// The households.
    pub houses: Vec<House>,
    /// What became of the user's earlier visits.
    pub became: Vec<Became>,
}

/// A household to visit.
#[derive(Clone, Debug, Serialize)]
pub struct House {
    /// Its number.
    pub id: i64,
    /// Its last visit: what is seen later is told against it.
    pub base: i64,
    /// The head's name.
    pub head: String,
    /// Town and village.
    pub address: String,
    /// The village's code.
    pub division: String,
    /// The case for which it is visited.
    pub case: Option<i64>,
    /// The matter for which it is visited.
    pub matter: Option<Waits>,
    /// Why it is visited.
    pub why: Words,
    /// Until when.
    pub due: Option<String>,
    /// Where the last visit was.
    pub place: Option<Place>,
    /// When the last visit was.
    pub last: Option<String>,
    /// Who lives there.
    pub members: Vec<Resident>,
    /// What is asked.
    pub asks: Vec<Ask>,
}

/// A member.
#[derive(Clone, Debug, Serialize)]
pub struct Resident {
    /// The file number.
    pub id: i64,
    /// As the user may see it.
    pub name: String,
    /// The relation to the head.
    pub relation: Option<Words>,
    /// Full years today.
    pub age: Option<i16>,
}

/// The tasks of today, with households that the user takes along beside them.
///
/// # Errors
/// [`OfficeError::Denied`]; the journal's.
pub fn day(bureau: &Bureau, who: &Who, along: &[i64]) -> Result<Day, OfficeError> {
    let mut todo = tasks(bureau, who)?;
    for household in along.iter().take(ALONG) {
        if todo.iter().all(|task| task.household != *household) {
            let why = Words::new("随访", "taken along");
            todo.push(Task { household: *household, case: None, errand: None, why, due: None });
        }
    }
    let mut houses = Vec::new();
    for task in todo {
        match house(bureau, who, task) {
            // What moved away since it was chosen is left out.
            Err(OfficeError::NotFound) => {}
            house => houses.push(house?),
        }
    }
    let colleagues = colleagues(bureau, who, &houses)?;
    Ok(Day {
        colleagues,
        account: who.id.0,
        name: who.name.clone(),
        issued: who.now.millis(),
        until: who.now.millis() + GOOD_MS,
        today: who.today().to_string(),
        villages: villages(bureau, who)?,
        catalogue: catalogue().into(),
        findings: Finding::ALL.iter().map(|it| (it.code(), Words::new(it.say(Lang::Zh), it.say(Lang::En)))).collect(),
        causes: discoveries::causes(),
        houses,
        became: became(bureau, who)?,
    })
}

/// The villages in which the user reports; none beyond two hundred.
fn villages(bureau: &Bureau, who: &Who) -> Result<Vec<(String, String)>, OfficeError> {
    let scope = who.may(Resource::HomeVisit, Action::Write)?;
    let all = bureau.divisions.iter().filter(|(division, _)| division.level() == DivisionLevel::Village);
    let own = all.filter(|(division, _)| scope.covers(*division));
    let own: Vec<_> = own.map(|(it, _)| (it.number().to_string(), bureau.address(it.number()))).collect();
    Ok(if own.len() > 200 { Vec::new() } else { own })
}

/// Others who may visit where the cases lie.
fn colleagues(
    bureau: &Bureau,
    who: &Who,
    houses: &[House],
) -> Result<BTreeMap<String, Vec<(i64, String)>>, OfficeError> {
    let mut all = BTreeMap::new();
    for house in houses.iter().filter(|house| house.case.is_some()) {
        if !all.contains_key(&house.division) {
            let place = house.division.parse().map_err(|_| OfficeError::NotFound)?;
            let found = staff::colleagues(bureau, who, place)?.into_iter().filter(|(id, _)| *id != who.id);
            all.insert(house.division.clone(), found.map(|(id, name)| (id.0, name)).collect());
        }
    }
    Ok(all)
}

fn house(bureau: &Bureau, who: &Who, task: Task) -> Result<House, OfficeError> {
    let purpose = match task.case {
        Some(case) => Purpose::new(PurposeKind::Case, &case.to_string())?,
        None => Purpose::new(PurposeKind::Task, &format!("visit-{}", who.today()))?,
    };
    let file = register::open(bureau, who, task.household, purpose)?;
    let findings = who.may(Resource::VerificationReport, Action::Read).is_ok_and(|scope| scope.holds(file.division));
    let lines = if findings { register::facts(bureau, who, task.household)?.lines } else { Vec::new() };
    let case = task.case.map(|case| case::view(bureau, who, case)).transpose()?;
    let scope = who.may(Resource::HomeVisit, Action::Read)?;
    let visits: Vec<Visit> =
        bureau.journal.read(|reader| chosen(reader, &scope, "v.household = $1", &[task.household.into()]))?;
    let members: Vec<Resident> = file.members.iter().map(|it| resident(bureau, it, who.today())).collect();
    // Whose age nobody knows is asked like a grown person.
    let grown: Vec<(i64, bool)> = members.iter().map(|it| (it.id, it.age.is_none_or(|age| age >= 16))).collect();
    let last = visits.iter().filter(|visit| !visit.seen.in_vain()).max_by_key(|visit| visit.at);
    Ok(House {
        id: file.id,
        base: visits.last().map_or(0, |visit| visit.id),
        head: members.first().map(|head| head.name.clone()).unwrap_or_default(),
        address: bureau.address(file.division),
        division: file.division.to_string(),
        case: task.case,
        matter: task.errand.as_ref().map(|errand| waits(bureau, errand)),
        why: task.why,
        due: task.due.map(|day| day.to_string()),
        place: visits.iter().filter(|it| it.seen.place.is_some()).max_by_key(|it| it.at).and_then(|it| it.seen.place),
        last: last.map(|visit| visit.day.to_string()),
        asks: asks(bureau, &grown, case.as_ref(), &lines, &visits),
        members,
    })
}

fn resident(bureau: &Bureau, it: &register::Person, today: Date) -> Resident {
    let label = it.relation.as_deref().and_then(|word| bureau.word_label("relation_to_head", word));
    Resident {
        id: it.id,
        name: it.name.clone(),
        relation: label.map(|label| Words::new(label.pick(Lang::Zh), label.pick(Lang::En))),
        age: it.birth.map(|born| {
            let before = (today.month(), today.day()) < (born.month(), born.day());
            today.year() - born.year() - i16::from(before)
        }),
    }
}
