//! Typed names of things, so that a snapshot is never passed where a feed is wanted.

/// Declares a name type: a string that is compared, ordered, printed and stored as itself.
macro_rules! names {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Wraps a name.
            pub fn new(name: impl Into<String>) -> Self {
                Self(name.into())
            }

            /// The name.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(name: &str) -> Self {
                Self::new(name)
            }
        }
    )+};
}

names! {
    /// A kind of file that an office receives, by the name of its layout file: `resident_pension_insured`.
    FeedId;
    /// A layout, by the hash of its text: a feed may have several over the years.
    LayoutId;
    /// An immutable snapshot in the lake, by the hash of its content.
    SnapshotId;
    /// A comparison, by the name of its spec file: `pension_coverage`.
    SpecId;
    /// One run of a comparison that was handed down for answers, by the hash of its content.
    BatchId;
}
