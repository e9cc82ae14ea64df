//! What can be asked for: which ledger, of which place, month and programme.

use super::said;
use crate::{Bureau, OfficeError, Who};
use doudi_journal::access::{Action, Resource};
use doudi_kernel::{Division, Lang, Month};

/// A kind of ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// 月报表
    Figures,
    /// 在册台账
    Roster,
    /// 新增救助明细
    Additions,
    /// 停保汇总表
    Stops,
    /// 保障金增发减发表
    Adjusted,
}

impl Kind {
    /// All, in the order of a month's work.
    pub const ALL: [Self; 5] = [Self::Figures, Self::Roster, Self::Additions, Self::Stops, Self::Adjusted];

    /// As it stands in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Figures => "figures",
            Self::Roster => "roster",
            Self::Additions => "additions",
            Self::Stops => "stops",
            Self::Adjusted => "adjusted",
        }
    }

    /// The kind of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// As users read it.
    pub fn label(self, lang: Lang) -> &'static str {
        match self {
            Self::Figures => lang.pick("月报表", "Figures of the month"),
            Self::Roster => lang.pick("在册台账", "Roster"),
            Self::Additions => lang.pick("新增明细", "Newly assisted"),
            Self::Stops => lang.pick("停保汇总", "Stopped"),
            Self::Adjusted => lang.pick("增发减发", "Raised and reduced"),
        }
    }

    /// What is guarded: figures tell about nobody.
    pub fn resource(self) -> Resource {
        if self == Self::Figures { Resource::Statistics } else { Resource::Household }
    }

    /// What seeing it is.
    pub fn action(self) -> Action {
        if self == Self::Figures { Action::Count } else { Action::List }
    }
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Which ledger.
    pub kind: Kind,
    /// Of which place.
    pub area: Division,
    /// Of which month.
    pub month: Month,
    /// Of which programme; empty for all. A roster is of one.
    pub programme: String,
}

/// The months of which there are figures, the newest first: from the first stock to the month after this one, since a
/// decision of today counts from then.
///
/// # Errors
/// [`OfficeError::Denied`]; the journal's.
pub fn months(bureau: &Bureau, who: &Who) -> Result<Vec<Month>, OfficeError> {
    let scope = who.may(Resource::Statistics, Action::Count)?;
    let rows = bureau
        .journal
        .read(|reader| reader.rows(&scope, "SELECT MIN(from_month) AS first FROM helped WHERE {scope}", &[]))?;
    let first = rows.first().map(|row| row.get::<Option<i64>>("first")).transpose()?.flatten();
    let Some(first) = first.and_then(said::month) else { return Ok(Vec::new()) };
    let last = Month::of(who.today()).plus(1);
    Ok((0..=last.since(first).clamp(0, 59)).map(|ago| last.plus(-ago)).collect())
}

/// The programmes by which anybody in the user's area is or was helped, in the order of their names.
///
/// # Errors
/// [`OfficeError::Denied`]; the journal's.
pub fn programmes(bureau: &Bureau, who: &Who) -> Result<Vec<String>, OfficeError> {
    let scope = who.may(Resource::Statistics, Action::Count)?;
    let sql = "SELECT DISTINCT programme FROM helped WHERE {scope} ORDER BY programme";
    let rows = bureau.journal.read(|reader| reader.rows(&scope, sql, &[]))?;
    Ok(rows.iter().map(|row| row.get("programme")).collect::<Result<_, _>>()?)
}
