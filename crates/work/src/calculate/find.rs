//! What the engine says of what was told, and why, in plain words.

use super::{
    Calculator,
    told::{Need, Told},
};
use doudi_kernel::{Lang, Money};
use doudi_rules::{
    answer::Answer,
    book::{Certainty, Cite, Entity, FactId, ProgrammeId, Type},
    explain::{Known, Reader, phrase},
    oracle::population,
};

/// What was found of a programme, for the household or one member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which.
    pub programme: ProgrammeId,
    /// The member's place from 0, where persons claim.
    pub member: Option<u32>,
    /// The engine's answer.
    pub answer: Answer,
    /// What nobody told and what decides, where the answer is missing.
    pub hangs: Vec<(FactId, u32)>,
}

/// Why: a condition, and where it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// What must hold.
    pub condition: String,
    /// 《社会救助法》第18条
    pub cites: Vec<String>,
}

/// Which of the four answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// By what was told it may be had.
    Likely,
    /// It hangs on what nobody told.
    Hangs,
    /// A condition fails.
    No,
    /// Not set here.
    NotHere,
}

/// A finding in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Which of the four.
    pub verdict: Verdict,
    /// The programme's name.
    pub programme: String,
    /// The member; empty for the household.
    pub who: String,
    /// Amount and tier.
    pub given: Vec<String>,
    /// On what it hangs.
    pub hangs: Vec<String>,
    /// Conditions with where they are written.
    pub reasons: Vec<Reason>,
    /// The topic's place.
    pub topic: usize,
}

impl Calculator<'_> {
    /// What was found in words: what may be had first.
    pub fn said(&self, told: &Told, topics: &[usize], lang: Lang) -> Vec<Said> {
        let findings = self.findings(told, topics);
        let mut said: Vec<Said> = findings.iter().map(|finding| self.say(finding, told, lang)).collect();
        said.sort_by_key(|one| (one.verdict, one.topic));
        said
    }

    fn say(&self, finding: &Finding, told: &Told, lang: Lang) -> Said {
        let topic = self.questions.topics.iter().position(|topic| topic.programmes.contains(&finding.programme));
        let hang = |(fact, row): &(FactId, u32)| {
            let label = self.questions.plain(self.book(), *fact).pick(lang);
            match self.book().facts[fact.index()].entity {
                Entity::Household => label.to_owned(),
                entity => lang.pick(
                    format!("{}的“{label}”", self.who(told, entity, *row, lang)),
                    format!("{label} of {}", self.who(told, entity, *row, lang)),
                ),
            }
        };
        Said {
            verdict: match finding.answer {
                Answer::Eligible { .. } => Verdict::Likely,
                Answer::Missing { .. } => Verdict::Hangs,
                Answer::NotEligible { .. } => Verdict::No,
                Answer::NotInLaw { .. } => Verdict::NotHere,
            },
            programme: self.book().programmes[finding.programme.index()].label.pick(lang).to_owned(),
            who: finding.member.map_or_else(String::new, |row| self.who(told, Entity::Person, row, lang)),
            given: self.given(finding, lang),
            hangs: finding.hangs.iter().map(hang).collect(),
            reasons: self.reasons(finding, lang),
            topic: topic.unwrap_or_default(),
        }
    }

    /// What the rules say of everything that some topics ask about, in the order of the rules.
    pub fn findings(&self, told: &Told, topics: &[usize]) -> Vec<Finding> {
        let known = told.known(self.book(), self.questions);
        let population = population(self.book(), std::slice::from_ref(&known.household));
        let mut reader = Reader::new(&self.program, &population);
        reader.turn_to(0);
        let mut findings = Vec::new();
        for place in self.places(topics) {
            let programme = self.programmes[place];
            let entity = self.book().programmes[programme.index()].entity;
            for within in 0..known.household.rows(entity) {
                let answer = reader.answer(place, within as usize);
                let member = (entity == Entity::Person).then_some(within);
                let asked = |(fact, row): &&(FactId, u32)| known.asked.contains(&Need::Fact(*fact, *row));
                let hangs = match &answer {
                    Answer::Missing { facts } if facts.iter().any(|it| asked(&it)) => {
                        facts.iter().filter(asked).copied().collect()
                    }
                    Answer::Missing { facts } => facts.clone(),
                    _ => Vec::new(),
                };
                findings.push(Finding { programme, member, answer, hangs });
            }
        }
        findings
    }

    /// What is likely to be paid or given: `714.00 元/月`, a tier.
    fn given(&self, finding: &Finding, lang: Lang) -> Vec<String> {
        let programme = &self.book().programmes[finding.programme.index()];
        let Answer::Eligible { amount_fen, tier } = finding.answer else { return Vec::new() };
        let amount = amount_fen.zip(programme.amount.as_ref()).map(|(fen, (formula, _))| {
            let Type::Number(unit) = formula.ty else { return Money::from_fen(fen).to_string() };
            format!("{} {}", Money::from_fen(fen), phrase::unit_words(unit, lang))
        });
        let tier = tier.zip(programme.tier.as_ref());
        let tier = tier.map(|(tier, (formula, _))| phrase::shown(self.book(), Known::Code(tier), formula.ty, lang));
        amount.into_iter().chain(tier).collect()
    }

    /// The conditions that fail; of who qualifies, all that hold.
    fn reasons(&self, finding: &Finding, lang: Lang) -> Vec<Reason> {
        let conditions = &self.book().programmes[finding.programme.index()].conditions;
        let some: Vec<usize> = match &finding.answer {
            Answer::NotEligible { conditions } => conditions.iter().map(|n| usize::from(*n)).collect(),
            Answer::Eligible { .. } => (0..conditions.len()).collect(),
            _ => Vec::new(),
        };
        let reason = |place: usize| Reason {
            condition: conditions[place].label.pick(lang).to_owned(),
            cites: self.cited(&conditions[place].cites, lang),
        };
        some.into_iter().map(reason).collect()
    }

    /// Documents and articles; a law of a later month is not cited, a doubt is never left out.
    fn cited(&self, cites: &[Cite], lang: Lang) -> Vec<String> {
        let sources = &self.book().sources;
        let ahead = |cite: &&Cite| {
            let from = sources[cite.source.index()].from;
            from.is_some_and(|from| from > self.program.statute.day) && cite.certainty <= Certainty::Secondary
        };
        let said = cites.iter().filter(|cite| !ahead(cite)).map(|cite| {
            let title = sources[cite.source.index()].title.pick(lang);
            match &cite.article {
                Some(article) if article.starts_with(|c: char| c.is_ascii_digit()) => {
                    lang.pick(format!("《{title}》第{article}条"), format!("{title}, art. {article}"))
                }
                // Free words are the text's own, in its language.
                Some(article) => lang.pick(format!("《{title}》“{article}”"), title.to_owned()),
                None => lang.pick(format!("《{title}》"), title.to_owned()),
            }
        });
        said.collect()
    }
}
