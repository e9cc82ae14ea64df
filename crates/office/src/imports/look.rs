//! What a file is and what taking it in would do; nothing is done.

use super::{Spooled, may};
use crate::{Bureau, OfficeError, Who, jobs::Progress};
use doudi_journal::access::Action;
use doudi_kernel::{Date, Division, FeedId};
use doudi_lake::Limits;
use doudi_work::intake::{self, Ask, Plan, Proposal, Refused, propose};

/// What looking at a file found.
#[derive(Debug)]
pub struct Looked {
    /// The plan, or why there is none.
    pub plan: Result<Box<Plan>, OfficeError>,
    /// For a file of a kind never seen: the layout that its headings suggest.
    pub proposal: Option<Proposal>,
}

impl Spooled {
    /// What is asked of the file beside itself.
    pub(super) fn ask(&self, county: Option<Division>, today: Date) -> Ask {
        Ask { feed: self.feed.clone(), month: self.month, division: county, ..Ask::on(today) }
    }
}

/// Looks at a file of the spool. `progress` hears how many rows were read.
pub fn look(bureau: &Bureau, file: &Spooled, progress: &Progress) -> Looked {
    match planned(bureau, file, progress) {
        Err(OfficeError::Intake(never @ Refused::NeverSeen { .. })) => {
            Looked { proposal: proposed(bureau, file).ok(), plan: Err(never.into()) }
        }
        plan => Looked { plan: plan.map(Box::new), proposal: None },
    }
}

fn planned(bureau: &Bureau, file: &Spooled, progress: &Progress) -> Result<Plan, OfficeError> {
    let (catalogue, lake) = (bureau.catalogue()?, bureau.lake()?);
    let ask = file.ask(bureau.county(), file.at.date_in_china());
    let rows = &mut |rows| progress.done(rows);
    Ok(intake::plan(&file.file(bureau)?, &catalogue, &lake, &Limits::default(), &ask, rows)?)
}

fn proposed(bureau: &Bureau, file: &Spooled) -> Result<Proposal, OfficeError> {
    // A name that nobody gave is the office's own feed, to be told apart by the day on which it came.
    let day = file.at.date_in_china();
    let feed = file.feed.clone().unwrap_or_else(|| FeedId::from(&*format!("own_{}", day.strftime("%Y%m%d"))));
    let ask = Ask { feed: Some(feed), ..file.ask(None, day) };
    Ok(propose(&file.file(bureau)?, &bureau.catalogue()?, &Limits::default(), &ask)?)
}

/// Accepts the layout that a file's headings suggest, or what somebody made of its text: from now on such files are known.
///
/// # Errors
/// [`OfficeError::Denied`]; [`OfficeError::Intake`] for a text that is no layout.
pub fn accept_layout(bureau: &Bureau, who: &Who, text: &str) -> Result<(), OfficeError> {
    may(bureau, who, Action::Decide)?;
    intake::accept(bureau.data()?, &bureau.catalogue()?, text)?;
    Ok(())
}
