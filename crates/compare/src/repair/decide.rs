//! Whether exactly one person is meant.

use super::{Judgement, Proof, Repair, Uncertain};

/// Somebody who may be meant by a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lead {
    /// What is said of the row and the person.
    pub judgement: Judgement,
    /// How the number was repaired, if that led there.
    pub repair: Option<Repair>,
    /// The person: one number for one person, whatever it is.
    pub person: u64,
}

/// What follows from all leads of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The row is about this lead's person.
    Proven(Lead),
    /// A person has to look at these, each another person, the best first; the reason is that of the whole.
    Look(Uncertain, Vec<Lead>),
    /// Nobody is near.
    Nobody,
}

/// Decides: exactly one person proven by a repaired number, or else exactly one by description, is meant. Does not depend
/// on the order of the leads.
///
/// ```
/// use doudi_compare::repair::{Decision, Judgement, Lead, Proof, Repair, Uncertain, decide};
/// let lead = |person| Lead { judgement: Judgement::Proven(Proof::NameBirth), repair: None, person };
/// assert_eq!(decide(vec![lead(7), lead(7)]), Decision::Proven(lead(7)));
/// assert!(matches!(decide(vec![lead(7), lead(8)]), Decision::Look(Uncertain::Several, both) if both.len() == 2));
/// assert_eq!(decide(vec![]), Decision::Nobody);
/// ```
pub fn decide(mut leads: Vec<Lead>) -> Decision {
    leads.sort();
    // The best lead of each person.
    let mut best: Vec<Lead> = Vec::new();
    for lead in leads {
        if best.iter().all(|one| one.person != lead.person) {
            best.push(lead);
        }
    }
    let class = |lead: &Lead| match lead.judgement {
        Judgement::Proven(Proof::Name) => 0,
        Judgement::Proven(Proof::BirthAndPartOfName) => 1,
        Judgement::Proven(Proof::NameBirthPlace) => 2,
        Judgement::Proven(Proof::NameBirth) => 3,
        Judgement::Look(_) => 4,
    };
    let Some(first) = best.first().copied() else { return Decision::Nobody };
    let rivals = best.iter().filter(|lead| class(lead) == class(&first)).count();
    match first.judgement {
        Judgement::Proven(_) if rivals == 1 => Decision::Proven(first),
        Judgement::Look(why) if best.len() == 1 => Decision::Look(why, best),
        _ => Decision::Look(Uncertain::Several, best),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lead() -> impl Strategy<Value = Lead> {
        let proven = prop::sample::select(Proof::ALL.to_vec()).prop_map(Judgement::Proven);
        let look = prop::sample::select(Uncertain::ALL.to_vec()).prop_map(Judgement::Look);
        let repair = prop::option::of(prop::sample::select(Repair::KINDS.to_vec()));
        (prop_oneof![proven, look], repair, 0u64..4).prop_map(|(judgement, repair, person)| Lead {
            judgement,
            repair,
            person,
        })
    }

    proptest! {
        #[test]
        fn the_order_of_the_leads_does_not_matter(leads in prop::collection::vec(lead(), 0..6)) {
            let mut reversed = leads.clone();
            reversed.reverse();
            prop_assert_eq!(decide(leads), decide(reversed));
        }

        #[test]
        fn whoever_is_proven_has_no_rival_of_the_same_strength(leads in prop::collection::vec(lead(), 0..6)) {
            if let Decision::Proven(meant) = decide(leads.clone()) {
                prop_assert!(leads.iter().all(|one| one.person == meant.person || one.judgement > meant.judgement));
            }
        }
    }
}
