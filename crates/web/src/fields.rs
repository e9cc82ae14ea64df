//! What a form holds, read field by field. What does not read is refused with the field's label, never with its content.

use crate::{state::State, why::Why};
use axum::{
    extract::{FromRequestParts, Query},
    http::request::Parts,
};
use doudi_journal::{IdempotencyKey, access::UserId};
use doudi_kernel::{Date, Division, Money};
use doudi_office::{Field, OfficeError, field};

/// The longest text of one field, in characters.
const LONGEST: usize = 2_000;

/// Names and values, in order; a name may stand several times.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields(pub(crate) Vec<(String, String)>);

impl Fields {
    /// The value without spaces around it; empty where there is none.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.all(name).next().unwrap_or_default()
    }

    /// The value as it was typed, as a password is.
    pub(crate) fn untrimmed(&self, name: &str) -> &str {
        self.0.iter().find(|(of, _)| of == name).map_or("", |(_, value)| value)
    }

    /// All values of a name.
    pub(crate) fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        let name = name.to_owned();
        self.0.iter().filter(move |(of, _)| *of == name).map(|(_, value)| value.trim())
    }

    /// A text of a length that somebody reads.
    pub(crate) fn words(&self, name: &str, called: Field) -> Result<String, OfficeError> {
        let text = self.text(name);
        let sound =
            text.chars().count() <= LONGEST && !text.chars().any(|it| it.is_control() && it != '\n' && it != '\r');
        if sound { Ok(text.replace('\r', "")) } else { Err(OfficeError::Form(called)) }
    }

    /// Yuan as fen; none where nothing is written.
    pub(crate) fn fen(&self, name: &str, called: Field) -> Result<Option<i64>, OfficeError> {
        let text: String = self.text(name).chars().filter(|it| !matches!(it, ',' | '，' | ' ')).collect();
        if text.is_empty() {
            return Ok(None);
        }
        let money = text.parse::<Money>().ok().filter(|money| money.fen() >= 0);
        money.map(|money| Some(money.fen())).ok_or(OfficeError::Form(called))
    }

    /// A whole number that is not negative; none where nothing is written.
    pub(crate) fn number(&self, name: &str, called: Field) -> Result<Option<i64>, OfficeError> {
        let text = self.text(name);
        if text.is_empty() {
            return Ok(None);
        }
        let number = text.parse::<i64>().ok().filter(|number| *number >= 0);
        number.map(Some).ok_or(OfficeError::Form(called))
    }

    /// A civil date.
    pub(crate) fn date(&self, name: &str, called: Field) -> Result<Date, OfficeError> {
        self.text(name).parse().map_err(|_| OfficeError::Form(called))
    }

    /// A division of 2 to 12 digits.
    pub(crate) fn division(&self, name: &str, called: Field) -> Result<Division, OfficeError> {
        self.text(name).parse().map_err(|_| OfficeError::Form(called))
    }

    /// What this form is called, so that it is done once: drawn when the page was made, and the user's own.
    pub(crate) fn key(&self, user: UserId) -> Result<IdempotencyKey, OfficeError> {
        let drawn = self.text("key");
        if drawn.len() != 32 {
            return Err(OfficeError::Form(field::FORM_PAGE));
        }
        Ok(IdempotencyKey::new(format!("user:{}:{drawn}", user.0))?)
    }
}

/// The fields of a page's address. No personal data ever stands there: names and numbers are searched by sending a form.
pub(crate) struct Asked(pub(crate) Fields);

impl FromRequestParts<State> for Asked {
    type Rejection = Why;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Why> {
        let pairs = Query::<Vec<(String, String)>>::from_request_parts(parts, state).await;
        pairs.map(|Query(pairs)| Self(Fields(pairs))).map_err(|_| Why::Body)
    }
}
