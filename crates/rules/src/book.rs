//! A checked set of policies: what `check` makes, and what `compile` and `oracle` read.
//!
//! Every name is resolved to an index of a list here, every formula has its type, tables and scorecards have become
//! choices. Numbers with yuan in their unit are held in fen.

use crate::{lex::Span, unit::Unit};
use doudi_kernel::{Date, Ratio};

macro_rules! indices {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// The place in its list.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

indices! {
    /// A place in [`Book::sources`].
    SourceId,
    /// A place in [`Book::codes`].
    CodesId,
    /// A place in [`Book::facts`].
    FactId,
    /// A place in [`Book::parameters`].
    ParameterId,
    /// A place in [`Book::variables`].
    VariableId,
    /// A place in [`Book::programmes`].
    ProgrammeId,
    /// A place in [`Book::signals`].
    SignalId,
}

/// Policies, checked.
#[derive(Clone, Debug, Default)]
pub struct Book {
    /// The files that it was made of: path and text. Their order is their `FileId`.
    pub files: Vec<(String, String)>,
    /// Documents that are cited.
    pub sources: Vec<Source>,
    /// Divisions that have definitions of their own.
    pub regions: Vec<Region>,
    /// Closed lists of words.
    pub codes: Vec<Codes>,
    /// What is known from outside. The first two are `members` and `today`.
    pub facts: Vec<Fact>,
    /// What the law sets.
    pub parameters: Vec<Parameter>,
    /// What is computed.
    pub variables: Vec<Variable>,
    /// What can be claimed.
    pub programmes: Vec<Programme>,
    /// What is watched for.
    pub signals: Vec<Signal>,
    /// How cases run.
    pub procedures: Vec<Procedure>,
    /// How many choices there are: [`Choice::number`] is below it.
    pub choices: u32,
}

/// The fact `members`: how many members a household has, in persons.
pub const MEMBERS: FactId = FactId(0);
/// The fact `today`: the last day of the month that is assessed.
pub const TODAY: FactId = FactId(1);

/// Chinese and English.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Label {
    /// 中文
    pub zh: String,
    /// English
    pub en: String,
}

/// How sure a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// T: seen in the primary text.
    Text,
    /// S: seen in a secondary text.
    Secondary,
    /// K: known, not seen again.
    Known,
    /// U: to be verified.
    Uncertain,
}

/// A document.
#[derive(Clone, Debug)]
pub struct Source {
    /// As cited: `law`.
    pub name: String,
    /// Its title.
    pub title: Label,
    /// 文号
    pub number: Option<String>,
    /// Whose document it is.
    pub level: Level,
    /// How many articles it has.
    pub articles: Option<u32>,
    /// In force from.
    pub from: Option<Date>,
    /// Of what is cited from it without a letter of its own.
    pub certainty: Certainty,
}

/// Who sets a rule: the upper one first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// National law.
    Law,
    /// A ministry's rule.
    Ministry,
    /// A province.
    Province,
    /// A city.
    City,
    /// A county.
    County,
}

/// A place in a document, and how sure it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cite {
    /// The document.
    pub source: SourceId,
    /// `18`, `21(2)`, or free words.
    pub article: Option<String>,
    /// How sure.
    pub certainty: Certainty,
}

/// A division that has definitions of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// Two to twelve digits.
    pub prefix: String,
    /// Its name.
    pub label: Label,
}

/// A closed list of words.
#[derive(Clone, Debug)]
pub struct Codes {
    /// `disability_kind`
    pub name: String,
    /// What the list is of.
    pub label: Label,
    /// The words with their labels; a code is held as its place here.
    pub words: Vec<(String, Label)>,
}

/// Whose row a value stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Entity {
    /// A household.
    Household,
    /// A member.
    Person,
    /// A legal obligor outside the household, with a household of his own.
    Obligor,
}

/// What kind of value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Type {
    /// yes or no
    YesNo,
    /// A number of a unit.
    Number(Unit),
    /// A word of a list.
    Code(CodesId),
    /// A civil date.
    Date,
}

/// A value of its type. Dates are civil; codes are places in their list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// yes or no
    YesNo(bool),
    /// Exact; money in fen.
    Number(Ratio),
    /// The place in the list.
    Code(u16),
    /// The day.
    Date(Date),
}

/// What is known from outside.
#[derive(Clone, Debug)]
pub struct Fact {
    /// `wage_income`
    pub name: String,
    /// Whose.
    pub entity: Entity,
    /// Of what kind. Numbers are whole: fen, persons, months …
    pub ty: Type,
    /// Its names.
    pub label: Label,
    /// Which departments could tell: places in the codes `department`.
    pub departments: Vec<u16>,
    /// Least and greatest, both taken, in whole units (fen); a value outside is unknown. Only of numbers.
    pub between: (i64, i64),
    /// What `otherwise usual` means.
    pub usual: Option<Value>,
    /// Last month's value of another: nobody tells it, the month before does.
    pub before: Option<Before>,
    /// Where it stands.
    pub span: Span,
}

/// What a fact with the clause `before` held a month ago, for the same household or person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Before {
    /// A fact.
    Fact(FactId),
    /// A variable, by last month's law. It rests on no earlier month itself.
    Variable(VariableId),
}

/// When and where something holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extent {
    /// Digits that a division's code begins with; empty for the nation.
    pub region: String,
    /// The first day; open at the beginning without one.
    pub from: Option<Date>,
    /// The last day; open at the end without one.
    pub to: Option<Date>,
}

impl Extent {
    /// Whether it holds on a day at a place (a division's digits).
    pub fn holds(&self, division: &str, day: Date) -> bool {
        division.starts_with(&self.region)
            && self.from.is_none_or(|from| from <= day)
            && self.to.is_none_or(|to| day <= to)
    }
}

/// What the law sets.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// `dibao_standard_urban`
    pub name: String,
    /// Of what kind.
    pub ty: Type,
    /// One value for each code of a list.
    pub by: Option<CodesId>,
    /// Its names.
    pub label: Label,
    /// The lowest level that may set it.
    pub open: Level,
    /// Cited at the head.
    pub cites: Vec<Cite>,
    /// Its values.
    pub settings: Vec<Setting>,
    /// Where it stands.
    pub span: Span,
}

/// A value of a parameter.
#[derive(Clone, Debug)]
pub struct Setting {
    /// When and where.
    pub extent: Extent,
    /// No region below may set another.
    pub fixed: bool,
    /// One value, or one a code (`None`: no value for that code).
    pub values: Vec<Option<Value>>,
    /// From where, beside the parameter's own citations.
    pub cites: Vec<Cite>,
    /// Where it stands.
    pub span: Span,
}

/// What is computed.
#[derive(Clone, Debug)]
pub struct Variable {
    /// `per_capita_income`
    pub name: String,
    /// Whose.
    pub entity: Entity,
    /// Of what kind.
    pub ty: Type,
    /// Its names.
    pub label: Label,
    /// The lowest level that may define it.
    pub open: Level,
    /// Cited at the head.
    pub cites: Vec<Cite>,
    /// Its formulas.
    pub definitions: Vec<Definition>,
    /// What goes before them, in the order in which they are asked: exceptions from exceptions first.
    pub exceptions: Vec<Exception>,
    /// Where it stands.
    pub span: Span,
}

/// A formula of a variable. The one with the longest region whose extent holds is taken.
#[derive(Clone, Debug)]
pub struct Definition {
    /// When and where.
    pub extent: Extent,
    /// No region below may have another.
    pub fixed: bool,
    /// The formula, of the variable's entity and type.
    pub formula: Formula,
    /// From where.
    pub cites: Vec<Cite>,
    /// Where it stands.
    pub span: Span,
}

/// What goes before a variable's definition when its condition holds.
#[derive(Clone, Debug)]
pub struct Exception {
    /// Its own name.
    pub name: String,
    /// Its names.
    pub label: Label,
    /// When and where it can hold.
    pub extent: Extent,
    /// When it does.
    pub when: Formula,
    /// What then is the value.
    pub value: Formula,
    /// Number of the choice that it makes, like [`Choice::number`].
    pub number: u32,
    /// From where.
    pub cites: Vec<Cite>,
    /// Where it stands.
    pub span: Span,
}

/// A formula with its type.
#[derive(Clone, Debug)]
pub struct Formula {
    /// What it says.
    pub node: Node,
    /// What it gives. The number 0 written alone has the unit that its place asks for.
    pub ty: Type,
    /// Where it stands.
    pub span: Span,
}

/// What a formula says.
#[derive(Clone, Debug)]
pub enum Node {
    /// A value written down.
    Literal(Value),
    /// A fact. A household's fact in a person's formula is the household's.
    Fact(FactId),
    /// A parameter, of a code where it is `by` codes.
    Parameter(ParameterId, Option<Box<Formula>>),
    /// A variable. A household's variable in a person's formula is the household's.
    Variable(VariableId),
    /// `-x`
    Minus(Box<Formula>),
    /// `not x`
    Not(Box<Formula>),
    /// `+ - * /` on numbers.
    Arithmetic(Arithmetic, Box<Formula>, Box<Formula>),
    /// Two numbers, dates, codes or yes-noes (the last two for `=` and `!=` only).
    Compare(Comparison, Box<Formula>, Box<Formula>),
    /// A code among codes.
    In(Box<Formula>, Vec<u16>),
    /// All of them; at least two.
    And(Vec<Formula>),
    /// One of them; at least two.
    Or(Vec<Formula>),
    /// `if`, tables, bands: the first arm whose condition holds. An arm that is unknown makes the choice unknown unless its value and
    /// what the rest would give are known and equal.
    Choice(Choice),
    /// Over the rows of a child entity.
    Over(Aggregate, Entity, Box<Formula>),
    /// The least of at least one.
    Min(Vec<Formula>),
    /// The greatest of at least one.
    Max(Vec<Formula>),
    /// To a multiple of a positive step, which is held like the value (fen).
    Round(doudi_kernel::Rounding, Box<Formula>, Ratio),
    /// Whole years from a date to today; 0 for a date ahead.
    YearsSince(Box<Formula>),
    /// Whole months from a date to today; 0 for a date ahead.
    MonthsSince(Box<Formula>),
}

/// The first arm whose condition holds, or the rest.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Its number within the book; arms are numbered on from it, so arm `n` has `number + n`.
    pub number: u32,
    /// Conditions and values.
    pub arms: Vec<Arm>,
    /// Otherwise.
    pub rest: Box<Formula>,
    /// From where, of a table's last row.
    pub rest_cites: Vec<Cite>,
}

/// A condition and its value.
#[derive(Clone, Debug)]
pub struct Arm {
    /// When.
    pub when: Formula,
    /// What then.
    pub value: Formula,
    /// From where, of a table's row.
    pub cites: Vec<Cite>,
}

/// `+ - * /`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arithmetic {
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Times,
    /// `/`, by what is positive.
    Over,
}

/// `< <= > >= = !=`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
    /// `=`
    Equal,
    /// `!=`
    Unequal,
}

/// What is asked of all rows of a child entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aggregate {
    /// The sum of numbers.
    Sum,
    /// The greatest number; 0 of none.
    Largest,
    /// The least number; 0 of none.
    Least,
    /// How many satisfy a condition.
    Count,
    /// Whether one does.
    Any,
    /// Whether all do.
    Every,
}

/// What can be claimed.
#[derive(Clone, Debug)]
pub struct Programme {
    /// `dibao`
    pub name: String,
    /// By whom.
    pub entity: Entity,
    /// Its names.
    pub label: Label,
    /// Cited at the head.
    pub cites: Vec<Cite>,
    /// When and where it exists, and by what document.
    pub force: Vec<(Extent, Vec<Cite>)>,
    /// All must hold.
    pub conditions: Vec<Condition>,
    /// In whole fen.
    pub amount: Option<(Formula, Vec<Cite>)>,
    /// A code.
    pub tier: Option<(Formula, Vec<Cite>)>,
    /// What comes with it.
    pub brings: Vec<ProgrammeId>,
    /// Where it stands.
    pub span: Span,
}

/// One thing that must hold.
#[derive(Clone, Debug)]
pub struct Condition {
    /// `below_line`
    pub name: String,
    /// Its names.
    pub label: Label,
    /// yes or no
    pub formula: Formula,
    /// From where.
    pub cites: Vec<Cite>,
    /// Where it stands.
    pub span: Span,
}

/// What is watched for.
#[derive(Clone, Debug)]
pub struct Signal {
    /// `medical_spending_high`
    pub name: String,
    /// About whom.
    pub entity: Entity,
    /// Its names.
    pub label: Label,
    /// When it is raised.
    pub when: Formula,
    /// When it is not, all the same.
    pub exempt: Option<Formula>,
    /// `urgent`, `high`, `normal`
    pub severity: String,
    /// Whose task: a place in the codes `role`.
    pub owner: u16,
    /// By when, in working days or days.
    pub due: (Ratio, Unit),
    /// How long it keeps quiet.
    pub rest: Option<(Ratio, Unit)>,
    /// What to do.
    pub remedy: Label,
    /// From where.
    pub cites: Vec<Cite>,
    /// Where it stands.
    pub span: Span,
}

/// How cases run.
#[derive(Clone, Debug)]
pub struct Procedure {
    /// `dibao_application`
    pub name: String,
    /// Its names.
    pub label: Label,
    /// When and where.
    pub force: Vec<(Extent, Vec<Cite>)>,
    /// In order.
    pub steps: Vec<Step>,
    /// Where it stands.
    pub span: Span,
}

/// A step of a procedure.
#[derive(Clone, Debug)]
pub struct Step {
    /// `accept`
    pub name: String,
    /// Its names.
    pub label: Label,
    /// Whose: a place in the codes `role`.
    pub by: u16,
    /// The clock, a parameter of days or working days.
    pub within: Option<ParameterId>,
    /// Only where this parameter says yes.
    pub when: Option<ParameterId>,
    /// From where.
    pub cites: Vec<Cite>,
}
