//! A procedure as it runs at a place on a day.

use super::terms::Terms;
use doudi_kernel::{Date, Lang, Rounding};
use doudi_rules::{
    book::{Book, Cite, Label, ParameterId, Step, Type, Value},
    compile::Statute,
    unit::Unit,
};

/// Whose turn a step is: the codes `role` of the policies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Office {
    /// 申请人
    Applicant,
    /// 村(居)民委员会
    Village,
    /// 乡镇人民政府、街道办事处
    Town,
    /// 县级民政部门
    County,
    /// 核对机构
    Verification,
    /// 财政部门
    Finance,
    /// 其他社会救助管理部门
    Department,
}

impl Office {
    pub(super) const ALL: [Self; 7] =
        [Self::Applicant, Self::Village, Self::Town, Self::County, Self::Verification, Self::Finance, Self::Department];

    pub(crate) fn of_code(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|office| office.code() == name)
    }

    /// The office that is told when this one is late (village, town, county); none above the county.
    pub fn above(self) -> Option<Self> {
        match self {
            Self::Village => Some(Self::Town),
            Self::Applicant | Self::County => None,
            Self::Town | Self::Verification | Self::Finance | Self::Department => Some(Self::County),
        }
    }

    /// The code in the policies.
    pub fn code(self) -> &'static str {
        match self {
            Self::Applicant => "applicant",
            Self::Village => "village",
            Self::Town => "town",
            Self::County => "county",
            Self::Verification => "verification",
            Self::Finance => "finance",
            Self::Department => "department",
        }
    }

    /// As a user reads it.
    pub fn label(self, lang: Lang) -> &'static str {
        match self {
            Self::Applicant => lang.pick("申请人", "the applicant"),
            Self::Village => lang.pick("村（居）委会", "the village"),
            Self::Town => lang.pick("乡镇、街道", "the town"),
            Self::County => lang.pick("县级民政部门", "the county"),
            Self::Verification => lang.pick("核对机构", "the verification centre"),
            Self::Finance => lang.pick("财政部门", "finance"),
            Self::Department => lang.pick("其他部门", "another department"),
        }
    }
}

/// How long a step may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Term {
    /// Days of offices.
    WorkingDays(u32),
    /// Days of the calendar.
    Days(u32),
}

/// A step that is carried out here.
#[derive(Clone, Debug)]
pub struct Stop {
    /// `publicise`
    pub name: String,
    /// Its names.
    pub label: Label,
    /// Whose turn.
    pub by: Office,
    /// How long; none where the place does not set it.
    pub term: Option<Term>,
    /// From where.
    pub cites: Vec<Cite>,
}

/// Procedures whose help goes on until somebody ends it.
const LASTING: [&str; 2] = ["dibao_application", "tekun_application"];

/// The steps that a case takes.
#[derive(Clone, Debug)]
pub struct Path {
    /// `dibao_application`
    pub procedure: String,
    /// Its names.
    pub label: Label,
    /// In order.
    pub stops: Vec<Stop>,
    /// What the place sets besides.
    pub terms: Terms,
}

impl Path {
    /// The procedure of a name, at a division (its digits) on a day; none where it is not in force.
    pub fn at(book: &Book, procedure: &str, division: &str, day: Date) -> Option<Self> {
        let found = book.procedures.iter().find(|it| it.name == procedure)?;
        found.force.iter().find(|(extent, _)| extent.holds(division, day))?;
        let statute = Statute::on(book, division, day);
        let taken = found.steps.iter().filter(|step| step.when.is_none_or(|when| says_yes(&statute, when)));
        let stops = taken.filter_map(|step| stop(&statute, step)).collect();
        let terms = Terms::of(&statute);
        Some(Self { procedure: found.name.clone(), label: found.label.clone(), stops, terms })
    }

    /// The step of a name.
    pub fn stop(&self, name: &str) -> Option<&Stop> {
        self.stops.iter().find(|stop| stop.name == name)
    }

    /// Whether relief goes first here and papers follow (art. 50): nothing is looked up, published or decided.
    pub fn relief_first(&self) -> bool {
        self.deciding().is_none() && self.stop("explain").is_some()
    }

    /// Whether help goes on from month to month, so that it is reviewed (art. 46).
    pub fn lasting(&self) -> bool {
        LASTING.contains(&&*self.procedure)
    }

    /// The step at which payment begins.
    pub fn paying(&self) -> Option<&Stop> {
        self.stops.iter().find(|stop| stop.by == Office::Finance)
    }

    /// The step at which it is decided, and by whom.
    pub fn deciding(&self) -> Option<&Stop> {
        self.stops.iter().find(|stop| stop.name.starts_with("decide"))
    }
}

fn stop(statute: &Statute<'_>, step: &Step) -> Option<Stop> {
    let roles = statute.book.codes.iter().find(|codes| codes.name == "role")?;
    let by = Office::of_code(&roles.words.get(usize::from(step.by))?.0)?;
    let term = step.within.and_then(|clock| term(statute, clock));
    Some(Stop { name: step.name.clone(), label: step.label.clone(), by, term, cites: step.cites.clone() })
}

fn value<'b>(statute: &Statute<'b>, parameter: ParameterId) -> Option<&'b Value> {
    statute.setting(parameter)?.values.first()?.as_ref()
}

fn says_yes(statute: &Statute<'_>, parameter: ParameterId) -> bool {
    matches!(value(statute, parameter), Some(Value::YesNo(true)))
}

fn term(statute: &Statute<'_>, parameter: ParameterId) -> Option<Term> {
    let Some(Value::Number(days)) = value(statute, parameter) else {
        return None;
    };
    let days = u32::try_from(days.round(Rounding::Up)).ok()?;
    match statute.book.parameters[parameter.index()].ty {
        Type::Number(unit) if unit == Unit::WORKING_DAY => Some(Term::WorkingDays(days)),
        _ => Some(Term::Days(days)),
    }
}
