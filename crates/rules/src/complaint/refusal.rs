//! Every reason for which a policy is refused.

use crate::{
    book::{Book, Entity, Level, Type},
    lex::{Span, Strange},
    parse::tree::Keyword,
    unit::Unit,
};
use doudi_kernel::Date;
use std::fmt;

/// A type as policies write it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeName(String);

impl TypeName {
    /// The words for a type of a book.
    pub fn of(book: &Book, ty: Type) -> Self {
        Self(match ty {
            Type::YesNo => "yes/no".into(),
            Type::Number(Unit::NONE) => "number".into(),
            Type::Number(unit) => unit.to_string(),
            Type::Date => "date".into(),
            Type::Code(list) => {
                format!("code {}", book.codes.get(list.index()).map_or("", |codes| codes.name.as_str()))
            }
        })
    }
}

impl fmt::Display for TypeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a policy is refused. Names and words are those of the text.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "each is explained by its sentence in say.rs, the fields by their names")]
pub enum Refusal {
    // Words and lines.
    Character(char),
    OpenText,
    OutOfReach,
    OutsideItem,
    NoItem,
    NoClause(Keyword),
    LeftOver,
    Want(String),
    WantName,
    WantText,
    WantEnglish,
    WantDate,
    WantNumber,
    WantRegion,
    WantType,
    WantFormula,
    Reserved(String),
    NameForm(String),
    LateWithin,
    CiteForm,
    RowForm,
    TooDeep,
    ChainedComparison,
    EndsBeforeBegins,
    // Names.
    Twice(String),
    ClauseTwice(&'static str),
    Lacks { name: String, clause: &'static str },
    UnknownName { name: String, near: Option<String> },
    UnknownList(String),
    UnknownSource(String),
    UnknownRegion(String),
    OutsideWithin { region: String, within: String },
    NoCode { code: String, list: String },
    NoValue(String),
    NoParameter(String),
    NoProgramme(String),
    NoTarget(String),
    NotAmendable(String),
    Ambiguous(String),
    NoArticle { source: String, article: u32, last: u32 },
    // Types and units.
    Unit { found: Unit, wanted: Unit },
    Type { found: TypeName, wanted: TypeName },
    MoneyTimesMoney,
    MoneyPower(Unit),
    WantValue(TypeName),
    NotConstant,
    PartOfFen,
    WantNumberHere(TypeName),
    WantCodeHere(TypeName),
    NoOrder(TypeName),
    Entity { name: String, of: Entity, here: Entity },
    NobodyMeant,
    BothMeant,
    NeedsCode(String),
    TakesNoCode(String),
    Arguments { name: String, asked: usize, found: usize },
    Step,
    AmountUnit(TypeName),
    WantDays,
    WantYesNo,
    ObligorClaims,
    // Facts and lists.
    Bounds,
    UsualOutside(String),
    NothingBefore(String),
    OtherBefore(String),
    BeforeBefore(String),
    NeedsList(String),
    TakesNoList(String),
    // Tables and scorecards.
    RowsOfNoTable(String),
    ElseNotLast,
    ElseAndMore,
    Cells { asked: usize, found: usize },
    Cell(TypeName),
    EmptyRange,
    Weights(String),
    RowsOverlap { line: Span, example: String },
    RowsGap { example: String },
    RowsTooMany,
    // Law against law.
    NoDefinition(String),
    BothApply { name: String, line: Option<Span> },
    Gap { name: String, from: Date, to: Date },
    NotOpen { name: String, region: String, open: Level },
    Fixed { name: String, line: Span },
    BelowUpper { name: String, line: Span },
    ExceptionCycle(String),
    BothExcept { one: String, other: String, line: Span },
    // What comes out.
    Cycle(Vec<String>),
    Divisor,
    Unrounded { amount: Span },
}

impl Refusal {
    /// Whether it is about a single word that could not be read.
    pub(super) fn is_of_a_word(&self) -> bool {
        matches!(self, Self::Character(_) | Self::OpenText | Self::OutOfReach)
    }

    /// Another place that the complaint is about, and what to call it in Chinese and English.
    pub(super) fn other_place(&self) -> Option<(Span, &'static str, &'static str)> {
        match self {
            Self::BothApply { line: Some(line), .. } => Some((*line, "处已有规定", " is the other")),
            Self::Fixed { line, .. } => Some((*line, "处写明 fixed", " says `fixed`")),
            Self::BelowUpper { line, .. } => Some((*line, "处是上级的数值", " is the upper one")),
            Self::RowsOverlap { line, .. } => Some((*line, "处的行也符合", " fits too")),
            Self::BothExcept { line, .. } => Some((*line, "处是另一例外", " is the other")),
            Self::Unrounded { amount } => Some((*amount, "处是给付金额", " is the amount")),
            _ => None,
        }
    }
}

impl From<Strange> for Refusal {
    fn from(strange: Strange) -> Self {
        match strange {
            Strange::Character(character) => Self::Character(character),
            Strange::OpenText => Self::OpenText,
            Strange::Value => Self::OutOfReach,
        }
    }
}
