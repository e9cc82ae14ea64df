//! The figures: by signal, by what struck, by town.

use super::{
    follow::{Follow, Heard},
    truth::{Struck, WatchTruth},
};
use doudi_kernel::{Month, Ratio};
use doudi_rules::book::{Book, Signal};
use std::collections::{BTreeMap, BTreeSet};

/// A shock is found by a matter that opens, or is joined, within so many months after it.
pub const LATE_MONTHS: i32 = 6;

/// A signal's figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BySignal {
    /// How often it was raised, month by month.
    pub raised: u64,
    /// How often it opened a matter or joined one.
    pub matters: u64,
    /// Of these, how many the truth can judge: what is not about hardship it cannot.
    pub judged: u64,
    /// Of these, how many are true: the household is in hardship, or what the signal says struck it and lasts.
    pub right: u64,
}

impl BySignal {
    /// Of what was judged, the share that is true.
    pub fn precision(&self) -> Option<Ratio> {
        Ratio::new(self.right as i64, self.judged as i64)
    }
}

/// The figures of a kind of shock.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ByKind {
    /// Struck in the months that were watched.
    pub struck: u64,
    /// Of these, how many some file can tell.
    pub shown: u64,
    /// Of these, how many a matter found.
    pub found: u64,
    /// Of those struck, how many it brought into hardship.
    pub hard: u64,
    /// Of these, how many some file can tell.
    pub hard_shown: u64,
    /// Of these, how many a matter found.
    pub hard_found: u64,
    /// Of the shown that no matter found, how many were on dibao or tekun within the same months: helped without it.
    pub hard_helped: u64,
    /// Days from the shock to the matter, of those found, sorted.
    pub days: Vec<i32>,
}

impl ByKind {
    /// Of the shown, the share found.
    pub fn recall(&self) -> Option<Ratio> {
        Ratio::new(self.found as i64, self.shown as i64)
    }

    /// Of the shown that brought hardship, the share found.
    pub fn recall_hard(&self) -> Option<Ratio> {
        Ratio::new(self.hard_found as i64, self.hard_shown as i64)
    }

    /// Half of those found were found within so many days.
    pub fn median_days(&self) -> Option<i32> {
        self.days.get(self.days.len().checked_sub(1)? / 2).copied()
    }

    /// Both together.
    pub fn with(mut self, other: &Self) -> Self {
        self.struck += other.struck;
        self.shown += other.shown;
        self.found += other.found;
        self.hard += other.hard;
        self.hard_shown += other.hard_shown;
        self.hard_found += other.hard_found;
        self.hard_helped += other.hard_helped;
        self.days.extend(&other.days);
        self.days.sort_unstable();
        self
    }
}

/// A town's figures; households are those of the truth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ByTown {
    /// Matters opened.
    pub matters: u64,
    /// Households in hardship in some month.
    pub hard: u64,
    /// Of these, on dibao or tekun when it began.
    pub helped: u64,
    /// Of the others, told by a matter.
    pub told: u64,
    /// Of the others, missed although a verification looked them up.
    pub missed: u64,
    /// Of the others, nobody looked them up.
    pub unseen: u64,
}

/// What watching some months came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WatchReport {
    /// The months.
    pub months: Vec<Month>,
    /// By signal, in the order of names.
    pub signals: BTreeMap<String, BySignal>,
    /// By kind of shock; empty without the truth.
    pub kinds: BTreeMap<String, ByKind>,
    /// By town, nine digits; of whom no place is known, none.
    pub towns: BTreeMap<Option<String>, ByTown>,
}

/// Signals that say something else than that a household may be in need, by the files that hold them.
const OTHERWISE: [&str; 5] = ["over_covered", "gaps", "mismatch", "ahead", "clocks"];

/// What takes away what a household lives on.
const EARNINGS: &[&str] =
    &["job_lost", "wages_collapsed", "serious_illness", "disabled", "earner_died", "imprisoned", "missing"];

/// Which shocks make a signal true beside hardship. A signal that is not here is true by any shock that lasts.
const SAYS: &[(&str, &[&str])] = &[
    ("work_lost", &["job_lost", "disabled", "serious_illness", "imprisoned", "missing"]),
    ("unemployment_registered", &["job_lost"]),
    ("wages_collapsed", EARNINGS),
    ("business_collapsed", EARNINGS),
    ("disability_new_or_worse", &["disabled"]),
    ("labour_capacity_lost", &["disabled", "serious_illness"]),
    ("self_care_fell", &["disabled", "serious_illness"]),
    ("seriously_ill_anew", &["serious_illness"]),
    ("medical_spending_high", &["serious_illness"]),
    ("insurance_lapsed", &["insurance_lapsed"]),
    ("income_earner_died", &["earner_died"]),
    ("parent_lost", &["earner_died", "imprisoned", "missing"]),
    ("spouse_lost", &["earner_died", "missing"]),
    ("house_unsafe", &["house_damaged"]),
    ("dropped_out", &["dropped_out"]),
    ("may_enter_dibao", &[]),
    ("dibao_may_be_missed", &[]),
];

/// Whether a signal says that a household may be in need, which the truth can judge.
pub fn about_need(book: &Book, signal: &Signal) -> bool {
    let path = book.files.get(usize::from(signal.span.file.0)).map_or("", |(path, _)| path.as_str());
    let otherwise = OTHERWISE.iter().any(|stem| path.ends_with(&format!("/{stem}.law")));
    !otherwise || SAYS.iter().any(|(name, _)| *name == signal.name)
}

/// Counts months that were followed, against the truth where there is one.
pub fn report(book: &Book, follow: &Follow, truth: Option<&WatchTruth>) -> WatchReport {
    let need: BTreeSet<&str> =
        book.signals.iter().filter(|it| about_need(book, it)).map(|signal| signal.name.as_str()).collect();
    let mut report = WatchReport { months: follow.months.clone(), ..WatchReport::default() };
    for signal in &book.signals {
        let raised = follow.raised.get(&signal.name).copied().unwrap_or(0);
        report.signals.insert(signal.name.clone(), BySignal { raised, ..BySignal::default() });
    }
    let judge = truth.map(Judge::new);
    for heard in &follow.heard {
        let by = report.signals.entry(heard.signal.clone()).or_default();
        by.matters += 1;
        if let Some(judge) = judge.as_ref().filter(|_| need.contains(&*heard.signal)) {
            by.judged += 1;
            by.right += u64::from(judge.right(heard));
        }
        report.towns.entry(heard.town.clone()).or_default().matters += u64::from(heard.opens);
    }
    if let Some(judge) = judge {
        let about: Vec<&Heard> = follow.heard.iter().filter(|heard| need.contains(&*heard.signal)).collect();
        let told = judge.told(&about);
        report.kinds = judge.kinds(follow, &told);
        judge.towns(follow, &told, &mut report.towns);
    }
    report
}

/// Months in which a matter about need opened or was joined, by the truth's household.
type Told = BTreeMap<u32, BTreeSet<Month>>;

/// What the truth says of signals about need.
pub struct Judge<'t> {
    truth: &'t WatchTruth,
    shocks: BTreeMap<u32, Vec<&'t Struck>>,
}

impl<'t> Judge<'t> {
    /// By a county's truth.
    pub fn new(truth: &'t WatchTruth) -> Self {
        let mut shocks: BTreeMap<u32, Vec<&Struck>> = BTreeMap::new();
        truth.shocks.iter().for_each(|shock| shocks.entry(shock.household).or_default().push(shock));
        Self { truth, shocks }
    }

    fn household(&self, members: &[u64]) -> Option<u32> {
        members.iter().find_map(|person| self.truth.household(*person))
    }

    fn right(&self, heard: &Heard) -> bool {
        self.so(&heard.signal, heard.month, &heard.members)
    }

    /// Whether a signal about a household with these members is true in a month: it is in hardship, or what the signal says
    /// struck it and lasts.
    pub fn so(&self, signal: &str, month: Month, members: &[u64]) -> bool {
        let hard = members.iter().any(|person| self.truth.hard.contains(&(month, *person)));
        let says = SAYS.iter().find(|(of, _)| *of == signal).map(|(_, kinds)| *kinds);
        let of = self.household(members).and_then(|household| self.shocks.get(&household));
        let so = |shock: &&&Struck| shock.lasts(month) && says.is_none_or(|kinds| kinds.contains(&&*shock.kind));
        hard || of.is_some_and(|shocks| shocks.iter().any(|shock| so(&shock)))
    }

    fn told(&self, about: &[&Heard]) -> Told {
        let mut told = Told::new();
        for heard in about {
            if let Some(household) = self.household(&heard.members) {
                told.entry(household).or_default().insert(heard.month);
            }
        }
        told
    }

    fn kinds(&self, follow: &Follow, told: &Told) -> BTreeMap<String, ByKind> {
        let mut kinds: BTreeMap<String, ByKind> = BTreeMap::new();
        for shock in self.truth.shocks.iter().filter(|shock| follow.months.contains(&Month::of(shock.on))) {
            let by = kinds.entry(shock.kind.clone()).or_default();
            let struck = Month::of(shock.on);
            let shown = shock.shown.is_some_and(|month| follow.months.contains(&month));
            let first =
                told.get(&shock.household).and_then(|months| months.range(struck..=struck.plus(LATE_MONTHS)).next());
            let (hard, found) = (u64::from(shock.hardship), u64::from(shown && first.is_some()));
            by.struck += 1;
            by.shown += u64::from(shown);
            by.found += found;
            by.hard += hard;
            by.hard_shown += hard * u64::from(shown);
            by.hard_found += hard * found;
            let helped = || (0..=LATE_MONTHS).any(|by| follow.helped.contains(&(struck.plus(by), shock.person)));
            by.hard_helped += u64::from(shock.hardship && shown && found == 0 && helped());
            if let Some(month) = first.filter(|_| shown) {
                by.days.push(shock.on.until(month.last_day()).map_or(0, |span| span.get_days()));
            }
        }
        kinds.values_mut().for_each(|by| by.days.sort_unstable());
        kinds
    }

    fn towns(&self, follow: &Follow, told: &Told, towns: &mut BTreeMap<Option<String>, ByTown>) {
        let mut hard: BTreeMap<u32, (Month, BTreeSet<u64>)> = BTreeMap::new();
        for (month, person) in self.truth.hard.iter().filter(|(month, _)| follow.months.contains(month)) {
            let Some(household) = self.truth.household(*person) else { continue };
            let (first, people) = hard.entry(household).or_insert_with(|| (*month, BTreeSet::new()));
            *first = (*first).min(*month);
            people.insert(*person);
        }
        for (household, (first, people)) in hard {
            let by = towns.entry(self.truth.towns.get(&household).cloned()).or_default();
            let any = |of: &dyn Fn(u64) -> bool| people.iter().any(|person| of(*person));
            by.hard += 1;
            match () {
                () if any(&|person| follow.helped.contains(&(first, person))) => by.helped += 1,
                () if told.contains_key(&household) => by.told += 1,
                () if any(&|person| follow.seen.contains(&person)) => by.missed += 1,
                () => by.unseen += 1,
            }
        }
    }
}
