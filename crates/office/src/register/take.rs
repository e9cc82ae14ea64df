//! A month's households become files.

use super::known::Known;
use crate::{Bureau, OfficeError};
use doudi_journal::{
    Actor, County, Draft, Instant, JournalError, Subject, Tx,
    crypto::{BlindIndex, to_hex},
    date_number,
};
use doudi_kernel::{Date, IdKey, Money, Month, Sex};
use doudi_lake::RealDisk;
use doudi_work::assess::{Assessments, Determination, Dossier, Dossiers, Found};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::{collections::BTreeSet, sync::Arc};

/// Households written in one transaction.
const AT_ONCE: usize = 400;

/// What taking a month has changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Files begun.
    pub new: usize,
    /// Files with other members, another place, or other findings.
    pub changed: usize,
    /// Files as before.
    pub same: usize,
    /// Files of households that the month does not name.
    pub gone: usize,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Observed {
    pub(super) id: i64,
    pub(super) month: i64,
    pub(super) print: String,
    pub(super) members: Vec<Seen>,
    /// What the rosters say that the household is given: fen a month.
    #[serde(default)]
    pub(super) amount_fen: Option<i64>,
    /// Whether the month is the first that the register was given: its stock is no addition.
    #[serde(default)]
    pub(super) opening: bool,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Seen {
    pub(super) id: i64,
    pub(super) name: String,
    pub(super) number: Option<String>,
    pub(super) blind_name: String,
    pub(super) blind_number: Option<String>,
    pub(super) relation: Option<String>,
    pub(super) birth: Option<i64>,
    pub(super) sex: Option<i64>,
    /// What the rosters recognise the person as.
    #[serde(default)]
    pub(super) recognised: Option<String>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Determined {
    pub(super) household: i64,
    pub(super) month: i64,
    pub(super) pack: String,
    pub(super) found: Vec<One>,
}

#[derive(Clone, Serialize, Deserialize)]
pub(super) struct One {
    pub(super) position: i64,
    pub(super) programme: String,
    pub(super) answer: String,
    pub(super) amount_fen: Option<i64>,
    pub(super) tier: Option<String>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Gone {
    pub(super) id: i64,
}

/// Takes the households of an assessed month, as the system on behalf of nobody. `progress` hears how many are done.
///
/// # Errors
/// The journal's; what was kept cannot be read. What was taken before stays; taking again goes on from there.
pub fn take(
    bureau: &Bureau,
    month: &Dossiers,
    at: Instant,
    mut progress: impl FnMut(usize),
) -> Result<Taken, OfficeError> {
    let mut all = month.all()?;
    let mut taken = Taken::default();
    let mut seen = BTreeSet::new();
    let mut county = None;
    loop {
        let chunk = all.by_ref().take(AT_ONCE).collect::<Result<Vec<Dossier>, _>>()?;
        let Some(first) = chunk.first() else { break };
        county = county.or(first.county.parse().ok());
        let (part, ids) = bureau.journal.write(|tx| {
            let opening = opening(tx, month)?;
            let known = Known::default();
            let fresh = [next(tx, "household")?, next(tx, "person")?];
            let mut taking =
                Taking { tx, month, at, opening, known, fresh, taken: Taken::default(), ids: BTreeSet::new() };
            let plain: Vec<Vec<Plain>> = chunk.iter().map(|it| taking.plain(it)).collect();
            let heads: Vec<Option<BlindIndex>> = chunk.iter().map(|it| taking.head(it)).collect();
            let members = plain.iter().flatten().filter_map(|it| it.blind_number);
            taking.known = Known::of(taking.tx, &members.chain(heads.iter().flatten().copied()).collect())?;
            let each = chunk.iter().zip(&plain).zip(heads);
            each.into_iter().try_for_each(|((it, plain), head)| taking.household(it, head, plain))?;
            Ok::<_, OfficeError>((taking.taken, taking.ids))
        })?;
        seen.extend(ids);
        taken = Taken { new: taken.new + part.new, changed: taken.changed + part.changed, ..taken };
        taken.same += part.same;
        progress(seen.len());
    }
    taken.gone = gone(bureau, month, at, &seen)?;
    if let Some(county) = county {
        mark(bureau, month, at, county, taken)?;
    }
    Ok(taken)
}

/// Notes that all of a month was taken.
fn mark(bureau: &Bureau, month: &Dossiers, at: Instant, county: u64, taken: Taken) -> Result<(), OfficeError> {
    let Taken { new, changed, same, gone } = taken;
    bureau.journal.write(|tx| {
        if marked(tx, month)? {
            return Ok(());
        }
        tx.append(Draft {
            county: County::of_division(county * 1_000_000)?,
            at,
            valid_from: month.kept.month.last_day(),
            actor: Actor::new("system:register")?,
            kind: "register.taken",
            subject: Subject::new(subject(month))?,
            division: county * 1_000_000,
            body: json!({ "new": new, "changed": changed, "same": same, "gone": gone }),
        })?;
        Ok(())
    })
}

/// Whether all of a month was taken already.
///
/// # Errors
/// The journal's.
pub fn taken(bureau: &Bureau, month: &Dossiers) -> Result<bool, OfficeError> {
    bureau.journal.write(|tx| Ok(marked(tx, month)?))
}

/// The months of which all was taken, the newest last: of the assessments that the data folder holds, or the newest one.
///
/// # Errors
/// The journal's; what was kept cannot be read.
pub(crate) fn taken_months(bureau: &Bureau) -> Result<Vec<Month>, OfficeError> {
    let mut all = match bureau.data() {
        Ok(data) => Assessments::open(data, Arc::new(RealDisk)).all()?,
        Err(_) => Vec::new(),
    };
    all.extend(bureau.month.iter().map(|month| month.kept.clone()));
    bureau.journal.write(|tx| {
        let mut months = BTreeSet::new();
        for kept in &all {
            if marked_as(tx, &format!("assessment:{}", kept.id))? {
                months.insert(kept.month);
            }
        }
        Ok(months.into_iter().collect())
    })
}

fn subject(month: &Dossiers) -> String {
    format!("assessment:{}", month.kept.id)
}

fn marked(tx: &mut Tx<'_>, month: &Dossiers) -> Result<bool, JournalError> {
    marked_as(tx, &subject(month))
}

fn marked_as(tx: &mut Tx<'_>, subject: &str) -> Result<bool, JournalError> {
    let sql = "SELECT 1 AS one FROM entry WHERE subject = $1 AND kind = 'register.taken' LIMIT 1";
    Ok(tx.row(sql, &[subject.into()])?.is_some())
}

fn next(tx: &mut Tx<'_>, table: &'static str) -> Result<i64, JournalError> {
    let row = tx.row(&format!("SELECT COALESCE(MAX(id), 0) + 1 AS next FROM {table}"), &[])?;
    row.map_or(Ok(1), |row| row.get("next"))
}

/// Whether the register has no stock of an earlier month.
fn opening(tx: &mut Tx<'_>, month: &Dossiers) -> Result<bool, JournalError> {
    let sql = "SELECT 1 AS one FROM helped WHERE from_month < $1 LIMIT 1";
    Ok(tx.row(sql, &[i64::from(month.kept.month.compact()).into()])?.is_none())
}

/// Files that the month does not name are marked.
fn gone(bureau: &Bureau, month: &Dossiers, at: Instant, seen: &BTreeSet<i64>) -> Result<usize, OfficeError> {
    bureau.journal.write(|tx| {
        let rows = tx.rows("SELECT id, division FROM household WHERE gone IS NULL AND by_hand < 4 ORDER BY id", &[])?;
        let mut gone = 0;
        for row in rows {
            let id: i64 = row.get("id")?;
            if !seen.contains(&id) {
                let draft = draft(month, at, "household.gone", id, row.get("division")?, json!(Gone { id }))?;
                tx.append(draft)?;
                gone += 1;
            }
        }
        Ok(gone)
    })
}

fn draft(
    month: &Dossiers,
    at: Instant,
    kind: &'static str,
    household: i64,
    division: u64,
    body: serde_json::Value,
) -> Result<Draft, JournalError> {
    Ok(Draft {
        county: County::of_division(division)?,
        at,
        valid_from: month.kept.month.last_day(),
        actor: Actor::new("system:register")?,
        kind,
        subject: Subject::new(format!("household:{household}"))?,
        division,
        body,
    })
}

struct Taking<'t, 'a> {
    tx: &'t mut Tx<'a>,
    month: &'t Dossiers,
    at: Instant,
    opening: bool,
    known: Known,
    /// The numbers of the next household and the next person.
    fresh: [i64; 2],
    taken: Taken,
    ids: BTreeSet<i64>,
}

/// A member with what stands open only in this moment.
struct Plain {
    name: String,
    number: Option<String>,
    blind_name: BlindIndex,
    blind_number: Option<BlindIndex>,
}

impl Taking<'_, '_> {
    fn household(&mut self, it: &Dossier, head: Option<BlindIndex>, plain: &[Plain]) -> Result<(), OfficeError> {
        let division = division(it);
        let named: Vec<BlindIndex> = plain.iter().filter_map(|it| it.blind_number).collect();
        let id = self.file(head, &named).unwrap_or_else(|| self.next(0));
        self.ids.insert(id);
        let found = found(&it.found);
        let print = self.print(it, division, plain, &found);
        let before = self.known.print(id);
        if before.is_some_and(|before| before.as_ref().is_some_and(|before| *before == print)) {
            self.taken.same += 1;
            return Ok(());
        }
        let new = before.is_none();
        *(if new { &mut self.taken.new } else { &mut self.taken.changed }) += 1;
        let strangers = new && named.iter().all(|number| self.known.person(number).is_none());
        let members = self.members(it, plain)?;
        let numbers = plain.iter().zip(&members).filter_map(|(plain, seen)| Some((plain.blind_number?, seen.id)));
        let people: Vec<(BlindIndex, i64)> = numbers.collect();
        let month = i64::from(self.month.kept.month.compact());
        let amount_fen = self.amount(it);
        let observed = Observed { id, month, print: to_hex(&print), members, amount_fen, opening: self.opening };
        let body = json!(observed);
        self.tx.append(draft(self.month, self.at, "household.observed", id, division, body)?)?;
        let determined = Determined { household: id, month, pack: self.month.kept.pack.clone(), found };
        let body = json!(determined);
        self.tx.append(draft(self.month, self.at, "household.determined", id, division, body)?)?;
        if !strangers {
            // Where files meet, what was decided by hand says who sits where.
            return Ok(self.known.again(self.tx, id, &named)?);
        }
        people.iter().for_each(|(number, person)| self.known.sits(*number, *person, id));
        Ok(())
    }

    fn head(&self, it: &Dossier) -> Option<BlindIndex> {
        IdKey::from_packed(it.household.head).map(|key| self.tx.blind("person.number", &key.reveal()))
    }

    fn plain(&self, it: &Dossier) -> Vec<Plain> {
        let one = |name: &str, key: Option<u64>| {
            let number = key.and_then(IdKey::from_packed).map(IdKey::reveal);
            Plain {
                blind_name: self.tx.blind("person.name", name),
                blind_number: number.as_ref().map(|number| self.tx.blind("person.number", number)),
                name: name.into(),
                number,
            }
        };
        it.household.members.iter().map(|member| one(&member.name, member.key)).collect()
    }

    /// The file that a household has: that of its head's number, else of the first member who sits in one; none where it
    /// is another household's of this month.
    fn file(&self, head: Option<BlindIndex>, named: &[BlindIndex]) -> Option<i64> {
        let id = head.iter().chain(named).find_map(|number| self.known.file(number))?;
        (!self.ids.contains(&id)).then_some(id)
    }

    fn next(&mut self, of: usize) -> i64 {
        self.fresh[of] += 1;
        self.fresh[of] - 1
    }

    fn members(&mut self, it: &Dossier, plain: &[Plain]) -> Result<Vec<Seen>, OfficeError> {
        let mut members = Vec::with_capacity(plain.len());
        for (row, one) in plain.iter().enumerate() {
            let known = one.blind_number.and_then(|number| self.known.person(&number));
            let id = known.unwrap_or_else(|| self.next(1));
            members.push(self.seen(it, row, id, one)?);
        }
        Ok(members)
    }

    fn seen(&mut self, it: &Dossier, row: usize, id: i64, one: &Plain) -> Result<Seen, OfficeError> {
        let subject = format!("person:{id}");
        let name = self.tx.seal("person.name", &subject, one.name.as_bytes())?;
        let sealed = one.number.as_ref().map(|number| self.tx.seal("person.number", &subject, number.as_bytes()));
        let resident = one.number.as_ref().and_then(|number| number.parse::<doudi_kernel::ResidentId>().ok());
        let birth = || self.word(it, "birth_date", row)?.parse::<Date>().ok();
        Ok(Seen {
            id,
            name: to_hex(name.as_bytes()),
            number: sealed.transpose()?.map(|sealed| to_hex(sealed.as_bytes())),
            blind_name: to_hex(&one.blind_name),
            blind_number: one.blind_number.map(|blind| to_hex(&blind)),
            relation: self.word(it, "relation_to_head", row),
            birth: resident.map(|it| it.birth_date()).or_else(birth).map(date_number),
            sex: resident.map(|it| i64::from(it.sex() == Sex::Male)),
            recognised: self.word(it, "recognised", row),
        })
    }

    fn word(&self, it: &Dossier, fact: &str, row: usize) -> Option<String> {
        it.words(&self.month.book, fact, row)
    }

    /// What the household is given a month, as the dibao rosters say.
    fn amount(&self, it: &Dossier) -> Option<i64> {
        self.word(it, "dibao_last_amount", 0)?.parse::<Money>().ok().map(Money::fen)
    }

    /// A keyed hash of everything that the file says: equal where nothing is otherwise.
    fn print(&self, it: &Dossier, division: u64, plain: &[Plain], found: &[One]) -> BlindIndex {
        let one = |(row, one): (usize, &Plain)| {
            let [relation, recognised] = ["relation_to_head", "recognised"].map(|fact| self.word(it, fact, row));
            format!("{:?}{:?}{relation:?}{recognised:?}", one.name, one.number)
        };
        let people: Vec<String> = plain.iter().enumerate().map(one).collect();
        let amount = self.amount(it);
        self.tx.blind("household.print", &format!("{division}{people:?}{amount:?}{}", json!(found)))
    }
}

/// Twelve digits: the village, or the town, or the county of who could not be placed.
fn division(it: &Dossier) -> u64 {
    let place = &it.household.place;
    let code = place.village.clone().or_else(|| place.town.as_ref().map(|town| format!("{town}000")));
    code.unwrap_or_else(|| format!("{}000000", it.county)).parse().unwrap_or_default()
}

fn found(found: &[Determination]) -> Vec<One> {
    let one = |it: &Determination| {
        let (amount_fen, tier) = match &it.found {
            Found::Eligible { amount_fen, tier } => (*amount_fen, tier.clone()),
            _ => (None, None),
        };
        let (programme, answer) = (it.programme.clone(), it.found.word().into());
        One { position: it.member.map_or(-1, i64::from), programme, answer, amount_fen, tier }
    };
    found.iter().map(one).collect()
}
