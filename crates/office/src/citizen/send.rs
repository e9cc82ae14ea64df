//! An application from home, by oneself or by somebody else (arts. 37, 39): kept for the town to take up, answered with a code.

use super::{
    code::{Code, made_of},
    projection::{Issued, Sent, append, next_id, sealed},
};
use crate::{Bureau, OfficeError, field};
use doudi_journal::{IdempotencyKey, Instant, crypto::to_hex, date_number};
use doudi_kernel::{DivisionLevel, ResidentId};
use serde::{Deserialize, Serialize};

/// Who applies for whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Applies {
    /// For the own household.
    Oneself,
    /// For somebody who has agreed to it (代为提出).
    Entrusted,
    /// Somebody else's need is told to the office, which looks into it itself (主动发现).
    Reports,
}

/// What was sent in. It is sealed as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Application {
    /// Who applies.
    pub applies: Applies,
    /// Whose need it is.
    pub name: String,
    /// That person's identity number; empty where who applies does not know it.
    pub number: String,
    /// Where to call.
    pub phone: String,
    /// What is asked for: topics of `questions.toml`.
    pub topics: Vec<String>,
    /// In words.
    pub words: String,
    /// Who applies for another: name.
    pub by_name: String,
    /// What that one is to the person.
    pub by_relation: String,
}

/// What proves later that a code is in the right hands: the last signs of the number, or of the phone where none is known.
pub(super) const PROOF: usize = 4;

/// Keeps an application for the village where the person lives; gives the code by which it is followed. Sent twice under one
/// key it is kept once.
///
/// # Errors
/// [`OfficeError::Form`] for what does not read.
pub fn send(
    bureau: &Bureau,
    village: u64,
    application: &Application,
    now: Instant,
    key: &IdempotencyKey,
) -> Result<Code, OfficeError> {
    sound(bureau, village, application)?;
    let written = serde_json::to_vec(application).map_err(|_| OfficeError::Form(field::FORM_PAGE))?;
    let print = bureau.suite().digest(&[&village.to_be_bytes(), &written]);
    bureau.journal.write(|tx| {
        let id = tx.once(key, print, |tx| {
            let id = next_id(tx, "citizen_sent")?;
            let subject = format!("sent:{id}");
            let content = sealed(tx, "citizen_sent.content", &subject, application)?;
            let sent = Sent { id, day: date_number(now.date_in_china()), content };
            append(tx, None, now, "citizen.sent", subject.clone(), village, &sent)?;
            let origin = format!("sent:{id}:0");
            let blind = to_hex(&made_of(tx, &origin).blind(tx));
            let issued = Issued { blind, origin, household: None, sent: Some(id), replaces: false };
            append(tx, None, now, "citizen.code", subject, village, &issued)?;
            Ok::<_, OfficeError>(id)
        })?;
        Ok(made_of(tx, &format!("sent:{id}:0")))
    })
}

fn sound(bureau: &Bureau, village: u64, it: &Application) -> Result<(), OfficeError> {
    let known = bureau.divisions.iter().any(|(division, _)| {
        division.number() == village && matches!(division.level(), DivisionLevel::Village | DivisionLevel::Town)
    });
    let phone = it.phone.bytes().filter(u8::is_ascii_digit).count();
    let complaint = match () {
        () if !known => Some(field::VILLAGE),
        () if it.name.trim().is_empty() || it.name.chars().count() > 40 => Some(field::NAME),
        () if !it.number.is_empty() && it.number.parse::<ResidentId>().is_err() => Some(field::NUMBER),
        () if !(7..=15).contains(&phone) => Some(field::PHONE),
        () if it.topics.is_empty() => Some(field::PROGRAMME),
        () if it.applies != Applies::Oneself && (it.by_name.trim().is_empty() || it.by_relation.trim().is_empty()) => {
            Some(field::APPLICANT)
        }
        () => None,
    };
    complaint.map_or(Ok(()), |field| Err(OfficeError::Form(field)))
}

impl Application {
    /// Whether somebody knows what proves the code.
    pub(super) fn proven_by(&self, proof: &str) -> bool {
        let of = if self.number.is_empty() { &self.phone } else { &self.number };
        ends_with(of, proof)
    }
}

/// Whether a number ends with the signs that somebody typed; the sign X may be small.
pub(super) fn ends_with(number: &str, proof: &str) -> bool {
    let end = number.len().checked_sub(PROOF).and_then(|from| number.get(from..));
    proof.len() == PROOF && end.is_some_and(|end| end.eq_ignore_ascii_case(proof))
}
