//! Yes, no, and not known.

/// The answer to a condition. The order makes *and* the smaller and *or* the larger of two (Kleene's strong logic): what is
/// unknown stays so unless the other part settles it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Truth {
    No,
    Unknown,
    Yes,
}

impl Truth {
    pub(super) fn not(self) -> Self {
        match self {
            Self::No => Self::Yes,
            Self::Unknown => Self::Unknown,
            Self::Yes => Self::No,
        }
    }

    /// Whether at least `least` of the answers are yes.
    pub(super) fn at_least(least: u32, answers: impl Iterator<Item = Self>) -> Self {
        let (mut yes, mut maybe) = (0, 0);
        for answer in answers {
            yes += u32::from(answer == Self::Yes);
            maybe += u32::from(answer >= Self::Unknown);
            if yes >= least {
                return Self::Yes;
            }
        }
        if maybe >= least { Self::Unknown } else { Self::No }
    }

    /// Whether all are yes; stops at the first no.
    pub(super) fn all(answers: impl Iterator<Item = Self>) -> Self {
        let mut so_far = Self::Yes;
        for answer in answers {
            so_far = so_far.min(answer);
            if so_far == Self::No {
                break;
            }
        }
        so_far
    }
}

impl From<bool> for Truth {
    fn from(yes: bool) -> Self {
        if yes { Self::Yes } else { Self::No }
    }
}
