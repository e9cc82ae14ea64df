//! Writing the county: villages in parallel, a few at a time, every file in order.

use crate::{
    CountyPlan, Form, SynthError,
    chance::{Chance, Subject},
    life, mess,
    office::{FEEDS, Feed, Row, Sent, View, parquet::ParquetFile, sheet::OfficeFile},
    plan::{self, Places, VillagePlan},
    truth::{
        self, Error, ErrorLine, Lost, doubts,
        links::{self, Whose},
        means, persons,
        shocks::{HARDSHIP, SHOCKS_HEADING, Years},
    },
};
use doudi_kernel::{Month, ResidentId};
use rayon::prelude::*;
use std::{
    borrow::Cow,
    collections::BTreeMap,
    fs::{self, File},
    path::{Path, PathBuf},
};

/// Villages that are made at a time; memory is bounded by them.
const AT_A_TIME: usize = 8;
/// Villages that publish a planting subsidy list.
const PUBLISHING: u32 = 3;

/// How far the writing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Villages written.
    pub villages_done: u64,
    /// Villages in all.
    pub villages: u64,
    /// People made so far.
    pub people: u64,
}

/// What was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Towns and streets.
    pub towns: u32,
    /// Villages and communities.
    pub villages: u32,
    /// Households.
    pub households: u64,
    /// People living in the county at the end of the last month.
    pub residents: u64,
    /// Everybody ever known, the dead and those who left included.
    pub people: u64,
    /// Files of departments, all months.
    pub files: u32,
    /// Rows in them.
    pub rows: u64,
    /// Doubts that the last month's files make findable, true or false.
    pub doubts_findable: u64,
    /// True doubts whose evidence was spoiled.
    pub doubts_lost: u64,
    /// Errors in files.
    pub errors: u64,
    /// What struck somebody within the months written.
    pub shocks: u64,
}

/// One file of a feed in either form.
enum Sink {
    Office(OfficeFile),
    Parquet(ParquetFile),
}

struct Target {
    feed: usize,
    /// The month's place in the plan.
    place: usize,
    /// Only this village's rows, or everybody's.
    village: Option<u32>,
    sink: Sink,
    rows: u64,
    /// Of a Parquet file; an office's file numbers its own rows.
    errors: Vec<ErrorLine>,
    /// Whose the rows without a number are, by line.
    whose: Vec<(u32, Whose)>,
}

/// A village's rows in one file as sent, and the errors in them by place.
type Sheet = (Vec<Row>, Vec<(usize, Error)>);

/// A village's part of every file.
struct Part {
    number: u32,
    /// By feed, then month.
    files: Vec<Vec<Sheet>>,
    /// Likewise: rows without a number by their place, with whose they are.
    whose: Vec<Vec<Vec<(usize, Whose)>>>,
    no_number: Vec<[String; 5]>,
    persons: Vec<Row>,
    means: Vec<Row>,
    doubts: Vec<[String; 9]>,
    shocks: Vec<[String; 9]>,
    hardship: Vec<Row>,
    counts: [u64; 5],
}

/// Writes a county under `out`: a folder of departments' files a month, the division list, and `truth/`.
///
/// Villages are made independently from `(seed, village)`, a few at a time, so that memory does not grow with the county.
/// The same plan writes the same bytes.
///
/// # Errors
/// A plan that makes no sense, or a file that cannot be written.
pub fn write_county(plan: &CountyPlan, out: &Path, progress: &mut dyn FnMut(Progress)) -> Result<Summary, SynthError> {
    plan.check()?;
    let places = plan::places(plan);
    let mut targets = open(plan, &places, out)?;
    let truth = out.join("truth");
    fs::create_dir_all(&truth).map_err(SynthError::io(&truth))?;
    let mut people = ParquetFile::with_columns(persons::COLUMNS, &truth.join("persons.parquet"))?;
    let mut incomes = ParquetFile::with_columns(means::COLUMNS, &truth.join("means.parquet"))?;
    let mut hardship = ParquetFile::with_columns(HARDSHIP, &truth.join("hardship.parquet"))?;
    let mut shocks = csv::Writer::from_path(truth.join("shocks.csv"))?;
    shocks.write_record(SHOCKS_HEADING)?;
    let mut doubts = csv::Writer::from_path(truth.join("doubts.csv"))?;
    doubts.write_record(doubts::DOUBTS_HEADING)?;
    let mut no_number = csv::Writer::from_path(truth.join("no_number.csv"))?;
    no_number.write_record(links::NO_NUMBER_HEADING)?;
    let mut summary = Summary { villages: places.villages.len() as u32, ..Summary::default() };
    for chunk in places.villages.chunks(AT_A_TIME) {
        let parts: Vec<Part> = chunk.par_iter().map(|village| part(plan, &places, *village)).collect();
        targets.par_iter_mut().try_for_each(|target| parts.iter().try_for_each(|part| target.take(part, &places)))?;
        for part in &parts {
            people.take(&part.persons, &places)?;
            incomes.take(&part.means, &places)?;
            hardship.take(&part.hardship, &places)?;
            part.shocks.iter().try_for_each(|line| shocks.write_record(line))?;
            part.doubts.iter().try_for_each(|line| doubts.write_record(line))?;
            part.no_number.iter().try_for_each(|line| no_number.write_record(line))?;
            summary.add(part);
        }
        progress(Progress {
            villages_done: u64::from(chunk[chunk.len() - 1].number),
            villages: u64::from(summary.villages),
            people: summary.people,
        });
    }
    people.finish()?;
    incomes.finish()?;
    hardship.finish()?;
    shocks.flush().map_err(SynthError::io(&truth))?;
    doubts.flush().map_err(SynthError::io(&truth))?;
    no_number.flush().map_err(SynthError::io(&truth))?;
    fs::write(truth.join("README.md"), truth::README).map_err(SynthError::io(&truth))?;
    finish(plan, &places, out, targets, &mut summary)?;
    Ok(summary)
}

impl Summary {
    fn add(&mut self, part: &Part) {
        let [households, residents, people, findable, lost] = part.counts;
        self.households += households;
        self.residents += residents;
        self.people += people;
        self.doubts_findable += findable;
        self.doubts_lost += lost;
        self.shocks += part.shocks.len() as u64;
    }
}

impl Target {
    fn take(&mut self, part: &Part, places: &Places) -> Result<(), SynthError> {
        if self.village.is_some_and(|village| village != part.number) {
            return Ok(());
        }
        let (rows, errors) = &part.files[self.feed][self.place];
        let before = self.rows as u32;
        self.rows += rows.len() as u64;
        let lines = match &mut self.sink {
            Sink::Office(file) => file.take(rows, errors, places)?,
            Sink::Parquet(file) => {
                let line = |(place, error): &(usize, Error)| ErrorLine {
                    row: before + *place as u32 + 1,
                    error: error.clone(),
                };
                self.errors.extend(errors.iter().map(line));
                file.take(rows, places)?;
                (before + 1..=before + rows.len() as u32).collect()
            }
        };
        let whose = &part.whose[self.feed][self.place];
        self.whose.extend(whose.iter().filter_map(|(place, whose)| Some((*lines.get(*place)?, whose.clone()))));
        Ok(())
    }
}

/// Begins every file of every month.
fn open(plan: &CountyPlan, places: &Places, out: &Path) -> Result<Vec<Target>, SynthError> {
    let mut targets = Vec::new();
    for place in 0..usize::from(plan.months) {
        let folder = out.join(plan.month_at(place).to_string());
        fs::create_dir_all(&folder).map_err(SynthError::io(&folder))?;
        for (number, feed) in FEEDS.iter().enumerate().filter(|(_, feed)| sent(feed, place, plan)) {
            let villages: Vec<Option<&VillagePlan>> = match (feed.sent, plan.form) {
                (Sent::ByVillage, Form::Office) => {
                    places.villages.iter().filter(|v| !v.urban).take(PUBLISHING as usize).map(Some).collect()
                }
                _ => vec![None],
            };
            for village in villages {
                let sink = sink(plan, places, feed, place, village, &folder)?;
                targets.push(Target {
                    feed: number,
                    place,
                    village: village.map(|v| v.number),
                    sink,
                    rows: 0,
                    errors: Vec::new(),
                    whose: Vec::new(),
                });
            }
        }
    }
    Ok(targets)
}

fn sent(feed: &Feed, place: usize, plan: &CountyPlan) -> bool {
    match feed.sent {
        Sent::Monthly => true,
        Sent::Once => place == 0,
        Sent::ByVillage => place + 1 == usize::from(plan.months),
    }
}

fn sink(
    plan: &CountyPlan,
    places: &Places,
    feed: &'static Feed,
    place: usize,
    village: Option<&VillagePlan>,
    folder: &Path,
) -> Result<Sink, SynthError> {
    match plan.form {
        Form::Office => {
            let part = village.map_or_else(String::new, |v| places.name(v.division).to_owned());
            OfficeFile::new(feed, plan, place, part, folder).map(Sink::Office)
        }
        Form::Parquet => {
            let name = parquet_name(feed, plan.month_at(place));
            Ok(Sink::Parquet(ParquetFile::new(feed, &folder.join(&name))?))
        }
    }
}

fn parquet_name(feed: &Feed, month: Month) -> String {
    format!("{}_{}.parquet", feed.id, month.compact())
}

/// Makes a village and its part of every file.
fn part(plan: &CountyPlan, places: &Places, place: VillagePlan) -> Part {
    let village = life::live(plan, places, place);
    let seen: Vec<Cow<life::Village>> = plan.all_months().map(|month| village.as_seen(month)).collect();
    let mut written = Written::default();
    for number in 0..FEEDS.len() {
        written.feed(number, plan, &seen);
    }
    let Written { files, clean, sent, spoiled, lost } = written;
    let mended = truth::mend(sent, &lost);
    let judged = doubts::judge(&doubts::Rows { of: clean }, &doubts::Rows { of: mended }, plan.month, &spoiled);
    let names: BTreeMap<ResidentId, &str> = village.people.iter().map(|p| (p.id(), &*p.born.name)).collect();
    let findable = judged.iter().filter(|doubt| doubt.findable).count() as u64;
    let residents = village.people.iter().filter(|p| p.lives(plan.month)).count() as u64;
    let (households, people) = (village.households.len() as u64, village.people.len() as u64);
    let (lived, years) = (village.as_lived(plan.month), Years::of(plan, &village));
    let last = View { village: &lived, month: plan.month };
    Part {
        number: place.number,
        files,
        whose: whose(plan, &seen),
        no_number: links::no_number(&last),
        persons: persons::rows(&last),
        means: means::rows(&last),
        shocks: years.shocks(),
        hardship: years.hardship(),
        counts: [households, residents, people, findable, judged.len() as u64 - findable],
        doubts: judged.iter().map(|doubt| line(doubt, plan, place, &names)).collect(),
    }
}

/// By feed and month, whose the rows without a number are.
fn whose(plan: &CountyPlan, seen: &[Cow<life::Village>]) -> Vec<Vec<Vec<(usize, Whose)>>> {
    let of = |feed: &Feed, place: usize| match sent(feed, place, plan) {
        true => links::whose(feed, &View { village: &seen[place], month: plan.month_at(place) }),
        false => Vec::new(),
    };
    FEEDS.iter().map(|feed| (0..usize::from(plan.months)).map(|place| of(feed, place)).collect()).collect()
}

/// A village's rows of all feeds while they are being made.
#[derive(Default)]
struct Written {
    files: Vec<Vec<Sheet>>,
    /// By feed: what the last month's comparison would see had nothing been spoiled.
    clean: Vec<Vec<Row>>,
    /// By feed: what it sees.
    sent: Vec<Vec<Row>>,
    /// In which feeds a person's id was lost, and how.
    spoiled: BTreeMap<ResidentId, Vec<String>>,
    /// The rows of `sent` whose id was lost.
    lost: Vec<Lost>,
}

impl Written {
    /// Makes the rows of a feed for every month, and spoils them.
    fn feed(&mut self, number: usize, plan: &CountyPlan, seen: &[Cow<life::Village>]) {
        let (feed, last) = (&FEEDS[number], usize::from(plan.months) - 1);
        let (mut clean, mut dirty, mut months) = (Vec::new(), Vec::new(), Vec::new());
        for (at, village) in seen.iter().enumerate() {
            let mut rows = Vec::new();
            if sent(feed, at, plan) {
                (feed.rows)(&View { village, month: plan.month_at(at) }, &mut rows);
            }
            // Deaths are increments: those of every month count.
            let counts = at == last || feed.id == "death_register";
            if counts {
                clean.extend(rows.iter().cloned());
            }
            let subject = Subject::Mess { feed: number, month: at };
            let mut chance = Chance::new(plan.seed, u64::from(village.place.number), subject);
            let errors = mess::spoil(feed, &mut rows, &mut chance);
            if counts {
                self.note(number, dirty.len(), &errors);
                dirty.extend(rows.iter().cloned());
            }
            months.push((rows, errors));
        }
        self.clean.push(clean);
        self.sent.push(dirty);
        self.files.push(months);
    }

    /// Remembers whose id was lost in rows that follow `before` others of the feed.
    fn note(&mut self, number: usize, before: usize, errors: &[(usize, Error)]) {
        let feed = &FEEDS[number];
        for (place, error) in errors.iter().filter(|(_, error)| truth::loses_id(error.kind)) {
            self.lost.push(Lost { feed: number, row: before + place, error: error.clone() });
            let lost = format!("id lost in {} ({})", feed.id, error.kind);
            self.spoiled.entry(error.whose).or_default().push(lost);
        }
    }
}

fn line(
    judged: &doubts::Judged,
    plan: &CountyPlan,
    place: VillagePlan,
    names: &BTreeMap<ResidentId, &str>,
) -> [String; 9] {
    let yes = |it: bool| if it { "yes" } else { "no" }.to_owned();
    let doubt = &judged.doubt;
    [
        doubt.spec.to_owned(),
        doubt.reason.to_owned(),
        plan.month.to_string(),
        doubt.who.key().reveal(),
        names.get(&doubt.who).copied().unwrap_or("").to_owned(),
        place.division.twelve(),
        yes(judged.findable),
        judged.why_not.clone(),
        yes(judged.genuine),
    ]
}

/// Ends every file and writes the errors and the division list.
fn finish(
    plan: &CountyPlan,
    places: &Places,
    out: &Path,
    targets: Vec<Target>,
    summary: &mut Summary,
) -> Result<(), SynthError> {
    let path = out.join("truth").join("errors.csv");
    let mut errors = csv::Writer::from_writer(File::create(&path).map_err(SynthError::io(&path))?);
    errors.write_record(truth::ERRORS_HEADING)?;
    let mut links = csv::Writer::from_path(out.join("truth").join("links.csv"))?;
    links.write_record(links::LINKS_HEADING)?;
    for target in targets {
        let month = plan.month_at(target.place).to_string();
        summary.files += 1;
        summary.rows += target.rows;
        let feed = &FEEDS[target.feed];
        let (name, lines) = match target.sink {
            Sink::Office(file) => file.finish(places)?,
            Sink::Parquet(file) => {
                file.finish()?;
                (parquet_name(feed, plan.month_at(target.place)), target.errors)
            }
        };
        summary.errors += lines.len() as u64;
        for line in &lines {
            errors.write_record(truth::error_fields(feed, target.place, &month, &name, line))?;
        }
        for (row, whose) in &target.whose {
            let row = row.to_string();
            let sheet = feed.look.sheet;
            links.write_record([&*month, feed.id, &*name, sheet, &*row, &*whose.person, &*whose.resident_id])?;
        }
    }
    errors.flush().map_err(SynthError::io(&path))?;
    links.flush().map_err(SynthError::io(&path))?;
    summary.towns = places.list.children(plan.division).count() as u32;
    let list: PathBuf = out.join(format!("divisions-{}-{}.csv", plan.division, places.list.valid_from));
    fs::write(&list, places.list.write()).map_err(SynthError::io(&list))
}
