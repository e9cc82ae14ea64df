//! What can be seen at a visit: facts of the law's book, the six items of self-care, the three guarantees and water, and
//! needs. Each has a name under which two visits are brought together, and values that are written in one way only.

use crate::{Bureau, OfficeError, field::Field};
use doudi_kernel::{Date, Lang, Money};
use doudi_rules::book::{Entity, Label, Type};
use serde::Serialize;

/// A text in both languages, since a telephone without a signal asks nobody for the other one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Words {
    /// 中文
    pub zh: String,
    /// English
    pub en: String,
}

impl Words {
    pub(crate) fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }
}

impl From<&Label> for Words {
    fn from(label: &Label) -> Self {
        Self::new(label.pick(Lang::Zh), label.pick(Lang::En))
    }
}

/// Something that can be seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Item {
    /// `wage_income`, `care:eat`, `guarantee:housing`, `need:work`
    pub name: String,
    /// As people say.
    pub words: Words,
    /// `yes_no`, `code`, `yuan`, `count`, `day`
    pub kind: &'static str,
    /// The words that a code can hold.
    pub choices: Vec<(String, Words)>,
}

type Told = (&'static str, &'static str, &'static str);

/// 特困人员认定办法 (民发〔2021〕43号): what a person can or cannot do alone. `yes` is that he can.
const CARE: [Told; 6] = [
    ("care:eat", "能自主吃饭", "eats alone"),
    ("care:dress", "能自主穿衣", "dresses alone"),
    ("care:bed", "能自主上下床", "gets in and out of bed alone"),
    ("care:toilet", "能自主如厕", "uses the toilet alone"),
    ("care:walk", "能室内行走", "walks indoors"),
    ("care:bathe", "能自主洗澡", "bathes alone"),
];

/// 三保障和饮水安全: `yes` is that it is secure.
const GUARANTEES: [Told; 4] = [
    ("guarantee:education", "义务教育有保障", "compulsory schooling is secure"),
    ("guarantee:medical", "基本医疗有保障", "basic medical care is secure"),
    ("guarantee:housing", "住房安全有保障", "the dwelling is safe"),
    ("guarantee:water", "饮水安全有保障", "drinking water is safe"),
];

/// 需求清单, in the order of the law's kinds of assistance (社会救助法 arts. 24 to 32); `yes` is that the household asks.
const NEEDS: [Told; 10] = [
    ("need:money", "基本生活困难，需要资金救助", "money for daily life"),
    ("need:medical", "看病就医", "medical help"),
    ("need:school", "子女上学", "schooling"),
    ("need:house", "住房修缮、搬迁", "repair of the dwelling, or another one"),
    ("need:work", "就业、公益性岗位", "work, a public post"),
    ("need:care", "照料护理、助餐助洁", "care, meals, cleaning"),
    ("need:aids", "康复、辅助器具", "rehabilitation, aids"),
    ("need:child", "儿童关爱、监护", "care for children"),
    ("need:comfort", "心理疏导、探访", "counsel, company"),
    ("need:goods", "衣被、粮油等实物", "clothes, food"),
];

fn listed((name, zh, en): &Told) -> Item {
    Item { name: (*name).into(), words: Words::new(*zh, *en), kind: "yes_no", choices: Vec::new() }
}

/// Self-care, guarantees, needs: what every form has beside the facts.
pub fn catalogue() -> [(&'static str, Vec<Item>); 3] {
    [("care", &CARE[..]), ("guarantees", &GUARANTEES[..]), ("needs", &NEEDS[..])]
        .map(|(name, list)| (name, list.iter().map(listed).collect()))
}

/// An item by its name.
pub fn called(bureau: &Bureau, name: &str) -> Option<Item> {
    item(bureau, name).map(|(item, _)| item)
}

/// An item by its name, and whether it may be said of a person and of the household.
pub(crate) fn item(bureau: &Bureau, name: &str) -> Option<(Item, Entity)> {
    if let Some(found) = CARE.iter().find(|told| told.0 == name) {
        return Some((listed(found), Entity::Person));
    }
    if let Some(found) = GUARANTEES.iter().chain(&NEEDS).find(|told| told.0 == name) {
        return Some((listed(found), Entity::Household));
    }
    let fact = bureau.book.facts.iter().find(|fact| fact.name == name && fact.before.is_none())?;
    let (kind, choices) = match fact.ty {
        Type::YesNo => ("yes_no", Vec::new()),
        Type::Date => ("day", Vec::new()),
        Type::Number(unit) if unit.money() == 1 => ("yuan", Vec::new()),
        Type::Number(_) => ("count", Vec::new()),
        Type::Code(list) => {
            let words = &bureau.book.codes[list.index()].words;
            ("code", words.iter().map(|(word, label)| (word.clone(), Words::from(label))).collect())
        }
    };
    Some((Item { name: name.into(), words: Words::from(&fact.label), kind, choices }, fact.entity))
}

impl Item {
    /// The value as it is always written; refused with the item's label where it is none.
    pub(crate) fn value(&self, bureau: &Bureau, text: &str) -> Result<String, OfficeError> {
        let text = text.trim();
        let within = |number: &i64| {
            let fact = bureau.book.facts.iter().find(|fact| fact.name == self.name);
            let (least, most) = fact.map_or((0, i64::MAX), |fact| fact.between);
            *number >= least.max(0) && *number <= most
        };
        let written = match self.kind {
            "yes_no" => Some(text).filter(|text| ["yes", "no"].contains(text)).map(str::to_owned),
            "code" => self.choices.iter().find(|(word, _)| word == text).map(|(word, _)| word.clone()),
            "yuan" => text.parse::<Money>().ok().filter(|money| within(&money.fen())).map(|money| money.to_string()),
            "count" => text.parse::<i64>().ok().filter(within).map(|number| number.to_string()),
            _ => text.parse::<Date>().ok().map(|day| day.to_string()),
        };
        written.ok_or_else(|| OfficeError::Form(Field::called(self.words.zh.clone(), self.words.en.clone())))
    }

    /// A value as people say it.
    pub fn said(&self, value: &str, lang: Lang) -> String {
        match (self.kind, value) {
            ("yes_no", "yes") => lang.pick("是", "yes").into(),
            ("yes_no", _) => lang.pick("否", "no").into(),
            ("yuan", _) => format!("{value} {}", lang.pick("元", "yuan")),
            ("code", _) => {
                let word = self.choices.iter().find(|(word, _)| word == value);
                word.map_or_else(|| value.to_owned(), |(_, words)| lang.pick(&words.zh, &words.en).clone())
            }
            _ => value.to_owned(),
        }
    }
}
