//! What stands in the table of operations: address, right, forms, and what is done. Router and document come from it, and an
//! operation cannot be made without its rule.

use super::{
    kinds::Id,
    shape::{Schemas, Shape, shape},
};
use crate::{state::State, why::Why};
use axum::http::{Method, StatusCode};
use doudi_journal::{
    IdempotencyKey,
    access::{Action, Denied, PurposeKind, Resource},
};
use doudi_kernel::Lang;
use doudi_office::{
    Bureau, OfficeError, Who, field,
    ledgers::{Exported, Format},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value as Json;

/// The right that an operation needs before it looks at anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    /// This one.
    Needs(Resource, Action),
    /// One of these; which of them, the office asks when it knows what is wanted.
    OneOf(&'static [(Resource, Action)]),
    /// None: it tells the token about itself.
    Own,
}

impl Rule {
    /// The rights in question; one of them is enough.
    pub(crate) fn rights(self) -> Vec<(Resource, Action)> {
        match self {
            Self::Needs(resource, action) => vec![(resource, action)],
            Self::OneOf(rights) => rights.to_vec(),
            Self::Own => Vec::new(),
        }
    }

    /// Whether somebody may ask at all.
    ///
    /// # Errors
    /// [`Denied`].
    pub(crate) fn holds(self, who: &Who) -> Result<(), Denied> {
        let mut refused = None;
        for (resource, action) in self.rights() {
            match who.may(resource, action) {
                Ok(_) => return Ok(()),
                Err(why) => refused = refused.or(Some(why)),
            }
        }
        refused.map_or(Ok(()), Err)
    }
}

/// Who asks, and with what.
pub(crate) struct Call<'a> {
    pub(crate) state: &'a State,
    pub(crate) bureau: &'a Bureau,
    pub(crate) who: &'a Who,
    /// The kinds of purpose for which the token opens files.
    pub(crate) purposes: &'a [PurposeKind],
    pub(crate) lang: Lang,
    /// What a write is called; there for every operation that writes.
    pub(super) key: Option<IdempotencyKey>,
}

impl Call<'_> {
    /// What this write is called.
    ///
    /// # Errors
    /// [`OfficeError::Form`] for an operation that was not declared as a write.
    pub(crate) fn key(&self) -> Result<&IdempotencyKey, OfficeError> {
        self.key.as_ref().ok_or(OfficeError::Form(field::IDEMPOTENCY_KEY))
    }

    /// Fills bytes with chance.
    pub(crate) fn fill(&self) -> impl FnMut(&mut [u8]) + use<'_> {
        |bytes: &mut [u8]| (self.state.fill)(bytes)
    }
}

type Run = Box<dyn Fn(&Call<'_>, &Json, &Json) -> Result<Given, Why> + Send + Sync>;
type Form = fn(&mut Schemas) -> Json;

/// What an operation is told beside its address.
#[derive(Clone, Copy)]
pub(crate) enum Takes {
    /// Nothing.
    Nothing,
    /// A JSON value of this form.
    Json(Form),
    /// A file for the spool, with texts of this form beside it; needs a key.
    File(Form),
}

impl Takes {
    /// The form of its JSON or texts.
    pub(crate) fn form(self) -> Option<Form> {
        match self {
            Self::Nothing => None,
            Self::Json(form) | Self::File(form) => Some(form),
        }
    }
}

/// A file that leaves the office, and its kind.
pub(crate) type Taken = (Format, Exported);

/// What an operation answers with.
pub(crate) enum Given {
    /// A JSON value.
    Json(Json),
    /// A file of a kind.
    File(&'static str, Exported),
}

/// An operation.
pub(crate) struct Operation {
    pub(crate) method: Method,
    pub(crate) path: &'static str,
    /// Its name in the document.
    pub(crate) name: &'static str,
    /// What it does, in both languages.
    pub(crate) said: (&'static str, &'static str),
    pub(crate) rule: Rule,
    /// Whether it writes, so that it needs a key.
    pub(crate) writes: bool,
    /// What it may answer beside what every operation may.
    pub(crate) errors: Vec<Why>,
    pub(crate) at: Form,
    pub(crate) takes: Takes,
    /// The form of its answer; none where that is a file.
    pub(crate) answer: Option<Form>,
    /// The status of a good answer.
    pub(crate) status: StatusCode,
    pub(super) run: Run,
}

/// How an operation is asked: method and address below `/api/v1`.
pub(crate) fn get(path: &'static str) -> Address {
    Address { method: Method::GET, path, writes: false }
}

/// A question whose words are in its body, since no name stands in an address; it changes nothing but the record of who looked.
pub(crate) fn ask(path: &'static str) -> Address {
    Address { method: Method::POST, path, writes: false }
}

/// A write: it needs a key, and is done once.
pub(crate) fn write(path: &'static str) -> Address {
    Address { method: Method::POST, path, writes: true }
}

/// Where an operation stands; it becomes one with a name, a rule and what it does.
pub(crate) struct Address {
    method: Method,
    path: &'static str,
    writes: bool,
}

shape! {
    /// Nothing.
    struct Empty {}
}

shape! {
    /// Which one.
    struct At {
        /// Its number.
        id: Id,
    }
}

impl Address {
    /// An operation without a body.
    pub(crate) fn answered<P, A>(
        self,
        name: &'static str,
        said: (&'static str, &'static str),
        rule: Rule,
        run: fn(&Call<'_>, P) -> Result<A, OfficeError>,
    ) -> Operation
    where
        P: Shape + DeserializeOwned + 'static,
        A: Shape + Serialize + 'static,
    {
        let run: Run = Box::new(move |call, at, _| written(run(call, read(at, &Why::NoPage)?)));
        self.made(name, said, rule, (P::schema, Takes::Nothing, Some(A::schema)), run)
    }

    /// An operation with a body.
    pub(crate) fn told<P, B, A>(
        self,
        name: &'static str,
        said: (&'static str, &'static str),
        rule: Rule,
        run: fn(&Call<'_>, P, B) -> Result<A, OfficeError>,
    ) -> Operation
    where
        P: Shape + DeserializeOwned + 'static,
        B: Shape + DeserializeOwned + 'static,
        A: Shape + Serialize + 'static,
    {
        let run: Run =
            Box::new(move |call, at, body| written(run(call, read(at, &Why::NoPage)?, read(body, &Why::Body)?)));
        self.made(name, said, rule, (P::schema, Takes::Json(B::schema), Some(A::schema)), run)
    }

    /// An operation that takes a file, by its name in the spool, with texts beside it.
    pub(crate) fn sent<B, A>(
        self,
        name: &'static str,
        said: (&'static str, &'static str),
        rule: Rule,
        run: fn(&Call<'_>, &str, B) -> Result<A, OfficeError>,
    ) -> Operation
    where
        B: Shape + DeserializeOwned + 'static,
        A: Shape + Serialize + 'static,
    {
        let run: Run = Box::new(move |call, _, body| {
            let mut told = body.as_object().cloned().unwrap_or_default();
            let file = told.remove("file").and_then(|it| it.as_str().map(str::to_owned)).ok_or(Why::Body)?;
            written(run(call, &file, read(&Json::Object(told), &Why::Body)?))
        });
        self.made(name, said, rule, (Empty::schema, Takes::File(B::schema), Some(A::schema)), run)
    }

    /// An operation that answers with a file, as which its body names the format.
    pub(crate) fn exported<P, B>(
        self,
        name: &'static str,
        said: (&'static str, &'static str),
        rule: Rule,
        run: fn(&Call<'_>, P, B) -> Result<Taken, OfficeError>,
    ) -> Operation
    where
        P: Shape + DeserializeOwned + 'static,
        B: Shape + DeserializeOwned + 'static,
    {
        let run: Run = Box::new(move |call, at, body| {
            let (format, made) = run(call, read(at, &Why::NoPage)?, read(body, &Why::Body)?)?;
            Ok(Given::File(format.media(), made))
        });
        self.made(name, said, rule, (P::schema, Takes::Json(B::schema), None), run)
    }

    fn made(
        self,
        name: &'static str,
        said: (&'static str, &'static str),
        rule: Rule,
        (at, takes, answer): (Form, Takes, Option<Form>),
        run: Run,
    ) -> Operation {
        let Self { method, path, writes } = self;
        let (errors, status) = (Vec::new(), StatusCode::OK);
        Operation { method, path, name, said, rule, writes, errors, at, takes, answer, status, run }
    }
}

impl Operation {
    /// What it may answer beside what every operation may.
    pub(crate) fn fails(self, errors: impl IntoIterator<Item = OfficeError>) -> Self {
        Self { errors: errors.into_iter().map(Why::from).collect(), ..self }
    }

    /// It begins what takes longer than an answer, and another operation tells how far that is.
    pub(crate) fn begins(self) -> Self {
        Self { status: StatusCode::ACCEPTED, ..self }
    }
}

fn read<T: DeserializeOwned>(sent: &Json, otherwise: &Why) -> Result<T, Why> {
    T::deserialize(sent).map_err(|_| otherwise.clone())
}

fn written<T: Serialize>(done: Result<T, OfficeError>) -> Result<Given, Why> {
    serde_json::to_value(done?).map(Given::Json).map_err(|_| Why::Broken)
}
