//! An assessment as Parquet: who was assessed, and what was found; and back.

use super::plan::{Assessment, Determination, Found};
use arrow::{
    array::{Array, ArrayRef, AsArray, BooleanArray, Int64Array, RecordBatch, StringArray, UInt32Array, UInt64Array},
    datatypes::{Field, Int64Type, Schema, UInt32Type, UInt64Type},
};
use bytes::Bytes;
use parquet::{
    arrow::{ArrowWriter, arrow_reader::ParquetRecordBatchReaderBuilder},
    basic::{Compression, ZstdLevel},
    errors::ParquetError,
    file::properties::{WriterProperties, WriterPropertiesBuilder},
};
use std::sync::Arc;

/// A file of an assessment: its name and content.
pub(super) type File = (&'static str, Vec<u8>);

/// `households.parquet`: numbered from 0, the head's packed number, where it lives.
pub(super) fn households(of: &Assessment) -> Result<File, ParquetError> {
    let all = &of.households;
    let text = |value: &dyn Fn(usize) -> Option<String>| -> ArrayRef {
        Arc::new((0..all.len()).map(value).collect::<StringArray>())
    };
    let bytes = write(vec![
        ("household", Arc::new(UInt32Array::from_iter_values(0..all.len() as u32)) as ArrayRef),
        ("head_id", Arc::new(UInt64Array::from_iter_values(all.iter().map(|it| it.head)))),
        ("members", Arc::new(UInt32Array::from_iter_values(all.iter().map(|it| it.members.len() as u32)))),
        ("verified", Arc::new(all.iter().map(|it| Some(it.verified)).collect::<BooleanArray>())),
        ("town", text(&|at| all[at].place.town.clone())),
        ("village", text(&|at| all[at].place.village.clone())),
        ("town_name", text(&|at| Some(all[at].place.town_name.clone()))),
        ("village_name", text(&|at| Some(all[at].place.village_name.clone()))),
    ])?;
    Ok(("households.parquet", bytes))
}

/// `members.parquet`: by household and place in it, the packed number and the name.
pub(super) fn members(of: &Assessment) -> Result<File, ParquetError> {
    let all: Vec<_> = (0u32..)
        .zip(&of.households)
        .flat_map(|(number, household)| (0u32..).zip(&household.members).map(move |(at, it)| (number, at, it)))
        .collect();
    let bytes = write(vec![
        ("household", Arc::new(UInt32Array::from_iter_values(all.iter().map(|it| it.0))) as ArrayRef),
        ("member", Arc::new(UInt32Array::from_iter_values(all.iter().map(|it| it.1)))),
        ("resident_id", Arc::new(all.iter().map(|it| it.2.key).collect::<UInt64Array>())),
        ("name", Arc::new(StringArray::from_iter_values(all.iter().map(|it| &it.2.name)))),
    ])?;
    Ok(("members.parquet", bytes))
}

/// `determinations.parquet`: the answer of each programme; names separated by commas, a missing fact with its row.
pub(super) fn determinations(of: &Assessment) -> Result<File, ParquetError> {
    let all = &of.determinations;
    let amount =
        |one: &Determination| if let Found::Eligible { amount_fen, .. } = one.found { amount_fen } else { None };
    let tier = |one: &Determination| if let Found::Eligible { tier, .. } = &one.found { tier.clone() } else { None };
    let bytes = write(vec![
        ("household", Arc::new(UInt32Array::from_iter_values(all.iter().map(|it| it.household))) as ArrayRef),
        ("member", Arc::new(all.iter().map(|it| it.member).collect::<UInt32Array>())),
        ("programme", Arc::new(StringArray::from_iter_values(all.iter().map(|it| &it.programme)))),
        ("answer", Arc::new(StringArray::from_iter_values(all.iter().map(|it| it.found.word())))),
        ("amount_fen", Arc::new(all.iter().map(amount).collect::<Int64Array>())),
        ("tier", Arc::new(all.iter().map(tier).collect::<StringArray>())),
        ("because", Arc::new(StringArray::from_iter_values(all.iter().map(|it| it.found.because())))),
    ])?;
    Ok(("determinations.parquet", bytes))
}

impl Found {
    /// The answer as files write it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::NotInLaw(_) => "not_in_law",
            Self::Missing(_) => "missing",
            Self::NotEligible(_) => "not_eligible",
            Self::Eligible { .. } => "eligible",
        }
    }

    fn because(&self) -> String {
        match self {
            Self::NotInLaw(names) | Self::NotEligible(names) => names.join(","),
            Self::Missing(facts) => {
                facts.iter().map(|(fact, row)| format!("{fact}@{row}")).collect::<Vec<_>>().join(",")
            }
            Self::Eligible { .. } => String::new(),
        }
    }

    fn read(word: &str, because: &str, amount_fen: Option<i64>, tier: Option<String>) -> Option<Self> {
        let names = || because.split(',').filter(|name| !name.is_empty()).map(str::to_owned).collect();
        Some(match word {
            "not_in_law" => Self::NotInLaw(names()),
            "not_eligible" => Self::NotEligible(names()),
            "eligible" => Self::Eligible { amount_fen, tier },
            "missing" => {
                let each = because.split(',').filter(|name| !name.is_empty()).map(|one| {
                    let (fact, row) = one.split_once('@')?;
                    Some((fact.to_owned(), row.parse().ok()?))
                });
                Self::Missing(each.collect::<Option<_>>()?)
            }
            _ => return None,
        })
    }
}

/// Reads determinations back; none when the bytes are not what was written.
pub(super) fn read_determinations(bytes: Vec<u8>) -> Option<Vec<Determination>> {
    let mut all = Vec::new();
    for batch in ParquetRecordBatchReaderBuilder::try_new(Bytes::from(bytes)).ok()?.build().ok()? {
        let batch = batch.ok()?;
        let column = |name: &str| batch.column_by_name(name);
        let (household, member) = (column("household")?, column("member")?.as_primitive_opt::<UInt32Type>()?);
        let household = household.as_primitive_opt::<UInt32Type>()?;
        let amount = column("amount_fen")?.as_primitive_opt::<Int64Type>()?;
        let text = |name: &str| column(name)?.as_string_opt::<i32>();
        let (programme, answer) = (text("programme")?, text("answer")?);
        let (tier, because) = (text("tier")?, text("because")?);
        for row in 0..batch.num_rows() {
            let fen = amount.is_valid(row).then(|| amount.value(row));
            let tier = tier.is_valid(row).then(|| tier.value(row).to_owned());
            all.push(Determination {
                household: household.value(row),
                member: member.is_valid(row).then(|| member.value(row)),
                programme: programme.value(row).to_owned(),
                found: Found::read(answer.value(row), because.value(row), fen, tier)?,
            });
        }
    }
    Some(all)
}

/// The heads' packed numbers, by household.
pub(super) fn read_heads(bytes: Vec<u8>) -> Option<Vec<u64>> {
    let mut heads = Vec::new();
    for batch in ParquetRecordBatchReaderBuilder::try_new(Bytes::from(bytes)).ok()?.build().ok()? {
        heads.extend_from_slice(batch.ok()?.column_by_name("head_id")?.as_primitive_opt::<UInt64Type>()?.values());
    }
    Some(heads)
}

/// Nothing in a file depends on the library's version.
pub(super) fn properties() -> WriterPropertiesBuilder {
    let zstd = Compression::ZSTD(ZstdLevel::default());
    WriterProperties::builder().set_compression(zstd).set_created_by("doudi".to_owned())
}

/// The packed numbers of members with their households; none when the bytes are not what was written.
pub(super) fn read_members(bytes: Vec<u8>) -> Option<Vec<(u64, u32)>> {
    let mut people = Vec::new();
    for batch in ParquetRecordBatchReaderBuilder::try_new(Bytes::from(bytes)).ok()?.build().ok()? {
        let batch = batch.ok()?;
        let households = batch.column_by_name("household")?.as_primitive_opt::<UInt32Type>()?;
        let keys = batch.column_by_name("resident_id")?.as_primitive_opt::<UInt64Type>()?;
        people.extend(keys.iter().zip(households.values()).filter_map(|(key, household)| Some((key?, *household))));
    }
    Some(people)
}

/// One row group after another; nothing in the file depends on a clock.
fn write(columns: Vec<(&str, ArrayRef)>) -> Result<Vec<u8>, ParquetError> {
    let fields: Vec<Field> =
        columns.iter().map(|(name, values)| Field::new(*name, values.data_type().clone(), true)).collect();
    let schema = Arc::new(Schema::new(fields));
    let batch = RecordBatch::try_new(schema.clone(), columns.into_iter().map(|(_, values)| values).collect())?;
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, schema, Some(properties().build()))?;
    writer.write(&batch)?;
    writer.close()?;
    Ok(bytes)
}
