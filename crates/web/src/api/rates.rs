//! How often a token may ask: so many requests a minute, counted in memory.

use super::answer::A_MINUTE;
use std::{collections::BTreeMap, sync::Mutex};

/// The requests of this minute, by token.
#[derive(Default)]
pub(crate) struct Rates(Mutex<(i64, BTreeMap<i64, u32>)>);

impl Rates {
    /// Counts a request; the seconds to wait where it is one too many.
    pub(crate) fn wait(&self, token: i64, now_ms: i64) -> Option<i64> {
        let minute = now_ms.div_euclid(60_000);
        // A count that a panic left behind is still a count.
        let mut held = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if held.0 != minute {
            *held = (minute, BTreeMap::new());
        }
        let many = held.1.entry(token).or_insert(0);
        *many = many.saturating_add(1);
        (*many > A_MINUTE).then(|| 60 - now_ms.rem_euclid(60_000) / 1_000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_token_waits_for_the_next_minute_and_the_others_do_not() {
        let rates = Rates::default();
        assert!((0..A_MINUTE).all(|_| rates.wait(1, 15_000).is_none()));
        assert_eq!(rates.wait(1, 15_000), Some(45));
        assert_eq!(rates.wait(2, 15_000), None);
        assert_eq!(rates.wait(1, 60_000), None);
    }
}
