//! A second chance for asked rows whose number is broken or missing, in the same pass over the source.
//!
//! Before the pass, every broken number is replaced by the few that it may have been (`doudi_compare::repair`), and every
//! row without a number is filed under its birth date. While the source streams past, its keys are asked for in both
//! tables; and source rows whose own number is broken are asked for under what theirs may have been. What is found is a
//! lead; when all are there, whoever is proven alone is linked, and the rest is shown to people.

mod births;
mod hunt;
mod settle;
#[cfg(test)]
mod tests;

use births::Births;
pub(super) use hunt::{Hunt, Mirrored, Trail, Word};
pub(super) use settle::{Linked, Reread, Seen, Settled, settle};

use doudi_compare::repair::{Candidate, Counties, Described, candidates};
use doudi_compare::{Asked, AskedPart, PackedName, Pool, SEGMENT_ROWS};

/// An asked row whose number is broken or missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Suspect {
    /// The row, packed with its segment.
    pub(super) row: u32,
    /// The number as it was read; empty when there is none.
    pub(super) text: String,
    pub(super) said: Described,
}

/// What is looked for beside the numbers as they are written.
#[derive(Debug)]
pub(super) struct Second {
    pub(super) suspects: Vec<Suspect>,
    /// What their numbers may have been, with the number of the suspect.
    pub(super) candidates: Vec<(u32, Candidate)>,
    /// The candidates by number; a row of the table is a place in `candidates`.
    pub(super) numbers: Asked,
    pub(super) births: Births,
    pub(super) counties: Counties,
}

impl Second {
    pub(super) fn build(mut suspects: Vec<Suspect>, counties: Counties, pool: &Pool) -> Self {
        suspects.sort_by_key(|suspect| suspect.row);
        let of = |(at, suspect): (u32, &Suspect)| {
            let found = candidates(&suspect.text, &suspect.said, &counties);
            let likely = likely(&found, suspect);
            found.into_iter().filter(|one| likely(one)).map(|candidate| (at, candidate)).collect::<Vec<_>>()
        };
        let candidates: Vec<(u32, Candidate)> = (0..).zip(&suspects).flat_map(of).collect();
        let mut part = AskedPart::new(pool);
        for (segment, some) in (0..).zip(candidates.chunks(SEGMENT_ROWS)) {
            some.iter().zip(0..).for_each(|((_, one), row)| part.add(one.id.key(), PackedName::EMPTY, row));
            part.end_segment(segment);
        }
        let births = Births::new(&suspects);
        Self { suspects, candidates, numbers: Asked::build_small(vec![part]), births, counties }
    }
}

/// Which candidates are worth a look: those with the row's own birth date, as soon as there is one.
fn likely(found: &[Candidate], suspect: &Suspect) -> impl Fn(&Candidate) -> bool + use<> {
    let birth = suspect.said.birth.filter(|birth| found.iter().any(|one| one.id.birth_date() == *birth));
    move |one| birth.is_none_or(|birth| one.id.birth_date() == birth)
}
