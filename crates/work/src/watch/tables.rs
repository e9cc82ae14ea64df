//! Signals over Parquet files of any length: a province's facts of two months, in bounded memory.
//!
//! A month is two files: one has a row a household, the other a row a person; both are sorted by `household_id`, every
//! other column is called as a fact is. `person_id` in the persons' file says who is who: a person is found a month ago
//! in the household of the same `household_id`; whoever was elsewhere or nowhere then is counted, and what changed about
//! them is unknown. A thread reads, rayon evaluates, a thread writes.

use super::{
    before::{Looked, Place, gathered, looks_back},
    columns::{Columns, Counted, Found, found, program},
};
use crate::assess::{
    AssessError,
    tables::{Files, Pairs, Part, Refused},
};
use arrow::{
    array::{ArrayRef, Int64Array, RecordBatch, StringArray},
    datatypes::{DataType, Field, Schema},
};
use doudi_kernel::Month;
use doudi_rules::{
    book::{Before, Book, Entity, FactId},
    compile::Program,
    population::Population,
};
use parquet::{arrow::ArrowWriter, basic::Compression, file::properties::WriterProperties};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs::File,
    path::Path,
    sync::{
        Arc,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread,
};

/// Shares that wait between two threads.
const WAITING: usize = 2;

/// What was watched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Households.
    pub households: u64,
    /// Persons.
    pub persons: u64,
    /// Persons who were not found in their household a month ago.
    pub not_found: u64,
    /// Signals that are raised.
    pub raised: u64,
    /// By signal's name.
    pub counted: BTreeMap<String, Counted>,
}

/// What is watched: rules, place and month.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// The rules.
    pub book: &'a Book,
    /// Digits of the place by whose rules everybody is judged.
    pub division: &'a str,
    /// The month of the facts.
    pub month: Month,
}

/// Watches the households of a month's files, beside those of the month before, into a third: `household_id`, `person_id`
/// (none where a signal is about a household), `signal`, one row a raised signal, in the order of households. `progress`
/// is told how many households are done.
///
/// # Errors
/// A file that cannot be read or written, columns that are not what facts ask for, rows out of order.
pub fn watch(
    asked: &Asked<'_>,
    now: Files<'_>,
    before: Option<Files<'_>>,
    out: &Path,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Summary, Refused> {
    let program = program(asked.book, asked.division, asked.month).map_err(refused)?;
    let draft = &*out.with_extension("draft");
    let told = thread::scope(|scope| {
        let (give, shares) = sync_channel(WAITING);
        let program = &program;
        let reader = scope.spawn(move || read(asked, program, now, before, &give));
        let (hand, evaluated) = sync_channel(WAITING);
        let writer = scope.spawn(move || write(asked.book, draft, evaluated, progress));
        let evaluating = evaluate(program, shares, hand);
        let read = reader.join().expect("the reader does not panic");
        let written = writer.join().expect("the writer does not panic");
        read.and(evaluating).and(written)
    });
    // The result has its name only when all of it is there.
    match told {
        Ok(told) => std::fs::rename(draft, out).map(|()| told).map_err(Refused::from),
        Err(why) => {
            std::fs::remove_file(draft).ok();
            Err(why)
        }
    }
}

/// The same households in memory, to be asked again as facts change; with their `household_id`.
///
/// # Errors
/// As [`watch`].
pub fn columns<'b>(
    asked: &Asked<'b>,
    now: Files<'_>,
    before: Option<Files<'_>>,
) -> Result<Vec<(Vec<i64>, Columns<'b>)>, Refused> {
    let program = &program(asked.book, asked.division, asked.month).map_err(refused)?;
    let shares = thread::scope(|scope| {
        let (give, shares) = sync_channel(WAITING);
        let reader = scope.spawn(move || read(asked, program, now, before, &give));
        let shares: Vec<Share> = shares.iter().collect();
        reader.join().expect("the reader does not panic").map(|()| shares)
    })?;
    let one = |share: Share| {
        let columns = Columns::new(asked.book, asked.division, asked.month, share.population).map_err(refused)?;
        Ok((share.ids, columns))
    };
    shares.into_iter().map(one).collect()
}

/// Households that are read together, with last month's columns.
struct Share {
    ids: Vec<i64>,
    persons: Vec<i64>,
    population: Population,
    not_found: u64,
}

fn read(
    asked: &Asked<'_>,
    program: &Program<'_>,
    now: Files<'_>,
    before: Option<Files<'_>>,
    give: &SyncSender<Share>,
) -> Result<(), Refused> {
    let book = asked.book;
    let looked = Looked::compile(book, asked.division, asked.month.plus(-1)).map_err(refused)?;
    let read: BTreeSet<FactId> = program.reads().collect();
    // Of last month what signals look back at, and what its variables are made of.
    let back = looks_back(book).filter(|(id, ..)| read.contains(id)).filter_map(|(_, before, ..)| match before {
        Before::Fact(of) => Some(of),
        Before::Variable(_) => None,
    });
    let back: BTreeSet<FactId> = back.chain(looked.reads()).collect();
    let before = before.map(|files| Pairs::open(book, files, &|id| back.contains(&id))).transpose()?;
    let mut now = Pairs::open(book, now, &|id| read.contains(&id))?;
    if ![Some(&now), before.as_ref()].into_iter().flatten().all(Pairs::names_persons) {
        return Err(Refused::Nameless);
    }
    let mut months = Months { book, looked, before };
    while let Some(part) = now.next()? {
        if give.send(months.beside(part)?).is_err() {
            return Ok(());
        }
    }
    now.finish()
}

/// The month that is looked back at, as it streams past.
struct Months<'b> {
    book: &'b Book,
    looked: Looked<'b>,
    before: Option<Pairs<'b>>,
}

impl Months<'_> {
    fn beside(&mut self, now: Part) -> Result<Share, Refused> {
        let Part { ids, persons, mut population } = now;
        let Some(before) = &mut self.before else {
            return Ok(Share { ids, persons, population, not_found: 0 });
        };
        let then = before.up_to(ids.last().copied().unwrap_or(i64::MIN))?;
        let (households, found) = stood(&ids, &persons, &population, &then);
        let variables = self.looked.at(&then.population).map_err(refused)?;
        for (id, before, ty, entity) in looks_back(self.book) {
            let places = match entity {
                Entity::Household => &households,
                Entity::Person => &found,
                Entity::Obligor => continue,
            };
            let column = match before {
                Before::Fact(of) => then.population.columns.get(&of),
                Before::Variable(of) => variables.get(&of),
            };
            let column = column.map(wide).transpose()?;
            population.columns.extend(gathered(&[column.as_ref()], ty, places).map(|column| (id, column)));
        }
        let not_found = found.iter().filter(|place| place.is_none()).count() as u64;
        Ok(Share { ids, persons, population, not_found })
    }
}

/// A column as wide as its fact's: what was read stands as narrow as holds it.
fn wide(column: &ArrayRef) -> Result<ArrayRef, Refused> {
    match column.data_type() {
        DataType::Int8 | DataType::Int16 | DataType::Int32 => Ok(arrow::compute::cast(column, &DataType::Int64)?),
        _ => Ok(column.clone()),
    }
}

/// Where this month's households and persons stood: both months rise by household.
fn stood(ids: &[i64], persons: &[i64], now: &Population, then: &Part) -> (Vec<Place>, Vec<Place>) {
    let (mut households, mut found, mut at) = (Vec::with_capacity(ids.len()), Vec::with_capacity(persons.len()), 0);
    for (place, id) in ids.iter().enumerate() {
        at += then.ids[at..].partition_point(|other| other < id);
        let there = then.ids.get(at) == Some(id);
        households.push(there.then_some((0, at)));
        let rows = if there { then.population.rows_of(Entity::Person, at) } else { 0..0 };
        let before = &then.persons[rows.clone()];
        for person in &persons[now.rows_of(Entity::Person, place)] {
            let row = before.iter().position(|other| other == person);
            found.push(row.map(|row| (0, rows.start + row)));
        }
    }
    (households, found)
}

fn refused(why: AssessError) -> Refused {
    Refused::File(why.to_string())
}

/// A share's signals.
struct Evaluated {
    ids: Vec<i64>,
    persons: Vec<i64>,
    starts: Vec<u32>,
    not_found: u64,
    found: Found,
}

fn evaluate(program: &Program<'_>, shares: Receiver<Share>, hand: SyncSender<Evaluated>) -> Result<(), Refused> {
    for Share { ids, persons, population, not_found } in shares {
        let found = found(program, &population, |at| at as u32).map_err(refused)?;
        // Nobody takes it any more when the writer has failed, whose error is then the one to tell.
        if hand.send(Evaluated { ids, persons, starts: population.persons, not_found, found }).is_err() {
            break;
        }
    }
    Ok(())
}

fn write(
    book: &Book,
    draft: &Path,
    evaluated: Receiver<Evaluated>,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Summary, Refused> {
    let fields = [
        ("household_id", DataType::Int64, false),
        ("person_id", DataType::Int64, true),
        ("signal", DataType::Utf8, false),
    ];
    let fields = fields.map(|(name, kind, null)| Field::new(name, kind, null)).to_vec();
    let schema = Arc::new(Schema::new(fields));
    let how = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
    let file = File::create(draft)?;
    let mut writer = ArrowWriter::try_new(file.try_clone()?, schema.clone(), Some(how))?;
    let mut told = Summary::default();
    for share in evaluated {
        writer.write(&batch(book, schema.clone(), &share)?)?;
        told.take(book, &share);
        progress(told.households);
    }
    writer.close()?;
    file.sync_all()?;
    Ok(told)
}

fn batch(book: &Book, schema: Arc<Schema>, share: &Evaluated) -> Result<RecordBatch, Refused> {
    let raised = &share.found.raised;
    let person = |told: &super::Told| {
        let persons = book.signals[told.signal.index()].entity == Entity::Person;
        persons.then(|| share.persons[(share.starts[told.household as usize] + told.within) as usize])
    };
    let columns: [ArrayRef; 3] = [
        Arc::new(raised.iter().map(|told| share.ids[told.household as usize]).collect::<Int64Array>()),
        Arc::new(raised.iter().map(person).collect::<Int64Array>()),
        Arc::new(raised.iter().map(|told| Some(&*book.signals[told.signal.index()].name)).collect::<StringArray>()),
    ];
    Ok(RecordBatch::try_new(schema, columns.to_vec())?)
}

impl Summary {
    fn take(&mut self, book: &Book, share: &Evaluated) {
        self.households += share.ids.len() as u64;
        self.persons += share.persons.len() as u64;
        self.not_found += share.not_found;
        self.raised += share.found.raised.len() as u64;
        for (signal, of) in book.signals.iter().zip(&share.found.counted) {
            let counted = self.counted.entry(signal.name.clone()).or_default();
            *counted = Counted {
                raised: counted.raised + of.raised,
                quiet: counted.quiet + of.quiet,
                unknown: counted.unknown + of.unknown,
            };
        }
    }
}
