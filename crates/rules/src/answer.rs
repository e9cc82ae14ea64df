//! What an evaluation says of a programme: one of four answers.

use crate::book::{FactId, ParameterId};

/// The answer for one household, or for one person of it where a programme is claimed by persons.
///
/// Lists are sorted, each entry once.
///
/// ```
/// use doudi_rules::answer::Answer;
/// let refused = Answer::NotEligible { conditions: vec![0] };
/// assert_ne!(refused, Answer::NotInLaw { parameters: vec![] });
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Answer {
    /// Not in force here in this month (`parameters` is empty), or a parameter that decides has no value here.
    NotInLaw {
        /// Those that have none.
        parameters: Vec<ParameterId>,
    },
    /// Facts that would decide are unknown.
    Missing {
        /// Each with its row: of the household 0, of members and obligors their place within the household from 0.
        facts: Vec<(FactId, u32)>,
    },
    /// A condition is known to fail.
    NotEligible {
        /// Those that are known to fail: places in the programme's conditions.
        conditions: Vec<u16>,
    },
    /// All conditions hold.
    Eligible {
        /// In fen; `None` where the programme states no amount.
        amount_fen: Option<i64>,
        /// A place in the codes of the tier; `None` where the programme states no tier.
        tier: Option<u16>,
    },
}
