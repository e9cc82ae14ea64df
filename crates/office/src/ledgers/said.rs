//! What several ledgers say alike.

use super::Desk;
use crate::{Bureau, register::Cause};
use doudi_kernel::{Division, Lang, Money, Month, county_name};

/// A month as the stock stores it.
pub(super) fn month(compact: i64) -> Option<Month> {
    Month::from_compact(i32::try_from(compact).ok()?)
}

/// An amount that somebody has set.
pub(super) fn money(fen: Option<i64>) -> Option<Money> {
    fen.map(Money::from_fen)
}

/// A count that is none below nothing.
pub(super) fn people(number: i64) -> u32 {
    u32::try_from(number).unwrap_or(0)
}

/// Why a stock is otherwise than a month ago, as monthly forms call it.
pub(super) fn cause(cause: Cause, lang: Lang) -> &'static str {
    match cause {
        Cause::Opening => lang.pick("期初建账", "first stock"),
        Cause::New => lang.pick("新增", "new"),
        Cause::TransferIn => lang.pick("跨类转入", "from another programme"),
        Cause::MovedIn => lang.pick("迁入", "moved in"),
        Cause::Split => lang.pick("分户", "split"),
        Cause::Grown => lang.pick("增员增发", "more persons or money"),
        Cause::Shrunk => lang.pick("减员减发", "fewer persons or less money"),
        Cause::Merged => lang.pick("并户", "merged"),
        Cause::MovedOut => lang.pick("迁出", "moved out"),
        Cause::TransferOut => lang.pick("跨类转出", "to another programme"),
        Cause::Stopped => lang.pick("停发", "stopped"),
    }
}

impl Bureau {
    /// What people call a place of any level: the office's own list first, then the national one.
    pub(super) fn named(&self, division: u64) -> String {
        let national = || {
            let of: Division = division.to_string().parse().ok()?;
            county_name(of).map(str::to_owned)
        };
        match self.place(division) {
            code if code.parse::<u64>().is_ok() => national().unwrap_or(code),
            name if division.is_multiple_of(1_000_000) => name,
            _ => self.address(division),
        }
    }
}

impl Desk<'_> {
    /// What the law's book calls a programme.
    pub(super) fn programme(&self, name: &str) -> String {
        self.bureau.programme_label(name).map_or_else(|| name.to_owned(), |label| label.pick(self.lang).to_owned())
    }

    /// Whose word a row of the stock is.
    pub(super) fn basis(&self, source: &str) -> String {
        match source.split_once(':') {
            Some(("case", id)) => self.lang.pick(format!("事项{id}"), format!("case {id}")),
            Some(("act", id)) => self.lang.pick(format!("档案变更{id}"), format!("register act {id}")),
            _ => self.lang.pick("部门名册", "rosters").to_owned(),
        }
    }
}
