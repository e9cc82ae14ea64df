//! A signal told like an answer: what it rests on, before and after, who told it, which limits, which articles, what to do.

use super::{beside::Beside, words};
use crate::assess::{AssessError, compiled, who};
use doudi_kernel::{Lang, Month};
use doudi_rules::{
    book::{Before, Book, Entity, FactId, Formula, Node, SignalId, Type, VariableId},
    compile::{Ask, Program},
    explain::{Known, Reader, Row, Stands, Step, Telling, Trace, What, phrase},
};
use serde::{Deserialize, Serialize};

/// Why a signal is raised about a household or a member of it, or is not. Names people as the month's lists do; never a
/// number of theirs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The signal's name.
    pub signal: String,
    /// The member's place from 0, where the signal is about a person.
    pub member: Option<u32>,
    /// Whether it is raised.
    pub raised: bool,
    /// In a word: raised, not raised, exempt; or what is missing, of whom, and who could tell.
    pub stands: String,
    /// What it is called.
    pub label: String,
    /// Whom it is about.
    pub whom: String,
    /// How grave.
    pub severity: String,
    /// Whose task.
    pub owner: String,
    /// By when, from the day on which it is raised.
    pub due: String,
    /// When it is raised, in words.
    pub condition: String,
    /// The facts that it rests on, each once.
    pub facts: Vec<FactLine>,
    /// The limits that it is held against: each with its value, whose rule it is, since when, and its source.
    pub limits: Vec<String>,
    /// What to do.
    pub remedy: String,
    /// Documents and articles.
    pub articles: Vec<String>,
    /// All of it as a tree: every step with its value and source.
    pub tree: String,
}

/// A fact, or what was reckoned, now and a month ago.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactLine {
    /// Whose: a member's or obligor's name; empty for the household's own.
    pub whose: String,
    /// What.
    pub label: String,
    /// A month ago; none where it is unknown, or nothing looks back at it.
    pub before: Option<String>,
    /// Who told that.
    pub before_source: Option<Source>,
    /// Now; none where it is unknown.
    pub now: Option<String>,
    /// Who told that; none for what was reckoned.
    pub source: Option<Source>,
}

/// A list that told a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// What the office calls the feed.
    pub feed: String,
    /// The month that the list is about.
    pub month: Month,
}

/// Tells a signal about a household (`member` none) or a member of it. `feed` says what an office calls a feed.
///
/// # Errors
/// [`AssessError::NoSignal`]; [`AssessError::NoHousehold`] for a member that it does not have; the engine's.
pub fn evidence(
    it: &Beside<'_>,
    signal: &str,
    member: Option<u32>,
    lang: Lang,
    feed: &dyn Fn(&str) -> String,
) -> Result<Evidence, AssessError> {
    let book = it.book;
    let id = (0..).map(SignalId).zip(&book.signals).find(|(_, known)| known.name == signal);
    let (id, _) = id.ok_or_else(|| AssessError::NoSignal(signal.to_owned()))?;
    let ask = Ask { programmes: Some(Vec::new()), signals: vec![id], ..Ask::default() };
    told(&compiled(book, &it.it.county, it.month, &ask)?, it, id, member, lang, feed)
}

/// The same by a program that holds the signal.
///
/// # Errors
/// As [`evidence`].
pub(super) fn told(
    program: &Program<'_>,
    it: &Beside<'_>,
    id: SignalId,
    member: Option<u32>,
    lang: Lang,
    feed: &dyn Fn(&str) -> String,
) -> Result<Evidence, AssessError> {
    let book = it.book;
    let known = &book.signals[id.index()];
    let member = member.filter(|_| known.entity == Entity::Person);
    let rows = it.it.facts.population.rows(known.entity);
    let row = Row { household: 0, child: member.unwrap_or(0) as usize };
    if row.child >= rows {
        return Err(AssessError::NoHousehold);
    }
    let mut reader = Reader::new(program, &it.it.facts.population);
    reader.turn_to(0);
    let mut trace = Trace::default();
    reader.trace_signal(id, row, &mut trace);
    let names = |entity, row| who(&it.it, lang, entity, row);
    let telling = Telling { program, lang, who: &names };
    let stands = reader.stands(id, row);
    let lines = Lines { it, telling: &telling, feed, trace: &trace };
    Ok(Evidence {
        signal: known.name.clone(),
        member,
        raised: stands == Stands::Raised,
        stands: said(&telling, &stands),
        label: known.label.pick(lang).to_owned(),
        whom: names(known.entity, row.child as u32),
        severity: words::severity(known, lang).to_owned(),
        owner: words::owner(book, known, lang).to_owned(),
        due: words::due(known, lang),
        condition: phrase::phrase(book, condition(program, &known.when), lang),
        facts: lines.facts(),
        limits: lines.limits(),
        remedy: known.remedy.pick(lang).to_owned(),
        articles: telling.cited(&known.cites),
        tree: telling.tree(&trace),
    })
}

/// What is told as the condition: of a variable alone, what makes it.
fn condition<'b>(program: &Program<'b>, when: &'b Formula) -> &'b Formula {
    match when.node {
        Node::Variable(id) => program.statute.definition(id).map_or(when, |definition| &definition.formula),
        _ => when,
    }
}

fn said(telling: &Telling<'_, '_>, stands: &Stands) -> String {
    let lang = telling.lang;
    let word = match stands {
        Stands::Raised => lang.pick("触发", "raised"),
        Stands::Quiet => lang.pick("未触发", "not raised"),
        Stands::Exempt => lang.pick("豁免", "exempt"),
        Stands::Unknown { facts, parameters } => {
            let labels =
                parameters.iter().map(|id| telling.program.statute.book.parameters[id.index()].label.pick(lang));
            let unset = labels.collect::<Vec<_>>().join(lang.pick("、", ", "));
            let parts = [
                (!facts.is_empty()).then(|| format!("{}{}", lang.pick("缺少:", "missing: "), telling.missing(facts))),
                (!unset.is_empty()).then(|| format!("{}{unset}", lang.pick("当地没有规定:", "not set here: "))),
            ];
            return parts.into_iter().flatten().collect::<Vec<_>>().join(lang.pick(";", "; "));
        }
    };
    word.to_owned()
}

/// What a line of facts is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    Fact(FactId),
    Variable(VariableId),
}

struct Lines<'a, 'b> {
    it: &'a Beside<'b>,
    telling: &'a Telling<'a, 'b>,
    feed: &'a dyn Fn(&str) -> String,
    trace: &'a Trace,
}

impl Lines<'_, '_> {
    fn book(&self) -> &Book {
        self.it.book
    }

    /// Each fact once, in the order of the tree; a fact that looks back stands beside what it looks back at.
    fn facts(&self) -> Vec<FactLine> {
        let mut told: Vec<(Of, usize)> = Vec::new();
        for step in &self.trace.steps {
            let What::Fact(id) = step.what else { continue };
            let fact = &self.book().facts[id.index()];
            let of = match fact.before {
                Some(Before::Fact(of)) => Of::Fact(of),
                Some(Before::Variable(of)) => Of::Variable(of),
                None => Of::Fact(id),
            };
            let row = if fact.entity == Entity::Household { 0 } else { step.row.child };
            if !told.contains(&(of, row)) {
                told.push((of, row));
            }
        }
        told.into_iter().map(|(of, row)| self.fact(of, row)).collect()
    }

    fn fact(&self, of: Of, row: usize) -> FactLine {
        let book = self.book();
        let before = match of {
            Of::Fact(id) => Before::Fact(id),
            Of::Variable(id) => Before::Variable(id),
        };
        let back = (0..).map(FactId).zip(&book.facts).find(|(_, fact)| fact.before == Some(before)).map(|(id, _)| id);
        let (entity, label, now) = match of {
            Of::Fact(id) => {
                let fact = &book.facts[id.index()];
                (fact.entity, &fact.label, self.shown(id, row))
            }
            Of::Variable(id) => {
                let variable = &book.variables[id.index()];
                (variable.entity, &variable.label, self.reckoned(id, row, variable.ty))
            }
        };
        let whose = if entity == Entity::Household { String::new() } else { (self.telling.who)(entity, row as u32) };
        FactLine {
            whose,
            label: label.pick(self.telling.lang).to_owned(),
            before: back.and_then(|back| self.shown(back, row)),
            before_source: back.and_then(|back| self.source(back, row)),
            now,
            source: if let Of::Fact(id) = of { self.source(id, row) } else { None },
        }
    }

    fn shown(&self, fact: FactId, row: usize) -> Option<String> {
        let known = self.it.it.facts.known(self.book(), fact, row)?;
        Some(phrase::shown(self.book(), known, self.book().facts[fact.index()].ty, self.telling.lang))
    }

    fn reckoned(&self, id: VariableId, row: usize, ty: Type) -> Option<String> {
        let household = self.book().variables[id.index()].entity == Entity::Household;
        let same = |step: &&Step| {
            matches!(step.what, What::Variable(of) | What::Exception(of, _) if of == id)
                && (household || step.row.child == row)
        };
        let known: Known = self.trace.steps.iter().find(same)?.value?;
        Some(phrase::shown(self.book(), known, ty, self.telling.lang))
    }

    fn source(&self, fact: FactId, row: usize) -> Option<Source> {
        let (feed, month) = self.it.source(fact, row)?;
        Some(Source { feed: (self.feed)(feed), month })
    }

    /// Each limit once.
    fn limits(&self) -> Vec<String> {
        let mut told: Vec<String> = Vec::new();
        for step in self.trace.steps.iter().filter(|step| matches!(step.what, What::Parameter(_))) {
            let line = self.telling.line(step);
            if !told.contains(&line) {
                told.push(line);
            }
        }
        told
    }
}

impl Evidence {
    /// To be read as a text: a line each.
    pub fn lines(&self, lang: Lang) -> Vec<String> {
        let colon = lang.pick(":", ": ");
        let (label, whom, stands) = (&self.label, &self.whom, &self.stands);
        let mut lines = vec![format!("{label}{}{whom}{}{stands}", lang.pick(" ", ", "), colon)];
        lines.push(format!("{}{colon}{}", lang.pick("条件", "when"), self.condition));
        lines.extend(self.facts.iter().map(|fact| fact.line(lang)));
        lines.extend(self.limits.iter().map(|limit| format!("{}{colon}{limit}", lang.pick("界限", "limit"))));
        lines.push(format!("{}{colon}{}", lang.pick("依据", "by"), self.articles.join(lang.pick("、", ", "))));
        lines.push(format!("{}{colon}{}", lang.pick("处置", "remedy"), self.remedy));
        let (severity, owner, due) = (&self.severity, &self.owner, &self.due);
        lines.push(match lang {
            Lang::Zh => format!("等级{severity},由{owner}在{due}内核实"),
            Lang::En => format!("{severity}; {owner}, within {due}"),
        });
        lines
    }
}

impl FactLine {
    /// The fact in one line: whose, what, before and now, and who told it.
    pub fn line(&self, lang: Lang) -> String {
        let unknown = || lang.pick("不知道", "unknown").to_owned();
        let told = |value: &Option<String>, source: &Option<Source>| {
            let value = value.clone().unwrap_or_else(unknown);
            match source {
                Some(Source { feed, month }) => {
                    lang.pick(format!("{value}({month} {feed})"), format!("{value} ({feed}, {month})"))
                }
                None => value,
            }
        };
        let what = match (lang, &*self.whose) {
            (_, "") => self.label.clone(),
            (Lang::Zh, whose) => format!("{whose}的{}", self.label),
            (Lang::En, whose) => format!("{whose}: {}", self.label),
        };
        let now = told(&self.now, &self.source);
        match &self.before {
            Some(_) => {
                let before = told(&self.before, &self.before_source);
                lang.pick(format!("{what}:上月{before},本月{now}"), format!("{what}: {before} before, {now} now"))
            }
            None => lang.pick(format!("{what}:{now}"), format!("{what}: {now}")),
        }
    }
}
