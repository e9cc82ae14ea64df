//! An office in a temporary folder, and files as departments send them.

use crate::{
    intake::{Ask, Catalogue, Loaded, Outcome, Plan, Refused, WorkList, apply, plan},
    policy::Policy,
};
use doudi_kernel::{Date, ResidentId};
use doudi_lake::{Lake, Limits, RealDisk};
use rust_xlsxwriter::{Format, Workbook, Worksheet};
use std::{path::PathBuf, sync::Arc};

/// An office with its data folder.
pub(super) struct Office {
    pub folder: tempfile::TempDir,
    pub catalogue: Catalogue,
    pub lake: Lake,
}

impl Office {
    pub(super) fn new() -> Self {
        Self::with(&Policy::embedded())
    }

    pub(super) fn with(policy: &Policy) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let lake = Lake::open(&folder.path().join("lake"), Arc::new(RealDisk)).unwrap();
        Self { catalogue: Catalogue::read(policy).unwrap(), lake, folder }
    }

    pub(super) fn work_list(&self) -> WorkList {
        WorkList::at(self.folder.path())
    }

    /// A text file that came in.
    pub(super) fn text(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// A workbook of one sheet: rows of texts.
    pub(super) fn sheet(&self, name: &str, rows: &[&[&str]]) -> PathBuf {
        self.book(name, |book| {
            fill(book.add_worksheet(), 0, rows);
        })
    }

    /// A workbook made by hand.
    pub(super) fn book(&self, name: &str, make: impl FnOnce(&mut Workbook)) -> PathBuf {
        let mut book = Workbook::new();
        make(&mut book);
        let path = self.folder.path().join(name);
        book.save(&path).unwrap();
        path
    }

    pub(super) fn plan(&self, path: &std::path::Path, ask: &Ask) -> Result<Plan, Refused> {
        plan(path, &self.catalogue, &self.lake, &Limits::default(), ask, &mut |_| {})
    }

    pub(super) fn apply(&self, path: &std::path::Path, ask: &Ask) -> Result<Outcome, Refused> {
        let at = "2026-09-25T08:00:00Z".parse().unwrap();
        let (limits, work_list) = (Limits::default(), self.work_list());
        apply(path, &self.catalogue, &self.lake, &work_list, &limits, ask, at, &mut |_| {})
    }

    pub(super) fn load(&self, path: &std::path::Path, ask: &Ask) -> Loaded {
        match self.apply(path, ask).unwrap() {
            Outcome::Loaded(loaded) => *loaded,
            Outcome::AlreadyThere(there) => panic!("already there: {}", there.id),
        }
    }
}

/// Writes rows of texts from a row on.
pub(super) fn fill(sheet: &mut Worksheet, first: u32, rows: &[&[&str]]) {
    for (row, cells) in (first..).zip(rows) {
        for (column, text) in (0..).zip(*cells) {
            if !text.is_empty() {
                sheet.write_string(row, column, *text).unwrap();
            }
        }
    }
}

/// A merged range with a text.
pub(super) fn merge(sheet: &mut Worksheet, (row, column): (u32, u16), (last_row, last_column): (u32, u16), text: &str) {
    sheet.merge_range(row, column, last_row, last_column, text, &Format::new()).unwrap();
}

/// A person's number in a county that never existed.
pub(super) fn id(serial: u16) -> String {
    let birth = Date::constant(1950 + (serial % 50) as i16, 3, 7);
    ResidentId::new("419901".parse().unwrap(), birth, serial).unwrap().key().reveal()
}

/// An ask on a fixed day.
pub(super) fn ask() -> Ask {
    Ask::on(Date::constant(2026, 9, 25))
}

/// An ask for September 2026.
pub(super) fn september() -> Ask {
    Ask { month: Some("2026-09".parse().unwrap()), ..ask() }
}

/// The header of a rural dibao file, short.
pub(super) const DIBAO: &[&str] =
    &["序号", "姓名", "身份证号", "户主身份证号", "与户主关系", "救助类型", "月保障金额（元）", "所属街道"];

/// A row of it.
pub(super) fn dibao_row(number: u16, name: &str, id: &str, yuan: &str) -> Vec<String> {
    [&number.to_string(), name, id, id, "户主", "农村低保", yuan, "柳河镇"].map(str::to_owned).into()
}

/// A rural dibao file of rows.
pub(super) fn dibao(office: &Office, name: &str, rows: &[Vec<String>]) -> PathBuf {
    let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
    let mut all: Vec<&[&str]> = vec![DIBAO];
    all.extend(rows.iter().map(Vec::as_slice));
    office.sheet(name, &all)
}

/// One column of a snapshot as texts; empty for unknown.
pub(super) fn column(office: &Office, loaded: &Loaded, name: &str) -> Vec<String> {
    use arrow::util::display::{ArrayFormatter, FormatOptions};
    let batches = office.lake.records(&loaded.manifest.id, &[name]).unwrap();
    let mut texts = Vec::new();
    for batch in &batches {
        let options = FormatOptions::default();
        let format = ArrayFormatter::try_new(batch.column(0), &options).unwrap();
        texts.extend((0..batch.num_rows()).map(|row| format.value(row).to_string()));
    }
    texts
}

/// The packed form of a number as [`column`] shows it.
pub(super) fn packed(id: &str) -> String {
    id.parse::<ResidentId>().unwrap().packed().to_string()
}

/// Complaints as `row column rule`.
pub(super) fn complaints(office: &Office, loaded: &Loaded) -> Vec<String> {
    let all = office.lake.complaints(&loaded.manifest.id).unwrap();
    all.iter().map(|it| format!("{} {} {}", it.row, it.column, it.rule.code())).collect()
}
