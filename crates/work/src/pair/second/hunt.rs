//! The leads that one thread finds while the source streams past.

use super::Second;
use doudi_compare::repair::{Candidate, Described, Judgement, by_description, by_repair, candidates};
use doudi_compare::{Asked, Batch, Hit, IdText};
use doudi_kernel::{IdKey, ResidentId};

/// A suspect and a source row that may be about one person.
#[derive(Clone, Debug)]
pub(in crate::pair) struct Trail {
    /// The number of the suspect.
    pub(in crate::pair) suspect: u32,
    pub(in crate::pair) judgement: Judgement,
    /// How the number was repaired, if it was.
    pub(in crate::pair) candidate: Option<Candidate>,
    pub(in crate::pair) number: IdKey,
    pub(in crate::pair) source: u32,
    pub(in crate::pair) name: String,
    pub(in crate::pair) dead: Option<u8>,
}

/// An asked row, and a source row whose broken number may have been its number.
#[derive(Clone, Debug)]
pub(in crate::pair) struct Mirrored {
    pub(in crate::pair) slot: u32,
    pub(in crate::pair) asked: u32,
    pub(in crate::pair) source: u32,
    pub(in crate::pair) candidate: Candidate,
}

/// What a source row says, asked for when it matters.
pub(in crate::pair) struct Word {
    pub(in crate::pair) name: String,
    pub(in crate::pair) division: String,
    pub(in crate::pair) dead: Option<u8>,
}

/// Rows of a segment that are looked at again at its end, and what came of it.
#[derive(Debug, Default)]
pub(in crate::pair) struct Hunt {
    keys: Vec<IdKey>,
    /// The row of each key.
    rows: Vec<u32>,
    broken: Vec<(u32, String)>,
    scratch: Vec<u32>,
    hits: Vec<Hit>,
    pub(in crate::pair) trails: Vec<Trail>,
    pub(in crate::pair) mirrored: Vec<Mirrored>,
}

impl Hunt {
    pub(in crate::pair) fn begin(&mut self) {
        self.keys.clear();
        self.rows.clear();
        self.broken.clear();
    }

    /// Looks at the key of a row of the segment; `text` is as it stands.
    #[inline]
    pub(in crate::pair) fn key(&mut self, key: IdKey, text: &[u8; 18], row: u32) {
        self.keys.push(key);
        self.rows.push(row);
        if !IdKey::check_agrees(text) {
            self.broken.push((row, String::from_utf8_lossy(text).to_ascii_uppercase()));
        }
    }

    /// Looks at a row whose number is not simply eighteen characters.
    pub(in crate::pair) fn unusual(&mut self, id: &IdText, row: u32) {
        match id {
            IdText::Key(key) => self.key(*key, &key.characters(), row),
            IdText::Other(text) => self.broken.push((row, text.clone())),
            IdText::Blank => {}
        }
    }

    /// Ends a segment whose keys are in `batch`.
    pub(in crate::pair) fn end<'n>(
        &mut self,
        second: &Second,
        asked: &Asked,
        batch: &Batch,
        pack: impl Fn(u32) -> u32,
        name: impl Fn(u32) -> std::borrow::Cow<'n, [u8]>,
        word: impl Fn(u32) -> Word,
    ) {
        self.repaired(second, batch, &pack, &word);
        self.born(second, &pack, name, &word);
        self.mirrored(second, asked, &pack);
    }

    /// Source rows whose number a suspect's may have been.
    fn repaired(&mut self, second: &Second, batch: &Batch, pack: &impl Fn(u32) -> u32, word: &impl Fn(u32) -> Word) {
        let mut hits = std::mem::take(&mut self.hits);
        second.numbers.probe(batch, &mut self.scratch, &mut hits);
        for hit in &hits {
            let said = word(hit.position);
            let person = Described { name: said.name.clone(), ..Described::default() };
            for (at, _) in second.numbers.rows(hit.slot) {
                let (suspect, candidate) = second.candidates[at as usize];
                let Some(judgement) = by_repair(&candidate, &second.suspects[suspect as usize].said, &person) else {
                    continue;
                };
                self.trails.push(Trail {
                    suspect,
                    judgement,
                    candidate: Some(candidate),
                    number: candidate.id.key(),
                    source: pack(hit.position),
                    name: said.name.clone(),
                    dead: said.dead,
                });
            }
        }
        self.hits = hits;
    }

    /// Source rows of people whom a suspect's name and birth date describe.
    fn born<'n>(
        &mut self,
        second: &Second,
        pack: &impl Fn(u32) -> u32,
        name: impl Fn(u32) -> std::borrow::Cow<'n, [u8]>,
        word: &impl Fn(u32) -> Word,
    ) {
        self.scratch.resize(self.keys.len(), 0);
        let passed = second.births.pass(&self.keys, &mut self.scratch);
        for &at in &self.scratch[..passed] {
            let (row, key) = (self.rows[at as usize], self.keys[at as usize]);
            for suspect in second.births.like(key, &name(row)) {
                let Ok(id) = key.resident() else { break };
                let said = word(row);
                let person = described(&said, id);
                let Some(judgement) = by_description(&second.suspects[suspect as usize].said, &person) else {
                    continue;
                };
                let (source, candidate) = (pack(row), None);
                let Word { name, dead, .. } = said;
                self.trails.push(Trail { suspect, judgement, candidate, number: key, source, name, dead });
            }
        }
    }

    /// Asked rows whose number a broken one of the source may have been.
    fn mirrored(&mut self, second: &Second, asked: &Asked, pack: &impl Fn(u32) -> u32) {
        if self.broken.is_empty() {
            return;
        }
        let (mut batch, mut meant) = (Batch::default(), Vec::new());
        for (row, text) in &self.broken {
            for candidate in candidates(text, &Described::default(), &second.counties) {
                batch.add(candidate.id.key(), meant.len() as u32);
                meant.push((*row, candidate));
            }
        }
        let mut hits = std::mem::take(&mut self.hits);
        asked.probe(&batch, &mut self.scratch, &mut hits);
        for hit in &hits {
            let (row, candidate) = meant[hit.position as usize];
            let found = asked.rows(hit.slot).map(|(asked, _)| asked);
            let source = pack(row);
            self.mirrored.extend(found.map(|asked| Mirrored { slot: hit.slot, asked, source, candidate }));
        }
        self.hits = hits;
    }
}

fn described(said: &Word, id: ResidentId) -> Described {
    let read = Described::read(&said.name, "", "", &said.division);
    Described { birth: Some(id.birth_date()), sex: Some(id.sex()), ..read }
}
