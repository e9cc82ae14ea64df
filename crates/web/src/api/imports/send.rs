//! A department's file is sent and looked at; nothing is taken in by that.

use super::{
    super::{
        Call, Operation, Rule,
        kinds::{InMonth, Name},
        shape::shape,
        write,
    },
    Spool, told,
};
use crate::pages::imports::look;
use doudi_journal::access::{Action, Resource};
use doudi_office::{Field, OfficeError, imports};

shape! {
    /// What is told beside a file, where it does not tell itself.
    struct FileSaid {
        /// The feed, by its identifier.
        feed: Option<Name>,
        /// The month.
        month: Option<InMonth>,
    }
}

/// `POST /imports`
pub(in crate::api) fn operation() -> Operation {
    let said = ("报送部门来文（一次一个文件）", "Send a department's file");
    let made = write("/imports").sent("imports_send", said, Rule::Needs(Resource::LakeImport, Action::Write), send);
    made.begins().fails([OfficeError::NotFound, OfficeError::Form(Field::new("…", "…"))])
}

fn send(call: &Call<'_>, file: &str, said: FileSaid) -> Result<Spool, OfficeError> {
    let feed = said.feed.map(|feed| feed.0.as_str().into());
    let kept = match (feed, said.month) {
        (None, None) => imports::one(call.bureau, call.who, file)?,
        (feed, month) => imports::say_more(call.bureau, call.who, file, feed, month.map(|it| it.0))?,
    };
    look(call.state, &kept);
    Ok(told(&kept))
}
