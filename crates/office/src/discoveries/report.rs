//! A neighbour in need, told in three taps: who and where, what happened, sent.

use super::{Kept, Told, sound, subject};
use crate::{
    Bureau, OfficeError, Who, field,
    visits::{Item, Place, Refused, Words},
};
use doudi_journal::{
    County, Draft, Instant, JournalError, Subject,
    access::{Action, Denied, Resource},
    crypto::to_hex,
};
use doudi_kernel::{Division, DivisionLevel};
use serde::Deserialize;
use serde_json::json;

/// What may have happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cause {
    /// `illness`
    pub name: &'static str,
    /// 中文
    pub zh: &'static str,
    /// English
    pub en: &'static str,
}

const fn cause(name: &'static str, zh: &'static str, en: &'static str) -> Cause {
    Cause { name, zh, en }
}

/// The closed list. The risks of 防返贫 (policy of 2021) and the events of art. 36, as a neighbour sees them.
pub(super) const CAUSES: [Cause; 10] = [
    cause("illness", "生病花费大", "illness with great cost"),
    cause("accident", "意外伤害", "accident"),
    cause("disaster", "火灾、灾害", "fire or disaster"),
    cause("no_work", "丢了工作、没有收入", "no work, no income"),
    cause("death", "家里主要劳动力去世", "the earner has died"),
    cause("alone", "老人、残疾人无人照料", "nobody looks after an old or disabled person"),
    cause("child", "孩子无人照管", "nobody looks after a child"),
    cause("school", "上学有困难", "schooling cannot be paid"),
    cause("house", "房屋危险", "the dwelling is dangerous"),
    cause("other", "其他困难", "another hardship"),
];

/// The closed list, for a form.
pub fn causes() -> Vec<Item> {
    let one = |it: &Cause| Item {
        name: it.name.into(),
        words: Words::new(it.zh, it.en),
        kind: "yes_no",
        choices: Vec::new(),
    };
    CAUSES.iter().map(one).collect()
}

/// A report as a telephone tells it.
#[derive(Clone, Debug, Deserialize)]
pub struct Reported {
    /// Its own name: 32 hexadecimal digits. Under it the report is taken once.
    pub name: String,
    /// Whose telephone, by the account's number.
    pub account: i64,
    /// When, by the telephone's clock, milliseconds since 1970.
    pub at: i64,
    /// The village, twelve digits.
    pub division: String,
    /// The household, where it is one of the register's.
    #[serde(default)]
    pub household: Option<i64>,
    /// What happened, of the closed list.
    pub cause: String,
    /// Who and where, roughly.
    #[serde(default)]
    pub whom: String,
    /// In words.
    #[serde(default)]
    pub words: String,
    /// Where the telephone was.
    #[serde(default)]
    pub place: Option<Place>,
}

/// Takes a report in; sent twice it is one. Gives its number.
///
/// # Errors
/// [`OfficeError::Visit`] with what to do; [`OfficeError::Denied`]; [`OfficeError::Form`] for a village or cause that is none.
pub fn report(bureau: &Bureau, who: &Who, it: &Reported, ahead: i64) -> Result<i64, OfficeError> {
    let scope = who.may(Resource::ActiveDiscovery, Action::Write)?;
    let village: Division = it.division.parse().map_err(|_| OfficeError::Form(field::VILLAGE))?;
    if village.level() != DivisionLevel::Village || bureau.divisions.name(village).is_none() {
        return Err(OfficeError::Form(field::VILLAGE));
    }
    if !scope.covers(village) {
        return Err(Denied::Area.into());
    }
    if it.account != who.id.0 {
        return Err(Refused::Account.into());
    }
    let cause = CAUSES.iter().find(|cause| cause.name == it.cause).ok_or(OfficeError::Form(field::CAUSE))?;
    let told = Told { whom: sound(&it.whom, 60)?, words: sound(&it.words, 200)?, place: it.place };
    let seen = Instant::from_millis(it.at.saturating_sub(ahead).min(who.now.millis()));
    let (key, print) =
        (crate::visits::key(who, &it.name)?, bureau.suite().digest(&[format!("report {it:?}").as_bytes()]));
    bureau.journal.write(|tx| {
        tx.once(&key, print, |tx| {
            let row = tx.row("SELECT COALESCE(MAX(id), 0) + 1 AS next FROM discovery", &[])?;
            let report = row.map_or(Ok(1), |row| row.get::<i64>("next"))?;
            let plain =
                serde_json::to_vec(&told).map_err(|_| JournalError::Value { why: "a report cannot be written" })?;
            let told = to_hex(tx.seal("discovery.told", &subject(report), &plain)?.as_bytes());
            let kept = Kept { report, account: who.id.0, cause: cause.name.into(), household: it.household, told };
            tx.append(Draft {
                county: County::of_division(village.number())?,
                at: who.now,
                valid_from: seen.date_in_china(),
                actor: who.actor()?,
                kind: "discovery.reported",
                subject: Subject::new(subject(report))?,
                division: village.number(),
                body: json!(kept),
            })?;
            Ok(report)
        })
    })
}
