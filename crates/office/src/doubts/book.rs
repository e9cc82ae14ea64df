//! A town's workbook of a batch, made again when it is asked for.

use super::{division, open::taken_out, shelf};
use crate::{Bureau, OfficeError, Who};
use doudi_journal::access::{Action, Resource};
use doudi_kernel::{BatchId, Division};
use doudi_work::doubts::{Labels, NamedBook, town_books};

/// The workbook of a town, with its answers still to be filled in. That it was taken out is kept first.
///
/// # Errors
/// [`OfficeError::Denied`], [`OfficeError::NotFound`]; the desk's.
pub fn town_book(bureau: &Bureau, who: &Who, id: &BatchId, town: Division) -> Result<NamedBook, OfficeError> {
    let scope = who.may(Resource::Doubt, Action::Export)?;
    if !scope.covers(town) {
        return Err(OfficeError::NotFound);
    }
    let batch = shelf::batch(bureau, id)?;
    let mut own = (*batch).clone();
    own.doubts
        .retain(|it| division(bureau, &it.doubt.place) / 1000 == town.number() / 1000 && it.doubt.place.town.is_some());
    own.leftovers.retain(|it| division(bureau, &it.place) / 1000 == town.number() / 1000 && it.place.town.is_some());
    let books = town_books(&own, &Labels::of(&bureau.policy()?))?;
    let book = books.into_iter().next().ok_or(OfficeError::NotFound)?;
    let short: String = id.as_str().chars().take(12).collect();
    taken_out(bureau, who, town.number(), &format!("batch:{id}"), &format!("{short}-{}", town.number() / 1000))?;
    Ok(book)
}
