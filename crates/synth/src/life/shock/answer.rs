//! What a household does that a shock has brought into hardship: some ask for help, and some of these are put on a roster.

use crate::{
    calibration as known,
    chance::{Chance, Subject},
    life::{Class, Household, Spell, Village, standing::Standing},
    plan::CountyPlan,
};
use doudi_kernel::Month;

/// Who asked, and who was helped.
struct Answer {
    household: u32,
    asked: Option<Month>,
    listed: Option<(Class, Month, u32)>,
}

/// Lets households ask. It changes what offices know and pay, never what a household earns or owns.
pub(in crate::life) fn answer(plan: &CountyPlan, village: &mut Village) {
    let mut chance = Chance::new(plan.seed, u64::from(village.place.number), Subject::Answers);
    let answers: Vec<Answer> = {
        let lived: Vec<_> = plan.all_months().map(|month| (month, village.as_lived(month))).collect();
        let of = |month: Month, number: u32| {
            let (_, village) = lived.iter().find(|(at, _)| *at == month)?;
            let household = &village.households[number as usize];
            Some(Standing::of(village, household, month))
        };
        let mut answers = Vec::new();
        for shock in &village.shocks {
            let (Some(before), Some(now)) =
                (of(shock.month().plus(-1), shock.household), of(shock.month(), shock.household))
            else {
                continue;
            };
            if now.hardship() && !before.hardship() {
                let household = &village.households[shock.household as usize];
                answers.extend(ask(plan, household, shock.household, shock.month(), &now, &mut chance));
            }
        }
        answers
    };
    answers.into_iter().for_each(|answer| take(village, &answer));
}

fn ask(
    plan: &CountyPlan,
    household: &Household,
    number: u32,
    struck: Month,
    standing: &Standing,
    chance: &mut Chance,
) -> Option<Answer> {
    let asks = chance.happens(known::STRUCK_ASK.value);
    let asked = struck.plus(chance.between(1, 4));
    let helped = chance.happens(known::STRUCK_HELPED.value);
    let listed = asked.plus(chance.between(1, 2));
    if !asks || asked > plan.month || household.listed.is_some() || household.class != Class::None {
        return None;
    }
    let class = if standing.below { Class::Dibao } else { Class::Rigid };
    Some(Answer {
        household: number,
        asked: (!household.verified(asked)).then_some(asked),
        listed: (helped && listed <= plan.month).then_some((class, listed, standing.gap())),
    })
}

fn take(village: &mut Village, answer: &Answer) {
    let household = &mut village.households[answer.household as usize];
    household.means.asked = household.means.asked.or(answer.asked);
    let Some((class, from, monthly)) = answer.listed else { return };
    (household.class, household.listed) = (class, Some(Spell::since(from)));
    (household.full, household.monthly) = (false, monthly);
    let members = household.kin.first as usize..(household.kin.first + household.kin.size) as usize;
    village.people[members].iter_mut().for_each(|person| person.aid.covered = true);
}
