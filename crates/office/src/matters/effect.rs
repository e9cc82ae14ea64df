//! What another threshold would have brought: a month is watched again with it, and held against what visitors found.

use super::take::{Signals, files};
use crate::{Bureau, OfficeError, Who};
use doudi_journal::{
    Value,
    access::{Action, Denied, Resource},
};
use doudi_kernel::{Lang, Month};
use doudi_rules::{book::Book, check};
use doudi_work::{
    assess::{AssessError, Basis, Registers},
    simulate::{Reform, SimulateError, reformed},
    watch::{Raised, Runs, watch},
};
use std::collections::{BTreeMap, BTreeSet};

/// How many times the value that holds is tried.
const SCALES: [&str; 4] = ["80%", "90%", "110%", "125%"];
/// Thresholds of one signal that are tried.
const MOST: usize = 3;

/// A threshold otherwise, and what a month would have brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    /// Which threshold, in words.
    pub threshold: String,
    /// How many times its value; none for the value that holds.
    pub scale: Option<&'static str>,
    /// Raised.
    pub raised: usize,
    /// Found to be so, and raised.
    pub so: usize,
    /// Found not to be so, and raised.
    pub wrong: usize,
    /// Raised, and nobody has seen.
    pub unseen: usize,
    /// Found to be so, and not raised any more.
    pub missed: usize,
}

/// A file, and the member where the signal is about one.
type Whose = (i64, Option<u64>);

/// Tries a signal's thresholds over a month of the lake: the value that holds first, then others.
///
/// # Errors
/// [`OfficeError::Denied`] for whoever does not see the whole county; [`OfficeError::NoFolder`]; the lake's, the rules'.
pub fn effects(bureau: &Bureau, who: &Who, signal: &str, month: Month, lang: Lang) -> Result<Vec<Effect>, OfficeError> {
    let scope = who.may(Resource::ActiveDiscovery, Action::Count)?;
    let county = bureau.county().ok_or(OfficeError::NoFacts)?;
    if !scope.covers(county) || !scope.holds(county.number() + 999_999) {
        return Err(Denied::Area.into());
    }
    let found = found(bureau, who, signal, month)?;
    let laws = bureau.policy()?.laws();
    let book = check::read(laws.clone()).map_err(|told| SimulateError::Refused(Box::new(told)))?;
    let (now, before) = months(bureau, &book, month)?;
    let asked = |book: &Book| raised(bureau, book, signal, &now, before.as_ref());
    let mut effects = Vec::new();
    let first = asked(&book)?;
    for id in bureau.thresholds(signal).into_iter().take(MOST) {
        let parameter = &bureau.book.parameters[id.index()];
        let threshold = parameter.label.pick(lang).to_owned();
        if effects.is_empty() {
            effects.push(effect(String::new(), None, &first, &found));
        }
        for scale in SCALES {
            let reform = reform(&parameter.name, &county.to_string(), month, scale)?;
            // A value that the law does not open here, or that nobody has set, is not tried.
            let Ok(made) = reformed(&laws, &book, &reform) else { continue };
            effects.push(effect(threshold.clone(), Some(scale), &asked(&made.book)?, &found));
        }
    }
    Ok(effects)
}

fn months(bureau: &Bureau, book: &Book, month: Month) -> Result<(Basis, Option<Basis>), OfficeError> {
    let lake = bureau.lake()?;
    let (mut runs, mut before, mut now) = (Runs::default(), None, None);
    for month in (-Runs::months(book).max(1)..=0).map(|by| month.plus(by)) {
        before = now;
        now = match Registers::load(&lake, month)
            .map_err(AssessError::from)
            .and_then(|registers| Basis::new(&registers, &bureau.divisions, book))
        {
            Ok(mut basis) => {
                runs.take(book, &mut basis)?;
                Some(basis)
            }
            Err(AssessError::NoVerification(_)) => None,
            Err(why) => return Err(why.into()),
        };
    }
    Ok((now.ok_or(OfficeError::NoFacts)?, before))
}

fn reform(parameter: &str, region: &str, month: Month, scale: &str) -> Result<Reform, OfficeError> {
    let first = month.first_day();
    let text = format!(
        "zh = '预警阈值'\nen = 'a threshold'\nmonth = '{month}'\nprogrammes = []\n\
         [[change]]\nparameter = '{parameter}'\nregion = '{region}'\nfrom = '{first}'\nscale = '{scale}'\n"
    );
    Ok(Reform::read(&text)?)
}

/// About whose files a signal is raised.
fn raised(
    bureau: &Bureau,
    book: &Book,
    signal: &str,
    now: &Basis,
    before: Option<&Basis>,
) -> Result<BTreeSet<Whose>, OfficeError> {
    let mut watched = watch(book, now, before)?;
    watched.raised.retain(|it| it.signal == signal);
    let of = Signals { month: now.month, households: &now.people.households, raised: &watched.raised };
    let groups: Vec<&[Raised]> = of.raised.chunk_by(|one, next| one.household == next.household).collect();
    let (files, _) = bureau.journal.write(|tx| files(tx, &of, &groups))?;
    let whom = files.into_iter().flat_map(|(file, about)| about.into_keys().map(move |it| (file, it.person)));
    Ok(whom.collect())
}

/// What visitors and outcomes said of the signal as it was raised in that month.
fn found(bureau: &Bureau, who: &Who, signal: &str, month: Month) -> Result<BTreeMap<Whose, bool>, OfficeError> {
    let scope = who.may(Resource::ActiveDiscovery, Action::Count)?;
    let sql = "SELECT s.household, s.person, s.found FROM matter_signal s WHERE {scope:s} AND s.signal = $1 \
               AND s.first_month <= $2 AND s.month >= $3 AND s.found IS NOT NULL";
    let number = Value::Int(i64::from(month.compact()));
    let rows = bureau.journal.read(|reader| reader.rows(&scope, sql, &[signal.into(), number.clone(), number]))?;
    let mut found = BTreeMap::new();
    for row in rows {
        let person = Some(row.get::<u64>("person")?).filter(|person| *person > 0);
        found.insert((row.get("household")?, person), row.get::<i64>("found")? == 1);
    }
    Ok(found)
}

fn effect(
    threshold: String,
    scale: Option<&'static str>,
    raised: &BTreeSet<Whose>,
    found: &BTreeMap<Whose, bool>,
) -> Effect {
    let many =
        |so: bool, there: bool| found.iter().filter(|(who, it)| **it == so && raised.contains(who) == there).count();
    let (so, wrong) = (many(true, true), many(false, true));
    Effect {
        threshold,
        scale,
        raised: raised.len(),
        so,
        wrong,
        unseen: raised.len() - so - wrong,
        missed: many(true, false),
    }
}
