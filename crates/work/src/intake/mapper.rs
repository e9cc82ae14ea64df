//! Rows into records: every cell cleaned, members unpivoted, what is wrong said.

use super::{
    columns::{Columns, Place},
    controls::Sums,
    field::Kind,
    members::{Pair, Split},
    shape::Shape,
    value::{Cleaner, Value, days_since_1970},
};
use doudi_kernel::{Month, ResidentId, Sex};
use doudi_lake::{Cell, Complaint, Rule, clean};
use std::collections::BTreeMap;

/// Turns the rows of the sheets of one file into records.
pub(super) struct Mapper<'a> {
    shape: &'a Shape<'a>,
    month: Month,
    /// Records under construction.
    pub(super) columns: Columns,
    /// Complaints since the last batch, in the order of rows.
    pub(super) complaints: Vec<Complaint>,
    /// Words that no crosswalk has: (slot, word) with how often.
    pub(super) unknown: BTreeMap<(usize, String), u64>,
    /// Sums of amounts, for control totals.
    pub(super) sums: Sums,
    /// Records that are members of a row.
    pub(super) members: u64,
    sheet: Sheet<'a>,
    values: Vec<Value>,
    id: Option<usize>,
    name: Option<usize>,
    birth: Option<usize>,
    sex: Option<usize>,
    age: Option<usize>,
    relation: Option<usize>,
}

/// The sheet that is being read.
#[derive(Default)]
struct Sheet<'a> {
    index: u16,
    name: String,
    cleaners: Vec<Cleaner<'a>>,
    sources: Vec<Option<usize>>,
    pairs: Vec<Pair>,
    split: Option<Split>,
}

impl<'a> Mapper<'a> {
    /// A mapper for records of a shape, about a month.
    pub(super) fn new(shape: &'a Shape<'a>, month: Month) -> Self {
        Self {
            shape,
            month,
            columns: Columns::new(&shape.fields(), &shape.extras),
            complaints: Vec::new(),
            unknown: BTreeMap::new(),
            sums: Sums::new(shape),
            members: 0,
            sheet: Sheet::default(),
            values: vec![Value::Null; shape.slots.len()],
            id: shape.slot("resident_id"),
            name: shape.slot("name"),
            birth: shape.slot("birth_date"),
            sex: shape.slot("sex"),
            age: shape.slot("age"),
            relation: shape.slot("relation_to_head"),
        }
    }

    /// Goes on with a sheet: its index among those that are read, its name, its members.
    pub(super) fn begin_sheet(&mut self, index: usize, name: &str, pairs: &[Pair], split: Option<Split>) {
        let slots = 0..self.shape.slots.len();
        self.sheet = Sheet {
            index: index as u16,
            name: name.to_owned(),
            cleaners: slots.map(|slot| self.shape.cleaner(slot, index, self.month)).collect(),
            sources: self.shape.slots.iter().map(|slot| slot.sources[index]).collect(),
            pairs: pairs.to_vec(),
            split,
        };
    }

    /// Takes a row that is a record, and the members in it.
    pub(super) fn take(&mut self, row: u32, cells: &[Cell]) {
        for slot in 0..self.values.len() {
            let cell = self.sheet.sources[slot].and_then(|column| cells.get(column)).unwrap_or(&Cell::Empty);
            self.values[slot] = self.cleaned(slot, slot, row, cell);
        }
        self.derive(cells);
        self.check(row);
        self.sums.add(&self.values);
        self.push(row, 0, cells);
        if !self.sheet.pairs.is_empty() || self.sheet.split.is_some() {
            self.take_members(row, cells);
        }
    }

    /// The clean value for a slot; complains under the heading of `shown_as`.
    fn cleaned(&mut self, slot: usize, shown_as: usize, row: u32, cell: &Cell) -> Value {
        if matches!(cell, Cell::Empty) {
            return Value::Null;
        }
        let found = self.sheet.cleaners[slot].clean(cell);
        if let Some(rule) = found.rule {
            if let (Rule::UnknownValue, Value::Raw(word)) = (rule, &found.value) {
                *self.unknown.entry((slot, word.clone())).or_default() += 1;
            }
            self.complain(row, shown_as, rule, shown(self.shape.slots[slot].kind, cell));
        }
        found.value
    }

    fn derive(&mut self, cells: &[Cell]) {
        for &(to, from) in &self.shape.derived {
            if self.values[to] != Value::Null {
                continue;
            }
            let (to_kind, from_kind) = (self.shape.slots[to].kind, self.shape.slots[from].kind);
            self.values[to] = if to_kind == from_kind {
                self.values[from].clone()
            } else {
                // The number that a certificate begins with, or a number that stands where the certificate belongs.
                let cell = self.sheet.sources[from].and_then(|column| cells.get(column)).unwrap_or(&Cell::Empty);
                match clean::id(cell) {
                    Ok(Some(id)) => Value::Id(id.resident().packed()),
                    Ok(None) => Value::Null,
                    Err(_) => Value::Raw(clean::fold(&cell.shown())),
                }
            };
        }
    }

    /// What must be there, and what must agree with the identity number.
    fn check(&mut self, row: u32) {
        if let Some(name) = self.name.filter(|name| self.values[*name] == Value::Null && self.has_column(*name)) {
            self.complain_once(row, name, Rule::NameMissing);
        }
        let Some(id) = self.id else { return };
        match self.values[id] {
            Value::Null if self.has_column(id) => self.complain_once(row, id, Rule::IdMissing),
            Value::Id(packed) => self.check_against(row, ResidentId::from_packed(packed)),
            _ => {}
        }
    }

    fn has_column(&self, slot: usize) -> bool {
        self.sheet.sources[slot].is_some() || self.shape.derived.iter().any(|(to, _)| *to == slot)
    }

    fn check_against(&mut self, row: u32, id: Option<ResidentId>) {
        let Some(id) = id else { return };
        if let Some((at, Value::Day(day))) = self.birth.map(|at| (at, &self.values[at]))
            && *day != days_since_1970(id.birth_date())
        {
            self.complain(row, at, Rule::BirthDiffers, String::new());
        }
        if let Some((at, Value::Text(sex))) = self.sex.map(|at| (at, &self.values[at]))
            && *sex != if id.sex() == Sex::Male { "male" } else { "female" }
        {
            self.complain(row, at, Rule::SexDiffers, String::new());
        }
        // Offices count an age by the year, by the birthday or as of the day of export: one year apart is no mistake.
        if let Some((at, Value::Int(age))) = self.age.map(|at| (at, &self.values[at]))
            && (age - i64::from(id.age_on(self.month.last_day()))).abs() > 1
        {
            let age = age.to_string();
            self.complain(row, at, Rule::AgeDiffers, age);
        }
    }

    fn push(&mut self, row: u32, member: u8, cells: &[Cell]) {
        self.columns.begin(Place { sheet: self.sheet.index, row, member });
        for (slot, value) in self.values.iter().enumerate() {
            self.columns.field(slot, value);
        }
        let sources = &self.shape.extra_sources[usize::from(self.sheet.index)];
        for (at, source) in sources.iter().enumerate() {
            match source.filter(|_| member == 0).and_then(|column| cells.get(column)) {
                None | Some(Cell::Empty) => self.columns.extra(at, None),
                Some(Cell::Text(text)) => self.columns.extra(at, Some(text.trim()).filter(|text| !text.is_empty())),
                Some(cell) => self.columns.extra(at, Some(&cell.shown())),
            }
        }
    }

    fn take_members(&mut self, row: u32, cells: &[Cell]) {
        let (Some(id), Some(name)) = (self.id, self.name) else { return };
        let head = self.values[id].clone();
        for slot in 0..self.values.len() {
            if !self.shape.slots[slot].carried {
                self.values[slot] = Value::Null;
            }
        }
        let cell = |column: Option<usize>| column.and_then(|column| cells.get(column)).unwrap_or(&Cell::Empty);
        for at in 0..self.sheet.pairs.len() {
            let pair = self.sheet.pairs[at];
            let who = (cell(pair.name), cell(pair.id));
            self.take_member(row, pair.number, (id, name), &head, who, cell(pair.relation), cells);
        }
        if let Some(split) = self.sheet.split {
            let (names, ids) = (parts(cell(split.name)), parts(cell(split.id)));
            for at in 0..names.len().max(ids.len()).min(usize::from(u8::MAX)) {
                let who = (names.get(at).unwrap_or(&Cell::Empty), ids.get(at).unwrap_or(&Cell::Empty));
                self.take_member(row, at as u8 + 1, (id, name), &head, who, &Cell::Empty, cells);
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "one member is all of these")]
    fn take_member(
        &mut self,
        row: u32,
        number: u8,
        (id, name): (usize, usize),
        head: &Value,
        who: (&Cell, &Cell),
        relation: &Cell,
        cells: &[Cell],
    ) {
        if who.0.is_blank() && who.1.is_blank() {
            return;
        }
        self.values[name] = self.cleaned(name, name, row, who.0);
        self.values[id] = self.cleaned(id, id, row, who.1);
        // A head who is listed among the members is one person, not two.
        if self.values[id] != Value::Null && self.values[id] == *head {
            return;
        }
        if who.0.is_blank() || who.1.is_blank() {
            self.complain(row, if who.0.is_blank() { name } else { id }, Rule::MemberIncomplete, String::new());
        }
        if let Some(slot) = self.relation {
            self.values[slot] = self.cleaned(slot, slot, row, relation);
        }
        self.members += 1;
        self.push(row, number, cells);
    }

    /// Complains unless this cell was complained about: an unreadable name is not also a missing one.
    fn complain_once(&mut self, row: u32, slot: usize, rule: Rule) {
        let heading = &self.shape.slots[slot].heading;
        let said = self.complaints.iter().rev().take_while(|it| it.row == row).any(|it| it.column == *heading);
        if !said {
            self.complain(row, slot, rule, String::new());
        }
    }

    fn complain(&mut self, row: u32, slot: usize, rule: Rule, shown: String) {
        self.complaints.push(Complaint {
            sheet: self.sheet.name.clone(),
            row,
            column: self.shape.slots[slot].heading.clone(),
            rule,
            shown,
        });
    }
}

/// A value as a complaint may show it: nothing of names, addresses and health.
fn shown(kind: Kind, cell: &Cell) -> String {
    match kind {
        Kind::Name | Kind::Address | Kind::Text => String::new(),
        _ => clean::mask(cell),
    }
}

/// The members in one cell, apart by 、 and its kin; line breaks too, for that is how a cell is filled by hand.
fn parts(cell: &Cell) -> Vec<Cell> {
    let text = match cell {
        Cell::Empty => return Vec::new(),
        Cell::Text(text) => text,
        other => return vec![other.clone()],
    };
    let marks = ['、', ',', '，', ';', '；', '\n', '/', '|'];
    let parts = text.split(marks).map(str::trim);
    let mut parts: Vec<Cell> =
        parts.map(|part| if part.is_empty() { Cell::Empty } else { Cell::Text(part.to_owned()) }).collect();
    // A mark at the end separates nothing; one in the middle keeps the place of a member without a number.
    while parts.last().is_some_and(|cell| matches!(cell, Cell::Empty)) {
        parts.pop();
    }
    parts
}
