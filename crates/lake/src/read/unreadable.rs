//! Why a file cannot be read at all: one clear sentence, whose fault it is, and what to do.

use doudi_kernel::{Fault, Lang, Say};

/// A file that cannot be loaded. Holds no content of the file: numbers and positions only.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.say(Lang::En))]
pub enum Unreadable {
    /// The file is not there.
    Missing,
    /// This user may not read it.
    Forbidden,
    /// A folder, a device or a pipe.
    NotAFile,
    /// The disk or the network drive failed while reading.
    Disk(std::io::ErrorKind),
    /// No bytes, or no cell with anything in it.
    Empty,
    /// A picture by its first bytes.
    Picture(&'static str),
    /// A document that is no table: PDF, Word, slides.
    Document(&'static str),
    /// A packed archive that is no workbook.
    Archive(&'static str),
    /// A web page saved as `.xls`.
    Html,
    /// A spreadsheet format that we do not read.
    OtherSpreadsheet(&'static str),
    /// Password protected.
    Encrypted,
    /// The end of the file is missing.
    Truncated,
    /// The inner structure contradicts itself.
    Damaged,
    /// The reader of this format stopped at something that it does not know (a panic that was contained).
    Defect,
    /// Bytes that are neither text nor a known format.
    Binary,
    /// Text that is neither UTF-8 nor GB18030; the byte where it stops being either.
    Encoding {
        /// Position from 0.
        byte: u64,
    },
    /// A quotation mark opens and never closes.
    UnclosedQuote {
        /// The row where it opens, from 1.
        row: u32,
    },
    /// Larger than a file may be.
    TooLarge {
        /// Size in bytes.
        bytes: u64,
        /// Bound in bytes.
        limit: u64,
    },
    /// Unpacks to more than a file may.
    Bomb {
        /// Bound in bytes.
        limit: u64,
    },
    /// More strings than memory is granted for.
    TooManyStrings {
        /// Bound.
        limit: u64,
    },
    /// A row is wider than any roster.
    TooManyColumns {
        /// The row, from 1; 0 when the sheet as a whole is too wide.
        row: u32,
        /// Bound.
        limit: usize,
    },
    /// Too many sheets.
    TooManySheets {
        /// How many.
        found: usize,
        /// Bound.
        limit: usize,
    },
    /// Data lie so far apart that the sheet cannot be laid out.
    TooSparse {
        /// Bound on cells.
        limit: u64,
    },
    /// One cell's text is too long.
    CellTooLong {
        /// The row, from 1.
        row: u32,
        /// Bound in bytes.
        limit: usize,
    },
    /// A row of delimited text has no end in sight.
    RowTooLong {
        /// The row, from 1.
        row: u32,
        /// Bound in bytes.
        limit: u64,
    },
    /// There is no sheet of that number.
    NoSuchSheet,
}

impl Unreadable {
    /// Who can put it right.
    pub fn fault(&self) -> Fault {
        match self {
            Self::Missing | Self::Forbidden | Self::NotAFile => Fault::User,
            Self::Disk(_) => Fault::Machine,
            Self::Defect | Self::NoSuchSheet => Fault::Program,
            _ => Fault::Sender,
        }
    }

    /// A name for tables and tests that does not change with the wording.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Forbidden => "forbidden",
            Self::NotAFile => "not_a_file",
            Self::Disk(_) => "disk",
            Self::Empty => "empty",
            Self::Picture(_) => "picture",
            Self::Document(_) => "document",
            Self::Archive(_) => "archive",
            Self::Html => "html",
            Self::OtherSpreadsheet(_) => "other_spreadsheet",
            Self::Encrypted => "encrypted",
            Self::Truncated => "truncated",
            Self::Damaged => "damaged",
            Self::Defect => "defect",
            Self::Binary => "binary",
            Self::Encoding { .. } => "encoding",
            Self::UnclosedQuote { .. } => "unclosed_quote",
            Self::TooLarge { .. } => "too_large",
            Self::Bomb { .. } => "bomb",
            Self::TooManyStrings { .. } => "too_many_strings",
            Self::TooManyColumns { .. } => "too_many_columns",
            Self::TooManySheets { .. } => "too_many_sheets",
            Self::TooSparse { .. } => "too_sparse",
            Self::CellTooLong { .. } => "cell_too_long",
            Self::RowTooLong { .. } => "row_too_long",
            Self::NoSuchSheet => "no_such_sheet",
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Missing => "找不到这个文件，请核对路径和文件名。".into(),
            Self::Forbidden => "没有读取这个文件的权限，请关闭正在打开它的程序或调整权限。".into(),
            Self::NotAFile => "这是文件夹或设备，不是文件，请指定一个文件。".into(),
            Self::Disk(_) => "读取磁盘时出错，请把文件复制到本机后再试。".into(),
            Self::Empty => "文件是空的，没有任何数据，请来文单位重新导出。".into(),
            Self::Picture(kind) => format!("这是一张{kind}图片，不是表格，请来文单位发送原始表格。"),
            Self::Document(kind) => format!("这是{kind}文档，不是表格，请来文单位发送原始表格。"),
            Self::Archive(kind) => format!("这是{kind}压缩包，请解压后逐个导入其中的表格。"),
            Self::Html => "这是网页（HTML）改名的表格，请用Excel打开后另存为.xlsx再导入。".into(),
            Self::OtherSpreadsheet(kind) => format!("不支持{kind}格式，请用Excel打开后另存为.xlsx再导入。"),
            Self::Encrypted => "文件设有打开密码，请来文单位去掉密码后重新发送。".into(),
            Self::Truncated => "文件不完整，末尾缺失，可能没有传完，请重新接收。".into(),
            Self::Damaged => "文件已损坏，内部结构不一致，请用Excel打开后另存为.xlsx，打不开则请来文单位重发。".into(),
            Self::Defect => {
                "读取程序无法处理这个文件的内部结构，请用Excel打开后另存为.xlsx，并把情况告知维护人员。".into()
            }
            Self::Binary => "文件内容既不是文本也不是已知的表格格式，请来文单位发送.xlsx或.csv。".into(),
            Self::Encoding { byte } => {
                format!("文本编码既不是UTF-8也不是GB18030（第{}字节处），请另存为UTF-8编码的.csv。", byte + 1)
            }
            Self::UnclosedQuote { row } => {
                format!("第{row}行开始的英文双引号没有闭合，其后各行无法分清，请改正后重新导入。")
            }
            Self::TooLarge { bytes, limit } => {
                format!("文件有{}，超过上限{}，请按乡镇或月份拆分后导入。", size(*bytes), size(*limit))
            }
            Self::Bomb { limit } => {
                format!("文件解压后超过{}，不是正常的表格，已停止读取，请来文单位重新导出。", size(*limit))
            }
            Self::TooManyStrings { limit } => format!("工作簿中不同的文字超过{limit}条，请另存为.csv后导入。"),
            Self::TooManyColumns { row: 0, limit } => format!("工作表超过{limit}列，不是名册，请删除多余的列。"),
            Self::TooManyColumns { row, limit } => format!("第{row}行超过{limit}列，不是名册，请删除多余的列。"),
            Self::TooManySheets { found, limit } => format!("工作簿有{found}个工作表，超过上限{limit}个，请拆分。"),
            Self::TooSparse { limit } => format!("工作表的数据相隔太远，展开超过{limit}格，请删除远处的单元格后重存。"),
            Self::CellTooLong { row, limit } => {
                format!("第{row}行有一格文字超过{limit}字节，不是名册的内容，请检查这一格及其前后的引号。")
            }
            Self::RowTooLong { row, limit } => {
                format!("第{row}行超过{}还没有结束，请检查是否有引号没有闭合或列过多。", size(*limit))
            }
            Self::NoSuchSheet => "没有这个序号的工作表，请报告这个程序缺陷。".into(),
        }
    }

    fn en(&self) -> String {
        match self {
            Self::Missing => "There is no such file; check path and name.".into(),
            Self::Forbidden => {
                "This user may not read the file; close the program that holds it, or change its rights.".into()
            }
            Self::NotAFile => "This is a folder or a device, not a file; name a file.".into(),
            Self::Disk(kind) => {
                format!("The disk failed while reading ({kind}); copy the file to this machine and try again.")
            }
            Self::Empty => "The file is empty; ask the sender to export it again.".into(),
            Self::Picture(kind) => {
                format!("This is a {kind} picture, not a table; ask the sender for the table itself.")
            }
            Self::Document(kind) => {
                format!("This is a {kind} document, not a table; ask the sender for the table itself.")
            }
            Self::Archive(kind) => format!("This is a {kind} archive; unpack it and import the tables in it."),
            Self::Html => {
                "This is a web page (HTML) renamed to a workbook; open it in Excel and save it as .xlsx.".into()
            }
            Self::OtherSpreadsheet(kind) => {
                format!("The format {kind} is not read; open it in Excel and save it as .xlsx.")
            }
            Self::Encrypted => "The file needs a password; ask the sender to remove it and send again.".into(),
            Self::Truncated => {
                "The end of the file is missing; it was probably not transferred completely: fetch it again.".into()
            }
            Self::Damaged => {
                "The file is damaged; open it in Excel and save it as .xlsx, or ask the sender to send it again.".into()
            }
            Self::Defect => {
                "The reader cannot handle the inner structure of this file; save it as .xlsx in Excel, and report it."
                    .into()
            }
            Self::Binary => {
                "The content is neither text nor a known table format; ask the sender for .xlsx or .csv.".into()
            }
            Self::Encoding { byte } => {
                format!("The text is neither UTF-8 nor GB18030 (at byte {}); save it as .csv in UTF-8.", byte + 1)
            }
            Self::UnclosedQuote { row } => {
                format!("The quotation mark that opens in row {row} never closes; correct it.")
            }
            Self::TooLarge { bytes, limit } => {
                format!("The file has {}, more than {}; split it by town or month.", size(*bytes), size(*limit))
            }
            Self::Bomb { limit } => {
                format!(
                    "The file unpacks to more than {}, which no roster does; ask the sender to export again.",
                    size(*limit)
                )
            }
            Self::TooManyStrings { limit } => {
                format!("The workbook has more than {limit} different texts; save it as .csv.")
            }
            Self::TooManyColumns { row: 0, limit } => {
                format!("The sheet has more than {limit} columns, which no roster has; delete the needless ones.")
            }
            Self::TooManyColumns { row, limit } => {
                format!("Row {row} has more than {limit} columns, which no roster has; delete the needless ones.")
            }
            Self::TooManySheets { found, limit } => {
                format!("The workbook has {found} sheets, more than {limit}; split it.")
            }
            Self::TooSparse { limit } => {
                format!("The cells of a sheet lie too far apart (more than {limit} in all); delete the distant ones.")
            }
            Self::CellTooLong { row, limit } => {
                format!("A cell in row {row} has more than {limit} bytes; check it, and the quotation marks around it.")
            }
            Self::RowTooLong { row, limit } => {
                format!(
                    "Row {row} has no end after {}; look for an open quotation mark or for needless columns.",
                    size(*limit)
                )
            }
            Self::NoSuchSheet => "There is no sheet of that number; please report this defect.".into(),
        }
    }
}

impl Say for Unreadable {
    fn say(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => self.zh(),
            Lang::En => self.en(),
        }
    }
}

impl From<std::io::Error> for Unreadable {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::NotFound => Self::Missing,
            std::io::ErrorKind::PermissionDenied => Self::Forbidden,
            std::io::ErrorKind::UnexpectedEof => Self::Truncated,
            std::io::ErrorKind::InvalidData | std::io::ErrorKind::InvalidInput => Self::Damaged,
            kind => Self::Disk(kind),
        }
    }
}

/// A size in the unit that a person would use.
fn size(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{} KiB", bytes >> 10),
        1_048_576..1_073_741_824 => format!("{} MiB", bytes >> 20),
        _ => format!("{} GiB", bytes >> 30),
    }
}
