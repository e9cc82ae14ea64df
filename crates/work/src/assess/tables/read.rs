//! Two sorted files, read side by side.

use super::{Files, Refused, SHARE, Share};
use arrow::{
    array::{Array, ArrayRef, AsArray, RecordBatch, UInt16Array},
    compute::{cast, concat_batches},
    datatypes::{DataType, Int64Type, SchemaRef},
};
use doudi_rules::{
    book::{Book, Entity, Fact, FactId, Type},
    population::{Population, column_type, narrowed},
};
use parquet::arrow::{
    ProjectionMask,
    arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder},
};
use std::{collections::BTreeMap, fs::File, path::Path, sync::mpsc::SyncSender};

const ID: &str = "household_id";
const PERSON: &str = "person_id";

pub(super) fn read(book: &Book, files: Files<'_>, give: &SyncSender<Share>) -> Result<(), Refused> {
    let mut pairs = Pairs::open(book, files, &|_| true)?;
    while let Some(Part { ids, population, .. }) = pairs.next()? {
        if give.send(Share { ids, population }).is_err() {
            return Ok(());
        }
    }
    pairs.finish()
}

/// Households that are read together.
pub(crate) struct Part {
    /// Their `household_id`.
    pub(crate) ids: Vec<i64>,
    /// Each person's `person_id`; none where the file has no such column.
    pub(crate) persons: Vec<i64>,
    /// Their facts.
    pub(crate) population: Population,
}

/// The two files of a month, side by side.
pub(crate) struct Pairs<'b> {
    book: &'b Book,
    households: Sorted,
    persons: Sorted,
}

impl<'b> Pairs<'b> {
    /// Only the columns of `wanted` facts are read.
    pub(crate) fn open(
        book: &'b Book,
        (households, persons): Files<'_>,
        wanted: &dyn Fn(FactId) -> bool,
    ) -> Result<Self, Refused> {
        let persons = Sorted::open(book, persons, Entity::Person, wanted)?;
        Ok(Self { book, households: Sorted::open(book, households, Entity::Household, wanted)?, persons })
    }

    /// The next households; none at the end.
    pub(crate) fn next(&mut self) -> Result<Option<Part>, Refused> {
        while let Some(batch) = self.households.next()? {
            if batch.num_rows() > 0 {
                return self.part(&batch).map(Some);
            }
        }
        Ok(None)
    }

    /// All households whose id is at most `last`.
    pub(crate) fn up_to(&mut self, last: i64) -> Result<Part, Refused> {
        let batch = self.households.up_to(last)?;
        self.part(&batch)
    }

    fn part(&mut self, batch: &RecordBatch) -> Result<Part, Refused> {
        let ids = ids(batch)?.to_vec();
        if let Some(fall) = ids.windows(2).find(|pair| pair[0] >= pair[1]) {
            return Err(Refused::Order(fall[1], "households do not rise"));
        }
        let members = self.persons.up_to(ids.last().copied().unwrap_or(i64::MIN))?;
        let persons = members.column_by_name(PERSON).and_then(|column| column.as_primitive_opt::<Int64Type>());
        let persons = persons.map(|column| column.values().to_vec()).unwrap_or_default();
        let population = population(self.book, &ids, batch, &members)?;
        Ok(Part { ids, persons, population })
    }

    /// Whether every person had a household.
    pub(crate) fn finish(&mut self) -> Result<(), Refused> {
        match self.persons.up_to(i64::MAX)?.num_rows() {
            0 => Ok(()),
            _ => Err(Refused::Order(i64::MAX, "persons of no household are left over")),
        }
    }

    /// Whether the persons' file says who is who.
    pub(crate) fn names_persons(&self) -> bool {
        self.persons.schema.field_with_name(PERSON).is_ok_and(|field| *field.data_type() == DataType::Int64)
    }
}

/// A file's rows in order, only the columns that facts are called.
struct Sorted {
    reader: ParquetRecordBatchReader,
    schema: SchemaRef,
    /// Read and not yet handed out.
    rest: Option<RecordBatch>,
}

impl Sorted {
    fn open(book: &Book, path: &Path, entity: Entity, asked: &dyn Fn(FactId) -> bool) -> Result<Self, Refused> {
        let builder = ParquetRecordBatchReaderBuilder::try_new(File::open(path)?)?;
        let asked = |name: &str| fact(book, entity, name).is_some_and(|(id, _)| asked(id));
        let wanted = |name: &str| name == ID || name == PERSON || asked(name);
        let names: Vec<&str> =
            builder.schema().fields().iter().map(|field| field.name().as_str()).filter(|name| wanted(name)).collect();
        let mask = ProjectionMask::columns(builder.parquet_schema(), names);
        let reader = builder.with_projection(mask).with_batch_size(SHARE).build()?;
        let schema = arrow::array::RecordBatchReader::schema(&reader);
        Ok(Self { reader, schema, rest: None })
    }

    fn next(&mut self) -> Result<Option<RecordBatch>, Refused> {
        match self.rest.take() {
            Some(rest) => Ok(Some(rest)),
            None => Ok(self.reader.next().transpose()?),
        }
    }

    /// All rows whose id is at most `last`.
    fn up_to(&mut self, last: i64) -> Result<RecordBatch, Refused> {
        let mut taken = Vec::new();
        while let Some(batch) = self.next()? {
            let rows = ids(&batch)?.partition_point(|id| *id <= last);
            taken.push(batch.slice(0, rows));
            if rows < batch.num_rows() {
                self.rest = Some(batch.slice(rows, batch.num_rows() - rows));
                break;
            }
        }
        Ok(concat_batches(&self.schema, &taken)?)
    }
}

fn ids(batch: &RecordBatch) -> Result<&[i64], Refused> {
    let column = batch.column_by_name(ID).and_then(|column| column.as_primitive_opt::<Int64Type>());
    column
        .map(|column| &**column.values())
        .ok_or(Refused::Order(0, "a column household_id of whole numbers is asked for"))
}

fn fact<'b>(book: &'b Book, entity: Entity, name: &str) -> Option<(FactId, &'b Fact)> {
    let mut facts = (0..).map(FactId).zip(&book.facts).skip(2);
    facts.find(|(_, fact)| fact.name == name && fact.entity == entity)
}

fn population(
    book: &Book,
    ids: &[i64],
    households: &RecordBatch,
    persons: &RecordBatch,
) -> Result<Population, Refused> {
    let mut columns = BTreeMap::new();
    for (batch, entity) in [(households, Entity::Household), (persons, Entity::Person)] {
        for (field, column) in batch.schema().fields().iter().zip(batch.columns()) {
            if let Some((id, fact)) = fact(book, entity, field.name()) {
                columns.insert(id, narrowed(&fitted(book, fact, column)?));
            }
        }
    }
    let starts = starts(ids, self::ids(persons)?)?;
    Ok(Population { households: ids.len(), persons: starts, obligors: vec![0; ids.len() + 1], columns })
}

/// Where each household's persons begin.
fn starts(households: &[i64], persons: &[i64]) -> Result<Vec<u32>, Refused> {
    let mut starts = Vec::with_capacity(households.len() + 1);
    let mut at = 0;
    starts.push(0);
    for id in households {
        if persons.get(at).is_some_and(|person| person < id) {
            return Err(Refused::Order(
                persons[at],
                "a person's household is not in the other file, or persons do not rise",
            ));
        }
        while persons.get(at) == Some(id) {
            at += 1;
        }
        starts.push(at as u32);
    }
    match persons.get(at) {
        None => Ok(starts),
        Some(id) => Err(Refused::Order(*id, "a person's household is not in the other file, or persons do not rise")),
    }
}

/// A column as its fact asks for it: any whole numbers, words of a list as their places.
fn fitted(book: &Book, fact: &Fact, column: &ArrayRef) -> Result<ArrayRef, Refused> {
    let asked = column_type(fact.ty);
    match (fact.ty, column.data_type()) {
        (_, have) if *have == asked => Ok(column.clone()),
        (Type::Code(list), _) => {
            let text = cast(column, &DataType::Utf8)?;
            let place = |word: Option<&str>| word.and_then(|word| book.code(list, word));
            let places: UInt16Array = text.as_string::<i32>().iter().map(place).collect();
            Ok(std::sync::Arc::new(places))
        }
        _ => Ok(cast(column, &asked)?),
    }
}
