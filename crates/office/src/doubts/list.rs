//! Doubts of the user's area: rows and counts are one list.

use super::{division, shelf};
use crate::{
    Bureau, OfficeError, Who,
    register::{seen, viewers},
};
use doudi_journal::access::{Action, Field, Resource, Viewer};
use doudi_kernel::{BatchId, Date, Month, ResidentId, SpecId};
use doudi_work::doubts::{Batch, HandedDoubt, spec::Wording};
use std::collections::BTreeMap;

/// Rows of a page.
pub const PAGE: usize = 50;

/// Which doubts are asked for; an empty filter asks for those of each comparison's newest month.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Of a comparison.
    pub spec: Option<SpecId>,
    /// Of a month.
    pub month: Option<Month>,
    /// In a town or village, by its twelve digits.
    pub within: Option<doudi_kernel::Division>,
    /// Of a state.
    pub state: Option<DoubtState>,
    /// Raised for a reason.
    pub reason: Option<String>,
    /// So many rows before are on earlier pages.
    pub from: usize,
}

/// How far a doubt is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DoubtState {
    /// Not answered, and the day is over.
    Overdue,
    /// Not answered.
    Open,
    /// Answered.
    Answered,
}

impl DoubtState {
    /// All.
    pub const ALL: [Self; 3] = [Self::Overdue, Self::Open, Self::Answered];

    /// Its name in an address.
    pub fn name(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Open => "open",
            Self::Answered => "answered",
        }
    }

    pub(super) fn of(batch: &Batch, answered: bool, today: Date) -> Self {
        match (answered, batch.deadline) {
            (true, _) => Self::Answered,
            (false, Some(due)) if today > due => Self::Overdue,
            (false, _) => Self::Open,
        }
    }
}

/// A batch.
#[derive(Clone, Debug)]
pub struct BatchHead {
    /// Its name.
    pub id: BatchId,
    /// The comparison.
    pub spec: SpecId,
    /// What an office calls it.
    pub title: Wording,
    /// The month asked about.
    pub month: Month,
    /// The last day for an answer.
    pub due: Option<Date>,
    /// What it asks: code and wording of every reason that occurs in the user's area.
    pub reasons: Vec<(String, Wording)>,
}

/// A doubt in a list.
#[derive(Clone, Debug)]
pub struct DoubtRow {
    /// Its batch.
    pub batch: BatchId,
    /// Its number there.
    pub number: u32,
    /// The comparison.
    pub title: Wording,
    /// Why.
    pub reason: Wording,
    /// Who, as the user may see it.
    pub name: String,
    /// Where.
    pub place: String,
    /// How far.
    pub state: DoubtState,
    /// The last day for an answer.
    pub due: Option<Date>,
    /// The answer's wording.
    pub answer: Option<Wording>,
    /// The month since which the doubt has stood without interruption, where that is longer.
    pub since: Option<Month>,
}

/// How many are where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Handed down.
    pub all: usize,
    /// Answered.
    pub answered: usize,
    /// Open.
    pub open: usize,
    /// Overdue.
    pub overdue: usize,
}

impl Tally {
    fn count(&mut self, state: DoubtState) {
        self.all += 1;
        match state {
            DoubtState::Answered => self.answered += 1,
            DoubtState::Open => self.open += 1,
            DoubtState::Overdue => self.overdue += 1,
        }
    }
}

/// What the filter leaves.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The batches that the user sees anything of.
    pub batches: Vec<BatchHead>,
    /// All of the filter but its state.
    pub tally: Tally,
    /// The same by town, with the town's twelve digits; zero for those that could not be placed.
    pub towns: Vec<(u64, String, Tally)>,
    /// A page of rows: what is overdue first, answered last.
    pub rows: Vec<DoubtRow>,
    /// Rows of all pages.
    pub total: usize,
}

/// Lists doubts of the user's area.
///
/// # Errors
/// [`OfficeError::Denied`], [`OfficeError::NoFolder`]; the desk's.
pub fn list(bureau: &Bureau, who: &Who, filter: &Filter) -> Result<Listed, OfficeError> {
    let scope = who.may(Resource::Doubt, Action::List)?;
    let batches = shelf::latest(bureau)?;
    let mut newest: BTreeMap<&SpecId, Month> = BTreeMap::new();
    for batch in &batches {
        let month = newest.entry(&batch.spec).or_insert(batch.month);
        *month = batch.month.max(*month);
    }
    let mut listed = Listed { batches: vec![], tally: Tally::default(), towns: vec![], rows: vec![], total: 0 };
    let mut towns: BTreeMap<u64, (String, Tally)> = BTreeMap::new();
    for batch in &batches {
        let returns = shelf::returns(bureau, batch)?;
        let answers = shelf::answers(&returns);
        let mut reasons: BTreeMap<&str, &Wording> = BTreeMap::new();
        for handed in &batch.doubts {
            let at = division(bureau, &handed.doubt.place);
            if !scope.holds(at) {
                continue;
            }
            if let Some(wording) = batch.reason(&handed.doubt.reason) {
                reasons.insert(&handed.doubt.reason, wording);
            }
            if !chosen(filter, batch, newest[&batch.spec], handed, at) {
                continue;
            }
            let answer = answers.get(&handed.number);
            let state = DoubtState::of(batch, answer.is_some(), who.today());
            let town = if handed.doubt.place.town.is_some() { at / 1000 * 1000 } else { 0 };
            let slot = towns.entry(town).or_insert_with(|| (handed.doubt.place.of_town().town_name, Tally::default()));
            slot.1.count(state);
            listed.tally.count(state);
            if filter.state.is_none_or(|wanted| wanted == state) {
                let code = answer.map(|answer| answer.code.as_str());
                listed.rows.push(row(batch, handed, state, code, &viewers(who, at), who.today()));
            }
        }
        if !reasons.is_empty() {
            let reasons = reasons.into_iter().map(|(code, said)| (code.to_owned(), said.clone())).collect();
            listed.batches.push(head(batch, reasons));
        }
    }
    listed.total = listed.rows.len();
    // The order of places stays within a state.
    listed.rows.sort_by_key(|row| row.state);
    listed.rows = listed.rows.into_iter().skip(filter.from).take(PAGE).collect();
    listed.towns = towns.into_iter().map(|(town, (name, tally))| (town, name, tally)).collect();
    Ok(listed)
}

fn chosen(filter: &Filter, batch: &Batch, newest: Month, handed: &HandedDoubt, at: u64) -> bool {
    let within = |division: doudi_kernel::Division| {
        let area = doudi_journal::access::Area::of(division);
        (area.first()..=area.last()).contains(&at)
    };
    filter.spec.as_ref().is_none_or(|spec| *spec == batch.spec)
        && filter.month.unwrap_or(newest) == batch.month
        && filter.within.is_none_or(within)
        && filter.reason.as_ref().is_none_or(|reason| *reason == handed.doubt.reason)
}

fn head(batch: &Batch, reasons: Vec<(String, Wording)>) -> BatchHead {
    BatchHead {
        id: batch.id.clone(),
        spec: batch.spec.clone(),
        title: batch.title.clone(),
        month: batch.month,
        due: batch.deadline,
        reasons,
    }
}

fn row(
    batch: &Batch,
    handed: &HandedDoubt,
    state: DoubtState,
    code: Option<&str>,
    viewers: &[Viewer],
    today: Date,
) -> DoubtRow {
    let doubt = &handed.doubt;
    let unknown = || Wording { zh: doubt.reason.clone(), en: doubt.reason.clone() };
    let wording = |code: &str| {
        let kind = batch.answers.iter().find(|kind| kind.code == code);
        kind.map(|kind| Wording { zh: kind.zh.clone(), en: kind.en.clone() })
    };
    DoubtRow {
        batch: batch.id.clone(),
        number: handed.number,
        title: batch.title.clone(),
        reason: batch.reason(&doubt.reason).cloned().unwrap_or_else(unknown),
        name: name(viewers, doubt.key, &doubt.name, today),
        place: format!("{}{}", doubt.place.town_name, doubt.place.village_name),
        state,
        due: batch.deadline,
        answer: code.and_then(wording),
        since: handed.before.as_ref().map(|before| before.open_since),
    }
}

/// A name as somebody may see it; children's are kept closer.
pub(super) fn name(viewers: &[Viewer], key: u64, name: &str, today: Date) -> String {
    let minor = ResidentId::from_packed(key).is_some_and(|id| id.age_on(today) < 14);
    seen(viewers, if minor { Field::MinorName } else { Field::Name }, name)
}
