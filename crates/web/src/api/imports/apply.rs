//! A file that was looked at is taken in; how far that is, the file tells.

use super::{
    super::{Call, Operation, Rule, write},
    AtFile, Spool, told,
};
use crate::pages::imports::take;
use doudi_journal::access::{Action, Resource};
use doudi_office::{
    OfficeError,
    imports::{self, Stage},
};

/// `POST /imports/{file}/apply`
pub(in crate::api) fn operation() -> Operation {
    let said = ("确认导入", "Take a file in");
    let rule = Rule::Needs(Resource::LakeImport, Action::Decide);
    let made = write("/imports/{file}/apply").answered("imports_apply", said, rule, apply);
    made.begins().fails([OfficeError::NotFound])
}

fn apply(call: &Call<'_>, at: AtFile) -> Result<Spool, OfficeError> {
    // Done once by the file's own stage: whoever decides it again hears how far it is.
    let file = imports::apply_planned(call.bureau, call.who, &at.file)?;
    if matches!(file.stage, Stage::Applying { .. }) {
        call.state.imports.forget(&file.id);
        take(call.state, &file);
    }
    Ok(told(&file))
}
