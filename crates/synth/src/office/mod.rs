//! Departments' files: what each feed holds, how its sheet looks, who is on it in a month.
//!
//! A feed is one file of code: its columns with the headings as offices print them, its look, and a function that gives a
//! village's rows for a month. Rows are canonical values; `mess` spoils some of them, `dress` writes the rest as people do.

pub(crate) mod book;
pub(crate) mod dress;
mod feeds;
pub(crate) mod parquet;
pub(crate) mod sheet;
pub(crate) mod text;

pub(crate) use feeds::FEEDS;

use crate::life::{Person, Village};
use doudi_kernel::{Date, DisabilityCertificate, Division, Month, ResidentId};
use std::borrow::Cow;

/// A value before it is written down.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Empty,
    Id(ResidentId),
    /// What stands where an id should, after mess: not an id, and not repairable.
    Broken(Box<str>),
    Certificate(DisabilityCertificate),
    Text(Cow<'static, str>),
    /// A vocabulary's code and the word that the file prints.
    Code(&'static str, &'static str),
    Date(Date),
    /// An end that was never set.
    OpenEnd,
    Month(Month),
    /// In fen.
    Money(i64),
    Count(i64),
    /// In tenths of a mu.
    Area(u32),
    Flag(bool),
    Division(Division),
}

impl Value {
    pub(crate) fn text(text: impl Into<Cow<'static, str>>) -> Self {
        Self::Text(text.into())
    }

    pub(crate) fn some<T>(value: Option<T>, wrap: impl FnOnce(T) -> Self) -> Self {
        value.map_or(Self::Empty, wrap)
    }

    pub(crate) fn yuan(yuan: u32) -> Self {
        Self::Money(i64::from(yuan) * 100)
    }
}

/// How a date or month is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dates {
    /// 2026-09-03
    Dashes,
    /// 2026.9.3
    Dots,
    /// 20260903 or, for a month, 202609
    Compact,
    /// 2026年9月3日
    Chinese,
    /// 2026/9/3
    Slashes,
    /// Days since 1899-12-30 as a number cell.
    Serial,
}

/// How a flag is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flags {
    /// 是, 否
    Yes,
    /// 1, 0
    Digits,
    /// 有, 无
    Have,
    /// 是, and nothing
    YesOrEmpty,
}

/// How an amount is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Amounts {
    /// A number cell.
    Number,
    /// Text with two decimals.
    Text,
    /// With 元 now and then, and commas in thousands.
    Loose,
}

/// What a column holds, and how it is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A running number; in no record.
    Serial,
    /// The id that the row is about.
    Key,
    /// Another person's id.
    Id,
    Certificate,
    Name,
    Text,
    Code,
    Date(Dates),
    Month(Dates),
    Money(Amounts),
    Count,
    Area,
    Flag(Flags),
    /// Twelve digits.
    Division,
    /// A division printed by its own name only.
    Town,
    /// A division printed by its own name only.
    Place,
    /// Digits that a spreadsheet would like to be a number: phones, accounts.
    Digits,
}

/// A column of a file.
#[derive(Clone, Copy)]
pub(crate) struct Column {
    /// Headings by month, one after the other: offices rename columns. `甲|乙` is a heading of several rows.
    pub(crate) headings: &'static [&'static str],
    /// The canonical field, empty where there is none.
    pub(crate) field: &'static str,
    pub(crate) kind: Kind,
}

/// A column.
pub(crate) const fn col(headings: &'static [&'static str], field: &'static str, kind: Kind) -> Column {
    Column { headings, field, kind }
}

/// Columns one after the other; `N` is `A + B`.
pub(crate) const fn join<const A: usize, const B: usize, const N: usize>(
    first: [Column; A],
    second: [Column; B],
) -> [Column; N] {
    assert!(A + B == N);
    let mut all = [col(&[""], "", Kind::Serial); N];
    let mut at = 0;
    while at < N {
        all[at] = if at < A { first[at] } else { second[at - A] };
        at += 1;
    }
    all
}

impl Column {
    /// The heading in the month at a place in the plan.
    pub(crate) fn heading(&self, place: usize) -> &'static str {
        self.headings[place % self.headings.len()]
    }
}

/// What kind of file a feed comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Container {
    Xlsx,
    /// Delimited text.
    Text {
        gb18030: bool,
        bom: bool,
        delimiter: u8,
    },
}

/// Cells of a row above the header, by column.
pub(crate) type Line = Vec<(u16, String)>;

/// How a file looks.
pub(crate) struct Look {
    pub(crate) container: Container,
    /// The file's name, given the month, its last day as `yyyymmdd`, and how many rows it has.
    pub(crate) name: fn(&Naming) -> String,
    /// Rows above the header: cells at columns.
    pub(crate) above: fn(&Naming) -> Vec<Line>,
    pub(crate) sheet: &'static str,
    /// A sheet of notes before the data.
    pub(crate) notes: Notes,
    /// 合计 below the data.
    pub(crate) totals: bool,
    /// 制表人 below the data.
    pub(crate) signature: bool,
    /// Members of a household side by side: so many pairs.
    pub(crate) pairs: usize,
    /// 小计 after each group, whose name stands in merged cells.
    pub(crate) grouped: bool,
}

/// Whether a sheet of notes comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Notes {
    None,
    Shown,
    Hidden,
}

/// What a file's name and title are made of.
pub(crate) struct Naming {
    pub(crate) month: Month,
    pub(crate) rows: usize,
    pub(crate) part: String,
}

impl Naming {
    pub(crate) fn chinese(&self) -> String {
        format!("{}年{}月", self.month.year(), self.month.month())
    }

    /// The 25th, when offices draw their lists.
    pub(crate) fn day(&self) -> String {
        format!("{}25", self.month.compact())
    }
}

/// A plain look: a workbook with the header in the first row.
pub(crate) const PLAIN: Look = Look {
    container: Container::Xlsx,
    name: |_| String::new(),
    above: |_| Vec::new(),
    sheet: "Sheet1",
    notes: Notes::None,
    totals: false,
    signature: false,
    pairs: 0,
    grouped: false,
};

/// Who keeps a list decides how clean it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Care {
    /// A national system's export.
    System,
    /// An export that somebody edited.
    Edited,
    /// A workbook kept by hand.
    Hand,
}

/// In which months a feed is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sent {
    Monthly,
    /// With the first month only: a yearly list.
    Once,
    /// With the last month only, one file for each of the first villages.
    ByVillage,
}

/// A feed: what it holds, how it looks, who is on it.
pub(crate) struct Feed {
    pub(crate) id: &'static str,
    pub(crate) columns: &'static [Column],
    pub(crate) look: Look,
    pub(crate) care: Care,
    pub(crate) sent: Sent,
    pub(crate) rows: fn(&View, &mut Vec<Row>),
}

impl Feed {
    /// Where a field stands among the columns.
    pub(crate) fn at(&self, field: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.field == field)
    }
}

/// A row of a feed, about one person where it is about any.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// Rows of one household, or of one village, follow each other with the same number.
    pub(crate) group: u32,
    pub(crate) values: Vec<Value>,
}

/// A village as it was in a month.
pub(crate) struct View<'a> {
    pub(crate) village: &'a Village<'a>,
    pub(crate) month: Month,
}

impl View<'_> {
    pub(crate) fn people(&self) -> impl Iterator<Item = &Person> {
        self.village.people.iter()
    }

    pub(crate) fn home(&self) -> Division {
        self.village.place.division
    }

    pub(crate) fn town(&self) -> Division {
        self.home().parent().unwrap_or(self.home())
    }

    /// The address of a household, as the register writes it.
    pub(crate) fn address(&self, household: u32, at: Division) -> Value {
        let places = self.village.places;
        let town = at.parent().map_or("", |town| places.name(town));
        let unit = if self.village.place.urban {
            format!("{}号楼{}室", household % 30 + 1, household % 24 + 101)
        } else {
            format!("{}组{}号", household % 12 + 1, household % 97 + 1)
        };
        Value::text(format!("兜底县{town}{}{unit}", places.name(at)))
    }

    /// The first day of the month.
    pub(crate) fn first_day(&self) -> Date {
        self.month.first_day()
    }
}
