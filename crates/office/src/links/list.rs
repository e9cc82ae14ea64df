//! Which lists were linked, how far their pairs are decided, and the pairs one below the other.

use super::Opening;
use crate::{Bureau, OfficeError, Who, register};
use doudi_journal::access::{Action, Field, Resource, Scope};
use doudi_kernel::{Date, Month};
use doudi_work::link::{Asked, Verdict};

/// How far the pairs of a batch are, as the user sees them: counted on the same rows that are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Pairs that nobody decided, to be looked at.
    pub look: usize,
    /// Pairs that nobody decided, taken for the same unless somebody says no.
    pub proposed: usize,
    /// One person.
    pub same: usize,
    /// Two people.
    pub different: usize,
    /// Looked at without result; shown again by the next run.
    pub unclear: usize,
}

impl Progress {
    fn of<'p>(opening: &Opening, pairs: impl Iterator<Item = &'p Asked>) -> Self {
        let mut progress = Self::default();
        for pair in pairs {
            *match opening.verdict(pair.number) {
                Some(Verdict::Same) => &mut progress.same,
                Some(Verdict::Different) => &mut progress.different,
                Some(Verdict::Unclear) => &mut progress.unclear,
                None if pair.look => &mut progress.look,
                None => &mut progress.proposed,
            } += 1;
        }
        progress
    }

    /// All pairs.
    pub fn all(&self) -> usize {
        self.look + self.proposed + self.decided()
    }

    /// Pairs that somebody looked at.
    pub fn decided(&self) -> usize {
        self.same + self.different + self.unclear
    }
}

/// Two lists that were linked.
#[derive(Clone, Debug)]
pub struct Pairing {
    /// The batch.
    pub id: String,
    /// The month that was linked for.
    pub month: Month,
    /// When it was made.
    pub made: Date,
    /// The lists' names and lengths.
    pub lists: Vec<(String, usize)>,
    /// Pairs of the same person that there are, by estimate.
    pub matches: u64,
    /// Proposals in all; the surest are not asked about.
    pub proposals: usize,
    /// How far its pairs are.
    pub progress: Progress,
}

/// The pairs that a page shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Filter {
    /// To be looked at, not decided.
    #[default]
    Look,
    /// Taken for the same, not decided.
    Proposed,
    /// Decided so.
    Decided(Verdict),
}

impl Filter {
    /// All, in the order of work.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::Look, "look"),
        (Self::Proposed, "proposed"),
        (Self::Decided(Verdict::Same), "same"),
        (Self::Decided(Verdict::Different), "different"),
        (Self::Decided(Verdict::Unclear), "unclear"),
    ];

    /// The filter of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, it)| *it == name).map(|(filter, _)| *filter)
    }

    fn takes(self, pair: &Asked, verdict: Option<Verdict>) -> bool {
        match (self, verdict) {
            (Self::Look, None) => pair.look,
            (Self::Proposed, None) => !pair.look,
            (Self::Decided(wanted), Some(verdict)) => wanted == verdict,
            _ => false,
        }
    }
}

/// A pair in a list.
#[derive(Clone, Debug)]
pub struct Pair {
    /// Its number in the batch.
    pub number: u32,
    /// What both records are called, as the user may see it.
    pub names: [String; 2],
    /// Where they belong, twelve digits.
    pub places: [u64; 2],
    /// How likely they are one person.
    pub probability: f64,
    /// Who decided, when somebody did.
    pub by: Option<(String, Date)>,
}

/// The batches of which the user may see pairs, the newest first.
///
/// # Errors
/// [`OfficeError::Denied`], [`OfficeError::NoFolder`]; the desk's.
pub fn pairings(bureau: &Bureau, who: &Who) -> Result<Vec<Pairing>, OfficeError> {
    let scope = who.may(Resource::LinkDecision, Action::List)?;
    let desk = bureau.links()?;
    let mut all = Vec::new();
    for batch in desk.batches()? {
        let opening = Opening::read(desk.clone(), batch)?;
        all.push(pairing(bureau, &scope, &opening));
    }
    Ok(all)
}

fn pairing(bureau: &Bureau, scope: &Scope, opening: &Opening) -> Pairing {
    let batch = &opening.batch;
    Pairing {
        id: batch.id.to_string(),
        month: batch.month,
        made: batch.made,
        lists: batch.plan.lists.iter().map(|list| (list.name.clone(), list.rows)).collect(),
        matches: batch.plan.matches.round() as u64,
        proposals: batch.proposals,
        progress: Progress::of(opening, opening.own(bureau, scope)),
    }
}

/// A batch with those of its pairs that a filter takes, in the workbook's order.
///
/// # Errors
/// As [`pairings`]; [`OfficeError::NotFound`].
pub fn pairs(bureau: &Bureau, who: &Who, id: &str, filter: Filter) -> Result<(Pairing, Vec<Pair>), OfficeError> {
    let scope = who.may(Resource::LinkDecision, Action::List)?;
    let opening = Opening::of(bureau, id)?;
    let taken = opening.own(bureau, &scope).filter(|pair| filter.takes(pair, opening.verdict(pair.number)));
    let one = |pair: &Asked| Pair {
        number: pair.number,
        names: [0, 1].map(|side| name(&opening, who, pair, side, opening.places(bureau, pair)[side])),
        places: opening.places(bureau, pair),
        probability: pair.probability,
        by: opening.said.get(&pair.number).and_then(|all| all.last()).map(|it| (it.by.clone(), it.on)),
    };
    let rows = taken.map(one).collect();
    Ok((pairing(bureau, &scope, &opening), rows))
}

/// What a record is called; its place in the list where the lists have no names.
fn name(opening: &Opening, who: &Who, pair: &Asked, side: usize, place: u64) -> String {
    let column = opening.batch.plan.columns.iter().position(|column| column.field == "name");
    match column.and_then(|at| pair.records[side].get(at)) {
        Some((_, name)) => register::seen(&register::viewers(who, place), Field::Name, name),
        None => format!("{} {}", pair.places[side].0, pair.places[side].1),
    }
}
