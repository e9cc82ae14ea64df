//! What the rules say of a household: the newest month's determinations with their explanations, kept beside the case.

use super::event::{Answer, Finding};
use crate::{Bureau, OfficeError};
use doudi_kernel::Lang;
use doudi_work::assess::{Dossier, Found, explain};

/// The findings of some programmes for a household of the newest month; all that are in force without a list.
///
/// # Errors
/// [`OfficeError::NoFacts`], [`OfficeError::Rules`].
pub fn judge(
    bureau: &Bureau,
    it: &Dossier,
    programmes: &[String],
    feed: &dyn Fn(&str) -> String,
) -> Result<Vec<Finding>, OfficeError> {
    let month = bureau.month.as_ref().ok_or(OfficeError::NoFacts)?;
    let asked = |name: &String| programmes.is_empty() || programmes.contains(name);
    let mut findings: Vec<Finding> = Vec::new();
    for one in it.found.iter().filter(|one| asked(&one.programme)) {
        if findings.iter().any(|it| it.programme == one.programme && matches!(it.answer, Answer::Eligible { .. })) {
            continue;
        }
        let told = explain(month, it, &one.programme, Lang::Zh, feed)?.trees.join("\n");
        findings.retain(|it| it.programme != one.programme);
        findings.push(Finding { programme: one.programme.clone(), answer: answer(&one.found), told });
    }
    Ok(findings)
}

fn answer(found: &Found) -> Answer {
    match found {
        Found::Eligible { amount_fen, tier } => Answer::Eligible { amount_fen: *amount_fen, tier: tier.clone() },
        Found::NotEligible(conditions) => Answer::NotEligible { conditions: conditions.clone() },
        Found::Missing(facts) => Answer::Missing { facts: facts.iter().map(|(fact, _)| fact.clone()).collect() },
        Found::NotInLaw(_) => Answer::NotInLaw,
    }
}
