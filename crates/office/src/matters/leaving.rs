//! 连贯性监测: who is helped and no longer qualifies leaves only after a run of months, never on one reading. Months are read
//! from what the register was told: a household that stayed as it was has the answer of the month before.

use crate::{
    Bureau, OfficeError, Who,
    register::{opened, taken_months},
};
use doudi_journal::{
    Reader, Row,
    access::{Action, Resource, Scope},
};
use doudi_kernel::{Month, Rounding};
use doudi_rules::{
    book::{ParameterId, Value as Set},
    compile::Statute,
};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Months that are shown.
const SHOWN: usize = 12;

/// A household that is helped and does not qualify by the newest month.
#[derive(Clone, Debug)]
pub struct Leaving {
    /// The household.
    pub household: i64,
    /// Where.
    pub division: u64,
    /// The head's name.
    pub head: String,
    /// The programme.
    pub programme: String,
    /// The answer of each month, the newest last; none of a month that did not name it.
    pub months: Vec<(Month, Option<String>)>,
    /// Months in a row, up to the newest, in which it did not qualify.
    pub run: usize,
    /// Months in a row that the place asks for; none where it sets no number, and then nobody is proposed to leave.
    pub needed: Option<usize>,
}

impl Leaving {
    /// Whether the run is long enough to propose that it leaves.
    pub fn holds(&self) -> bool {
        self.needed.is_some_and(|needed| self.run >= needed)
    }
}

#[derive(Deserialize)]
struct Determined {
    month: i64,
    found: Vec<Found>,
}

#[derive(Deserialize)]
struct Found {
    position: i64,
    programme: String,
    answer: String,
}

/// Who is helped and does not qualify, the longest run first.
///
/// # Errors
/// [`OfficeError::Denied`]; the journal's.
pub fn leaving(bureau: &Bureau, who: &Who) -> Result<Vec<Leaving>, OfficeError> {
    let scope = who.may(Resource::Case, Action::List)?;
    let months = taken_months(bureau)?;
    let mut found = bureau.journal.read(|reader| {
        let sql = "SELECT DISTINCT e.household, e.programme, d.division, h.head, p.name FROM helped e \
                   JOIN determination d ON d.household = e.household AND d.programme = e.programme AND d.position = -1 \
                   JOIN household h ON h.id = e.household JOIN person p ON p.id = h.head \
                   WHERE {scope:d} AND e.to_month IS NULL AND e.programme IN ('dibao', 'tekun') \
                   AND d.answer = 'not_eligible' AND h.gone IS NULL ORDER BY e.household, e.programme LIMIT 300";
        let rows = reader.rows(&scope, sql, &[])?;
        rows.iter().map(|row| one(bureau, who, reader, &scope, &months, row)).collect::<Result<Vec<_>, OfficeError>>()
    })?;
    found.retain(|it| it.run > 0);
    found.sort_by_key(|it| (std::cmp::Reverse(it.run), it.division, it.household));
    Ok(found)
}

fn one(
    bureau: &Bureau,
    who: &Who,
    reader: &mut Reader<'_>,
    scope: &Scope,
    months: &[Month],
    row: &Row,
) -> Result<Leaving, OfficeError> {
    let (household, programme): (i64, String) = (row.get("household")?, row.get("programme")?);
    let division: u64 = row.get("division")?;
    let sql = "SELECT body FROM entry WHERE subject = $1 AND kind = 'household.determined' AND {scope} ORDER BY seq";
    let mut told: BTreeMap<Month, String> = BTreeMap::new();
    for entry in reader.rows(scope, sql, &[format!("household:{household}").into()])? {
        let body = entry.get::<String>("body")?;
        let Ok(it) = serde_json::from_str::<Determined>(&body) else { continue };
        let answer = it.found.iter().find(|found| found.programme == programme && found.position < 0);
        if let (Some(answer), Ok(month)) = (answer, super::row::month(it.month)) {
            told.insert(month, answer.answer.clone());
        }
    }
    let read = readings(months, &told);
    let run = read.iter().rev().take_while(|(_, answer)| answer.as_deref() == Some("not_eligible")).count();
    Ok(Leaving {
        household,
        division,
        head: opened(reader, "person.name", row.get("head")?, row.get("name")?)?,
        needed: needed(bureau, division, who),
        months: read.into_iter().rev().take(SHOWN).rev().collect(),
        programme,
        run,
    })
}

/// A month that says nothing of a household found it as the month before.
fn readings(months: &[Month], told: &BTreeMap<Month, String>) -> Vec<(Month, Option<String>)> {
    let of = |month: &Month| told.range(..=*month).next_back().map(|(_, answer)| answer.clone());
    months.iter().map(|month| (*month, of(month))).collect()
}

/// Months in a row, as the place sets them.
fn needed(bureau: &Bureau, division: u64, who: &Who) -> Option<usize> {
    let statute = Statute::on(bureau.book, &division.to_string(), who.today());
    let (id, _) = (0..).zip(&bureau.book.parameters).find(|(_, it)| it.name == "leaving_months_in_a_row")?;
    match statute.setting(ParameterId(id))?.values.first()?.as_ref()? {
        Set::Number(months) => usize::try_from(months.round(Rounding::Up)).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_in_which_nothing_changed_has_the_answer_of_the_month_before_and_a_run_breaks_where_it_was_otherwise() {
        let month = |number: i32| "2026-03".parse::<Month>().unwrap().plus(number);
        let told: BTreeMap<Month, String> =
            [(month(0), "not_eligible"), (month(2), "eligible"), (month(3), "not_eligible")]
                .map(|(month, answer)| (month, answer.to_owned()))
                .into();
        let all: Vec<Month> = (0..5).map(month).collect();
        let read: Vec<_> = readings(&all, &told).into_iter().map(|(_, answer)| answer.unwrap()).collect();
        assert_eq!(read, ["not_eligible", "not_eligible", "eligible", "not_eligible", "not_eligible"]);
    }
}
