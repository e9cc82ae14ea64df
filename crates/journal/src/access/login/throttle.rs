//! How long a sign-in waits after failures.

/// A rule of waiting. Times in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Throttle {
    /// So many failures are free.
    pub free: u32,
    /// Failures older than this are forgotten.
    pub window_ms: i64,
    /// The wait after the first failure that is not free; it doubles with each further one.
    pub first_wait_ms: i64,
    /// The wait never grows beyond.
    pub longest_wait_ms: i64,
}

/// For one account: five free, then 30 seconds, doubling up to 15 minutes. Nobody is locked out for good, or a stranger
/// who knows an account's name could lock its owner out.
pub const ACCOUNT: Throttle =
    Throttle { free: 5, window_ms: 3_600_000, first_wait_ms: 30_000, longest_wait_ms: 900_000 };

/// For one network address: a town's staff share one, so fifty are free.
pub const ADDRESS: Throttle =
    Throttle { free: 50, window_ms: 3_600_000, first_wait_ms: 10_000, longest_wait_ms: 900_000 };

impl Throttle {
    /// How long the next attempt waits, 0 for not at all. `failures` are the times of failed attempts since the last
    /// success, in any order.
    ///
    /// A clock that went back makes failures of the future: they count as just now, so that the wait is never longer than
    /// the longest and never skipped.
    ///
    /// ```
    /// use doudi_journal::access::login::ACCOUNT;
    /// assert_eq!(ACCOUNT.wait_ms(&[0; 4], 0), 0);
    /// assert_eq!(ACCOUNT.wait_ms(&[0; 5], 0), 30_000);
    /// assert_eq!(ACCOUNT.wait_ms(&[0; 6], 20_000), 40_000);
    /// assert_eq!(ACCOUNT.wait_ms(&[0; 6], 60_000), 0);
    /// ```
    pub fn wait_ms(&self, failures: &[i64], now: i64) -> i64 {
        let ages = || failures.iter().map(|at| now.saturating_sub(*at).max(0)).filter(|age| *age < self.window_ms);
        let counted = ages().count() as u64;
        let Some(doublings) = counted.checked_sub(u64::from(self.free)) else { return 0 };
        let factor = 1i64.checked_shl(doublings.min(40) as u32).unwrap_or(i64::MAX);
        let wait = self.first_wait_ms.saturating_mul(factor).min(self.longest_wait_ms);
        ages().min().map_or(0, |newest| (wait - newest).max(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_day_of_guessing_is_a_hundred_guesses() {
        let (mut failures, mut now) = (vec![], 0);
        while now < 86_400_000 {
            failures.push(now);
            now += ACCOUNT.wait_ms(&failures, now).max(1);
        }
        // An hour's window forgets: every hour a handful is free again. 12-character passwords outlast that.
        assert!(failures.len() < 250, "{}", failures.len());
    }

    #[test]
    fn failures_are_forgotten_after_the_window() {
        assert_eq!(ACCOUNT.wait_ms(&[0; 30], 3_600_000), 0);
        assert_eq!(ACCOUNT.wait_ms(&[], 0), 0);
    }

    proptest! {
        #[test]
        fn a_wait_is_bounded_and_grows_with_failures_and_shrinks_with_time(
            failures in prop::collection::vec(-4_000_000i64..4_000_000, 0..80), now in -4_000_000i64..4_000_000, later in 0i64..900_000,
        ) {
            for rule in [ACCOUNT, ADDRESS] {
                let wait = rule.wait_ms(&failures, now);
                prop_assert!((0..=rule.longest_wait_ms).contains(&wait));
                let more = [&failures[..], &[now]].concat();
                prop_assert!(rule.wait_ms(&more, now) >= wait);
                let past: Vec<i64> = failures.iter().map(|at| (*at).min(now)).collect();
                prop_assert_eq!(rule.wait_ms(&past, now), wait, "a failure of the future is one of now");
                prop_assert!(rule.wait_ms(&past, now + later) <= rule.wait_ms(&past, now));
            }
        }

        #[test]
        fn no_number_overflows(at: i64, now: i64, count in 0usize..200) {
            let wait = ACCOUNT.wait_ms(&vec![at; count], now);
            prop_assert!((0..=ACCOUNT.longest_wait_ms).contains(&wait));
        }
    }
}
