//! What happens to people: work, illness, programmes, insurance, moves, deaths; and what offices know of it.
//!
//! Every fact is dated, so that a month's files are views of one village: nothing is drawn again per month.

mod assistance;
mod body;
mod death;
mod income;
mod insurance;
mod means;
mod moves;
mod school;
mod shock;
mod standing;
mod unregistered;
mod work;

pub(crate) use assistance::{Class, Orphan, standard};
pub(crate) use body::Disability;
pub(crate) use insurance::Scheme;
pub(crate) use means::{Obligor, old_age_allowance};
pub(crate) use school::Stage;
pub(crate) use shock::{House, Shock};
pub(crate) use standing::Standing;
pub(crate) use unregistered::Unregistered;
pub(crate) use work::Work;

use crate::{
    chance::{Chance, Subject},
    people::{self, Born, Issuer, Kin},
    plan::{CountyPlan, Places, VillagePlan},
};
use doudi_kernel::{Date, Division, Month, ResidentId, Sex};

/// A time on a list: from a month, up to but not including another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Spell {
    pub(crate) from: Month,
    pub(crate) until: Option<Month>,
}

impl Spell {
    pub(crate) fn since(from: Month) -> Self {
        Self { from, until: None }
    }

    pub(crate) fn holds(&self, month: Month) -> bool {
        self.from <= month && self.until.is_none_or(|until| month < until)
    }
}

/// Whether an optional spell holds in a month.
pub(crate) fn holds(spell: &Option<Spell>, month: Month) -> bool {
    spell.as_ref().is_some_and(|spell| spell.holds(month))
}

/// A person with everything that happens to them.
#[derive(Clone)]
pub(crate) struct Person {
    pub(crate) born: Born,
    pub(crate) work: Work,
    pub(crate) school: Option<Stage>,
    /// A college in another county, whose students are on no list here.
    pub(crate) college_away: bool,
    pub(crate) disability: Option<Disability>,
    pub(crate) chronic: bool,
    /// Needs daily care; only asked of elders and the disabled.
    pub(crate) needs_care: bool,
    /// When the household came to the county, if within the time looked at.
    pub(crate) arrived: Option<Date>,
    pub(crate) died: Option<Date>,
    pub(crate) left: Option<Date>,
    /// Nobody knows where.
    pub(crate) missing: bool,
    /// The new village within the county, from a day.
    pub(crate) moved: Option<(Date, Division)>,
    /// Registered in another county although living here.
    pub(crate) registered_elsewhere: bool,
    pub(crate) lag: death::Lags,
    pub(crate) insurance: insurance::Insurance,
    pub(crate) aid: assistance::Aid,
    pub(crate) purse: means::Purse,
    /// What a roster's clerk heard instead of the registered name.
    pub(crate) roster_name: Option<Box<str>>,
    /// Born on another day by the roster's column than by the number.
    pub(crate) roster_birth: Option<Date>,
    /// The roster's column says the other sex.
    pub(crate) roster_sex_wrong: bool,
}

impl Person {
    pub(crate) fn id(&self) -> ResidentId {
        self.born.id
    }

    pub(crate) fn sex(&self) -> Sex {
        self.born.sex()
    }

    /// Age on the last day of a month.
    pub(crate) fn age(&self, month: Month) -> i16 {
        self.born.id.age_on(month.last_day())
    }

    pub(crate) fn dead_by(&self, day: Date) -> bool {
        self.died.is_some_and(|died| died <= day)
    }

    pub(crate) fn left_by(&self, day: Date) -> bool {
        self.left.is_some_and(|left| left <= day)
    }

    /// Born and come here by the end of a month; those who died or left since are included.
    pub(crate) fn known(&self, month: Month) -> bool {
        self.born.birth() <= month.last_day() && self.arrived.is_none_or(|day| day <= month.last_day())
    }

    /// Alive and living in the county at the end of a month.
    pub(crate) fn lives(&self, month: Month) -> bool {
        self.known(month) && !self.dead_by(month.last_day()) && !self.left_by(month.last_day())
    }

    /// Still on a list in a month although dead or gone: the list learns of it so many months late.
    pub(crate) fn still_listed(&self, month: Month, months_late: u8) -> bool {
        let gone = [self.died, self.left].into_iter().flatten().min();
        self.known(month) && gone.is_none_or(|day| month <= Month::of(day).plus(i32::from(months_late)))
    }
}

/// A household with its money and its file.
#[derive(Clone)]
pub(crate) struct Household {
    pub(crate) kin: Kin,
    pub(crate) urban: bool,
    /// Yuan a year per head.
    pub(crate) income: u32,
    /// Yuan a year per head.
    pub(crate) spending: u32,
    /// Of which for health.
    pub(crate) health_spending: u32,
    /// Contracted land in tenths of a mu.
    pub(crate) land: u32,
    pub(crate) house: House,
    pub(crate) class: Class,
    /// In the class's roster.
    pub(crate) listed: Option<Spell>,
    /// Dibao pays the full standard rather than the gap.
    pub(crate) full: bool,
    /// Whole yuan a month for the household.
    pub(crate) monthly: u32,
    /// Monitored against relapse.
    pub(crate) monitored: Option<Spell>,
    pub(crate) monitored_class: &'static str,
    /// What the monitoring file says of dibao, when it does not know better.
    pub(crate) monitored_says_dibao: Option<bool>,
    pub(crate) graduated: bool,
    pub(crate) phone: u64,
    pub(crate) account: u64,
    pub(crate) means: means::Means,
}

/// A village with its people and everything that happens to them.
#[derive(Clone)]
pub(crate) struct Village<'a> {
    pub(crate) places: &'a Places,
    pub(crate) place: VillagePlan,
    pub(crate) households: Vec<Household>,
    pub(crate) people: Vec<Person>,
    /// Who lives here and is in no register.
    pub(crate) unregistered: Vec<Unregistered>,
    /// What strikes within the months that are written, and is in none of the facts above yet.
    pub(crate) shocks: Vec<Shock>,
}

impl Village<'_> {
    pub(crate) fn household(&self, person: &Person) -> &Household {
        &self.households[person.born.household as usize]
    }

    pub(crate) fn head(&self, household: &Household) -> &Person {
        &self.people[household.kin.first as usize]
    }

    pub(crate) fn members(&self, household: &Household) -> &[Person] {
        &self.people[household.kin.first as usize..(household.kin.first + household.kin.size) as usize]
    }

    /// Where the register has a person at the end of a month.
    pub(crate) fn registered(&self, person: &Person, month: Month) -> Division {
        match person.moved {
            Some((day, to)) if day <= month.last_day() => to,
            _ => self.place.division,
        }
    }
}

/// Lets a village live.
pub(crate) fn live<'a>(plan: &'a CountyPlan, places: &'a Places, place: VillagePlan) -> Village<'a> {
    let mut chance = Chance::new(plan.seed, u64::from(place.number), Subject::People);
    let mut issuer = Issuer::new(plan, place.number);
    let (kin, born) = people::settle(&place, &mut issuer, plan.today(), &mut chance);
    let mut chance = Chance::new(plan.seed, u64::from(place.number), Subject::Life);
    let mut people: Vec<Person> = born.into_iter().map(|born| blank(born, plan, &mut chance)).collect();
    for person in &mut people {
        body::fall_ill(person, plan, &mut chance);
        school::attend(person, plan, &mut chance);
        work::take_up(person, place.urban, plan, &mut chance);
        moves::move_about(person, plan, places, place.division, &mut chance);
        clerks_mishear(person, &mut chance);
    }
    let mut households = income::earn(kin, &people, place.urban, &mut chance);
    households.iter_mut().for_each(|household| household.house = House::usual(household.phone));
    moves::arrive(&households, &mut people, plan, &mut chance);
    assistance::assess(&mut households, &mut people, plan, &mut chance);
    insurance::insure(&households, &mut people, plan, &mut chance);
    assistance::subsidise(&households, &mut people, plan, &mut chance);
    means::share_out(plan, &place, &mut households, &mut people);
    let unregistered = unregistered::settle(plan, &place, &households, &people);
    let mut village = Village { places, place, households, people, unregistered, shocks: Vec::new() };
    village.shocks = shock::strike(plan, &village);
    shock::answer(plan, &mut village);
    village
}

fn blank(born: Born, plan: &CountyPlan, chance: &mut Chance) -> Person {
    let died = death::day(&born, plan, chance);
    Person {
        work: Work::None,
        school: None,
        college_away: false,
        disability: None,
        chronic: false,
        needs_care: false,
        arrived: None,
        died,
        left: None,
        missing: false,
        moved: None,
        registered_elsewhere: chance.happens(0.012),
        lag: death::Lags::new(chance),
        insurance: insurance::Insurance::default(),
        aid: assistance::Aid::default(),
        purse: means::Purse::default(),
        roster_name: None,
        roster_birth: None,
        roster_sex_wrong: false,
        born,
    }
}

/// The rosters of civil affairs are typed from paper, the register is not: about one name in 120 differs, one birth date in
/// 300 (a lunar birthday, a year by tradition), one sex in 600 (illustrative rates; matching campaigns report 0.5 to 2 %).
fn clerks_mishear(person: &mut Person, chance: &mut Chance) {
    if chance.happens(1.0 / 120.0) {
        person.roster_name = Some(people::clerk_hears(&person.born.name, chance).into());
    }
    if chance.happens(1.0 / 300.0) {
        let birth = person.born.birth();
        let other = jiff::Span::new().days(i64::from(chance.between(20, 45)));
        person.roster_birth = Some(birth.saturating_sub(other));
    }
    person.roster_sex_wrong = chance.happens(1.0 / 600.0);
}

/// The first month of the time looked at: a year before the first month written, so that late forms are late by a year.
pub(crate) fn first_month(plan: &CountyPlan) -> Month {
    plan.month_at(0).plus(-12)
}

/// A month within the time looked at.
pub(crate) fn some_month(plan: &CountyPlan, chance: &mut Chance) -> Month {
    let first = first_month(plan);
    first.plus(chance.between(0, plan.month.since(first)))
}

/// A day within the time looked at.
pub(crate) fn some_day(plan: &CountyPlan, chance: &mut Chance) -> Date {
    let first = some_month(plan, chance).first_day();
    first.saturating_add(jiff::Span::new().days(i64::from(chance.between(0, 27))))
}
