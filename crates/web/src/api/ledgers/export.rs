//! A ledger as a file, for a purpose that is kept, marked with who took it.

use super::{
    super::{Call, Empty, Operation, Rule, ask, shape::shape},
    LedgerWanted, asked,
};
use doudi_journal::access::{Action, Resource};
use doudi_office::{
    OfficeError,
    ledgers::{self, Exported, Format, Use},
};

shape! {
    /// A kind of file.
    word LedgerFormat {
        /// Pages.
        Pdf = "pdf",
        /// A workbook.
        Xlsx = "xlsx",
    }
}

shape! {
    /// What a ledger is taken for.
    word TakenFor {
        /// 上报
        Report = "report",
        /// 发放核对
        Payment = "payment",
        /// 存档
        Archive = "archive",
        /// 复核检查
        Review = "review",
    }
}

shape! {
    /// Which ledger, as what, what for.
    struct LedgerTaken {
        /// Which.
        ledger: LedgerWanted,
        /// As what.
        format: LedgerFormat,
        /// What for; it is kept with who took it.
        taken_for: TakenFor,
    }
}

/// What taking a ledger out is guarded by; which of it, the kind says.
const RIGHTS: &[(Resource, Action)] = &[(Resource::Statistics, Action::Export), (Resource::Household, Action::Export)];

/// `POST /ledgers/export`
pub(in crate::api) fn operation() -> Operation {
    let said = ("导出台账（留痕、加水印）", "Take a ledger out as a file, on record");
    let made = ask("/ledgers/export").exported("ledgers_export", said, Rule::OneOf(RIGHTS), export);
    made.fails([OfficeError::NotFound, OfficeError::TooLong { rows: 1, most: 0 }, OfficeError::Paper(String::new())])
}

fn export(call: &Call<'_>, _: Empty, wanted: LedgerTaken) -> Result<(Format, Exported), OfficeError> {
    let format = match wanted.format {
        LedgerFormat::Pdf => Format::Pdf,
        LedgerFormat::Xlsx => Format::Xlsx,
    };
    let taken_for = match wanted.taken_for {
        TakenFor::Report => Use::Report,
        TakenFor::Payment => Use::Payment,
        TakenFor::Archive => Use::Archive,
        TakenFor::Review => Use::Review,
    };
    let made = ledgers::export(call.bureau, call.who, &asked(wanted.ledger)?, format, taken_for, call.lang)?;
    Ok((format, made))
}
