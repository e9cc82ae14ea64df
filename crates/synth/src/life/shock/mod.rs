//! What strikes a household within the months that are written: dated events that change facts from a day on, and end.
//!
//! A shock is true from its day and shows in files some months later, when the office that keeps the fact hears of it. Both
//! are the same change made to a copy of the village: as it was lived in a month, and as the offices saw it. Shocks have a
//! stream of chance of their own; a county of one month has none, since nothing comes before it.

mod answer;
mod draw;

pub(super) use answer::answer;
pub(super) use draw::strike;

use super::{Disability, Village, Work};
use doudi_kernel::{Date, Month};
use std::borrow::Cow;

/// Kinds of shock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    JobLost,
    WagesCollapsed,
    SeriousIllness,
    Disabled,
    EarnerDied,
    Imprisoned,
    Missing,
    HouseDamaged,
    DroppedOut,
    InsuranceLapsed,
}

impl Kind {
    /// As `truth/shocks.csv` names it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::JobLost => "job_lost",
            Self::WagesCollapsed => "wages_collapsed",
            Self::SeriousIllness => "serious_illness",
            Self::Disabled => "disabled",
            Self::EarnerDied => "earner_died",
            Self::Imprisoned => "imprisoned",
            Self::Missing => "missing",
            Self::HouseDamaged => "house_damaged",
            Self::DroppedOut => "dropped_out",
            Self::InsuranceLapsed => "insurance_lapsed",
        }
    }
}

/// A shock.
#[derive(Clone)]
pub(crate) struct Shock {
    pub(crate) kind: Kind,
    /// The household's place in the village.
    pub(crate) household: u32,
    /// The place in the village of the person whom it struck: of a house, the head.
    pub(crate) person: u32,
    pub(crate) on: Date,
    /// How many months later files tell of it, and of its end.
    pub(crate) lag: u8,
    /// From this month on it is as before.
    pub(crate) over: Option<Month>,
    /// Yuan a year of bills after insurance; of wages, what is left in hundredths.
    pub(crate) size: u32,
    /// What a new certificate says.
    pub(crate) disability: Option<Disability>,
    /// Happened by the life that was drawn anyway (a death, a dismissal): nothing is to be changed.
    pub(crate) lived: bool,
}

/// How safe a house is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum House {
    A,
    B,
    C,
    D,
}

impl House {
    /// Of a house that nothing happened to, by a number that the household has anyway. Illustrative: three houses in a
    /// thousand are unsafe as a whole (the campaign against unsafe houses ended in 2020), one in twenty in part.
    pub(crate) fn usual(number: u64) -> Self {
        match number % 1_000 {
            0..3 => Self::D,
            3..50 => Self::C,
            50..400 => Self::B,
            _ => Self::A,
        }
    }
}

impl Shock {
    /// The month from which it is true.
    pub(crate) fn month(&self) -> Month {
        Month::of(self.on)
    }

    /// Whether it lasts in a month.
    pub(crate) fn lasts(&self, month: Month) -> bool {
        self.month() <= month && self.over.is_none_or(|over| month < over)
    }

    /// Changes a village from what it was before into what it is in a month.
    fn strike(&self, village: &mut Village, month: Month) {
        let (household, at) = (&mut village.households[self.household as usize], self.person as usize);
        let person = &mut village.people[at];
        if self.over.is_some_and(|over| over <= month) {
            if self.kind == Kind::JobLost {
                // Found work again: since when is asked of who is in work.
                person.purse.hired = self.over;
            }
            return;
        }
        let left = |fen: i64, hundredths: i64| fen * hundredths / 100;
        let purse = &mut person.purse;
        match self.kind {
            Kind::EarnerDied => {}
            Kind::JobLost => purse.dismissed = Some(self.month()),
            Kind::WagesCollapsed => {
                let share = i64::from(self.size);
                (purse.wage, purse.business) = (left(purse.wage, share), left(purse.business, share));
            }
            Kind::SeriousIllness => {
                purse.medical += self.size;
                (purse.wage, purse.business) = (left(purse.wage, 40), left(purse.business, 40));
                (person.chronic, person.needs_care) = (true, true);
            }
            Kind::Disabled => {
                let share = if self.disability.as_ref().is_some_and(Disability::severe) { 0 } else { 50 };
                (purse.wage, purse.business) = (left(purse.wage, share), left(purse.business, share));
                person.disability.clone_from(&self.disability);
            }
            Kind::Imprisoned => {
                purse.business = 0;
                person.work = Work::Prisoner(self.on, None);
            }
            Kind::Missing => {
                (purse.wage, purse.business, purse.transfer) = (0, 0, 0);
                person.missing = true;
            }
            Kind::HouseDamaged => household.house = House::D,
            Kind::DroppedOut => person.school = None,
            Kind::InsuranceLapsed => person.insurance.medical = None,
        }
    }
}

impl Village<'_> {
    /// The village as it was lived in a month.
    pub(crate) fn as_lived(&self, month: Month) -> Cow<'_, Self> {
        self.with(&|_| month)
    }

    /// The village as the offices knew it when they wrote a month's files.
    pub(crate) fn as_seen(&self, month: Month) -> Cow<'_, Self> {
        self.with(&|shock| month.plus(-i32::from(shock.lag)))
    }

    fn with(&self, month: &dyn Fn(&Shock) -> Month) -> Cow<'_, Self> {
        let begun = |shock: &&Shock| !shock.lived && shock.month() <= month(shock);
        if !self.shocks.iter().any(|shock| begun(&shock)) {
            return Cow::Borrowed(self);
        }
        let mut village = self.clone();
        for shock in self.shocks.iter().filter(begun) {
            shock.strike(&mut village, month(shock));
        }
        Cow::Owned(village)
    }
}
