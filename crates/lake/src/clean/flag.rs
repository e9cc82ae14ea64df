//! Yes, no, and nothing said.

use super::{Rule, text::fold};
use crate::Cell;

const YES: [&str; 14] = ["是", "有", "1", "Y", "YES", "TRUE", "T", "√", "✓", "✔", "☑", "对", "已", "真"];
const NO: [&str; 14] = ["否", "无", "0", "N", "NO", "FALSE", "F", "×", "✗", "✘", "没有", "不是", "未", "假"];

/// The truth of a cell. Empty is not known, never no.
///
/// # Errors
/// [`Rule::FlagForm`], [`Rule::CellError`].
///
/// ```
/// use doudi_lake::{Cell, Rule, clean};
/// assert_eq!(clean::flag(&Cell::Text("是".into())), Ok(Some(true)));
/// assert_eq!(clean::flag(&Cell::Number(0.0)), Ok(Some(false)));
/// assert_eq!(clean::flag(&Cell::Empty), Ok(None));
/// assert_eq!(clean::flag(&Cell::Text("可能".into())), Err(Rule::FlagForm));
/// ```
pub fn flag(cell: &Cell) -> Result<Option<bool>, Rule> {
    match cell {
        Cell::Empty => Ok(None),
        Cell::Bool(truth) => Ok(Some(*truth)),
        Cell::Number(1.0) => Ok(Some(true)),
        Cell::Number(0.0) => Ok(Some(false)),
        Cell::Number(_) | Cell::DateTime(_) => Err(Rule::FlagForm),
        Cell::Error(_) => Err(Rule::CellError),
        Cell::Text(text) => of_text(&fold(text).to_ascii_uppercase()),
    }
}

fn of_text(text: &str) -> Result<Option<bool>, Rule> {
    match text.trim_start_matches('\'') {
        "" => Ok(None),
        text if YES.contains(&text) => Ok(Some(true)),
        text if NO.contains(&text) => Ok(Some(false)),
        _ => Err(Rule::FlagForm),
    }
}
