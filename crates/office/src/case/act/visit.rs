//! Two people visit (art. 43).

use super::{super::event::Visit, *};

impl Desk<'_> {
    pub(super) fn visit(&self, visitors: Vec<i64>, on: Date, agrees: bool, words: String) -> Result<Event, Refusal> {
        self.running()?;
        self.by(&[Office::Town, Office::Village, Office::County])?;
        let mut different = visitors.clone();
        different.sort_unstable();
        different.dedup();
        if different.len() < 2 {
            return Err(Refusal::TwoVisitors);
        }
        let on = self.past(on)?;
        let county = self.doer.office == Office::County;
        Ok(Event::Visited { visit: Visit { visitors, on, agrees, words, county } })
    }
}
