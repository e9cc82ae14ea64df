//! Division codes. Names of towns and villages are the work of an office's own list.

use super::{Rule, text};
use crate::Cell;
use doudi_kernel::Division;

/// The division of a cell that holds a code of 2, 4, 6, 9 or 12 digits.
///
/// # Errors
/// [`Rule::DivisionForm`] for everything else, also for names; [`Rule::CellError`].
///
/// ```
/// use doudi_lake::{Cell, Rule, clean};
/// let town = clean::division(&Cell::Number(419901002000.0)).unwrap().unwrap();
/// assert_eq!(town.to_string(), "419901002");
/// assert_eq!(clean::division(&Cell::Text("柳河镇".into())), Err(Rule::DivisionForm));
/// ```
pub fn division(cell: &Cell) -> Result<Option<Division>, Rule> {
    let Some(text) = text(cell)? else { return Ok(None) };
    if text::is_scientific(&text) {
        return Err(Rule::ScientificNotation);
    }
    let digits = text.trim_start_matches('\'').replace(' ', "");
    digits.parse().map(Some).map_err(|_| Rule::DivisionForm)
}
