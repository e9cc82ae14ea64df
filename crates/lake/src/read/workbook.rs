//! xlsx, one row at a time.

use super::{Cell, Limits, Merge, Sheet, Unreadable};
use calamine::{Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use std::{fs::File, io::BufReader, ops::ControlFlow};

pub(super) type Book = Xlsx<BufReader<File>>;

/// The bound of the format itself.
const EXCEL_COLUMNS: usize = 16_384;

pub(super) fn open(file: File) -> Result<Book, Unreadable> {
    Xlsx::new(BufReader::new(file)).map_err(failed)
}

/// The worksheets (chart sheets are left out), with their merged ranges.
pub(super) fn sheets(book: &mut Book, limits: &Limits) -> Result<Vec<Sheet>, Unreadable> {
    let found = book.sheets_metadata().to_vec();
    if found.len() > limits.sheets {
        return Err(Unreadable::TooManySheets { found: found.len(), limit: limits.sheets });
    }
    let tables = found.into_iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    tables
        .map(|sheet| {
            let merged = book.merge_cells_by_sheet_name(&sheet.name).map_err(failed)?;
            let merged = merged.iter().map(Merge::from).collect();
            Ok(Sheet { hidden: sheet.visible != SheetVisible::Visible, name: sheet.name, merged })
        })
        .collect()
}

/// Streams the rows of a sheet: memory holds the workbook's shared strings and one row.
pub(super) fn for_each_row(
    book: &mut Book,
    sheet: &str,
    limits: &Limits,
    each: &mut dyn FnMut(u32, &[Cell]) -> ControlFlow<()>,
) -> Result<(), Unreadable> {
    let mut reader = book.worksheet_cells_reader(sheet).map_err(failed)?;
    let mut line = Line::default();
    while let Some(cell) = reader.next_cell().map_err(failed)? {
        let (row, column) = cell.get_position();
        let (row, column) = (row.saturating_add(1), column as usize);
        if row < line.row {
            return Err(Unreadable::Damaged);
        }
        if row > line.row && line.hand_over(each).is_break() {
            return Ok(());
        }
        line.row = row;
        if column >= limits.columns {
            return Err(Unreadable::TooManyColumns { row, limit: limits.columns });
        }
        if line.cells.len() <= column {
            line.cells.resize(column + 1, Cell::Empty);
        }
        line.width = line.width.max(column + 1);
        line.cells[column].set_ref(cell.get_value());
        if line.cells[column].as_text().is_some_and(|text| text.len() > limits.cell_bytes) {
            return Err(Unreadable::CellTooLong { row, limit: limits.cell_bytes });
        }
    }
    let _ = line.hand_over(each);
    Ok(())
}

/// The row that is being put together.
#[derive(Default)]
struct Line {
    row: u32,
    width: usize,
    cells: Vec<Cell>,
}

impl Line {
    fn hand_over(&mut self, each: &mut dyn FnMut(u32, &[Cell]) -> ControlFlow<()>) -> ControlFlow<()> {
        let cells = &mut self.cells[..self.width];
        let flow = match cells.iter().rposition(|cell| !cell.is_blank()) {
            Some(last) => each(self.row, &cells[..=last]),
            None => ControlFlow::Continue(()),
        };
        cells.fill(Cell::Empty);
        self.width = 0;
        flow
    }
}

fn failed(error: XlsxError) -> Unreadable {
    match error {
        XlsxError::Io(error) => error.into(),
        XlsxError::Password => Unreadable::Encrypted,
        XlsxError::ColumnNumberOverflow => Unreadable::TooManyColumns { row: 0, limit: EXCEL_COLUMNS },
        XlsxError::XmlEof(_) => Unreadable::Truncated,
        _ => Unreadable::Damaged,
    }
}
