//! A workbook, row after row. Its properties carry no clock, so the same county has the same bytes.

use super::{Notes, dress::Cell};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};
use std::path::Path;

/// A workbook that is being written.
pub(crate) struct Book {
    workbook: Workbook,
    sheet: usize,
    centred: Format,
}

impl Book {
    /// Begins a workbook; rows must come in order when `streaming`. `scratch` is where rows wait.
    pub(crate) fn new(sheet: &str, notes: Notes, streaming: bool, scratch: &Path) -> Result<Self, XlsxError> {
        let mut workbook = Workbook::new();
        workbook.set_tempdir(scratch)?;
        let created = ExcelDateTime::from_ymd(2026, 1, 1)?;
        workbook.set_properties(&DocProperties::new().set_author("兜底县").set_creation_datetime(&created));
        if notes != Notes::None {
            write_notes(workbook.add_worksheet(), notes)?;
        }
        let data = if streaming { workbook.add_worksheet_with_constant_memory()? } else { workbook.add_worksheet() };
        data.set_name(sheet)?;
        data.set_active(true);
        let index = usize::from(notes != Notes::None);
        Ok(Self { workbook, sheet: index, centred: Format::new().set_align(FormatAlign::Center) })
    }

    fn data(&mut self) -> Result<&mut Worksheet, XlsxError> {
        self.workbook.worksheet_from_index(self.sheet)
    }

    /// Writes the cells of a row.
    pub(crate) fn put(&mut self, row: u32, cells: &[Cell]) -> Result<(), XlsxError> {
        let data = self.data()?;
        for (column, cell) in cells.iter().enumerate() {
            match cell {
                Cell::Empty => {}
                Cell::Text(text) => drop(data.write_string(row, column as u16, text)?),
                Cell::Number(number) => drop(data.write_number(row, column as u16, *number)?),
            }
        }
        Ok(())
    }

    /// Writes a text over a block of cells, merged when it is more than one.
    pub(crate) fn block(&mut self, from: (u32, u16), to: (u32, u16), text: &str) -> Result<(), XlsxError> {
        let centred = self.centred.clone();
        let data = self.data()?;
        if from == to {
            data.write_string(from.0, from.1, text)?;
        } else {
            data.merge_range(from.0, from.1, to.0, to.1, text, &centred)?;
        }
        Ok(())
    }

    /// Saves the workbook.
    pub(crate) fn save(mut self, path: &Path) -> Result<(), XlsxError> {
        self.workbook.save(path)
    }
}

fn write_notes(sheet: &mut Worksheet, notes: Notes) -> Result<(), XlsxError> {
    sheet.set_name("填写说明")?;
    for (row, line) in
        ["填写说明", "1. 请勿增删列。", "2. 身份证号码须为文本格式。", "3. 姓名与身份证一致。"].iter().enumerate()
    {
        sheet.write_string(row as u32, 0, *line)?;
    }
    if notes == Notes::Hidden {
        sheet.set_hidden(true);
    }
    Ok(())
}
