//! Which persons and files the register knows already, asked for many households at once: the way to a server and back is
//! what takes time.

use super::rows;
use doudi_journal::{JournalError, Tx, Value, crypto::BlindIndex};
use std::collections::{BTreeMap, BTreeSet};

/// A person by file number, and the household that the person sits in; 0 for none.
type Sits = (i64, i64);

/// What is known of the people of some households.
#[derive(Default)]
pub(crate) struct Known {
    people: BTreeMap<BlindIndex, BTreeSet<Sits>>,
    /// Of each of their files the hash of what it says, none where it was marked as gone.
    prints: BTreeMap<i64, Option<Vec<u8>>>,
}

impl Known {
    /// Asks for persons by the blind indexes of their numbers, those of today and those before a correction.
    pub(crate) fn of(tx: &mut Tx<'_>, numbers: &BTreeSet<BlindIndex>) -> Result<Self, JournalError> {
        let mut known = Self::default();
        known.ask(tx, numbers)?;
        let files: BTreeSet<i64> = known.people.values().flatten().map(|(_, household)| *household).collect();
        let files: Vec<Value> = files.into_iter().map(Value::Int).collect();
        for row in rows::matching(tx, "SELECT id, print, gone FROM household WHERE id IN", &files)? {
            let print = row.get::<Option<i64>>("gone")?.is_none().then(|| row.get("print")).transpose()?;
            known.prints.insert(row.get("id")?, print);
        }
        Ok(known)
    }

    fn ask(&mut self, tx: &mut Tx<'_>, numbers: &BTreeSet<BlindIndex>) -> Result<(), JournalError> {
        numbers.iter().for_each(|number| drop(self.people.remove(number)));
        let numbers: Vec<Value> = numbers.iter().map(|number| number.to_vec().into()).collect();
        let today = "SELECT blind_number, id, household FROM person WHERE blind_number IN";
        let before = "SELECT a.blind_number, p.id, p.household FROM alias a JOIN person p ON p.id = a.person \
                      WHERE a.blind_number IN";
        for row in [rows::matching(tx, today, &numbers)?, rows::matching(tx, before, &numbers)?].iter().flatten() {
            let number: Vec<u8> = row.get("blind_number")?;
            if let Ok(number) = number.try_into() {
                self.people.entry(number).or_default().insert((row.get("id")?, row.get("household")?));
            }
        }
        Ok(())
    }

    /// The file number of a person.
    pub(crate) fn person(&self, number: &BlindIndex) -> Option<i64> {
        self.people.get(number)?.first().map(|(person, _)| *person)
    }

    /// The file in which a person sits.
    pub(crate) fn file(&self, number: &BlindIndex) -> Option<i64> {
        self.people.get(number)?.iter().map(|(_, household)| *household).find(|household| *household > 0)
    }

    /// The hash of what a file says, if there is such a file; none within where it was marked as gone.
    pub(crate) fn print(&self, file: i64) -> Option<&Option<Vec<u8>>> {
        self.prints.get(&file)
    }

    /// A person whom no file knew sits in one now.
    pub(crate) fn sits(&mut self, number: BlindIndex, person: i64, file: i64) {
        self.people.entry(number).or_default().insert((person, file));
    }

    /// Asks again for who sat in a file that was written, and for those whom it names.
    pub(crate) fn again(&mut self, tx: &mut Tx<'_>, file: i64, named: &[BlindIndex]) -> Result<(), JournalError> {
        let sat = self.people.iter().filter(|(_, sits)| sits.iter().any(|(_, household)| *household == file));
        let numbers: BTreeSet<BlindIndex> = sat.map(|(number, _)| *number).chain(named.iter().copied()).collect();
        self.ask(tx, &numbers)
    }
}
