//! One pair side by side: what both records say, how each column agrees, and what it adds.

use super::Opening;
use crate::{Bureau, OfficeError, Who, register};
use doudi_journal::access::{Action, Field, Purpose, PurposeKind, Resource, Viewer};
use doudi_kernel::Date;
use doudi_work::link::{Asked, Compared, Decision, StepSaid, Verdict};

/// A record.
#[derive(Clone, Debug)]
pub struct Side {
    /// The list's name.
    pub list: String,
    /// Sheet and row there.
    pub at: (String, u32),
    /// Where it belongs, twelve digits.
    pub place: u64,
}

/// A step of the waterfall.
#[derive(Clone, Debug)]
pub struct Step {
    /// What is compared, in Chinese and English; empty for what no column says.
    pub title: [String; 2],
    /// How the values agree, in Chinese and English.
    pub level: [String; 2],
    /// Both values, as the user may see them; none for what no column says.
    pub values: Option<[String; 2]>,
    /// Bits added; none in batches that kept no waterfall.
    pub bits: Option<f64>,
}

/// A pair, opened.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Its number in the batch.
    pub number: u32,
    /// The records.
    pub sides: [Side; 2],
    /// Top down; the bits add up to the weight.
    pub steps: Vec<Step>,
    /// Bits.
    pub weight: f64,
    /// How likely they are one person.
    pub probability: f64,
    /// The least probability of *same*, and the most of *different*.
    pub limits: (f64, f64),
    /// Whether it is to be looked at, or taken for the same unless somebody says no.
    pub look: bool,
    /// What was decided, the newest last: verdict, why, by whom, when, and whether on a screen.
    pub said: Vec<(Verdict, String, String, Date, bool)>,
    /// The pair before and the pair after among those that nobody decided.
    pub beside: [Option<u32>; 2],
}

/// Opens a pair, as the task that it is; that it was opened is kept first.
///
/// # Errors
/// [`OfficeError::Denied`]; [`OfficeError::NotFound`] for a pair that is not the user's to decide; the desk's.
pub fn open(bureau: &Bureau, who: &Who, id: &str, number: u32) -> Result<Opened, OfficeError> {
    let scope = who.may(Resource::LinkDecision, Action::Read)?;
    let opening = Opening::of(bureau, id)?;
    let pair = opening.pair(bureau, &scope, number)?;
    let places = opening.places(bureau, pair);
    let purpose = Purpose::new(PurposeKind::Task, &format!("link-{number}"))?;
    let subject = format!("link:{id}:{number}");
    register::keep(bureau, who, who.record((Resource::LinkDecision, Action::Read), places[0], subject, purpose))?;
    let list = |side: usize| opening.batch.plan.lists.get(side).or(opening.batch.plan.lists.first());
    let side = |at: usize| Side {
        list: list(at).map(|list| list.name.clone()).unwrap_or_default(),
        at: pair.places[at].clone(),
        place: places[at],
    };
    let viewers = places.map(|place| register::viewers(who, place));
    let open: Vec<u32> = opening
        .own(bureau, &scope)
        .filter(|it| it.look == pair.look && (it.number == number || opening.verdict(it.number).is_none()))
        .map(|it| it.number)
        .collect();
    let at = open.iter().position(|it| *it == number);
    let beside = |by: isize| at.and_then(|at| open.get(at.checked_add_signed(by)?)).copied();
    Ok(Opened {
        number,
        sides: [side(0), side(1)],
        steps: steps(&opening.batch.plan.columns, pair, &viewers),
        weight: pair.weight,
        probability: pair.probability,
        limits: opening.batch.plan.limits,
        look: pair.look,
        said: opening.said.get(&number).into_iter().flatten().map(spoken).collect(),
        beside: [beside(-1), beside(1)],
    })
}

fn spoken(it: &Decision) -> (Verdict, String, String, Date, bool) {
    (it.verdict, it.note.clone(), it.by.clone(), it.on, it.at.file == "portal")
}

/// The waterfall; where none was kept, the values alone.
fn steps(columns: &[Compared], pair: &Asked, viewers: &[Vec<Viewer>; 2]) -> Vec<Step> {
    let value = |at: usize| {
        let text = |side: usize| pair.records[side].get(at).map_or("—", |(_, value)| value);
        Some([0, 1].map(|side| seen(&viewers[side], &columns[at], text(side))))
    };
    let title = |at: usize| [columns[at].zh.clone(), columns[at].en.clone()];
    if pair.steps.is_empty() {
        let bare = |at: usize| Step { title: title(at), level: Default::default(), values: value(at), bits: None };
        return (0..columns.len()).map(bare).collect();
    }
    let step = |step: &StepSaid| match columns.iter().position(|column| column.field == step.field) {
        Some(at) => Step {
            title: title(at),
            level: [level(&step.zh), level(&step.en)],
            values: value(at),
            bits: Some(step.bits),
        },
        None => Step {
            title: [step.zh.clone(), step.en.clone()],
            level: Default::default(),
            values: None,
            bits: Some(step.bits),
        },
    };
    pair.steps.iter().map(step).collect()
}

/// A step says 姓名：相同; the title is shown apart.
fn level(said: &str) -> String {
    said.split_once(['：', ':']).map_or(said, |(_, level)| level).trim().to_owned()
}

/// A value as the user may see it: numbers of people are always masked here, and the ends are enough to compare them.
fn seen(viewers: &[Viewer], column: &Compared, text: &str) -> String {
    let field = match (&*column.field, &*column.kind) {
        _ if text == "—" => return text.to_owned(),
        ("name", _) => Field::Name,
        (_, "resident_id") => Field::ResidentId,
        _ if column.masked => return doudi_work::link::mask(text),
        ("birth_date", _) => Field::BirthDate,
        ("address", _) => Field::Address,
        _ => return text.to_owned(),
    };
    register::seen(viewers, field, text)
}
