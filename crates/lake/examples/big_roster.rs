//! Makes a large workbook, and takes it into a lake row by row: what does an import cost in time and memory?
//!
//! ```text
//! cargo run --release -p doudi-lake --example big_roster -- make /tmp/big.xlsx 500000 shared
//! /usr/bin/time -v target/release/examples/big_roster import /tmp/big.xlsx /tmp/big-lake
//! ```
//! `shared` puts every text into the table of shared strings, as Excel does; `inline` writes it into the cell, as most
//! programs of departments do. Eight of the twenty columns differ in every row.

use arrow::{
    array::{ArrayRef, RecordBatch, StringBuilder, UInt32Builder, UInt64Builder},
    datatypes::{DataType, Field, Schema, SchemaRef},
};
use doudi_kernel::{Date, FeedId, LayoutId, Month, ResidentId};
use doudi_lake::{About, Cell, Complaint, Coverage, Draft, Lake, Limits, RealDisk, Roster, clean};
use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};
use std::{error::Error, io::Write, ops::ControlFlow, path::Path, sync::Arc};

const COLUMNS: usize = 20;
const BATCH: u32 = 8192;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["make", path, rows, kind] => make(Path::new(path), rows.parse()?, kind == "shared")?,
        ["import", path, lake] => import(Path::new(path), Path::new(lake))?,
        _ => return Err("make PATH ROWS shared|inline, or import PATH LAKE".into()),
    }
    Ok(())
}

/// The n-th person of a division that was never assigned.
fn resident(n: u32) -> ResidentId {
    let birth = Date::constant(1930, 1, 1).checked_add(jiff::Span::new().days(n / 600)).expect("within the calendar");
    let county = "419901".parse().expect("six digits");
    ResidentId::new(county, birth, (n % 600 + 1) as u16).expect("serial of 1 to 600")
}

fn make(path: &Path, rows: u32, shared: bool) -> Result<(), XlsxError> {
    let mut book = Workbook::new();
    let sheet = if shared { book.add_worksheet() } else { book.add_worksheet_with_constant_memory()? };
    for column in 0..COLUMNS as u16 {
        sheet.write(0, column, format!("栏目{column}"))?;
    }
    for row in 1..=rows {
        write_row(sheet, row)?;
    }
    book.save(path)
}

fn write_row(sheet: &mut Worksheet, row: u32) -> Result<(), XlsxError> {
    let number = resident(row).key().reveal();
    let unique = [
        format!("居民{row}"),
        number,
        resident(row / 3).key().reveal(),
        format!("未名县柳河镇石桥村{}组{}号", row % 12, row),
        format!("138{row:08}"),
        format!("6217000000000{row:06}"),
        format!("户{row:08}"),
        format!("人{row:010}"),
    ];
    for (column, text) in (0..).zip(unique) {
        sheet.write(row, column, text)?;
    }
    let words = ["农村低保", "男", "汉族", "小学", "未婚", "健康"];
    for (column, word) in (8..).zip(words) {
        sheet.write(row, column, word)?;
    }
    for column in 14..COLUMNS as u16 {
        sheet.write(row, column, f64::from(row % 977) + f64::from(column) / 4.0)?;
    }
    Ok(())
}

fn schema() -> SchemaRef {
    let mut fields =
        vec![Field::new("source_row", DataType::UInt32, false), Field::new("resident_id", DataType::UInt64, true)];
    fields.extend((0..COLUMNS).map(|column| Field::new(format!("栏目{column}"), DataType::Utf8, true)));
    Arc::new(Schema::new(fields))
}

fn import(path: &Path, root: &Path) -> Result<(), Box<dyn Error>> {
    let lake = Lake::open(root, Arc::new(RealDisk))?;
    let mut roster = Roster::open(path, &Limits::default())?;
    let mut gathering = Gathering { draft: lake.begin(schema())?, columns: Columns::default(), failed: None };
    roster.for_each_row(0, &mut |row, cells| gathering.row(row, cells))?;
    gathering.flush()?;
    let about = About {
        feed: FeedId::new("dibao_rural_person"),
        layout: LayoutId::new("example"),
        month: Month::new(2026, 9).expect("September"),
        part: String::new(),
        coverage: Coverage::Full,
        source: roster.source().clone(),
        sheets: vec![roster.sheets()[0].name.clone()],
        controls: Vec::new(),
        loaded_at: jiff::Timestamp::UNIX_EPOCH,
    };
    let commit = gathering.draft.commit(about)?;
    let manifest = commit.manifest();
    writeln!(
        std::io::stdout(),
        "{} rows, {} complaints, {} bytes of Parquet from {} bytes",
        manifest.rows,
        manifest.complaints,
        manifest.records_bytes,
        manifest.about.source.bytes
    )?;
    Ok(())
}

#[derive(Default)]
struct Columns {
    rows: UInt32Builder,
    ids: UInt64Builder,
    texts: [StringBuilder; COLUMNS],
    length: u32,
}

struct Gathering {
    draft: Draft,
    columns: Columns,
    failed: Option<Box<dyn Error>>,
}

impl Gathering {
    fn row(&mut self, row: u32, cells: &[Cell]) -> ControlFlow<()> {
        match self.try_row(row, cells) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                self.failed = Some(error);
                ControlFlow::Break(())
            }
        }
    }

    fn try_row(&mut self, row: u32, cells: &[Cell]) -> Result<(), Box<dyn Error>> {
        let at = |column: usize| cells.get(column).unwrap_or(&Cell::Empty);
        self.columns.rows.append_value(row);
        let id = clean::id(at(1)).or_else(|rule| {
            let (column, shown) = ("身份证号".into(), clean::mask(at(1)));
            self.draft.complain(&Complaint { sheet: String::new(), row, column, rule, shown }).map(|()| None)
        })?;
        self.columns.ids.append_option(id.map(|id| id.resident().packed()));
        for (column, builder) in self.columns.texts.iter_mut().enumerate() {
            builder.append_option(clean::text(at(column)).unwrap_or_default());
        }
        self.columns.length += 1;
        if self.columns.length == BATCH { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), Box<dyn Error>> {
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        let mut columns: Vec<ArrayRef> =
            vec![Arc::new(self.columns.rows.finish()), Arc::new(self.columns.ids.finish())];
        columns.extend(self.columns.texts.iter_mut().map(|builder| Arc::new(builder.finish()) as ArrayRef));
        self.columns.length = 0;
        Ok(self.draft.write(&RecordBatch::try_new(schema(), columns)?)?)
    }
}
