//! How much of a file we are willing to take in.

/// Bounds on what a file may ask of this machine. The defaults suit a county's office machine with 4 GiB of memory; an
/// import of 500,000 rows of twenty columns stays far inside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a delimited text or Parquet file, which are streamed. Default 64 GiB.
    pub file_bytes: u64,
    /// Bytes of a workbook (xlsx, xls, ods) on disk. Default 1 GiB.
    pub workbook_bytes: u64,
    /// Bytes of all parts of an xlsx or ods together after unpacking, as declared and as found. Default 2 GiB: Excel's
    /// full 1,048,576 rows of some thirty columns.
    pub unpacked_bytes: u64,
    /// Bytes after unpacking of a part that a reader must hold in memory: shared strings, styles, the whole content of an
    /// ods. Default 512 MiB.
    pub held_bytes: u64,
    /// Shared strings of a workbook, each of which costs some 56 bytes beside its text. Default 12 million.
    pub strings: u64,
    /// Cells of the smallest rectangle around the data of a sheet in xls or ods, whose reader lays out the whole
    /// rectangle. Default 20 million.
    pub grid_cells: u64,
    /// Sheets in a workbook. Default 255.
    pub sheets: usize,
    /// Columns of a row. Default 16,384, which is Excel's own bound.
    pub columns: usize,
    /// Bytes of one cell's text. Default 128 KiB: Excel's 32,767 characters at four bytes each.
    pub cell_bytes: usize,
    /// Bytes of one row of delimited text, in which an opening quotation mark may swallow the whole file. Default 64 MiB.
    pub row_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 64 << 30,
            workbook_bytes: 1 << 30,
            unpacked_bytes: 2 << 30,
            held_bytes: 512 << 20,
            strings: 12_000_000,
            grid_cells: 20_000_000,
            sheets: 255,
            columns: 16_384,
            cell_bytes: 128 << 10,
            row_bytes: 64 << 20,
        }
    }
}

impl Limits {
    /// Small bounds for tests and fuzzing: nothing takes more than a few megabytes.
    pub fn small() -> Self {
        Self {
            file_bytes: 4 << 20,
            workbook_bytes: 4 << 20,
            unpacked_bytes: 8 << 20,
            held_bytes: 4 << 20,
            strings: 100_000,
            grid_cells: 500_000,
            sheets: 32,
            columns: 1024,
            cell_bytes: 64 << 10,
            row_bytes: 1 << 20,
        }
    }
}
