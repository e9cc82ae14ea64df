//! The truth about the county, kept apart from what the offices were sent.

pub(crate) mod doubts;
pub(crate) mod persons;
mod seen;

use crate::office::Feed;
use doudi_kernel::ResidentId;

/// Something that went wrong with a row while its file was written.
#[derive(Clone, Debug)]
pub(crate) struct Error {
    /// The rule that an importer should complain with.
    pub(crate) kind: &'static str,
    /// The column's place among the feed's columns.
    pub(crate) column: usize,
    /// The person whose row it is.
    pub(crate) whose: ResidentId,
    /// Whether the file shows it.
    pub(crate) findable: bool,
}

/// An error and the row of the file in which it stands, counted from 1.
#[derive(Clone, Debug)]
pub(crate) struct ErrorLine {
    pub(crate) row: u32,
    pub(crate) error: Error,
}

/// The heading line of `errors.csv`.
pub(crate) const ERRORS_HEADING: &[&str] =
    &["kind", "month", "feed", "file", "sheet", "row", "column", "resident_id", "detail", "findable"];

/// The fields of a line of `errors.csv`.
pub(crate) fn error_fields(feed: &Feed, place: usize, month: &str, file: &str, line: &ErrorLine) -> [String; 10] {
    let error = &line.error;
    [
        error.kind.to_owned(),
        month.to_owned(),
        feed.id.to_owned(),
        file.to_owned(),
        feed.look.sheet.to_owned(),
        line.row.to_string(),
        feed.columns[error.column].heading(place).to_owned(),
        error.whose.key().reveal(),
        detail(error.kind).to_owned(),
        if error.findable { "yes" } else { "no" }.to_owned(),
    ]
}

fn detail(kind: &str) -> &'static str {
    match kind {
        "check_character" => "one digit mistyped",
        "scientific_notation" => "a spreadsheet took the id for a number: its last digits are lost",
        "placeholder" => "a placeholder because the form demanded something",
        "missing_id" => "left empty",
        "not_an_id" => "a digit dropped",
        "unknown_term" => "a word that no vocabulary knows",
        _ => "",
    }
}
