//! What came of a report: from a closed list, once.

use super::{Answered, subject};
use crate::{Bureau, OfficeError, Who, field};
use doudi_journal::{
    County, Draft, IdempotencyKey, Subject,
    access::{Action, Resource},
};
use doudi_kernel::Lang;
use serde_json::json;

/// What may come of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Help to apply was given: a case runs.
    Applied,
    /// Relief went first.
    Relieved,
    /// The household is helped already.
    Helped,
    /// Another department or a charity takes it on.
    HandedOver,
    /// Somebody was there and found no need.
    NoNeed,
    /// Nobody was found.
    NotFound,
}

impl Outcome {
    /// All.
    pub const ALL: [Self; 6] =
        [Self::Applied, Self::Relieved, Self::Helped, Self::HandedOver, Self::NoNeed, Self::NotFound];

    /// The code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::Relieved => "relieved",
            Self::Helped => "helped",
            Self::HandedOver => "handed_over",
            Self::NoNeed => "no_need",
            Self::NotFound => "not_found",
        }
    }

    /// The outcome of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }

    /// As a user reads it.
    pub fn label(self, lang: Lang) -> &'static str {
        match self {
            Self::Applied => lang.pick("已帮助提出申请", "helped to apply"),
            Self::Relieved => lang.pick("已先行救助", "relief went first"),
            Self::Helped => lang.pick("已在享受救助", "is helped already"),
            Self::HandedOver => lang.pick("已转交其他部门或慈善力量", "handed to another department or a charity"),
            Self::NoNeed => lang.pick("入户核实，暂无困难", "visited, no need found"),
            Self::NotFound => lang.pick("未找到本人", "nobody was found"),
        }
    }
}

/// Says what came of a report. Sent twice it is said once.
///
/// # Errors
/// [`OfficeError::Denied`], [`OfficeError::NotFound`]; [`OfficeError::Answered`] where somebody has answered before.
pub fn answer(bureau: &Bureau, who: &Who, report: i64, outcome: &str, key: &IdempotencyKey) -> Result<(), OfficeError> {
    let scope = who.may(Resource::ActiveDiscovery, Action::Decide)?;
    let outcome = Outcome::of_code(outcome).ok_or(OfficeError::Form(field::OUTCOME))?;
    let sql = "SELECT division FROM discovery WHERE id = $1 AND {scope}";
    let rows = bureau.journal.read(|reader| reader.rows(&scope, sql, &[report.into()]))?;
    let division: u64 = rows.first().ok_or(OfficeError::NotFound)?.get("division")?;
    let print = bureau.suite().digest(&[format!("discovery {report} {outcome:?}").as_bytes()]);
    bureau.journal.write(|tx| {
        tx.once(key, print, |tx| {
            // Written to first, so that of two who answer at once the second is told.
            let sql = "UPDATE discovery SET outcome = outcome WHERE id = $1 AND outcome IS NULL";
            if tx.execute(sql, &[report.into()])? == 0 {
                return Err(OfficeError::Answered);
            }
            tx.append(Draft {
                county: County::of_division(division)?,
                at: who.now,
                valid_from: who.today(),
                actor: who.actor()?,
                kind: "discovery.answered",
                subject: Subject::new(subject(report))?,
                division,
                body: json!(Answered { report, outcome: outcome.code().into() }),
            })?;
            Ok(())
        })
    })
}
