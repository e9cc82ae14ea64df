//! A month's signals into the register: `doudi watch --hand-down`, and the demo.

use super::watch_points;
use crate::{office::Office, show};
use doudi_kernel::{Lang, Month, Say};
use doudi_office::{
    Bureau,
    matters::{self, Signals, Taken},
};
use doudi_work::{
    assess::{AssessError, Basis, Pack, Registers},
    watch::{Watched, watch},
};
use std::path::Path;

/// Matters are opened of what was raised, the clocks that are broken are taken up, and who is late is told.
pub(super) fn run(
    office: &Office,
    bureau: &Bureau,
    card: Option<&Path>,
    (now, before): (&Basis, Option<&Basis>),
    watched: &Watched,
) -> Result<String, String> {
    let told = |why: doudi_office::OfficeError| why.say(office.lang);
    let bar = show::bar(office.quiet, watched.raised.len() as u64, office.lang.pick("预警建档", "signals"));
    let signals = Signals { month: now.month, households: &now.people.households, raised: &watched.raised };
    let taken = matters::take(bureau, signals, office.instant(), |done| bar.set_position(done as u64));
    bar.finish_and_clear();
    let taken = taken.map_err(told)?;
    let ordered = watch_points::give(office, bureau, card, (now, before), watched)?;
    matters::late(bureau, office.instant()).map_err(told)?;
    matters::remind(bureau, office.instant()).map_err(told)?;
    Ok(said(office.lang, &taken) + &ordered)
}

/// Watches a month of the lake beside the one before, and hands it down.
pub(super) fn month(office: &Office, bureau: &Bureau, month: Month) -> Result<String, String> {
    let told = |why: AssessError| why.say(office.lang);
    let book = Pack::of(&office.policy()?).book().map_err(told)?;
    let (lake, divisions) = (office.lake().map_err(|why| why.say(office.lang))?, office.divisions(month)?);
    let of = |month| Basis::new(&Registers::load(&lake, month)?, &divisions, &book);
    let before = match of(month.plus(-1)) {
        Ok(before) => Some(before),
        Err(AssessError::NoVerification(_)) => None,
        Err(why) => return Err(told(why)),
    };
    let now = of(month).map_err(told)?;
    let watched = watch(&book, &now, before.as_ref()).map_err(told)?;
    run(office, bureau, None, (&now, before.as_ref()), &watched)
}

fn said(lang: Lang, taken: &Taken) -> String {
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
