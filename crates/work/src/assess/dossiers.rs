//! What a month knows of one household, read when somebody asks for it: a register of any size is served from the disk.
//!
//! `dossiers.parquet` lies beside what was found and is made with it: `household` and `dossier`, one row a household in the
//! order of their numbers, the second as a text. Pages hold few rows, so that asking for one household reads a few
//! kilobytes. Only who stands in which household is kept in memory: sixteen bytes a person.

use super::{
    error::AssessError,
    facts::{Facts, Written},
    files::{self, File},
    keep::{Assessments, Kept},
    people::Household,
    plan::Determination,
    run::Assessed,
};
use crate::doubts::DeskError;
use arrow::{
    array::{ArrayRef, AsArray, RecordBatch, StringArray, UInt32Array},
    datatypes::{DataType, Field, Schema, UInt32Type},
};
use doudi_rules::book::{Book, FactId, ProgrammeId};
use parquet::{
    arrow::{
        ArrowWriter,
        arrow_reader::{
            ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder, RowSelection, RowSelector,
        },
    },
    errors::ParquetError,
    file::{metadata::PageIndexPolicy, properties::EnabledStatistics},
};
use serde::{Deserialize, Serialize};
use std::{fs, path::PathBuf, sync::Arc};

/// The file's name.
pub(super) const DOSSIERS: &str = "dossiers.parquet";
/// Households that are read to reach one of them.
const PAGE: usize = 16;
/// Households of a row group: those before it are passed over at once.
const GROUP: usize = 8192;
/// Households that are read together where all are asked for.
const AT_ONCE: usize = 512;

/// One household of a month.
pub struct Dossier {
    /// Its number in the assessment.
    pub number: u32,
    /// The county by whose rules it was judged: six digits.
    pub county: String,
    /// Who, and where.
    pub household: Household,
    /// Facts, of this household alone.
    pub facts: Facts,
    /// What was found, in the order of programmes and members.
    pub found: Vec<Determination>,
}

impl Dossier {
    /// A fact in words, by the row among the household's own; none where it is unknown.
    pub fn words(&self, book: &Book, fact: &str, row: usize) -> Option<String> {
        self.facts.words(book, book.fact(fact)?, row)
    }

    /// The rows that a fact has in the household.
    pub fn rows(&self, book: &Book, fact: FactId) -> usize {
        self.facts.population.rows(book.facts[fact.index()].entity)
    }
}

/// A dossier as a text: its household, facts and findings are written as they are, and read as they were.
#[derive(Serialize, Deserialize)]
struct Text<H, D> {
    county: String,
    household: H,
    found: D,
    facts: Written,
}

/// The file of an assessment.
///
/// # Errors
/// Parquet's.
pub(super) fn file(of: &Assessed) -> Result<File, ParquetError> {
    let fields = [("household", DataType::UInt32), ("dossier", DataType::Utf8)];
    let schema = Arc::new(Schema::new(fields.map(|(name, kind)| Field::new(name, kind, false)).to_vec()));
    let properties = files::properties()
        .set_dictionary_enabled(false)
        // A page's least and greatest text would be two households' facts.
        .set_statistics_enabled(EnabledStatistics::None)
        .set_data_page_row_count_limit(PAGE)
        .set_write_batch_size(PAGE)
        .set_max_row_group_row_count(Some(GROUP));
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, schema.clone(), Some(properties.build()))?;
    let numbers: Vec<u32> = (0..of.found.households.len() as u32).collect();
    for part in numbers.chunks(AT_ONCE) {
        let texts: StringArray = part.iter().map(|number| text(of, *number)).collect();
        let columns: [ArrayRef; 2] = [Arc::new(UInt32Array::from(part.to_vec())), Arc::new(texts)];
        writer.write(&RecordBatch::try_new(schema.clone(), columns.to_vec())?)?;
    }
    writer.close()?;
    Ok((DOSSIERS, bytes))
}

/// One household as a text; none where it is in no county, which cannot be.
fn text(of: &Assessed, number: u32) -> Option<String> {
    let (county, at) = of.basis.find(number)?;
    let text = Text {
        county: county.division.clone(),
        household: &of.found.households[number as usize],
        found: of.found.of(number),
        facts: county.facts.alone(&of.book, at).written(&of.book),
    };
    serde_json::to_string(&text).ok()
}

/// The households of a kept assessment, on the disk.
pub struct Dossiers {
    /// The assessment.
    pub kept: Kept,
    /// The rules that it was made by.
    pub book: Book,
    /// The programmes assessed.
    pub programmes: Vec<ProgrammeId>,
    path: PathBuf,
    metadata: ArrowReaderMetadata,
    /// People's packed numbers and their households, sorted.
    people: Vec<(u64, u32)>,
}

impl Assessments {
    /// The households of an assessment.
    ///
    /// # Errors
    /// [`DeskError::Damaged`] where a file is not what was kept, or was kept before there were dossiers.
    pub fn dossiers(&self, kept: &Kept) -> Result<Dossiers, AssessError> {
        let path = self.folder(kept).join(DOSSIERS);
        let mut hasher = blake3::Hasher::new();
        let mut file = fs::File::open(&path).map_err(damaged)?;
        hasher.update_reader(&mut file).map_err(damaged)?;
        if kept.files.get(DOSSIERS).is_none_or(|known| **known != *hasher.finalize().to_hex()) {
            return Err(damaged(()));
        }
        let options = ArrowReaderOptions::new().with_offset_index_policy(PageIndexPolicy::Required);
        let pack = self.pack(&kept.pack)?;
        let book = pack.book()?;
        Ok(Dossiers {
            kept: kept.clone(),
            programmes: pack.programmes(&book)?,
            book,
            metadata: ArrowReaderMetadata::load(&file, options).map_err(damaged)?,
            people: self.people(kept)?,
            path,
        })
    }
}

impl Dossiers {
    /// The household of a person's packed number: its number in the assessment.
    pub fn household_of(&self, person: u64) -> Option<u32> {
        let at = self.people.partition_point(|(key, _)| *key < person);
        self.people.get(at).filter(|(key, _)| *key == person).map(|(_, household)| *household)
    }

    /// One household.
    ///
    /// # Errors
    /// [`AssessError::NoHousehold`], [`DeskError::Damaged`].
    pub fn get(&self, number: u32) -> Result<Dossier, AssessError> {
        if number as usize >= self.kept.counts.0 {
            return Err(AssessError::NoHousehold);
        }
        let (group, row) = (number as usize / GROUP, number as usize % GROUP);
        let one = RowSelection::from(vec![RowSelector::skip(row), RowSelector::select(1)]);
        let reader = self.reader()?.with_row_groups(vec![group]).with_row_selection(one).with_batch_size(1);
        let batch = reader.build().map_err(damaged)?.next().ok_or_else(|| damaged(()))?.map_err(damaged)?;
        self.read(&batch, 0).ok_or_else(|| damaged(()))
    }

    /// All of them, in the order of their numbers.
    ///
    /// # Errors
    /// [`DeskError::Damaged`].
    pub fn all(&self) -> Result<impl Iterator<Item = Result<Dossier, AssessError>>, AssessError> {
        let batches = self.reader()?.with_batch_size(AT_ONCE).build().map_err(damaged)?;
        Ok(batches.flat_map(move |batch| match batch {
            Ok(batch) => (0..batch.num_rows()).map(|row| self.read(&batch, row).ok_or_else(|| damaged(()))).collect(),
            Err(why) => vec![Err(damaged(why))],
        }))
    }

    /// The file is opened anew: readers side by side would move each other's place in it.
    fn reader(&self) -> Result<ParquetRecordBatchReaderBuilder<fs::File>, AssessError> {
        let file = fs::File::open(&self.path).map_err(damaged)?;
        Ok(ParquetRecordBatchReaderBuilder::new_with_metadata(file, self.metadata.clone()))
    }

    fn read(&self, batch: &RecordBatch, row: usize) -> Option<Dossier> {
        let number = batch.column(0).as_primitive_opt::<UInt32Type>()?.value(row);
        let text = batch.column(1).as_string_opt::<i32>()?.value(row);
        let Text { county, household, found, facts } = serde_json::from_str(text).ok()?;
        Some(Dossier { number, county, household, facts: Facts::read(facts, &self.book)?, found })
    }
}

fn damaged<T>(_: T) -> AssessError {
    AssessError::Kept(DeskError::Damaged(DOSSIERS.into()))
}
