//! What came back: the workbook's rows, checked one by one.

use super::{
    Decision, LinkBatch, Verdict,
    book::{ANSWERS, BATCH, NUMBER, RECORDS, record},
};
use crate::doubts::answers::RowAt;
use doudi_kernel::{BatchId, Date, Lang, Say};
use doudi_lake::{Cell, Limits, Roster, Unreadable, clean};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, ops::ControlFlow, path::Path};

/// A file of answers, read and checked.
#[derive(Clone, Debug)]
pub struct ReadDecisions {
    /// What is kept about the return itself.
    pub about: Return,
    /// Accepted rows, in the order of numbers.
    pub accepted: Vec<Decision>,
    /// Refused rows, in the order of the file.
    pub refused: Vec<RefusedDecision>,
}

/// A return.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Return {
    /// The day on which it was read.
    pub received: Date,
    /// The file and its BLAKE3.
    pub file: (String, String),
    /// Rows that say what is known already.
    pub repeated: u32,
    /// Rows still empty.
    pub empty: u32,
}

/// A row that was not accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedDecision {
    /// Where it stands.
    pub at: RowAt,
    /// Why.
    pub why: DecisionRefused,
}

/// Why a row is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecisionRefused {
    /// The number was not asked about in this batch.
    NotAsked(String),
    /// The records are not those that were sent under this number.
    OtherRecords,
    /// Other columns are filled, and no answer is.
    NoAnswer,
    /// No such answer.
    UnknownAnswer(String),
    /// Nobody is named as having looked.
    NoChecker,
    /// No day, or not one.
    NoDate(String),
    /// A day before the batch or after today: the day, from, to.
    DateOutside(Date, Date, Date),
    /// Decided otherwise before, and the explanation does not say that this corrects it.
    DecidedOtherwise(Verdict, Verdict),
}

/// A correction says so in its explanation, as in the workbooks of doubts.
pub(super) const CORRECTION: &str = "更正";
/// How many rows at the top of a sheet may stand above its headings.
const ABOVE: u32 = 10;

impl Say for DecisionRefused {
    fn say(&self, lang: Lang) -> String {
        let zh = lang == Lang::Zh;
        match self {
            Self::NotAsked(number) if zh => format!("序号“{number}”不在本批次中；请恢复下发时的序号"),
            Self::NotAsked(number) => format!("number {number} was not asked about in this batch"),
            Self::OtherRecords if zh => "两条记录与下发时不同；请勿改动记录，或恢复原行".into(),
            Self::OtherRecords => "the records are not those that were sent under this number; restore the row".into(),
            Self::NoAnswer if zh => "未选核对结论；请从下拉列表选择".into(),
            Self::NoAnswer => "no answer is chosen".into(),
            Self::UnknownAnswer(found) if zh => format!("“{found}”不是可选的核对结论；请从下拉列表选择"),
            Self::UnknownAnswer(found) => format!("{found} is not an answer of the list"),
            Self::NoChecker if zh => "未填核对人".into(),
            Self::NoChecker => "nobody is named as having looked".into(),
            Self::NoDate(found) if zh && found.is_empty() => "未填核对日期".into(),
            Self::NoDate(found) if zh => format!("核对日期“{found}”不是日期；请按2026-09-20填写"),
            Self::NoDate(found) => format!("“{found}” is not a day"),
            Self::DateOutside(day, from, to) if zh => format!("核对日期{day}不在{from}至{to}之间；请核对"),
            Self::DateOutside(day, from, to) => format!("{day} is not between {from} and {to}"),
            Self::DecidedOtherwise(before, now) if zh => {
                format!("此前结论为“{}”，本次为“{}”；如需更正请在说明中写明“更正”", before.zh(), now.zh())
            }
            Self::DecidedOtherwise(before, now) => {
                format!("decided {before:?} before and {now:?} now; say 更正 in the explanation")
            }
        }
    }
}

/// Reads a returned workbook against its batch; `known` are the decisions kept before. Nothing is kept yet.
///
/// # Errors
/// The file cannot be read.
pub fn read_decisions(
    file: &Path,
    batch: &LinkBatch,
    known: &[Decision],
    today: Date,
    limits: &Limits,
) -> Result<ReadDecisions, Unreadable> {
    let mut roster = Roster::open(file, limits)?;
    let source = (roster.source().name.clone(), roster.source().blake3.clone());
    let about = Return { received: today, file: source, repeated: 0, empty: 0 };
    let mut known: BTreeMap<u32, Verdict> = known.iter().map(|one| (one.number, one.verdict)).collect();
    let mut read = ReadDecisions { about, accepted: Vec::new(), refused: Vec::new() };
    let sheets: Vec<String> = roster.sheets().iter().map(|sheet| sheet.name.clone()).collect();
    for (at, sheet) in sheets.iter().enumerate() {
        let mut columns: Option<BTreeMap<String, usize>> = None;
        roster.for_each_row(at, &mut |row, cells| {
            match &columns {
                None if row > ABOVE => return ControlFlow::Break(()),
                None => columns = headings(cells),
                Some(columns) => {
                    let at = RowAt { file: read.about.file.0.clone(), sheet: sheet.clone(), row };
                    take(&Filled { cells, columns, at }, batch, &mut known, today, &mut read);
                }
            }
            ControlFlow::Continue(())
        })?;
    }
    read.accepted.sort_by_key(|one| one.number);
    Ok(read)
}

impl ReadDecisions {
    /// The batch that a workbook names, when it is one of links.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn batch_of(file: &Path, limits: &Limits) -> Result<Option<BatchId>, Unreadable> {
        let mut roster = Roster::open(file, limits)?;
        let mut named = None;
        for sheet in 0..roster.sheets().len() {
            roster.for_each_row(sheet, &mut |row, cells| {
                let text = cells.iter().filter_map(Cell::as_text).find_map(|text| text.split_once(BATCH));
                if let Some((_, after)) = text {
                    let id: String = after.chars().take_while(char::is_ascii_hexdigit).collect();
                    named.get_or_insert(BatchId::new(id));
                }
                if row < ABOVE && named.is_none() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            })?;
        }
        Ok(named)
    }
}

fn headings(cells: &[Cell]) -> Option<BTreeMap<String, usize>> {
    let heading = |cell: &Cell| cell.shown().chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let found: BTreeMap<String, usize> = cells.iter().map(heading).zip(0..).collect();
    let all = std::iter::once(&NUMBER).chain(&RECORDS).chain(&ANSWERS);
    all.into_iter().all(|wanted| found.contains_key(*wanted)).then_some(found)
}

struct Filled<'c> {
    cells: &'c [Cell],
    columns: &'c BTreeMap<String, usize>,
    at: RowAt,
}

impl Filled<'_> {
    fn cell(&self, heading: &str) -> &Cell {
        const NOTHING: &Cell = &Cell::Empty;
        self.columns.get(heading).and_then(|at| self.cells.get(*at)).unwrap_or(NOTHING)
    }

    fn text(&self, heading: &str) -> String {
        self.cell(heading).shown().trim().to_owned()
    }
}

fn take(
    row: &Filled<'_>,
    batch: &LinkBatch,
    known: &mut BTreeMap<u32, Verdict>,
    today: Date,
    read: &mut ReadDecisions,
) {
    if ANSWERS.iter().all(|heading| row.cell(heading).is_blank()) {
        read.about.empty += u32::from(row.text(NUMBER).parse::<u32>().is_ok());
        return;
    }
    match decision(row, batch, today) {
        Err(why) => read.refused.push(RefusedDecision { at: row.at.clone(), why }),
        Ok(decision) => match known.get(&decision.number).copied() {
            Some(before) if before == decision.verdict => read.about.repeated += 1,
            Some(before) if !decision.note.contains(CORRECTION) => {
                let why = DecisionRefused::DecidedOtherwise(before, decision.verdict);
                read.refused.push(RefusedDecision { at: row.at.clone(), why });
            }
            _ => {
                known.insert(decision.number, decision.verdict);
                read.accepted.push(decision);
            }
        },
    }
}

fn decision(row: &Filled<'_>, batch: &LinkBatch, today: Date) -> Result<Decision, DecisionRefused> {
    let number = row.text(NUMBER);
    let asked = number.parse::<u32>().ok().and_then(|n| batch.asked.iter().find(|asked| asked.number == n));
    let asked = asked.ok_or(DecisionRefused::NotAsked(number))?;
    // A sheet that was sorted by one column only would put an answer beside other people.
    let squeezed = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let as_sent = |side: usize| squeezed(&row.text(RECORDS[side])) == squeezed(&record(asked, side));
    if !(as_sent(0) && as_sent(1)) {
        return Err(DecisionRefused::OtherRecords);
    }
    let [choice, note, by, day] = ANSWERS.map(|heading| row.text(heading));
    if choice.is_empty() {
        return Err(DecisionRefused::NoAnswer);
    }
    let verdict = Verdict::ALL.into_iter().find(|verdict| verdict.zh() == choice);
    let verdict = verdict.ok_or(DecisionRefused::UnknownAnswer(choice))?;
    if by.is_empty() {
        return Err(DecisionRefused::NoChecker);
    }
    let on = clean::date(row.cell(ANSWERS[3])).ok().flatten().and_then(|date| date.day());
    let on = on.ok_or(DecisionRefused::NoDate(day))?;
    if !(batch.made..=today).contains(&on) {
        return Err(DecisionRefused::DateOutside(on, batch.made, today));
    }
    let (keys, at) = (asked.keys.clone(), row.at.clone());
    Ok(Decision { keys, verdict, note, by, on, batch: batch.id.clone(), number: asked.number, at })
}
