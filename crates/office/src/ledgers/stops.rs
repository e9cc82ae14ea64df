//! 停保汇总表: whose assistance ended in a month, households and members apart.

use super::{Desk, Leads, Ledger, people::Known, said};
use crate::{
    OfficeError,
    register::{self, Cause, Change},
};
use doudi_kernel::Money;
use doudi_paper::forms::{Stop, Stops};

const WENT: [Cause; 4] = [Cause::Stopped, Cause::TransferOut, Cause::MovedOut, Cause::Merged];

impl Desk<'_> {
    pub(super) fn stops(&self) -> Result<Ledger, OfficeError> {
        let mut changes = register::changes(self.bureau, self.who, self.asked.area, self.asked.month)?;
        // A household that stays with fewer persons is a reduction in number (减员).
        let fewer = |it: &Change| it.cause == Cause::Shrunk && !it.persons.is_empty();
        changes.retain(|it| self.of(&it.programme) && (WENT.contains(&it.cause) || fewer(it)));
        let heads = self.heads(&changes.iter().map(|it| it.household).collect::<Vec<_>>())?;
        let rows = changes.iter().map(|it| self.stop(it, heads.get(&it.household))).collect();
        let (place, month) = (self.place(), self.asked.month);
        let paper = Stops { lang: self.lang, place, month, rows }.paper();
        let leads = vec![changes.iter().map(|it| Leads::File(it.household)).collect()];
        Ok(Ledger { paper, leads, checks: Vec::new() })
    }

    fn stop(&self, change: &Change, head: Option<&Known>) -> Stop {
        let head = head.cloned().unwrap_or_default();
        Stop {
            head: head.name,
            id: head.number,
            persons: said::people(change.persons.len() as i64),
            address: self.bureau.address(change.division),
            category: self.programme(&change.programme),
            // The stock holds one amount; what of it is a supplement is in no roster of it.
            supplement: None,
            amount: (change.by.fen != 0).then(|| Money::from_fen(-change.by.fen)),
            reason: said::cause(change.cause, self.lang).to_owned(),
            on: self.asked.month.first_day(),
            whole: change.by.households != 0,
        }
    }
}
