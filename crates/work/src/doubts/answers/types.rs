//! Answers, and rows that are refused.

use doudi_kernel::{Date, Lang, Say};
use serde::{Deserialize, Serialize};

/// An accepted answer.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The number of the doubt in its batch.
    pub number: u32,
    /// The packed identity number.
    pub key: u64,
    /// The answer's code.
    pub code: String,
    /// What the village explains.
    pub note: String,
    /// Where the person is: twelve digits.
    pub division: String,
    /// Who looked.
    pub checked_by: String,
    /// When.
    pub checked_on: Date,
    /// Where the answer stood.
    pub at: RowAt,
}

impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Answer({} {} {})", self.number, self.code, self.at)
    }
}

/// What somebody fills in on a screen: the five columns of a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// The answer's code or wording.
    pub choice: String,
    /// What explains it.
    pub note: String,
    /// Where the person is: twelve digits.
    pub division: String,
    /// Who looked.
    pub checked_by: String,
    /// When.
    pub checked_on: Option<Date>,
}

/// A row of a returned file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RowAt {
    /// The file's name.
    pub file: String,
    /// The sheet.
    pub sheet: String,
    /// The row, counted from 1.
    pub row: u32,
}

impl std::fmt::Display for RowAt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} {}", self.file, self.sheet, self.row)
    }
}

/// A row that was not accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// Where it stood.
    pub at: RowAt,
    /// The doubt that it answers, when that could be told.
    pub number: Option<u32>,
    /// Why.
    pub why: Refusal,
    /// The five answer columns as they were filled in, for the workbook that goes back.
    pub filled: Vec<String>,
}

/// Why a row is refused. Holds names, which the sender must see to set the row right, but no identity number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// The identity number cannot be read.
    NoId,
    /// The number was not sent in this batch; masked.
    NotInBatch(String),
    /// The number on the sheet belongs to somebody else's row.
    OtherNumber,
    /// The name is not the one that was sent: expected, found.
    NameDiffers(String, String),
    /// No answer is chosen although other columns are filled.
    NoAnswer,
    /// No such answer.
    UnknownAnswer(String),
    /// The answer needs an explanation.
    NeedsNote(String),
    /// Not twelve digits.
    DivisionForm(String),
    /// Twelve digits of another town: expected beginning, found.
    OtherTown(String, String),
    /// Nobody is named as having looked.
    NoChecker,
    /// No day, or not one.
    NoDate(String),
    /// A day before the handing down or after today.
    DateOutside(Date, Date, Date),
    /// Too old for the answer: its wording, the age up to which it is believed, the age.
    TooOld(String, i16, i16),
    /// Already answered otherwise: the earlier code, the new one.
    AnsweredOtherwise(String, String),
    /// Answered twice in what came together, with different codes.
    Contradicts(String, String),
}

impl Refusal {
    /// A short name for counting.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoId => "no_id",
            Self::NotInBatch(_) => "not_in_batch",
            Self::OtherNumber => "other_number",
            Self::NameDiffers(..) => "name_differs",
            Self::NoAnswer => "no_answer",
            Self::UnknownAnswer(_) => "unknown_answer",
            Self::NeedsNote(_) => "needs_note",
            Self::DivisionForm(_) => "division_form",
            Self::OtherTown(..) => "other_town",
            Self::NoChecker => "no_checker",
            Self::NoDate(_) => "no_date",
            Self::DateOutside(..) => "date_outside",
            Self::TooOld(..) => "too_old",
            Self::AnsweredOtherwise(..) => "answered_otherwise",
            Self::Contradicts(..) => "contradicts",
        }
    }
}

impl Say for Refusal {
    fn say(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => self.zh(),
            Lang::En => self.en(),
        }
    }
}

impl Refusal {
    fn zh(&self) -> String {
        match self {
            Self::NoId => "身份证号码读不出；请恢复下发时的号码".into(),
            Self::NotInBatch(masked) => format!("{masked}不在本批次名单中；请勿增加人员，另行报送"),
            Self::OtherNumber => "序号与身份证号码不是同一人；请恢复下发时的序号".into(),
            Self::NameDiffers(expected, found) => format!("姓名应为“{expected}”，表中为“{found}”；请核对是否填错行"),
            Self::NoAnswer => "未选核实情况类型；请从下拉列表选择".into(),
            Self::UnknownAnswer(found) => format!("“{found}”不是可选的核实情况类型；请从下拉列表选择"),
            Self::NeedsNote(answer) => format!("选“{answer}”须填说明"),
            Self::DivisionForm(found) => format!("行政区划编码“{found}”不是12位数字；请填所在村（社区）的12位编码"),
            Self::OtherTown(expected, found) => {
                format!("行政区划编码{found}不属于本乡镇（应以{expected}开头）；请核对")
            }
            Self::NoChecker => "未填核实人".into(),
            Self::NoDate(found) if found.is_empty() => "未填核实日期".into(),
            Self::NoDate(found) => format!("核实日期“{found}”不是日期；请按2026-09-20填写"),
            Self::DateOutside(day, from, to) => format!("核实日期{day}不在{from}至{to}之间；请核对"),
            Self::TooOld(answer, limit, age) => {
                format!("{age}岁填“{answer}”（一般不超过{limit}岁）；属实的请在说明中写明学校")
            }
            Self::AnsweredOtherwise(before, now) => {
                format!("此前已回报{before}，本次为{now}；如需更正请在说明中写明“更正”")
            }
            Self::Contradicts(one, other) => format!("同一人在本次报送中既填{one}又填{other}；请保留一条"),
        }
    }

    fn en(&self) -> String {
        match self {
            Self::NoId => "the identity number cannot be read; restore the one that was sent".into(),
            Self::NotInBatch(masked) => format!("{masked} is not in this batch; report new people apart"),
            Self::OtherNumber => {
                "the row number and the identity number are not of one person; restore the number".into()
            }
            Self::NameDiffers(expected, found) => format!("the name should be {expected}, the sheet says {found}"),
            Self::NoAnswer => "no answer is chosen".into(),
            Self::UnknownAnswer(found) => format!("{found} is not an answer of the list"),
            Self::NeedsNote(answer) => format!("{answer} needs an explanation"),
            Self::DivisionForm(found) => format!("division code {found} is not of twelve digits"),
            Self::OtherTown(expected, found) => format!("division code {found} is not of this town ({expected}…)"),
            Self::NoChecker => "nobody is named as having looked".into(),
            Self::NoDate(found) if found.is_empty() => "no day is given".into(),
            Self::NoDate(found) => format!("{found} is not a day"),
            Self::DateOutside(day, from, to) => format!("{day} is not between {from} and {to}"),
            Self::TooOld(answer, limit, age) => {
                format!("{answer} at the age of {age} (usually up to {limit}); explain it")
            }
            Self::AnsweredOtherwise(before, now) => {
                format!("answered {before} before and {now} now; say 更正 in the explanation")
            }
            Self::Contradicts(one, other) => format!("answered both {one} and {other}; keep one"),
        }
    }
}

/// What came back at one time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Returned {
    /// The day on which it was read.
    pub received: Date,
    /// The files: names and BLAKE3.
    pub files: Vec<(String, String)>,
    /// How many rows say what is known already.
    pub repeated: u32,
    /// How many rows are still empty.
    pub empty: u32,
    /// Accepted rows, in the order of numbers.
    #[serde(skip)]
    pub accepted: Vec<Answer>,
    /// Refused rows, in the order of the files.
    #[serde(skip)]
    pub refused: Vec<Refused>,
}
