//! Who works: a user with the rights that hold now. Made anew for every request.

use crate::case::Office;
use doudi_journal::{
    Actor, Instant, JournalError,
    access::{
        AccessRecord, Action, Area, Denied, Department, Grant, Purpose, Resource, Role, Scope, UserId, authorise,
    },
};
use doudi_kernel::Date;

/// A signed-in user at a moment.
#[derive(Clone, Debug)]
pub struct Who {
    /// The user.
    pub id: UserId,
    /// The account's name.
    pub account: String,
    /// What colleagues call the user.
    pub name: String,
    /// The rights, as they stood when the request came.
    pub grants: Vec<Grant>,
    /// When the request came.
    pub now: Instant,
}

impl Who {
    /// The civil day.
    pub fn today(&self) -> Date {
        self.now.date_in_china()
    }

    /// Where the user may do something.
    ///
    /// # Errors
    /// [`Denied`].
    pub fn may(&self, resource: Resource, action: Action) -> Result<Scope, Denied> {
        authorise(&self.grants, resource, action, self.today())
    }

    /// The roles that hold today.
    pub fn roles(&self) -> impl Iterator<Item = Role> {
        let today = self.today();
        self.grants.iter().filter(move |grant| grant.holds_on(today)).map(|grant| grant.role)
    }

    /// What the user is at a place today: of each office one, with the department of a user who works for one.
    pub fn offices_at(&self, division: u64) -> Vec<(Office, Option<Department>)> {
        let here = |grant: &&Grant| {
            let area = Area::of(grant.area);
            grant.holds_on(self.today()) && (area.first()..=area.last()).contains(&division)
        };
        let mut all = Vec::new();
        for grant in self.grants.iter().filter(here) {
            let Some(office) = office(grant.role).map(|office| (office, grant.role.department())) else { continue };
            if !all.contains(&office) {
                all.push(office);
            }
        }
        all
    }

    /// The user's offices, each with where it reaches.
    pub fn desks(&self) -> Vec<(Office, Area)> {
        let held = self.grants.iter().filter(|grant| grant.holds_on(self.today()));
        held.filter_map(|grant| Some((office(grant.role)?, Area::of(grant.area)))).collect()
    }

    /// That the user looked at something now, or took it out, and for what.
    pub(crate) fn record(
        &self,
        (resource, action): (Resource, Action),
        division: u64,
        subject: String,
        purpose: Purpose,
    ) -> AccessRecord {
        AccessRecord {
            at: self.now.millis(),
            user: self.id,
            resource: resource.name(),
            action: action.name(),
            division,
            subject,
            purpose,
            column: None,
            reason: None,
        }
    }

    /// How entries name the user.
    ///
    /// # Errors
    /// Never for a number; the type is the journal's.
    pub fn actor(&self) -> Result<Actor, JournalError> {
        // Account 0 is nobody's: a citizen who has shown a code.
        if self.id.0 == 0 { Actor::new("citizen") } else { Actor::new(format!("user:{}", self.id.0)) }
    }
}

fn office(role: Role) -> Option<Office> {
    match role {
        Role::VillageCadre => Some(Office::Village),
        Role::TownClerk | Role::TownLeader => Some(Office::Town),
        Role::CountyClerk | Role::CountyLeader => Some(Office::County),
        Role::VerificationCentre => Some(Office::Verification),
        Role::Finance => Some(Office::Finance),
        Role::Department(_) | Role::CountyPension => Some(Office::Department),
        _ => None,
    }
}
