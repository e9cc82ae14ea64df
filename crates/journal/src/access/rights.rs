//! The table: role × resource × action.
//!
//! Letters: **r**ead, **l**ist, **c**ount, **e**xport, **w**rite, **d**ecide, re**v**eal. What is not there is refused.
//! `roles.golden` prints the same in words, and a test compares the two through [`super::authorise`].

use super::{Action, Resource, Role};

/// A row: the columns are village cadre, town clerk, town leader, county clerk, county leader, pension office,
/// verification centre, finance, department, provincial analyst, and the audit, security and system administrators.
type Row = (Resource, &'static str);

#[rustfmt::skip]
const RIGHTS: [Row; 24] = [
    //                               vil. town   town  county count pens.  verif. fin.  depart prov. aud. sec. sys.
    //                               cadr clerk  lead. clerk  lead. office centre       ment   anal. adm. adm. adm.
    (Resource::Household,           "rlc  rlcew  rlce  rlcew  rlce  rlc    rl     c     -      c     -    -    -   "),
    (Resource::SealedColumn,        "-    v      v     ve     v     ve     v      v     -      -     -    -    -   "),
    (Resource::Recognition,         "rlc  rlce   rlce  rlce   rlce  rlce   r      rlc   rlce   c     -    -    -   "),
    (Resource::ActiveDiscovery,     "rlcw rlcewd rlced rlcewd rlced w      -      -     w      c     -    -    -   "),
    (Resource::Case,                "rlc  rlcew  rlced rlcew  rlced -      r      -     -      c     -    -    -   "),
    (Resource::Referral,            "-    rlcew  rlced rlcew  rlced -      -      -     rlcewd c     -    -    -   "),
    (Resource::Determination,       "r    rlcew  rlce  rlcew  rlce  -      -      -     -      c     -    -    -   "),
    (Resource::VerificationReport,  "-    rlcw   rlc   rlcew  rlc   -      rlcewd -     -      c     -    -    -   "),
    (Resource::HomeVisit,           "rlcw rlcew  rlce  rlcew  rlce  -      -      -     -      c     -    -    -   "),
    (Resource::PublicNotice,        "rlcw rlcew  rlced rlcew  rlced -      -      -     -      c     -    -    -   "),
    // A cadre passes an objection on and does not read the others: some are about the cadre (law art. 68).
    (Resource::Objection,           "w    rlcew  rlced rlcew  rlced -      -      -     -      c     -    -    -   "),
    (Resource::PaymentList,         "-    rlcew  rlced rlcew  rlced rlcew  -      rlced -      c     -    -    -   "),
    (Resource::Doubt,               "rlcw rlcew  rlced rlcewd rlced rlcewd -      -     -      c     -    -    -   "),
    // Writing plans an import, deciding applies it.
    (Resource::LakeImport,          "-    -      -     rlcewd rlc   rlcewd rlcw   -     w      -     -    -    -   "),
    (Resource::LinkDecision,        "-    rlcw   rlc   rlcewd rlcd  rlcewd -      -     -      c     -    -    -   "),
    (Resource::Statistics,          "rc   rlce   rlce  rlce   rlce  rlce   rlc    rlce  rlc    rlce  -    -    -   "),
    // Rules are public (law art. 67); that a level fills only what the upper leaves open is the policy's own check.
    (Resource::Policy,              "rl   rl     rl    rlew   rled  rl     rl     rl    rl     rlewd rl   rl   rl  "),
    (Resource::Simulation,          "-    -      -     rlcew  rlce  rlc    -      rlc   -      rlcew -    -    -   "),
    (Resource::User,                "-    -      -     -      -     -      -      -     -      -     rlce rlc  rlcw"),
    (Resource::Grant,               "-    -      -     -      -     -      -      -     -      -     rlce rlcw -   "),
    (Resource::ApiToken,            "-    -      -     -      -     -      -      -     -      -     rlce rlcw -   "),
    (Resource::AccessRecord,        "-    -      -     -      -     -      -      -     -      -     rlce -    -   "),
    (Resource::Journal,             "-    -      -     -      -     -      -      -     -      -     rlce -    -   "),
    (Resource::System,              "-    -      -     -      -     -      -      -     -      -     r    r    rlcw"),
];

/// Whether a role may do an action with a resource at all; where and when is the grant's matter.
///
/// ```
/// use doudi_journal::access::{Action, Resource, Role, allows};
/// assert!(allows(Role::TownClerk, Resource::Case, Action::Write));
/// assert!(!allows(Role::SystemAdmin, Resource::Household, Action::Count));
/// ```
pub fn allows(role: Role, resource: Resource, action: Action) -> bool {
    let row = RIGHTS.iter().find(|(of, _)| *of == resource);
    let cell = row.and_then(|(_, cells)| cells.split_whitespace().nth(column(role)));
    cell.is_some_and(|cell| cell.contains(action.letter()))
}

/// The place of a role in a row; all departments share one.
pub(super) fn column(role: Role) -> usize {
    match role {
        Role::VillageCadre => 0,
        Role::TownClerk => 1,
        Role::TownLeader => 2,
        Role::CountyClerk => 3,
        Role::CountyLeader => 4,
        Role::CountyPension => 5,
        Role::VerificationCentre => 6,
        Role::Finance => 7,
        Role::Department(_) => 8,
        Role::ProvincialAnalyst => 9,
        Role::Auditor => 10,
        Role::SecurityAdmin => 11,
        Role::SystemAdmin => 12,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{Duty, Grant, authorise};
    use doudi_kernel::Date;
    use expect_test::expect_file;
    use std::fmt::Write;

    const TODAY: Date = Date::constant(2026, 7, 1);

    /// What a role may do, in words, as `authorise` answers it.
    fn printed(role: Role) -> String {
        let grants = [Grant { role, area: "419901".parse().unwrap(), from: TODAY, to: None }];
        let mut text = format!("{role}\n");
        for &resource in Resource::ALL {
            let may = |action: &&Action| authorise(&grants, resource, **action, TODAY).is_ok();
            let actions: Vec<_> = Action::ALL.iter().filter(may).map(|action| action.name()).collect();
            if !actions.is_empty() {
                writeln!(text, "    {resource:<20} {}", actions.join(" ")).unwrap();
            }
        }
        text
    }

    #[test]
    fn the_table_is_the_one_that_was_agreed() {
        let roles: Vec<_> = Role::all().map(printed).collect();
        let head =
            "# Role, resource, actions within the grant's area; what is not here is refused. Made by `authorise`.\n\n";
        expect_file!["../../roles.golden"].assert_eq(&format!("{head}{}", roles.join("\n")));
    }

    #[test]
    fn every_resource_has_one_row_of_known_letters() {
        for (row, &resource) in RIGHTS.iter().zip(Resource::ALL) {
            assert_eq!(row.0, resource);
            let known = |c: char| c == '-' || Action::ALL.iter().any(|action| action.letter() == c);
            assert!(row.1.split_whitespace().all(|cell| cell.chars().all(known)), "{resource}");
            assert_eq!(row.1.split_whitespace().count(), 13, "{resource}");
        }
    }

    #[test]
    fn administrators_reach_nothing_that_tells_about_people() {
        for role in Role::all().filter(|role| role.duty() != Duty::Office) {
            for &resource in Resource::ALL.iter().filter(|resource| resource.is_personal()) {
                assert!(Action::ALL.iter().all(|&action| !allows(role, resource, action)), "{role} {resource}");
            }
        }
    }

    #[test]
    fn what_one_power_writes_no_other_power_writes() {
        for resource in [Resource::User, Resource::Grant, Resource::ApiToken, Resource::System] {
            let writers: Vec<_> = Role::all().filter(|&role| allows(role, resource, Action::Write)).collect();
            assert!(matches!(writers[..], [Role::SecurityAdmin] | [Role::SystemAdmin]), "{resource} {writers:?}");
        }
    }

    #[test]
    fn no_role_both_prepares_and_decides_what_somebody_gets() {
        for what in [Resource::Case, Resource::PublicNotice, Resource::Objection, Resource::PaymentList] {
            let both = |role: &Role| allows(*role, what, Action::Write) && allows(*role, what, Action::Decide);
            assert_eq!(Role::all().find(both), None, "{what}");
        }
    }

    #[test]
    fn nobody_writes_the_journal_or_the_access_records() {
        for resource in [Resource::Journal, Resource::AccessRecord] {
            assert!(
                !Role::all()
                    .any(|role| { allows(role, resource, Action::Write) || allows(role, resource, Action::Decide) })
            );
        }
    }

    #[test]
    fn who_only_counts_sees_no_person() {
        for &resource in Resource::ALL.iter().filter(|resource| resource.is_personal()) {
            let seen = [Action::Read, Action::List, Action::Export, Action::Reveal];
            assert!(!seen.iter().any(|&action| allows(Role::ProvincialAnalyst, resource, action)), "{resource}");
        }
    }

    #[test]
    fn roles_and_things_are_found_by_their_names() {
        assert!(Role::all().all(|role| Role::named(&role.name()) == Some(role)));
        assert!(Resource::ALL.iter().all(|&resource| Resource::named(resource.name()) == Some(resource)));
        assert!(Action::ALL.iter().all(|&action| Action::named(action.name()) == Some(action)));
    }
}
