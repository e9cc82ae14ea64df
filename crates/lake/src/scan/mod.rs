//! Fast scans of large files, delimited text and Parquet, for comparisons straight from the files.
//!
//! The importer ([`crate::read`]) understands any office file and looks at every cell. A scan understands one header line
//! and hands over whole rows as bytes, in large blocks, on all threads: what a comparison of tens of millions of rows
//! needs. Line ends and field ends are found 64 bytes
//! at a time (`mask`) and by the `memchr` crate; a line with a quotation mark
//! goes through `csv-core`, the importer's own tokeniser, which knows when a line end belongs to a field.
//!
//! The file is read into two or three buffers that are used again and again, so that a scan needs no memory for the text,
//! and a row that is wanted later is read again by its number ([`TextFile::lines`], [`ParquetFile::rows`]).

mod blocks;
pub(crate) use blocks::fill;
mod encoding;
mod mask;
mod parquet_file;
mod quoted;
mod rows;
mod segments;
mod text_file;

pub use encoding::TextEncoding;
pub use parquet_file::{ParquetFile, TextColumns};
pub use rows::{Rows, field, from_field};
pub use segments::Segments;
pub use text_file::TextFile;

use doudi_kernel::{Fault, Lang, Say};

/// Why a file cannot be scanned.
#[derive(Debug, thiserror::Error)]
pub enum ScanError {
    /// The system refuses to open or read it.
    #[error("the file cannot be read: {0}")]
    Io(#[from] std::io::Error),
    /// There is not one line.
    #[error("the file is empty")]
    Empty,
    /// It holds zero bytes: a workbook, a picture, UTF-16.
    #[error("the file is not delimited text in UTF-8 or GB18030")]
    NotText,
    /// None of the first lines has the headings that are needed.
    #[error("no heading line with {0} within the first 20 lines")]
    NoHeader(&'static str),
    /// A line of more than 64 MiB, which is a quotation mark that was never closed.
    #[error("a record is longer than 64 MiB: a quotation mark may be missing its partner")]
    EndlessRecord,
    /// The Parquet footer or a page is damaged.
    #[error("the Parquet file is damaged: {0}")]
    Parquet(#[from] parquet::errors::ParquetError),
    /// A column of a Parquet file has another type than text.
    #[error("column {0} of the Parquet file is not text")]
    NotTextColumn(String),
}

impl ScanError {
    /// Whose fault it is.
    pub fn fault(&self) -> Fault {
        match self {
            Self::Io(_) => Fault::Machine,
            _ => Fault::Sender,
        }
    }
}

impl Say for ScanError {
    fn say(&self, lang: Lang) -> String {
        if lang == Lang::En {
            return self.to_string();
        }
        match self {
            Self::Io(_) => "文件无法读取，请检查路径、权限和磁盘".into(),
            Self::Empty => "文件是空的，没有一行数据".into(),
            Self::NotText => "文件不是UTF-8或GB18030编码的分隔文本，请另存为CSV".into(),
            Self::NoHeader(what) => format!("前20行内没有找到含“{what}”的表头"),
            Self::EndlessRecord => "有一条记录超过64MiB，可能缺少一个引号".into(),
            Self::Parquet(_) => "Parquet文件已损坏，请重新导出".into(),
            Self::NotTextColumn(name) => format!("Parquet文件的列“{name}”不是文本"),
        }
    }
}
