//! How good the signals are, measured by what was found: by signal, town and month.

use super::{
    Outcome,
    row::{day, month},
};
use crate::{Bureau, OfficeError, Who};
use doudi_journal::{
    JournalError, Row, Value,
    access::{Action, Area, Resource},
    date_of_number,
};
use doudi_kernel::{Division, Month, Ratio};
use std::collections::BTreeMap;

/// Below this share of answered signals that were so, something is proposed.
pub const BAR: (i64, i64) = (1, 2);
/// Fewer answers say nothing about a signal.
pub const FEW: usize = 10;

/// What came of signals.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Measure {
    /// Raised.
    pub raised: usize,
    /// Of matters in which somebody was there.
    pub visited: usize,
    /// Found to be so or not to be so.
    pub answered: usize,
    /// Found to be so.
    pub so: usize,
    /// Feeds that were said to be wrong, with how often.
    pub wrong: BTreeMap<String, usize>,
    days: Vec<i32>,
}

impl Measure {
    /// The share of answered signals that were so; none where nothing is answered.
    pub fn precision(&self) -> Option<Ratio> {
        Ratio::new(i64::try_from(self.so).ok()?, i64::try_from(self.answered).ok()?)
    }

    /// The median of days from the signal to the first visit; none where nobody was visited. Of two middle ones the later.
    pub fn days(&self) -> Option<i32> {
        let mut days = self.days.clone();
        days.sort_unstable();
        days.get(days.len() / 2).copied()
    }

    /// Whether so many answers say that it is wrong too often.
    pub fn poor(&self) -> bool {
        let (so, all) = (self.so as i64, self.answered as i64);
        self.answered >= FEW && so * BAR.1 < all * BAR.0
    }

    fn count(&mut self, it: &One) {
        self.raised += 1;
        self.visited += usize::from(it.days.is_some());
        self.days.extend(it.days);
        self.answered += usize::from(it.found.is_some());
        self.so += usize::from(it.found == Some(true));
        if let Some(feed) = &it.wrong {
            *self.wrong.entry(feed.clone()).or_default() += 1;
        }
    }
}

/// The measures of some months.
#[derive(Clone, Debug, Default)]
pub struct Feedback {
    /// By signal.
    pub signals: BTreeMap<String, Measure>,
    /// By town.
    pub towns: BTreeMap<u64, Measure>,
    /// By the month in which they were raised first.
    pub months: BTreeMap<Month, Measure>,
    /// All.
    pub all: Measure,
}

struct One {
    signal: String,
    division: u64,
    month: Month,
    days: Option<i32>,
    found: Option<bool>,
    wrong: Option<String>,
}

/// Measures the signals of the user's area, first raised between two months.
///
/// # Errors
/// [`OfficeError::Denied`]; the journal's.
pub fn feedback(
    bureau: &Bureau,
    who: &Who,
    within: Option<Division>,
    from: Month,
    to: Month,
) -> Result<Feedback, OfficeError> {
    let scope = who.may(Resource::ActiveDiscovery, Action::Count)?;
    let area = within.map(Area::of);
    let (first, last) = area.map_or((0, 999_999_999_999), |area| (area.first() as i64, area.last() as i64));
    let sql = "SELECT s.signal, s.division, s.first_month, s.raised, s.found, m.visited, m.outcome, m.feed \
               FROM matter_signal s JOIN matter m ON m.id = s.matter WHERE {scope:s} \
               AND s.first_month BETWEEN $1 AND $2 AND s.division BETWEEN $3 AND $4";
    let month = |month: Month| Value::Int(i64::from(month.compact()));
    let values = [month(from), month(to), Value::Int(first), Value::Int(last)];
    let rows = bureau.journal.read(|reader| reader.rows(&scope, sql, &values))?;
    let mut told = Feedback::default();
    for row in rows {
        let it = one(&row)?;
        told.signals.entry(it.signal.clone()).or_default().count(&it);
        told.towns.entry(it.division / 1000 * 1000).or_default().count(&it);
        told.months.entry(it.month).or_default().count(&it);
        told.all.count(&it);
    }
    Ok(told)
}

fn one(row: &Row) -> Result<One, JournalError> {
    let raised = date_of_number(row.get("raised")?)?;
    let visited = day(row, "visited")?;
    let wrong = row.get::<Option<String>>("outcome")?.as_deref() == Some(Outcome::DataWrong.code());
    Ok(One {
        signal: row.get("signal")?,
        division: row.get("division")?,
        month: month(row.get("first_month")?)?,
        // What joined after the visit was not visited for.
        days: visited.filter(|visited| *visited >= raised).map(|visited| (visited - raised).get_days()),
        found: row.get::<Option<i64>>("found")?.map(|found| found == 1),
        wrong: if wrong { row.get("feed")? } else { None },
    })
}
