//! Pensions and medical insurance.

use super::{Class, Household, Person, Spell, Work, first_month, some_day, some_month};
use crate::{calibration as known, chance::Chance, plan::CountyPlan};
use doudi_kernel::{Date, Month};

/// Pension schemes other than the residents'.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scheme {
    Employee,
    EmployeeAway,
    Agency,
}

/// A person's file in another scheme.
#[derive(Clone, Copy)]
pub(crate) struct Other {
    pub(crate) scheme: Scheme,
    pub(crate) since: Date,
    pub(crate) drawing: bool,
}

/// A person's file in the residents' pension.
#[derive(Clone, Copy)]
pub(crate) struct Resident {
    pub(crate) since: Date,
    /// The month of the first payment at 60 or after, once applied for.
    pub(crate) drawing: Option<Month>,
    /// Payments or contributions suspended: not certified alive, contributions not paid, or in another scheme.
    pub(crate) suspended: Option<Spell>,
    /// The file ended.
    pub(crate) ended: Option<Month>,
    /// The contribution is paid on the person's behalf.
    pub(crate) on_behalf: Option<Spell>,
}

/// All of a person's insurance.
#[derive(Clone, Default)]
pub(crate) struct Insurance {
    pub(crate) resident: Option<Resident>,
    pub(crate) other: Option<Other>,
    /// In medical insurance here: with the employer's fund or the residents'.
    pub(crate) medical: Option<(bool, Spell)>,
}

pub(super) fn insure(households: &[Household], people: &mut [Person], plan: &CountyPlan, chance: &mut Chance) {
    for household in households {
        let first = household.kin.first as usize;
        for person in &mut people[first..first + household.kin.size as usize] {
            let low = (household.class != Class::None && household.class != Class::Other && person.aid.covered)
                || household.monitored.is_some();
            person.insurance.other = other(person, plan, chance);
            person.insurance.resident = resident(household, person, low, plan, chance);
            person.insurance.medical = medical(person, low, chance);
        }
    }
}

/// Employers insure their people; some changed from the residents' pension within the year.
fn other(person: &Person, plan: &CountyPlan, chance: &mut Chance) -> Option<Other> {
    let (scheme, drawing) = match person.work {
        Work::Employee => (Scheme::Employee, false),
        Work::EmployeeAway => (Scheme::EmployeeAway, false),
        Work::Agency => (Scheme::Agency, false),
        Work::RetiredEmployee => (Scheme::Employee, true),
        Work::RetiredAgency => (Scheme::Agency, true),
        _ => return None,
    };
    let recent = !drawing && chance.happens(0.09);
    let years = chance.between(2, 14) * 365;
    let long = plan.today().saturating_sub(jiff::Span::new().days(i64::from(years)));
    Some(Other { scheme, since: if recent { some_day(plan, chance) } else { long }, drawing })
}

fn resident(
    household: &Household,
    person: &Person,
    low: bool,
    plan: &CountyPlan,
    chance: &mut Chance,
) -> Option<Resident> {
    let age = person.age(plan.month);
    if age < 16 || person.school.is_some() || matches!(person.work, Work::Agency | Work::RetiredAgency) {
        return None;
    }
    let sixty = Month::of(person.born.birth()).plus(60 * 12 + 1);
    let since = enrolled_on(person, plan, chance);
    let enrolled = chance.happens(enrolment(person, low, age));
    let mut file = Resident {
        since,
        drawing: drawing(sixty, plan, chance),
        suspended: suspension(age, plan, chance),
        ended: None,
        on_behalf: behalf(household, person, low, plan, chance),
    };
    if let Some(other) = person.insurance.other {
        // Changing to an employer's scheme suspends the old file; the link between the two systems misses some.
        let from = Month::of(other.since).plus(1);
        let missed = chance.happens(if other.scheme == Scheme::EmployeeAway { 0.10 } else { 0.03 });
        file.suspended = (!missed).then(|| Spell::since(from));
        file.on_behalf = None;
        if other.drawing && !missed {
            (file.drawing, file.ended) = (None, Some(sixty.max(from)));
        }
    }
    if matches!(person.work, Work::Soldier(_) | Work::Prisoner(..)) {
        file.suspended = Some(Spell::since(first_month(plan).plus(-6)));
        file.on_behalf = None;
    }
    enrolled.then_some(file)
}

/// How likely somebody has a file in the residents' pension.
fn enrolment(person: &Person, low: bool, age: i16) -> f64 {
    match person.work {
        Work::Employee | Work::EmployeeAway => 0.30,
        Work::RetiredEmployee => 0.06,
        Work::Soldier(_) => 0.25,
        Work::Prisoner(..) => 0.55,
        _ if low => known::LOW_INCOME_ENROLLED.value,
        _ if age >= 60 => 0.982,
        _ => known::ENROLLED.value,
    }
}

/// Enrolled as an adult, not before the scheme began (2011-07, national pilot's end).
fn enrolled_on(person: &Person, plan: &CountyPlan, chance: &mut Chance) -> Date {
    let sixteen = person.born.birth().saturating_add(jiff::Span::new().years(16 + i64::from(chance.between(0, 6))));
    let start = Date::constant(2011, 7, 1).saturating_add(jiff::Span::new().days(i64::from(chance.between(0, 900))));
    sixteen.max(start).min(first_month(plan).first_day())
}

/// Paid from the month after the sixtieth birthday, if the form came in time.
fn drawing(sixty: Month, plan: &CountyPlan, chance: &mut Chance) -> Option<Month> {
    let late = if chance.happens(0.22) { chance.between(1, 14) } else { 0 };
    let never = chance.happens(0.004);
    let from = sixty.plus(late);
    (!never && from <= plan.month).then_some(from)
}

/// Not certified alive within the year, or a contribution missed.
fn suspension(age: i16, plan: &CountyPlan, chance: &mut Chance) -> Option<Spell> {
    let p = if age >= 60 { 0.012 } else { 0.060 };
    let from = some_month(plan, chance);
    let until = chance.happens(0.5).then(|| from.plus(chance.between(1, 8)));
    chance.happens(p).then_some(Spell { from, until })
}

/// Contributions on behalf: dibao, tekun, monitored, severely disabled, 16 to 59; the newly recognised wait for next year's
/// list, and a few were never put on it.
fn behalf(household: &Household, person: &Person, low: bool, plan: &CountyPlan, chance: &mut Chance) -> Option<Spell> {
    let certified = person.disability.as_ref().filter(|d| d.severe()).and_then(|d| d.certificate);
    let by_class = matches!(household.class, Class::Dibao | Class::Tekun) && low;
    let since = [
        household.listed.filter(|_| by_class).map(|listed| listed.from),
        household.monitored.map(|monitored| monitored.from),
        certified.map(|certificate| certificate.from),
    ];
    let since = since.into_iter().flatten().min()?;
    let known_in_time = since < first_month(plan).plus(7) || chance.happens(0.45);
    (known_in_time && chance.happens(0.975)).then(|| Spell::since(since))
}

fn medical(person: &Person, low: bool, chance: &mut Chance) -> Option<(bool, Spell)> {
    let employer = match person.work {
        Work::Employee | Work::Agency | Work::RetiredEmployee | Work::RetiredAgency => true,
        // Insured where they work; the office here does not see it.
        Work::EmployeeAway if chance.happens(0.65) => return None,
        Work::Soldier(_) => return None,
        _ => false,
    };
    let covered = if employer {
        0.995
    } else if low {
        known::MEDICAL_LOW_INCOME.value
    } else {
        known::MEDICAL.value + 0.003
    };
    let birth = Month::of(person.born.birth());
    // A newborn is enrolled within three months, mostly.
    let from = birth.plus(if chance.happens(0.6) { 0 } else { chance.between(1, 3) });
    chance.happens(covered).then_some((employer, Spell::since(from)))
}
