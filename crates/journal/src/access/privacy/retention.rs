//! How long something is kept.

/// How long something is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Retention {
    /// As long as the register.
    Permanent,
    /// For so long after it was written.
    AfterRecorded(Span),
    /// For so long after the file or case was closed.
    AfterClosed(Span),
}

/// A length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Span {
    /// Days.
    Days(u32),
    /// Months.
    Months(u32),
    /// Years.
    Years(u32),
}

impl Retention {
    /// Reads `permanent` or `3 years after recorded`, `24 months after closed`, `30 days after recorded`.
    ///
    /// ```
    /// use doudi_journal::access::privacy::{Retention, Span};
    /// assert_eq!(Retention::read("24 months after closed"), Some(Retention::AfterClosed(Span::Months(24))));
    /// assert_eq!(Retention::read("a while"), None);
    /// ```
    pub fn read(text: &str) -> Option<Self> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let [count, unit, "after", from] = words[..] else {
            return (words == ["permanent"]).then_some(Self::Permanent);
        };
        let count = count.parse().ok().filter(|&count| count > 0)?;
        let span = match unit {
            "day" | "days" => Span::Days(count),
            "month" | "months" => Span::Months(count),
            "year" | "years" => Span::Years(count),
            _ => return None,
        };
        match from {
            "recorded" => Some(Self::AfterRecorded(span)),
            "closed" => Some(Self::AfterClosed(span)),
            _ => None,
        }
    }
}
