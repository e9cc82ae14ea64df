//! What each person earns, owns and spends, by kind: what a verification of economic circumstances (家庭经济状况核对) asks
//! of tax, social insurance, banks and registers.
//!
//! The four kinds of counted income of a household add up, to the fen, to the income that `income` gave it; basic
//! pension and assistance come on top. Everything has a stream of chance of its own, so that nobody else's life depends
//! on it. The law asks only about households that applied or are monitored, with their authority (Social Assistance Law
//! arts 40, 41).

use super::{Class, Disability, Household, Person, Spell, Stage, Work, first_month, holds, some_month};
use crate::{
    calibration as known,
    chance::{Chance, Subject},
    people::Role,
    plan::{CountyPlan, VillagePlan},
};
use doudi_kernel::{Date, Month};

/// A person's own income, possessions and costs.
#[derive(Clone, Default)]
pub(crate) struct Purse {
    /// Fen a month while in work.
    pub(crate) wage: i64,
    /// Fen a month: farm and trade, net.
    pub(crate) business: i64,
    /// Fen a month: interest, rent of land, net.
    pub(crate) property: i64,
    /// Fen a month: pensions other than the basic resident pension, support, gifts.
    pub(crate) transfer: i64,
    /// Took up work in this month: no wage before.
    pub(crate) hired: Option<Month>,
    /// Lost it in this month: no wage from then on.
    pub(crate) dismissed: Option<Month>,
    /// Yuan.
    pub(crate) savings: u32,
    /// Dwellings in the person's name.
    pub(crate) dwellings: u8,
    /// A shop, garage or office in the person's name.
    pub(crate) shop: bool,
    /// Yuan, of the dearest car; 0 without one.
    pub(crate) vehicle: u32,
    /// A company, or a trade with employees.
    pub(crate) company: bool,
    /// Yuan a year after all insurance.
    pub(crate) medical: u32,
    /// Yuan a year.
    pub(crate) education: u32,
    /// Yuan a year.
    pub(crate) rehabilitation: u32,
    /// Banks that were not connected: what is asked of them stays unanswered.
    pub(crate) banks_silent: bool,
}

/// A legal obligor outside the household: a child or parent with a household of their own.
#[derive(Clone)]
pub(crate) struct Obligor {
    /// Code and word of the relation to the head.
    pub(crate) relation: (&'static str, &'static str),
    /// Fen a month, of the obligor's household.
    pub(crate) income: i64,
    pub(crate) size: u8,
    /// How many people this obligor must support beside their own household.
    pub(crate) dependants: u8,
    /// How many share the duty.
    pub(crate) children: u8,
    /// Agreed to be looked up (law art. 41).
    pub(crate) consents: bool,
    /// Found unable to support anybody (特困人员认定办法).
    pub(crate) unable: bool,
    pub(crate) born: Date,
    pub(crate) dibao: bool,
    pub(crate) severely_disabled: bool,
    /// In prison or declared missing.
    pub(crate) absent: bool,
    pub(crate) property_within: bool,
    /// Support is fixed by agreement or judgement.
    pub(crate) agreed: bool,
    /// Fen a month really paid.
    pub(crate) pays: i64,
}

/// A household's part: whether it asked, what it hides, who owes it support.
#[derive(Clone, Default)]
pub(crate) struct Means {
    /// Applied in this month, and is watched since (民办函〔2024〕31号: rejected applicants are).
    pub(crate) asked: Option<Month>,
    /// States half of what no register sees: wages without insurance.
    pub(crate) understates: bool,
    pub(crate) obligors: Vec<Obligor>,
}

impl Person {
    /// Fen a month.
    pub(crate) fn wage(&self, month: Month) -> i64 {
        let in_work = self.purse.hired.is_none_or(|from| from <= month)
            && self.purse.dismissed.is_none_or(|until| month < until)
            && !matches!(self.work, Work::Soldier(_) | Work::Prisoner(..));
        if in_work { self.purse.wage } else { 0 }
    }

    /// Whether a wage is earned in a month.
    pub(crate) fn employed(&self, month: Month) -> bool {
        self.wage(month) > 0
    }

    /// Basic resident pension in yuan a month.
    pub(crate) fn basic_pension(&self, month: Month) -> u32 {
        let file = self.insurance.resident.filter(|file| {
            let ended = file.ended.is_some_and(|ended| ended <= month);
            file.drawing.is_some_and(|from| from <= month) && !holds(&file.suspended, month) && !ended
        });
        file.map_or(0, |_| known::BASIC_PENSION.value as u32)
    }

    /// Yuan a month that does not count: subsidies of the disabled and the very old, an orphan's allowance.
    pub(crate) fn not_counted(&self, month: Month) -> u32 {
        let disabled =
            [&self.aid.living, &self.aid.care].into_iter().filter(|spell| holds(spell, month)).count() as u32;
        let old = if holds(&self.aid.old_age, month) { old_age_allowance(self.age(month)) } else { 0 };
        let orphan = self.aid.orphan.is_some_and(|(_, spell)| spell.holds(month) && self.age(month) < 18);
        disabled * DISABILITY_SUBSIDY + old + if orphan { ORPHAN_ALLOWANCE } else { 0 }
    }

    /// Yuan a month for a child under three (育儿补贴: 3,600 yuan a year from 2025).
    pub(crate) fn child_rearing(&self, month: Month) -> u32 {
        if self.age(month) < 3 { 300 } else { 0 }
    }

    /// A serious illness that the county recognises.
    pub(crate) fn seriously_ill(&self) -> bool {
        self.chronic && self.needs_care
    }

    /// Of the six things that self-care asks about, how many fail.
    pub(crate) fn failed_self_care(&self) -> u8 {
        match (self.needs_care, self.disability.as_ref().is_some_and(Disability::severe)) {
            (true, true) => 4 + (self.id().serial() % 3) as u8,
            (true, false) => 1 + (self.id().serial() % 3) as u8,
            _ => 0,
        }
    }
}

/// Yuan a month, as the roster of `disability_subsidy` pays each.
const DISABILITY_SUBSIDY: u32 = 80;
/// Yuan a month, as the roster of `orphan_child` pays.
const ORPHAN_ALLOWANCE: u32 = 1_400;

/// Amounts of one county in 2026 (practitioner): 80 to 89 25, 90 to 99 100, from 100 on 300 yuan a month.
pub(crate) fn old_age_allowance(age: i16) -> u32 {
    match age {
        100.. => 300,
        90.. => 100,
        _ => 25,
    }
}

/// Gives every person a purse and every household its means.
pub(super) fn share_out(plan: &CountyPlan, village: &VillagePlan, households: &mut [Household], people: &mut [Person]) {
    let mut chance = Chance::new(plan.seed, u64::from(village.number), Subject::Means);
    for household in households {
        let first = household.kin.first as usize;
        let members = &mut people[first..first + household.kin.size as usize];
        let mean = if household.urban { known::URBAN_MEAN.value } else { known::RURAL_MEAN.value };
        let wealth = f64::from(household.income) / mean;
        possess(household, members, wealth, &mut chance);
        earn(household, members);
        take_up_and_lose(household, members, plan, &mut chance);
        spend(household, members, &mut chance);
        household.means = Means {
            asked: ask(household, wealth, plan, &mut chance),
            understates: chance.happens(known::UNDERSTATED.value),
            obligors: obligors(household, members, plan, mean, &mut chance),
        };
    }
}

/// Households that clerks looked at own little; of the others, more with more income.
fn possess(household: &Household, members: &mut [Person], wealth: f64, chance: &mut Chance) {
    let known_poor =
        !matches!(household.class, Class::None | Class::Other) && !chance.happens(known::RICH_ON_ROSTER.value);
    let owner = &mut members[0].purse;
    let place = if household.urban { 1.3 } else { 0.4 };
    let each = known::SAVINGS.value * place * wealth * savings_multiple(known_poor, chance);
    owner.savings = (each * f64::from(household.kin.size)).round() as u32 / 100 * 100;
    let (cars, second) = match household.urban {
        true => (known::CARS_URBAN.value, known::SECOND_DWELLING_URBAN.value),
        false => (known::CARS_RURAL.value, known::SECOND_DWELLING_RURAL.value),
    };
    let richer = |share: f64| if known_poor { 0.0 } else { (share * wealth).min(0.9) };
    // One household in fourteen rents or lives with others.
    owner.dwellings = u8::from(chance.happens(0.93)) + u8::from(chance.happens(richer(second)));
    owner.shop = chance.happens(richer(known::SHOPS.value));
    let price = 100 * (150 + chance.below(1_400));
    owner.vehicle = if chance.happens(richer(cars)) { price } else { 0 };
    owner.company = chance.happens(richer(known::COMPANIES.value));
    let silent = chance.happens(known::BANKS_SILENT.value);
    members.iter_mut().for_each(|person| person.purse.banks_silent = silent);
}

/// Savings against the mean: few have most of them.
fn savings_multiple(known_poor: bool, chance: &mut Chance) -> f64 {
    let all = [(0.40, (0.0, 0.05)), (0.25, (0.05, 0.3)), (0.20, (0.3, 1.0)), (0.10, (1.0, 3.0)), (0.05, (3.0, 9.0))];
    let (low, high) = chance.weighted(if known_poor { &all[..2] } else { &all });
    low + (high - low) * chance.unit()
}

/// Splits the household's income among those who bring it in, to the fen.
fn earn(household: &Household, members: &mut [Person]) {
    let total = i64::from(household.income) * i64::from(household.kin.size) * 100 / 12;
    // Interest of a hundredth and a half a year, and the rent of a third of the land at 400 yuan a mu and year.
    let interest = i64::from(members[0].purse.savings) * 100 * 15 / 1_000 / 12;
    let rent = i64::from(household.land) * 400 * 10 / 3 / 12;
    let property = (interest + rent).min(total / 5);
    members[0].purse.property = property;
    let shares: Vec<i64> = members.iter().map(weight).collect();
    let all: i64 = shares.iter().sum();
    let mut left = total - property;
    for (person, share) in members.iter_mut().zip(&shares) {
        let part = if all == 0 { 0 } else { (total - property) * share / all };
        left -= part;
        bring(person, part);
    }
    // What nobody's work explains is support from relatives; so are the fen that do not divide.
    members[0].purse.transfer += left;
}

/// How much of the household's income a person brings, in hundredths of a farmer's part.
fn weight(person: &Person) -> i64 {
    match person.work {
        Work::None => 8,
        Work::Farm => 55,
        Work::Casual => 95,
        Work::Away => 135,
        Work::Employee | Work::EmployeeAway => 175,
        Work::Agency => 220,
        Work::RetiredEmployee => 100,
        Work::RetiredAgency => 160,
        Work::Soldier(_) | Work::Prisoner(..) => 0,
    }
}

fn bring(person: &mut Person, part: i64) {
    let purse = &mut person.purse;
    match person.work {
        Work::Farm => purse.business = part,
        Work::Casual => (purse.wage, purse.business) = (part - part / 3, part / 3),
        Work::Away | Work::Employee | Work::EmployeeAway | Work::Agency => purse.wage = part,
        _ => purse.transfer = part,
    }
}

/// A few took up work or lost it within the time looked at.
fn take_up_and_lose(household: &Household, members: &mut [Person], plan: &CountyPlan, chance: &mut Chance) {
    let hiring = if household.class == Class::Dibao { 0.12 } else { 0.04 };
    for person in members.iter_mut().filter(|person| person.purse.wage > 0) {
        let (hired, dismissed) = (chance.happens(hiring), chance.happens(0.03));
        let month = some_month(plan, chance);
        if hired {
            person.purse.hired = Some(month);
        } else if dismissed {
            person.purse.dismissed = Some(month);
        }
    }
}

/// Health costs fall on the ill, school costs on pupils (illustrative: fees and board of a year), rehabilitation on those
/// who need care.
fn spend(household: &Household, members: &mut [Person], chance: &mut Chance) {
    let burden = |person: &Person| if person.chronic || person.disability.is_some() { 4u64 } else { 1 };
    let (all, total) = (
        members.iter().map(burden).sum::<u64>().max(1),
        u64::from(household.health_spending) * u64::from(household.kin.size),
    );
    for person in members {
        person.purse.medical = (total * burden(person) / all) as u32;
        person.purse.education = match person.school {
            None => 0,
            Some(Stage::Primary | Stage::Junior) => 600 + 100 * chance.below(10),
            Some(Stage::Senior | Stage::Vocational) => 2_400 + 100 * chance.below(20),
            Some(Stage::College) => 8_000 + 100 * chance.below(60),
        };
        let severe = person.disability.as_ref().is_some_and(Disability::severe);
        person.purse.rehabilitation = if severe && person.needs_care { 600 + 100 * chance.below(25) } else { 0 };
    }
}

/// Who is on no roster and applied all the same: the poor more often than others.
fn ask(household: &Household, wealth: f64, plan: &CountyPlan, chance: &mut Chance) -> Option<Month> {
    let p = match (household.class, wealth) {
        (Class::None | Class::Other, ..0.35) => known::ASKING_POOR.value,
        (Class::None | Class::Other, ..1.0) => known::ASKING_POOR.value / 10.0,
        (Class::None | Class::Other, _) => known::ASKING_POOR.value / 60.0,
        _ => 0.0,
    };
    let month = first_month(plan).plus(chance.between(0, 11));
    let late = some_month(plan, chance);
    chance.happens(p).then_some(if chance.happens(0.8) { month } else { late })
}

/// Children of the old who live elsewhere, parents of a child whom grandparents raise.
fn obligors(
    household: &Household,
    members: &[Person],
    plan: &CountyPlan,
    mean: f64,
    chance: &mut Chance,
) -> Vec<Obligor> {
    let senior = |person: &&Person| matches!(person.born.role, Role::Head | Role::Spouse);
    let oldest = members.iter().filter(senior).map(|person| person.age(plan.month)).max().unwrap_or(0);
    let shared = members.iter().any(|person| matches!(person.born.role, Role::Child | Role::Grandchild));
    let tekun = household.class == Class::Tekun;
    let count = match (oldest >= 60, tekun) {
        (false, _) => 0,
        (true, true) => u8::from(chance.happens(0.08)),
        (true, false) => chance.weighted(&[(0.07, 0), (0.28, 1), (0.40, 2), (0.25, 3)]),
    };
    let line = i64::from(super::standard(household.urban)) * 100;
    let family = Family { oldest, tekun, sharing: (count + u8::from(shared)).max(1), mean, line };
    (0..count).map(|_| obligor(&family, plan, chance)).collect()
}

/// What the obligors of a household have in common.
struct Family {
    oldest: i16,
    tekun: bool,
    /// How many share the duty.
    sharing: u8,
    /// Yuan a year a head, of the place.
    mean: f64,
    /// Dibao standard in fen.
    line: i64,
}

fn obligor(family: &Family, plan: &CountyPlan, chance: &mut Chance) -> Obligor {
    let size = 1 + chance.below(4) as u8;
    // A triangle from a tenth of the mean to its double, the middle most often.
    let multiple = 0.1 + 0.95 * (chance.unit() + chance.unit());
    let income = (family.mean * multiple * f64::from(size) * 100.0 / 12.0).round() as i64 / 100 * 100;
    let years = i32::from(family.oldest) - chance.between(20, 38);
    let age = jiff::Span::new().years(years.max(18)).days(chance.between(0, 364));
    let absent = chance.happens(0.01);
    let unable = family.tekun || chance.happens(0.03);
    let pays = !unable && !absent && chance.happens(known::SUPPORT_PAID.value);
    let paid = (5_000 * i64::from(1 + chance.below(6))).min(income / 10) / 1_000 * 1_000;
    Obligor {
        relation: if chance.happens(0.52) { ("son", "子") } else { ("daughter", "女") },
        income,
        size,
        dependants: 1 + chance.below(3) as u8,
        children: family.sharing,
        consents: chance.happens(known::OBLIGORS_CONSENT.value),
        unable,
        born: plan.today().saturating_sub(age),
        dibao: income < family.line * i64::from(size) && chance.happens(0.6),
        severely_disabled: chance.happens(0.02),
        absent,
        property_within: !chance.happens((multiple * 0.5).min(0.9)),
        agreed: pays && chance.happens(0.25),
        pays: if pays { paid } else { 0 },
    }
}

impl Household {
    /// Whether the household is looked up in a month: it applied, is on a roster, or is monitored.
    pub(crate) fn verified(&self, month: Month) -> bool {
        let rosters = !matches!(self.class, Class::None | Class::Other) && holds(&self.listed, month);
        rosters || holds(&self.monitored, month) || self.means.asked.is_some_and(|from| from <= month)
    }

    /// The day on which the members signed the authority to look them up.
    pub(crate) fn authorised(&self, month: Month) -> Date {
        let since = |spell: &Option<Spell>| spell.as_ref().filter(|spell| spell.holds(month)).map(|spell| spell.from);
        let first = [since(&self.listed), since(&self.monitored), self.means.asked].into_iter().flatten().min();
        let day = 1 + (self.phone % 27) as i8;
        let first = first.unwrap_or(month).first_day();
        Date::new(first.year(), first.month(), day).unwrap_or(first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{life::Village, plan};

    fn with_villages(look: impl Fn(&CountyPlan, &Village)) {
        let county = CountyPlan::new("419901".parse().unwrap(), 6_000, "2026-09".parse().unwrap(), 3);
        let places = plan::places(&county);
        places.villages.iter().for_each(|place| look(&county, &crate::life::live(&county, &places, *place)));
    }

    #[test]
    fn the_kinds_of_income_add_up_to_the_income_of_the_household_to_the_fen() {
        with_villages(|_, village| {
            for household in &village.households {
                let purses = village.members(household).iter().map(|person| &person.purse);
                let sum: i64 = purses.map(|it| it.wage + it.business + it.property + it.transfer).sum();
                assert_eq!(sum, i64::from(household.income) * i64::from(household.kin.size) * 100 / 12);
            }
        });
    }

    #[test]
    fn nobody_is_looked_up_who_neither_asked_nor_is_helped_nor_monitored() {
        with_villages(|county, village| {
            for household in village.households.iter().filter(|household| household.verified(county.month)) {
                let helped = household.listed.is_some() && household.class != Class::Other;
                assert!(helped || household.monitored.is_some() || household.means.asked.is_some());
                assert!(household.authorised(county.month) <= county.month.last_day());
            }
        });
    }

    #[test]
    fn a_wage_begins_with_work_and_ends_with_it() {
        with_villages(|county, village| {
            for person in village.people.iter().filter(|person| person.purse.wage > 0) {
                if let Some(hired) = person.purse.hired {
                    assert!((person.wage(hired.plus(-1)), person.wage(county.month)) == (0, person.purse.wage));
                }
                if let Some(dismissed) = person.purse.dismissed {
                    assert!((person.wage(dismissed.plus(-1)), person.wage(dismissed)) == (person.purse.wage, 0));
                }
            }
        });
    }
}
