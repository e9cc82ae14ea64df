//! Same, to be looked at, different: limits that follow from what mistakes cost.

/// What mistakes cost, by one another; only their ratios count.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Costs {
    /// Two people taken for one.
    pub wrong: f64,
    /// One person taken for two.
    pub missed: f64,
    /// A person's look at a pair.
    pub look: f64,
}

/// A wrong link pays or stops the wrong household; a missed one leaves a doubt that somebody will ask about; a look is a
/// few minutes.
impl Default for Costs {
    fn default() -> Self {
        Self { wrong: 10.0, missed: 5.0, look: 1.0 }
    }
}

/// What is done with a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Band {
    /// Taken for one person.
    Same,
    /// Shown to somebody.
    Look,
    /// Taken for two.
    Different,
}

impl Costs {
    /// The band of a pair by how likely it is one person: the one with the least expected cost.
    ///
    /// ```
    /// use doudi_compare::link::{Band, Costs};
    /// let costs = Costs { wrong: 10.0, missed: 5.0, look: 1.0 };
    /// assert_eq!(costs.band(0.95), Band::Same);
    /// assert_eq!(costs.band(0.5), Band::Look);
    /// assert_eq!(costs.band(0.1), Band::Different);
    /// ```
    pub fn band(&self, probability: f64) -> Band {
        let (same, different) = ((1.0 - probability) * self.wrong, probability * self.missed);
        match () {
            () if same <= self.look && same <= different => Band::Same,
            () if different <= self.look => Band::Different,
            () => Band::Look,
        }
    }

    /// The least probability of [`Band::Same`], and the most of [`Band::Different`].
    pub fn limits(&self) -> (f64, f64) {
        let even = self.wrong / (self.wrong + self.missed);
        ((1.0 - self.look / self.wrong).max(even), (self.look / self.missed).min(even))
    }
}
