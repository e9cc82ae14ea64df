//! Broken clocks are signals too (督促预警): a case, a review, a look or a department's part whose day is over. What they are
//! called, whose task they are, by when and by which article stands in the policies (`signals/clocks.law`), like that of
//! every signal; here stands where the register keeps the fact that each of them asks for.

use super::take::{Taken, of_files};
use crate::{Bureau, OfficeError};
use doudi_journal::{Instant, Tx, date_number};
use doudi_kernel::{Date, Month};
use doudi_work::watch::About;
use std::collections::{BTreeMap, BTreeSet};

/// Signals of the policies that the register raises, with the households about whom, on a day.
pub const CLOCKS: [(&str, &str); 4] = [
    (
        "clock_case_late",
        "SELECT DISTINCT household FROM case_file WHERE turn <> 'closed' AND standing = 0 AND due < $1 ORDER BY household",
    ),
    (
        "clock_review_late",
        "SELECT DISTINCT household FROM recognition WHERE ended IS NULL AND review_due < $1 ORDER BY household",
    ),
    (
        "clock_look_late",
        "SELECT DISTINCT household FROM recognition WHERE look_due < $1 AND monitor_until >= $1 ORDER BY household",
    ),
    (
        "clock_referral_late",
        "SELECT DISTINCT c.household FROM referral f JOIN case_file c ON c.id = f.case_id \
         WHERE f.answered IS NULL AND f.due < $1 ORDER BY c.household",
    ),
];

/// Takes the clocks that are broken on the day of a moment. Asked twice on a day, or not for a week, it comes to the same:
/// the dates say what is late.
///
/// # Errors
/// The journal's.
pub fn late(bureau: &Bureau, at: Instant) -> Result<Taken, OfficeError> {
    let (rules, today) = (super::rules(bureau), at.date_in_china());
    bureau.journal.write(|tx| {
        let mut about: BTreeMap<i64, BTreeSet<About>> = BTreeMap::new();
        for (signal, sql) in CLOCKS {
            for household in broken(tx, sql, today)? {
                let signal = About { signal: signal.into(), person: None };
                about.entry(household).or_default().insert(signal);
            }
        }
        of_files(tx, &rules, about, &mut |_, _| None, Month::of(today), at)
    })
}

fn broken(tx: &mut Tx<'_>, sql: &str, today: Date) -> Result<Vec<i64>, OfficeError> {
    let rows = tx.rows(sql, &[date_number(today).into()])?;
    Ok(rows.iter().map(|row| row.get("household")).collect::<Result<_, _>>()?)
}
