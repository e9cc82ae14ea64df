//! Chance: one reproducible stream for each village and subject.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// What a stream of chance is for: a new draw in one subject must not shift the others.
#[derive(Clone, Copy)]
pub(crate) enum Subject {
    /// Sizes and names of places.
    Places,
    /// Households, ages, names, numbers.
    People,
    /// Work, illness, deaths, moves, programmes.
    Life,
    /// People without a number.
    Unregistered,
    /// Income by kind, possessions, costs, obligors.
    Means,
    /// What strikes households within the months written.
    Shocks,
    /// What they do about it.
    Answers,
    /// What goes wrong while a file of a feed is written in a month.
    Mess {
        /// The feed's place in the list of feeds.
        feed: usize,
        /// The month's place in the plan.
        month: usize,
    },
}

/// A stream of chance. The arithmetic on top of the bits is our own, so that another version of a library for
/// distributions cannot change a county.
pub(crate) struct Chance(ChaCha8Rng);

impl Chance {
    /// The stream of a subject in a village (0 is the county itself).
    pub(crate) fn new(seed: u64, village: u64, subject: Subject) -> Self {
        let mut key = [0u8; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8..16].copy_from_slice(&village.to_le_bytes());
        let mut stream = ChaCha8Rng::from_seed(key);
        stream.set_stream(match subject {
            Subject::Places => 1,
            Subject::People => 2,
            Subject::Life => 3,
            Subject::Unregistered => 4,
            Subject::Means => 5,
            Subject::Shocks => 6,
            Subject::Answers => 7,
            Subject::Mess { feed, month } => 1_000 + (month * 100 + feed) as u64,
        });
        Self(stream)
    }

    /// Uniform on [0, 1), 53 bits.
    pub(crate) fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Whether something of probability `p` happens.
    pub(crate) fn happens(&mut self, p: f64) -> bool {
        self.unit() < p
    }

    /// A whole number from 0 up to, not including, `n` (which must not be 0).
    pub(crate) fn below(&mut self, n: u32) -> u32 {
        ((u64::from(self.0.next_u32()) * u64::from(n)) >> 32) as u32
    }

    /// A whole number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: i32, high: i32) -> i32 {
        low + self.below((high - low + 1).max(1) as u32) as i32
    }

    /// One of several.
    pub(crate) fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len() as u32) as usize]
    }

    /// One of several, by weight.
    pub(crate) fn weighted<T: Copy>(&mut self, of: &[(f64, T)]) -> T {
        let mut left = self.unit() * of.iter().map(|(weight, _)| weight).sum::<f64>();
        for (weight, it) in of {
            left -= weight;
            if left < 0.0 {
                return *it;
            }
        }
        of[of.len() - 1].1
    }

    /// Roughly normal with mean 0 and deviation 1: twelve uniforms, no logarithm, so the same on every machine.
    pub(crate) fn bell(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_villages_and_two_subjects_have_their_own_streams() {
        let first = |village, subject| Chance::new(7, village, subject).unit();
        assert_eq!(first(1, Subject::Life), first(1, Subject::Life));
        assert_ne!(first(1, Subject::Life), first(2, Subject::Life));
        assert_ne!(first(1, Subject::Life), first(1, Subject::People));
    }

    #[test]
    fn the_bell_has_mean_nought_and_deviation_one() {
        let mut chance = Chance::new(1, 1, Subject::Life);
        let draws: Vec<f64> = (0..20_000).map(|_| chance.bell()).collect();
        let mean = draws.iter().sum::<f64>() / 20_000.0;
        let variance = draws.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / 20_000.0;
        assert!(mean.abs() < 0.03 && (variance - 1.0).abs() < 0.04, "{mean} {variance}");
    }
}
