//! A ledger leaves the office: for a purpose, on record, marked with who took it.

use super::{Asked, Kind, ledger};
use crate::{Bureau, OfficeError, Who, papers, register};
use doudi_journal::access::{Action, Area, Denied, Purpose, PurposeKind};
use doudi_kernel::{Division, Lang, Say};
use doudi_paper::{Block, Document, workbook};

/// What a ledger is taken for: a closed list, kept with the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// 上报
    Report,
    /// 发放核对
    Payment,
    /// 存档
    Archive,
    /// 复核检查
    Review,
}

impl Use {
    /// All.
    pub const ALL: [Self; 4] = [Self::Report, Self::Payment, Self::Archive, Self::Review];

    /// As forms and records name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::Payment => "payment",
            Self::Archive => "archive",
            Self::Review => "review",
        }
    }

    /// The use of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }

    /// In words.
    pub fn label(self, lang: Lang) -> &'static str {
        match self {
            Self::Report => lang.pick("上报", "report to the upper office"),
            Self::Payment => lang.pick("发放核对", "checking payments"),
            Self::Archive => lang.pick("存档", "archive"),
            Self::Review => lang.pick("复核检查", "review"),
        }
    }
}

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Pages.
    Pdf,
    /// A workbook.
    Xlsx,
}

impl Format {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Pdf, Self::Xlsx];

    /// The end of its files' names.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Xlsx => "xlsx",
        }
    }

    /// How browsers know it.
    pub fn media(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    /// The most rows of one file: pages are for reading, a workbook for work.
    pub fn most(self) -> usize {
        match self {
            Self::Pdf => 3_000,
            Self::Xlsx => 50_000,
        }
    }
}

/// A file that leaves.
#[derive(Clone, Debug)]
pub struct Exported {
    /// `roster-dibao-419901001-202609.xlsx`: nothing personal.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// Makes a file of a ledger; that it was taken is kept first.
///
/// # Errors
/// [`OfficeError::Denied`] without the right to export all of the place; [`OfficeError::TooLong`]; as [`ledger`].
pub fn export(
    bureau: &Bureau,
    who: &Who,
    asked: &Asked,
    format: Format,
    taken_for: Use,
    lang: Lang,
) -> Result<Exported, OfficeError> {
    let (scope, area) = (who.may(asked.kind.resource(), Action::Export)?, Area::of(asked.area));
    if !scope.ranges().iter().any(|own| own.first() <= area.first() && area.last() <= own.last()) {
        return Err(Denied::Area.into());
    }
    let paper = ledger(bureau, who, asked, lang)?.paper;
    let (rows, most) = (rows(&paper), format.most());
    if rows > most {
        return Err(OfficeError::TooLong { rows, most });
    }
    let paper = paper.watermark(mark(bureau, who, taken_for, lang));
    let bytes = match format {
        Format::Pdf => papers::pdf(&paper)?,
        Format::Xlsx => workbook(&paper).map_err(|why| OfficeError::Paper(why.say(lang)))?,
    };
    keep(bureau, who, asked, taken_for)?;
    Ok(Exported { name: format!("{}.{}", named(asked), format.name()), bytes })
}

/// Written down before the file is handed over.
fn keep(bureau: &Bureau, who: &Who, asked: &Asked, taken_for: Use) -> Result<(), OfficeError> {
    let kind = if taken_for == Use::Review { PurposeKind::Review } else { PurposeKind::Task };
    let purpose = Purpose::new(kind, &format!("{}-{}", taken_for.name(), asked.month.compact()))?;
    let (what, subject) = ((asked.kind.resource(), Action::Export), format!("ledger:{}", named(asked)));
    register::keep(bureau, who, who.record(what, asked.area.number(), subject, purpose))
}

fn named(asked: &Asked) -> String {
    let programme = if asked.programme.is_empty() { "all" } else { &asked.programme };
    let programme = if asked.kind == Kind::Figures && asked.programme.is_empty() { "all" } else { programme };
    format!("{}-{programme}-{}-{}", asked.kind.name(), short(asked.area), asked.month.compact())
}

fn short(area: Division) -> String {
    area.to_string()
}

fn rows(paper: &Document) -> usize {
    let tables = paper.blocks.iter().map(|block| match block {
        Block::Table(table) => table.rows.len(),
        _ => 0,
    });
    tables.sum()
}

/// Who, of which office, when, what for: pale across each page, and above each sheet.
pub(crate) fn mark(bureau: &Bureau, who: &Who, taken_for: Use, lang: Lang) -> String {
    let today = who.today();
    let office = who.grants.iter().find(|grant| grant.holds_on(today));
    let office = office.map(|grant| bureau.named(grant.area.number())).unwrap_or_default();
    let minutes = (who.now.millis() + 8 * 3_600_000).rem_euclid(86_400_000) / 60_000;
    let (hour, minute) = (minutes / 60, minutes % 60);
    let (name, account, what) = (&who.name, &who.account, taken_for.label(lang));
    lang.pick(
        format!("{office} {name}（{account}） {today} {hour:02}:{minute:02} 用途：{what}"),
        format!("{office} {name} ({account}) {today} {hour:02}:{minute:02} for: {what}"),
    )
}
