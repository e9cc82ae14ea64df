//! What the newest month's sources say of a household and its members: each value with the feed that said it and the
//! feed's month; and whether each member counts as living together.

use super::{Basis, Told, basis, file::in_month, opened};
use crate::{Bureau, OfficeError, Who};
use doudi_journal::{
    JournalError,
    access::{Action, Resource},
};
use doudi_kernel::{Month, ResidentId};
use doudi_rules::book::{Entity, FactId};
use doudi_work::assess::{Dossier, Dossiers};
use std::collections::BTreeMap;

/// A value with its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactLine {
    /// The member's file number; none for the household.
    pub person: Option<i64>,
    /// The fact, by its name in the book.
    pub fact: String,
    /// In the book's words: yuan, a code, `yes`, a day.
    pub value: String,
    /// Who said it.
    pub feed: String,
    /// The month that the feed's snapshot is about.
    pub month: Option<Month>,
}

/// What is known of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Every value, the household's first.
    pub lines: Vec<FactLine>,
    /// Of each member by file number why the law counts the person or does not; none where what is told does not say.
    pub counted: BTreeMap<i64, Option<Basis>>,
}

/// The facts of a file, and of each member whether the law counts the person (none where what is told does not say).
///
/// # Errors
/// [`OfficeError::Denied`]; the journal's. A household that the month does not name has no facts, and its members are judged
/// by what the file says.
pub fn facts(bureau: &Bureau, who: &Who, household: i64) -> Result<Known, OfficeError> {
    let scope = who.may(Resource::Household, Action::Read)?;
    let month = bureau.month.as_deref();
    let it = match in_month(bureau, &scope, household) {
        Ok(it) => month.map(|month| Source { month, it }),
        Err(OfficeError::NoFacts | OfficeError::NotInMonth) => None,
        Err(other) => return Err(other),
    };
    let sql =
        "SELECT id, number, relation, basis, birth FROM person WHERE household = $1 AND {scope} ORDER BY position";
    let people = bureau.journal.read(|reader| {
        let mut people = Vec::new();
        for row in reader.rows(&scope, sql, &[household.into()])? {
            let id: i64 = row.get("id")?;
            let sealed = row.get::<Option<Vec<u8>>>("number")?;
            let number = sealed.map(|sealed| opened(reader, "person.number", id, sealed)).transpose()?;
            let key = number.and_then(|number| number.parse::<ResidentId>().ok()).map(ResidentId::packed);
            let birth = row.get::<Option<i64>>("birth")?.map(doudi_journal::date_of_number).transpose()?;
            people.push((id, key, row.get("relation")?, row.get::<Option<String>>("basis")?, birth));
        }
        Ok::<_, JournalError>(people)
    })?;
    let mut lines = it.as_ref().map(|it| it.lines(Entity::Household, 0, None)).unwrap_or_default();
    let mut counted = BTreeMap::new();
    for (id, key, relation, decided, birth) in people {
        let own =
            it.as_ref().and_then(|it| Some(it.lines(Entity::Person, it.row_of(key?)?, Some(id)))).unwrap_or_default();
        let relation: Option<String> = relation;
        let told = told(&own, relation.as_deref(), birth);
        let by_rule = basis(&told, who.today());
        counted.insert(id, decided.as_deref().and_then(Basis::named).or(by_rule));
        lines.extend(own);
    }
    Ok(Known { lines, counted })
}

/// What the definition asks for, from the lines of a member.
fn told<'t>(lines: &[FactLine], relation: Option<&'t str>, birth: Option<doudi_kernel::Date>) -> Told<'t> {
    let value = |fact: &str| lines.iter().find(|line| line.fact == fact).map(|line| line.value.as_str());
    let flag = |fact: &str| value(fact).map(|value| value == "yes");
    let studies = flag("full_time_student").map(|studies| studies && value("study_level") != Some("postgraduate"));
    Told {
        relation,
        birth,
        no_labour: value("labour_capacity").map(|capacity| capacity == "none"),
        studies,
        lives_here: flag("lives_with_household"),
        in_prison: flag("in_prison"),
        in_rehabilitation: flag("in_drug_rehabilitation"),
        missing: flag("missing_declared"),
        clergy_away: flag("clergy_away"),
    }
}

/// A household of the newest month.
struct Source<'m> {
    month: &'m Dossiers,
    it: Dossier,
}

impl Source<'_> {
    /// A member's place.
    fn row_of(&self, key: u64) -> Option<usize> {
        self.it.household.members.iter().position(|member| member.key == Some(key))
    }

    /// What is known of a row of an entity.
    fn lines(&self, entity: Entity, row: usize, person: Option<i64>) -> Vec<FactLine> {
        let facts = (0..).map(FactId).zip(&self.month.book.facts).filter(|(_, fact)| fact.entity == entity);
        facts.filter_map(|(fact, _)| self.line(fact, row, person)).collect()
    }

    fn line(&self, fact: FactId, row: usize, person: Option<i64>) -> Option<FactLine> {
        let value = self.it.facts.words(&self.month.book, fact, row)?;
        let feed = self.it.facts.source(fact, row)?.to_owned();
        let input = self.month.kept.inputs.iter().rev().find(|input| input.feed.as_str() == feed);
        let fact = self.month.book.facts[fact.index()].name.clone();
        Some(FactLine { person, fact, value, month: input.map(|input| input.month), feed })
    }
}
