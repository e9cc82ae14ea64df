//! A month's signals become matters. Taking it again, or after it broke off in the middle, changes nothing twice.

use super::{
    evidence::{Rests, sealed},
    row::{Heard, Kept, Matter, Sealed},
    standing::{self, Before},
};
use crate::{Bureau, OfficeError, register::known::Known};
use doudi_journal::{Actor, County, Draft, Instant, JournalError, Subject, Tx, crypto::BlindIndex};
use doudi_kernel::{Date, IdKey, Month};
use doudi_work::{
    assess::Household,
    watch::{About, Fate, Matter as Summary, Raised, Rule, fates},
};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// Households looked at in one transaction.
const AT_ONCE: usize = 32;

/// A month's signals, with the households that they are about.
#[derive(Clone, Copy, Debug)]
pub struct Signals<'a> {
    /// The month.
    pub month: Month,
    /// All of the month, in the order of their numbers.
    pub households: &'a [Household],
    /// In the order of households.
    pub raised: &'a [Raised],
}

/// What came of signals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Matters opened.
    pub opened: usize,
    /// Signals that joined a matter.
    pub joined: usize,
    /// Signals that an open matter has already, a month later.
    pub still: usize,
    /// Signals of a month that was taken before.
    pub told: usize,
    /// Signals that keep quiet since they were answered not long ago.
    pub resting: usize,
    /// Signals that are exempt.
    pub exempt: usize,
    /// Signals about households that have no file: the register was not given their month.
    pub without_file: usize,
}

impl Taken {
    pub(super) fn count(&mut self, fate: &Fate) {
        let of = match fate {
            Fate::Opens => {
                self.opened += 1;
                &mut self.joined
            }
            Fate::Joins => &mut self.joined,
            Fate::Still => &mut self.still,
            Fate::Told => &mut self.told,
            Fate::Rests(_) => &mut self.resting,
            Fate::Exempt(_) => &mut self.exempt,
        };
        *of += 1;
    }

    fn and(self, more: Self) -> Self {
        Self {
            opened: self.opened + more.opened,
            joined: self.joined + more.joined,
            still: self.still + more.still,
            told: self.told + more.told,
            resting: self.resting + more.resting,
            exempt: self.exempt + more.exempt,
            without_file: self.without_file + more.without_file,
        }
    }
}

/// Takes a month's signals, as the system on behalf of nobody, after its households were taken. `progress` hears how many
/// of the signals are done.
///
/// # Errors
/// The journal's. What was taken before stays; taking again goes on from there.
pub fn take(bureau: &Bureau, of: Signals<'_>, at: Instant, progress: impl FnMut(usize)) -> Result<Taken, OfficeError> {
    take_told(bureau, of, &mut |_, _| None, at, progress)
}

/// Says what a signal rests on, where that can be said; hears the household's file number with it.
pub type Tell<'t> = dyn FnMut(i64, &Raised) -> Option<Rests> + 't;

/// The same, with what each signal rests on: kept with the signals that open a matter or join one, as it was when they did.
///
/// # Errors
/// As [`take`].
pub fn take_told(
    bureau: &Bureau,
    of: Signals<'_>,
    tell: &mut Tell<'_>,
    at: Instant,
    mut progress: impl FnMut(usize),
) -> Result<Taken, OfficeError> {
    let rules = Rule::all(bureau.book);
    let by_household: Vec<&[Raised]> = of.raised.chunk_by(|one, next| one.household == next.household).collect();
    let (mut taken, mut done) = (Taken::default(), 0);
    for part in by_household.chunks(AT_ONCE) {
        let counted = bureau.journal.write(|tx| {
            let (about, without_file) = files(tx, &of, part)?;
            let whose: BTreeMap<i64, BTreeSet<About>> =
                about.iter().map(|(file, about)| (*file, about.keys().cloned().collect())).collect();
            let mut rests = |file: i64, it: &About| tell(file, about.get(&file)?.get(it)?);
            let mut counted = of_files(tx, &rules, whose, &mut rests, of.month, at)?;
            counted.without_file = without_file;
            Ok::<_, OfficeError>(counted)
        })?;
        taken = taken.and(counted);
        done += part.iter().map(|raised| raised.len()).sum::<usize>();
        progress(done);
    }
    Ok(taken)
}

/// By file: what is raised about it.
pub(super) type Files<'r> = BTreeMap<i64, BTreeMap<About, &'r Raised>>;

/// Signals by the files that the register has: a household is found by its head's number, else by a member's.
pub(super) fn files<'r>(
    tx: &mut Tx<'_>,
    of: &Signals<'_>,
    part: &[&'r [Raised]],
) -> Result<(Files<'r>, usize), JournalError> {
    let household = |raised: &&[Raised]| of.households.get(raised.first()?.household as usize);
    let numbers: Vec<Vec<Option<BlindIndex>>> =
        part.iter().map(|raised| household(raised).map(|it| numbers(tx, it)).unwrap_or_default()).collect();
    let known = Known::of(tx, &numbers.iter().flatten().flatten().copied().collect())?;
    let mut files = Files::new();
    let mut without = 0;
    for (raised, numbers) in part.iter().zip(&numbers) {
        let Some(file) = numbers.iter().flatten().find_map(|number| known.file(number)) else {
            without += raised.len();
            continue;
        };
        // The head's number stands before the members'.
        let person = |member: u32| known.person(&(*numbers.get(member as usize + 1)?)?)?.try_into().ok();
        let about =
            raised.iter().map(|it| (About { signal: it.signal.clone(), person: it.member.and_then(person) }, it));
        files.entry(file).or_default().extend(about);
    }
    Ok((files, without))
}

/// The blind indexes of the head's number and of the members', in their order.
pub(super) fn numbers(tx: &Tx<'_>, of: &Household) -> Vec<Option<BlindIndex>> {
    let number = |key: u64| IdKey::from_packed(key).map(|key| tx.blind("person.number", &key.reveal()));
    std::iter::once(number(of.head)).chain(of.members.iter().map(|member| number(member.key?))).collect()
}

/// Signals about files: what becomes of each is asked of the rules, and kept where it is anything.
pub(super) fn of_files(
    tx: &mut Tx<'_>,
    rules: &BTreeMap<String, Rule>,
    about: BTreeMap<i64, BTreeSet<About>>,
    rests: &mut dyn FnMut(i64, &About) -> Option<Rests>,
    month: Month,
    at: Instant,
) -> Result<Taken, OfficeError> {
    let mut taken = Taken::default();
    let mut all = standing::of(tx, &about.keys().copied().collect::<Vec<_>>())?;
    let row = tx.row("SELECT COALESCE(MAX(id), 0) + 1 AS next FROM matter", &[])?;
    let mut next: i64 = row.map_or(Ok(1), |row| row.get("next"))?;
    for (household, raised) in about {
        let before = all.remove(&household).unwrap_or_default();
        let fates = fates(rules, &before.standing, raised, month, at.date_in_china());
        fates.values().for_each(|fate| taken.count(fate));
        if fates.values().any(|fate| matches!(fate, Fate::Opens | Fate::Joins | Fate::Still)) {
            let id = before.open.as_ref().map_or(next, |open| open.id);
            next += i64::from(before.open.is_none());
            let place = Place { id, household, division: before.division };
            let fresh = fates.iter().filter(|(_, fate)| matches!(fate, Fate::Opens | Fate::Joins));
            let rests = fresh.filter_map(|(about, _)| Some((about, rests(household, about)?)));
            let rests = rests.map(|(about, it)| sealed(tx, id, about, &it)).collect::<Result<_, JournalError>>()?;
            keep(tx, rules, place, (&before, &fates, rests), month, at)?;
        }
    }
    Ok(taken)
}

struct Place {
    id: i64,
    household: i64,
    division: u64,
}

fn keep(
    tx: &mut Tx<'_>,
    rules: &BTreeMap<String, Rule>,
    place: Place,
    (before, fates, rests): (&Before, &BTreeMap<About, Fate>, Vec<Sealed>),
    month: Month,
    at: Instant,
) -> Result<(), OfficeError> {
    let today = at.date_in_china();
    let fresh = fates.iter().filter(|(_, fate)| matches!(fate, Fate::Opens | Fate::Joins)).map(|(about, _)| about);
    let signals: Vec<Heard> = fresh.clone().map(|about| fresh_one(about, month, today)).collect();
    let still = fates.iter().filter(|(_, fate)| **fate == Fate::Still);
    let still = still.filter_map(|(about, _)| Some(Heard { month, ..before.heard.get(about)?.clone() }));
    let more = Summary::of(fresh.map(|about| (rules[&about.signal], today)));
    let matter = match (&before.open, more) {
        (Some(open), more) => joined(open, more),
        (None, Some(of)) => opened(&place, of, today),
        // Nothing is fresh and nothing is open: there is nothing to keep.
        (None, None) => return Ok(()),
    };
    let kind = if before.open.is_some() { "matter.joined" } else { "matter.opened" };
    let kept = Kept { rests, ..Kept::of(matter, signals.into_iter().chain(still).collect()) };
    append(tx, kind, place.division, &Actor::new("system:watch")?, at, &kept)
}

/// The member's file number; 0 for the household.
pub(super) fn person(about: &About) -> i64 {
    about.person.and_then(|person| i64::try_from(person).ok()).unwrap_or(0)
}

fn fresh_one(about: &About, month: Month, raised: Date) -> Heard {
    Heard { signal: about.signal.clone(), person: person(about), raised, first_month: month, month, found: None }
}

fn opened(place: &Place, of: Summary, today: Date) -> Matter {
    Matter {
        id: place.id,
        household: place.household,
        version: 1,
        severity: of.severity,
        owner: of.owner,
        opened: today,
        due: of.due,
        visited: None,
        department: None,
        handed: None,
        answered: None,
        closed: None,
        outcome: None,
        feed: None,
        case: None,
        pointed: None,
    }
}

/// What joins makes a matter no lighter and no later; who has been there goes again for what is new.
fn joined(open: &Matter, more: Option<Summary>) -> Matter {
    let mut matter = Matter { version: open.version + 1, ..open.clone() };
    let Some(more) = more else { return matter };
    let with = Summary { severity: open.severity, owner: open.owner, due: open.due }.with(more);
    (matter.severity, matter.owner) = (with.severity, with.owner);
    matter.due = if open.visited.is_some() { more.due } else { with.due };
    matter
}

/// Appends an entry about a matter.
pub(super) fn append(
    tx: &mut Tx<'_>,
    kind: &'static str,
    division: u64,
    actor: &Actor,
    at: Instant,
    kept: &Kept,
) -> Result<(), OfficeError> {
    tx.append(Draft {
        county: County::of_division(division)?,
        at,
        valid_from: at.date_in_china(),
        actor: actor.clone(),
        kind,
        subject: Subject::new(format!("matter:{}", kept.matter.id))?,
        division,
        body: json!(kept),
    })?;
    Ok(())
}
