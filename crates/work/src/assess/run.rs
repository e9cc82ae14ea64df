//! An assessment from the lake to the disk, and again from what was kept.

use super::{
    changes::{Change, Side, changes},
    error::AssessError,
    keep::{Assessments, Files, Kept},
    pack::Pack,
    plan::{Assessment, Basis, County, Found, plan},
    registers::Registers,
};
use doudi_kernel::{Date, DivisionList, Month};
use doudi_lake::Lake;
use doudi_rules::book::{Book, ProgrammeId};
use std::collections::{BTreeMap, BTreeSet};

/// An assessment with everything that it rests on.
pub struct Assessed {
    /// The rules' texts.
    pub pack: Pack,
    /// The rules.
    pub book: Book,
    /// The programmes assessed.
    pub programmes: Vec<ProgrammeId>,
    /// Who, with facts.
    pub basis: Basis,
    /// What was found.
    pub found: Assessment,
}

impl Assessed {
    /// Judges what rosters say by a pack.
    ///
    /// # Errors
    /// Rules that the checker refuses; no verification; the engine's.
    pub fn new(pack: Pack, registers: &Registers, divisions: &DivisionList) -> Result<Self, AssessError> {
        let book = pack.book()?;
        let programmes = pack.programmes(&book)?;
        let basis = Basis::new(registers, divisions, &book)?;
        let found = plan(&basis, &book, &pack.hash(), &programmes)?;
        Ok(Self { pack, book, programmes, basis, found })
    }

    /// What is found otherwise than before.
    ///
    /// # Errors
    /// The engine's.
    pub fn changes_since(&self, before: &Self) -> Result<Vec<Change>, AssessError> {
        changes(&before.side(), &self.side())
    }

    /// The packed numbers of the people whom the registers recognise as one of some codes: `dibao`, `tekun` …
    pub fn recognised(&self, codes: &[&str]) -> BTreeSet<u64> {
        let fact = self.book.fact("recognised");
        let said = |county: &County, row| county.facts.words(&self.book, fact?, row);
        let mut found = BTreeSet::new();
        for county in &self.basis.counties {
            let people = county.households.iter().flat_map(|it| &self.found.households[*it as usize].members);
            let on = people.enumerate().filter(|(row, _)| said(county, *row).is_some_and(|it| codes.contains(&&*it)));
            found.extend(on.filter_map(|(_, member)| member.key));
        }
        found
    }

    /// The packed numbers of the people who are eligible for one of some programmes, themselves or with their household.
    pub fn eligible(&self, programmes: &[&str]) -> BTreeSet<u64> {
        let mut found = BTreeSet::new();
        for one in &self.found.determinations {
            if programmes.contains(&&*one.programme) && matches!(one.found, Found::Eligible { .. }) {
                let members = &self.found.households[one.household as usize].members;
                let who = one.member.map_or(&members[..], |member| &members[member as usize..=member as usize]);
                found.extend(who.iter().filter_map(|member| member.key));
            }
        }
        found
    }

    fn side(&self) -> Side<'_> {
        Side { basis: &self.basis, book: &self.book, programmes: &self.programmes, found: &self.found }
    }
}

/// What assessing gives.
pub struct Applied {
    /// The assessment.
    pub assessed: Assessed,
    /// What changed since the assessment before.
    pub changes: Vec<Change>,
    /// As it was kept, or would be.
    pub kept: Kept,
    /// Whether it is new.
    pub new: bool,
}

/// Assesses a month by a pack, compares with the month before, and keeps the result if `keep` is set.
///
/// # Errors
/// See [`AssessError`].
pub fn assess(
    lake: &Lake,
    store: &Assessments,
    pack: Pack,
    divisions: &DivisionList,
    month: Month,
    today: Date,
    keep: bool,
) -> Result<Applied, AssessError> {
    assess_after(lake, store, pack, divisions, (month, today), None, keep)
}

/// The same after an assessment that is still at hand: where it is the one to compare with, it is not made again. Its basis
/// must be as it was assessed, or hold more facts and none otherwise.
///
/// # Errors
/// See [`AssessError`].
pub fn assess_after(
    lake: &Lake,
    store: &Assessments,
    pack: Pack,
    divisions: &DivisionList,
    (month, today): (Month, Date),
    before: Option<&Applied>,
    keep: bool,
) -> Result<Applied, AssessError> {
    let registers = Registers::load(lake, month)?;
    let assessed = Assessed::new(pack, &registers, divisions)?;
    let previous = store.before(month)?;
    let at_hand = before.filter(|before| previous.as_ref().is_some_and(|kept| kept.id == before.kept.id));
    let made = match at_hand {
        Some(_) => None,
        None => previous.as_ref().map(|kept| again(lake, store, kept, divisions)).transpose()?,
    };
    let compared = at_hand.map(|before| &before.assessed).or(made.as_ref());
    let changes = compared.map(|before| assessed.changes_since(before)).transpose()?.unwrap_or_default();
    let files = Files::of(&assessed, &changes)?;
    let kept = about(&assessed, divisions, previous.map(|kept| kept.id), today);
    let (kept, new) = match keep {
        true => store.keep(kept, &assessed.pack, &files)?,
        false => (kept, true),
    };
    Ok(Applied { assessed, changes, kept, new })
}

fn about(assessed: &Assessed, divisions: &DivisionList, previous: Option<String>, today: Date) -> Kept {
    let found = &assessed.found;
    let people = found.households.iter().map(|household| household.members.len()).sum();
    Kept {
        id: String::new(),
        sequence: 0,
        month: found.month,
        made: today,
        pack: found.pack.clone(),
        divisions: Some((divisions.valid_from, hash(divisions))),
        inputs: found.inputs.clone(),
        programmes: found.programmes.clone(),
        previous,
        counts: (found.households.len(), people),
        left_out: [found.gone, found.unplaced.len(), found.unverified],
        crowded: found.crowded.len(),
        files: BTreeMap::new(),
    }
}

fn hash(divisions: &DivisionList) -> String {
    blake3::hash(divisions.write().as_bytes()).to_hex().to_string()
}

/// An assessment again, from the snapshots and the rules that it was made of.
///
/// # Errors
/// A snapshot or the rules are gone or damaged.
pub fn again(lake: &Lake, store: &Assessments, kept: &Kept, divisions: &DivisionList) -> Result<Assessed, AssessError> {
    let registers = Registers::reload(lake, kept.month, &kept.inputs)?;
    Assessed::new(store.pack(&kept.pack)?, &registers, divisions)
}

/// What a replay found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replayed {
    /// Each file of the assessment, and whether it came out to the byte.
    pub files: Vec<(String, bool)>,
    /// Whether the list of towns and villages is the one that was used then.
    pub same_divisions: bool,
}

impl Replayed {
    /// Whether everything came out to the byte.
    pub fn same(&self) -> bool {
        self.files.iter().all(|(_, same)| *same)
    }
}

/// Makes an assessment once more and compares it, byte for byte, with what was kept.
///
/// # Errors
/// As [`again`].
pub fn replay(
    lake: &Lake,
    store: &Assessments,
    kept: &Kept,
    divisions: &DivisionList,
) -> Result<Replayed, AssessError> {
    let assessed = again(lake, store, kept, divisions)?;
    let previous = kept.previous.as_deref().map(|id| store.find(id)).transpose()?;
    let before = previous.as_ref().map(|kept| again(lake, store, kept, divisions)).transpose()?;
    let changes = before.as_ref().map(|before| assessed.changes_since(before)).transpose()?.unwrap_or_default();
    let made = Files::of(&assessed, &changes)?;
    // What was kept before there were dossiers has none.
    let files = made.0.iter().filter(|(name, _)| kept.files.contains_key(*name)).map(|(name, bytes)| {
        let there = store.file(kept, name)?;
        Ok(((*name).to_owned(), there == *bytes))
    });
    let same_divisions = kept.divisions.as_ref().is_none_or(|(_, then)| *then == hash(divisions));
    Ok(Replayed { files: files.collect::<Result<_, AssessError>>()?, same_divisions })
}
