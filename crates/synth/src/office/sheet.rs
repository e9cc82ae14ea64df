//! One file of a feed in a month: lines above, header, rows, pairs, totals, signature.

use super::{
    Column, Container, Feed, Kind, Naming, Row, Sent, Value,
    book::Book,
    dress::{Cell, dress},
    text::TextFile,
};
use crate::{
    SynthError,
    chance::{Chance, Subject},
    plan::{CountyPlan, Places},
    truth::{Error, ErrorLine},
};
use doudi_kernel::Month;
use std::path::{Path, PathBuf};

enum Sink {
    Book(Box<Book>),
    Text(TextFile),
}

/// A file that is being written.
pub(crate) struct OfficeFile {
    feed: &'static Feed,
    place: usize,
    naming: Naming,
    folder: PathBuf,
    draft: PathBuf,
    sink: Sink,
    chance: Chance,
    /// The next row, from 0.
    row: u32,
    /// Rows of data so far.
    count: u32,
    sums: Vec<f64>,
    group_sums: Vec<f64>,
    /// The group whose name will be merged: where it began, its number, its name.
    group: Option<(u32, u32, String)>,
    /// Members of a household waiting to be written side by side.
    waiting: Vec<(Row, Vec<Error>)>,
    errors: Vec<ErrorLine>,
}

impl OfficeFile {
    /// Begins the file of a feed in the month at a place of the plan; `part` is a village's name or empty.
    pub(crate) fn new(
        feed: &'static Feed,
        plan: &CountyPlan,
        place: usize,
        part: String,
        folder: &Path,
    ) -> Result<Self, SynthError> {
        let month: Month = plan.month_at(place);
        let draft = folder.join(format!(".{}{part}.draft", feed.id));
        let sink = match feed.look.container {
            Container::Xlsx => {
                let streaming = !feed.look.grouped && feed.sent != Sent::ByVillage;
                Sink::Book(Box::new(Book::new(feed.look.sheet, feed.look.notes, streaming, folder)?))
            }
            Container::Text { gb18030, bom, delimiter } => {
                Sink::Text(TextFile::new(&draft, gb18030, bom, delimiter).map_err(SynthError::io(&draft))?)
            }
        };
        let number = super::FEEDS.iter().position(|other| other.id == feed.id).unwrap_or(0);
        let mut file = Self {
            feed,
            place,
            naming: Naming { month, rows: 0, part },
            folder: folder.to_owned(),
            draft,
            sink,
            chance: Chance::new(plan.seed, 0, Subject::Mess { feed: number, month: place }),
            row: 0,
            count: 0,
            sums: vec![0.0; feed.columns.len()],
            group_sums: vec![0.0; feed.columns.len()],
            group: None,
            waiting: Vec::new(),
            errors: Vec::new(),
        };
        file.above()?;
        file.header()?;
        Ok(file)
    }

    fn put(&mut self, cells: &[Cell]) -> Result<(), SynthError> {
        match &mut self.sink {
            Sink::Book(book) => book.put(self.row, cells)?,
            Sink::Text(text) => text.put(cells).map_err(SynthError::io(&self.draft))?,
        }
        self.row += 1;
        Ok(())
    }

    fn above(&mut self) -> Result<(), SynthError> {
        let width = self.printed().count() as u16 + self.feed.look.pairs as u16 * 2;
        for line in (self.feed.look.above)(&self.naming) {
            match (&mut self.sink, line.as_slice()) {
                (Sink::Book(book), [(0, title)]) => {
                    book.block((self.row, 0), (self.row, width - 1), title)?;
                    self.row += 1;
                }
                (_, cells) => {
                    let last = cells.iter().map(|(column, _)| *column).max().unwrap_or(0);
                    let mut row = vec![Cell::Empty; usize::from(last) + 1];
                    for (column, text) in cells {
                        row[usize::from(*column)] = Cell::text(text.clone());
                    }
                    self.put(&row)?;
                }
            }
        }
        Ok(())
    }

    /// The columns that this month's file prints.
    fn printed(&self) -> impl Iterator<Item = (usize, &'static Column)> + use<> {
        let place = self.place;
        self.feed.columns.iter().enumerate().filter(move |(_, column)| !column.heading(place).is_empty())
    }

    fn header(&mut self) -> Result<(), SynthError> {
        let mut names: Vec<Vec<&str>> =
            self.printed().map(|(_, column)| column.heading(self.place).split('|').collect()).collect();
        for _ in 0..self.feed.look.pairs {
            names.push(vec!["家庭成员姓名"]);
            names.push(vec!["家庭成员身份证号"]);
        }
        let levels = names.iter().map(Vec::len).max().unwrap_or(1);
        match (&mut self.sink, levels) {
            (Sink::Book(book), 2..) => {
                for (from, to, text) in blocks(&names) {
                    book.block((self.row + from.0, from.1), (self.row + to.0, to.1), text)?;
                }
                self.row += levels as u32;
                Ok(())
            }
            _ => self.put(&names.iter().map(|name| Cell::text(name[0])).collect::<Vec<_>>()),
        }
    }

    /// Takes a village's rows; `errors` name rows by their place among them. Gives the line (from 1) on which each stands,
    /// where a row is a line.
    pub(crate) fn take(
        &mut self,
        rows: &[Row],
        errors: &[(usize, Error)],
        places: &Places,
    ) -> Result<Vec<u32>, SynthError> {
        let mut lines = Vec::new();
        for (place, row) in rows.iter().enumerate() {
            let mine = errors.iter().filter(|(at, _)| *at == place).map(|(_, error)| error.clone()).collect();
            if self.feed.look.pairs == 0 {
                self.write_row(row, mine, &[], places)?;
                lines.push(self.row);
                continue;
            }
            if self.waiting.first().is_some_and(|(first, _)| first.group != row.group) {
                self.flush_pairs(places)?;
            }
            self.waiting.push((row.clone(), mine));
        }
        // A household never spans two villages.
        self.flush_pairs(places)?;
        Ok(lines)
    }

    fn flush_pairs(&mut self, places: &Places) -> Result<(), SynthError> {
        let mut waiting = std::mem::take(&mut self.waiting).into_iter();
        let Some((first, errors)) = waiting.next() else { return Ok(()) };
        let members: Vec<_> = waiting.collect();
        self.write_row(&first, errors, &members, places)
    }

    fn write_row(
        &mut self,
        row: &Row,
        errors: Vec<Error>,
        members: &[(Row, Vec<Error>)],
        places: &Places,
    ) -> Result<(), SynthError> {
        self.begin_group(row, places)?;
        self.count += 1;
        let mut cells = Vec::with_capacity(self.feed.columns.len() + self.feed.look.pairs * 2);
        for (at, column) in self.printed() {
            let hidden = self.feed.look.grouped && at == 0;
            let cell = dress(column, &row.values[at], self.count, places, &mut self.chance);
            if let Some(amount) = amount(column, &row.values[at]) {
                self.sums[at] += amount;
                self.group_sums[at] += amount;
            }
            cells.push(if hidden { Cell::Empty } else { cell });
        }
        for (member, _) in members {
            for kind in [Kind::Name, Kind::Key] {
                let at = self.feed.columns.iter().position(|column| column.kind == kind).unwrap_or(0);
                cells.push(dress(&self.feed.columns[at], &member.values[at], self.count, places, &mut self.chance));
            }
        }
        let all = errors.into_iter().chain(members.iter().flat_map(|(_, errors)| errors.iter().cloned()));
        let line = self.row + 1;
        self.errors.extend(all.map(|error| ErrorLine { row: line, error }));
        self.put(&cells)
    }

    /// In a grouped file, ends the group before when a new one begins.
    fn begin_group(&mut self, row: &Row, places: &Places) -> Result<(), SynthError> {
        if !self.feed.look.grouped || self.group.as_ref().is_some_and(|(_, number, _)| *number == row.group) {
            return Ok(());
        }
        self.end_group()?;
        let Value::Division(place) = row.values[0] else { return Ok(()) };
        self.group = Some((self.row, row.group, places.name(place).to_owned()));
        Ok(())
    }

    fn end_group(&mut self) -> Result<(), SynthError> {
        let Some((from, _, name)) = self.group.take() else { return Ok(()) };
        if let Sink::Book(book) = &mut self.sink {
            book.block((from, 0), (self.row - 1, 0), &name)?;
        }
        let sums = std::mem::replace(&mut self.group_sums, vec![0.0; self.feed.columns.len()]);
        self.put(&self.sum_row("小计", &sums))
    }

    fn sum_row(&self, word: &str, sums: &[f64]) -> Vec<Cell> {
        let mut cells: Vec<Cell> = self
            .printed()
            .map(|(at, column)| match column.kind {
                Kind::Money(_) | Kind::Count | Kind::Area if sums[at] > 0.0 => {
                    Cell::Number((sums[at] * 100.0).round() / 100.0)
                }
                _ => Cell::Empty,
            })
            .collect();
        cells[0] = Cell::text(word);
        cells
    }

    /// Writes what stands below the data, gives the file its name and returns the name and the errors in it.
    pub(crate) fn finish(mut self, places: &Places) -> Result<(String, Vec<ErrorLine>), SynthError> {
        self.flush_pairs(places)?;
        self.end_group()?;
        if self.feed.look.totals {
            let sums = self.sums.clone();
            self.put(&self.sum_row("合计", &sums))?;
        }
        if self.feed.look.signature {
            self.put(&[])?;
            let date = format!("填报日期：{}26日", self.naming.chinese());
            self.put(&[
                Cell::text("制表人：经办员"),
                Cell::Empty,
                Cell::text("审核人：股长"),
                Cell::Empty,
                Cell::text(date),
            ])?;
        }
        self.naming.rows = self.count as usize;
        let name = (self.feed.look.name)(&self.naming);
        let path = self.folder.join(&name);
        match self.sink {
            Sink::Book(book) => book.save(&path)?,
            Sink::Text(text) => {
                text.finish().map_err(SynthError::io(&self.draft))?;
                std::fs::rename(&self.draft, &path).map_err(SynthError::io(&path))?;
            }
        }
        Ok((name, self.errors))
    }
}

/// What a total adds up; the columns of counts that mean something when added.
fn amount(column: &Column, value: &Value) -> Option<f64> {
    match value {
        Value::Money(fen) => Some(*fen as f64 / 100.0),
        Value::Count(count) if column.field != "age" => Some(*count as f64),
        Value::Area(tenths) => Some(f64::from(*tenths) / 10.0),
        _ => None,
    }
}

type Block<'a> = ((u32, u16), (u32, u16), &'a str);

/// Merges equal texts of a header: along a row where what stands above is equal as well, then down.
fn blocks<'a>(names: &[Vec<&'a str>]) -> Vec<Block<'a>> {
    let levels = names.iter().map(Vec::len).max().unwrap_or(0);
    let mut taken = vec![vec![false; names.len()]; levels];
    let mut all = Vec::new();
    for level in 0..levels {
        for column in 0..names.len() {
            if taken[level][column] {
                continue;
            }
            let text = names[column][level];
            let down = (level..levels).take_while(|l| names[column][*l] == text).count();
            let same = |c: usize| {
                (level..level + down).all(|l| names[c][l] == text) && names[c][..level] == names[column][..level]
            };
            let across = (column..names.len()).take_while(|c| same(*c)).count();
            for row in taken.iter_mut().skip(level).take(down) {
                row[column..column + across].fill(true);
            }
            let to = ((level + down - 1) as u32, (column + across - 1) as u16);
            all.push(((level as u32, column as u16), to, text));
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_of_three_rows_merges_across_and_down() {
        let names = [vec!["姓名", "姓名"], vec!["稻谷", "合计"], vec!["稻谷", "地表水"]];
        let expected: Vec<Block> = vec![
            ((0, 0), (1, 0), "姓名"),
            ((0, 1), (0, 2), "稻谷"),
            ((1, 1), (1, 1), "合计"),
            ((1, 2), (1, 2), "地表水"),
        ];
        assert_eq!(blocks(&names), expected);
    }
}
