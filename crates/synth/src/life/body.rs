//! Disability, chronic disease, need of care.

use super::{Person, first_month, some_month};
use crate::{calibration as known, chance::Chance, plan::CountyPlan};
use doudi_kernel::{DisabilityCertificate, DisabilityGrade, DisabilityKind, Month, Sex};

/// A disability; with a certificate where one was given.
#[derive(Clone)]
pub(crate) struct Disability {
    pub(crate) kind: DisabilityKind,
    pub(crate) grade: DisabilityGrade,
    pub(crate) certificate: Option<Certificate>,
}

/// A certificate and the time it is valid.
#[derive(Clone, Copy)]
pub(crate) struct Certificate {
    pub(crate) number: DisabilityCertificate,
    pub(crate) from: Month,
    /// Expired or withdrawn.
    pub(crate) until: Option<Month>,
}

impl Disability {
    pub(crate) fn certified(&self, month: Month) -> Option<Certificate> {
        self.certificate.filter(|c| c.from <= month && c.until.is_none_or(|until| month < until))
    }

    pub(crate) fn severe(&self) -> bool {
        self.grade <= DisabilityGrade::Two
    }
}

/// Shares of kinds among certificate holders, from memory of the federation's yearbook: physical more than half.
const KINDS: [(f64, DisabilityKind); 7] = [
    (0.12, DisabilityKind::Visual),
    (0.09, DisabilityKind::Hearing),
    (0.015, DisabilityKind::Speech),
    (0.55, DisabilityKind::Physical),
    (0.09, DisabilityKind::Intellectual),
    (0.10, DisabilityKind::Mental),
    (0.035, DisabilityKind::Multiple),
];
/// Shares of grades; those with heavy disabilities apply more often.
const GRADES: [(f64, DisabilityGrade); 4] = [
    (0.17, DisabilityGrade::One),
    (0.34, DisabilityGrade::Two),
    (0.26, DisabilityGrade::Three),
    (0.23, DisabilityGrade::Four),
];

pub(super) fn fall_ill(person: &mut Person, plan: &CountyPlan, chance: &mut Chance) {
    let age = person.age(plan.month);
    if chance.happens(disability_rate(age)) {
        person.disability = Some(disable(person, plan, chance));
    }
    // 34.3 % of those of 15 and over (2018); more than half of the old, few of the young.
    let chronic = if age >= 60 {
        0.60
    } else if age >= 45 {
        0.37
    } else if age >= 15 {
        0.165
    } else {
        0.02
    };
    person.chronic = chance.happens(chronic);
    let frail = if age >= 85 {
        0.48
    } else if age >= 75 {
        0.28
    } else if age >= 60 {
        0.12
    } else {
        0.0
    };
    let severe = person.disability.as_ref().is_some_and(Disability::severe);
    person.needs_care = chance.happens(if severe { 0.55 } else { frail });
}

/// So that 6.34 % of all are disabled and half of them are 60 or more.
fn disability_rate(age: i16) -> f64 {
    let (all, old) = (known::DISABLED.value, known::DISABLED_OLD.value);
    let over_60 = all * old / known::AGE_60.value;
    let under_60 = all * (1.0 - old) / (1.0 - known::AGE_60.value);
    match age {
        75.. => over_60 * 1.45,
        60.. => over_60 * 0.84,
        40.. => under_60 * 1.55,
        16.. => under_60 * 0.85,
        _ => under_60 * 0.40,
    }
}

fn disable(person: &Person, plan: &CountyPlan, chance: &mut Chance) -> Disability {
    let (kind, grade) = (chance.weighted(&KINDS), chance.weighted(&GRADES));
    let reissue = chance.happens(0.14).then(|| chance.between(1, 3) as u8);
    let certificate = chance.happens(known::CERTIFIED.value).then(|| Certificate {
        number: DisabilityCertificate::new(person.id(), kind, grade, reissue),
        from: if chance.happens(0.08) {
            some_month(plan, chance)
        } else {
            first_month(plan).plus(-chance.between(1, 120))
        },
        // A certificate expires after ten years; some are not renewed in time.
        until: chance.happens(0.02).then(|| some_month(plan, chance).plus(1)),
    });
    Disability { kind, grade, certificate: certificate.filter(|_| person.sex() == Sex::Male || !chance.happens(0.05)) }
}
