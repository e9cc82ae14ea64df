//! Broken clocks are signals too (督促预警): a case, a review, a look or a department's part whose day is over. Their rules
//! stand here and not in the policies, since they are about offices and not about facts of households.

use super::take::{Taken, of_files};
use crate::{Bureau, OfficeError};
use doudi_journal::{Instant, Tx, date_number};
use doudi_kernel::{Date, Month};
use doudi_work::watch::{About, Days, Level, Rule, Severity};
use std::collections::{BTreeMap, BTreeSet};

/// A clock by its name, its names in both languages, what to do, the article whose day is over, and the rows behind it.
pub struct Clock {
    /// Its name among signals.
    pub name: &'static str,
    /// Chinese and English.
    pub label: [&'static str; 2],
    /// What to do, in both.
    pub remedy: [&'static str; 2],
    /// Of the law.
    pub article: &'static str,
    sql: &'static str,
}

/// All of them. Whose task: the town's, since it is told first when a village or a department is late.
pub const CLOCKS: [Clock; 4] = [
    Clock {
        name: "clock_case_late",
        label: ["救助事项办理超期", "a case is late"],
        remedy: ["督促责任单位当日办理，查明超期原因", "have the office act today and find out why it is late"],
        article: "45",
        sql: "SELECT DISTINCT household FROM case_file WHERE turn <> 'closed' AND standing = 0 AND due < $1 ORDER BY household",
    },
    Clock {
        name: "clock_review_late",
        label: ["定期核查超期", "a periodic review is late"],
        remedy: ["按类别完成核查并登记", "make the review of the class and note it"],
        article: "46",
        sql: "SELECT DISTINCT household FROM recognition WHERE ended IS NULL AND review_due < $1 ORDER BY household",
    },
    Clock {
        name: "clock_look_late",
        label: ["退出后走访超期", "a look after leaving is late"],
        remedy: ["走访退出救助的家庭，发现困难的重新提供救助", "visit who has left, and help anew where it is needed"],
        article: "46",
        sql: "SELECT DISTINCT household FROM recognition WHERE look_due < $1 AND monitor_until >= $1 ORDER BY household",
    },
    Clock {
        name: "clock_referral_late",
        label: ["部门办理超期", "a department is late"],
        remedy: [
            "向归口部门发催办，仍不办理的报县级",
            "remind the department, and tell the county if it does not answer",
        ],
        article: "64",
        sql: "SELECT DISTINCT c.household FROM referral f JOIN case_file c ON c.id = f.case_id \
              WHERE f.answered IS NULL AND f.due < $1 ORDER BY c.household",
    },
];

/// How clocks' matters run.
const RULE: Rule =
    Rule { severity: Severity::High, owner: Level::Town, due: Days::Working(2), rest: Some(Days::Working(5)) };

/// The rules of the clocks, by their names.
pub(super) fn rules() -> impl Iterator<Item = (String, Rule)> {
    CLOCKS.iter().map(|clock| (clock.name.to_owned(), RULE))
}

/// Takes the clocks that are broken on the day of a moment. Asked twice on a day, or not for a week, it comes to the same:
/// the dates say what is late.
///
/// # Errors
/// The journal's.
pub fn late(bureau: &Bureau, at: Instant) -> Result<Taken, OfficeError> {
    let (rules, today) = (super::rules(bureau), at.date_in_china());
    bureau.journal.write(|tx| {
        let mut about: BTreeMap<i64, BTreeSet<About>> = BTreeMap::new();
        for clock in &CLOCKS {
            for household in broken(tx, clock, today)? {
                let signal = About { signal: clock.name.into(), person: None };
                about.entry(household).or_default().insert(signal);
            }
        }
        of_files(tx, &rules, about, Month::of(today), at)
    })
}

fn broken(tx: &mut Tx<'_>, clock: &Clock, today: Date) -> Result<Vec<i64>, OfficeError> {
    let rows = tx.rows(clock.sql, &[date_number(today).into()])?;
    Ok(rows.iter().map(|row| row.get("household")).collect::<Result<_, _>>()?)
}
