//! A month's households become files.

use crate::{Bureau, OfficeError};
use doudi_journal::{
    Actor, County, Draft, Instant, JournalError, Subject, Tx,
    crypto::{BlindIndex, to_hex},
    date_number,
};
use doudi_kernel::{Date, IdKey, Money, Sex};
use doudi_work::assess::{Assessed, Determination, Found, Household};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// Households written in one transaction.
const AT_ONCE: usize = 200;

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
/// The journal's. What was taken before stays; taking again goes on from there.
pub fn take(
    bureau: &Bureau,
    month: &Assessed,
    at: Instant,
    mut progress: impl FnMut(usize),
) -> Result<Taken, OfficeError> {
    let mut found: BTreeMap<u32, Vec<&Determination>> = BTreeMap::new();
    for one in &month.found.determinations {
        found.entry(one.household).or_default().push(one);
    }
    let all: Vec<(u32, &Household)> = (0..).zip(&month.found.households).collect();
    let mut taken = Taken::default();
    let mut seen = BTreeSet::new();
    for chunk in all.chunks(AT_ONCE) {
        let (part, ids) = bureau.journal.write(|tx| {
            let opening = opening(tx, month)?;
            let mut taking = Taking { tx, month, at, opening, taken: Taken::default(), ids: Vec::new() };
            let none = Vec::new();
            chunk
                .iter()
                .try_for_each(|(number, it)| taking.household(*number, it, found.get(number).unwrap_or(&none)))?;
            Ok::<_, OfficeError>((taking.taken, taking.ids))
        })?;
        seen.extend(ids);
        taken = Taken { new: taken.new + part.new, changed: taken.changed + part.changed, ..taken };
        taken.same += part.same;
        progress(seen.len());
    }
    taken.gone = gone(bureau, month, at, &seen)?;
    Ok(taken)
}

/// Whether the register has no stock of an earlier month.
fn opening(tx: &mut Tx<'_>, month: &Assessed) -> Result<bool, JournalError> {
    let sql = "SELECT 1 AS one FROM helped WHERE from_month < $1 LIMIT 1";
    Ok(tx.row(sql, &[i64::from(month.found.month.compact()).into()])?.is_none())
}

/// Files that the month does not name are marked.
fn gone(bureau: &Bureau, month: &Assessed, at: Instant, seen: &BTreeSet<i64>) -> Result<usize, OfficeError> {
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
    month: &Assessed,
    at: Instant,
    kind: &'static str,
    household: i64,
    division: u64,
    body: serde_json::Value,
) -> Result<Draft, JournalError> {
    Ok(Draft {
        county: County::of_division(division)?,
        at,
        valid_from: month.found.month.last_day(),
        actor: Actor::new("system:register")?,
        kind,
        subject: Subject::new(format!("household:{household}"))?,
        division,
        body,
    })
}

struct Taking<'t, 'a> {
    tx: &'t mut Tx<'a>,
    month: &'t Assessed,
    at: Instant,
    opening: bool,
    taken: Taken,
    ids: Vec<i64>,
}

/// A member with what stands open only in this moment.
struct Plain {
    name: String,
    number: Option<String>,
    blind_name: BlindIndex,
    blind_number: Option<BlindIndex>,
}

impl Taking<'_, '_> {
    fn household(&mut self, number: u32, it: &Household, found: &[&Determination]) -> Result<(), OfficeError> {
        let division = self.division(it);
        let plain: Vec<Plain> = it.members.iter().map(|member| self.plain(&member.name, member.key)).collect();
        let known = self.known(it.head, &plain)?;
        let id = match known {
            Some(id) => id,
            None => self.next("household")?,
        };
        self.ids.push(id);
        let found = self.found(found);
        let print = to_hex(&self.print(number, division, &plain, &found));
        let before = self.tx.row("SELECT print, gone FROM household WHERE id = $1", &[id.into()])?;
        if let Some(row) = &before
            && to_hex(&row.get::<Vec<u8>>("print")?) == print
            && row.get::<Option<i64>>("gone")?.is_none()
        {
            self.taken.same += 1;
            return Ok(());
        }
        *(if before.is_some() { &mut self.taken.changed } else { &mut self.taken.new }) += 1;
        let members = self.members(number, plain)?;
        let month = i64::from(self.month.found.month.compact());
        let amount_fen = self.amount(number);
        let observed = Observed { id, month, print, members, amount_fen, opening: self.opening };
        let body = json!(observed);
        self.tx.append(draft(self.month, self.at, "household.observed", id, division, body)?)?;
        let determined = Determined { household: id, month, pack: self.month.found.pack.clone(), found };
        let body = json!(determined);
        self.tx.append(draft(self.month, self.at, "household.determined", id, division, body)?)?;
        Ok(())
    }

    /// Twelve digits: the village, or the town, or the county of who could not be placed.
    fn division(&self, it: &Household) -> u64 {
        let code = it.place.village.clone().or_else(|| it.place.town.as_ref().map(|town| format!("{town}000")));
        let county = || self.month.basis.counties.first().map(|county| format!("{}000000", county.division));
        code.or_else(county).and_then(|code| code.parse().ok()).unwrap_or_default()
    }

    fn plain(&self, name: &str, key: Option<u64>) -> Plain {
        let number = key.and_then(IdKey::from_packed).map(IdKey::reveal);
        Plain {
            blind_name: self.tx.blind("person.name", name),
            blind_number: number.as_ref().map(|number| self.tx.blind("person.number", number)),
            name: name.into(),
            number,
        }
    }

    /// The file that a household has: that of its head's number, else that of a person of the name alone in the list.
    fn known(&mut self, head: u64, plain: &[Plain]) -> Result<Option<i64>, OfficeError> {
        let head = IdKey::from_packed(head).map(|key| self.tx.blind("person.number", &key.reveal()));
        let asked = head.into_iter().chain(plain.iter().filter_map(|it| it.blind_number));
        for blind in asked {
            let sql = "SELECT household FROM person WHERE household > 0 AND (blind_number = $1 \
                       OR id IN (SELECT person FROM alias WHERE blind_number = $2))";
            if let Some(row) = self.tx.row(sql, &[blind.to_vec().into(), blind.to_vec().into()])? {
                let id: i64 = row.get("household")?;
                return Ok((!self.ids.contains(&id)).then_some(id));
            }
        }
        Ok(None)
    }

    fn next(&mut self, table: &'static str) -> Result<i64, OfficeError> {
        let row = self.tx.row(&format!("SELECT COALESCE(MAX(id), 0) + 1 AS next FROM {table}"), &[])?;
        row.map_or(Ok(1), |row| Ok(row.get("next")?))
    }

    /// The file number of a person: the one of the identity number, or a new one.
    fn person(&mut self, plain: &Plain, fresh: &mut Option<i64>) -> Result<i64, OfficeError> {
        if let Some(blind) = plain.blind_number {
            let sql = "SELECT id FROM person WHERE blind_number = $1 \
                       OR id IN (SELECT person FROM alias WHERE blind_number = $2)";
            if let Some(row) = self.tx.row(sql, &[blind.to_vec().into(), blind.to_vec().into()])? {
                return Ok(row.get("id")?);
            }
        }
        let next = match *fresh {
            Some(next) => next,
            None => self.next("person")?,
        };
        *fresh = Some(next + 1);
        Ok(next)
    }

    fn members(&mut self, number: u32, plain: Vec<Plain>) -> Result<Vec<Seen>, OfficeError> {
        let mut fresh = None;
        let mut members = Vec::with_capacity(plain.len());
        for (row, it) in plain.into_iter().enumerate() {
            let id = self.person(&it, &mut fresh)?;
            let subject = format!("person:{id}");
            let name = self.tx.seal("person.name", &subject, it.name.as_bytes())?;
            let sealed = it.number.as_ref().map(|it| self.tx.seal("person.number", &subject, it.as_bytes()));
            let resident = it.number.as_ref().and_then(|number| number.parse::<doudi_kernel::ResidentId>().ok());
            members.push(Seen {
                id,
                name: to_hex(name.as_bytes()),
                number: sealed.transpose()?.map(|sealed| to_hex(sealed.as_bytes())),
                blind_name: to_hex(&it.blind_name),
                blind_number: it.blind_number.map(|blind| to_hex(&blind)),
                relation: self.word(number, row, "relation_to_head"),
                birth: resident.map(|it| date_number(it.birth_date())).or_else(|| self.birth(number, row)),
                sex: resident.map(|it| i64::from(it.sex() == Sex::Male)),
                recognised: self.word(number, row, "recognised"),
            });
        }
        Ok(members)
    }

    fn word(&self, household: u32, row: usize, fact: &str) -> Option<String> {
        let (county, at) = self.month.basis.find(household)?;
        let fact = self.month.book.fact(fact)?;
        let first = county.facts.population.persons.get(at).copied()? as usize;
        county.facts.words(&self.month.book, fact, first + row)
    }

    /// What the household is given a month, as the dibao rosters say.
    fn amount(&self, household: u32) -> Option<i64> {
        let (county, at) = self.month.basis.find(household)?;
        let words = county.facts.words(&self.month.book, self.month.book.fact("dibao_last_amount")?, at)?;
        words.parse::<Money>().ok().map(Money::fen)
    }

    fn birth(&self, household: u32, row: usize) -> Option<i64> {
        self.word(household, row, "birth_date")?.parse::<Date>().ok().map(date_number)
    }

    fn found(&self, found: &[&Determination]) -> Vec<One> {
        let one = |it: &&Determination| {
            let (answer, amount_fen, tier) = match &it.found {
                Found::Eligible { amount_fen, tier } => ("eligible", *amount_fen, tier.clone()),
                Found::NotEligible(_) => ("not_eligible", None, None),
                Found::Missing(_) => ("missing", None, None),
                Found::NotInLaw(_) => ("not_in_law", None, None),
            };
            One {
                position: it.member.map_or(-1, i64::from),
                programme: it.programme.clone(),
                answer: answer.into(),
                amount_fen,
                tier,
            }
        };
        found.iter().map(one).collect()
    }

    /// A keyed hash of everything that the file says: equal where nothing is otherwise.
    fn print(&self, number: u32, division: u64, plain: &[Plain], found: &[One]) -> BlindIndex {
        let people: Vec<String> = (0..)
            .zip(plain)
            .map(|(row, it)| {
                let [relation, recognised] =
                    ["relation_to_head", "recognised"].map(|fact| self.word(number, row, fact));
                format!("{:?}{:?}{relation:?}{recognised:?}", it.name, it.number)
            })
            .collect();
        let amount = self.amount(number);
        self.tx.blind("household.print", &format!("{division}{people:?}{amount:?}{}", json!(found)))
    }
}
