//! Holes, each a mistake that somebody made somewhere; the checks must find every one.

use super::checks::faults;
use super::*;
use std::collections::BTreeMap;

/// Declares the holes and their list.
macro_rules! holes {
    ($($(#[$doc:meta])* $hole:ident;)+) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        enum Hole {
            /// The control: nothing is planted.
            Nothing,
            $($(#[$doc])* $hole,)+
        }
        const HOLES: &[Hole] = &[$(Hole::$hole,)+];
    };
}

holes! {
    /// Staff of one town see the country: the fault of the systems in use.
    IgnoresArea;
    /// Whoever is signed in is a county clerk.
    IgnoresRole;
    IgnoresResource;
    IgnoresAction;
    IgnoresFirstDay;
    IgnoresLastDay;
    LastsADayLonger;
    /// Six digits compared where nine are meant: the whole county.
    ComparesSixDigits;
    /// Zeros trimmed from the end of a code: town 010 holds towns 011 to 019.
    TrimsZeros;
    /// A half-open range taken for a closed one.
    GoesOneCodeTooFar;
    SeesTheParent;
    /// Lowest to highest of several grants.
    JoinsAcrossGaps;
    /// The role of one grant in the place of another.
    CrossesGrants;
    /// Asks once per process.
    CachesForever;
    /// Asks once per resource.
    CachesByResource;
    /// The tile is counted on another query than the list.
    CountsWithoutScope;
    ExportsAsItLists;
    DecidesAsItWrites;
    OnlyLooksAtTheFirstGrant;
    /// A row of the county shown to every town in it.
    CoversUpwards;
    /// The list's range is the county's though the check is the town's.
    ListsMoreThanItCovers;
    /// A filter of the page taken as authorisation.
    TrustsTheFilter;
    ForgetsTheFilter;
    MixesDepartments;
    GrantsToOneself;
    GrantsElsewhere;
    UnitesDuties;
    LetsRelativesWork;
    LetsPreparersDecide;
    OpensAnywhere;
    OpensFromLists;
    TakesAnyPurpose;
    RevealsWithoutReason;
    RevealsByReading;
    ShowsChildrenInNotices;
    ShowsAdministratorsPeople;
}

/// The real guard but for one hole.
struct Holed {
    hole: Hole,
    remembered: BTreeMap<Option<Resource>, Vec<Part>>,
    seen: BTreeMap<(Resource, Action), Vec<Part>>,
}

impl Holed {
    fn new(hole: Hole) -> Self {
        Self { hole, remembered: BTreeMap::new(), seen: BTreeMap::new() }
    }

    fn is(&self, hole: Hole) -> bool {
        self.hole == hole
    }

    /// Changes what is asked.
    fn asked(&self, grants: &[Grant], what: Resource, how: Action) -> (Vec<Grant>, Resource, Action) {
        let each = |change: fn(Grant) -> Grant| grants.iter().copied().map(change).collect::<Vec<_>>();
        let (mut what, mut how) = (what, how);
        let grants = match self.hole {
            Hole::IgnoresRole => each(|grant| Grant { role: Role::CountyClerk, ..grant }),
            Hole::IgnoresFirstDay => each(|grant| Grant { from: Date::MIN, ..grant }),
            Hole::IgnoresLastDay => each(|grant| Grant { to: None, ..grant }),
            Hole::LastsADayLonger => each(|grant| Grant { to: grant.to.and_then(|to| to.tomorrow().ok()), ..grant }),
            Hole::OnlyLooksAtTheFirstGrant => grants.iter().copied().take(1).collect(),
            Hole::CrossesGrants => {
                let crossed =
                    |one: &Grant| grants.iter().map(|two| Grant { area: two.area, ..*one }).collect::<Vec<_>>();
                grants.iter().flat_map(crossed).collect()
            }
            _ => grants.to_vec(),
        };
        match self.hole {
            Hole::IgnoresResource => what = Resource::Case,
            Hole::IgnoresAction => how = Action::List,
            Hole::ExportsAsItLists if how == Action::Export => how = Action::List,
            Hole::DecidesAsItWrites if how == Action::Decide => how = Action::Write,
            _ => {}
        }
        (grants, what, how)
    }

    /// Changes what is answered.
    fn areas(&self, area: Area, how: Action) -> Area {
        let of = |digits: u32| {
            let unit = 10u64.pow(12 - digits);
            Area::between(area.first() / unit * unit, area.first() / unit * unit + unit - 1)
        };
        let everywhere = Area::between(0, 999_999_999_999);
        let size = area.last() - area.first() + 1;
        match self.hole {
            Hole::IgnoresArea => everywhere,
            Hole::CountsWithoutScope if how == Action::Count => everywhere,
            Hole::ComparesSixDigits if size < 1_000_000 => of(6),
            Hole::TrimsZeros => {
                let digits = area.first().to_string().trim_end_matches('0').len() as u32;
                of(digits)
            }
            Hole::GoesOneCodeTooFar => Area::between(area.first(), area.last() + 1),
            Hole::SeesTheParent => match size {
                1 => of(9),
                1_000 => of(6),
                1_000_000 => of(4),
                _ => of(2),
            },
            _ => area,
        }
    }
}

impl Guard for Holed {
    fn authorise(&mut self, grants: &[Grant], what: Resource, how: Action, today: Date) -> Result<Scope, Denied> {
        let (held, asked_what, asked_how) = self.asked(grants, what, how);
        let answer = authorise(&held, asked_what, asked_how, today);
        if self.is(Hole::CachesForever)
            && answer.is_err()
            && let Some(parts) = self.seen.get(&(what, how))
        {
            return Scope::of_parts(what, how, parts.clone()).ok_or(Denied::Area);
        }
        if self.is(Hole::CachesByResource)
            && let Some(parts) = self.remembered.get(&Some(what))
        {
            return Scope::of_parts(what, how, parts.clone()).ok_or(Denied::Area);
        }
        let scope = answer?;
        let changed = |part: &Part| Part { area: self.areas(part.area, how), ..*part };
        let mut parts: Vec<Part> = scope.parts().iter().map(changed).collect();
        if self.is(Hole::JoinsAcrossGaps) {
            let whole = parts.iter().map(|part| part.area).reduce(Area::joined);
            parts.iter_mut().for_each(|part| part.area = whole.unwrap_or(part.area));
        }
        self.seen.insert((what, how), parts.clone());
        self.remembered.insert(Some(what), parts.clone());
        Scope::of_parts(what, how, parts).ok_or(Denied::Area)
    }

    fn covers(&self, scope: &Scope, division: Division) -> bool {
        let upwards = || scope.ranges().iter().any(|area| Area::of(division).contains(*area));
        scope.covers(division) || self.is(Hole::CoversUpwards) && upwards()
    }

    fn in_ranges(&self, scope: &Scope, code: u64) -> bool {
        let county = |code: u64| code / 1_000_000;
        let more = || scope.ranges().iter().any(|area| county(area.first()) == county(code));
        Real.in_ranges(scope, code) || self.is(Hole::ListsMoreThanItCovers) && more()
    }

    fn covers_referral(&self, scope: &Scope, division: Division, department: Department) -> bool {
        if self.is(Hole::MixesDepartments) {
            scope.covers(division)
        } else {
            scope.covers_referral(division, department)
        }
    }

    fn within(&self, scope: Scope, division: Division) -> Result<Scope, Denied> {
        match self.hole {
            Hole::TrustsTheFilter => {
                let part = Part { area: Area::of(division), department: None };
                Scope::of_parts(scope.resource(), scope.action(), vec![part]).ok_or(Denied::Area)
            }
            Hole::ForgetsTheFilter => Ok(scope),
            _ => scope.within(division),
        }
    }

    fn may_grant(
        &self,
        granter: UserId,
        held: &[Grant],
        grantee: UserId,
        has: &[Grant],
        grant: &Grant,
    ) -> Result<(), Denied> {
        let granter = if self.is(Hole::GrantsToOneself) { UserId(-1) } else { granter };
        let has = if self.is(Hole::UnitesDuties) { &[] } else { has };
        let answer = Real.may_grant(granter, held, grantee, has, grant);
        if self.is(Hole::GrantsElsewhere) && answer == Err(Denied::Area) { Ok(()) } else { answer }
    }

    fn permit(&self, relatives: &Relatives, actor: UserId, action: Action) -> Result<(), Denied> {
        if self.is(Hole::LetsRelativesWork) { Ok(()) } else { relatives.permit(actor, action) }
    }

    fn decided_by_another(&self, decider: UserId, prepared_by: &[UserId]) -> Result<(), Denied> {
        let known =
            if self.is(Hole::LetsPreparersDecide) { &prepared_by[..prepared_by.len().min(1)] } else { prepared_by };
        decided_by_another(decider, known)
    }

    fn open(&self, scope: &Scope, user: UserId, division: Division, purpose: Purpose) -> Result<Opening, Denied> {
        let anywhere = || Part { area: Area::of(division), department: None };
        let wider = match self.hole {
            Hole::OpensAnywhere => Scope::of_parts(scope.resource(), scope.action(), vec![anywhere()]),
            Hole::OpensFromLists => Scope::of_parts(scope.resource(), Action::Read, scope.parts().to_vec()),
            _ => None,
        };
        Real.open(wider.as_ref().unwrap_or(scope), user, division, purpose)
    }

    fn reveal(&self, opening: &Opening, scope: &Scope, reason: &str) -> Result<AccessRecord, Denied> {
        let reason = if self.is(Hole::RevealsWithoutReason) && reason.is_empty() { "工作需要" } else { reason };
        let reading = Scope::of_parts(Resource::SealedColumn, Action::Reveal, scope.parts().to_vec());
        let scope = if self.is(Hole::RevealsByReading) { reading.as_ref().unwrap_or(scope) } else { scope };
        Real.reveal(opening, scope, reason)
    }

    fn purpose(&self, id: &str) -> Result<Purpose, Denied> {
        let taken = if self.is(Hole::TakesAnyPurpose) { "any" } else { id };
        Real.purpose(taken)
    }

    fn shown(&self, viewer: Viewer, field: Field) -> Shown {
        match (self.hole, viewer, field) {
            (Hole::ShowsChildrenInNotices, Viewer::Public, Field::MinorName) => Shown::Plain,
            (Hole::ShowsAdministratorsPeople, Viewer::Role(Role::SystemAdmin), Field::Name) => Shown::Masked,
            _ => shown(viewer, field),
        }
    }
}

#[test]
fn every_planted_hole_is_found_and_every_check_finds_one() {
    assert_eq!(faults(&mut Holed::new(Hole::Nothing)).0, [""; 0]);
    let failed = |&hole: &Hole| (hole, faults(&mut Holed::new(hole)).0);
    let results: Vec<_> = HOLES.iter().map(failed).collect();
    let found: Vec<Hole> = results.iter().filter(|(_, failed)| !failed.is_empty()).map(|(hole, _)| *hole).collect();
    assert_eq!(found, HOLES, "planted {}, found {}", HOLES.len(), found.len());
    assert!(HOLES.len() >= 20);
    // A check that no hole trips proves nothing.
    let checks: std::collections::BTreeSet<_> = results.iter().flat_map(|(_, failed)| failed).collect();
    assert_eq!(checks.len(), 10, "{checks:#?}");
}
