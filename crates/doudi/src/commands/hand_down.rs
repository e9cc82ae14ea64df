//! A month's signals into the register: `doudi watch --hand-down`, and the demo.

use super::watch_points;
use crate::{office::Office, show};
use doudi_journal::Instant;
use doudi_kernel::{Lang, Month, Say};
use doudi_office::{
    Bureau,
    matters::{self, Rests, Signals, Taken},
};
use doudi_rules::book::Book;
use doudi_work::{
    assess::{AssessError, Basis, Registers},
    watch::{Raised, Runs, Teller, Watched},
};
use std::{collections::BTreeMap, path::Path};

/// A month that was watched.
pub(super) struct Watching<'a> {
    pub(super) now: &'a Basis,
    pub(super) before: Option<&'a Basis>,
    pub(super) watched: &'a Watched,
    /// The card that orders visits; else the one that the office keeps, where it keeps one.
    pub(super) card: Option<&'a Path>,
}

/// What came of it, what the card did, and the household of each file about which a signal was new, by its number in the
/// month.
pub(super) struct Handed {
    pub(super) taken: Taken,
    pub(super) ordered: String,
    pub(super) files: BTreeMap<i64, u32>,
}

/// Matters are opened of what was raised, each signal with what it rests on, and ordered by a card; the clocks that are broken
/// are taken up, and who is late is told.
pub(super) fn run(office: &Office, bureau: &Bureau, of: &Watching<'_>, at: Instant) -> Result<Handed, String> {
    let told = |why: doudi_office::OfficeError| why.say(office.lang);
    let Watching { now, before, watched, .. } = *of;
    let bar = show::bar(office.quiet, watched.raised.len() as u64, office.lang.pick("预警建档", "signals"));
    let mut teller = Teller::new(bureau.book, now, before).map_err(|why| why.say(office.lang))?;
    let mut files = BTreeMap::new();
    let mut tell = |file: i64, it: &Raised| {
        files.insert(file, it.household);
        let feed = |id: &str| id.to_owned();
        let mut one = |lang| teller.tell(it, lang, &feed);
        // What cannot be told opens a matter all the same.
        Some(Rests([one(Lang::Zh).ok()?, one(Lang::En).ok()?]))
    };
    let signals = Signals { month: now.month, households: &now.people.households, raised: &watched.raised };
    let taken = matters::take_told(bureau, signals, &mut tell, at, |done| bar.set_position(done as u64));
    bar.finish_and_clear();
    let taken = taken.map_err(told)?;
    let ordered = watch_points::give(office, bureau, of, at)?;
    matters::late(bureau, at).map_err(told)?;
    matters::remind(bureau, at).map_err(told)?;
    Ok(Handed { taken, ordered, files })
}

/// A month of the lake with the month before, and with the runs of months that lead to them.
pub(super) fn months(
    office: &Office,
    month: Month,
    book: &Book,
) -> Result<Result<(Basis, Option<Basis>), AssessError>, String> {
    let lake = office.lake().map_err(|why| why.say(office.lang))?;
    let (mut runs, mut before) = (Runs::default(), None);
    for at in (-Runs::months(book).max(1)..=0).map(|by| month.plus(by)) {
        let divisions = office.divisions(at)?;
        let mut read = || -> Result<Basis, AssessError> {
            let mut basis = Basis::new(&Registers::load(&lake, at)?, &divisions, book)?;
            runs.take(book, &mut basis)?;
            Ok(basis)
        };
        match read() {
            Ok(now) if at == month => return Ok(Ok((now, before))),
            Ok(basis) => before = Some(basis),
            // The first month has none before it.
            Err(AssessError::NoVerification(_)) if at != month => before = None,
            Err(why) => return Ok(Err(why)),
        }
    }
    Ok(Err(AssessError::NoVerification(month)))
}

pub(super) fn said(lang: Lang, taken: &Taken) -> String {
    let Taken { opened, joined, still, told, resting, exempt, without_file } = taken;
    match lang {
        Lang::Zh => format!(
            "预警事项：新建 {opened} 件，并入预警 {joined} 条，持续 {still} 条，本月已登记过 {told} 条，冷却期内 {resting} 条，\
             豁免 {exempt} 条，尚无家庭档案 {without_file} 条"
        ),
        Lang::En => format!(
            "matters: {opened} opened with {joined} signals, {still} go on, {told} were told before, {resting} rest, \
             {exempt} are exempt, {without_file} about households without a file"
        ),
    }
}
