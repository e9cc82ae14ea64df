//! The second reading: rights from the printed table, areas from digits as text.

use super::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Role, resource, action: what `roles.golden` prints.
pub(super) static AGREED: LazyLock<BTreeSet<(String, String, String)>> = LazyLock::new(|| {
    let mut role = "";
    let mut agreed = BTreeSet::new();
    for line in include_str!("../../../roles.golden").lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        let mut words = line.split_whitespace();
        match (line.starts_with(' '), words.next()) {
            (false, Some(_)) => role = line,
            (true, Some(what)) => agreed.extend(words.map(|how| (role.into(), what.into(), how.into()))),
            _ => {}
        }
    }
    agreed
});

/// The rights of every role once more, fast to ask.
pub(super) static AGREED_BY_ROLE: LazyLock<BTreeMap<Role, BTreeSet<(Resource, Action)>>> = LazyLock::new(|| {
    let of = |role: Role| {
        let right = |(what, how): &(Resource, Action)| {
            AGREED.contains(&(role.name(), what.name().to_string(), how.name().to_string()))
        };
        (role, things().filter(right).collect())
    };
    Role::all().map(of).collect()
});

pub(super) fn agreed(role: Role, what: Resource, how: Action) -> bool {
    AGREED_BY_ROLE[&role].contains(&(what, how))
}

pub(super) fn things() -> impl Iterator<Item = (Resource, Action)> {
    Resource::ALL.iter().flat_map(|&what| Action::ALL.iter().map(move |&how| (what, how)))
}

/// An area holds a place when its digits begin the place's twelve.
pub(super) fn prefix(area: &str, place: &str) -> bool {
    place.starts_with(area)
}

/// Areas of every level, each with places in every relation: own, child, sibling, parent, cousin, other province.
/// Codes that end in zeros and nines stand among them, since that is where ranges go wrong.
pub(super) const AREAS: [&str; 9] =
    ["41", "4199", "419901", "419910", "419901002", "419901010", "419901100", "419901002007", "419901010010"];
pub(super) const PLACE_CODES: [&str; 30] = [
    "41",
    "4199",
    "419901",
    "419910",
    "419901002",
    "419901010",
    "419901100",
    "419901002007",
    "419901010010", // own
    "4198",
    "419902",
    "419911",
    "419901003",
    "419901011",
    "419901101",
    "419901002008",
    "419901010011", // siblings
    "419901001",
    "419901009",
    "419901999",
    "419901002999",
    "419901010999",
    "419901100999", // the ends of ranges
    "419902002007",
    "419802002",
    "419910010001", // cousins
    "42",
    "429901",
    "429901002",
    "429901002007", // another province
];

pub(super) struct Place {
    pub(super) at: Division,
    pub(super) number: u64,
    /// Twelve digits.
    pub(super) digits: String,
}

pub(super) static PLACES: LazyLock<Vec<Place>> = LazyLock::new(|| {
    let place = |code: &str| {
        let digits = format!("{code:0<12}");
        Place { at: division(code), number: digits.parse().unwrap(), digits }
    };
    PLACE_CODES.into_iter().map(place).collect()
});

#[test]
fn the_printed_table_is_read_whole() {
    assert_eq!(AGREED_BY_ROLE.values().map(BTreeSet::len).sum::<usize>(), AGREED.len());
    assert!(AGREED.len() > 300, "{}", AGREED.len());
}

fn places() -> impl Strategy<Value = String> {
    let level = prop::sample::select(vec![2usize, 4, 6, 9, 12]);
    ((11u64..=91), 0u64..10_000_000_000, level)
        .prop_map(|(province, rest, level)| format!("{:012}", province * 10_000_000_000 + rest)[..level].into())
}

proptest! {
    #[test]
    fn covering_is_exactly_the_prefix_relation(areas in prop::collection::vec(places(), 1..5), place in places(), cut in 0usize..5) {
        // Half of the places lie below an area.
        let digits = [2, 4, 6, 9, 12][cut];
        let below = format!("{:0<12}", areas[0]).chars().take(digits.max(areas[0].len())).collect::<String>();
        let grants: Vec<_> = areas.iter().map(|area| grant(Role::CountyClerk, area)).collect();
        let scope = authorise(&grants, Resource::Case, Action::List, TODAY).unwrap();
        for place in [place, below] {
            let at = division(&place);
            let expected = grants.iter().any(|grant| prefix(&grant.area.to_string(), &at.twelve()));
            prop_assert_eq!(scope.covers(at), expected);
            prop_assert_eq!(scope.holds(at.number()), expected);
            let within = scope.within(at);
            prop_assert_eq!(within.is_ok(), expected || grants.iter().any(|grant| at.contains(grant.area)));
        }
        let ranges = scope.ranges();
        prop_assert!(ranges.windows(2).all(|pair| pair[0].last() + 1 < pair[1].first()), "disjoint, in order, joined");
    }
}
