//! An opened file.

use super::{
    Cell, Format, Limits, Sheet, SourceFile, Unreadable, archive, bounds,
    contained::{contained, outside},
    delimited::Delimited,
    grid::Grid,
    parquet,
    sniff::{Kind, fill, sniff},
    workbook,
};
use std::{
    fs::File,
    io::{Seek, SeekFrom},
    ops::ControlFlow,
    path::Path,
};

/// A file of any kind that an office sends, open for reading its rows.
///
/// ```
/// use doudi_lake::{Limits, Roster};
/// use std::ops::ControlFlow;
/// let folder = tempfile::tempdir().unwrap();
/// let path = folder.path().join("名单.csv");
/// std::fs::write(&path, "姓名,年龄\n张三,61\n").unwrap();
/// let mut roster = Roster::open(&path, &Limits::default()).unwrap();
/// let mut rows = Vec::new();
/// roster.for_each_row(0, &mut |row, cells| {
///     rows.push((row, cells[0].shown()));
///     ControlFlow::Continue(())
/// }).unwrap();
/// assert_eq!(rows, [(1, "姓名".into()), (2, "张三".into())]);
/// ```
pub struct Roster {
    source: SourceFile,
    sheets: Vec<Sheet>,
    limits: Limits,
    inner: Inner,
}

enum Inner {
    Workbook(Box<workbook::Book>),
    Grid(Grid),
    Delimited(Delimited),
    Parquet(File),
}

impl Roster {
    /// Opens a file by its content: sniffs, hashes, examines it and reads the list of its sheets.
    ///
    /// # Errors
    /// The one sentence that says why it cannot be read.
    pub fn open(path: &Path, limits: &Limits) -> Result<Self, Unreadable> {
        let mut file = File::open(path)?;
        let about = file.metadata()?;
        if !about.is_file() {
            return Err(Unreadable::NotAFile);
        }
        let mut head = vec![0u8; 64 << 10];
        let filled = fill(&mut file, &mut head)?;
        head.truncate(filled);
        let kind = sniff(&mut file, &head, about.len())?;
        check_size(kind, about.len(), limits)?;
        let (inner, format, sheets) = contained(|| take_in(&file, kind, &head, limits))?;
        if sheets.is_empty() {
            return Err(Unreadable::Damaged);
        }
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let source = SourceFile { name, blake3: hash(&mut file)?, bytes: about.len(), format };
        Ok(Self { source, sheets, limits: limits.clone(), inner })
    }

    /// The file's name, hash, size and format.
    pub fn source(&self) -> &SourceFile {
        &self.source
    }

    /// The sheets in the order of their tabs; one without a name for delimited text and Parquet.
    pub fn sheets(&self) -> &[Sheet] {
        &self.sheets
    }

    /// Calls `each` with the row number, from 1 as the spreadsheet shows it, and the cells from column A on, for every row
    /// that holds anything, in order. May be called again for a second pass. Rows differ in length; what lies beyond the
    /// end is empty. In Parquet the column names are row 1.
    ///
    /// # Errors
    /// What is wrong with the file; rows before it have been handed over already.
    pub fn for_each_row(
        &mut self,
        sheet: usize,
        each: &mut dyn FnMut(u32, &[Cell]) -> ControlFlow<()>,
    ) -> Result<(), Unreadable> {
        let name = &self.sheets.get(sheet).ok_or(Unreadable::NoSuchSheet)?.name;
        let (inner, limits) = (&mut self.inner, &self.limits);
        // A panic of the caller's own closure must not pass for a defect of the reader.
        let mut callers = None;
        let mut each = |row: u32, cells: &[Cell]| match outside(|| each(row, cells)) {
            Ok(flow) => flow,
            Err(panic) => {
                callers = Some(panic);
                ControlFlow::Break(())
            }
        };
        let done = contained(|| match inner {
            Inner::Workbook(book) => workbook::for_each_row(book, name, limits, &mut each),
            Inner::Grid(grid) => grid.for_each_row(name, limits, &mut each),
            Inner::Delimited(text) => text.for_each_row(limits, &mut each),
            Inner::Parquet(file) => parquet::for_each_row(file, limits, &mut each),
        });
        match callers {
            Some(panic) => std::panic::resume_unwind(panic),
            None => done,
        }
    }
}

fn take_in(file: &File, kind: Kind, head: &[u8], limits: &Limits) -> Result<(Inner, Format, Vec<Sheet>), Unreadable> {
    let nameless = || vec![Sheet { name: String::new(), hidden: false, merged: Vec::new() }];
    match kind {
        Kind::Zip => match archive::examine(file, limits)?.into() {
            Format::Ods => {
                bounds::check_ods(file, limits)?;
                grid(Grid::open_ods(rewound(file)?)?, Format::Ods, limits)
            }
            format => {
                let mut book = workbook::open(rewound(file)?)?;
                let sheets = workbook::sheets(&mut book, limits)?;
                Ok((Inner::Workbook(Box::new(book)), format, sheets))
            }
        },
        Kind::Xls => {
            bounds::check_xls(file, limits)?;
            grid(Grid::open_xls(rewound(file)?)?, Format::Xls, limits)
        }
        Kind::Parquet => {
            parquet::check(file, limits)?;
            Ok((Inner::Parquet(file.try_clone()?), Format::Parquet, nameless()))
        }
        Kind::Text => {
            let text = Delimited::survey(file.try_clone()?, head)?;
            let format = Format::Csv { encoding: text.encoding, delimiter: text.delimiter };
            Ok((Inner::Delimited(text), format, nameless()))
        }
    }
}

fn grid(grid: Grid, format: Format, limits: &Limits) -> Result<(Inner, Format, Vec<Sheet>), Unreadable> {
    let sheets = grid.sheets(limits)?;
    Ok((Inner::Grid(grid), format, sheets))
}

fn rewound(file: &File) -> Result<File, Unreadable> {
    let mut file = file.try_clone()?;
    file.seek(SeekFrom::Start(0))?;
    Ok(file)
}

fn check_size(kind: Kind, bytes: u64, limits: &Limits) -> Result<(), Unreadable> {
    let limit = match kind {
        Kind::Zip | Kind::Xls => limits.workbook_bytes,
        Kind::Parquet | Kind::Text => limits.file_bytes,
    };
    if bytes > limit { Err(Unreadable::TooLarge { bytes, limit }) } else { Ok(()) }
}

fn hash(file: &mut File) -> Result<String, Unreadable> {
    file.seek(SeekFrom::Start(0))?;
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(file)?;
    Ok(hasher.finalize().to_hex().to_string())
}
