//! 新增救助明细: the persons who came into a programme in a month.

use super::{Desk, Leads, Ledger, people::Known, said};
use crate::{
    OfficeError, case,
    register::{self, Cause, Change},
};
use doudi_journal::Value;
use doudi_journal::access::{Action, Resource};
use doudi_kernel::Date;
use doudi_paper::forms::{Addition, Additions, Residence};
use std::collections::BTreeMap;

/// Who comes by these is helped newly here; who was there under another number is not (停旧建新).
const CAME: [Cause; 3] = [Cause::New, Cause::TransferIn, Cause::MovedIn];

impl Desk<'_> {
    pub(super) fn additions(&self) -> Result<Ledger, OfficeError> {
        let mut changes = register::changes(self.bureau, self.who, self.asked.area, self.asked.month)?;
        changes.retain(|it| CAME.contains(&it.cause) && self.of(&it.programme));
        let persons = self.persons(&changes.iter().flat_map(|it| it.persons.clone()).collect::<Vec<_>>())?;
        let confirmed = self.confirmed(&changes)?;
        let mut rows = Vec::new();
        for change in &changes {
            let day = confirmed.get(&(change.household, change.programme.clone())).copied();
            rows.extend(
                change.persons.iter().map(|id| (change.household, self.addition(change, persons.get(id), day))),
            );
        }
        let (files, rows): (Vec<i64>, Vec<Addition>) = rows.into_iter().unzip();
        let of = |part: Residence| {
            let own = files.iter().zip(&rows).filter(move |(_, row)| row.residence == part);
            own.map(|(file, _)| Leads::File(*file)).collect()
        };
        let leads = [Residence::Rural, Residence::Urban, Residence::Unknown].map(of).to_vec();
        let (place, month) = (self.place(), self.asked.month);
        let paper = Additions { lang: self.lang, place, month, rows }.paper();
        Ok(Ledger { paper, leads, checks: Vec::new() })
    }

    fn addition(&self, change: &Change, person: Option<&Known>, confirmed: Option<Date>) -> Addition {
        let person = person.cloned().unwrap_or_default();
        Addition {
            residence: self.residence(&person),
            confirmed,
            name: person.name,
            id: person.number,
            age: person.age,
            sex: person.sex,
            address: self.bureau.address(change.division),
            persons: said::people(change.persons.len() as i64),
            category: self.programme(&change.programme),
        }
    }

    /// The days on which cases were decided, of the changes that a case brought.
    fn confirmed(&self, changes: &[Change]) -> Result<BTreeMap<(i64, String), Date>, OfficeError> {
        let scope = self.who.may(Resource::Household, Action::List)?;
        let sql = "SELECT household, programme, source FROM helped WHERE {scope} AND person = 0 AND from_month = $1 \
                   ORDER BY household, programme";
        let month = Value::Int(i64::from(self.asked.month.compact()));
        let rows = self.bureau.journal.read(|reader| reader.rows(&scope, sql, &[month]))?;
        let mut days = BTreeMap::new();
        for row in rows {
            let (household, programme): (i64, String) = (row.get("household")?, row.get("programme")?);
            let wanted = changes.iter().any(|it| it.household == household && it.programme == programme);
            let source: String = row.get("source")?;
            let case = source.strip_prefix("case:").and_then(|id| id.parse().ok()).filter(|_| wanted);
            if let Some(day) = case.and_then(|case| self.decided(case)) {
                days.insert((household, programme), day);
            }
        }
        Ok(days)
    }

    /// When a case was decided; none where the user may not read it.
    fn decided(&self, case: i64) -> Option<Date> {
        case::view(self.bureau, self.who, case).ok()?.state.done.get("decide").copied()
    }
}
