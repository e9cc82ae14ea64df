//! Which counties are real.

use doudi_kernel::{ResidentId, county_name};

/// Counties that identity numbers may begin with: the embedded list, and those that the lists at hand show.
///
/// Old people carry codes that were retired long ago and stand in no current list, so a county that is not known weakens a
/// candidate and does not forbid it.
///
/// ```
/// use doudi_compare::repair::Counties;
/// let mut counties = Counties::default();
/// assert!(counties.knows(110105) && !counties.knows(419901));
/// counties.learn(419901);
/// assert!(counties.knows(419901));
/// ```
#[derive(Clone, Debug)]
pub struct Counties {
    /// A bit for each six-digit number.
    learned: Vec<u64>,
}

impl Default for Counties {
    fn default() -> Self {
        Self { learned: vec![0; 1_000_000_usize.div_ceil(64)] }
    }
}

impl Counties {
    /// Takes a county as real: a valid number with it was seen.
    #[inline]
    pub fn learn(&mut self, county: u32) {
        if let Some(word) = self.learned.get_mut(county as usize / 64) {
            *word |= 1 << (county % 64);
        }
    }

    /// Takes everything that other lists showed.
    pub fn merge(&mut self, other: &Self) {
        self.learned.iter_mut().zip(&other.learned).for_each(|(mine, theirs)| *mine |= theirs);
    }

    /// Whether a county of six digits is known to be or to have been one.
    pub fn knows(&self, county: u32) -> bool {
        let learned = self.learned.get(county as usize / 64).is_some_and(|word| word >> (county % 64) & 1 == 1);
        learned
            || county_name(doudi_kernel::Division::from_county_number(county))
                .is_some_and(|_| !county.is_multiple_of(100))
    }

    /// Whether a number's county is known.
    pub fn knows_of(&self, id: ResidentId) -> bool {
        id.division().county().is_some_and(|county| self.knows(county))
    }

    /// Whether a number's first two digits are a province.
    pub(super) fn province_of(id: ResidentId) -> bool {
        id.division().at(doudi_kernel::DivisionLevel::Province).is_some_and(|province| county_name(province).is_some())
    }
}
