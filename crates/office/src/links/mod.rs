//! Whether two records without a common number are one person: proposals of `doudi link`, looked at and decided.
//!
//! Proposals and decisions lie on the desk, where the workbook's answers lie too: a decision made here and one typed into
//! the workbook are the same thing. A pair is shown to who may decide about the places of both records; a record that
//! could not be placed belongs to the county. Opening a pair is written down like the opening of a file.

mod decide;
mod list;
mod open;

pub use decide::{Said, decide, undo};
pub use list::{Filter, Pair, Pairing, Progress, pairings, pairs};
pub use open::{Opened, Side, Step, open};

use crate::{Bureau, OfficeError};
use doudi_journal::access::Scope;
use doudi_kernel::BatchId;
use doudi_lake::RealDisk;
use doudi_work::link::{Asked, Decision, LinkBatch, LinkDesk, Verdict};
use std::{collections::BTreeMap, sync::Arc};

impl Bureau {
    /// Proposals that records are one person, and what people decided.
    ///
    /// # Errors
    /// [`OfficeError::NoFolder`].
    pub fn links(&self) -> Result<LinkDesk, OfficeError> {
        Ok(LinkDesk::open(&self.data()?.join("desk"), Arc::new(RealDisk)))
    }
}

/// A batch with what was decided about it.
struct Opening {
    desk: LinkDesk,
    batch: LinkBatch,
    /// Of each pair, in the order in which they came.
    said: BTreeMap<u32, Vec<Decision>>,
}

impl Opening {
    fn of(bureau: &Bureau, id: &str) -> Result<Self, OfficeError> {
        let desk = bureau.links()?;
        let (batch, _) = desk.find(&BatchId::new(id))?.ok_or(OfficeError::NotFound)?;
        Self::read(desk, batch)
    }

    fn read(desk: LinkDesk, batch: LinkBatch) -> Result<Self, OfficeError> {
        let mut said: BTreeMap<u32, Vec<Decision>> = BTreeMap::new();
        for decision in desk.decisions_of(&batch)? {
            said.entry(decision.number).or_default().push(decision);
        }
        Ok(Self { desk, batch, said })
    }

    fn verdict(&self, number: u32) -> Option<Verdict> {
        self.said.get(&number)?.last().map(|it| it.verdict)
    }

    /// The places of a pair's records, twelve digits; the office's county where a record has none.
    fn places(&self, bureau: &Bureau, pair: &Asked) -> [u64; 2] {
        let county = bureau.county().map_or(0, |county| county.number());
        let column = self.batch.plan.columns.iter().position(|column| column.field == "division");
        [0, 1].map(|side| {
            let told = column.and_then(|at| pair.records[side].get(at)).and_then(|(_, value)| digits(value));
            told.unwrap_or(county)
        })
    }

    /// The pairs that the user may decide about.
    fn own<'o>(&'o self, bureau: &'o Bureau, scope: &'o Scope) -> impl Iterator<Item = &'o Asked> {
        self.batch.asked.iter().filter(move |pair| self.covers(bureau, scope, pair))
    }

    fn covers(&self, bureau: &Bureau, scope: &Scope, pair: &Asked) -> bool {
        self.places(bureau, pair).iter().all(|place| scope.holds(*place))
    }

    fn pair(&self, bureau: &Bureau, scope: &Scope, number: u32) -> Result<&Asked, OfficeError> {
        let pair = self.batch.asked.iter().find(|pair| pair.number == number);
        pair.filter(|pair| self.covers(bureau, scope, pair)).ok_or(OfficeError::NotFound)
    }
}

/// The code at the end of a place's words: `大埠村 419901001014`.
fn digits(value: &str) -> Option<u64> {
    let code = value.split_whitespace().last().filter(|code| code.len() == 12)?;
    code.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::digits;

    #[test]
    fn a_place_is_the_code_at_the_end_of_its_words() {
        assert_eq!(digits("大埠村 419901001014"), Some(419_901_001_014));
        assert_eq!([digits("—"), digits("大埠村"), digits("柳河镇 4199010010")], [None; 3]);
    }
}
