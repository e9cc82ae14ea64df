//! `proposals.parquet`: every proposal with its waterfall beside it, a column a step, so that any reader can ask why.

use super::{LinkPlan, LinkRefused, Prepared};
use arrow::{
    array::{ArrayRef, BooleanArray, Float64Array, RecordBatch, StringArray, UInt32Array},
    datatypes::{Field, Schema},
};
use doudi_compare::link::Band;
use parquet::{arrow::ArrowWriter, basic::Compression, file::properties::WriterProperties};
use std::sync::Arc;

/// How files write a band.
pub(super) fn band(band: Band) -> &'static str {
    match band {
        Band::Same => "same",
        Band::Look => "look",
        Band::Different => "different",
    }
}

pub(super) fn bytes(plan: &LinkPlan, prepared: &Prepared) -> Result<Vec<u8>, LinkRefused> {
    let of = &plan.proposals;
    let mut columns: Vec<(String, ArrayRef)> = vec![
        ("number".into(), Arc::new(UInt32Array::from_iter_values(of.iter().map(|one| one.number)))),
        ("left_key".into(), Arc::new(StringArray::from_iter_values(of.iter().map(|one| &one.keys[0])))),
        ("right_key".into(), Arc::new(StringArray::from_iter_values(of.iter().map(|one| &one.keys[1])))),
    ];
    for (side, name) in ["left", "right"].iter().enumerate() {
        let table = &prepared.side(side).table;
        let place = |at: usize| table.place(of[at].rows[side] as usize);
        let sheets = StringArray::from_iter_values((0..of.len()).map(|at| place(at).0));
        let rows = UInt32Array::from_iter_values((0..of.len()).map(|at| place(at).1));
        columns.push((format!("{name}_sheet"), Arc::new(sheets)));
        columns.push((format!("{name}_row"), Arc::new(rows)));
    }
    let numbers = |value: fn(&super::Proposal) -> f64| Float64Array::from_iter_values(of.iter().map(value));
    columns.push(("weight".into(), Arc::new(numbers(|one| one.weight))));
    columns.push(("probability".into(), Arc::new(numbers(|one| one.probability))));
    columns.push(("band".into(), Arc::new(StringArray::from_iter_values(of.iter().map(|one| band(one.band))))));
    columns.push(("cluster".into(), Arc::new(of.iter().map(|one| one.cluster).collect::<UInt32Array>())));
    columns.push(("decided_same".into(), Arc::new(of.iter().map(|one| one.decided).collect::<BooleanArray>())));
    let fields = plan.columns.iter().map(|column| column.field.as_str());
    for field in std::iter::once("prior").chain(fields).chain(["rivals", "decision"]) {
        let step = |one: &super::Proposal| one.steps.iter().find(|step| step.field == field).cloned();
        let steps: Vec<Option<super::StepSaid>> = of.iter().map(step).collect();
        if !matches!(field, "prior" | "rivals" | "decision") {
            let levels = steps.iter().map(|step| step.as_ref().map_or("", |step| step.level.as_str()));
            columns.push((format!("level:{field}"), Arc::new(StringArray::from_iter_values(levels))));
        }
        let bits = steps.iter().map(|step| step.as_ref().map_or(0.0, |step| step.bits));
        columns.push((format!("bits:{field}"), Arc::new(Float64Array::from_iter_values(bits))));
    }
    write(columns)
}

pub(super) fn write(columns: Vec<(String, ArrayRef)>) -> Result<Vec<u8>, LinkRefused> {
    let field = |(name, values): &(String, ArrayRef)| {
        Field::new(name, values.data_type().clone(), matches!(name.as_str(), "cluster" | "decided_same"))
    };
    let schema = Arc::new(Schema::new(columns.iter().map(field).collect::<Vec<_>>()));
    let failed = |why: String| LinkRefused::Unwritable("proposals.parquet".into(), why);
    let arrays = columns.into_iter().map(|(_, values)| values).collect();
    let batch = RecordBatch::try_new(schema.clone(), arrays).map_err(|why| failed(why.to_string()))?;
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
    let mut bytes = Vec::new();
    let mut writer =
        ArrowWriter::try_new(&mut bytes, schema, Some(properties)).map_err(|why| failed(why.to_string()))?;
    writer.write(&batch).map_err(|why| failed(why.to_string()))?;
    writer.close().map_err(|why| failed(why.to_string()))?;
    Ok(bytes)
}
