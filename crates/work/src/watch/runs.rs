//! 连贯性监测: for how many months in a row a household has stood above the line, so that nobody is told to leave on one
//! reading. Months are counted as they are read, the earliest first.

use crate::assess::{AssessError, Basis, compiled};
use arrow::array::Int64Array;
use doudi_kernel::{Month, Rounding};
use doudi_rules::{
    book::{Book, Entity, Value, VariableId},
    compile::{Ask, Program},
};
use std::{collections::BTreeMap, sync::Arc};

/// The fact that is counted.
const COUNTED: &str = "months_above_dibao_line";
/// What is so in each of its months.
const SO: &str = "dibao_above_line";
/// How many months a place asks for.
const NEEDED: &str = "leaving_months_in_a_row";

/// The months that have been read.
#[derive(Clone, Debug, Default)]
pub struct Runs {
    month: Option<Month>,
    /// Of the newest month, by member's packed number; who has no run is not there.
    people: BTreeMap<u64, i64>,
}

impl Runs {
    /// How many months before the asked one are read, so that every place's number can be reached.
    pub fn months(book: &Book) -> i32 {
        let asked = book.parameters.iter().filter(|it| it.name == NEEDED).flat_map(|it| &it.settings);
        let number = |value: &Value| match value {
            Value::Number(months) => i32::try_from(months.round(Rounding::Up)).ok(),
            _ => None,
        };
        asked.flat_map(|it| it.values.iter().flatten().filter_map(number)).max().map_or(0, |most| (most - 1).max(0))
    }

    /// Sets the fact on a month, and counts the month. A month that does not follow the one before begins anew, and so does
    /// a household of which a month could not be said.
    ///
    /// # Errors
    /// [`AssessError::Engine`].
    pub fn take(&mut self, book: &Book, now: &mut Basis) -> Result<(), AssessError> {
        let before = std::mem::take(&mut self.people);
        let before = if self.month == Some(now.month.plus(-1)) { before } else { BTreeMap::new() };
        self.month = Some(now.month);
        let place = book.variables.iter().position(|it| it.name == SO && it.entity == Entity::Household);
        let (Some(place), Some(fact)) = (place, book.fact(COUNTED)) else { return Ok(()) };
        for county in &mut now.counties {
            let program = program(book, &county.division, now.month, VariableId(place as u32))?;
            let outcomes =
                program.evaluate(&county.facts.population).map_err(|why| AssessError::Engine(why.to_string()))?;
            let values = &outcomes.variables[0];
            let known = |row: usize| values.known.as_ref().is_none_or(|known| known[row]);
            let mut runs = Vec::with_capacity(county.households.len());
            for (row, number) in county.households.iter().enumerate() {
                let people = now.people.households[*number as usize].members.iter().filter_map(|member| member.key);
                let run = match known(row).then(|| values.tops[row] != 0) {
                    Some(true) => Some(1 + people.clone().find_map(|person| before.get(&person)).copied().unwrap_or(0)),
                    so => so.map(|_| 0),
                };
                self.people.extend(
                    people.zip(std::iter::repeat(run)).filter_map(|(it, run)| Some((it, run.filter(|run| *run > 0)?))),
                );
                runs.push(run);
            }
            county.facts.population.columns.insert(fact, Arc::new(Int64Array::from(runs)));
        }
        Ok(())
    }
}

fn program<'b>(book: &'b Book, division: &str, month: Month, of: VariableId) -> Result<Program<'b>, AssessError> {
    let ask = Ask { programmes: Some(Vec::new()), variables: vec![of], ..Ask::default() };
    compiled(book, division, month, &ask)
}
