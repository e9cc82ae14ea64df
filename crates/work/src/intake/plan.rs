//! Plan, look, then do: what a file is, how it would be read, and what taking it in would do.

use super::{
    ask::Ask,
    filename::NameFacts,
    header::{Header, Sample},
    heading::column_letters,
    layout::{Catalogue, Covers},
    ledger::Difference,
    pass::{Nowhere, Pass, Reading, RuleCount, Sink},
    previous::Previous,
    recognise::{Candidate, LaidSheet, Recognised, recognise},
    refusal::Refused,
    rows::RowKind,
    shape::Shape,
};
use doudi_kernel::{FeedId, LayoutId, Month, SnapshotId};
use doudi_lake::{Control, Lake, Limits, Roster, Rule, SourceFile, clean};
use serde::Serialize;
use std::{collections::BTreeMap, path::Path};

/// What taking a file in would do, to read, compare, sign and store.
#[derive(Clone, Debug, Serialize)]
pub struct Plan {
    /// The file.
    pub file: SourceFile,
    /// The feed, with its Chinese and English names.
    pub feed: FeedId,
    /// Chinese name of the feed.
    pub feed_zh: String,
    /// English name of the feed.
    pub feed_en: String,
    /// The layout by name and hash.
    pub layout: String,
    /// The hash of the layout's text.
    pub layout_id: LayoutId,
    /// The feeds that it could be, the best first.
    pub candidates: Vec<Candidate>,
    /// The month.
    pub month: Month,
    /// Who says so.
    pub month_from: MonthFrom,
    /// Empty for the whole county.
    pub part: String,
    /// Whether absence means anything.
    pub covers: Covers,
    /// What was noticed about names and titles.
    pub notes: Vec<Note>,
    /// The sheets that are read.
    pub sheets: Vec<SheetPlan>,
    /// Visible sheets that fit as well and are not read.
    pub left_out: Vec<String>,
    /// Rows of the file that are records.
    pub rows: u64,
    /// Records, members of households among them.
    pub records: u64,
    /// Records that are members in a household's row.
    pub members: u64,
    /// Rows that are no records.
    pub dropped: BTreeMap<RowKind, u64>,
    /// Records left out since their number is repeated.
    pub repeated: u64,
    /// Stated and found totals.
    pub controls: Vec<Control>,
    /// Headings whose totals are in fen or hundredths of a mu.
    pub amounts: Vec<String>,
    /// Complaints by rule.
    pub complaints: BTreeMap<Rule, RuleCount>,
    /// Words for the work list.
    pub unknown: Vec<UnknownWord>,
    /// The comparison with the snapshot before.
    pub against: Option<Against>,
    /// What applying does.
    pub effect: Effect,
}

/// Who says what month it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MonthFrom {
    /// The caller alone.
    Asked,
    /// The file name.
    Name,
    /// A title above the header.
    Title,
}

/// Something noticed that is no complaint about a cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Note {
    /// A mistyped date in the file name, as typed, and how it was understood.
    Mistyped(String, Month),
    /// The title names another month than the file name.
    TitleMonth(Month),
}

/// How a sheet is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SheetPlan {
    /// The name on its tab.
    pub name: String,
    /// First row of the header, from 1.
    pub header_row: u32,
    /// Rows of the header.
    pub header_rows: u32,
    /// Columns that a field takes.
    pub columns: Vec<ColumnPlan>,
    /// Headings that no field takes; kept as they are.
    pub unmapped: Vec<String>,
    /// Member pairs.
    pub members: usize,
}

/// How a column is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ColumnPlan {
    /// Letters of the column.
    pub column: String,
    /// Its heading.
    pub heading: String,
    /// The field.
    pub field: String,
}

/// A word that no crosswalk has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnknownWord {
    /// The field.
    pub field: String,
    /// The heading.
    pub heading: String,
    /// The word.
    pub word: String,
    /// How often it stands in the file.
    pub count: u64,
}

/// The comparison with the snapshot before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Against {
    /// The snapshot.
    pub snapshot: SnapshotId,
    /// Its month.
    pub month: Month,
    /// People who were not in it.
    pub joined: u64,
    /// People who are no longer there; `None` when absence says nothing.
    pub left: Option<u64>,
    /// Why absence says nothing.
    pub no_leavers: Option<NoLeavers>,
    /// People whose record reads differently.
    pub changed: u64,
    /// People whose record is the same.
    pub same: u64,
}

/// Why absence does not say that anybody left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NoLeavers {
    /// The file holds only what is new.
    Increment,
    /// A stated total was not found.
    ControlsDisagree,
    /// Rows have no identity.
    NoIdentity,
}

/// What applying does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// A new snapshot.
    Add,
    /// A new snapshot in the place of one of the same month and part, which stays.
    Replace(SnapshotId),
    /// Nothing: this file was taken in already.
    AlreadyThere(SnapshotId),
}

/// The snapshot before, and who joined, left and changed since.
pub(super) type Compared = (Previous, Difference);

/// A file opened, recognised and placed in time: what a plan and an import have in common.
pub(super) struct Opened<'a> {
    /// The file.
    pub(super) roster: Roster,
    /// What it is.
    pub(super) recognised: Recognised<'a>,
    /// The shape of its records.
    pub(super) shape: Shape<'a>,
    /// What its name says.
    pub(super) facts: NameFacts,
    /// The month.
    pub(super) month: Month,
    /// Who says so.
    pub(super) month_from: MonthFrom,
    /// What was noticed.
    pub(super) notes: Vec<Note>,
    /// Town or status part.
    pub(super) part: String,
}

impl<'a> Opened<'a> {
    /// Opens a file and settles what it is.
    ///
    /// # Errors
    /// Every reason of [`Refused`] that shows before the records are read.
    pub(super) fn open(path: &Path, catalogue: &'a Catalogue, limits: &Limits, ask: &Ask) -> Result<Self, Refused> {
        let mut roster = Roster::open(path, limits)?;
        let samples =
            (0..roster.sheets().len())
                .map(|sheet| {
                    if roster.sheets()[sheet].hidden { Ok(Sample::default()) } else { Sample::read(&mut roster, sheet) }
                })
                .collect::<Result<Vec<_>, _>>()?;
        let recognised = recognise(&mut roster, &samples, catalogue, ask)?;
        let facts = NameFacts::read(&roster.source().name, &[&recognised.known.layout]);
        let (month, month_from, notes) = month(&facts, &recognised, &samples, ask)?;
        let part = facts.part();
        if let Some(asked) = ask.part.as_ref().filter(|asked| **asked != part) {
            return Err(Refused::WrongPart { file: part, asked: asked.clone() });
        }
        let shape = Shape::of(&recognised, &samples, catalogue);
        Ok(Self { roster, recognised, shape, facts, month, month_from, notes, part })
    }

    /// Reads it through into a sink.
    ///
    /// # Errors
    /// The file breaks off, holds nothing, or is another place's; the sink fails.
    pub(super) fn read(
        &mut self,
        lake: &Lake,
        ask: &Ask,
        sink: &mut dyn Sink,
        progress: &mut dyn FnMut(u64),
    ) -> Result<(Plan, Option<Compared>), Refused> {
        let source = self.roster.source().clone();
        let layout = &self.recognised.known.layout;
        let identity = (&layout.feed, self.month, self.part.as_str(), source.blake3.as_str());
        let previous = Previous::find(lake, identity, &self.shape)?;
        let reading = Reading {
            recognised: &self.recognised,
            shape: &self.shape,
            month: self.month,
            division: ask.division,
            people: self.facts.people,
            tracked: previous.as_ref().map(|previous| previous.tracked.clone()).unwrap_or_default(),
        };
        let pass = reading.run(&mut self.roster, sink, progress)?;
        if pass.records == 0 {
            return Err(Refused::NoRecords);
        }
        if let (Some(asked), (elsewhere, of)) = (ask.division, pass.elsewhere)
            && elsewhere * 2 > of
        {
            return Err(Refused::WrongPlace { asked, elsewhere, of });
        }
        let difference = match (previous, &layout.key) {
            (Some(previous), Some(key)) if layout.covers_all() => {
                let difference = pass.ledger.against(&previous.census(lake, key)?);
                Some((previous, difference))
            }
            _ => None,
        };
        let plan = self.plan(lake, &pass, difference.as_ref())?;
        Ok((plan, difference))
    }

    fn plan(&self, lake: &Lake, pass: &Pass, against: Option<&Compared>) -> Result<Plan, Refused> {
        let layout = &self.recognised.known.layout;
        let no_leavers = pass.no_leavers(layout.coverage, layout.key.is_some());
        Ok(Plan {
            file: self.roster.source().clone(),
            feed: layout.feed.clone(),
            feed_zh: layout.zh.clone(),
            feed_en: layout.en.clone(),
            layout: self.recognised.known.name.clone(),
            layout_id: self.recognised.known.id.clone(),
            candidates: self.recognised.candidates.clone(),
            month: self.month,
            month_from: self.month_from,
            part: self.part.clone(),
            covers: layout.coverage,
            notes: self.notes.clone(),
            sheets: self.recognised.sheets.iter().map(|laid| self.sheet_plan(laid)).collect(),
            left_out: self.recognised.left_out.clone(),
            rows: pass.rows,
            records: pass.records,
            members: pass.members,
            dropped: pass.dropped.clone(),
            repeated: pass.repeated,
            controls: pass.controls.clone(),
            amounts: self.shape.amounts(),
            complaints: pass.rules.clone(),
            unknown: pass.unknown.iter().cloned().map(UnknownWord::from).collect(),
            against: against.map(|(previous, difference)| Against {
                snapshot: previous.manifest.id.clone(),
                month: previous.manifest.about.month,
                joined: difference.joined.len() as u64,
                left: no_leavers.is_none().then_some(difference.left.len() as u64),
                no_leavers,
                changed: difference.changed.len() as u64,
                same: difference.same,
            }),
            effect: self.effect(lake)?,
        })
    }

    /// What applying would do, by the snapshots that are there.
    ///
    /// # Errors
    /// The lake cannot be read.
    pub(super) fn effect(&self, lake: &Lake) -> Result<Effect, Refused> {
        let known = self.recognised.known;
        let there = lake.current(&known.layout.feed, self.month, &self.part)?;
        Ok(match there {
            Some(it) if it.about.source.blake3 == self.roster.source().blake3 && it.about.layout == known.id => {
                Effect::AlreadyThere(it.id)
            }
            Some(it) => Effect::Replace(it.id),
            None => Effect::Add,
        })
    }

    fn sheet_plan(&self, laid: &LaidSheet) -> SheetPlan {
        let layout = &self.recognised.known.layout;
        let taken = layout.columns.iter().zip(&laid.mapping.columns).filter_map(|(column, at)| Some((column, (*at)?)));
        let mut columns: Vec<(usize, ColumnPlan)> =
            taken.map(|(column, at)| (at, column_plan(&laid.header, at, &column.field))).collect();
        for pair in &laid.mapping.pairs {
            let parts = [(pair.name, "name"), (pair.id, "resident_id"), (pair.relation, "relation_to_head")];
            let parts = parts.into_iter().filter_map(|(at, field)| Some((at?, field)));
            columns.extend(
                parts.map(|(at, field)| (at, column_plan(&laid.header, at, &format!("{field}#{}", pair.number)))),
            );
        }
        if let Some(split) = laid.mapping.split {
            let parts = [(split.name, "name#*"), (split.id, "resident_id#*")];
            let parts = parts.into_iter().filter_map(|(at, field)| Some((at?, field)));
            columns.extend(parts.map(|(at, field)| (at, column_plan(&laid.header, at, field))));
        }
        columns.sort_by_key(|(at, _)| *at);
        let untaken = laid.header.columns.iter().zip(&laid.mapping.taken);
        let untaken = untaken.filter(|(heading, taken)| !**taken && !heading.is_blank());
        SheetPlan {
            name: self.roster.sheets()[laid.sheet].name.clone(),
            header_row: laid.header.first_row,
            header_rows: laid.header.levels,
            columns: columns.into_iter().map(|(_, column)| column).collect(),
            unmapped: untaken.map(|(heading, _)| heading.shown.clone()).collect(),
            members: laid.mapping.pairs.len(),
        }
    }
}

fn column_plan(header: &Header, at: usize, field: &str) -> ColumnPlan {
    ColumnPlan { column: column_letters(at), heading: header.columns[at].shown.clone(), field: field.to_owned() }
}

impl From<(String, String, String, u64)> for UnknownWord {
    fn from((field, heading, word, count): (String, String, String, u64)) -> Self {
        Self { field, heading, word, count }
    }
}

/// The month, by the file name before a title, and never another than was asked.
fn month(
    facts: &NameFacts,
    recognised: &Recognised<'_>,
    samples: &[Sample],
    ask: &Ask,
) -> Result<(Month, MonthFrom, Vec<Note>), Refused> {
    let title = recognised.sheets.iter().find_map(|laid| title_month(&samples[laid.sheet], &laid.header));
    let mut notes = Vec::new();
    let (found, from) = match (facts.month(), title) {
        (Some(month), _) => (Some(month), MonthFrom::Name),
        (None, Some(month)) if facts.months.is_empty() && facts.unclear.is_none() => (Some(month), MonthFrom::Title),
        _ => (None, MonthFrom::Asked),
    };
    if let (Some(typed), Some(month)) = (&facts.mistyped, found) {
        notes.push(Note::Mistyped(typed.clone(), month));
    }
    if let Some(month) = title.filter(|title| found.is_some_and(|found| found != *title)) {
        notes.push(Note::TitleMonth(month));
    }
    match (found, ask.month) {
        (Some(file), Some(asked)) if file != asked => Err(Refused::WrongMonth { file, asked }),
        (Some(month), _) => Ok((month, from, notes)),
        (None, Some(asked)) if !facts.months.is_empty() && !facts.months.contains(&asked) => {
            Err(Refused::WrongMonth { file: facts.months[0], asked })
        }
        (None, Some(asked)) => Ok((asked, MonthFrom::Asked, notes)),
        (None, None) => Err(Refused::MonthUnknown { unclear: facts.unclear.clone(), months: facts.months.clone() }),
    }
}

/// A month in a title above the header; the day on which a list was printed is none.
fn title_month(sample: &Sample, header: &Header) -> Option<Month> {
    const DATES: [&str; 7] = ["制表", "填报", "打印", "导出", "时间", "日期", "生成"];
    let cells = sample.above(header).flatten().filter_map(|cell| cell.as_text());
    cells
        .map(clean::fold)
        .filter(|text| !DATES.iter().any(|word| text.contains(word)))
        .find_map(|text| NameFacts::read(&text, &[]).month())
}

/// What taking a file in would do; nothing is done.
///
/// # Errors
/// Every reason of [`Refused`].
pub fn plan(
    path: &Path,
    catalogue: &Catalogue,
    lake: &Lake,
    limits: &Limits,
    ask: &Ask,
    progress: &mut dyn FnMut(u64),
) -> Result<Plan, Refused> {
    let mut opened = Opened::open(path, catalogue, limits, ask)?;
    let (plan, _) = opened.read(lake, ask, &mut Nowhere, progress)?;
    Ok(plan)
}
