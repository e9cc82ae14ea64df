//! Comparisons: what each needs, what is there, and what it finds.

use super::{may_county, shelf};
use crate::{Bureau, OfficeError, Who, jobs::Progress};
use doudi_journal::access::{Action, Resource};
use doudi_kernel::{BatchId, Date, Month};
use doudi_work::doubts::{
    Findings, Kept, NamedBook, Reach, current, load, plan, sample,
    spec::{Spec, Wording},
    visit_book,
};
use std::sync::Arc;

/// A comparison with what it needs in a month.
#[derive(Clone, Debug)]
pub struct Ready {
    /// Its name.
    pub id: String,
    /// What an office calls it.
    pub title: Wording,
    /// What it rests on.
    pub basis: Vec<Wording>,
    /// Its questions.
    pub questions: Vec<Wording>,
    /// Its sources.
    pub sources: Vec<SourceReady>,
    /// Working days for an answer.
    pub days: u32,
    /// The batch of the month that was handed down last, with its day and how many doubts.
    pub handed: Option<(BatchId, Date, usize)>,
}

/// Whether a source is there.
#[derive(Clone, Debug)]
pub struct SourceReady {
    /// What an office calls it.
    pub title: Wording,
    /// Who keeps it.
    pub department: Wording,
    /// Whether doubts cannot be raised without it.
    pub required: bool,
    /// The newest month that counts; none where nothing does.
    pub month: Option<Month>,
    /// Records of all parts.
    pub rows: u64,
}

/// What one comparison has found.
pub struct Compared {
    /// The comparison.
    pub spec: Spec,
    /// What it found.
    pub findings: Findings,
}

impl std::fmt::Debug for Compared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Compared({} {})", self.findings.spec, self.findings.month)
    }
}

/// All comparisons as they stand for a month.
///
/// # Errors
/// [`OfficeError::Denied`], [`OfficeError::NoFolder`], [`OfficeError::Policy`]; the lake's.
pub fn comparisons(bureau: &Bureau, who: &Who, month: Month) -> Result<Vec<Ready>, OfficeError> {
    let scope = who.may(Resource::LakeImport, Action::Read)?;
    if !bureau.county().is_some_and(|county| scope.covers(county)) {
        return Err(OfficeError::NotFound);
    }
    let manifests = bureau.lake()?.snapshots()?;
    let kept: Vec<Kept> = manifests.iter().map(Kept::of).collect();
    let rows = |one: &Kept| manifests.iter().find(|it| it.id == one.snapshot).map_or(0, |it| it.rows);
    let latest = shelf::latest(bureau)?;
    let one = |spec: &Spec| {
        let source = |source: &doudi_work::doubts::spec::Source| {
            let reach = Reach { months: source.reach_months, accumulates: source.accumulates };
            let chosen = current(&kept, &source.feed, month, reach);
            SourceReady {
                title: source.title.clone(),
                department: source.department.clone(),
                required: source.required,
                month: chosen.iter().map(|one| one.month).max(),
                rows: chosen.iter().map(|one| rows(one)).sum(),
            }
        };
        let handed = latest.iter().find(|batch| batch.spec == spec.id && batch.month == month);
        Ready {
            id: spec.id.to_string(),
            title: spec.title.clone(),
            basis: spec.basis.clone(),
            questions: spec.questions.iter().map(|question| question.title.clone()).collect(),
            sources: spec.sources.iter().map(source).collect(),
            days: spec.answer_working_days,
            handed: handed.map(|batch| (batch.id.clone(), batch.handed_down, batch.doubts.len())),
        }
    };
    Ok(bureau.comparisons()?.specs.iter().map(one).collect())
}

/// Asks whether the user may run comparisons: whoever decides on doubts of the whole county.
///
/// # Errors
/// [`OfficeError::Denied`], [`OfficeError::NotFound`] for an unknown comparison.
pub fn may_compare(bureau: &Bureau, who: &Who, spec: &str) -> Result<Spec, OfficeError> {
    let _may = may_county(bureau, who, Action::Decide)?;
    bureau.comparisons()?.spec(spec).cloned().ok_or(OfficeError::NotFound)
}

/// Runs a comparison of a month. Nothing is handed down.
///
/// # Errors
/// [`OfficeError::NoFolder`]; the lake's.
pub fn run(bureau: &Bureau, spec: Spec, month: Month, progress: &Progress) -> Result<Arc<Compared>, OfficeError> {
    progress.of(2);
    let deck = load(&bureau.lake()?, &[&spec], month, bureau.divisions.clone())?;
    progress.done(1);
    let findings = plan(&spec, &deck);
    progress.done(2);
    Ok(Arc::new(Compared { spec, findings }))
}

/// Draws people of the first question for a check on site, as a workbook. The same seed draws the same people.
///
/// # Errors
/// [`OfficeError::Denied`]; [`OfficeError::Paper`] where so few cannot be drawn.
pub fn sampled(bureau: &Bureau, who: &Who, of: &Compared, size: u64, seed: u64) -> Result<NamedBook, OfficeError> {
    let _may = may_county(bureau, who, Action::Export)?;
    let found = &of.findings;
    let deck = load(&bureau.lake()?, &[&of.spec], found.month, bureau.divisions.clone())?;
    let question = found.questions.first().ok_or(OfficeError::NotFound)?;
    let drawn = sample(found, question, &deck, size, seed).map_err(|why| OfficeError::Sample(Box::new(why)))?;
    let county = bureau.county().map_or(0, doudi_kernel::Division::number);
    let spec = format!("comparison:{}:{}", found.spec, found.month);
    super::open::taken_out(bureau, who, county, &spec, "sample")?;
    visit_book(&drawn, found, question, who.today()).map_err(Into::into)
}
