//! The proof that somebody may do something somewhere.

use super::{Action, Area, Denied, Department, Grant, Resource, allows};
use doudi_kernel::{Date, Division};

/// Where one action on one resource is allowed, now, to one user: what every read of the journal demands.
///
/// Only [`authorise`] makes one, [`Scope::within`] makes one narrower. It is neither `Clone` nor stored: the next request
/// asks again.
#[derive(Debug, PartialEq, Eq)]
#[must_use]
pub struct Scope {
    resource: Resource,
    action: Action,
    /// Never empty.
    parts: Vec<Part>,
    /// The areas of the parts, joined and in order.
    ranges: Vec<Area>,
}

/// What one grant adds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Part {
    pub(super) area: Area,
    /// The department whose referrals are meant; `None` for all.
    pub(super) department: Option<Department>,
}

/// Asks whether the grants that a user holds today allow an action on a resource, and where.
///
/// # Errors
/// [`Denied::Expired`] or [`Denied::NotYet`] where a grant would have done on another day, else [`Denied::Role`].
pub fn authorise(grants: &[Grant], resource: Resource, action: Action, today: Date) -> Result<Scope, Denied> {
    let fitting = || grants.iter().filter(|grant| allows(grant.role, resource, action));
    let parts = fitting().filter(|grant| grant.holds_on(today));
    let parts: Vec<_> =
        parts.map(|grant| Part { area: Area::of(grant.area), department: grant.role.department() }).collect();
    Scope::of_parts(resource, action, parts).ok_or_else(|| {
        let otherwise = fitting().find_map(|grant| grant.expired(today).or(grant.not_yet(today)));
        otherwise.unwrap_or(Denied::Role(resource, action))
    })
}

impl Scope {
    /// `None` for no part: a scope that covers nothing would be an answer, and a refusal is none.
    pub(super) fn of_parts(resource: Resource, action: Action, parts: Vec<Part>) -> Option<Self> {
        let ranges = joined(parts.iter().map(|part| part.area).collect());
        (!parts.is_empty()).then_some(Self { resource, action, parts, ranges })
    }

    #[cfg(test)]
    pub(super) fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// What it is for.
    pub fn resource(&self) -> Resource {
        self.resource
    }

    /// What may be done.
    pub fn action(&self) -> Action {
        self.action
    }

    /// The twelve-digit codes that are covered: disjoint ranges in order, both ends included, at least one.
    pub fn ranges(&self) -> &[Area] {
        &self.ranges
    }

    /// Whether a row of this division is covered.
    pub fn covers(&self, division: Division) -> bool {
        self.holds(division.number())
    }

    /// Whether a row with this twelve-digit code is covered.
    pub fn holds(&self, code: u64) -> bool {
        self.ranges.iter().any(|area| (area.first()..=area.last()).contains(&code))
    }

    /// Whether a department's part of a case is covered: a department sees its own referrals only.
    ///
    /// ```
    /// use doudi_journal::access::{Action, Department, Grant, Resource, Role, authorise};
    /// # let today = doudi_kernel::Date::constant(2026, 7, 1);
    /// let county = "419901".parse().unwrap();
    /// let grants = [Grant { role: Role::Department(Department::Housing), area: county, from: today, to: None }];
    /// let scope = authorise(&grants, Resource::Referral, Action::Read, today).unwrap();
    /// assert!(scope.covers_referral(county, Department::Housing));
    /// assert!(!scope.covers_referral(county, Department::Education));
    /// ```
    pub fn covers_referral(&self, division: Division, department: Department) -> bool {
        let asked = Area::of(division);
        let mut parts = self.parts.iter().filter(|part| part.department.is_none_or(|own| own == department));
        parts.any(|part| (part.area.first()..=part.area.last()).contains(&asked.first()))
    }

    /// The scope for one department's referrals, for lists of them.
    ///
    /// # Errors
    /// [`Denied::Area`] where no grant is for that department.
    pub fn of_department(&self, department: Department) -> Result<Self, Denied> {
        self.narrowed(|part| part.department.is_none_or(|own| own == department).then_some(*part))
    }

    /// The part of the scope that lies in a division: what a page for one town asks for. Never wider.
    ///
    /// # Errors
    /// [`Denied::Area`] where nothing of it is covered.
    pub fn within(&self, division: Division) -> Result<Self, Denied> {
        let area = Area::of(division);
        self.narrowed(|part| Some(Part { area: part.area.common(area)?, ..*part }))
    }

    fn narrowed(&self, keep: impl FnMut(&Part) -> Option<Part>) -> Result<Self, Denied> {
        let parts = self.parts.iter().filter_map(keep).collect();
        Self::of_parts(self.resource, self.action, parts).ok_or(Denied::Area)
    }
}

/// Ranges in order, those joined that touch or overlap.
fn joined(mut areas: Vec<Area>) -> Vec<Area> {
    areas.sort_unstable();
    let mut joined: Vec<Area> = Vec::with_capacity(areas.len());
    for area in areas {
        match joined.last_mut() {
            Some(last) if area.first() <= last.last() + 1 => *last = last.joined(area),
            _ => joined.push(area),
        }
    }
    joined
}
