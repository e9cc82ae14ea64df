//! Policies as written: nothing is resolved yet.

use crate::{
    book::{Arithmetic, Certainty, Comparison, Entity, Label, Level},
    lex::Span,
    unit::Unit,
};
use doudi_kernel::{Date, Ratio};

/// A file: its region, and its items in their order.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// `within 41`
    pub within: Option<Name>,
    /// Everything else.
    pub items: Vec<Item>,
}

/// A name, or the digits of a region, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// As written.
    pub text: String,
    /// Where.
    pub span: Span,
}

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the keywords of the language, one by one")]
pub enum Keyword {
    Source,
    Region,
    Codes,
    Fact,
    Parameter,
    Variable,
    Exception,
    Amend,
    Table,
    Scorecard,
    Programme,
    Signal,
    Procedure,
}

impl Keyword {
    /// With their words.
    pub const ALL: [(&'static str, Self); 13] = [
        ("source", Self::Source),
        ("region", Self::Region),
        ("codes", Self::Codes),
        ("fact", Self::Fact),
        ("parameter", Self::Parameter),
        ("variable", Self::Variable),
        ("exception", Self::Exception),
        ("amend", Self::Amend),
        ("table", Self::Table),
        ("scorecard", Self::Scorecard),
        ("programme", Self::Programme),
        ("signal", Self::Signal),
        ("procedure", Self::Procedure),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, keyword)| *keyword == self).map_or("", |(word, _)| word)
    }
}

/// An item: a keyword, its name, the rest of its first line, its clauses.
#[derive(Clone, Debug)]
pub struct Item {
    /// Of what kind.
    pub keyword: Keyword,
    /// Its name; of a region its digits.
    pub name: Name,
    /// The rest of the first line.
    pub head: Head,
    /// The indented lines.
    pub clauses: Vec<(Clause, Span)>,
}

/// What stands on an item's first line behind its name.
#[derive(Clone, Debug, Default)]
pub struct Head {
    /// Whose.
    pub entity: Option<Entity>,
    /// Of what type.
    pub ty: Option<TypeText>,
    /// `by exit_cause`
    pub by: Option<Name>,
    /// `from household_member`
    pub target: Option<Name>,
    /// Where and when an exception can hold.
    pub extent: ExtentText,
    /// Chinese and English.
    pub label: Option<Label>,
    /// `fixed`, of a parameter.
    pub fixed: bool,
    /// Cited here.
    pub cites: Vec<CiteText>,
}

/// A type as written.
#[derive(Clone, Debug)]
pub struct TypeText {
    /// Of what kind.
    pub kind: Kind,
    /// Where.
    pub span: Span,
}

/// Kinds of type.
#[derive(Clone, Debug)]
pub enum Kind {
    /// `yes/no`
    YesNo,
    /// `number`, or a unit.
    Number(Unit),
    /// `code disability_kind`
    Code(Name),
    /// `date`
    Date,
}

/// Where and when as written.
#[derive(Clone, Debug, Default)]
pub struct ExtentText {
    /// `national`, which `within` does not change.
    pub national: bool,
    /// `in 41`
    pub region: Option<Name>,
    /// `from 2025-01-01`
    pub from: Option<Date>,
    /// `to 2025-12-31`
    pub to: Option<Date>,
}

/// A citation as written.
#[derive(Clone, Debug)]
pub struct CiteText {
    /// The document's name.
    pub source: Name,
    /// The place in it.
    pub article: Option<String>,
    /// The letter.
    pub certainty: Option<Certainty>,
    /// From bracket to bracket.
    pub span: Span,
}

/// An indented line with what continues it.
#[derive(Clone, Debug)]
pub enum Clause {
    /// `label "…" "…"`
    Label(Label, Vec<CiteText>),
    /// `open to county`
    Open(Level, Vec<CiteText>),
    /// `is …`, `in … from …: …`
    Definition(DefinitionText),
    /// `on a, b`
    On(Vec<Expression>),
    /// `| … | … |`
    Row(RowText),
    /// `not below upper`
    NotBelowUpper,
    /// `comes from a, b`
    ComesFrom(Vec<Name>),
    /// `between 0 and 10 persons`
    Between(Literal, Literal),
    /// `usual 0`
    Usual(Literal),
    /// `before disability_grade`
    Before(Name),
    /// A code of a list.
    Word(Name, Label),
    /// `level law`
    Level(Level),
    /// `number "…"`
    Number(String),
    /// `articles 78`
    Articles(u32),
    /// `from 2026-07-01`
    From(Date),
    /// `certainty T`
    Certainty(Certainty),
    /// `when …`
    When(Expression, Vec<CiteText>),
    /// `exempt when …`
    Exempt(Expression, Vec<CiteText>),
    /// `indicator …: …`
    Indicator(IndicatorText),
    /// `veto …: …`
    Veto(ConditionText),
    /// `force …`
    Force(ExtentText, Vec<CiteText>),
    /// `condition …: …`
    Condition(ConditionText),
    /// `amount …`
    Amount(Expression, Vec<CiteText>),
    /// `tier …`
    Tier(Expression, Vec<CiteText>),
    /// `brings a, b`
    Brings(Vec<Name>),
    /// `severity high`
    Severity(Name),
    /// `owner village`
    Owner(Name),
    /// `due 5 working_days`
    Due(Literal),
    /// `rest 90 days`
    Rest(Literal),
    /// `remedy "…" "…"`
    Remedy(Label, Vec<CiteText>),
    /// `step …`
    Step(StepText),
}

/// A definition line.
#[derive(Clone, Debug)]
pub struct DefinitionText {
    /// Where and when.
    pub extent: ExtentText,
    /// `fixed`
    pub fixed: bool,
    /// What stands behind the colon.
    pub body: Body,
    /// Cited behind it.
    pub cites: Vec<CiteText>,
}

/// What a definition says.
#[derive(Clone, Debug)]
pub enum Body {
    /// A formula or a value.
    Formula(Expression),
    /// `{ employed: 6 months, … }`
    List(Vec<(Name, Expression)>),
    /// Nothing: a table's rows follow.
    Rows,
}

/// A row of a table.
#[derive(Clone, Debug)]
pub struct RowText {
    /// Its cells, the value last.
    pub cells: Vec<Cell>,
    /// The value.
    pub value: Expression,
    /// Cited behind it.
    pub cites: Vec<CiteText>,
}

/// A cell, and where it stands.
#[derive(Clone, Debug)]
pub struct Cell {
    /// What it asks.
    pub kind: CellKind,
    /// Where.
    pub span: Span,
}

/// What a cell asks.
#[derive(Clone, Debug)]
pub enum CellKind {
    /// `*`
    Any,
    /// `else`
    Else,
    /// `yes`, `no`
    YesNo(bool),
    /// `a or b`
    Codes(Vec<Name>),
    /// From and to; whether the ends are taken.
    Range(Option<(Literal, bool)>, Option<(Literal, bool)>),
}

/// `indicator …`
#[derive(Clone, Debug)]
pub struct IndicatorText {
    /// Its name, label, formula, citations.
    pub what: ConditionText,
    /// `weight 20%`
    pub weight: Literal,
}

/// A name, its label, and a formula.
#[derive(Clone, Debug)]
pub struct ConditionText {
    /// Its name.
    pub name: Name,
    /// Chinese and English.
    pub label: Label,
    /// The formula.
    pub formula: Expression,
    /// Cited behind it.
    pub cites: Vec<CiteText>,
}

/// A step of a procedure.
#[derive(Clone, Debug)]
pub struct StepText {
    /// Its name.
    pub name: Name,
    /// Chinese and English.
    pub label: Label,
    /// Whose.
    pub by: Name,
    /// The clock.
    pub within: Option<Name>,
    /// Where it is asked for.
    pub when: Option<Name>,
    /// Cited behind it.
    pub cites: Vec<CiteText>,
}

/// A value written down: a number with its unit, yes, no, a code, a date, or `unknown`.
#[derive(Clone, Debug)]
pub struct Literal {
    /// What it says.
    pub kind: LiteralKind,
    /// Where.
    pub span: Span,
}

/// What a literal says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LiteralKind {
    /// A number as written (yuan, not fen) and its unit, [`Unit::NONE`] without one.
    Number(Ratio, Unit),
    /// `yes`, `no`
    YesNo(bool),
    /// A code.
    Code(String),
    /// A day.
    Date(Date),
    /// `unknown`: only in cases.
    Unknown,
}

/// A formula as written.
#[derive(Clone, Debug)]
pub struct Expression {
    /// What it says.
    pub kind: ExpressionKind,
    /// Where.
    pub span: Span,
}

/// What a formula says.
#[derive(Clone, Debug)]
pub enum ExpressionKind {
    /// A number as written and its unit.
    Number(Ratio, Unit),
    /// `yes`, `no`
    YesNo(bool),
    /// A day.
    Date(Date),
    /// A fact, parameter, variable or code.
    Name(String),
    /// `max(a, b)`, `p(code)`
    Call(Name, Vec<Expression>),
    /// `-x`
    Minus(Box<Expression>),
    /// `not x`
    Not(Box<Expression>),
    /// `+ - * /`
    Arithmetic(Arithmetic, Box<Expression>, Box<Expression>),
    /// `< <= > >= = !=`
    Compare(Comparison, Box<Expression>, Box<Expression>),
    /// `x in {a, b}`
    In(Box<Expression>, Vec<Name>),
    /// At least two.
    And(Vec<Expression>),
    /// At least two.
    Or(Vec<Expression>),
    /// `if a then b else c`
    If(Box<Expression>, Box<Expression>, Box<Expression>),
}

impl Expression {
    /// The formulas that this one is directly made of.
    pub fn parts(&self) -> Vec<&Self> {
        match &self.kind {
            ExpressionKind::Number(..) | ExpressionKind::YesNo(_) | ExpressionKind::Date(_) => Vec::new(),
            ExpressionKind::Name(_) => Vec::new(),
            ExpressionKind::Call(_, parts) | ExpressionKind::And(parts) | ExpressionKind::Or(parts) => {
                parts.iter().collect()
            }
            ExpressionKind::Minus(one) | ExpressionKind::Not(one) | ExpressionKind::In(one, _) => vec![one],
            ExpressionKind::Arithmetic(_, a, b) | ExpressionKind::Compare(_, a, b) => vec![a, b],
            ExpressionKind::If(a, b, c) => vec![a, b, c],
        }
    }
}
