//! Who stands behind the numbers of a list: names, masked identity numbers, ages.

use super::Desk;
use crate::{OfficeError, register};
use doudi_journal::{
    JournalError, Row,
    access::{Action, Field, Resource, Shown, shown},
    date_of_number,
};
use doudi_kernel::{Date, IdKey, ResidentId};
use doudi_paper::forms::Residence;
use std::collections::BTreeMap;

/// Ids in one query.
const AT_ONCE: usize = 400;

/// A person as the user may see them.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    pub(super) name: String,
    pub(super) number: String,
    pub(super) sex: String,
    pub(super) age: Option<u32>,
    /// The packed number, for asking the month's facts; never printed.
    pub(super) key: Option<u64>,
}

impl Desk<'_> {
    /// Persons by their file numbers; who is outside the user's area now is not there.
    pub(super) fn persons(&self, ids: &[i64]) -> Result<BTreeMap<i64, Known>, OfficeError> {
        self.known("SELECT id AS of, id, division, name, number, birth, sex FROM person WHERE {scope} AND id", ids)
    }

    /// Heads by their households' file numbers.
    pub(super) fn heads(&self, households: &[i64]) -> Result<BTreeMap<i64, Known>, OfficeError> {
        let sql = "SELECT h.id AS of, p.id, h.division, p.name, p.number, p.birth, p.sex FROM household h \
                   JOIN person p ON p.id = h.head WHERE {scope:h} AND h.id";
        self.known(sql, households)
    }

    fn known(&self, sql: &str, ids: &[i64]) -> Result<BTreeMap<i64, Known>, OfficeError> {
        let scope = self.who.may(Resource::Household, Action::List)?;
        let mut known = BTreeMap::new();
        self.bureau.journal.read(|reader| {
            for part in ids.chunks(AT_ONCE) {
                let list: Vec<String> = part.iter().map(i64::to_string).collect();
                for row in reader.rows(&scope, &format!("{sql} IN ({})", list.join(", ")), &[])? {
                    known.insert(row.get("of")?, self.person(reader, &row)?);
                }
            }
            Ok::<_, JournalError>(())
        })?;
        Ok(known)
    }

    fn person(&self, reader: &mut doudi_journal::Reader<'_>, row: &Row) -> Result<Known, JournalError> {
        let (id, today) = (row.get("id")?, self.who.today());
        let viewers = register::viewers(self.who, row.get("division")?);
        let birth = row.get::<Option<i64>>("birth")?.map(date_of_number).transpose()?;
        let age = birth.map(|birth| full_years(birth, today));
        let name = register::opened(reader, "person.name", id, row.get("name")?)?;
        let number = match row.get::<Option<Vec<u8>>>("number")? {
            Some(sealed) => register::opened(reader, "person.number", id, sealed)?,
            None => String::new(),
        };
        let field = if age.is_some_and(|age| age < 14) { Field::MinorName } else { Field::Name };
        let sex =
            row.get::<Option<i64>>("sex")?.map(|male| self.lang.pick(["女", "男"], ["f", "m"])[usize::from(male == 1)]);
        Ok(Known {
            name: register::seen(&viewers, field, &name),
            number: register::seen(&viewers, Field::ResidentId, &number),
            sex: sex.unwrap_or_default().to_owned(),
            age: age.filter(|_| viewers.iter().any(|it| shown(*it, Field::BirthDate) == Shown::Plain)),
            key: number.parse::<ResidentId>().ok().map(|it| it.packed()),
        })
    }

    /// Whether a person's household is registered in the countryside, by the newest month's facts.
    pub(super) fn residence(&self, person: &Known) -> Residence {
        let urban = || {
            let month = self.bureau.month.as_ref()?;
            let household = month.household_of(person.key.filter(|key| IdKey::from_packed(*key).is_some())?)?;
            month.get(household).ok()?.words(&month.book, "urban", 0)
        };
        match urban().as_deref() {
            Some("yes") => Residence::Urban,
            Some("no") => Residence::Rural,
            _ => Residence::Unknown,
        }
    }
}

fn full_years(birth: Date, today: Date) -> u32 {
    let before = (today.month(), today.day()) < (birth.month(), birth.day());
    u32::try_from(today.year() - birth.year() - i16::from(before)).unwrap_or(0)
}
