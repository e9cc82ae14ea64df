//! How much of a fall into hardship could have been seen coming: what the files told the month before.

use super::{
    features::{Answers, FEATURES},
    homes::Home,
    label::Labels,
};
use doudi_kernel::Month;
use std::collections::BTreeMap;

/// What the files told of a household, the plainest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    /// A signal of need is raised.
    Signal,
    /// None, but something grew worse: earnings fell, costs rose, somebody was struck.
    Change,
    /// Neither, but income is below one and a half times the line.
    Near,
    /// Nothing of the kind.
    Nothing,
}

/// Answers from which on a feature tells of something that grew worse.
const WORSE: [(&str, u8); 4] = [("costs_risen", 1), ("wages", 1), ("earnings_over_months", 1), ("struck_lately", 1)];
/// Income below one and a half times the line.
const NEAR: [(&str, u8); 1] = [("income_to_line", 3)];

impl Sign {
    /// All, in order.
    pub const ALL: [Self; 4] = [Self::Signal, Self::Change, Self::Near, Self::Nothing];

    fn of(answers: &Answers, signalled: bool) -> Self {
        let told = |of: &[(&str, u8)]| {
            FEATURES.iter().zip(answers).any(|(feature, answer)| {
                let known = usize::from(*answer) < feature.answers.len();
                known && of.iter().any(|(name, from)| *name == feature.name && answer >= from)
            })
        };
        match () {
            () if signalled => Self::Signal,
            () if told(&WORSE) => Self::Change,
            () if told(&NEAR) => Self::Near,
            () => Self::Nothing,
        }
    }
}

/// Households that were not in hardship and on no help, once a month, and how many of them were in hardship the month after.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Falls {
    /// By what the files told: households, and those that fell.
    pub of: BTreeMap<Sign, (u64, u64)>,
}

impl Falls {
    /// Counts a household in a month.
    pub fn take(&mut self, month: Month, home: &Home, labels: &Labels, signalled: bool) {
        let Some(fell) = labels.within(month, home, 1).filter(|_| !home.helped) else { return };
        let (all, hard) = self.of.entry(Sign::of(&home.answers(), signalled)).or_default();
        (*all, *hard) = (*all + 1, *hard + u64::from(fell));
    }
}
