//! Signals about one household become one matter: which of them opens it, which join it, which keep quiet. Pure.
//!
//! A household has one open matter at most. A signal that an open matter knows moves on with the months; one that was
//! answered rests for as long as its rule says, since who was visited last week is not visited again for the same; an
//! exemption holds to its day and ends by itself. A month that was told before tells nothing new, so that taking it again
//! changes nothing; nor does the order in which signals come.

use doudi_kernel::{Date, Month, WorkingDays};
use doudi_rules::{
    book::{Book, Signal},
    unit::Unit,
};
use jiff::ToSpan;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How grave, the gravest last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// 一般
    Normal,
    /// 重要
    High,
    /// 紧急
    Urgent,
}

impl Severity {
    /// All, the gravest first.
    pub const ALL: [Self; 3] = [Self::Urgent, Self::High, Self::Normal];

    /// Its word in policies.
    pub fn name(self) -> &'static str {
        match self {
            Self::Urgent => "urgent",
            Self::High => "high",
            Self::Normal => "normal",
        }
    }

    /// What a word of policies says.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == word)
    }
}

/// Who visits, from below.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 村(居)民委员会
    Village,
    /// 乡镇人民政府、街道办事处
    Town,
    /// 县级民政部门
    County,
}

impl Level {
    /// All, from below.
    pub const ALL: [Self; 3] = [Self::Village, Self::Town, Self::County];

    /// Its word in policies.
    pub fn name(self) -> &'static str {
        match self {
            Self::Village => "village",
            Self::Town => "town",
            Self::County => "county",
        }
    }

    /// What a word of policies says.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == word)
    }

    /// The next one up; the county is the last.
    pub fn above(self) -> Self {
        match self {
            Self::Village => Self::Town,
            Self::Town | Self::County => Self::County,
        }
    }
}

/// A number of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Days {
    /// Of the calendar.
    Civil(u32),
    /// Of the holiday notices.
    Working(u32),
}

impl Days {
    /// The last of so many days after a day; none where no holiday notice reaches.
    pub fn after(self, day: Date) -> Option<Date> {
        match self {
            Self::Civil(days) => day.checked_add(i64::from(days).days()).ok(),
            Self::Working(days) => WorkingDays.after(day, days).ok(),
        }
    }
}

/// What a rule says about matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// How grave.
    pub severity: Severity,
    /// Whose task. What is another department's is the county's to hand over.
    pub owner: Level,
    /// By when.
    pub due: Days,
    /// How long it keeps quiet after it was raised or answered.
    pub rest: Option<Days>,
}

impl Rule {
    /// Of a signal of the book.
    pub fn of(book: &Book, signal: &Signal) -> Self {
        let roles = book.codes.iter().find(|codes| codes.name == "role");
        let role = roles.and_then(|codes| codes.words.get(usize::from(signal.owner)));
        Self {
            severity: Severity::named(&signal.severity).unwrap_or(Severity::Normal),
            owner: role.and_then(|(name, _)| Level::named(name)).unwrap_or(Level::County),
            due: days(signal.due),
            rest: signal.rest.map(days),
        }
    }

    /// Of all signals of the book, by their names.
    pub fn all(book: &Book) -> BTreeMap<String, Self> {
        book.signals.iter().map(|signal| (signal.name.clone(), Self::of(book, signal))).collect()
    }

    /// Gravest first; of two alike the one that is due earlier, then the lower level's.
    fn order(&self, day: Date) -> impl Ord + use<> {
        (std::cmp::Reverse(self.severity), self.due.after(day).unwrap_or(Date::MAX), self.owner)
    }
}

/// The checker lets days and working days through and nothing else; part of a day is a day.
fn days((number, unit): (doudi_kernel::Ratio, Unit)) -> Days {
    let whole = u32::try_from(number.round(doudi_kernel::Rounding::Up)).unwrap_or(0);
    if unit == Unit::WORKING_DAY { Days::Working(whole) } else { Days::Civil(whole) }
}

/// What a signal is about: the household, or one of its people by a number that the caller knows people by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct About {
    /// The signal's name.
    pub signal: String,
    /// The member, where the signal is about one.
    pub person: Option<u64>,
}

/// When a signal was last heard of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Last {
    /// The newest month in which it was raised and taken.
    pub month: Month,
    /// The later of the day on which it was taken and the day on which its matter was closed.
    pub day: Date,
    /// Whether its matter is the open one.
    pub open: bool,
}

/// What a household has standing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Whether a matter is open.
    pub open: bool,
    /// By what it is about.
    pub last: BTreeMap<About, Last>,
    /// To which day, both of them included, a signal is not raised. Without a person it holds for the whole household.
    pub exempt: BTreeMap<About, Date>,
}

impl Standing {
    fn exempt(&self, about: &About, day: Date) -> Option<Date> {
        let whole = About { person: None, ..about.clone() };
        let until = self.exempt.get(about).max(self.exempt.get(&whole)).copied();
        until.filter(|until| *until >= day)
    }
}

/// What becomes of a raised signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It opens the household's matter.
    Opens,
    /// It joins the matter that is open, or that another signal of the same day opens.
    Joins,
    /// The open matter knows it already: it is still so in this month.
    Still,
    /// It was told with this month or a later one before.
    Told,
    /// It was answered not long ago, and keeps quiet to this day.
    Rests(Date),
    /// It is exempt to this day.
    Exempt(Date),
}

/// What becomes of the signals that a month raised about one household, and of a signal that no rule has: nothing.
pub fn fates(
    rules: &BTreeMap<String, Rule>,
    standing: &Standing,
    raised: impl IntoIterator<Item = About>,
    month: Month,
    day: Date,
) -> BTreeMap<About, Fate> {
    let one = |about: About| {
        let fate = fate(rules.get(&about.signal)?, standing, &about, month, day);
        Some((about, fate))
    };
    let mut fates: BTreeMap<About, Fate> = raised.into_iter().filter_map(one).collect();
    if standing.open {
        return fates;
    }
    let fresh = fates.iter().filter(|(_, fate)| **fate == Fate::Joins).map(|(about, _)| about);
    let gravest = fresh.min_by_key(|about| (rules[&about.signal].order(day), (*about).clone())).cloned();
    if let Some(gravest) = gravest {
        fates.insert(gravest, Fate::Opens);
    }
    fates
}

fn fate(rule: &Rule, standing: &Standing, about: &About, month: Month, day: Date) -> Fate {
    let last = standing.last.get(about);
    if last.is_some_and(|last| last.month >= month) {
        return Fate::Told;
    }
    if let Some(until) = standing.exempt(about, day) {
        return Fate::Exempt(until);
    }
    match last {
        Some(last) if last.open => Fate::Still,
        // A rest whose end no calendar tells is not over.
        Some(last) => match rule.rest.map(|rest| rest.after(last.day).unwrap_or(Date::MAX)) {
            Some(until) if until >= day => Fate::Rests(until),
            _ => Fate::Joins,
        },
        None => Fate::Joins,
    }
}

/// What a matter is for its signals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Matter {
    /// The greatest.
    pub severity: Severity,
    /// Of the gravest signal.
    pub owner: Level,
    /// The earliest; none where no holiday notice reaches any.
    pub due: Option<Date>,
}

impl Matter {
    /// Of the signals with the days on which they were taken; none without signals.
    pub fn of(signals: impl IntoIterator<Item = (Rule, Date)>) -> Option<Self> {
        let signals: Vec<(Rule, Date)> = signals.into_iter().collect();
        let (gravest, _) = signals.iter().min_by_key(|(rule, day)| rule.order(*day))?;
        Some(Self {
            severity: gravest.severity,
            owner: gravest.owner,
            due: signals.iter().filter_map(|(rule, day)| rule.due.after(*day)).min(),
        })
    }

    /// The same after more signals have joined: never later, never lighter.
    pub fn with(self, more: Self) -> Self {
        Self {
            severity: self.severity.max(more.severity),
            owner: if more.severity > self.severity { more.owner } else { self.owner },
            due: self.due.into_iter().chain(more.due).min(),
        }
    }
}
