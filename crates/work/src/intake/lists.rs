//! Any office file as lists under headings, for work that needs no layout.

use super::{
    header::{Header, Sample},
    heading::Heading,
    rows::{FillDown, Marks, RowKind},
};
use doudi_lake::{Cell, Limits, Roster, Unreadable};
use std::{ops::ControlFlow, path::Path};

/// A file of lists.
pub struct ListFile {
    roster: Roster,
    lists: Vec<SheetList>,
}

/// A sheet whose header was found.
#[derive(Clone, Debug)]
pub struct SheetList {
    /// Which sheet of the file, from 0.
    sheet: usize,
    /// Its name; empty for delimited text and Parquet.
    pub name: String,
    header: Header,
}

impl SheetList {
    /// The headings from column A on.
    pub fn headings(&self) -> &[Heading] {
        &self.header.columns
    }

    /// The last row of the header, from 1.
    pub fn header_row(&self) -> u32 {
        self.header.last_row()
    }
}

impl ListFile {
    /// Opens a file and finds on each visible sheet the header under which most headings are `known`. Sheets without a
    /// known heading are left out, as are those with fewer than the best sheet has: covers, notes, lists of codes.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub fn open(path: &Path, limits: &Limits, known: &dyn Fn(&Heading) -> bool) -> Result<Self, Unreadable> {
        let mut roster = Roster::open(path, limits)?;
        let mut found: Vec<(usize, SheetList)> = Vec::new();
        for sheet in 0..roster.sheets().len() {
            if roster.sheets()[sheet].hidden {
                continue;
            }
            let sample = Sample::read(&mut roster, sheet)?;
            let mut best: Option<(usize, Header)> = None;
            for header in Header::candidates(&sample, &roster.sheets()[sheet]) {
                let count = header.columns.iter().filter(|heading| known(heading)).count();
                if count > best.as_ref().map_or(0, |(most, _)| *most) {
                    best = Some((count, header));
                }
            }
            let name = roster.sheets()[sheet].name.clone();
            found.extend(best.map(|(count, header)| (count, SheetList { sheet, name, header })));
        }
        let most = found.iter().map(|(count, _)| *count).max().unwrap_or(0);
        let lists = found.into_iter().filter(|(count, _)| *count == most).map(|(_, list)| list).collect();
        Ok(Self { roster, lists })
    }

    /// The lists.
    pub fn lists(&self) -> &[SheetList] {
        &self.lists
    }

    /// The file's name.
    pub fn name(&self) -> &str {
        &self.roster.source().name
    }

    /// Calls `each` with row number and cells for every record of a list: totals, signatures and notes are none, and what
    /// stands once in merged cells stands in each of their rows. `ids` and `names` are the columns by which a record shows
    /// itself.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub fn for_each_record(
        &mut self,
        list: usize,
        ids: Vec<usize>,
        names: Vec<usize>,
        each: &mut dyn FnMut(u32, &[Cell]),
    ) -> Result<(), Unreadable> {
        let SheetList { sheet, header, .. } = &self.lists[list];
        let headings = header.columns.iter().map(|heading| heading.plain.clone()).collect();
        let marks = Marks { ids, names, headings };
        let fillable = vec![true; header.columns.len()];
        let mut fill = FillDown::new(&self.roster.sheets()[*sheet].merged, header.last_row(), &fillable);
        let last = header.last_row();
        self.roster.for_each_row(*sheet, &mut |row, cells| {
            if row > last {
                let cells = fill.row(row, cells);
                if marks.kind(cells) == RowKind::Record {
                    each(row, cells);
                }
            }
            ControlFlow::Continue(())
        })
    }
}
