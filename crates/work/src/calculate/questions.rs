//! What may be asked, in plain words: `questions.toml`, held against the rules.

use crate::policy::Policy;
use doudi_kernel::{Fault, Lang, Say};
use doudi_rules::book::{Book, Entity, FactId, Label, MEMBERS, ProgrammeId, TODAY};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

const FILE: &str = "questions.toml";

/// All questions of an office.
#[derive(Clone, Debug)]
pub struct Questions {
    /// What somebody may ask about.
    pub topics: Vec<Topic>,
    /// The file's questions in its order, then one for each fact that it leaves out.
    pub all: Vec<Question>,
    plain: BTreeMap<FactId, Label>,
}

/// A trouble, and the programmes that may help.
#[derive(Clone, Debug)]
pub struct Topic {
    /// `living`
    pub name: String,
    /// What people call it.
    pub label: Label,
    /// What may be had.
    pub programmes: Vec<ProgrammeId>,
    /// Where to apply.
    pub place: Label,
}

/// A page of the calculator.
#[derive(Clone, Debug)]
pub struct Question {
    /// `income`
    pub name: String,
    /// It also asks how many members or obligors there are.
    pub rows: bool,
    /// Whose facts.
    pub entity: Entity,
    /// The facts that it asks for.
    pub facts: Vec<FactId>,
    /// The question.
    pub ask: Label,
    /// How to answer.
    pub hint: Label,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    topic: Vec<TopicText>,
    question: Vec<QuestionText>,
    #[serde(default)]
    plain: BTreeMap<String, [String; 2]>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TopicText {
    name: String,
    zh: String,
    en: String,
    programmes: Vec<String>,
    where_zh: String,
    where_en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QuestionText {
    name: String,
    rows: Option<RowsText>,
    facts: Vec<String>,
    zh: String,
    en: String,
    #[serde(default)]
    hint_zh: String,
    #[serde(default)]
    hint_en: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum RowsText {
    Person,
    Obligor,
}

/// What is wrong with `questions.toml`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.say(Lang::En))]
pub struct BadQuestions(String);

impl BadQuestions {
    /// Whose it is to act.
    pub fn fault(&self) -> Fault {
        Fault::User
    }
}

impl Say for BadQuestions {
    fn say(&self, lang: Lang) -> String {
        let why = &self.0;
        match lang {
            Lang::Zh => format!("policy/{FILE}：{why}；请改为规则中有的名称，一个事实只写一次，一问之内的事实同属一类"),
            Lang::En => format!(
                "policy/{FILE}: {why}; use names of the rules, a fact once, the facts of a question of one kind"
            ),
        }
    }
}

impl Questions {
    /// Reads an office's questions.
    ///
    /// # Errors
    /// [`BadQuestions`]: not readable, or a name that the rules do not have.
    pub fn read(policy: &Policy, book: &Book) -> Result<Self, BadQuestions> {
        let text: Text =
            toml::from_str(policy.text(FILE).unwrap_or_default()).map_err(|why| BadQuestions(why.message().into()))?;
        let topics = text.topic.into_iter().map(|it| topic(it, book)).collect::<Result<_, _>>()?;
        let mut all: Vec<Question> =
            text.question.into_iter().map(|it| question(it, book)).collect::<Result<_, _>>()?;
        if all.iter().filter(|it| it.rows && it.entity == Entity::Person).count() != 1 {
            return Err(BadQuestions("rows = \"person\"".into()));
        }
        let mut named = BTreeSet::new();
        if let Some(twice) = all.iter().flat_map(|it| &it.facts).find(|fact| !named.insert(**fact)) {
            return Err(BadQuestions(book.facts[twice.index()].name.clone()));
        }
        let left = (0..book.facts.len() as u32).map(FactId).filter(|id| !named.contains(id));
        all.extend(left.filter(|id| may_be_told(book, *id)).map(|id| alone(book, id)));
        let plain = text.plain.into_iter().map(|(name, [zh, en])| Ok((fact(book, &name)?, Label { zh, en })));
        Ok(Self { topics, all, plain: plain.collect::<Result<_, BadQuestions>>()? })
    }

    /// What a fact is called on a page.
    pub fn plain<'a>(&'a self, book: &'a Book, fact: FactId) -> &'a Label {
        self.plain.get(&fact).unwrap_or(&book.facts[fact.index()].label)
    }

    /// A question's place by its name.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.all.iter().position(|it| it.name == name)
    }
}

/// Whether somebody can tell it: not what is counted, and not what only the month before tells.
pub(super) fn may_be_told(book: &Book, fact: FactId) -> bool {
    fact != MEMBERS && fact != TODAY && book.facts[fact.index()].before.is_none()
}

fn fact(book: &Book, name: &str) -> Result<FactId, BadQuestions> {
    let found = (0..book.facts.len() as u32).map(FactId).find(|id| book.facts[id.index()].name == name);
    found.filter(|id| may_be_told(book, *id)).ok_or_else(|| BadQuestions(name.into()))
}

fn topic(text: TopicText, book: &Book) -> Result<Topic, BadQuestions> {
    let programme = |name: &String| {
        let found = book.programmes.iter().position(|it| it.name == *name);
        found.map(|place| ProgrammeId(place as u32)).ok_or_else(|| BadQuestions(name.clone()))
    };
    Ok(Topic {
        programmes: text.programmes.iter().map(programme).collect::<Result<_, _>>()?,
        name: text.name,
        label: Label { zh: text.zh, en: text.en },
        place: Label { zh: text.where_zh, en: text.where_en },
    })
}

fn question(text: QuestionText, book: &Book) -> Result<Question, BadQuestions> {
    let facts: Vec<FactId> = text.facts.iter().map(|name| fact(book, name)).collect::<Result<_, _>>()?;
    let entity = facts.first().map(|first| book.facts[first.index()].entity);
    let asked = text.rows.map(|rows| if rows == RowsText::Person { Entity::Person } else { Entity::Obligor });
    let alike = facts.iter().all(|fact| Some(book.facts[fact.index()].entity) == entity);
    match entity {
        Some(entity) if alike && asked.is_none_or(|asked| asked == entity) => Ok(Question {
            name: text.name,
            rows: asked.is_some(),
            entity,
            facts,
            ask: Label { zh: text.zh, en: text.en },
            hint: Label { zh: text.hint_zh, en: text.hint_en },
        }),
        _ => Err(BadQuestions(text.name)),
    }
}

/// A fact that no question names.
fn alone(book: &Book, id: FactId) -> Question {
    let fact = &book.facts[id.index()];
    Question {
        name: fact.name.clone(),
        rows: false,
        entity: fact.entity,
        facts: vec![id],
        ask: fact.label.clone(),
        hint: Label::default(),
    }
}
