//! The questions that a guard is asked.

use super::oracle::{AREAS, PLACE_CODES, PLACES, agreed, prefix, things};
use super::*;

/// Asks a kind of question, counts them, and says whether all were answered right.
type Check = fn(&mut dyn Guard, &mut u64) -> bool;

/// Every check that fails, by name, and how many questions were asked.
pub(super) fn faults(guard: &mut dyn Guard) -> (Vec<&'static str>, u64) {
    let mut asked = 0;
    let checks: [(&'static str, Check); 10] = [
        ("a right holds in its area, on its days, for its resource and action", areas_and_days),
        ("two grants give what each gives and no more", two_grants),
        ("a right that was taken away is gone at the next question", taken_away),
        ("a narrower scope is narrower", narrower),
        ("a department sees its own referrals", referrals),
        ("rights are given to others, within the area, duties apart", granting),
        ("relatives and preparers stand aside", standing_aside),
        ("a file opens in its area, for reading, for a purpose", opening),
        ("a masked value needs a reason", revealing),
        ("what is masked is masked", masked),
    ];
    let failed = checks.into_iter().filter(|(_, holds)| !holds(guard, &mut asked)).map(|(name, _)| name).collect();
    (failed, asked)
}

/// Whether guard and oracle agree on every place.
fn agree(guard: &dyn Guard, scope: &Result<Scope, Denied>, expected: impl Fn(&str) -> bool, asked: &mut u64) -> bool {
    PLACES.iter().all(|place| {
        *asked += 1;
        let expected = expected(&place.digits);
        match scope {
            Ok(scope) => guard.covers(scope, place.at) == expected && guard.in_ranges(scope, place.number) == expected,
            Err(_) => !expected,
        }
    })
}

fn areas_and_days(guard: &mut dyn Guard, asked: &mut u64) -> bool {
    let day = |day| Date::constant(2026, 7, day);
    let (from, to) = (day(10), day(20));
    for (role, area) in Role::all().flat_map(|role| AREAS.map(|area| (role, area))) {
        let grants = [Grant { role, area: division(area), from, to: Some(to) }];
        for (what, how) in things() {
            for today in [9, 10, 15, 20, 21] {
                let scope = guard.authorise(&grants, what, how, day(today));
                let right = (10..=20).contains(&today) && agreed(role, what, how);
                if scope.is_ok() != right || !agree(guard, &scope, |place| right && prefix(area, place), asked) {
                    return false;
                }
            }
        }
    }
    true
}

fn two_grants(guard: &mut dyn Guard, asked: &mut u64) -> bool {
    let pairs = [("419901002", "419901011"), ("419901010010", "4198"), ("419901002", "419901003")];
    // Departments are alike but for their referrals, which have a check of their own.
    let roles = || Role::all().filter(|role| role.department().is_none_or(|own| own == Department::Housing));
    for (one, two) in roles().flat_map(|one| roles().map(move |two| (one, two))) {
        for (here, there) in pairs {
            let grants = [grant(one, here), grant(two, there)];
            for (what, how) in things() {
                let scope = guard.authorise(&grants, what, how, TODAY);
                let (first, second) = (agreed(one, what, how), agreed(two, what, how));
                let expected = |place: &str| first && prefix(here, place) || second && prefix(there, place);
                if !agree(guard, &scope, expected, asked) {
                    return false;
                }
            }
        }
    }
    true
}

fn taken_away(guard: &mut dyn Guard, asked: &mut u64) -> bool {
    let held = [grant(Role::CountyClerk, "419901")];
    let yesterday = Date::constant(2026, 7, 14);
    let ended = [Grant { from: yesterday, to: Some(yesterday), ..held[0] }];
    things().all(|(what, how)| {
        *asked += 3;
        let first = guard.authorise(&held, what, how, TODAY).is_ok();
        let after =
            guard.authorise(&[], what, how, TODAY).is_err() && guard.authorise(&ended, what, how, TODAY).is_err();
        first == agreed(Role::CountyClerk, what, how) && after
    })
}

fn narrower(guard: &mut dyn Guard, asked: &mut u64) -> bool {
    let grants = [grant(Role::TownClerk, "419901002"), grant(Role::TownClerk, "419901010")];
    let own = |place: &str| prefix("419901002", place) || prefix("419901010", place);
    PLACES.iter().all(|narrow| {
        let Ok(scope) = guard.authorise(&grants, Resource::Case, Action::List, TODAY) else { return false };
        let narrowed = guard.within(scope, narrow.at);
        let narrow = narrow.at.to_string();
        let meets = ["419901002", "419901010"].iter().any(|area| prefix(area, &narrow) || prefix(&narrow, area));
        let expected = |place: &str| own(place) && prefix(&narrow, place);
        narrowed.is_ok() == meets && agree(guard, &narrowed, expected, asked)
    })
}

fn referrals(guard: &mut dyn Guard, asked: &mut u64) -> bool {
    let housing = grant(Role::Department(Department::Housing), "419901");
    let education = grant(Role::Department(Department::Education), "419902");
    let Ok(scope) = guard.authorise(&[housing, education], Resource::Referral, Action::Read, TODAY) else {
        return false;
    };
    let seen = Department::ALL.iter().all(|&department| {
        PLACES.iter().all(|place| {
            *asked += 1;
            let expected = department == Department::Housing && prefix("419901", &place.digits)
                || department == Department::Education && prefix("419902", &place.digits);
            guard.covers_referral(&scope, place.at, department) == expected
        })
    });
    let listed = scope.of_department(Department::Education);
    seen && agree(guard, &listed, |place| prefix("419902", place), asked)
        && scope.of_department(Department::Health).is_err()
}

fn granting(guard: &mut dyn Guard, asked: &mut u64) -> bool {
    let (admin, other) = (UserId(1), UserId(2));
    let held = [grant(Role::SecurityAdmin, "419901")];
    let clerk = |area| grant(Role::TownClerk, area);
    let ended = Grant { from: Date::constant(2026, 1, 1), to: Some(Date::constant(2026, 7, 14)), ..held[0] };
    let past = Grant { to: Some(Date::constant(2026, 7, 14)), from: Date::constant(2026, 1, 1), ..clerk("419901") };
    let own_area = AREAS.iter().chain(&PLACE_CODES).all(|area| {
        *asked += 1;
        guard.may_grant(admin, &held, other, &[], &clerk(area)).is_ok() == prefix("419901", area)
    });
    let apart = Role::all().flat_map(|has| Role::all().map(move |new| (has, new))).all(|(has, new)| {
        *asked += 1;
        let given = guard.may_grant(admin, &held, other, &[grant(has, "419901")], &grant(new, "419901"));
        given.is_ok() == (duty_by_name(has) == duty_by_name(new))
    });
    let granters = Role::all().all(|role| {
        *asked += 1;
        let given = guard.may_grant(UserId(3), &[grant(role, "419901")], other, &[], &clerk("419901002"));
        given.is_ok() == (role == Role::SecurityAdmin)
    });
    *asked += 4;
    own_area
        && apart
        && granters
        && guard.may_grant(admin, &held, admin, &[], &clerk("419901002")) == Err(Denied::OwnGrant)
        && guard.may_grant(admin, &held, admin, &held, &held[0]) == Err(Denied::OwnGrant)
        && guard.may_grant(admin, &[ended], other, &[], &clerk("419901002")).is_err()
        && guard.may_grant(admin, &held, other, &[past], &grant(Role::Auditor, "419901")).is_ok()
}

/// The separated powers by the words of the names, not by `Role::duty`.
fn duty_by_name(role: Role) -> &'static str {
    match role.name().as_str() {
        "auditor" => "audit",
        "security_admin" => "security",
        "system_admin" => "system",
        _ => "office",
    }
}

fn standing_aside(guard: &mut dyn Guard, asked: &mut u64) -> bool {
    let relatives = Relatives::new([UserId(7), UserId(9)]);
    let works = [Action::Write, Action::Decide, Action::Export, Action::Reveal];
    let aside = Action::ALL.iter().all(|&how| {
        *asked += 3;
        let refused = |user| guard.permit(&relatives, UserId(user), how) == Err(Denied::Relative);
        refused(7) == works.contains(&how) && refused(9) == works.contains(&how) && !refused(8)
    });
    *asked += 3;
    let hands = |user, before: &[UserId]| guard.decided_by_another(UserId(user), before).is_ok();
    aside && hands(1, &[]) && hands(1, &[UserId(2), UserId(3)]) && !hands(1, &[UserId(2), UserId(1)])
}

fn opening(guard: &mut dyn Guard, asked: &mut u64) -> bool {
    let grants = [grant(Role::TownClerk, "419901002")];
    let mut scope = |how| guard.authorise(&grants, Resource::Household, how, TODAY);
    let (Ok(read), Ok(list)) = (scope(Action::Read), scope(Action::List)) else { return false };
    let Ok(purpose) = guard.purpose("2026-000123") else { return false };
    let opens = PLACES.iter().all(|place| {
        *asked += 2;
        let opened = guard.open(&read, UserId(5), place.at, purpose.clone());
        let recorded = opened.as_ref().is_ok_and(|opening| {
            let record = opening.record();
            (record.user, record.purpose.id()) == (UserId(5), "2026-000123") && record.subject == opening.subject()
        });
        let not_from_lists = guard.open(&list, UserId(5), place.at, purpose.clone()).is_err();
        opened.is_ok() == prefix("419901002", &place.digits) && recorded == opened.is_ok() && not_from_lists
    });
    *asked += 3;
    let vague = ["", "just looking", "419901199003070014"];
    opens && vague.iter().all(|id| guard.purpose(id).is_err())
}

fn revealing(guard: &mut dyn Guard, asked: &mut u64) -> bool {
    let clerk = [grant(Role::TownClerk, "419901002")];
    let next_town = [grant(Role::TownClerk, "419901003")];
    let mut scope = |grants: &[Grant], what, how| guard.authorise(grants, what, how, TODAY);
    let (Ok(read), Ok(reveal), Ok(elsewhere)) = (
        scope(&clerk, Resource::Household, Action::Read),
        scope(&clerk, Resource::SealedColumn, Action::Reveal),
        scope(&next_town, Resource::SealedColumn, Action::Reveal),
    ) else {
        return false;
    };
    let Ok(purpose) = guard.purpose("c-1") else { return false };
    let Ok(opened) = guard.open(&read, UserId(5), division("419901002007"), purpose) else { return false };
    *asked += 5;
    let recorded = guard.reveal(&opened, &reveal, "通知领取待遇").is_ok_and(|record| {
        record.column.as_deref() == Some("person.phone") && record.reason.as_deref() == Some("通知领取待遇")
    });
    recorded
        && guard.reveal(&opened, &reveal, "") == Err(Denied::Reason)
        && guard.reveal(&opened, &reveal, "打电话13800000000") == Err(Denied::Reason)
        && guard.reveal(&opened, &read, "通知领取待遇").is_err()
        && guard.reveal(&opened, &elsewhere, "通知领取待遇") == Err(Denied::Area)
}

fn masked(guard: &mut dyn Guard, asked: &mut u64) -> bool {
    let blind = ["provincial_analyst", "auditor", "security_admin", "system_admin"];
    Field::ALL.iter().all(|&field| {
        let sealed = matches!(field, Field::ResidentId | Field::Phone | Field::Account);
        let roles = Role::all().all(|role| {
            *asked += 1;
            let seen = guard.shown(Viewer::Role(role), field);
            let no_person = blind.contains(&role.name().as_str());
            (!no_person || seen == Shown::Absent) && (!sealed || seen != Shown::Plain)
        });
        *asked += 1;
        let public = match field {
            Field::Name => Shown::Plain,
            Field::MinorName | Field::Address => Shown::Masked,
            _ => Shown::Absent,
        };
        roles && guard.shown(Viewer::Public, field) == public
    })
}

#[test]
fn the_real_guard_has_no_fault() {
    let (failed, asked) = faults(&mut Real);
    assert_eq!(failed, [""; 0]);
    assert!(asked > 1_000_000, "{asked} questions");
}
