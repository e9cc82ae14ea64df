//! The rows of returned sheets.

use super::types::RowAt;
use crate::doubts::books::{ANSWER_COLUMNS, BATCH, ID, NAME, NUMBER};
use doudi_kernel::Date;
use doudi_lake::{Cell, Limits, Roster, Unreadable, clean};
use std::{collections::BTreeMap, ops::ControlFlow, path::Path};

/// A row as somebody filled it in.
pub(super) struct Filled {
    pub(super) at: RowAt,
    pub(super) number: Option<u32>,
    pub(super) key: Option<u64>,
    pub(super) name: String,
    /// The five answer columns as they are shown.
    pub(super) answers: [String; 5],
    pub(super) day: Option<Date>,
}

/// A returned file.
pub(super) struct File {
    pub(super) name: String,
    pub(super) blake3: String,
    pub(super) rows: Vec<Filled>,
    /// The batches that its sheets name.
    pub(super) batches: Vec<String>,
    /// Whether any sheet has the columns to be filled in.
    pub(super) recognised: bool,
}

/// How many rows at the top of a sheet may stand above its headings.
const ABOVE: u32 = 10;

pub(super) fn file(path: &Path, limits: &Limits) -> Result<File, Unreadable> {
    let mut roster = Roster::open(path, limits)?;
    let (name, blake3) = (roster.source().name.clone(), roster.source().blake3.clone());
    let mut file = File { name, blake3, rows: Vec::new(), batches: Vec::new(), recognised: false };
    let sheets: Vec<String> = roster.sheets().iter().map(|sheet| sheet.name.clone()).collect();
    for (at, sheet) in sheets.iter().enumerate() {
        let mut columns = None;
        roster.for_each_row(at, &mut |row, cells| {
            match &columns {
                Some(columns) => file.rows.extend(filled(&file.name, sheet, row, cells, columns)),
                None if row > ABOVE => return ControlFlow::Break(()),
                None => {
                    columns = Columns::of(cells);
                    file.batches.extend(cells.iter().filter_map(named_batch));
                }
            }
            ControlFlow::Continue(())
        })?;
        file.recognised |= columns.is_some();
    }
    file.batches.sort();
    file.batches.dedup();
    Ok(file)
}

/// The batch that the notice of a sheet names.
fn named_batch(cell: &Cell) -> Option<String> {
    let text = cell.as_text()?;
    let after = &text[text.find(BATCH)? + BATCH.len()..];
    Some(after.chars().take_while(char::is_ascii_hexdigit).collect())
}

/// Where the headings stand.
struct Columns(BTreeMap<String, usize>);

impl Columns {
    fn of(cells: &[Cell]) -> Option<Self> {
        let heading = |cell: &Cell| cell.shown().chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let headings: BTreeMap<String, usize> = cells.iter().map(heading).zip(0..).collect();
        let all = [NUMBER, NAME, ID].iter().chain(&ANSWER_COLUMNS).all(|heading| headings.contains_key(*heading));
        all.then_some(Self(headings))
    }

    fn cell<'c>(&self, heading: &str, cells: &'c [Cell]) -> &'c Cell {
        const NOTHING: &Cell = &Cell::Empty;
        self.0.get(heading).and_then(|at| cells.get(*at)).unwrap_or(NOTHING)
    }
}

/// A row that names a person; titles and signatures below the table do not.
fn filled(file: &str, sheet: &str, row: u32, cells: &[Cell], columns: &Columns) -> Option<Filled> {
    let shown = |heading: &str| columns.cell(heading, cells).shown().trim().to_owned();
    let (number, name) = (shown(NUMBER), shown(NAME));
    let id = columns.cell(ID, cells);
    if id.is_blank() && number.parse::<u32>().is_err() {
        return None;
    }
    Some(Filled {
        at: RowAt { file: file.into(), sheet: sheet.into(), row },
        number: number.parse().ok(),
        key: clean::id(id).ok().flatten().map(|id| id.resident().packed()),
        name,
        answers: ANSWER_COLUMNS.map(shown),
        day: clean::date(columns.cell(ANSWER_COLUMNS[4], cells)).ok().flatten().and_then(|day| day.day()),
    })
}
