//! One cell as a file holds it, before cleaning.

use calamine::{Data, DataRef, ExcelDateTime};
use jiff::civil::{Date, DateTime};
use std::fmt;

/// A cell as the file holds it. Nothing is trimmed or guessed; [`crate::clean`] does that.
#[derive(Clone, PartialEq, Default)]
pub enum Cell {
    /// Nothing, or a text of length zero.
    #[default]
    Empty,
    /// Text, as typed.
    Text(String),
    /// A number. Above fifteen digits a spreadsheet has already lost the last ones.
    Number(f64),
    /// A truth value of the spreadsheet, not 是 or 否.
    Bool(bool),
    /// A number that the spreadsheet shows as a date.
    DateTime(DateTime),
    /// A failed formula: `#N/A`.
    Error(String),
}

impl Cell {
    /// Nothing, or only white space.
    ///
    /// ```
    /// assert!(doudi_lake::Cell::Text(" \u{3000}".into()).is_blank());
    /// ```
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.chars().all(|c| c.is_whitespace() || c == '\u{feff}'),
            _ => false,
        }
    }

    /// The text of a text cell.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The cell as a person at a spreadsheet sees it; empty for an empty one. For headings and titles: values go through
    /// [`crate::clean`].
    ///
    /// ```
    /// use doudi_lake::Cell;
    /// assert_eq!(Cell::Number(2025.0).shown(), "2025");
    /// ```
    pub fn shown(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) | Self::Error(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Bool(true) => "TRUE".into(),
            Self::Bool(false) => "FALSE".into(),
            Self::DateTime(at) if at.time() == jiff::civil::Time::midnight() => at.date().to_string(),
            Self::DateTime(at) => at.to_string(),
        }
    }

    /// Puts text into the cell, keeping its allocation.
    pub(crate) fn set_text(&mut self, text: &str) {
        match self {
            _ if text.is_empty() => *self = Self::Empty,
            Self::Text(old) => text.clone_into(old),
            other => *other = Self::Text(text.to_owned()),
        }
    }

    pub(crate) fn set_ref(&mut self, data: &DataRef<'_>) {
        match data {
            DataRef::SharedString(text) => self.set_text(text),
            DataRef::String(text) => self.set_text(text),
            DataRef::Empty => *self = Self::Empty,
            DataRef::Int(number) => *self = Self::Number(*number as f64),
            DataRef::Float(number) => *self = Self::Number(*number),
            DataRef::Bool(truth) => *self = Self::Bool(*truth),
            DataRef::DateTime(at) => *self = from_excel(at),
            DataRef::DateTimeIso(text) => *self = from_iso(text),
            DataRef::DurationIso(text) => self.set_text(text),
            DataRef::Error(error) => *self = Self::Error(error.to_string()),
        }
    }

    pub(crate) fn set_data(&mut self, data: &Data) {
        match data {
            Data::String(text) | Data::DurationIso(text) => self.set_text(text),
            Data::Empty => *self = Self::Empty,
            Data::Int(number) => *self = Self::Number(*number as f64),
            Data::Float(number) => *self = Self::Number(*number),
            Data::Bool(truth) => *self = Self::Bool(*truth),
            Data::DateTime(at) => *self = from_excel(at),
            Data::DateTimeIso(text) => *self = from_iso(text),
            Data::Error(error) => *self = Self::Error(error.to_string()),
        }
    }
}

/// A serial in a date format. A duration, and the 29th of February 1900 that Excel believes in, stay numbers.
fn from_excel(at: &ExcelDateTime) -> Cell {
    let serial = at.as_f64();
    if at.is_duration() || !(1.0..2_958_466.0).contains(&serial) {
        return Cell::Number(serial);
    }
    let (year, month, day, hour, minute, second, milli) = at.to_ymd_hms_milli();
    let parts = (i16::try_from(year), month as i8, day as i8);
    let (Ok(year), month, day) = parts else { return Cell::Number(serial) };
    DateTime::new(year, month, day, hour as i8, minute as i8, second as i8, i32::from(milli) * 1_000_000)
        .map_or(Cell::Number(serial), Cell::DateTime)
}

fn from_iso(text: &str) -> Cell {
    let day = || text.parse::<Date>().map(|date| date.to_datetime(jiff::civil::Time::midnight()));
    text.parse::<DateTime>().or_else(|_| day()).map_or_else(|_| Cell::Text(text.to_owned()), Cell::DateTime)
}

/// The kind and the length only: a cell may hold an identity number, and debug output ends in logs.
impl fmt::Debug for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("Empty"),
            Self::Text(text) => write!(f, "Text({} characters)", text.chars().count()),
            Self::Number(_) => f.write_str("Number"),
            Self::Bool(_) => f.write_str("Bool"),
            Self::DateTime(_) => f.write_str("DateTime"),
            Self::Error(error) => write!(f, "Error({error})"),
        }
    }
}
