//! What the person at the keyboard says about a file.

use doudi_kernel::{Date, Division, FeedId, Month};

/// What is asked of an import beside the file itself.
#[derive(Clone, Debug)]
pub struct Ask {
    /// `--as`: the feed, instead of recognising it.
    pub feed: Option<FeedId>,
    /// `--month`: the month that the file must be about.
    pub month: Option<Month>,
    /// The town or status part that the file must be about.
    pub part: Option<String>,
    /// The county or town whose codes the file must hold.
    pub division: Option<Division>,
    /// Today, for what a file cannot say. The binary reads the clock.
    pub today: Date,
}

impl Ask {
    /// Nothing but the day.
    pub fn on(today: Date) -> Self {
        Self { feed: None, month: None, part: None, division: None, today }
    }
}
