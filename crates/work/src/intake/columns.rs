//! Values into Arrow columns.

use super::{field::Kind, value::Value};
use arrow::{
    array::{
        ArrayRef, BooleanBuilder, Date32Builder, Int32Builder, Int64Builder, RecordBatch, StringBuilder, UInt8Builder,
        UInt16Builder, UInt32Builder, UInt64Builder,
    },
    datatypes::{DataType, Field, Schema, SchemaRef},
    error::ArrowError,
};
use std::sync::Arc;

/// What stands before a column that no field takes.
pub(super) const UNTAKEN: &str = "原·";

/// Where a record comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// Index among the sheets that are read.
    pub(super) sheet: u16,
    /// Row from 1.
    pub(super) row: u32,
    /// 0 for the row itself, else the member.
    pub(super) member: u8,
}

impl Place {
    /// As one number, in order.
    pub(super) fn packed(self) -> u64 {
        u64::from(self.sheet) << 40 | u64::from(self.row) << 8 | u64::from(self.member)
    }
}

enum Builder {
    Id(UInt64Builder, StringBuilder),
    Code(StringBuilder, StringBuilder),
    Text(StringBuilder),
    Int(Int64Builder),
    Month(Int32Builder),
    Day(Date32Builder),
    Flag(BooleanBuilder),
}

/// Columns under construction.
pub(super) struct Columns {
    sheet: UInt16Builder,
    row: UInt32Builder,
    member: UInt8Builder,
    fields: Vec<Builder>,
    extras: Vec<StringBuilder>,
    schema: SchemaRef,
    rows: usize,
}

impl Columns {
    /// Columns for fields and for the headings that no field takes.
    pub(super) fn new(fields: &[(String, Kind)], extras: &[String]) -> Self {
        Self {
            sheet: UInt16Builder::new(),
            row: UInt32Builder::new(),
            member: UInt8Builder::new(),
            fields: fields.iter().map(|(_, kind)| Builder::new(*kind)).collect(),
            extras: extras.iter().map(|_| StringBuilder::new()).collect(),
            schema: schema(fields, extras),
            rows: 0,
        }
    }

    /// The schema of the records.
    pub(super) fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// Records since the last batch.
    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    /// Begins a record.
    pub(super) fn begin(&mut self, place: Place) {
        self.sheet.append_value(place.sheet);
        self.row.append_value(place.row);
        self.member.append_value(place.member);
        self.rows += 1;
    }

    /// The value of a field of the record.
    pub(super) fn field(&mut self, at: usize, value: &Value) {
        self.fields[at].append(value);
    }

    /// The text of a column that no field takes.
    pub(super) fn extra(&mut self, at: usize, text: Option<&str>) {
        self.extras[at].append_option(text);
    }

    /// The records so far as a batch; begins anew.
    ///
    /// # Errors
    /// A column is shorter than the others, which would be a defect of the mapper.
    pub(super) fn finish(&mut self) -> Result<RecordBatch, ArrowError> {
        self.rows = 0;
        let mut arrays: Vec<ArrayRef> =
            vec![Arc::new(self.sheet.finish()), Arc::new(self.row.finish()), Arc::new(self.member.finish())];
        for builder in &mut self.fields {
            builder.finish(&mut arrays);
        }
        arrays.extend(self.extras.iter_mut().map(|builder| Arc::new(builder.finish()) as ArrayRef));
        RecordBatch::try_new(self.schema.clone(), arrays)
    }
}

impl Builder {
    fn new(kind: Kind) -> Self {
        match kind {
            Kind::Id => Self::Id(UInt64Builder::new(), StringBuilder::new()),
            Kind::Code => Self::Code(StringBuilder::new(), StringBuilder::new()),
            Kind::Date => Self::Day(Date32Builder::new()),
            Kind::Month => Self::Month(Int32Builder::new()),
            Kind::Money | Kind::Area | Kind::Count => Self::Int(Int64Builder::new()),
            Kind::Flag => Self::Flag(BooleanBuilder::new()),
            _ => Self::Text(StringBuilder::new()),
        }
    }

    fn append(&mut self, value: &Value) {
        let text = match value {
            Value::Text(text) => Some(text.as_str()),
            _ => None,
        };
        let raw = match value {
            Value::Raw(text) => Some(text.as_str()),
            _ => None,
        };
        match self {
            Self::Id(packed, beside) => {
                packed.append_option(if let Value::Id(id) = value { Some(*id) } else { None });
                beside.append_option(raw);
            }
            Self::Code(code, beside) => {
                code.append_option(text);
                beside.append_option(raw);
            }
            Self::Text(it) => it.append_option(text),
            Self::Int(it) => it.append_option(if let Value::Int(number) = value { Some(*number) } else { None }),
            Self::Month(it) => it.append_option(if let Value::Month(month) = value { Some(*month) } else { None }),
            Self::Day(it) => it.append_option(if let Value::Day(day) = value { Some(*day) } else { None }),
            Self::Flag(it) => it.append_option(if let Value::Flag(flag) = value { Some(*flag) } else { None }),
        }
    }

    fn finish(&mut self, arrays: &mut Vec<ArrayRef>) {
        match self {
            Self::Id(packed, raw) => arrays.extend([Arc::new(packed.finish()) as ArrayRef, Arc::new(raw.finish())]),
            Self::Code(code, raw) => arrays.extend([Arc::new(code.finish()) as ArrayRef, Arc::new(raw.finish())]),
            Self::Text(it) => arrays.push(Arc::new(it.finish())),
            Self::Int(it) => arrays.push(Arc::new(it.finish())),
            Self::Month(it) => arrays.push(Arc::new(it.finish())),
            Self::Day(it) => arrays.push(Arc::new(it.finish())),
            Self::Flag(it) => arrays.push(Arc::new(it.finish())),
        }
    }
}

fn schema(fields: &[(String, Kind)], extras: &[String]) -> SchemaRef {
    let mut columns = vec![
        Field::new("source_sheet", DataType::UInt16, false),
        Field::new("source_row", DataType::UInt32, false),
        Field::new("source_member", DataType::UInt8, false),
    ];
    for (name, kind) in fields {
        let of = |suffix: &str, kind| Field::new(format!("{name}{suffix}"), kind, true);
        match kind {
            Kind::Id => columns.extend([of("", DataType::UInt64), of("_raw", DataType::Utf8)]),
            Kind::Code => columns.extend([of("", DataType::Utf8), of("_raw", DataType::Utf8)]),
            Kind::Date => columns.push(of("", DataType::Date32)),
            Kind::Month => columns.push(of("", DataType::Int32)),
            Kind::Money | Kind::Area | Kind::Count => columns.push(of("", DataType::Int64)),
            Kind::Flag => columns.push(of("", DataType::Boolean)),
            _ => columns.push(of("", DataType::Utf8)),
        }
    }
    columns.extend(extras.iter().map(|heading| Field::new(format!("{UNTAKEN}{heading}"), DataType::Utf8, true)));
    Arc::new(Schema::new(columns))
}
