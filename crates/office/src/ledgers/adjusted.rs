//! 保障金增发减发表: households that stay with another amount or other persons.

use super::{Desk, Leads, Ledger, said};
use crate::{
    OfficeError,
    register::{self, Cause, Change},
};
use doudi_kernel::Money;
use doudi_paper::forms::{Adjusted, Adjustments};
use std::collections::BTreeMap;

/// Persons and amount of a household under a programme.
type Now = BTreeMap<(String, i64), (i64, Option<i64>)>;

impl Desk<'_> {
    pub(super) fn adjusted(&self) -> Result<Ledger, OfficeError> {
        let mut changes = register::changes(self.bureau, self.who, self.asked.area, self.asked.month)?;
        changes.retain(|it| self.of(&it.programme) && [Cause::Grown, Cause::Shrunk].contains(&it.cause));
        let heads = self.heads(&changes.iter().map(|it| it.household).collect::<Vec<_>>())?;
        let now = self.now(&changes)?;
        let row = |it: &Change| {
            let head = heads.get(&it.household).map(|head| head.name.clone()).unwrap_or_default();
            self.row(it, head, now.get(&(it.programme.clone(), it.household)).copied())
        };
        let rows: Vec<Adjusted> = changes.iter().map(row).collect();
        let of = |less: bool| {
            let own = changes.iter().zip(&rows).filter(|(_, row)| row.less == less);
            own.map(|(it, _)| Leads::File(it.household)).collect()
        };
        let leads = [false, true].map(of).to_vec();
        let (place, month) = (self.place(), self.asked.month);
        let paper = Adjustments { lang: self.lang, place, month, rows }.paper();
        Ok(Ledger { paper, leads, checks: Vec::new() })
    }

    fn now(&self, changes: &[Change]) -> Result<Now, OfficeError> {
        let mut programmes: Vec<&String> = changes.iter().map(|it| &it.programme).collect();
        programmes.sort();
        programmes.dedup();
        let mut now = Now::new();
        for programme in programmes {
            let listed = register::roster(self.bureau, self.who, self.asked.area, programme, self.asked.month)?;
            now.extend(listed.into_iter().map(|it| ((programme.clone(), it.household), (it.persons, it.amount_fen))));
        }
        Ok(now)
    }

    fn row(&self, change: &Change, head: String, now: Option<(i64, Option<i64>)>) -> Adjusted {
        let (persons, after) = now.unwrap_or_default();
        // An amount that nobody had set before is not an amount of zero.
        let before = after.map(|fen| fen - change.by.fen).filter(|fen| *fen > 0);
        Adjusted {
            head,
            address: self.bureau.address(change.division),
            category: self.programme(&change.programme),
            persons: [said::people(persons - change.by.persons), said::people(persons)],
            amounts: [said::money(before), said::money(after)],
            by: Money::from_fen(change.by.fen),
            reason: self.why(change).to_owned(),
            less: change.cause == Cause::Shrunk,
        }
    }

    fn why(&self, change: &Change) -> &'static str {
        let lang = self.lang;
        match (change.cause == Cause::Grown, change.by.persons != 0, change.by.fen != 0) {
            (true, true, true) => lang.pick("增员增发", "more persons, more money"),
            (true, true, false) => lang.pick("增员", "more persons"),
            (true, false, _) => lang.pick("增发", "more money"),
            (false, true, true) => lang.pick("减员减发", "fewer persons, less money"),
            (false, true, false) => lang.pick("减员", "fewer persons"),
            (false, false, _) => lang.pick("减发", "less money"),
        }
    }
}
