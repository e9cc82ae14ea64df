//! One sheet of a workbook as an office prints it.

use crate::doubts::hand_down::DeskError;
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, Worksheet};
use unicode_width::UnicodeWidthStr;

/// A sheet: a title, a notice, headings and rows of text.
pub(crate) struct Page {
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) notice: String,
    pub(crate) cells: Cells,
    /// Columns that stay in sight when the sheet is moved sideways.
    pub(crate) frozen_columns: u16,
    /// Widths by heading, in characters, of the columns that do not follow their content.
    pub(crate) widths: &'static [(&'static str, f64)],
}

/// Headings and rows; every row has as many cells as there are headings.
#[derive(Default)]
pub(crate) struct Cells {
    pub(crate) headings: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

/// The row of the headings, counted from 0: a title and a notice stand above.
pub(crate) const HEADINGS_ROW: u32 = 2;
/// Narrower columns cut the headings, wider ones push the answers off the page.
const WIDTHS: std::ops::RangeInclusive<f64> = 6.0..=30.0;
/// A line of text is this high, in points.
const LINE: f64 = 16.0;
/// ISO A4 as spreadsheets number papers.
const A4: u8 = 9;

impl Page {
    /// Writes the sheet at the end of a workbook: landscape A4, one page wide, headings frozen and repeated in print.
    pub(crate) fn write<'w>(&self, book: &'w mut Workbook) -> Result<&'w mut Worksheet, DeskError> {
        let sheet = book.add_worksheet();
        sheet.set_name(&self.name)?.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
        sheet.set_margins(0.4, 0.4, 0.6, 0.6, 0.3, 0.3);
        sheet.set_header("&R内部资料 注意保密").set_footer("&L&A&C第&P页 共&N页");
        sheet.set_freeze_panes(HEADINGS_ROW + 1, self.frozen_columns)?;
        sheet.set_repeat_rows(0, HEADINGS_ROW)?;
        let widths: Vec<f64> = (0..self.cells.headings.len()).map(|column| self.width(column)).collect();
        let (last, whole) = (widths.len().max(2) as u16 - 1, widths.iter().sum());
        sheet.merge_range(0, 0, 0, last, &self.title, &title())?;
        sheet.set_row_height(0, 2.0 * LINE)?;
        sheet.merge_range(1, 0, 1, last, &self.notice, &notice())?;
        sheet.set_row_height(1, lines(&self.notice, whole) * LINE)?;
        for ((column, heading), width) in (0..).zip(&self.cells.headings).zip(&widths) {
            sheet.write_with_format(HEADINGS_ROW, column, heading, &heading_format())?;
            sheet.set_column_width(column, *width)?;
        }
        sheet.set_row_height(HEADINGS_ROW, highest(&self.cells.headings, &widths) * LINE)?;
        for (row, cells) in (HEADINGS_ROW + 1..).zip(&self.cells.rows) {
            write_row(sheet, row, cells, &widths)?;
        }
        Ok(sheet)
    }

    /// Wide enough for most of the column's cells: a Chinese character is two wide. Headings wrap.
    fn width(&self, column: usize) -> f64 {
        if let Some((_, width)) = self.widths.iter().find(|(heading, _)| *heading == self.cells.headings[column]) {
            return *width;
        }
        let mut widths: Vec<usize> = self.cells.rows.iter().map(|row| row[column].width()).collect();
        widths.sort_unstable();
        let most = widths.get(widths.len().saturating_sub(1) * 9 / 10).copied().unwrap_or(0);
        let heading = self.cells.headings[column].width().min(8);
        (most.max(heading) as f64 + 2.0).clamp(*WIDTHS.start(), *WIDTHS.end())
    }
}

/// Writes a row as high as its longest cell needs. A sentence that stands alone in a row runs across the sheet.
fn write_row(sheet: &mut Worksheet, row: u32, cells: &[String], widths: &[f64]) -> Result<(), DeskError> {
    let format = cell_format();
    let alone = cells.len() > 1 && cells[1..].iter().all(String::is_empty);
    if alone && cells[0].width() as f64 > widths[0] {
        sheet.merge_range(row, 0, row, cells.len() as u16 - 1, &cells[0], &format)?;
        sheet.set_row_height(row, lines(&cells[0], widths.iter().sum()) * LINE)?;
        return Ok(());
    }
    for (column, text) in (0..).zip(cells) {
        write_cell(sheet, row, column, text, &format)?;
    }
    sheet.set_row_height(row, highest(cells, widths) * LINE)?;
    Ok(())
}

fn highest(cells: &[String], widths: &[f64]) -> f64 {
    cells.iter().zip(widths).map(|(text, width)| lines(text, *width)).fold(1.0, f64::max)
}

/// How many lines a text takes in a column: spreadsheets leave about a character of margin.
fn lines(text: &str, width: f64) -> f64 {
    text.split('\n').map(|line| (line.width() as f64 / (width - 1.5).max(2.0)).ceil().max(1.0)).sum()
}

/// Numbers that are counts are numbers in the sheet; everything else, identity numbers first of all, is text.
fn write_cell(sheet: &mut Worksheet, row: u32, column: u16, text: &str, format: &Format) -> Result<(), DeskError> {
    match text.parse::<u32>() {
        Ok(number) if text.len() <= 9 && (text == "0" || !text.starts_with('0')) => {
            sheet.write_with_format(row, column, number, &format.clone().set_align(FormatAlign::Right))?
        }
        _ => sheet.write_with_format(row, column, text, format)?,
    };
    Ok(())
}

fn title() -> Format {
    Format::new().set_bold().set_font_size(16).set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter)
}

fn notice() -> Format {
    Format::new().set_text_wrap().set_align(FormatAlign::Left).set_align(FormatAlign::VerticalCenter)
}

fn heading_format() -> Format {
    bordered().set_bold().set_align(FormatAlign::Center).set_background_color("E7EEF7")
}

fn cell_format() -> Format {
    bordered().set_num_format("@")
}

/// Cells to be filled in.
pub(crate) fn open_format(num_format: &str) -> Format {
    bordered().set_num_format(num_format).set_background_color("FFFBE6")
}

fn bordered() -> Format {
    Format::new().set_border(FormatBorder::Thin).set_text_wrap().set_align(FormatAlign::VerticalCenter)
}

/// A sheet's name without the characters that spreadsheets refuse, at most 31 long, different from those `taken`.
pub(crate) fn sheet_name(wanted: &str, taken: &[String]) -> String {
    let clean: String = wanted.chars().filter(|c| !"[]:*?/\\'".contains(*c)).take(26).collect();
    let clean = if clean.trim().is_empty() { "未命名".to_owned() } else { clean };
    let numbered = (2..).map(|n| format!("{clean}({n})"));
    let mut names = std::iter::once(clean.clone()).chain(numbered);
    names.find(|name| !taken.contains(name)).unwrap_or(clean)
}

/// A file's name without the characters that file systems refuse.
pub(crate) fn file_name(wanted: &str) -> String {
    wanted.chars().map(|c| if "<>:\"/\\|?* ".contains(c) || c.is_control() { '_' } else { c }).collect()
}

/// The workbook's bytes, dated by the day of the batch and not by a clock, so that the same batch gives the same file.
pub(crate) fn to_bytes(mut book: Workbook, day: doudi_kernel::Date) -> Result<Vec<u8>, DeskError> {
    let made = rust_xlsxwriter::ExcelDateTime::from_ymd(day.year() as u16, day.month() as u8, day.day() as u8)?;
    book.set_properties(&rust_xlsxwriter::DocProperties::new().set_creation_datetime(&made));
    Ok(book.save_to_buffer()?)
}
