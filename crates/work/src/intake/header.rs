//! Where the header stands and what it says: rows 1 to 10, up to three levels, merged headings joined.

use super::heading::Heading;
use doudi_lake::{Cell, Merge, Roster, Sheet, Unreadable};
use std::ops::ControlFlow;

/// Rows in which a header is looked for.
pub(super) const SEARCHED_ROWS: u32 = 10;
/// Levels that a header may have.
const LEVELS: u32 = 3;
/// Rows of a sheet that are looked at before deciding what it is.
const SAMPLED_ROWS: usize = 80;

/// The first rows of a sheet.
#[derive(Clone, Debug, Default)]
pub(super) struct Sample {
    /// Row number from 1, and the cells.
    pub(super) rows: Vec<(u32, Vec<Cell>)>,
}

impl Sample {
    /// Reads the first rows of a sheet and no more.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub(super) fn read(roster: &mut Roster, sheet: usize) -> Result<Self, Unreadable> {
        let mut rows = Vec::with_capacity(SAMPLED_ROWS);
        roster.for_each_row(sheet, &mut |number, cells| {
            rows.push((number, cells.to_vec()));
            if rows.len() < SAMPLED_ROWS { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
        Ok(Self { rows })
    }

    /// Rows above a header: titles, who sent it, notes.
    pub(super) fn above(&self, header: &Header) -> impl Iterator<Item = &[Cell]> {
        let first = header.first_row;
        self.rows.iter().filter(move |(number, _)| *number < first).map(|(_, cells)| cells.as_slice())
    }

    /// Rows below a header.
    pub(super) fn below(&self, header: &Header) -> impl Iterator<Item = &[Cell]> {
        let last = header.last_row();
        self.rows.iter().filter(move |(number, _)| *number > last).map(|(_, cells)| cells.as_slice())
    }

    fn row(&self, number: u32) -> Option<&[Cell]> {
        self.rows.iter().find(|(row, _)| *row == number).map(|(_, cells)| cells.as_slice())
    }
}

/// A header, found or supposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Header {
    /// The top row, from 1.
    pub(super) first_row: u32,
    /// How many rows it takes.
    pub(super) levels: u32,
    /// One heading a column, from column A.
    pub(super) columns: Vec<Heading>,
}

impl Header {
    /// The row before the first record.
    pub(super) fn last_row(&self) -> u32 {
        self.first_row + self.levels - 1
    }

    /// Every header that the first rows could be, lower levels first.
    pub(super) fn candidates(sample: &Sample, sheet: &Sheet) -> Vec<Self> {
        let starts = sample.rows.iter().map(|(number, _)| *number).filter(|number| *number <= SEARCHED_ROWS);
        let levels = starts.flat_map(|first| (1..=LEVELS).map(move |levels| (first, levels)));
        levels.filter_map(|(first, levels)| Self::at(sample, sheet, first, levels)).collect()
    }

    /// The header of `levels` rows from `first`; `None` when fewer than two columns would have a heading.
    pub(super) fn at(sample: &Sample, sheet: &Sheet, first: u32, levels: u32) -> Option<Self> {
        let rows: Vec<&[Cell]> = (first..first + levels).map(|row| sample.row(row).unwrap_or(&[])).collect();
        let width = rows.iter().map(|row| row.len()).max()?;
        let mut texts: Vec<Vec<String>> = Vec::with_capacity(rows.len());
        for (row, cells) in (first..).zip(&rows) {
            texts.push((0..width).map(|column| shown(sample, sheet, row, column, cells)).collect());
        }
        if sheet.merged.is_empty() {
            spread(&mut texts);
        }
        let heading =
            |column: usize| Heading::joined(&texts.iter().map(|row| row[column].as_str()).collect::<Vec<_>>());
        let columns: Vec<Heading> = (0..width).map(heading).collect();
        let named = columns.iter().filter(|heading| !heading.is_blank()).count();
        (named >= 2).then_some(Self { first_row: first, levels, columns })
    }
}

/// The text that a person sees at a place: of a merged range, the text of its upper left cell.
fn shown(sample: &Sample, sheet: &Sheet, row: u32, column: usize, cells: &[Cell]) -> String {
    let own = cells.get(column).filter(|cell| !cell.is_blank());
    if let Some(cell) = own {
        return cell.shown();
    }
    let covers = |merge: &&Merge| {
        (merge.first_row..=merge.last_row).contains(&(row - 1))
            && (merge.first_col..=merge.last_col).contains(&(column as u32))
    };
    let Some(merge) = sheet.merged.iter().find(covers) else { return String::new() };
    let from = sample.row(merge.first_row + 1).and_then(|cells| cells.get(merge.first_col as usize));
    from.map(Cell::shown).unwrap_or_default()
}

/// In formats that do not tell of merged cells (delimited text, ods), a blank upper level above a filled lower one belongs
/// to the heading at its left: `玉米,,大豆` above `面积,产量,面积`.
fn spread(texts: &mut [Vec<String>]) {
    for level in 0..texts.len().saturating_sub(1) {
        let (upper, lower) = texts.split_at_mut(level + 1);
        let upper = &mut upper[level];
        for column in 1..upper.len() {
            let under = lower.iter().any(|row| !row[column].is_empty());
            if upper[column].is_empty() && under {
                upper[column] = upper[column - 1].clone();
            }
        }
    }
}
