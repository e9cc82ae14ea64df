//! People and rules → determinations: pure. The engine answers for everybody at once; of who misses facts it is asked
//! which ones.

use super::{
    dossiers::Dossier,
    error::AssessError,
    facts::{Facts, facts},
    people::{Crowded, Household, People, Unplaced, people},
    registers::{Input, Registers, VERIFICATION},
};
use doudi_kernel::{DivisionList, Month};
use doudi_rules::{
    answer::Answer,
    book::{Book, Entity, ProgrammeId, Type},
    compile::{Ask, Program},
    explain::{Reader, Row},
    run::{Kind, Outcome},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What was found about one household or one member by one programme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Determination {
    /// The household, by its number in the assessment from 0.
    pub household: u32,
    /// The member's place from 0, where persons claim.
    pub member: Option<u32>,
    /// The programme's name.
    pub programme: String,
    /// The answer.
    pub found: Found,
}

/// One of the four answers, in names that outlive the book.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    /// Parameters that have no value here; none where the programme is not in force.
    NotInLaw(Vec<String>),
    /// Facts that would decide, each with the member's or obligor's place.
    Missing(Vec<(String, u32)>),
    /// Conditions that fail.
    NotEligible(Vec<String>),
    /// All hold.
    Eligible {
        /// Fen.
        amount_fen: Option<i64>,
        /// A code.
        tier: Option<String>,
    },
}

/// An assessment of a month.
#[derive(Clone, Debug, PartialEq)]
pub struct Assessment {
    /// The month.
    pub month: Month,
    /// The hash of the rules.
    pub pack: String,
    /// The snapshots that were read.
    pub inputs: Vec<Input>,
    /// Who was assessed.
    pub households: Vec<Household>,
    /// Rows that belong to no household.
    pub unplaced: Vec<Unplaced>,
    /// Households of too many rows, which are not assessed.
    pub crowded: Vec<Crowded>,
    /// People left out because they are dead or struck from the register.
    pub gone: usize,
    /// Rows of rosters about a verified household's people whom its verification does not name.
    pub unverified: usize,
    /// The programmes that were assessed, in order.
    pub programmes: Vec<String>,
    /// In the order of households, programmes and members. A programme that is not in force has none.
    pub determinations: Vec<Determination>,
}

impl Assessment {
    /// What was found about a household.
    pub fn of(&self, household: u32) -> &[Determination] {
        let all = &self.determinations;
        let first = all.partition_point(|one| one.household < household);
        let rest = &all[first..];
        &rest[..rest.partition_point(|one| one.household == household)]
    }
}

/// Households of one county with their facts; the numbers of the households in the assessment.
pub struct County {
    /// Six digits.
    pub division: String,
    /// The households' numbers in the assessment, in order.
    pub households: Vec<u32>,
    /// Their facts.
    pub facts: Facts,
}

/// Everything that an assessment rests on.
pub struct Basis {
    /// The month.
    pub month: Month,
    /// Who.
    pub people: People,
    /// By county.
    pub counties: Vec<County>,
    pub(crate) inputs: Vec<Input>,
}

impl Basis {
    /// Brings rosters into households with facts. Who cannot be placed is judged by the rules of the first county.
    ///
    /// # Errors
    /// [`AssessError::NoVerification`].
    pub fn new(registers: &Registers, divisions: &DivisionList, book: &Book) -> Result<Self, AssessError> {
        if registers.get(VERIFICATION).is_none() {
            return Err(AssessError::NoVerification(registers.month));
        }
        let people = people(registers, divisions);
        let first = divisions.iter().find_map(|(division, _)| division.county());
        let county = |household: &Household| {
            let town = household.place.town.as_deref().map(|code| code[..6].to_owned());
            town.or_else(|| first.map(|six| format!("{six:06}"))).unwrap_or_default()
        };
        let mut by_county: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for (number, household) in (0..).zip(&people.households) {
            by_county.entry(county(household)).or_default().push(number);
        }
        let counties = by_county
            .into_iter()
            .map(|(division, numbers)| {
                let households: Vec<&Household> =
                    numbers.iter().map(|number| &people.households[*number as usize]).collect();
                County { division, facts: facts(registers, &households, book), households: numbers }
            })
            .collect();
        Ok(Self { month: registers.month, people, counties, inputs: registers.inputs.clone() })
    }

    /// What the month knows of one household; nothing is found yet. None for a number that it does not have.
    pub fn dossier(&self, book: &Book, household: u32) -> Option<Dossier> {
        let (county, at) = self.find(household)?;
        Some(Dossier {
            number: household,
            county: county.division.clone(),
            household: self.people.households[household as usize].clone(),
            facts: county.facts.alone(book, at),
            found: Vec::new(),
        })
    }

    /// The household of a person's packed number.
    pub fn household_of(&self, person: u64) -> Option<u32> {
        let stands = |it: &Household| it.members.iter().any(|member| member.key == Some(person));
        self.people.households.iter().position(stands).map(|at| at as u32)
    }

    /// The county in which a household is judged, and its place there.
    pub fn find(&self, household: u32) -> Option<(&County, usize)> {
        self.counties.iter().find_map(|county| Some((county, county.households.binary_search(&household).ok()?)))
    }
}

/// The rules of a county in the month, for the programmes that are assessed.
///
/// # Errors
/// [`AssessError::Engine`].
pub(super) fn program<'b>(
    book: &'b Book,
    division: &str,
    month: Month,
    programmes: &[ProgrammeId],
) -> Result<Program<'b>, AssessError> {
    compiled(book, division, month, &Ask { programmes: Some(programmes.to_vec()), ..Ask::default() })
}

/// The rules of a county in the month, for whatever is asked.
///
/// # Errors
/// [`AssessError::Engine`].
pub(crate) fn compiled<'b>(
    book: &'b Book,
    division: &str,
    month: Month,
    ask: &Ask,
) -> Result<Program<'b>, AssessError> {
    Program::compile(book, division, month, ask).map_err(|why| AssessError::Engine(why.to_string()))
}

/// Judges everybody.
///
/// # Errors
/// [`AssessError::Engine`].
pub(super) fn plan(
    basis: &Basis,
    book: &Book,
    pack: &str,
    programmes: &[ProgrammeId],
) -> Result<Assessment, AssessError> {
    let mut determinations = Vec::new();
    for county in &basis.counties {
        let program = program(book, &county.division, basis.month, programmes)?;
        let outcomes =
            program.evaluate(&county.facts.population).map_err(|why| AssessError::Engine(why.to_string()))?;
        let mut judge = Judge { book, county, program: &program, reader: None };
        for at in 0..county.households.len() {
            for (place, outcome) in outcomes.programmes.iter().enumerate() {
                judge.take(place, outcome, at, &mut determinations);
            }
        }
    }
    // A county's stand in the order of its households, programmes and members already.
    determinations.sort_by_key(|one| one.household);
    Ok(Assessment {
        month: basis.month,
        pack: pack.to_owned(),
        inputs: basis.inputs.clone(),
        households: basis.people.households.clone(),
        unplaced: basis.people.unplaced.clone(),
        crowded: basis.people.crowded.clone(),
        gone: basis.people.gone,
        unverified: basis.people.unverified,
        programmes: programmes.iter().map(|id| book.programmes[id.index()].name.clone()).collect(),
        determinations,
    })
}

/// Households that the slow side turns to at once.
const TOGETHER: usize = 64;

/// Takes the engine's columns apart.
struct Judge<'a, 'b> {
    book: &'b Book,
    county: &'a County,
    program: &'a Program<'b>,
    reader: Option<Reader<'a, 'b>>,
}

impl<'a> Judge<'a, '_> {
    /// One household by one programme.
    fn take(&mut self, place: usize, outcome: &Outcome, at: usize, into: &mut Vec<Determination>) {
        if self.program.statute.force(outcome.programme).is_none() {
            return;
        }
        let name = &self.book.programmes[outcome.programme.index()].name;
        let household = self.county.households[at];
        for (within, row) in self.county.facts.population.rows_of(outcome.entity, at).enumerate() {
            let found = self.found(place, outcome, row, at, within);
            let member = (outcome.entity == Entity::Person).then_some(within as u32);
            into.push(Determination { household, member, programme: name.clone(), found });
        }
    }

    fn found(&mut self, place: usize, outcome: &Outcome, row: usize, household: usize, within: usize) -> Found {
        let programme = &self.book.programmes[outcome.programme.index()];
        match outcome.kinds[row] {
            Kind::Eligible => Found::Eligible {
                amount_fen: programme.amount.as_ref().map(|_| outcome.amounts_fen[row]),
                tier: programme.tier.as_ref().and_then(|(formula, _)| self.tier(formula.ty, outcome.tiers[row])),
            },
            Kind::NotEligible => {
                let failed = outcome.failed[row];
                let fails = programme.conditions.iter().enumerate().filter(|(bit, _)| failed >> bit & 1 == 1);
                Found::NotEligible(fails.map(|(_, condition)| condition.name.clone()).collect())
            }
            Kind::Missing | Kind::NotInLaw => self.cause(place, household, within),
        }
    }

    fn tier(&self, ty: Type, tier: u16) -> Option<String> {
        let Type::Code(list) = ty else { return None };
        Some(self.book.codes[list.index()].words.get(usize::from(tier))?.0.clone())
    }

    /// Asks the engine's slow side which facts or parameters are not there. Households stand together, so that it turns to
    /// many of them at once: nearly every one misses something.
    fn cause(&mut self, place: usize, household: usize, within: usize) -> Found {
        let (program, population) = (self.program, &self.county.facts.population);
        let reader = self.reader.get_or_insert_with(|| Reader::new(program, population));
        let first = household / TOGETHER * TOGETHER;
        reader.turn_to_all(first..(first + TOGETHER).min(population.households));
        let child = reader.rows(Entity::Person, household - first).start + within;
        match reader.answer_at(place, Row { household: household - first, child }) {
            Answer::NotInLaw { parameters } => {
                Found::NotInLaw(parameters.iter().map(|id| self.book.parameters[id.index()].name.clone()).collect())
            }
            Answer::Missing { facts } => {
                Found::Missing(facts.iter().map(|(id, row)| (self.book.facts[id.index()].name.clone(), *row)).collect())
            }
            // The engine has said that it is one of the two.
            Answer::NotEligible { .. } | Answer::Eligible { .. } => Found::Missing(Vec::new()),
        }
    }
}
