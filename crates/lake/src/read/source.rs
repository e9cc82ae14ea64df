//! What is known about a file and its sheets.

use serde::{Deserialize, Serialize};

/// A file that came in, by name and content. The name is the file's own, never the folder that it lay in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceFile {
    /// File name without its folder.
    pub name: String,
    /// BLAKE3 of all bytes, hex.
    pub blake3: String,
    /// Size in bytes.
    pub bytes: u64,
    /// What the content says the file is; the extension has no say.
    pub format: Format,
}

/// What a file is, by its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Office Open XML workbook, also when it is named `.xls`.
    Xlsx,
    /// Binary workbook of Excel 97 to 2003.
    Xls,
    /// OpenDocument spreadsheet.
    Ods,
    /// Delimited text.
    Csv {
        /// How the bytes become characters.
        encoding: Encoding,
        /// The byte between fields: comma, tab, semicolon or vertical bar.
        delimiter: u8,
    },
    /// Apache Parquet.
    Parquet,
}

/// How the bytes of a text file become characters: decided by validity over the whole file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    /// UTF-8 without a mark; plain ASCII too.
    Utf8,
    /// UTF-8 with a byte order mark.
    Utf8Bom,
    /// GB18030, of which GBK and GB 2312 are parts.
    Gb18030,
    /// UTF-16, little-endian with a mark: what Excel calls Unicode text.
    Utf16Le,
    /// UTF-16, big-endian with a mark.
    Utf16Be,
}

/// A sheet of a workbook; delimited text and Parquet have one, with an empty name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// The name on its tab.
    pub name: String,
    /// Hidden in the program that wrote it: often notes, sometimes last month's data.
    pub hidden: bool,
    /// Merged ranges, which say how far a heading or a village's name reaches. Empty where the format does not tell (ods).
    pub merged: Vec<Merge>,
}

/// A merged range; all numbers are 0-based and inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Merge {
    /// Top row.
    pub first_row: u32,
    /// Left column.
    pub first_col: u32,
    /// Bottom row.
    pub last_row: u32,
    /// Right column.
    pub last_col: u32,
}

impl From<&calamine::Dimensions> for Merge {
    fn from(at: &calamine::Dimensions) -> Self {
        Self { first_row: at.start.0, first_col: at.start.1, last_row: at.end.0, last_col: at.end.1 }
    }
}
