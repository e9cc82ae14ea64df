//! Who is helped by which programme, since when, and what the offices get wrong about it.

use super::{Household, Person, Spell, Work, first_month, some_month};
use crate::{calibration as known, chance::Chance, plan::CountyPlan};
use doudi_kernel::Month;

/// The class in which a household is recognised as low-income.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    None,
    Dibao,
    Tekun,
    Edge,
    Rigid,
    /// Low-income by local recognition, on no list of ours.
    Other,
}

/// Why a child is on the orphans' list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Orphan {
    Orphan,
    /// 事实无人抚养儿童
    Unattended,
}

/// What a person draws beside the household.
#[derive(Clone, Default)]
pub(crate) struct Aid {
    /// Counted in the household's file.
    pub(crate) covered: bool,
    /// On a second programme's list as well: the file of the first was not closed.
    pub(crate) also: Option<(Class, Spell)>,
    /// On the same list twice: counted with the parents' household and with their own.
    pub(crate) twice: Option<Spell>,
    /// Living subsidy for the disabled.
    pub(crate) living: Option<Spell>,
    /// Care subsidy for the severely disabled.
    pub(crate) care: Option<Spell>,
    pub(crate) orphan: Option<(Orphan, Spell)>,
    pub(crate) old_age: Option<Spell>,
    pub(crate) hardship: Option<Spell>,
    /// In the county's care home.
    pub(crate) institution: bool,
}

/// Dibao standard in whole yuan a month.
pub(crate) fn standard(urban: bool) -> u32 {
    (if urban { known::STANDARD_URBAN.value } else { known::STANDARD_RURAL.value }) as u32
}

/// A spell on a list: most long since, some joined and some left within the time looked at.
fn spell(plan: &CountyPlan, joining: f64, leaving: f64, chance: &mut Chance) -> Spell {
    let new = chance.happens(joining * 1.25);
    let from = if new { some_month(plan, chance) } else { first_month(plan).plus(-chance.between(1, 110)) };
    let until = chance.happens(leaving * 1.25).then(|| some_month(plan, chance).plus(1));
    Spell { from, until: until.filter(|until| *until > from) }
}

/// The traits that programmes look at.
struct Need {
    poor: f64,
    alone_and_old: bool,
    disabled: bool,
    severe: bool,
    ill: bool,
    heavy_spending: bool,
}

fn need(household: &Household, members: &[Person]) -> Need {
    let mean = if household.urban { known::URBAN_MEAN.value } else { known::RURAL_MEAN.value };
    let any = |test: &dyn Fn(&Person) -> bool| members.iter().any(test);
    Need {
        poor: f64::from(household.income) / mean,
        alone_and_old: members.len() == 1 && members[0].born.birth().year() < 1966,
        disabled: any(&|p| p.disability.is_some()),
        severe: any(&|p| p.disability.as_ref().is_some_and(super::Disability::severe)),
        ill: any(&|p| p.chronic),
        heavy_spending: household.health_spending * 3 > household.income,
    }
}

/// Puts every household into its class.
pub(super) fn assess(households: &mut [Household], people: &mut [Person], plan: &CountyPlan, chance: &mut Chance) {
    for household in households.iter_mut() {
        let range = household.kin.first as usize..(household.kin.first + household.kin.size) as usize;
        let need = need(household, &people[range.clone()]);
        household.class = class(household.urban, &need, chance);
        household.graduated = !household.urban && need.poor < 0.98 && chance.happens(known::GRADUATED.value * 1.62);
        let leaving = if household.class == Class::Tekun { 0.01 } else { 0.04 };
        let listed = spell(plan, known::DIBAO_NEW.value, leaving, chance);
        household.listed = (household.class != Class::None).then_some(listed);
        monitor(household, &need, plan, chance);
        cover(household, &mut people[range], plan, chance);
        pay(household);
    }
}

/// Chances of each class by need; the levels are set so that the shares of `calibration` come out (a test measures them).
fn class(urban: bool, need: &Need, chance: &mut Chance) -> Class {
    let draw = chance.unit();
    if urban { urban_class(need, draw) } else { rural_class(need, draw) }
}

fn rural_class(need: &Need, draw: f64) -> Class {
    let tekun = if need.alone_and_old && need.poor < 0.7 { 0.58 } else { 0.0 };
    let dibao = match need.poor {
        ..0.16 => 0.72,
        ..0.32 => 0.63 + 0.15 * f64::from(u8::from(need.disabled)),
        ..0.50 => 0.12 + 0.10 * f64::from(u8::from(need.severe)),
        _ => 0.0,
    };
    let edge = if (0.25..0.62).contains(&need.poor) && (need.disabled || need.ill) { 0.058 } else { 0.0 };
    let rigid = if need.poor < 0.9 && need.heavy_spending { 0.232 } else { 0.0 };
    let other = if (0.2..0.62).contains(&need.poor) { 0.050 } else { 0.0 };
    ladder(draw, [tekun, dibao, edge, rigid, other])
}

fn urban_class(need: &Need, draw: f64) -> Class {
    let tekun = if need.alone_and_old && need.poor < 0.4 { 0.05 } else { 0.0 };
    let dibao = match need.poor {
        ..0.16 => 0.093,
        ..0.32 => 0.043 + 0.05 * f64::from(u8::from(need.severe)),
        _ => 0.0,
    };
    let edge = if (0.15..0.40).contains(&need.poor) && (need.disabled || need.ill) { 0.025 } else { 0.0 };
    let rigid = if need.poor < 0.6 && need.heavy_spending { 0.070 } else { 0.0 };
    let other = if (0.1..0.5).contains(&need.poor) { 0.020 } else { 0.0 };
    ladder(draw, [tekun, dibao, edge, rigid, other])
}

fn ladder(mut draw: f64, chances: [f64; 5]) -> Class {
    for (p, class) in chances.into_iter().zip([Class::Tekun, Class::Dibao, Class::Edge, Class::Rigid, Class::Other]) {
        if draw < p {
            return class;
        }
        draw -= p;
    }
    Class::None
}

/// Rural monitoring against relapse: half of the monitored draw dibao as well. What its file says of dibao is typed once
/// and forgotten, so one file in twenty-five is wrong either way.
fn monitor(household: &mut Household, need: &Need, plan: &CountyPlan, chance: &mut Chance) {
    let p = match (household.urban, household.class) {
        (true, _) | (_, Class::Tekun) => 0.0,
        (_, Class::Dibao) => 0.080,
        (_, Class::None) if need.poor < 0.62 => 0.036,
        _ => 0.0,
    };
    if chance.happens(p) {
        household.monitored = Some(spell(plan, 0.15, 0.10, chance));
        let by_need = if need.heavy_spending { "突发严重困难户" } else { "边缘易致贫户" };
        household.monitored_class = if household.graduated { "脱贫不稳定户" } else { by_need };
        let wrong = chance.happens(0.04);
        household.monitored_says_dibao = wrong.then_some(household.class != Class::Dibao);
    }
}

/// Which members a household's file counts, and which files were not closed when another was opened.
fn cover(household: &Household, members: &mut [Person], plan: &CountyPlan, chance: &mut Chance) {
    let Some(listed) = household.listed else { return };
    let alone = household.class == Class::Dibao && members.len() > 1 && chance.happens(0.06);
    // 单人保: the disabled or ill member alone is helped.
    let only = members.iter().position(|p| p.disability.is_some()).unwrap_or(0);
    for (place, person) in members.iter_mut().enumerate() {
        let away = matches!(person.work, Work::Soldier(_) | Work::Prisoner(..));
        person.aid.covered = if alone { place == only } else { !away || chance.happens(0.15) };
        let other = match household.class {
            // A person became tekun or changed from country to town, and the old file was not closed.
            Class::Tekun if chance.happens(0.012) => Some(Class::Dibao),
            Class::Dibao if chance.happens(0.0012) => Some(Class::Tekun),
            _ => None,
        };
        let stale = Spell { from: listed.from.plus(-14), until: chance.happens(0.3).then_some(plan.month) };
        person.aid.also = other.map(|class| (class, stale));
        // A married daughter counted in both households; a head typed again among the members.
        let twice = household.class == Class::Dibao && chance.happens(0.0018);
        person.aid.twice = twice.then_some(listed);
    }
}

/// The gap to the standard, added up first and rounded up once.
fn pay(household: &mut Household) {
    let line = standard(household.urban) * household.kin.size;
    let monthly_income = household.income * household.kin.size / 12;
    household.full = household.income < standard(household.urban) * 2;
    household.monthly = if household.full { line } else { line.saturating_sub(monthly_income * 3 / 5).max(line / 5) };
}

/// Subsidies that a person must apply for: not everybody did, and not every end was noticed.
pub(super) fn subsidise(households: &[Household], people: &mut [Person], plan: &CountyPlan, chance: &mut Chance) {
    for household in households {
        let range = household.kin.first as usize..(household.kin.first + household.kin.size) as usize;
        let skipped = members_skip(&people[range.clone()]);
        for person in &mut people[range] {
            disability(household, person, chance);
            person.aid.orphan = orphan(household, person, skipped, plan, chance);
            old_age(person, plan, chance);
            hardship(household, person, plan, chance);
            person.aid.institution = household.class == Class::Tekun && chance.happens(0.14);
        }
    }
}

/// Grandparents raising a grandchild.
fn members_skip(members: &[Person]) -> bool {
    members.iter().any(|p| p.born.role == crate::people::Role::Grandchild)
}

fn disability(household: &Household, person: &mut Person, chance: &mut Chance) {
    let Some(disability) = &person.disability else {
        return;
    };
    let Some(certificate) = disability.certificate else {
        return;
    };
    // Applied for within two months in nine cases of ten; not at all in one of twenty-five.
    let apply = |from: Month, chance: &mut Chance| {
        let late = if chance.happens(0.88) { chance.between(0, 2) } else { chance.between(3, 9) };
        let never = chance.happens(0.04);
        // A certificate that ran out stops the subsidy, but one office of four does not hear of it.
        let until = certificate.until.filter(|_| !chance.happens(0.25));
        (!never).then(|| Spell { from: from.plus(late), until })
    };
    if let (Class::Dibao, Some(listed), true) = (household.class, household.listed, person.aid.covered) {
        person.aid.living = apply(certificate.from.max(listed.from), chance);
        if let (Some(living), Some(until)) = (&mut person.aid.living, listed.until) {
            living.until = Some(living.until.map_or(until, |own| own.min(until)));
        }
    }
    if disability.severe() && household.class != Class::Tekun {
        person.aid.care = apply(certificate.from, chance);
    }
}

fn orphan(
    household: &Household,
    person: &Person,
    skipped: bool,
    plan: &CountyPlan,
    chance: &mut Chance,
) -> Option<(Orphan, Spell)> {
    if person.age(plan.month) >= 18 || person.born.role == crate::people::Role::Head {
        return None;
    }
    let p = if skipped {
        0.045
    } else if household.kin.size == 2 {
        0.013
    } else {
        0.0004
    };
    let kind = if chance.happens(0.28) { Orphan::Orphan } else { Orphan::Unattended };
    let listed = spell(plan, 0.10, 0.02, chance);
    chance.happens(p).then_some((kind, listed))
}

/// From the month after the eightieth birthday, if applied for.
fn old_age(person: &mut Person, plan: &CountyPlan, chance: &mut Chance) {
    let birth = person.born.birth();
    let from = Month::of(birth).plus(80 * 12 + 1);
    let applied = chance.happens(0.96);
    let late = if chance.happens(0.15) { chance.between(1, 8) } else { 0 };
    if from <= plan.month && applied {
        person.aid.old_age = Some(Spell::since(from.plus(late)));
    }
}

/// Schools recognise most pupils of low-income households, and some others whom teachers know to be hard up.
fn hardship(household: &Household, person: &mut Person, plan: &CountyPlan, chance: &mut Chance) {
    if person.school.is_none() {
        return;
    }
    let entitled = household.class != Class::None || household.monitored.is_some() || person.aid.orphan.is_some();
    if chance.happens(if entitled { 0.93 } else { 0.035 }) {
        person.aid.hardship = Some(Spell::since(first_month(plan).plus(chance.between(-12, 10))));
    }
}
