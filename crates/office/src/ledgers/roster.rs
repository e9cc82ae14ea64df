//! 在册台账: the stock of one programme, household by household.

use super::{Desk, Leads, Ledger, people::Known, said};
use crate::{OfficeError, register};
use doudi_paper::forms::{Enrolled, Roster};
use std::collections::BTreeMap;

impl Desk<'_> {
    pub(super) fn roster(&self) -> Result<Ledger, OfficeError> {
        let asked = self.asked;
        let listed = register::roster(self.bureau, self.who, asked.area, &asked.programme, asked.month)?;
        let heads = self.heads(&listed.iter().map(|it| it.household).collect::<Vec<_>>())?;
        let roster = Roster {
            lang: self.lang,
            programme: self.programme(&asked.programme),
            place: self.place(),
            month: asked.month,
            rows: listed.iter().map(|it| self.enrolled(it, &heads)).collect(),
        };
        let leads = vec![listed.iter().map(|it| Leads::File(it.household)).collect()];
        Ok(Ledger { paper: roster.paper(), leads, checks: Vec::new() })
    }

    fn enrolled(&self, it: &register::Listed, heads: &BTreeMap<i64, Known>) -> Enrolled {
        let head = heads.get(&it.household).cloned().unwrap_or_default();
        Enrolled {
            head: head.name,
            id: head.number,
            sex: head.sex,
            age: head.age,
            persons: said::people(it.persons),
            address: self.bureau.address(it.division),
            amount: said::money(it.amount_fen),
            since: said::month(it.since),
            basis: self.basis(&it.source),
        }
    }
}
