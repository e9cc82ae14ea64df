//! The decision, and what an opinion or a decision may say.

use super::*;

pub(super) const FORM: Form = Form { name: "decide", asks, reads };

fn asks(it: &Asking<'_>) -> Vec<(Offer, Act)> {
    let hint = (
        "决定须由未参与初审的人作出；减、停前须已听取意见。",
        "Whoever gave the opinion does not decide; nothing is cut before the person was heard.",
    );
    let mut offer = it.offer("decide", ("作出决定", "Decide"), hint, outcomes(it));
    offer.first = true;
    vec![(offer, Act::Decide(Outcome::Refuse, "-".into()))]
}

fn reads(it: &Sent<'_>) -> Result<Act, OfficeError> {
    Ok(Act::Decide(outcome(it.fields)?, it.fields.words("reason", field::REASON)?))
}

/// What an opinion or a decision may say: less or nothing more only where somebody is helped already.
pub(super) fn outcomes(it: &Asking<'_>) -> Vec<Input> {
    let s = it.s;
    let choice = |name: &str, zh: &str, en: &str| (name.to_owned(), s.t(zh, en).to_owned());
    let mut choices = vec![choice("grant", "给予救助", "grant")];
    let review = it.case.state.channel == Channel::Review;
    if review {
        choices.extend([choice("reduce", "调减", "reduce"), choice("stop", "终止救助", "stop")]);
    }
    choices.push(choice("refuse", "不予救助", "refuse"));
    let proposed = it.case.state.opinion.as_ref().map(|opinion| &opinion.outcome);
    let (does, amount, from) = match proposed {
        Some(Outcome::Grant { amount_fen }) => ("grant", *amount_fen, None),
        Some(Outcome::Reduce { from_fen, to_fen }) => ("reduce", Some(*to_fen), Some(*from_fen)),
        Some(Outcome::Stop) => ("stop", None, None),
        Some(Outcome::Refuse) => ("refuse", None, None),
        None => (if found(it).is_some() { "grant" } else { "refuse" }, found(it).flatten(), None),
    };
    let plain = |fen: Option<i64>| fen.map(|fen| doudi_kernel::Money::from_fen(fen).to_string()).unwrap_or_default();
    let mut inputs = vec![Input { value: does.into(), ..it.input("does", "意见", "outcome", Kind::Choice(choices)) }];
    inputs.push(Input {
        value: plain(amount),
        needed: false,
        ..it.input("amount", "月救助金额（元）", "yuan a month", Kind::Yuan)
    });
    if review {
        inputs.push(Input {
            value: plain(from),
            needed: false,
            ..it.input("from", "原金额（调减时填，元）", "yuan before (for a reduction)", Kind::Yuan)
        });
    }
    inputs.push(Input {
        needed: false,
        ..it.area(
            "reason",
            &Field::new(
                "理由（与测算不一致、不予或减停时必填）",
                "reason (needed against the rules' answer, or to refuse or cut)",
            ),
        )
    });
    inputs
}

/// The greatest amount that the rules found; none where nothing may be claimed.
fn found(it: &Asking<'_>) -> Option<Option<i64>> {
    let amounts = it.case.state.findings.iter().filter_map(|finding| match &finding.answer {
        Answer::Eligible { amount_fen, .. } => Some(*amount_fen),
        _ => None,
    });
    amounts.max()
}

/// An outcome as a form tells it.
pub(super) fn outcome(fields: &Fields) -> Result<Outcome, OfficeError> {
    let amount = fields.fen("amount", field::AMOUNT)?;
    match fields.text("does") {
        "grant" => Ok(Outcome::Grant { amount_fen: amount }),
        "reduce" => {
            let from_fen = fields.fen("from", field::FROM_FEN)?.ok_or(OfficeError::Form(field::FROM_FEN))?;
            let to_fen = amount.ok_or(OfficeError::Form(field::AMOUNT))?;
            if to_fen < from_fen {
                Ok(Outcome::Reduce { from_fen, to_fen })
            } else {
                Err(OfficeError::Form(field::AMOUNT))
            }
        }
        "stop" => Ok(Outcome::Stop),
        "refuse" => Ok(Outcome::Refuse),
        _ => Err(OfficeError::Form(field::OUTCOME)),
    }
}
