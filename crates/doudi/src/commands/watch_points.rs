//! The points of a month's households beside the matters that were handed down: the office's card orders the list of visits.

use super::hand_down::Watching;
use crate::office::Office;
use doudi_journal::Instant;
use doudi_kernel::{Lang, Say};
use doudi_office::{
    Bureau,
    matters::{self, Order},
};
use doudi_work::{
    assess::{AssessError, Basis, Pack, Registers},
    score::{Card, Drift, Home, LOOKS_BACK, Placed, Then, homes},
};
use std::{collections::BTreeSet, path::Path};

/// Gives the month's matters their points by a card, or by the one that the office keeps as `card.json`; says what came of it,
/// nothing where there is no card.
pub(super) fn give(office: &Office, bureau: &Bureau, of: &Watching<'_>, at: Instant) -> Result<String, String> {
    let Watching { now, before, watched, card } = *of;
    let kept = office.data.join("card.json");
    let path = card.unwrap_or(&kept);
    if card.is_none() && !kept.exists() {
        return Ok(String::new());
    }
    let card = read(office, path)?;
    let about: BTreeSet<u32> = watched.raised.iter().map(|it| it.household).collect();
    let told = |it: &Placed| about.contains(&it.household);
    let placed = card.order(&of_month(office, now, before)?);
    let placed = placed.map(|all| all.into_iter().filter(told).collect::<Vec<Placed>>());
    let order = Order {
        month: now.month,
        card: &card.data,
        ahead: card.ahead,
        households: &now.people.households,
        placed: placed.as_deref(),
    };
    let given = matters::point(bureau, order, at).map_err(|why| why.say(office.lang))?;
    Ok(said(office.lang, given, placed.as_ref().err()))
}

fn read(office: &Office, path: &Path) -> Result<Card, String> {
    let text = std::fs::read_to_string(path).map_err(|why| office.unreadable(path, &why))?;
    let card: Option<Card> = serde_json::from_str(&text).ok();
    card.filter(Card::fits).ok_or_else(|| {
        let path = path.display();
        office.lang.pick(
            format!("{path} 不是本版本的评分卡；请用 doudi watch report --card 重新拟合，或者移走该文件"),
            format!(
                "{path} is no points card of this version; fit it again by `doudi watch report --card`, or move it away"
            ),
        )
    })
}

/// The month's households beside what the months before knew of their people.
fn of_month(office: &Office, now: &Basis, before: Option<&Basis>) -> Result<Vec<Home>, String> {
    let told = |why: AssessError| why.say(office.lang);
    let book = Pack::of(&office.policy()?).book().map_err(told)?;
    let lake = office.lake().map_err(|why| why.say(office.lang))?;
    let mut earlier = None;
    for month in (2..=LOOKS_BACK).rev().map(|by| now.month.plus(-by)) {
        let divisions = office.divisions(month)?;
        match Registers::load(&lake, month).map_err(AssessError::from).and_then(|it| Basis::new(&it, &divisions, &book))
        {
            Ok(basis) => {
                earlier = Some(Then::of(&book, &basis));
                break;
            }
            Err(AssessError::NoVerification(_)) => {}
            Err(why) => return Err(told(why)),
        }
    }
    let before = before.map(|basis| Then::of(&book, basis));
    homes(&book, now, before.as_ref(), earlier.as_ref()).map_err(told)
}

fn said(lang: Lang, given: usize, refused: Option<&Drift>) -> String {
    match (refused, lang) {
        (Some(drift), Lang::Zh) => format!("；{}", drift.say(lang)),
        (Some(drift), Lang::En) => format!("; {}", drift.say(lang)),
        (None, Lang::Zh) => format!("；按评分卡排出走访次序 {given} 件"),
        (None, Lang::En) => format!("; {given} have new points for the order of visits"),
    }
}
