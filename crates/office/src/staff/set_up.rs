//! The first accounts of an office, made by whoever holds the machine: all of them with their rights, or none.

use super::accounts::{NewAccount, given, opened};
use crate::{Bureau, OfficeError, Who};
use doudi_journal::access::{Grant, UserId};

/// Whoever holds the machine, before there is anybody else. The passwords that it draws are shown to nobody else.
pub const SETUP: UserId = UserId(0);

/// Makes accounts, each with a right, while nobody is there who could give one. Gives whether it did: where somebody has
/// an account already, nothing is changed.
///
/// # Errors
/// [`OfficeError::Account`] where two are called the same; [`OfficeError::Password`]; the journal's.
pub fn set_up(
    bureau: &Bureau,
    holder: &Who,
    first: &[(NewAccount<'_>, Grant)],
    fill: &mut dyn FnMut(&mut [u8]),
) -> Result<bool, OfficeError> {
    let somebody = "SELECT id FROM account LIMIT 1";
    if !bureau.journal.read(|reader| reader.ordinary(somebody, &[]))?.is_empty() {
        return Ok(false);
    }
    let hashed = first.iter().map(|(new, _)| new.hashed(fill)).collect::<Result<Vec<_>, _>>()?;
    bureau.journal.write(|tx| {
        if tx.row(somebody, &[])?.is_some() {
            return Ok(false);
        }
        for ((new, grant), password) in first.iter().zip(&hashed) {
            let id = opened(tx, holder, new, password)?;
            given(tx, holder, id, grant)?;
        }
        Ok(true)
    })
}
