//! What an assessment finds otherwise than the one before, and why: of the facts and rules that differ among those that
//! the answer rests on, the ones that turn it.

use super::{
    causes::{Asking, Differing, turned},
    error::AssessError,
    plan::{Assessment, Basis, County, Found, program},
};
use doudi_rules::{
    book::{Book, Entity, FactId, MEMBERS, ProgrammeId, TODAY},
    compile::{Program, Statute},
    explain::{Reader, Row, Step, Trace, What},
    lex::Span,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Another answer than before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The household's number now; none when it is no longer assessed.
    pub household: Option<u32>,
    /// The household's number in the assessment before; none when it is new.
    pub before_household: Option<u32>,
    /// The member's place now, or before where there is none now.
    pub member: Option<u32>,
    /// The programme.
    pub programme: String,
    /// The answer before; none for who was not assessed.
    pub before: Option<Found>,
    /// The answer now; none for who is not assessed.
    pub now: Option<Found>,
    /// Why: what turns the answer; empty when only time has passed (an age, a number of months).
    pub because: Vec<Because>,
}

/// What differs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Because {
    /// A rule that the answer rests on: the name of a parameter, variable or programme.
    Rule(String),
    /// A fact: its name, the member's or obligor's place, the value before and now as words; none where it is unknown.
    Fact(String, u32, Option<String>, Option<String>),
    /// Somebody joined or left the household.
    Members(usize, usize),
    /// Facts that were unknown came in together: a visit, an office's answer.
    Known(Vec<String>),
    /// Facts that were known are no longer.
    Unknown(Vec<String>),
}

/// An assessment with what it rests on.
pub(super) struct Side<'a> {
    /// Who, with facts.
    pub(super) basis: &'a Basis,
    /// The rules.
    pub(super) book: &'a Book,
    /// The programmes assessed.
    pub(super) programmes: &'a [ProgrammeId],
    /// What was found.
    pub(super) found: &'a Assessment,
}

/// Who is asked about what: the head, the member's number where persons claim, the programme's name.
type Asked = (u64, Option<u64>, String);
/// Where an answer stands: household, place of the programme, member.
type At = (u32, usize, u32);

/// Compares two assessments.
///
/// # Errors
/// [`AssessError::Engine`].
pub(super) fn changes(before: &Side<'_>, now: &Side<'_>) -> Result<Vec<Change>, AssessError> {
    let (old, new) = (answers(before), answers(now));
    let asked: BTreeSet<&Asked> = old.keys().chain(new.keys()).collect();
    let differs = |asked: &&&Asked| old.get(**asked).map(|it| it.1) != new.get(**asked).map(|it| it.1);
    let different: Vec<&Asked> = asked.iter().filter(differs).copied().collect();
    let both = different.iter().filter(|asked| old.contains_key(*asked) && new.contains_key(*asked));
    let both: Vec<&Asked> = both.copied().collect();
    let (then, today) = (Rules::of(before)?, Rules::of(now)?);
    let rested = [
        then.rests(both.iter().map(|asked| old[*asked].0).collect()),
        today.rests(both.iter().map(|asked| new[*asked].0).collect()),
    ];
    let change = |asked: &&Asked| {
        let (was, is) = (old.get(*asked), new.get(*asked));
        let because = match (was, is) {
            (Some(was), Some(is)) => because((&then, was.0, &rested[0]), (&today, is.0, &rested[1]))?,
            _ => Vec::new(),
        };
        Ok(Change {
            household: is.map(|it| it.0.0),
            before_household: was.map(|it| it.0.0),
            member: asked.1.and(is.or(was)).map(|it| it.0.2),
            programme: asked.2.clone(),
            before: was.map(|it| it.1.clone()),
            now: is.map(|it| it.1.clone()),
            because,
        })
    };
    different.iter().map(change).collect()
}

/// Every answer by who is asked about what. Members without a number are not known again.
fn answers<'a>(side: &Side<'a>) -> BTreeMap<Asked, (At, &'a Found)> {
    let place = |name: &str| side.found.programmes.iter().position(|programme| programme == name);
    let each = side.found.determinations.iter().filter_map(|one| {
        let household = &side.found.households[one.household as usize];
        let who = match one.member {
            Some(member) => Some(household.members[member as usize].key?),
            None => None,
        };
        let at = (one.household, place(&one.programme)?, one.member.unwrap_or(0));
        Some(((household.head, who, one.programme.clone()), (at, &one.found)))
    });
    each.collect()
}

/// What an answer rests on: rules by name with their text, facts by name and who with their value.
#[derive(Default)]
struct Rests {
    rules: BTreeMap<String, String>,
    facts: BTreeSet<Key>,
    /// The members' numbers.
    keys: Vec<Option<u64>>,
}

/// A fact by name, whose (none of whom no number is known), and then the member's or obligor's place.
type Key = (String, Option<u64>, u32);

/// Where a fact stands, and what it is in words.
struct Stands {
    fact: FactId,
    /// The member's or obligor's place.
    row: usize,
    words: Option<String>,
}

/// A side, who is asked there, and what all answers rest on.
type Asks<'a, 'b> = (&'a Rules<'b>, At, &'a BTreeMap<At, Rests>);

fn because(before: Asks<'_, '_>, now: Asks<'_, '_>) -> Result<Vec<Because>, AssessError> {
    let (then, today) = (&before.2[&before.1], &now.2[&now.1]);
    let mut all = Vec::new();
    let members = then.keys.len() != today.keys.len();
    if members {
        all.push(Because::Members(then.keys.len(), today.keys.len()));
    }
    let rules = today.rules.iter().filter(|(name, text)| then.rules.get(*name).is_some_and(|old| old != *text));
    let rules: Vec<Because> = rules.map(|(name, _)| Because::Rule(name.clone())).collect();
    let (Some(asked), Some(asking)) = (before.0.asking(before.1), now.0.asking(now.1)) else { return Ok(all) };
    // An answer that waits for one fact has not looked at those behind it: both sides are asked for what either rests on.
    let keys: BTreeSet<&Key> = then.facts.iter().chain(&today.facts).collect();
    let differs = |key: &Key| {
        let (was, is) = (asked.stands(key, &then.keys)?, asking.stands(key, &today.keys)?);
        (was.words != is.words).then(|| Differing {
            facts: [was.fact, is.fact],
            rows: [was.row, is.row],
            cells: [asked.cell(was.fact, was.row), asking.cell(is.fact, is.row)],
            because: Because::Fact(key.0.clone(), key.2, was.words, is.words),
        })
    };
    let differing: Vec<Differing> = keys.into_iter().filter_map(differs).collect();
    let turned = turned(&asked, &asking, &differing, members)?;
    if turned.besides {
        all.extend(rules);
    }
    all.extend(turned.because);
    Ok(all)
}

/// The rules of each county of a side.
struct Rules<'a> {
    side: &'a Side<'a>,
    programs: Vec<Program<'a>>,
}

impl<'a> Rules<'a> {
    fn of(side: &'a Side<'a>) -> Result<Self, AssessError> {
        let of = |county: &County| program(side.book, &county.division, side.basis.month, side.programmes);
        Ok(Self { side, programs: side.basis.counties.iter().map(of).collect::<Result<_, _>>()? })
    }

    /// A household by a programme.
    fn asking(&self, (household, place, member): At) -> Option<Asking<'_, 'a>> {
        let each = self.programs.iter().zip(&self.side.basis.counties);
        let mut found = each.filter_map(|(program, county)| {
            let at = county.households.binary_search(&household).ok()?;
            Some(Asking { program, facts: &county.facts, household: at, place, within: member as usize })
        });
        found.next()
    }

    /// Reads what answers rest on, county by county.
    fn rests(&self, asked: BTreeSet<At>) -> BTreeMap<At, Rests> {
        let mut all = BTreeMap::new();
        for (program, county) in self.programs.iter().zip(&self.side.basis.counties) {
            let mut reader = Reader::new(program, &county.facts.population);
            let mut trace = Trace::default();
            for at in &asked {
                let Ok(place) = county.households.binary_search(&at.0) else { continue };
                reader.turn_to(place);
                reader.trace(at.1, Row { household: 0, child: at.2 as usize }, &mut trace);
                let household = &self.side.found.households[at.0 as usize];
                let keys: Vec<Option<u64>> = household.members.iter().map(|member| member.key).collect();
                let told = Told { program, keys: &keys };
                all.insert(*at, told.rests(&trace, self.side.programmes[at.1]));
            }
        }
        all
    }
}

impl Asking<'_, '_> {
    /// Where a fact stands in the household; none where it has no such member or obligor.
    fn stands(&self, (name, who, number): &Key, keys: &[Option<u64>]) -> Option<Stands> {
        let book = self.program.statute.book;
        let fact = (0..).zip(&book.facts).find(|(_, fact)| fact.name == *name).map(|(id, _)| FactId(id))?;
        let row = match who {
            Some(who) => keys.iter().position(|key| key.as_ref() == Some(who))?,
            None => *number as usize,
        };
        let rows = self.facts.population.rows_of(book.facts[fact.index()].entity, self.household);
        let words = (row < rows.len()).then(|| self.facts.words(book, fact, rows.start + row))?;
        Some(Stands { fact, row, words })
    }
}

/// Reads a trace.
struct Told<'a, 'b> {
    program: &'a Program<'b>,
    keys: &'a [Option<u64>],
}

impl Told<'_, '_> {
    fn rests(&self, trace: &Trace, programme: ProgrammeId) -> Rests {
        let (statute, book) = (&self.program.statute, self.program.statute.book);
        let mut rests = Rests { keys: self.keys.to_vec(), ..Rests::default() };
        let head = &book.programmes[programme.index()];
        let conditions = head.conditions.iter().map(|it| it.formula.span);
        let results = head.amount.iter().chain(&head.tier).map(|it| it.0.span);
        rests.rules.insert(head.name.clone(), conditions.chain(results).map(|span| text(book, span)).collect());
        for step in &trace.steps {
            match step.what {
                What::Parameter(id) => {
                    let values = statute.setting(id).map(|setting| format!("{:?}", setting.values));
                    rests.rules.insert(book.parameters[id.index()].name.clone(), values.unwrap_or_default());
                }
                What::Variable(id) | What::Exception(id, _) => {
                    rests.rules.insert(book.variables[id.index()].name.clone(), variable(statute, book, id));
                }
                What::Fact(id) if id != TODAY && id != MEMBERS => self.fact(id, step, &mut rests),
                _ => {}
            }
        }
        rests
    }

    fn fact(&self, id: FactId, step: &Step, rests: &mut Rests) {
        let book = self.program.statute.book;
        let fact = &book.facts[id.index()];
        let (who, place) = match fact.entity {
            Entity::Household => (None, 0),
            Entity::Person => (self.keys.get(step.row.child).copied().flatten(), step.row.child),
            Entity::Obligor => (None, step.row.child),
        };
        // A member who is known by number is the same member in another place.
        let number = if who.is_some() { 0 } else { place as u32 };
        rests.facts.insert((fact.name.clone(), who, number));
    }
}

/// A variable as it reads here and now.
fn variable(statute: &Statute<'_>, book: &Book, id: doudi_rules::book::VariableId) -> String {
    let exceptions = statute.exceptions(id).iter().flat_map(|it| [it.when.span, it.value.span]);
    let definition = statute.definition(id).map(|it| it.formula.span);
    exceptions.chain(definition).map(|span| text(book, span) + ";").collect()
}

fn text(book: &Book, span: Span) -> String {
    let file = book.files.get(usize::from(span.file.0)).map(|(_, text)| text.as_str()).unwrap_or_default();
    file.get(span.start as usize..span.end as usize).unwrap_or_default().to_owned()
}
