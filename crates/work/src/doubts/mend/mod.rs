//! Rows without a usable number that are somebody's all the same.
//!
//! Every roster has rows whose number is broken or missing. Where such a row means exactly one person of the sources or of
//! the household register (`doudi_compare::repair`), it counts as that person's: asked about under their number, covered
//! by the row that is theirs. Whoever is likely and not proven is noted beside the doubt, and nothing is concluded.

mod people;

use super::{
    findings::{MendCount, Mending, NearRow},
    place::Gazetteer,
    spec::{Spec, Wording},
    table::Table,
};
use doudi_compare::repair::{
    Candidate, Counties, Decision, Described, Judgement, Lead, by_description, by_repair, candidates, decide,
};
use doudi_compare::{IdText, Reading, read_id};
use doudi_kernel::{FeedId, Lang, ResidentId, Say, Sex};
use people::{People, Wanted};
use std::collections::{BTreeMap, BTreeSet};

/// The feed in which everybody of the county stands: people are looked for there even when a comparison does not ask it.
pub(super) const REGISTER: &str = "household_register";

/// A row and the person that it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mended {
    pub(super) key: u64,
    pub(super) mending: Mending,
}

/// All rows of a comparison's sources that were mended, and those that may be somebody's.
#[derive(Debug, Default)]
pub(super) struct Mends {
    rows: BTreeMap<FeedId, BTreeMap<u32, Mended>>,
    near: BTreeMap<u64, Vec<(FeedId, u32, Wording)>>,
}

static NONE: BTreeMap<u32, Mended> = BTreeMap::new();

impl Mends {
    /// Finds out who is meant by the rows without a usable number.
    pub(super) fn find(spec: &Spec, tables: &BTreeMap<FeedId, Table>, gazetteer: &Gazetteer<'_>) -> Self {
        let register = FeedId::new(REGISTER);
        let asked: BTreeSet<&FeedId> = spec.sources.iter().map(|source| &source.feed).collect();
        let at_hand = || asked.iter().copied().chain([&register]).collect::<BTreeSet<_>>().into_iter();
        let tables: Vec<&Table> = at_hand().filter_map(|feed| tables.get(feed)).collect();
        let mut counties = Counties::default();
        tables.iter().for_each(|table| learn(table, &mut counties));
        let of = |table: &&Table| broken(table, gazetteer, &counties);
        let broken: Vec<Broken> = tables.iter().filter(|table| asked.contains(&table.feed)).flat_map(of).collect();
        let wanted = Wanted::by(&broken);
        let people = People::find(&tables, &wanted, gazetteer);
        let mut mends = Self::default();
        for row in broken {
            mends.take(&row, decide(people.leads(&row)));
        }
        mends
    }

    fn take(&mut self, row: &Broken, decision: Decision) {
        match decision {
            Decision::Proven(Lead { judgement: Judgement::Proven(proof), repair, person }) => {
                let mending = Mending {
                    code: repair.map_or("no_usable_number", |repair| repair.code()).into(),
                    said: both(|lang| match repair {
                        Some(repair) => repair.say(lang),
                        None => lang.pick("无可用号码", "no usable number").into(),
                    }),
                    proof: proof.code().into(),
                    proof_said: both(|lang| proof.say(lang)),
                };
                self.rows.entry(row.feed.clone()).or_default().insert(row.row, Mended { key: person, mending });
            }
            Decision::Look(why, leads) => {
                for lead in leads {
                    let said = both(|lang| why.say(lang));
                    self.near.entry(lead.person).or_default().push((row.feed.clone(), row.row, said));
                }
            }
            Decision::Proven(_) | Decision::Nobody => {}
        }
    }

    /// The mended rows of a feed.
    pub(super) fn of(&self, feed: &FeedId) -> &BTreeMap<u32, Mended> {
        self.rows.get(feed).unwrap_or(&NONE)
    }

    /// The rows that may be a person's, with why that is not certain.
    pub(super) fn near(&self, spec: &Spec, tables: &BTreeMap<FeedId, Table>, key: u64) -> Vec<NearRow> {
        let rows = self.near.get(&key).into_iter().flatten();
        let near = |(feed, row, why): &(FeedId, u32, Wording)| {
            let (source, table) = (spec.sources.iter().find(|source| source.feed == *feed)?, tables.get(feed)?);
            let (snapshot, at) = (table.part(*row).snapshot.clone(), table.file_row(*row));
            Some(NearRow { source: source.id.clone(), snapshot, row: at, why: why.clone() })
        };
        rows.filter_map(near).collect()
    }
}

/// How many of some rows were mended, by reason and proof.
pub(super) fn counts<'m>(mended: impl Iterator<Item = &'m Mended>) -> Vec<MendCount> {
    let mut counts: BTreeMap<(&str, &str), MendCount> = BTreeMap::new();
    for Mended { mending, .. } in mended {
        let new = || MendCount { mending: mending.clone().without_place(), rows: 0 };
        counts.entry((&mending.code, &mending.proof)).or_insert_with(new).rows += 1;
    }
    counts.into_values().collect()
}

fn both(say: impl Fn(Lang) -> String) -> Wording {
    Wording { zh: say(Lang::Zh), en: say(Lang::En) }
}

/// A row without a usable number.
pub(super) struct Broken {
    feed: FeedId,
    row: u32,
    said: Described,
    candidates: Vec<Candidate>,
}

/// The columns in which what was meant as a number is kept when it is none.
const WRITTEN: [&str; 3] = ["resident_id_raw", "disability_certificate_raw", "disability_certificate"];

fn broken(table: &Table, gazetteer: &Gazetteer<'_>, counties: &Counties) -> Vec<Broken> {
    let rows = (0..table.len() as u32).filter(|row| table.key("resident_id", *row).is_none());
    // A certificate that can be read tells its holder: whoever asks by it needs no repair.
    let rows = rows.filter(|row| table.certificate(*row).is_none() || table.text("resident_id_raw", *row).is_some());
    rows.map(|row| {
        let said = described(table, row, gazetteer);
        let written = WRITTEN.iter().filter_map(|field| table.text(field, row));
        let meant = written.flat_map(|text| candidates(&cleaned(text), &said, counties)).collect();
        Broken { feed: table.feed.clone(), row, said, candidates: meant }
    })
    .collect()
}

fn cleaned(text: &str) -> String {
    match read_id(text.as_bytes(), Reading::Clean).0 {
        IdText::Key(key) => key.reveal(),
        IdText::Other(text) => text,
        IdText::Blank => String::new(),
    }
}

fn described(table: &Table, row: u32, gazetteer: &Gazetteer<'_>) -> Described {
    let sex = match table.text("sex", row) {
        Some("male") => Some(Sex::Male),
        Some("female") => Some(Sex::Female),
        _ => None,
    };
    Described {
        name: table.text("name", row).unwrap_or_default().into(),
        birth: table.day("birth_date", row),
        sex,
        division: gazetteer.division(table, row).and_then(|code| code.parse().ok()),
    }
}

/// The counties of the numbers in a table.
fn learn(table: &Table, counties: &mut Counties) {
    for id in
        (0..table.len() as u32).filter_map(|row| table.key("resident_id", row)).filter_map(ResidentId::from_packed)
    {
        id.division().county().into_iter().for_each(|county| counties.learn(county));
    }
}

impl People {
    /// Everybody who may be meant by a row.
    fn leads(&self, row: &Broken) -> Vec<Lead> {
        let mut leads = Vec::new();
        for candidate in &row.candidates {
            let judged = self.of(candidate.id.packed()).iter().filter_map(|said| by_repair(candidate, &row.said, said));
            leads.extend(judged.min().map(|judgement| Lead {
                judgement,
                repair: Some(candidate.repair),
                person: candidate.id.packed(),
            }));
        }
        for person in row.said.birth.map(|birth| self.born(birth)).unwrap_or_default() {
            let judged = self.of(*person).iter().filter_map(|said| by_description(&row.said, said));
            leads.extend(judged.min().map(|judgement| Lead { judgement, repair: None, person: *person }));
        }
        leads
    }
}
