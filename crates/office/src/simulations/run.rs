//! A reform over the households of a month.

use super::{allowed, groups::groups, kept};
use crate::{Bureau, OfficeError, Who, jobs::Progress};
use doudi_journal::{County, Draft, Subject, access::Action};
use doudi_kernel::Month;
use doudi_rules::check;
use doudi_work::{
    policy::Policy,
    simulate::{Reform, SimulateError, simulate},
};
use serde_json::json;

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The reform's file, without its end.
    pub reform: String,
    /// Whose households: those that departments' files of this month name.
    pub month: Month,
}

/// Simulates, keeps the findings, and gives the run's name. `progress` hears of four steps.
///
/// # Errors
/// [`OfficeError::Denied`]; [`OfficeError::NotFound`] for an unknown reform; [`OfficeError::Simulate`]; the lake's.
pub fn run(bureau: &Bureau, who: &Who, asked: &Asked, progress: &Progress) -> Result<String, OfficeError> {
    allowed(bureau, who, Action::Write)?;
    progress.of(4);
    let policy = bureau.policy()?;
    let reform = known(&policy, &asked.reform)?;
    let laws = policy.laws();
    let name = kept::name(bureau, &laws, &policy, asked);
    if kept::there(bureau, &name)? {
        return Ok(name);
    }
    let book = check::read(laws.clone()).map_err(|told| SimulateError::Refused(Box::new(told)))?;
    progress.done(1);
    let groups = groups(bureau, &book, asked.month)?;
    progress.done(2);
    let simulated = simulate(&laws, &reform, &groups)?;
    progress.done(3);
    kept::keep(bureau, who, asked, &name, &reform, &simulated)?;
    let county = bureau.county().ok_or(OfficeError::NoFacts)?.number();
    bureau.journal.write(|tx| {
        tx.append(Draft {
            county: County::of_division(county)?,
            at: who.now,
            valid_from: who.today(),
            actor: who.actor()?,
            kind: "reform.simulated",
            subject: Subject::new(format!("simulation:{name}"))?,
            division: county,
            body: json!({ "reform": asked.reform, "month": asked.month.to_string() }),
        })?;
        Ok::<_, OfficeError>(())
    })?;
    progress.done(4);
    Ok(name)
}

fn known(policy: &Policy, name: &str) -> Result<Reform, OfficeError> {
    let text = policy.folder("reforms").find(|(own, _)| *own == name).ok_or(OfficeError::NotFound)?.1;
    Ok(Reform::read(text)?)
}
