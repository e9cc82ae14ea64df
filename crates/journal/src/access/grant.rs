//! A role in a place for a time.

use super::{Denied, Role};
use doudi_kernel::{Date, Division};
use serde::{Deserialize, Serialize};

/// A user's number in the table of users; it never changes and is never given again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UserId(pub i64);

/// A role in a division, from a day on, until a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Grant {
    /// What the user may do there.
    pub role: Role,
    /// Where: the division and all below it.
    pub area: Division,
    /// The first day.
    pub from: Date,
    /// The last day; `None` until it is taken away.
    pub to: Option<Date>,
}

impl Grant {
    /// Whether it holds on a day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.not_yet(day).is_none() && self.expired(day).is_none()
    }

    /// Whether two grants hold on a common day.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        let before = |one: &Self, two: &Self| one.to.is_some_and(|to| to < two.from);
        !before(self, other) && !before(other, self)
    }

    pub(super) fn not_yet(&self, day: Date) -> Option<Denied> {
        (day < self.from).then_some(Denied::NotYet { role: self.role, from: self.from })
    }

    pub(super) fn expired(&self, day: Date) -> Option<Denied> {
        self.to.filter(|&to| to < day).map(|to| Denied::Expired { role: self.role, to })
    }
}

/// A division and everything below it, as the range of its twelve-digit codes, both ends included.
///
/// ```
/// use doudi_journal::access::Area;
/// let town = Area::of("419901002".parse().unwrap());
/// assert_eq!((town.first(), town.last()), (419901002000, 419901002999));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Area {
    first: u64,
    last: u64,
}

impl Area {
    /// The area of a division.
    pub fn of(division: Division) -> Self {
        let below = 10u64.pow(12 - division.level().digits());
        Self { first: division.number(), last: division.number() + below - 1 }
    }

    /// The lowest code in it.
    pub fn first(self) -> u64 {
        self.first
    }

    /// The highest code in it.
    pub fn last(self) -> u64 {
        self.last
    }

    /// Whether it holds all of another.
    pub fn contains(self, other: Self) -> bool {
        self.first <= other.first && other.last <= self.last
    }

    /// What is in both. Areas of divisions lie in one another or apart, so it is one of the two.
    pub(super) fn common(self, other: Self) -> Option<Self> {
        let area = Self { first: self.first.max(other.first), last: self.last.min(other.last) };
        (area.first <= area.last).then_some(area)
    }

    /// From the lower beginning to the higher end.
    pub(super) fn joined(self, other: Self) -> Self {
        Self { first: self.first.min(other.first), last: self.last.max(other.last) }
    }

    #[cfg(test)]
    pub(super) fn between(first: u64, last: u64) -> Self {
        Self { first, last }
    }
}
