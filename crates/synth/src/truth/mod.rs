//! The truth about the county, kept apart from what the offices were sent.

pub(crate) mod doubts;
pub(crate) mod links;
pub(crate) mod means;
mod mend;
pub(crate) mod persons;
mod seen;
pub(crate) mod shocks;

pub(crate) use mend::{Lost, mend};

use crate::office::Feed;
use doudi_kernel::ResidentId;

/// What the folder holds, for whoever opens it.
pub(crate) const README: &str = include_str!("README.md");

/// Something that went wrong with a row while its file was written.
#[derive(Clone, Debug)]
pub(crate) struct Error {
    /// The rule that an importer should complain with.
    pub(crate) kind: &'static str,
    /// The column's place among the feed's columns.
    pub(crate) column: usize,
    /// The person whose row it is.
    pub(crate) whose: ResidentId,
}

/// An error and the row of the file in which it stands, counted from 1.
#[derive(Clone, Debug)]
pub(crate) struct ErrorLine {
    pub(crate) row: u32,
    pub(crate) error: Error,
}

/// Whether an error loses the row's id.
pub(crate) fn loses_id(kind: &str) -> bool {
    matches!(kind, "id_check_character" | "scientific_notation" | "id_placeholder" | "id_missing" | "id_form")
}

/// The heading line of `errors.csv`. Every error of today's kinds shows in its file, so all are findable.
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
        "yes".to_owned(),
    ]
}

fn detail(kind: &str) -> &'static str {
    match kind {
        "id_check_character" => "one digit mistyped",
        "scientific_notation" => "a spreadsheet took the id for a number: its last digits are lost",
        "id_placeholder" => "a placeholder because the form demanded something",
        "id_missing" => "left empty",
        "id_form" => "a digit dropped",
        "certificate_as_id" => "the certificate stands where the id belongs",
        "birth_differs" => "the birth column disagrees with the number",
        "sex_differs" => "the sex column disagrees with the number",
        "duplicate_row" => "the row before, once more",
        "unknown_value" => "a word that no vocabulary knows",
        _ => "",
    }
}
