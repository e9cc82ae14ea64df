//! What was found, as folders: `simulations/<name>/{run.json, zh/…, en/…}`.

use super::{Asked, allowed};
use crate::{Bureau, OfficeError, Who};
use doudi_journal::access::Action;
use doudi_kernel::{Date, Lang, Month};
use doudi_work::{
    policy::Policy,
    simulate::{Reform, Simulated, Tally, files},
};
use serde::{Deserialize, Serialize};
use std::{fs, io, path::PathBuf};

/// A run in a list.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Run {
    /// Its name.
    pub name: String,
    /// The reform's file.
    pub reform: String,
    /// What the reform is called, in Chinese and English.
    pub title: [String; 2],
    /// Whose households.
    pub month: Month,
    /// When.
    pub made: Date,
    /// By whom.
    pub by: String,
    /// Month by month: the month, and the tallies of all programmes, of each, and of each town.
    pub months: Vec<Seen>,
    /// By tenth of the people: persons, winners, losers, and the change a head and year in fen.
    pub deciles: Vec<[i64; 4]>,
    /// The household that was walked along its wage, and where a step more leaves less: before and after.
    pub cliffs: Option<([String; 2], [Vec<Fall>; 2])>,
}

/// A month of a run.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Seen {
    /// Which.
    pub month: Month,
    /// All programmes.
    pub total: Counted,
    /// Programme by programme.
    pub programmes: Vec<(String, Counted)>,
    /// Town by town.
    pub towns: Vec<(String, Counted)>,
}

/// Before and after.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// Households covered.
    pub households: [u64; 2],
    /// Households that come in, and that go out.
    pub moved: [u64; 2],
    /// Persons covered.
    pub persons: [u64; 2],
    /// Persons that come in, and that go out.
    pub moved_persons: [u64; 2],
    /// Fen a year.
    pub fen: [i64; 2],
    /// Rows whose answer is missing.
    pub missing: [u64; 2],
}

/// Where a step more leaves less.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Fall {
    /// The wage before the step, fen a month.
    pub wage_fen: i64,
    /// How much less, fen a year.
    pub less_fen: i64,
    /// The wage from which on it has more than before.
    pub regained_fen: Option<i64>,
}

/// A run with its drawings.
#[derive(Clone, Debug)]
pub struct Kept {
    /// What was found.
    pub run: Run,
    /// Drawings as SVG, in the language asked for: cost, tenths, cliff.
    pub plots: Vec<String>,
    /// The reform as policy text.
    pub law: String,
}

impl From<&Tally> for Counted {
    fn from(it: &Tally) -> Self {
        Self {
            households: it.households,
            moved: it.moved,
            persons: it.persons,
            moved_persons: it.moved_persons,
            fen: it.fen_a_year,
            missing: it.missing,
        }
    }
}

/// A run is named by the law, the reform and the month.
pub(super) fn name(bureau: &Bureau, laws: &[(String, String)], policy: &Policy, asked: &Asked) -> String {
    let mut text = format!("{}\n{}\n", asked.reform, asked.month);
    laws.iter().for_each(|(path, law)| text += &format!("{path}\n{law}\n"));
    policy.folder("reforms").filter(|(own, _)| *own == asked.reform).for_each(|(_, reform)| text += reform);
    let hash = doudi_journal::crypto::to_hex(&bureau.suite().digest(&[text.as_bytes()])[..6]);
    format!("{}-{hash}", asked.month)
}

fn folder(bureau: &Bureau, name: &str) -> Result<PathBuf, OfficeError> {
    let sound = !name.is_empty() && name.bytes().all(|it| it.is_ascii_hexdigit() || it == b'-');
    if !sound {
        return Err(OfficeError::NotFound);
    }
    Ok(bureau.data()?.join("simulations").join(name))
}

/// Whether a run is kept.
pub(super) fn there(bureau: &Bureau, name: &str) -> Result<bool, OfficeError> {
    Ok(folder(bureau, name)?.join("run.json").exists())
}

/// Keeps a run whole or not at all.
pub(super) fn keep(
    bureau: &Bureau,
    who: &Who,
    asked: &Asked,
    name: &str,
    reform: &Reform,
    simulated: &Simulated,
) -> Result<(), OfficeError> {
    let run = Run {
        name: name.into(),
        reform: asked.reform.clone(),
        title: [reform.zh.clone(), reform.en.clone()],
        month: asked.month,
        made: who.today(),
        by: who.name.clone(),
        months: simulated.months.iter().map(|it| seen(reform, it)).collect(),
        deciles: simulated.deciles.iter().map(decile).collect(),
        cliffs: cliffs(reform, simulated),
    };
    let to = folder(bureau, name)?;
    let draft = to.with_extension("draft");
    let _ = fs::remove_dir_all(&draft);
    for (lang, code) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        let own = draft.join(code);
        fs::create_dir_all(&own)?;
        files(reform, simulated, lang)?.iter().try_for_each(|(name, text)| fs::write(own.join(name), text))?;
    }
    let about = serde_json::to_vec_pretty(&run).map_err(io::Error::other)?;
    fs::write(draft.join("run.json"), about)?;
    match fs::rename(&draft, &to) {
        // Somebody else asked the same at the same time.
        Err(_) if to.exists() => Ok(fs::remove_dir_all(&draft)?),
        done => Ok(done?),
    }
}

fn seen(reform: &Reform, it: &doudi_work::simulate::Seen) -> Seen {
    let effects = &it.effects;
    Seen {
        month: it.month,
        total: (&effects.total).into(),
        programmes: reform.programmes.iter().cloned().zip(effects.programmes.iter().map(Into::into)).collect(),
        towns: effects.groups.iter().map(|(name, tally)| (name.clone(), tally.into())).collect(),
    }
}

/// The change a head is rounded down to the fen: it is shown and decides nothing.
fn decile(it: &doudi_work::simulate::Decile) -> [i64; 4] {
    let persons = i64::try_from(it.persons).unwrap_or(i64::MAX);
    let a_head = if persons == 0 { 0 } else { it.change_fen.div_euclid(persons) };
    [persons, it.winners as i64, it.losers as i64, a_head]
}

fn cliffs(reform: &Reform, simulated: &Simulated) -> Option<([String; 2], [Vec<Fall>; 2])> {
    let (typical, cliffs) = (reform.typical.as_ref()?, simulated.cliffs.as_ref()?);
    let fall = |it: doudi_work::simulate::Fall| Fall {
        wage_fen: it.wage_fen,
        less_fen: it.less_fen,
        regained_fen: it.regained_fen,
    };
    let falls = cliffs.each_ref().map(|cliff| cliff.falls().into_iter().map(fall).collect());
    Some(([typical.zh.clone(), typical.en.clone()], falls))
}

/// All runs, the newest first.
///
/// # Errors
/// [`OfficeError::Denied`], [`OfficeError::NoFolder`]; the disk's.
pub fn runs(bureau: &Bureau, who: &Who) -> Result<Vec<Run>, OfficeError> {
    allowed(bureau, who, Action::List)?;
    let folder = bureau.data()?.join("simulations");
    let entries = match fs::read_dir(&folder) {
        Err(why) if why.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut runs = Vec::new();
    for entry in entries {
        // A draft is no run yet.
        if let Ok(text) = fs::read(entry?.path().join("run.json")) {
            runs.extend(serde_json::from_slice::<Run>(&text).ok());
        }
    }
    runs.sort_by(|a, b| (b.made, b.month, &a.reform).cmp(&(a.made, a.month, &b.reform)));
    Ok(runs)
}

/// A run with its drawings.
///
/// # Errors
/// [`OfficeError::Denied`]; [`OfficeError::NotFound`].
pub fn kept(bureau: &Bureau, who: &Who, name: &str, lang: Lang) -> Result<Kept, OfficeError> {
    allowed(bureau, who, Action::Read)?;
    let folder = folder(bureau, name)?;
    let text = fs::read(folder.join("run.json")).map_err(|_| OfficeError::NotFound)?;
    let run = serde_json::from_slice(&text).map_err(|_| OfficeError::NotFound)?;
    let own = folder.join(lang.pick("zh", "en"));
    let plots =
        ["cost.svg", "deciles.svg", "cliff.svg"].iter().filter_map(|name| fs::read_to_string(own.join(name)).ok());
    Ok(Kept { run, plots: plots.collect(), law: fs::read_to_string(own.join("reform.law")).unwrap_or_default() })
}
