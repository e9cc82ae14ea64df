//! People at their desks through a year: each town visits in the order of its list, so many a day; the county hands over and
//! takes up what is late; departments answer. What they do goes through the functions that the pages call, and what they
//! find is the truth of the county. So much is done and no more: the rest is late.

use super::{
    super::serve::Made,
    found::{Found, Seen, note},
};
use doudi_journal::{
    IdempotencyKey, Instant,
    access::{Department, Grant, Role, UserId},
};
use doudi_kernel::{Date, Division, Lang, Month, WorkingDays};
use doudi_office::{
    Bureau, OfficeError, Who,
    matters::{self, Act, Answered, Filter, Listed, Outcome, Reason, State, View},
    messages::{self, Holder, Kind},
    visits::{self, Finding, Sight},
};
use doudi_rules::book::{Formula, Node};
use doudi_work::watch::{Level, Severity};
use jiff::ToSpan;
use std::collections::{BTreeMap, BTreeSet};

/// Visits that a town makes on a working day.
const VISITS_A_DAY: usize = 5;
/// Late matters that the county takes up and visits in a week.
const COUNTY_A_WEEK: usize = 4;
/// Days that a department takes to answer.
const ANSWERS_AFTER: i32 = 10;
/// Who has left no address: messages to them are tried, and given up in the end.
const UNREACHED: [&str; 2] = ["clerk2", "chief"];

/// What was done in some time.
#[derive(Clone, Copy, Default)]
pub(super) struct Done {
    pub(super) visited: usize,
    pub(super) closed: usize,
    pub(super) handed: usize,
    pub(super) answered: usize,
    pub(super) taken_up: usize,
    pub(super) exempted: usize,
}

/// What is done about a matter on a day.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    Visit,
    Close,
}

/// Somebody with an account.
struct Desk {
    id: UserId,
    account: String,
    name: String,
    role: Role,
    area: Division,
    since: Date,
}

impl Desk {
    fn who(&self, now: Instant) -> Who {
        let grants = vec![Grant { role: self.role, area: self.area, from: self.since, to: None }];
        Who { id: self.id, account: self.account.clone(), name: self.name.clone(), grants, now }
    }
}

/// A moment in China.
pub(super) fn moment(day: Date, hour: i8) -> Instant {
    let zoned = day.at(hour, 0, 0, 0).to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(8)));
    // A whole hour of a civil day is within what can be said.
    Instant::from_millis(zoned.map_or(0, |zoned| zoned.timestamp().as_millisecond()))
}

/// The demonstration's people, and what they have answered so far.
pub(super) struct Desks<'b> {
    bureau: &'b Bureau,
    desks: Vec<Desk>,
    /// Whom a signal was answered about as helped already.
    known: BTreeSet<(i64, String)>,
}

impl<'b> Desks<'b> {
    /// Accounts in the order in which they were made, which is that of their numbers.
    pub(super) fn new(bureau: &'b Bureau, made: &[Made], since: Date) -> Self {
        let one = |(id, it): (i64, &Made)| Desk {
            id: UserId(id),
            account: it.account.clone(),
            name: it.name.clone(),
            role: it.role,
            area: it.area,
            since,
        };
        Self { bureau, desks: (1..).zip(made).map(one).collect(), known: BTreeSet::new() }
    }

    fn first(&self, role: Role) -> Option<&Desk> {
        self.desks.iter().find(|desk| desk.role == role)
    }

    /// The first clerk of each town.
    fn towns(&self) -> Vec<&Desk> {
        let mut towns = BTreeMap::new();
        for desk in self.desks.iter().filter(|desk| desk.role == Role::TownClerk) {
            towns.entry(desk.area).or_insert(desk);
        }
        towns.into_values().collect()
    }

    /// Where people are told that something waits.
    pub(super) fn note_addresses(&self, now: Instant) -> Result<(), OfficeError> {
        for desk in self.desks.iter().filter(|desk| !UNREACHED.contains(&&*desk.account)) {
            let (who, address) = (desk.who(now), format!("{}@office.invalid", desk.account));
            messages::note_contact(self.bureau, &who, Holder::Account(desk.id.0), Kind::Email, &address)?;
        }
        Ok(())
    }

    /// How many matters are how far, for the whole county.
    pub(super) fn states(&self, now: Instant) -> Result<BTreeMap<State, usize>, OfficeError> {
        let Some(county) = self.first(Role::CountyClerk) else { return Ok(BTreeMap::new()) };
        Ok(matters::list(self.bureau, &county.who(now), &Filter::default())?.1.states)
    }

    /// Everybody works from a day to the day before another, week by week.
    pub(super) fn work(&mut self, found: &Found<'_>, from: Date, to: Date) -> Result<Done, OfficeError> {
        let days = from.series(1.day()).take_while(|day| *day < to);
        let days: Vec<Date> = days.filter(|day| WorkingDays.is_working(*day).unwrap_or(true)).collect();
        let mut done = Done::default();
        for week in days.chunks(5) {
            self.towns_visit(found, week, &mut done)?;
            self.county_looks(found, week, &mut done)?;
            self.departments_answer(week, &mut done)?;
            let evening = moment(week[week.len() - 1], 18);
            matters::late(self.bureau, evening)?;
            matters::remind(self.bureau, evening)?;
            messages::send(self.bureau, evening)?;
        }
        Ok(done)
    }

    fn listed(&self, who: &Who) -> Result<Vec<Listed>, OfficeError> {
        Ok(matters::list(self.bureau, who, &Filter { whole: true, ..Filter::default() })?.0)
    }

    /// What was visited last week is closed; then the list is gone down, so many a day.
    fn towns_visit(&mut self, found: &Found<'_>, week: &[Date], done: &mut Done) -> Result<(), OfficeError> {
        let mut all = Vec::new();
        for (at, clerk) in self.towns().into_iter().enumerate() {
            let who = clerk.who(moment(week[0], 9));
            let (mut left, mut fresh) = (Vec::new(), Vec::new());
            for it in self.listed(&who)?.into_iter().filter(|it| it.matter.owner < Level::County) {
                match (it.matter.visited, it.matter.state(week[0])) {
                    (_, State::Handed) => {}
                    (Some(_), _) => left.push(it),
                    (None, _) => fresh.push(it),
                }
            }
            all.extend(left.iter().map(|it| (week[0], Turn::Close, at, it.matter.id, it.division)));
            for (it, turn) in fresh.iter().zip(0..VISITS_A_DAY * week.len()) {
                let (day, id) = (turn / VISITS_A_DAY, it.matter.id);
                all.push((week[day], Turn::Visit, at, id, it.division));
                // Who was visited on the last day is closed next week.
                all.extend(week.get(day + 1).map(|next| (*next, Turn::Close, at, id, it.division)));
            }
        }
        all.sort_unstable();
        for (day, turn, at, id, division) in all {
            match turn {
                Turn::Visit => self.visit(found, at, day, (id, division), done)?,
                Turn::Close => {
                    let who = self.towns()[at].who(moment(day, 16));
                    self.close(found, &who, id, done)?;
                }
            }
        }
        Ok(())
    }

    /// The village's own cadre goes where there is one, with the telephone.
    fn visit(
        &self,
        found: &Found<'_>,
        town: usize,
        day: Date,
        (id, division): (i64, u64),
        done: &mut Done,
    ) -> Result<(), OfficeError> {
        let clerk = self.towns()[town];
        let cadre = self.first(Role::VillageCadre).filter(|desk| desk.area.number() == division);
        let own = clerk.who(moment(day, 10));
        let mut view = matters::open(self.bureau, &own, id)?;
        if view.matter.overdue(day) && view.matter.owner == Level::Village && cadre.is_none() {
            self.act(&own, &view, &Act::TakeUp)?;
            done.taken_up += 1;
            view = matters::open(self.bureau, &own, id)?;
        }
        let who = cadre.map_or(own, |cadre| cadre.who(moment(day, 10)));
        match cadre {
            // What the telephone brings home answers the matter.
            Some(_) => {
                visits::take(self.bureau, &who, &made(&who, &view, &seen(found, &view, day)), &[], 0).map(drop)?
            }
            None => self.look(found, &who, &view, day)?,
        }
        done.visited += 1;
        Ok(())
    }

    /// Each signal is confirmed or found otherwise.
    fn look(&self, found: &Found<'_>, who: &Who, view: &View, on: Date) -> Result<(), OfficeError> {
        let seen = seen(found, view, on);
        let one = |(heard, seen): (&matters::Heard, &Seen)| (heard.signal.clone(), heard.person, seen.so);
        let said = view.heard.iter().zip(&seen).map(one).collect();
        self.act(who, view, &Act::Visit { on, found: said, note: note(&seen, Lang::Zh) })
    }

    fn close(&mut self, found: &Found<'_>, who: &Who, id: i64, done: &mut Done) -> Result<(), OfficeError> {
        let view = matters::open(self.bureau, who, id)?;
        let seen = seen(found, &view, who.today());
        let (outcome, feed, note) = found.ends(view.matter.household, &seen);
        if outcome == Outcome::AlreadyHelped {
            self.exempt(who, &view, &seen, done)?;
        }
        let view = matters::open(self.bureau, who, id)?;
        self.act(who, &view, &Act::Close { outcome, feed, note: note.into() })?;
        done.closed += 1;
        Ok(())
    }

    /// What is so and was so before, about a household that is helped, is not asked again for a year.
    fn exempt(&mut self, who: &Who, view: &View, seen: &[Seen], done: &mut Done) -> Result<(), OfficeError> {
        let household = view.matter.household;
        for (heard, _) in view.heard.iter().zip(seen).filter(|(_, seen)| seen.so) {
            let again = !self.known.insert((household, heard.signal.clone()));
            if again && view.matter.severity != Severity::Urgent {
                let until = who.today().saturating_add(364.days());
                let (signal, person) = (heard.signal.clone(), heard.person);
                let view = matters::open(self.bureau, who, view.matter.id)?;
                self.act(who, &view, &Act::Exempt { signal, person, reason: Reason::Covered, until })?;
                done.exempted += 1;
            }
        }
        Ok(())
    }

    /// What is a department's is handed over, what departments have answered is closed, some of what is late is taken up.
    fn county_looks(&mut self, found: &Found<'_>, week: &[Date], done: &mut Done) -> Result<(), OfficeError> {
        let Some(county) = self.first(Role::CountyClerk) else { return Ok(()) };
        let who = county.who(moment(week[0], 14));
        let mut late = 0;
        for it in self.listed(&who)? {
            let id = it.matter.id;
            let department = it.signals.iter().find_map(|signal| department(self.bureau, signal));
            match (it.matter.owner, it.matter.department.is_some(), it.matter.answered.is_some()) {
                (Level::County, _, true) => self.close_answered(found, &who, id, done)?,
                (Level::County, false, _) if department.is_some() => {
                    let view = matters::open(self.bureau, &who, id)?;
                    let note = "请核实并按职责办理".to_owned();
                    department.map_or(Ok(()), |it| self.act(&who, &view, &Act::HandOver(it, note)))?;
                    done.handed += 1;
                }
                (owner, false, _) if late < COUNTY_A_WEEK && risen(&it, week[0]) => {
                    let mut view = matters::open(self.bureau, &who, id)?;
                    if owner < Level::County {
                        self.act(&who, &view, &Act::TakeUp)?;
                        done.taken_up += 1;
                        view = matters::open(self.bureau, &who, id)?;
                    }
                    self.look(found, &who, &view, who.today())?;
                    self.close(found, &who, id, done)?;
                    done.visited += 1;
                    late += 1;
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// From the desk: what is so is helped by then, what is not so was wrong in the data.
    fn close_answered(&mut self, found: &Found<'_>, who: &Who, id: i64, done: &mut Done) -> Result<(), OfficeError> {
        let view = matters::open(self.bureau, who, id)?;
        let seen = seen(found, &view, who.today());
        let so = seen.iter().any(|it| it.so);
        let (_, feed, _) = found.ends(view.matter.household, &seen);
        let act = match so {
            true => Act::Close { outcome: Outcome::AlreadyHelped, feed: None, note: "部门已办理".into() },
            false => Act::Close { outcome: Outcome::DataWrong, feed, note: "部门核实与实际不符".into() },
        };
        self.act(who, &view, &act)?;
        done.closed += 1;
        Ok(())
    }

    fn departments_answer(&self, week: &[Date], done: &mut Done) -> Result<(), OfficeError> {
        for desk in &self.desks {
            let Role::Department(own) = desk.role else { continue };
            let who = desk.who(moment(week[week.len() - 1], 11));
            for it in self.listed(&who)?.into_iter().filter(|it| it.matter.answered.is_none()) {
                let asked = it.matter.handed.is_some_and(|on| (who.today() - on).get_days() >= ANSWERS_AFTER);
                if asked {
                    let view = matters::open(self.bureau, &who, it.matter.id)?;
                    self.act(&who, &view, &Act::Answer(own, "已核实，按规定办理".into()))?;
                    done.answered += 1;
                }
            }
        }
        Ok(())
    }

    fn act(&self, who: &Who, view: &View, act: &Act) -> Result<(), OfficeError> {
        let (id, version) = (view.matter.id, view.matter.version);
        let key = IdempotencyKey::new(format!("demo-{id}-{version}"))?;
        matters::act(self.bureau, who, id, version, act, &key).map(drop)
    }
}

/// Whether nobody has been there, and it is the county's by now.
fn risen(it: &Listed, today: Date) -> bool {
    it.matter.visited.is_none() && it.matter.level(today) == Level::County
}

fn seen(found: &Found<'_>, view: &View, on: Date) -> Vec<Seen> {
    view.heard.iter().map(|heard| found.see(view.matter.household, heard, Month::of(on))).collect()
}

/// The department whose help a signal asks for: the first of those who tell its facts, where its task is a department's.
fn department(bureau: &Bureau, signal: &str) -> Option<Department> {
    let book = bureau.book;
    let signal = bureau.signal(signal)?;
    let word = |list: &str, place: u16| {
        let codes = book.codes.iter().find(|codes| codes.name == list)?;
        Some(codes.words.get(usize::from(place))?.0.as_str())
    };
    (word("role", signal.owner)? == "department").then_some(())?;
    let mut told: Vec<u16> = Vec::new();
    facts(bureau, &signal.when, 2, &mut told);
    let known = |place: u16| {
        let name = word("department", place)?;
        Department::ALL.iter().copied().find(|it| it.name() == name)
    };
    told.into_iter().find_map(known)
}

/// Who tells the facts of a formula, through so many variables.
fn facts(bureau: &Bureau, formula: &Formula, depth: u8, told: &mut Vec<u16>) {
    formula.walk(&mut |part| match &part.node {
        Node::Fact(id) => told.extend(&bureau.book.facts[id.index()].departments),
        Node::Variable(id) if depth > 0 => {
            let definitions = &bureau.book.variables[id.index()].definitions;
            definitions.iter().for_each(|it| facts(bureau, &it.formula, depth - 1, told));
        }
        _ => {}
    });
}

/// A visit as the telephone sends it: what the signals ask about, as it is.
fn made(who: &Who, view: &View, seen: &[Seen]) -> visits::Made {
    let yes = |it: bool| if it { "yes" } else { "no" }.to_owned();
    let mut sights: BTreeMap<&str, String> = BTreeMap::new();
    for (heard, seen) in view.heard.iter().zip(seen) {
        let so = seen.so && !seen.over;
        let (item, value) = match heard.signal.as_str() {
            "work_lost" | "unemployment_registered" => ("need:work", so),
            "medical_spending_high" | "seriously_ill_anew" => ("need:medical", so),
            "insurance_lapsed" | "medical_insurance_missing" => ("guarantee:medical", !so),
            "house_unsafe" => ("guarantee:housing", !so),
            "dropped_out" => ("guarantee:education", !so),
            _ => ("need:money", so),
        };
        sights.insert(item, yes(value));
    }
    let answer = |(heard, seen): (&matters::Heard, &Seen)| {
        let (signal, person) = (heard.signal.clone(), heard.person);
        Answered { signal, person, so: seen.so }
    };
    let finding = if seen.iter().any(|it| it.so && !it.over) { Finding::Needs } else { Finding::Nothing };
    let sight =
        |(item, value): (&str, String)| Sight { person: None, item: item.into(), value, paper: false, told: None };
    visits::Made {
        name: format!("{:016x}{:016x}", view.matter.id, view.matter.version),
        account: who.id.0,
        household: view.matter.household,
        base: 0,
        at: who.now.millis(),
        case: None,
        companion: None,
        sights: sights.into_iter().map(sight).collect(),
        words: note(seen, Lang::Zh),
        place: None,
        strokes: Vec::new(),
        finding: Some(finding.code().to_owned()),
        answers: view.heard.iter().zip(seen).map(answer).collect(),
    }
}
