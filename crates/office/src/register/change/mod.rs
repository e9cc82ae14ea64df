//! What people do to the register by hand.

/// How one file follows on another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// 停旧建新: the old file stops, the new one goes on in its place.
    Continued,
    /// 分户: people of the old file have one of their own.
    Split,
    /// 并户: the people of the old file belong to the other.
    Merged,
}

impl Kind {
    const ALL: [(Self, &'static str); 3] =
        [(Self::Continued, "continued"), (Self::Split, "split"), (Self::Merged, "merged")];

    /// The identifier.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }

    /// What an identifier names.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, it)| *it == name).map(|(kind, _)| *kind)
    }
}
