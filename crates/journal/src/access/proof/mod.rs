//! Every rule of access against a second reading of it; and that reading against holes planted on purpose.
//!
//! [`Guard`] is what the journal and the pages call. [`checks::faults`] asks it everything and compares with an oracle
//! that shares no code: rights from the printed `roles.golden`, areas by the digits as text. The real guard has no fault;
//! each planted hole must show one.

mod checks;
mod holes;
mod oracle;

use super::scope::Part;
use super::*;
use doudi_kernel::{Date, Division};

/// The calls that guard something; a hole answers one of them otherwise.
trait Guard {
    fn authorise(&mut self, grants: &[Grant], what: Resource, how: Action, today: Date) -> Result<Scope, Denied> {
        authorise(grants, what, how, today)
    }

    fn covers(&self, scope: &Scope, division: Division) -> bool {
        scope.covers(division)
    }

    fn in_ranges(&self, scope: &Scope, code: u64) -> bool {
        scope.ranges().iter().any(|area| area.first() <= code && code <= area.last())
    }

    fn covers_referral(&self, scope: &Scope, division: Division, department: Department) -> bool {
        scope.covers_referral(division, department)
    }

    fn within(&self, scope: Scope, division: Division) -> Result<Scope, Denied> {
        scope.within(division)
    }

    fn may_grant(
        &self,
        granter: UserId,
        held: &[Grant],
        grantee: UserId,
        has: &[Grant],
        grant: &Grant,
    ) -> Result<(), Denied> {
        may_grant(granter, held, grantee, has, grant, TODAY)
    }

    fn permit(&self, relatives: &Relatives, actor: UserId, action: Action) -> Result<(), Denied> {
        relatives.permit(actor, action)
    }

    fn decided_by_another(&self, decider: UserId, prepared_by: &[UserId]) -> Result<(), Denied> {
        decided_by_another(decider, prepared_by)
    }

    fn open(&self, scope: &Scope, user: UserId, division: Division, purpose: Purpose) -> Result<Opening, Denied> {
        scope.open(user, 1, division, "household-1", purpose)
    }

    fn reveal(&self, opening: &Opening, scope: &Scope, reason: &str) -> Result<AccessRecord, Denied> {
        opening.reveal(scope, 1, "person.phone", reason)
    }

    fn purpose(&self, id: &str) -> Result<Purpose, Denied> {
        Purpose::new(PurposeKind::Case, id)
    }

    fn shown(&self, viewer: Viewer, field: Field) -> Shown {
        shown(viewer, field)
    }
}

/// What the journal and the pages really call.
struct Real;
impl Guard for Real {}

const TODAY: Date = Date::constant(2026, 7, 15);

fn division(code: &str) -> Division {
    code.parse().unwrap()
}

/// A grant that holds today.
fn grant(role: Role, area: &str) -> Grant {
    Grant { role, area: division(area), from: TODAY, to: None }
}
