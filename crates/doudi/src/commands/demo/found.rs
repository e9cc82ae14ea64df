//! What a visit finds in a county that never existed: the truth that the county keeps about itself.

use doudi_kernel::{Lang, Month};
use doudi_office::matters::{Heard, Outcome};
use doudi_rules::book::Book;
use doudi_work::evaluate::{Judge, Lost, WatchTruth, about_need};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

/// Signals that somebody is on no list, and the lists where a lost number makes it look so.
const ABSENT: [(&str, &[&str]); 15] = [
    ("medical_insurance_missing", &["medical_insured"]),
    ("insurance_lapsed", &["medical_insured"]),
    ("pension_unclaimed", &["resident_pension_paid"]),
    ("resident_pension_missing", &["resident_pension_insured", "other_pension_insured"]),
    ("premium_not_paid_for", &["resident_pension_on_behalf"]),
    ("living_subsidy_undrawn", &["disability_subsidy"]),
    ("care_subsidy_undrawn", &["disability_subsidy"]),
    ("living_subsidy_without_ground", &["disability_certificate"]),
    ("care_subsidy_without_ground", &["disability_certificate"]),
    ("student_aid_missing", &["student_hardship"]),
    ("student_aid_without_school", &["student"]),
    ("dropped_out", &["student"]),
    ("old_age_allowance_undrawn", &["old_age_allowance"]),
    ("child_without_care", &["orphan_child"]),
    ("dibao_may_be_missed", ON_REGISTER),
];
/// Where somebody who is helped stands.
const ON_REGISTER: &[&str] =
    &["dibao_rural_person", "dibao_urban_roster", "tekun_person", "edge_person", "rigid_person"];
/// Signals that a household has more than it is helped for: untrue where it is in hardship.
const TOO_MUCH: [&str; 3] = ["above_dibao_line", "income_to_check", "edge_income_to_check"];
/// Whose data most other signals rest on.
const VERIFICATION: &str = "economic_verification";

/// What the county keeps about itself, by the household's file.
pub(super) struct Found<'t> {
    judge: Judge<'t>,
    truth: &'t WatchTruth,
    lost: &'t Lost,
    /// Signals about need, which the county's shocks and hardship can judge.
    need: BTreeSet<&'t str>,
    /// Who belongs to a file, by packed number.
    pub(super) members: BTreeMap<i64, Vec<u64>>,
    /// Who was on a register in the newest month.
    pub(super) helped: BTreeSet<u64>,
}

/// What was seen of one signal.
pub(super) struct Seen {
    /// Whether it was so.
    pub(super) so: bool,
    /// Whether it is so no more.
    pub(super) over: bool,
    /// The list that named somebody without the number.
    feed: Option<&'static str>,
}

/// The two files of the truth.
pub(super) struct Kept(WatchTruth, Lost);

impl Kept {
    pub(super) fn read(folder: &Path) -> Result<Self, String> {
        Ok(Self(WatchTruth::read(folder)?, Lost::read(folder)?))
    }
}

impl<'t> Found<'t> {
    pub(super) fn new(book: &'t Book, Kept(truth, lost): &'t Kept) -> Self {
        let need = book.signals.iter().filter(|it| about_need(book, it)).map(|it| it.name.as_str()).collect();
        let (members, helped) = (BTreeMap::new(), BTreeSet::new());
        Self { judge: Judge::new(truth), truth, lost, need, members, helped }
    }

    /// What somebody who is there in a month sees of a signal.
    pub(super) fn see(&self, household: i64, heard: &Heard, now: Month) -> Seen {
        let members = self.members.get(&household).map_or(&[][..], Vec::as_slice);
        let (signal, then) = (heard.signal.as_str(), heard.month);
        let feed = self.lost_in(signal, members, then);
        if self.need.contains(signal) {
            let so = self.judge.so(signal, then, members);
            return Seen { so, over: !self.judge.so(signal, now, members), feed };
        }
        let hard = |month| members.iter().any(|person| self.truth.hard.contains(&(month, *person)));
        let untrue = feed.is_some() || TOO_MUCH.contains(&signal) && hard(then);
        Seen { so: !untrue, over: false, feed }
    }

    fn lost_in(&self, signal: &str, members: &[u64], month: Month) -> Option<&'static str> {
        let lists = ABSENT.iter().find(|(name, _)| *name == signal).map(|(_, lists)| *lists)?;
        lists.iter().copied().find(|feed| members.iter().any(|person| self.lost.holds(month, feed, *person)))
    }

    /// How a matter ends of which this was seen, whose data were wrong where that is it, and what is written down.
    pub(super) fn ends(&self, household: i64, seen: &[Seen]) -> (Outcome, Option<String>, &'static str) {
        let members = self.members.get(&household).map_or(&[][..], Vec::as_slice);
        let helped = members.iter().any(|person| self.helped.contains(person));
        if seen.iter().any(|it| it.so && !it.over) {
            return match helped {
                true => (Outcome::AlreadyHelped, None, "情况属实，已在册，按规定调整"),
                false => (Outcome::Helped, None, "情况属实，已落实帮扶措施"),
            };
        }
        if seen.iter().any(|it| it.so) {
            return (Outcome::Passed, None, "走访时情况已消除，继续观察");
        }
        let feed = seen.iter().find_map(|it| it.feed).unwrap_or(VERIFICATION);
        (Outcome::DataWrong, Some(feed.to_owned()), "与实际不符，请来源部门核对")
    }
}

/// What a visitor writes down: nothing that names anybody.
pub(super) fn note(seen: &[Seen], lang: Lang) -> String {
    let (so, all) = (seen.iter().filter(|it| it.so).count(), seen.len());
    match lang {
        Lang::Zh => format!("入户走访，逐条核对预警 {all} 条，属实 {so} 条"),
        Lang::En => format!("visited: {so} of {all} signals are so"),
    }
}
