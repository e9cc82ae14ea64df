//! The shape of a file's records: which fields they have, and where each sheet keeps them.

use super::{
    columns::UNTAKEN,
    field::Kind,
    header::Sample,
    heading::column_letters,
    layout::{Catalogue, Column},
    recognise::Recognised,
    value::Cleaner,
    vocabulary::Vocabulary,
};
use doudi_kernel::Month;
use doudi_lake::clean::MoneyUnit;

/// One field of the records.
#[derive(Clone, Debug)]
pub(super) struct Slot<'a> {
    /// The field.
    pub(super) field: String,
    /// Its kind.
    pub(super) kind: Kind,
    /// The heading, as the file has it first; the field's label where it has no column.
    pub(super) heading: String,
    /// The crosswalk of a code.
    pub(super) vocabulary: Option<&'a Vocabulary>,
    /// For each sheet that is read, the column of the file.
    pub(super) sources: Vec<Option<usize>>,
    /// For each sheet, the unit in the heading.
    pub(super) units: Vec<MoneyUnit>,
    /// Whether a member takes the value over from the row.
    pub(super) carried: bool,
}

/// The fields of the records and the columns that none takes.
#[derive(Clone, Debug, Default)]
pub(super) struct Shape<'a> {
    /// Fields.
    pub(super) slots: Vec<Slot<'a>>,
    /// Headings that no field takes; made different by a number where they repeat.
    pub(super) extras: Vec<String>,
    /// For each sheet and extra, the column.
    pub(super) extra_sources: Vec<Vec<Option<usize>>>,
    /// Fields that follow from others: (to, from).
    pub(super) derived: Vec<(usize, usize)>,
}

impl<'a> Shape<'a> {
    /// The shape of a recognised file.
    pub(super) fn of(recognised: &Recognised<'_>, samples: &[Sample], catalogue: &'a Catalogue) -> Self {
        let mut shape = Self::default();
        shape.take_columns(recognised, catalogue);
        shape.take_members(recognised, catalogue);
        shape.take_derived(recognised, catalogue);
        shape.take_extras(recognised, samples);
        shape
    }

    /// The slot of a field.
    pub(super) fn slot(&self, field: &str) -> Option<usize> {
        self.slots.iter().position(|slot| slot.field == field)
    }

    /// How to clean a slot's cells on a sheet.
    pub(super) fn cleaner(&self, slot: usize, sheet: usize, month: Month) -> Cleaner<'a> {
        let it = &self.slots[slot];
        Cleaner { kind: it.kind, unit: it.units[sheet], vocabulary: it.vocabulary, month }
    }

    fn take_columns(&mut self, recognised: &Recognised<'_>, catalogue: &'a Catalogue) {
        for (at, column) in recognised.known.layout.columns.iter().enumerate() {
            let sources: Vec<Option<usize>> = recognised.sheets.iter().map(|laid| laid.mapping.columns[at]).collect();
            if sources.iter().all(Option::is_none) {
                continue;
            }
            let headings = recognised.sheets.iter().zip(&sources);
            let shown = headings.map(|(laid, source)| source.map(|column| laid.header.columns[column].shown.clone()));
            let shown: Vec<String> = shown.map(Option::unwrap_or_default).collect();
            let slot = self.put(column, catalogue, recognised.sheets.len());
            slot.units = shown.iter().map(|heading| unit(heading)).collect();
            slot.heading = shown.into_iter().find(|heading| !heading.is_empty()).unwrap_or_default();
            slot.sources = sources;
        }
    }

    fn take_members(&mut self, recognised: &Recognised<'_>, catalogue: &'a Catalogue) {
        let Some(members) = &recognised.known.layout.members else { return };
        let pairs = || recognised.sheets.iter().flat_map(|laid| &laid.mapping.pairs);
        let any = pairs().next().is_some() || recognised.sheets.iter().any(|laid| laid.mapping.split.is_some());
        if !any {
            return;
        }
        let related = pairs().any(|pair| pair.relation.is_some());
        for field in ["name", "resident_id"].into_iter().chain(related.then_some("relation_to_head")) {
            self.ensure(field, recognised, catalogue);
        }
        for slot in &mut self.slots {
            slot.carried = members.carry.contains(&slot.field);
        }
    }

    fn take_derived(&mut self, recognised: &Recognised<'_>, catalogue: &'a Catalogue) {
        for (to, from) in &recognised.known.layout.derive {
            if let Some(from) = self.slot(from) {
                let to = self.ensure(to, recognised, catalogue);
                self.derived.push((to, from));
            }
        }
    }

    fn ensure(&mut self, field: &str, recognised: &Recognised<'_>, catalogue: &'a Catalogue) -> usize {
        if let Some(at) = self.slot(field) {
            return at;
        }
        let column =
            Column { field: field.into(), headings: Vec::new(), required: false, occurrence: 1, vocabulary: None };
        self.put(&column, catalogue, recognised.sheets.len());
        self.slots.len() - 1
    }

    fn put(&mut self, column: &Column, catalogue: &'a Catalogue, sheets: usize) -> &mut Slot<'a> {
        let field = catalogue.fields.get(&column.field).expect("the catalogue checked every layout");
        let name = column.vocabulary.as_deref().or(field.vocabulary.as_deref());
        self.slots.push(Slot {
            field: column.field.clone(),
            kind: field.kind,
            heading: field.zh.clone(),
            vocabulary: name.and_then(|name| catalogue.vocabularies.get(name)),
            sources: vec![None; sheets],
            units: vec![MoneyUnit::Yuan; sheets],
            carried: false,
        });
        self.slots.last_mut().expect("just put")
    }

    fn take_extras(&mut self, recognised: &Recognised<'_>, samples: &[Sample]) {
        self.extra_sources = vec![Vec::new(); recognised.sheets.len()];
        for (at, laid) in recognised.sheets.iter().enumerate() {
            let mut names: Vec<String> = Vec::new();
            for (column, heading) in laid.header.columns.iter().enumerate() {
                if laid.mapping.taken[column] {
                    continue;
                }
                let in_use = || {
                    samples[laid.sheet]
                        .below(&laid.header)
                        .any(|row| row.get(column).is_some_and(|cell| !cell.is_blank()))
                };
                if heading.is_blank() && !in_use() {
                    continue;
                }
                let name = untaken_name(&heading.shown, column, &names);
                self.take_extra(at, column, &name);
                names.push(name);
            }
        }
        let width = self.extras.len();
        self.extra_sources.iter_mut().for_each(|sources| sources.resize(width, None));
    }

    fn take_extra(&mut self, sheet: usize, column: usize, name: &str) {
        let at = self.extras.iter().position(|known| known == name).unwrap_or_else(|| {
            self.extras.push(name.to_owned());
            self.extras.len() - 1
        });
        let sources = &mut self.extra_sources[sheet];
        sources.resize(sources.len().max(at + 1), None);
        sources[at] = Some(column);
    }

    /// Fields and kinds in the order of the record's columns.
    pub(super) fn fields(&self) -> Vec<(String, Kind)> {
        self.slots.iter().map(|slot| (slot.field.clone(), slot.kind)).collect()
    }

    /// Headings whose values are in fen or hundredths of a mu.
    pub(super) fn amounts(&self) -> Vec<String> {
        let amount = |slot: &&Slot<'_>| matches!(slot.kind, Kind::Money | Kind::Area);
        self.slots.iter().filter(amount).map(|slot| slot.heading.clone()).collect()
    }

    /// The heading of a column of the record, without the mark of an untaken one.
    pub(super) fn heading_of<'s>(&'s self, column: &'s str) -> &'s str {
        let bare = column.strip_suffix("_raw").unwrap_or(column);
        let slot = self.slot(column).or_else(|| self.slot(bare));
        slot.map_or_else(|| column.strip_prefix(UNTAKEN).unwrap_or(column), |at| self.slots[at].heading.as_str())
    }
}

fn untaken_name(heading: &str, column: usize, used: &[String]) -> String {
    let base = if heading.is_empty() { format!("{}列", column_letters(column)) } else { heading.to_owned() };
    let mut name = base.clone();
    let mut number = 2;
    while used.contains(&name) {
        name = format!("{base}({number})");
        number += 1;
    }
    name
}

fn unit(heading: &str) -> MoneyUnit {
    if heading.contains("万元") { MoneyUnit::TenThousandYuan } else { MoneyUnit::Yuan }
}
