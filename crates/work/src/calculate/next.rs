//! Which question is asked next: the one whose usual answer settles most, so that few are asked.

use super::{
    Calculator,
    needs::{Needs, settled},
    told::{Known, Need, Told},
};
use doudi_rules::{
    book::{Entity, FactId},
    explain::{Reader, Row},
    oracle::population,
};
use std::collections::{BTreeMap, BTreeSet};

/// A page to be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The question's place.
    pub question: usize,
    /// Which of its facts.
    pub facts: Vec<FactId>,
    /// Of which members or obligors; empty where the page asks how many there are.
    pub rows: Vec<u32>,
}

/// A programme at its place for a row within the household.
type Claim = (usize, usize);

impl Calculator<'_> {
    /// The next page; none where nothing that could be asked decides anything any more.
    pub fn next(&self, told: &Told, topics: &[usize]) -> Option<Asked> {
        let members = self.questions.all.iter().position(|it| it.rows && it.entity == Entity::Person)?;
        if !told.lines.iter().any(|line| line.question == members) {
            return Some(self.page(members, &BTreeSet::new()));
        }
        let known = told.known(self.book(), self.questions);
        let open = self.open(&known, topics, false);
        let mut candidates: BTreeMap<usize, (BTreeSet<Need>, usize)> = BTreeMap::new();
        for need in open.values() {
            let mut of_it = BTreeSet::new();
            for one in need {
                let question = self.question_of(*one)?;
                candidates.entry(question).or_default().0.insert(*one);
                of_it.insert(question);
            }
            of_it.iter().for_each(|question| candidates.entry(*question).or_default().1 += 1);
        }
        let claims: Vec<Claim> = open.into_keys().collect();
        let settles = self.settled_by(&known, &candidates, &claims);
        let best = candidates
            .iter()
            .zip(settles)
            .max_by_key(|((place, (_, wanted)), settles)| (*settles, *wanted, std::cmp::Reverse(**place)));
        let ((question, (needs, _)), _) = best?;
        let ahead = self.open(&known, topics, true).into_values().flatten();
        let same = ahead.filter(|need| self.question_of(*need) == Some(*question));
        Some(self.page(*question, &needs.iter().copied().chain(same).collect()))
    }

    /// How many claims there are: programmes times who may claim them.
    pub(super) fn claims(&self, known: &Known, topics: &[usize]) -> usize {
        let rows =
            |place: usize| known.household.rows(self.book().programmes[self.programmes[place].index()].entity) as usize;
        self.places(topics).map(rows).sum()
    }

    /// The claims that are open, each with what could decide it.
    pub(super) fn open(&self, known: &Known, topics: &[usize], ahead: bool) -> BTreeMap<Claim, BTreeSet<Need>> {
        let population = population(self.book(), std::slice::from_ref(&known.household));
        let mut reader = Reader::new(&self.program, &population);
        reader.turn_to(0);
        let needs = Needs::new(&self.program.statute, &reader, known, ahead);
        let mut open = BTreeMap::new();
        for place in self.places(topics) {
            let programme = &self.book().programmes[self.programmes[place].index()];
            for within in 0..known.household.rows(programme.entity) as usize {
                let wanted = needs.of(programme, Row { household: 0, child: within });
                if !wanted.is_empty() {
                    open.insert((place, within), wanted);
                }
            }
        }
        open
    }

    /// How many claims the usual answer to each question would settle: copies of the household, asked at once.
    fn settled_by(
        &self,
        known: &Known,
        candidates: &BTreeMap<usize, (BTreeSet<Need>, usize)>,
        claims: &[Claim],
    ) -> Vec<usize> {
        let supposed: Vec<_> = candidates.values().map(|(needs, _)| self.supposed(known, needs)).collect();
        let population = population(self.book(), &supposed);
        let mut reader = Reader::new(&self.program, &population);
        reader.turn_to_all(0..supposed.len());
        let settles = |household: usize| {
            let settled = claims.iter().filter(|(place, within)| {
                let programme = &self.book().programmes[self.programmes[*place].index()];
                let first = match programme.entity {
                    Entity::Household => 0,
                    entity => reader.rows(entity, household).start,
                };
                settled(&reader, programme, Row { household, child: first + within })
            });
            settled.count()
        };
        (0..supposed.len()).map(settles).collect()
    }

    /// The household if the usual were told.
    fn supposed(&self, known: &Known, needs: &BTreeSet<Need>) -> doudi_rules::oracle::Household {
        let mut household = known.household.clone();
        for need in needs {
            match need {
                Need::Rows(Entity::Obligor) => {
                    household.obligors = 0;
                    household.facts.retain(|fact, _| self.book().facts[fact.index()].entity != Entity::Obligor);
                }
                Need::Rows(_) => {}
                Need::Fact(fact, row) => {
                    household.state(self.book(), *fact, *row, self.book().facts[fact.index()].usual);
                }
            }
        }
        household
    }

    fn question_of(&self, need: Need) -> Option<usize> {
        self.questions.all.iter().position(|it| match need {
            Need::Rows(entity) => it.rows && it.entity == entity,
            Need::Fact(fact, _) => it.facts.contains(&fact),
        })
    }

    /// The page that asks for what is needed; where it asks how many there are, for all of its facts.
    fn page(&self, place: usize, needs: &BTreeSet<Need>) -> Asked {
        let question = &self.questions.all[place];
        let rows: BTreeSet<u32> =
            needs.iter().filter_map(|need| if let Need::Fact(_, row) = need { Some(*row) } else { None }).collect();
        let counts = question.rows && rows.is_empty();
        let wanted =
            |fact: &&FactId| counts || needs.iter().any(|need| matches!(need, Need::Fact(of, _) if of == *fact));
        let facts = question.facts.iter().filter(wanted).copied().collect();
        Asked { question: place, facts, rows: rows.into_iter().collect() }
    }
}
