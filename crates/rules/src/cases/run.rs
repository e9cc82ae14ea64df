//! Runs cases and says what did not come out as expected.

use super::{Asked, Case, Expectation, Want};
use crate::{
    answer::Answer,
    book::{Book, Type, Value},
    complaint::place,
    lex::Span,
    oracle::{Exact, Fraction, Household, Oracle},
    unit::Unit,
};
use doudi_kernel::{Lang, Month};
use std::collections::BTreeSet;

/// Who answers for a household: the oracle, or the engine.
pub trait Evaluator {
    /// Answers in the order of what is asked.
    fn ask(&self, division: &str, month: Month, household: &Household, asked: &[Asked]) -> Vec<Said>;
}

/// What an evaluator says.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// Of a programme.
    Answer(Answer),
    /// Of anything else; `None` is unknown.
    Value(Option<Exact>),
    /// It cannot evaluate that, and why.
    Refused(String),
}

/// The oracle as an evaluator.
pub struct Slow<'a>(pub &'a Book);

impl Evaluator for Slow<'_> {
    fn ask(&self, division: &str, month: Month, household: &Household, asked: &[Asked]) -> Vec<Said> {
        let oracle = Oracle::new(self.0, division, month);
        let reading = oracle.read(household);
        let one = |asked: &Asked| match *asked {
            Asked::Programme(programme, row) => Said::Answer(reading.answer(programme, row)),
            Asked::Tier(programme, row) => Said::Value(match reading.answer(programme, row) {
                Answer::Eligible { tier, .. } => tier.map(Exact::Code),
                _ => None,
            }),
            Asked::Variable(variable, row) => Said::Value(reading.value_of(variable, row).ok()),
            Asked::Parameter(parameter, code) => Said::Value(oracle.setting(parameter, code).map(Exact::from)),
            Asked::Signal(signal, row) => Said::Value(reading.raised(signal, row).ok()),
        };
        asked.iter().map(one).collect()
    }
}

/// An expectation that is not met.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// The case's sentence.
    pub case: String,
    /// Where the expectation stands.
    pub span: Span,
    /// What came instead, as case files write it.
    pub came: String,
}

impl Failure {
    /// `path:line:column: case "…": expect …: came …`
    pub fn say(&self, files: &[(String, String)], lang: Lang) -> String {
        let text = files.get(usize::from(self.span.file.0)).map_or("", |(_, text)| text.as_str());
        let line = text.get(self.span.start as usize..self.span.end as usize).unwrap_or_default();
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        let (at, Self { case, came, .. }) = (place(files, self.span), self);
        let zh = format!("{at}: 用例“{case}”: {line}; 实际为 {came}");
        lang.pick(zh, format!("{at}: case \"{case}\": {line}; came {came}"))
    }
}

/// Runs cases in their order.
pub fn run(book: &Book, cases: &[Case], evaluator: &dyn Evaluator) -> Vec<Failure> {
    cases.iter().flat_map(|case| failures(book, case, evaluator)).collect()
}

/// Whether those of a case's expectations that are chosen are met; of none, yes.
pub(crate) fn met_where(case: &Case, evaluator: &dyn Evaluator, chosen: impl Fn(Asked) -> bool) -> bool {
    let expectations: Vec<&Expectation> = case.expectations.iter().filter(|one| chosen(one.asked)).collect();
    if expectations.is_empty() {
        return true;
    }
    let asked: Vec<Asked> = expectations.iter().map(|expectation| expectation.asked).collect();
    let said = evaluator.ask(&case.division, case.month, &case.household, &asked);
    expectations.iter().zip(&said).all(|(expectation, said)| met(&expectation.want, said))
}

/// What of one case is not met.
fn failures(book: &Book, case: &Case, evaluator: &dyn Evaluator) -> Vec<Failure> {
    let asked: Vec<Asked> = case.expectations.iter().map(|expectation| expectation.asked).collect();
    let said = evaluator.ask(&case.division, case.month, &case.household, &asked);
    let unmet = case.expectations.iter().zip(said).filter(|(expectation, said)| !met(&expectation.want, said));
    unmet
        .map(|(expectation, said)| Failure {
            case: case.name.clone(),
            span: expectation.span,
            came: came(book, expectation, &said),
        })
        .collect()
}

fn met(want: &Want, said: &Said) -> bool {
    let answer = match said {
        Said::Value(value) => return *value == wanted(want),
        Said::Refused(_) => return false,
        Said::Answer(answer) => answer,
    };
    match (want, answer) {
        (Want::Eligible(None), Answer::Eligible { .. }) => true,
        (Want::Eligible(Some(amount)), Answer::Eligible { amount_fen: Some(fen), .. }) => {
            Exact::from(*amount) == Exact::from(Value::Number(doudi_kernel::Ratio::whole(*fen)))
        }
        (Want::NotEligible(want), Answer::NotEligible { conditions }) => want.as_ref().is_none_or(|w| w == conditions),
        (Want::NotInLaw(want), Answer::NotInLaw { parameters }) => want.as_ref().is_none_or(|w| w == parameters),
        (Want::Missing(want), Answer::Missing { facts }) => {
            let facts: BTreeSet<_> = facts.iter().map(|(fact, _)| *fact).collect();
            want.as_ref().is_none_or(|want| want.iter().eq(&facts))
        }
        _ => false,
    }
}

fn wanted(want: &Want) -> Option<Exact> {
    match want {
        Want::Value(value) => Some(Exact::from(*value)),
        _ => None,
    }
}

/// What was said, as case files write it.
fn came(book: &Book, expectation: &Expectation, said: &Said) -> String {
    let (answer, programme) = match (said, expectation.asked) {
        (Said::Answer(answer), Asked::Programme(id, _)) => (answer, &book.programmes[id.index()]),
        (Said::Refused(why), _) => return why.clone(),
        (Said::Value(Some(value)), asked) => return shown(book, value, type_of(book, asked)),
        _ => return "unknown".into(),
    };
    let list = |names: Vec<&str>| names.join(", ");
    match answer {
        Answer::NotInLaw { parameters } if parameters.is_empty() => "not_in_law".into(),
        Answer::NotInLaw { parameters } => {
            let names = parameters.iter().map(|id| book.parameters[id.index()].name.as_str());
            format!("not_in_law because {}", list(names.collect()))
        }
        Answer::Missing { facts } => {
            let facts: BTreeSet<_> = facts.iter().map(|(fact, _)| *fact).collect();
            format!("missing {}", list(facts.iter().map(|id| book.facts[id.index()].name.as_str()).collect()))
        }
        Answer::NotEligible { conditions } => {
            let names = conditions.iter().map(|place| programme.conditions[usize::from(*place)].name.as_str());
            format!("not_eligible because {}", list(names.collect()))
        }
        Answer::Eligible { amount_fen, .. } => match (amount_fen, &programme.amount) {
            (Some(fen), Some((formula, _))) => {
                let fen = Exact::from(Value::Number(doudi_kernel::Ratio::whole(*fen)));
                format!("eligible {}", shown(book, &fen, formula.ty))
            }
            _ => "eligible".into(),
        },
    }
}

fn type_of(book: &Book, asked: Asked) -> Type {
    match asked {
        Asked::Variable(id, _) => book.variables[id.index()].ty,
        Asked::Parameter(id, _) => book.parameters[id.index()].ty,
        Asked::Tier(id, _) => book.programmes[id.index()].tier.as_ref().map_or(Type::YesNo, |(tier, _)| tier.ty),
        _ => Type::YesNo,
    }
}

/// A value as policies write it.
pub(crate) fn shown(book: &Book, value: &Exact, ty: Type) -> String {
    match (value, ty) {
        (Exact::YesNo(yes), _) => if *yes { "yes" } else { "no" }.into(),
        (Exact::Date(day), _) => day.to_string(),
        (Exact::Code(code), Type::Code(codes)) => {
            let word = book.codes[codes.index()].words.get(usize::from(*code));
            word.map_or_else(|| code.to_string(), |(word, _)| word.clone())
        }
        (Exact::Code(code), _) => code.to_string(),
        (Exact::Number(number), Type::Number(unit)) if unit != Unit::NONE => {
            format!("{} {unit}", number.clone() / Fraction::from(unit.held()))
        }
        (Exact::Number(number), _) => number.to_string(),
    }
}
