//! Ledgers and monthly forms: looked at, taken for a purpose.

pub(super) mod export;
pub(super) mod show;

use super::{
    kinds::{Code, InMonth, Name},
    shape::shape,
};
use doudi_office::{
    OfficeError, field,
    ledgers::{Asked, Kind as Of},
};

shape! {
    /// A kind of ledger.
    word Ledger {
        /// 月报表: what stood, came, went and stands.
        Figures = "figures",
        /// 在册台账: who is helped.
        Roster = "roster",
        /// 新增救助明细: who is newly helped.
        Additions = "additions",
        /// 停保汇总表: who is helped no more.
        Stops = "stops",
        /// 保障金增发减发表: whose amount was changed.
        Adjusted = "adjusted",
    }
}

shape! {
    /// Which ledger.
    struct LedgerWanted {
        /// Its kind.
        kind: Ledger,
        /// The place.
        within: Code,
        /// The month.
        month: InMonth,
        /// The programme, by its identifier; needed for a roster, all otherwise.
        programme: Option<Name>,
    }
}

fn asked(wanted: LedgerWanted) -> Result<Asked, OfficeError> {
    let kind = match wanted.kind {
        Ledger::Figures => Of::Figures,
        Ledger::Roster => Of::Roster,
        Ledger::Additions => Of::Additions,
        Ledger::Stops => Of::Stops,
        Ledger::Adjusted => Of::Adjusted,
    };
    let programme = wanted.programme.map(|it| it.0).unwrap_or_default();
    if kind == Of::Roster && programme.is_empty() {
        return Err(OfficeError::Form(field::PROGRAMME));
    }
    Ok(Asked { kind, area: wanted.within.0, month: wanted.month.0, programme })
}
