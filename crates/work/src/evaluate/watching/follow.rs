//! Households through the months: which signals about each open its matter, join it, rest.

use crate::{
    assess::Basis,
    watch::{About, Fate, Last, Rule, Standing, Watched, fates},
};
use doudi_kernel::{Date, Month};
use doudi_rules::book::Book;
use std::collections::{BTreeMap, BTreeSet};

/// A signal that opened a matter or joined one.
#[derive(Clone, PartialEq, Eq)]
pub struct Heard {
    /// The month whose files told.
    pub month: Month,
    /// The signal.
    pub signal: String,
    /// The member whom it is about, packed.
    pub person: Option<u64>,
    /// The household's members, packed.
    pub members: Vec<u64>,
    /// Nine digits; none where the household could not be placed.
    pub town: Option<String>,
    /// It opened the matter.
    pub opens: bool,
}

impl std::fmt::Debug for Heard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Heard({} {} opens {})", self.month, self.signal, self.opens)
    }
}

/// A household with its open matter's last day.
#[derive(Default)]
struct Thread {
    standing: Standing,
    due: Option<Date>,
}

/// The months so far.
pub struct Follow {
    rules: BTreeMap<String, Rule>,
    threads: Vec<Thread>,
    /// Whose thread a person's household is, by packed number.
    people: BTreeMap<u64, usize>,
    /// The months.
    pub months: Vec<Month>,
    /// What opened matters or joined them, in order.
    pub heard: Vec<Heard>,
    /// By signal, how often it was raised.
    pub raised: BTreeMap<String, u64>,
    /// Who was looked up in some month.
    pub seen: BTreeSet<u64>,
    /// Who was on dibao or tekun, by month.
    pub helped: BTreeSet<(Month, u64)>,
}

impl Follow {
    /// Before the first month.
    pub fn new(book: &Book) -> Self {
        Self {
            rules: Rule::all(book),
            threads: Vec::new(),
            people: BTreeMap::new(),
            months: Vec::new(),
            heard: Vec::new(),
            raised: BTreeMap::new(),
            seen: BTreeSet::new(),
            helped: BTreeSet::new(),
        }
    }

    /// Takes the next month, and who of it is on dibao or tekun. Its matters open on its last day.
    pub fn take(&mut self, now: &Basis, watched: &Watched, helped: impl IntoIterator<Item = u64>) {
        self.months.push(now.month);
        self.helped.extend(helped.into_iter().map(|person| (now.month, person)));
        let mut of: BTreeMap<u32, Vec<About>> = BTreeMap::new();
        for raised in &watched.raised {
            *self.raised.entry(raised.signal.clone()).or_default() += 1;
            let members = &now.people.households[raised.household as usize].members;
            let person = raised.member.and_then(|at| members[at as usize].key);
            of.entry(raised.household).or_default().push(About { signal: raised.signal.clone(), person });
        }
        self.close_due(now.month.last_day());
        for (number, household) in (0..).zip(&now.people.households) {
            let members: Vec<u64> = household.members.iter().filter_map(|member| member.key).collect();
            self.seen.extend(&members);
            let thread = self.thread(&members);
            if let Some(abouts) = of.remove(&number) {
                self.told(thread, now.month, abouts, &members, household.place.town.as_deref());
            }
        }
    }

    /// A household is the one to which the first of its people belonged who was in one.
    fn thread(&mut self, members: &[u64]) -> usize {
        let known = members.iter().find_map(|person| self.people.get(person).copied());
        let thread = known.unwrap_or_else(|| {
            self.threads.push(Thread::default());
            self.threads.len() - 1
        });
        self.people.extend(members.iter().map(|person| (*person, thread)));
        thread
    }

    fn told(&mut self, thread: usize, month: Month, abouts: Vec<About>, members: &[u64], town: Option<&str>) {
        let (day, thread) = (month.last_day(), &mut self.threads[thread]);
        for (about, fate) in fates(&self.rules, &thread.standing, abouts, month, day) {
            match fate {
                Fate::Opens | Fate::Joins => {
                    let due = self.rules.get(&about.signal).and_then(|rule| rule.due.after(day));
                    thread.due = thread.due.into_iter().chain(due).min();
                    self.heard.push(Heard {
                        month,
                        signal: about.signal.clone(),
                        person: about.person,
                        members: members.to_vec(),
                        town: town.map(str::to_owned),
                        opens: fate == Fate::Opens,
                    });
                    thread.standing.open = true;
                    thread.standing.last.insert(about, Last { month, day, open: true });
                }
                Fate::Still => {
                    if let Some(last) = thread.standing.last.get_mut(&about) {
                        last.month = month;
                    }
                }
                Fate::Told | Fate::Rests(_) | Fate::Exempt(_) => {}
            }
        }
    }

    /// Every matter is visited on the day on which it is due, and closed.
    fn close_due(&mut self, day: Date) {
        for thread in self.threads.iter_mut().filter(|thread| thread.standing.open) {
            let Some(due) = thread.due.filter(|due| *due < day) else { continue };
            (thread.standing.open, thread.due) = (false, None);
            for last in thread.standing.last.values_mut().filter(|last| last.open) {
                (last.open, last.day) = (false, last.day.max(due));
            }
        }
    }
}
