//! xls and ods, whose reader lays out a whole sheet at a time.

use super::{Cell, Limits, Merge, Sheet, Unreadable};
use calamine::{Data, Ods, OdsError, Range, Reader, SheetType, SheetVisible, Xls, XlsError};
use std::{fs::File, io::BufReader, ops::ControlFlow};

/// A workbook that is held in memory.
pub(super) enum Grid {
    Xls(Box<Xls<BufReader<File>>>),
    Ods(Box<Ods<BufReader<File>>>),
}

impl Grid {
    pub(super) fn open_xls(file: File) -> Result<Self, Unreadable> {
        Xls::new(BufReader::new(file)).map(|book| Self::Xls(Box::new(book))).map_err(xls_failed)
    }

    pub(super) fn open_ods(file: File) -> Result<Self, Unreadable> {
        Ods::new(BufReader::new(file)).map(|book| Self::Ods(Box::new(book))).map_err(ods_failed)
    }

    pub(super) fn sheets(&self, limits: &Limits) -> Result<Vec<Sheet>, Unreadable> {
        let found = match self {
            Self::Xls(book) => book.sheets_metadata(),
            Self::Ods(book) => book.sheets_metadata(),
        };
        if found.len() > limits.sheets {
            return Err(Unreadable::TooManySheets { found: found.len(), limit: limits.sheets });
        }
        let tables = found.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
        Ok(tables.map(|sheet| self.describe(sheet)).collect())
    }

    fn describe(&self, sheet: &calamine::Sheet) -> Sheet {
        let merged = match self {
            Self::Xls(book) => book.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default(),
            Self::Ods(_) => Vec::new(),
        };
        let merged = merged.iter().map(Merge::from).collect();
        Sheet { name: sheet.name.clone(), hidden: sheet.visible != SheetVisible::Visible, merged }
    }

    pub(super) fn for_each_row(
        &mut self,
        sheet: &str,
        limits: &Limits,
        each: &mut dyn FnMut(u32, &[Cell]) -> ControlFlow<()>,
    ) -> Result<(), Unreadable> {
        let range = match self {
            Self::Xls(book) => book.worksheet_range(sheet).map_err(xls_failed)?,
            Self::Ods(book) => book.worksheet_range(sheet).map_err(ods_failed)?,
        };
        rows(&range, limits, each)
    }
}

fn rows(
    range: &Range<Data>,
    limits: &Limits,
    each: &mut dyn FnMut(u32, &[Cell]) -> ControlFlow<()>,
) -> Result<(), Unreadable> {
    let Some((first_row, first_column)) = range.start() else { return Ok(()) };
    let left = first_column as usize;
    if left + range.width() > limits.columns {
        return Err(Unreadable::TooManyColumns { row: 0, limit: limits.columns });
    }
    let mut cells = vec![Cell::Empty; left + range.width()];
    for (row, found) in (first_row.saturating_add(1)..).zip(range.rows()) {
        for (cell, data) in cells[left..].iter_mut().zip(found) {
            cell.set_data(data);
            if cell.as_text().is_some_and(|text| text.len() > limits.cell_bytes) {
                return Err(Unreadable::CellTooLong { row, limit: limits.cell_bytes });
            }
        }
        let last = cells.iter().rposition(|cell| !cell.is_blank());
        if last.is_some_and(|last| each(row, &cells[..=last]).is_break()) {
            break;
        }
    }
    Ok(())
}

fn xls_failed(error: XlsError) -> Unreadable {
    match error {
        XlsError::Io(error) => error.into(),
        XlsError::Password => Unreadable::Encrypted,
        XlsError::EoStream(_) | XlsError::ContinueRecordTooShort => Unreadable::Truncated,
        _ => Unreadable::Damaged,
    }
}

fn ods_failed(error: OdsError) -> Unreadable {
    match error {
        OdsError::Io(error) => error.into(),
        OdsError::Password => Unreadable::Encrypted,
        OdsError::Eof(_) => Unreadable::Truncated,
        OdsError::CellLimitExceeded { max, .. } => Unreadable::TooSparse { limit: max as u64 },
        _ => Unreadable::Damaged,
    }
}
