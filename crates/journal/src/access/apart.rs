//! Duties that one person does not unite.

use super::{Action, Area, Denied, Grant, Resource, UserId, authorise};
use doudi_kernel::Date;
use std::collections::BTreeSet;

/// Whether `granter`, who holds `held`, may give `grant` to `grantee`, who has `has`.
///
/// A security administrator gives rights to others, within the own area, and never so that one person unites two of
/// office, system, security and audit on any day.
///
/// # Errors
/// [`Denied::OwnGrant`], [`Denied::Role`] and its kin, [`Denied::Area`], [`Denied::Duties`].
///
/// ```
/// use doudi_journal::access::{Denied, Grant, Role, UserId, may_grant};
/// # let today = doudi_kernel::Date::constant(2026, 7, 1);
/// let county = "419901".parse().unwrap();
/// let admin = [Grant { role: Role::SecurityAdmin, area: county, from: today, to: None }];
/// let clerk = Grant { role: Role::CountyClerk, area: county, from: today, to: None };
/// assert_eq!(may_grant(UserId(1), &admin, UserId(2), &[], &clerk, today), Ok(()));
/// assert_eq!(may_grant(UserId(1), &admin, UserId(1), &[], &clerk, today), Err(Denied::OwnGrant));
/// ```
pub fn may_grant(
    granter: UserId,
    held: &[Grant],
    grantee: UserId,
    has: &[Grant],
    grant: &Grant,
    today: Date,
) -> Result<(), Denied> {
    if granter == grantee {
        return Err(Denied::OwnGrant);
    }
    let scope = authorise(held, Resource::Grant, Action::Write, today)?;
    if !scope.ranges().iter().any(|area| area.contains(Area::of(grant.area))) {
        return Err(Denied::Area);
    }
    let (asked, clash) = (grant.role.duty(), |other: &&Grant| other.role.duty() != grant.role.duty());
    match has.iter().filter(|other| other.overlaps(grant)).find(clash) {
        Some(other) => Err(Denied::Duties { held: other.role.duty(), asked }),
        None => Ok(()),
    }
}

/// The staff who are registered as near relatives of a household's members (近亲属备案).
///
/// Such a household is visited by the county (审核确认办法 art. 11 as the regions apply it), and the relative neither
/// works on it nor sees what is masked.
///
/// ```
/// use doudi_journal::access::{Action, Denied, Relatives, UserId};
/// let relatives = Relatives::new([UserId(7)]);
/// assert!(relatives.county_visits());
/// assert_eq!(relatives.permit(UserId(7), Action::Decide), Err(Denied::Relative));
/// assert_eq!(relatives.permit(UserId(8), Action::Decide), Ok(()));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Relatives(BTreeSet<UserId>);

impl Relatives {
    /// The registered staff of one household.
    pub fn new(staff: impl IntoIterator<Item = UserId>) -> Self {
        Self(staff.into_iter().collect())
    }

    /// Whether the county must visit.
    pub fn county_visits(&self) -> bool {
        !self.0.is_empty()
    }

    /// Whether a member of staff may do this with the household's things.
    ///
    /// # Errors
    /// [`Denied::Relative`] for a relative who would write (a visit is written), decide, export or reveal.
    pub fn permit(&self, actor: UserId, action: Action) -> Result<(), Denied> {
        let open = matches!(action, Action::Read | Action::List | Action::Count);
        if open || !self.0.contains(&actor) { Ok(()) } else { Err(Denied::Relative) }
    }
}

/// Holds that who decides is none of those who prepared the decision: two pairs of eyes.
///
/// # Errors
/// [`Denied::SameHand`].
pub fn decided_by_another(decider: UserId, prepared_by: &[UserId]) -> Result<(), Denied> {
    if prepared_by.contains(&decider) { Err(Denied::SameHand) } else { Ok(()) }
}
