//! One pass over a file: rows in, records and complaints out to a sink, and what was counted on the way.

use super::{
    controls,
    field::Kind,
    layout::Covers,
    ledger::{Ledger, Repetition},
    mapper::Mapper,
    recognise::{LaidSheet, Recognised},
    refusal::Refused,
    rows::{FillDown, Marks, RowKind},
    shape::Shape,
};
use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{UInt8Type, UInt16Type, UInt32Type, UInt64Type};
use doudi_kernel::{Division, IdKey, Month};
use doudi_lake::{Complaint, Control, Draft, LakeError, Roster, Rule};
use std::{collections::BTreeMap, ops::ControlFlow};

/// Records of a batch: memory stays at some megabytes, and a progress bar moves.
const BATCH_ROWS: usize = 16_384;
/// Complaints that a plan shows of each rule.
const EXAMPLES: usize = 3;

/// Where records and complaints go.
pub(super) trait Sink {
    /// Takes records.
    fn write(&mut self, batch: &RecordBatch) -> Result<(), LakeError>;
    /// Takes a complaint.
    fn complain(&mut self, complaint: &Complaint) -> Result<(), LakeError>;
}

/// The sink of a plan.
pub(super) struct Nowhere;

impl Sink for Nowhere {
    fn write(&mut self, _: &RecordBatch) -> Result<(), LakeError> {
        Ok(())
    }
    fn complain(&mut self, _: &Complaint) -> Result<(), LakeError> {
        Ok(())
    }
}

impl Sink for Draft {
    fn write(&mut self, batch: &RecordBatch) -> Result<(), LakeError> {
        Draft::write(self, batch)
    }
    fn complain(&mut self, complaint: &Complaint) -> Result<(), LakeError> {
        Draft::complain(self, complaint)
    }
}

/// How many complaints of a rule, and the first of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct RuleCount {
    /// How many.
    pub count: u64,
    /// The first few.
    pub examples: Vec<Complaint>,
}

/// What one pass found.
pub(super) struct Pass {
    /// Records written.
    pub(super) records: u64,
    /// Rows of the file that are records (members not counted).
    pub(super) rows: u64,
    /// Records that are members of a row.
    pub(super) members: u64,
    /// Rows that are no records, by what they are.
    pub(super) dropped: BTreeMap<RowKind, u64>,
    /// Records left out since their key is repeated.
    pub(super) repeated: u64,
    /// Stated and found totals.
    pub(super) controls: Vec<Control>,
    /// Complaints by rule.
    pub(super) rules: BTreeMap<Rule, RuleCount>,
    /// Words that no crosswalk has: field, heading, word, how often.
    pub(super) unknown: Vec<(String, String, String, u64)>,
    /// The keys.
    pub(super) ledger: Ledger,
    /// Records with a division code outside the asked one, and records with a code.
    pub(super) elsewhere: (u64, u64),
}

/// A file that is ready to be read through.
pub(super) struct Reading<'a> {
    /// Its layout and sheets.
    pub(super) recognised: &'a Recognised<'a>,
    /// The shape of its records.
    pub(super) shape: &'a Shape<'a>,
    /// The month that it is about.
    pub(super) month: Month,
    /// The division that its codes should lie in.
    pub(super) division: Option<Division>,
    /// The count of people in its name.
    pub(super) people: Option<i64>,
    /// Columns whose change counts.
    pub(super) tracked: Vec<String>,
}

impl Reading<'_> {
    /// Reads the file through.
    ///
    /// # Errors
    /// The file breaks off, or the sink fails.
    pub(super) fn run(
        &self,
        roster: &mut Roster,
        sink: &mut dyn Sink,
        progress: &mut dyn FnMut(u64),
    ) -> Result<Pass, Refused> {
        let layout = &self.recognised.known.layout;
        let key = layout.key.clone().filter(|key| self.shape.slot(key).is_some());
        let mut ledger = Ledger::new(layout.repeated, key, self.tracked.clone(), layout.sum.clone());
        if ledger.needs_survey() {
            let mut survey = Run::new(self, ledger);
            survey.go(roster, &mut |run| {
                let batch = run.mapper.columns.finish().map_err(|_| LakeError::Schema)?;
                run.mapper.complaints.clear();
                run.ledger.survey(&batch);
                Ok(())
            })?;
            ledger = survey.ledger;
        }
        let mut run = Run::new(self, ledger);
        run.go(roster, &mut |run| {
            run.flush(sink)?;
            progress(run.rows);
            Ok(())
        })?;
        Ok(run.finish())
    }
}

/// The state of a pass.
struct Run<'a> {
    reading: &'a Reading<'a>,
    mapper: Mapper<'a>,
    ledger: Ledger,
    rows: u64,
    records: u64,
    repeated: u64,
    dropped: BTreeMap<RowKind, u64>,
    controls: Vec<Control>,
    rules: BTreeMap<Rule, RuleCount>,
    elsewhere: (u64, u64),
}

impl<'a> Run<'a> {
    fn new(reading: &'a Reading<'a>, ledger: Ledger) -> Self {
        Self {
            reading,
            mapper: Mapper::new(reading.shape, reading.month),
            ledger,
            rows: 0,
            records: 0,
            repeated: 0,
            dropped: BTreeMap::new(),
            controls: Vec::new(),
            rules: BTreeMap::new(),
            elsewhere: (0, 0),
        }
    }

    fn go(
        &mut self,
        roster: &mut Roster,
        flush: &mut dyn FnMut(&mut Self) -> Result<(), LakeError>,
    ) -> Result<(), Refused> {
        for (index, laid) in self.reading.recognised.sheets.iter().enumerate() {
            let sheet = roster.sheets()[laid.sheet].clone();
            self.mapper.begin_sheet(index, &sheet.name, &laid.mapping.pairs, laid.mapping.split);
            let (marks, mut fill) = self.around(index, laid, &sheet.merged);
            let last = laid.header.last_row();
            let mut failed = None;
            roster.for_each_row(laid.sheet, &mut |number, cells| {
                if number <= last {
                    return ControlFlow::Continue(());
                }
                self.row(index, number, fill.row(number, cells), &marks, &sheet.name);
                if self.mapper.columns.rows() >= BATCH_ROWS {
                    failed = flush(self).err();
                }
                if failed.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            })?;
            failed.map_or(Ok(()), Err)?;
        }
        Ok(flush(self)?)
    }

    fn around(&self, index: usize, laid: &LaidSheet, merged: &[doudi_lake::Merge]) -> (Marks, FillDown) {
        let mut marks = Marks::default();
        let mut fillable = laid.header.columns.iter().map(|_| true).collect::<Vec<bool>>();
        for slot in &self.reading.shape.slots {
            let Some(column) = slot.sources[index] else { continue };
            match slot.kind {
                Kind::Id | Kind::Certificate => marks.ids.push(column),
                Kind::Name => marks.names.push(column),
                kind => fillable[column] = !kind.adds_up(),
            }
        }
        for pair in &laid.mapping.pairs {
            marks.names.extend(pair.name);
        }
        marks.headings = laid.header.columns.iter().map(|heading| heading.plain.clone()).collect();
        (marks, FillDown::new(merged, laid.header.last_row(), &fillable))
    }

    fn row(&mut self, sheet: usize, number: u32, cells: &[doudi_lake::Cell], marks: &Marks, sheet_name: &str) {
        let kind = marks.kind(cells);
        if kind == RowKind::Record {
            self.rows += 1;
            self.mapper.take(number, cells);
            return;
        }
        *self.dropped.entry(kind).or_default() += 1;
        match kind {
            RowKind::Total => self.mapper.sums.compare(self.reading.shape, sheet, cells, &mut self.controls),
            RowKind::Outside => self.mapper.complaints.push(Complaint {
                sheet: sheet_name.to_owned(),
                row: number,
                column: String::new(),
                rule: Rule::RowOutsideTable,
                shown: String::new(),
            }),
            _ => {}
        }
    }

    fn flush(&mut self, sink: &mut dyn Sink) -> Result<(), LakeError> {
        let batch = self.mapper.columns.finish().map_err(|_| LakeError::Schema)?;
        let (settled, repetitions) = self.ledger.settle(batch.clone()).map_err(|_| LakeError::Schema)?;
        self.say_repeated(&batch, &repetitions);
        self.count_elsewhere(&settled);
        self.records += settled.num_rows() as u64;
        if settled.num_rows() > 0 {
            sink.write(&settled)?;
        }
        // Rows arrive in order of sheets; within a sheet a repetition is found after the cells of later rows.
        self.mapper.complaints.sort_by_key(|complaint| complaint.row);
        for complaint in std::mem::take(&mut self.mapper.complaints) {
            self.emit(&complaint, sink)?;
        }
        Ok(())
    }

    fn emit(&mut self, complaint: &Complaint, sink: &mut dyn Sink) -> Result<(), LakeError> {
        let rule = self.rules.entry(complaint.rule).or_default();
        rule.count += 1;
        if rule.examples.len() < EXAMPLES {
            rule.examples.push(complaint.clone());
        }
        sink.complain(complaint)
    }

    fn say_repeated(&mut self, batch: &RecordBatch, repetitions: &[Repetition]) {
        let Some(key) = &self.reading.recognised.known.layout.key else { return };
        let Some(keys) = batch.column_by_name(key) else { return };
        let keys = keys.as_primitive::<UInt64Type>();
        let (sheets, rows) =
            (batch.column(0).as_primitive::<UInt16Type>(), batch.column(1).as_primitive::<UInt32Type>());
        let asked = matches!(self.reading.recognised.known.layout.repeated, super::layout::Repeated::Error);
        for repetition in repetitions {
            self.repeated += u64::from(repetition.dropped);
            if !asked && !repetition.whole {
                continue;
            }
            let laid = &self.reading.recognised.sheets[usize::from(sheets.value(repetition.at))];
            let masked = IdKey::from_packed(keys.value(repetition.at)).map(|key| key.to_string());
            self.mapper.complaints.push(Complaint {
                sheet: self.sheet_name(laid),
                row: rows.value(repetition.at),
                column: self.reading.shape.heading_of(key).to_owned(),
                rule: if repetition.whole { Rule::DuplicateRow } else { Rule::DuplicateId },
                shown: masked.unwrap_or_default(),
            });
        }
    }

    fn sheet_name(&self, laid: &LaidSheet) -> String {
        self.reading.recognised.sheet_names[laid.sheet].clone()
    }

    fn count_elsewhere(&mut self, batch: &RecordBatch) {
        let (Some(division), Some(codes)) = (self.reading.division, batch.column_by_name("division_code")) else {
            return;
        };
        let codes = codes.as_string::<i32>();
        let members = batch.column(2).as_primitive::<UInt8Type>();
        for row in (0..batch.num_rows()).filter(|row| codes.is_valid(*row) && members.value(*row) == 0) {
            let inside = codes.value(row).parse::<Division>().is_ok_and(|code| division.contains(code));
            self.elsewhere.0 += u64::from(!inside);
            self.elsewhere.1 += 1;
        }
    }

    fn finish(mut self) -> Pass {
        let rows = self.rows as i64;
        if let Some(stated) = self.reading.people {
            self.controls.insert(0, controls::control("文件名·人数", stated, rows));
        }
        let slots = &self.reading.shape.slots;
        let unknown = std::mem::take(&mut self.mapper.unknown).into_iter();
        let unknown =
            unknown.map(|((slot, word), count)| (slots[slot].field.clone(), slots[slot].heading.clone(), word, count));
        Pass {
            records: self.records,
            rows: self.rows,
            members: self.mapper.members,
            dropped: self.dropped,
            repeated: self.repeated,
            controls: self.controls,
            rules: self.rules,
            unknown: unknown.collect(),
            ledger: self.ledger,
            elsewhere: self.elsewhere,
        }
    }
}

impl Pass {
    /// Whether every total that the file states was found.
    pub(super) fn controls_agree(&self) -> bool {
        self.controls.iter().all(|control| control.agrees)
    }

    /// Why absence from this file does not say that anybody left; `None` when it does.
    pub(super) fn no_leavers(&self, covers: Covers, has_key: bool) -> Option<super::plan::NoLeavers> {
        use super::plan::NoLeavers;
        match covers {
            Covers::Increment => Some(NoLeavers::Increment),
            Covers::Full if !has_key => Some(NoLeavers::NoIdentity),
            Covers::Full if !self.controls_agree() => Some(NoLeavers::ControlsDisagree),
            Covers::Full => None,
        }
    }
}
