//! The engine as an evaluator of cases.

use super::{Asked, Evaluator, Said};
use crate::{
    answer::Answer,
    book::{Book, ProgrammeId, SignalId, Type},
    compile::{Ask, Program, Wanted},
    explain::Reader,
    oracle::{Exact, Fraction, Household, population},
    run::Values,
};
use doudi_kernel::{Date, Month};

/// The engine, compiled anew for each household.
pub struct Fast<'a>(pub &'a Book);

impl Evaluator for Fast<'_> {
    fn ask(&self, division: &str, month: Month, household: &Household, asked: &[Asked]) -> Vec<Said> {
        let programmes = distinct(asked, |asked| match asked {
            Asked::Programme(id, _) | Asked::Tier(id, _) => Some(id),
            _ => None,
        });
        let variables = distinct(asked, |asked| if let Asked::Variable(id, _) = asked { Some(id) } else { None });
        let signals = distinct(asked, |asked| if let Asked::Signal(n, _) = asked { Some(n as u32) } else { None });
        let signals = signals.into_iter().map(SignalId).collect();
        let ask = Ask { programmes: Some(programmes.clone()), variables, signals };
        let program = match Program::compile(self.0, division, month, &ask) {
            Ok(program) => program,
            Err(wide) => return vec![Said::Refused(wide.to_string()); asked.len()],
        };
        let one = population(self.0, std::slice::from_ref(household));
        let outcomes = program.evaluate(&one).expect("columns are of their facts");
        let value = |of: Wanted, row: u32| {
            let values = outcomes.variables.iter().chain(&outcomes.signals).find(|values| values.of == of);
            Said::Value(values.and_then(|values| exact(of.ty(self.0), values, row as usize)))
        };
        let mut reader = Reader::new(&program, &one);
        reader.turn_to(0);
        let place = |id: ProgrammeId| programmes.iter().position(|one| *one == id).unwrap_or_default();
        let say = |asked: &Asked| match *asked {
            Asked::Programme(id, row) => Said::Answer(reader.answer(place(id), row as usize)),
            Asked::Tier(id, row) => Said::Value(match reader.answer(place(id), row as usize) {
                Answer::Eligible { tier, .. } => tier.map(Exact::Code),
                _ => None,
            }),
            Asked::Variable(id, row) => value(Wanted::Variable(id), row),
            Asked::Parameter(id, code) => {
                let setting = program.statute.setting(id);
                let value = setting.and_then(|setting| *setting.values.get(usize::from(code.unwrap_or(0)))?);
                Said::Value(value.map(Exact::from))
            }
            Asked::Signal(n, row) => value(Wanted::Signal(SignalId(n as u32)), row),
        };
        asked.iter().map(say).collect()
    }
}

/// A row of a column of values; `None` where it is unknown.
pub fn exact(ty: Type, values: &Values, row: usize) -> Option<Exact> {
    if values.known.as_ref().is_some_and(|known| !known[row]) {
        return None;
    }
    let top = values.tops[row];
    Some(match ty {
        Type::YesNo => Exact::YesNo(top != 0),
        Type::Code(_) => Exact::Code(top as u16),
        Type::Date => Exact::Date(Date::constant((top / 10_000) as i16, (top / 100 % 100) as i8, (top % 100) as i8)),
        Type::Number(_) => {
            let bottom = values.bottoms.as_ref().map_or(1, |bottoms| bottoms[row]);
            Exact::Number(Fraction::new(top.into(), i128::from(values.scale) * i128::from(bottom)))
        }
    })
}

fn distinct<T: Ord>(asked: &[Asked], which: impl Fn(Asked) -> Option<T>) -> Vec<T> {
    let mut ids: Vec<T> = asked.iter().filter_map(|asked| which(*asked)).collect();
    ids.sort();
    ids.dedup();
    ids
}
