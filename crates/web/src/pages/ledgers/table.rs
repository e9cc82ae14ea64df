//! A paper's tables on the screen: the same rows and sums as in its print.

use crate::words;
use doudi_office::ledgers::Leads;
use doudi_paper::{Block, Document, Style, Table, Value};

/// Rows of a table on one page of the screen.
pub(crate) const PAGE: usize = 100;

/// What stands below one another.
pub(crate) enum Piece {
    Heading(String),
    Note(String),
    Sheet(Sheet),
}

pub(crate) struct Sheet {
    pub(crate) headings: Vec<(String, &'static str)>,
    pub(crate) rows: Vec<Vec<Cell>>,
    pub(crate) total: Vec<Cell>,
    /// How many rows there are on all pages.
    pub(crate) all: usize,
}

pub(crate) struct Cell {
    pub(crate) of: String,
    pub(crate) text: String,
    pub(crate) class: &'static str,
    pub(crate) to: Option<String>,
}

/// A page of a paper; `place` makes the address of the same ledger of a place.
pub(crate) fn pieces(
    paper: &Document,
    leads: &[Vec<Leads>],
    page: usize,
    place: &dyn Fn(u64) -> String,
) -> (Vec<Piece>, usize) {
    let mut leads = leads.iter();
    let mut most = 0;
    let mut pieces = Vec::new();
    for block in &paper.blocks {
        match block {
            Block::Text { style: Style::Heading, text } => pieces.push(Piece::Heading(text.clone())),
            Block::Text { text, .. } => pieces.push(Piece::Note(text.clone())),
            Block::Table(table) => {
                most = most.max(table.rows.len());
                let own = leads.next().map_or(&[][..], Vec::as_slice);
                pieces.push(Piece::Sheet(sheet(table, own, page, place)));
            }
            _ => {}
        }
    }
    (pieces, most.div_ceil(PAGE))
}

fn sheet(table: &Table, leads: &[Leads], page: usize, place: &dyn Fn(u64) -> String) -> Sheet {
    // A list begins with a running number; figures begin with what a line is of.
    let numbered = ["序号", "No."].contains(&table.columns.first().map_or("", |column| &column.heading));
    let lead = usize::from(numbered);
    let number = |at: usize| {
        let column = || table.rows.iter().chain(&table.total).filter_map(|row| row.get(at));
        column().any(is_number) && column().all(|value| is_number(value) || *value == Value::Blank)
    };
    // Help without an amount leaves its column empty; it stands below its heading like its neighbour.
    let empty = |at: usize| table.rows.iter().all(|row| row.get(at).is_none_or(|value| *value == Value::Blank));
    let class = |at: usize| match at {
        0 if numbered => "id n",
        at if at == lead => "lead",
        at if number(at) || (empty(at) && number(at - 1)) => "n",
        _ => "",
    };
    let cells = |values: &[Value], to: Leads| -> Vec<Cell> {
        let one = |(at, value): (usize, &Value)| Cell {
            of: table.columns.get(at).map(|column| column.heading.clone()).unwrap_or_default(),
            text: said(value),
            class: class(at),
            to: match to {
                Leads::File(id) if at == lead => Some(format!("/households/{id}")),
                Leads::Place(division) if at == lead => Some(place(division)),
                _ => None,
            },
        };
        values.iter().enumerate().map(one).collect()
    };
    let shown = table.rows.iter().enumerate().skip(page * PAGE).take(PAGE);
    let to = |at: usize| leads.get(at).copied().unwrap_or(Leads::Nowhere);
    Sheet {
        headings: table.columns.iter().enumerate().map(|(at, column)| (column.heading.clone(), class(at))).collect(),
        rows: shown.map(|(at, row)| cells(row, to(at))).collect(),
        total: table.total.as_ref().map(|row| cells(row, Leads::Nowhere)).unwrap_or_default(),
        all: table.rows.len(),
    }
}

fn is_number(value: &Value) -> bool {
    match value {
        Value::Money(_) | Value::Count(_) => true,
        Value::Text(text) => text.parse::<i64>().is_ok(),
        _ => false,
    }
}

fn said(value: &Value) -> String {
    match value {
        Value::Money(money) => words::yuan(money.fen()),
        Value::Count(count) => words::count(i64::try_from(*count).unwrap_or(i64::MAX)),
        other => other.printed(),
    }
}
