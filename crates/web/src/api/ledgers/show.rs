//! A ledger of a place and a month: the rows and sums that its page, print and workbook have.

use super::{
    super::{
        Call, Empty, Operation, Rule, ask,
        shape::{MOST, shape},
    },
    LedgerWanted, asked,
};
use doudi_journal::access::{Action, Resource};
use doudi_office::{OfficeError, ledgers};
use doudi_paper::{Block, Table, Value};

shape! {
    /// A ledger.
    struct LedgerTold {
        /// What it is called.
        title: String,
        /// Place and month.
        subtitle: String,
        /// Its tables.
        tables: Vec<LedgerTable>,
        /// Sums that were checked.
        checks: Vec<LedgerCheck>,
    }
}

shape! {
    /// A table.
    struct LedgerTable {
        /// What its columns are called.
        headings: Vec<String>,
        /// Its rows as they are printed, at most 1,000; money in yuan.
        rows: Vec<Vec<String>>,
        /// The sums; empty where there are none.
        total: Vec<String>,
        /// How many rows there are.
        all: i64,
    }
}

shape! {
    /// A sum that was checked.
    struct LedgerCheck {
        /// In words.
        said: String,
        /// Whether it holds.
        holds: bool,
    }
}

/// What ledgers are guarded by; which of it, the kind says.
const RIGHTS: &[(Resource, Action)] = &[(Resource::Statistics, Action::Count), (Resource::Household, Action::List)];

/// `POST /ledgers/show`
pub(in crate::api) fn operation() -> Operation {
    let said = ("台账与月报表", "A ledger of a place and a month");
    let made = ask("/ledgers/show").told("ledgers_show", said, Rule::OneOf(RIGHTS), show);
    made.fails([OfficeError::NotFound])
}

fn show(call: &Call<'_>, _: Empty, wanted: LedgerWanted) -> Result<LedgerTold, OfficeError> {
    let ledger = ledgers::ledger(call.bureau, call.who, &asked(wanted)?, call.lang)?;
    let tables =
        ledger.paper.blocks.iter().filter_map(|block| if let Block::Table(it) = block { Some(it) } else { None });
    Ok(LedgerTold {
        title: ledger.paper.title.clone(),
        subtitle: ledger.paper.subtitle.clone(),
        tables: tables.map(table).collect(),
        checks: ledger.checks.into_iter().map(|(said, holds)| LedgerCheck { said, holds }).collect(),
    })
}

fn table(it: &Table) -> LedgerTable {
    let row = |row: &Vec<Value>| row.iter().map(Value::printed).collect();
    LedgerTable {
        headings: it.columns.iter().map(|column| column.heading.clone()).collect(),
        rows: it.rows.iter().take(MOST).map(row).collect(),
        total: it.total.as_ref().map(row).unwrap_or_default(),
        all: i64::try_from(it.rows.len()).unwrap_or(i64::MAX),
    }
}
