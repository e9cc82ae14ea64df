//! A trace as something to read, in Chinese or English.

use super::{Step, Trace, What, phrase};
use crate::{
    answer::Answer,
    book::{Book, Certainty, Cite, Entity, Extent, Formula, ParameterId, Type},
    compile::Program,
};
use doudi_kernel::{Lang, Money};
use std::{
    collections::BTreeMap,
    fmt::{self, Write},
};

/// What is needed to tell somebody an answer.
pub struct Telling<'t, 'b> {
    /// Under what.
    pub program: &'t Program<'b>,
    /// In which language.
    pub lang: Lang,
    /// What to call a member or obligor, by its place within the household from 0.
    pub who: &'t dyn Fn(Entity, u32) -> String,
}

impl Telling<'_, '_> {
    fn book(&self) -> &Book {
        self.program.statute.book
    }

    fn pick<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        self.lang.pick(zh, en)
    }

    /// The answer in one sentence: what, how much, or why not, or what is missing and who could tell.
    pub fn answer(&self, place: usize, answer: &Answer) -> String {
        let programme = &self.book().programmes[self.program.programmes[place].programme.index()];
        let name = programme.label.pick(self.lang);
        let (list, colon) = (self.pick("、", ", "), self.pick(":", ": "));
        let said = match answer {
            Answer::NotInLaw { parameters } if parameters.is_empty() => {
                self.pick("此时此地没有这项规定", "not in the law here in this month").to_owned()
            }
            Answer::NotInLaw { parameters } => {
                let label = |id: &ParameterId| self.book().parameters[id.index()].label.pick(self.lang);
                let labels: Vec<&str> = parameters.iter().map(label).collect();
                format!("{}{}", self.pick("当地没有规定:", "not set here: "), labels.join(list))
            }
            Answer::Missing { facts } => format!("{}{}", self.pick("缺少:", "missing: "), self.missing(facts)),
            Answer::NotEligible { conditions } => {
                let label = |n: &u16| programme.conditions[usize::from(*n)].label.pick(self.lang);
                let labels: Vec<&str> = conditions.iter().map(label).collect();
                format!("{}{}", self.pick("不符合,不满足:", "not eligible, fails: "), labels.join(list))
            }
            Answer::Eligible { amount_fen, tier } => self.eligible(programme, *amount_fen, *tier),
        };
        format!("{name}{colon}{said}")
    }

    fn eligible(&self, programme: &crate::book::Programme, amount: Option<i64>, tier: Option<u16>) -> String {
        let mut said = self.pick("符合", "eligible").to_owned();
        if let (Some(fen), Some((formula, _))) = (amount, &programme.amount) {
            let unit = if let Type::Number(unit) = formula.ty { unit } else { crate::unit::Unit::YUAN };
            let money = Money::from_fen(fen);
            let comma = self.pick(",", ", ");
            write!(said, "{comma}{money} {}", phrase::unit_words(unit, self.lang)).ok();
        }
        if let (Some(tier), Some((formula, _))) = (tier, &programme.tier) {
            let tier = phrase::shown(self.book(), super::Known::Code(tier), formula.ty, self.lang);
            write!(said, "{}{tier}", self.pick(",档次:", ", tier: ")).ok();
        }
        let brings = programme.brings.iter().map(|id| self.book().programmes[id.index()].label.pick(self.lang));
        let brings: Vec<&str> = brings.collect();
        if !brings.is_empty() {
            write!(said, "{}{}", self.pick(";随之可申请:", "; opens: "), brings.join(self.pick("、", ", "))).ok();
        }
        said
    }

    /// Each fact once with whom it is missing of, and the departments that could tell (社会救助法 art. 62: what they know is
    /// not asked of the citizen).
    pub fn missing(&self, facts: &[(crate::book::FactId, u32)]) -> String {
        let mut by_fact: BTreeMap<_, Vec<u32>> = BTreeMap::new();
        facts.iter().for_each(|(fact, row)| by_fact.entry(*fact).or_default().push(*row));
        let each = by_fact.into_iter().map(|(id, rows)| {
            let fact = &self.book().facts[id.index()];
            let whose: Vec<String> = match fact.entity {
                Entity::Household => Vec::new(),
                entity => rows.into_iter().map(|row| (self.who)(entity, row)).collect(),
            };
            let whose =
                if whose.is_empty() { String::new() } else { format!("({})", whose.join(self.pick("、", ", "))) };
            let from = self.departments(&fact.departments);
            format!("{}{whose}{from}", fact.label.pick(self.lang))
        });
        each.collect::<Vec<_>>().join(self.pick(";", "; "))
    }

    fn departments(&self, departments: &[u16]) -> String {
        let Some(list) = self.book().codes.iter().find(|codes| codes.name == "department") else {
            return String::new();
        };
        let names: Vec<&str> = departments.iter().map(|n| list.words[usize::from(*n)].1.pick(self.lang)).collect();
        if names.is_empty() {
            return String::new();
        }
        let names = names.join(self.pick("、", ", "));
        self.lang.pick(format!(",可向{names}核对"), format!(", ask {names}"))
    }

    /// One step of a tree, without what it was made of.
    pub fn line(&self, step: &Step) -> String {
        let mut text = String::new();
        self.step(&Step { depth: 0, ..*step }, &mut text).expect("a String takes everything");
        text.truncate(text.trim_end().len());
        text
    }

    /// Documents and articles as they are told, each once; one that is not yet in force is left out unless it is doubtful.
    pub fn cited<'c>(&self, cites: impl IntoIterator<Item = &'c Cite>) -> Vec<String> {
        let mut said: Vec<(String, &str)> = Vec::new();
        for cite in cites {
            let source = &self.book().sources[cite.source.index()];
            // In June the law of July is not cited; but a doubt is never left out.
            let ahead = source.from.is_some_and(|from| from > self.program.statute.day);
            if ahead && cite.certainty <= Certainty::Secondary {
                continue;
            }
            let title = source.title.pick(self.lang);
            let whole = match &cite.article {
                Some(article) if article.starts_with(|c: char| c.is_ascii_digit()) => {
                    self.lang.pick(format!("《{title}》第{article}条"), format!("{title}, art. {article}"))
                }
                Some(article) => self.lang.pick(format!("《{title}》{article}"), format!("{title}, {article}")),
                None => self.lang.pick(format!("《{title}》"), title.to_owned()),
            };
            let doubt = match cite.certainty {
                Certainty::Text | Certainty::Secondary => "",
                Certainty::Known => self.pick("(未复核)", " (not checked again)"),
                Certainty::Uncertain => self.pick("(待核实!)", " (to be verified!)"),
            };
            if !said.iter().any(|(before, _)| *before == whole) {
                said.push((whole, doubt));
            }
        }
        said.into_iter().map(|(whole, doubt)| whole + doubt).collect()
    }

    /// The tree: a line a step, each with its value, what it is made of, and where that is written.
    pub fn tree(&self, trace: &Trace) -> String {
        let mut text = String::new();
        for step in &trace.steps {
            self.step(step, &mut text).expect("a String takes everything");
        }
        text
    }

    fn step(&self, step: &Step, text: &mut String) -> fmt::Result {
        let (book, lang) = (self.book(), self.lang);
        for _ in 0..step.depth {
            text.push_str("  ");
        }
        let statute = &self.program.statute;
        match step.what {
            What::Programme(id) => {
                let programme = &book.programmes[id.index()];
                text.push_str(programme.label.pick(lang));
                let by = statute.force(id).map(|force| &*force.1).unwrap_or_default();
                self.cites(programme.cites.iter().chain(by), text)?;
            }
            What::Condition(id, n) => {
                let condition = &book.programmes[id.index()].conditions[usize::from(n)];
                write!(text, "{} {}", self.mark(step), condition.label.pick(lang))?;
                self.formula(&condition.formula, text)?;
                self.cites(&condition.cites, text)?;
            }
            What::Amount(id) => {
                self.result(&book.programmes[id.index()].amount, self.pick("金额", "amount"), step, text)?
            }
            What::Tier(id) => self.result(&book.programmes[id.index()].tier, self.pick("档次", "tier"), step, text)?,
            What::Signal(id) => {
                let signal = &book.signals[id.index()];
                write!(text, "{} {}", self.mark(step), signal.label.pick(lang))?;
                self.formula(&signal.when, text)?;
                self.cites(&signal.cites, text)?;
            }
            What::Exempt(id) => {
                write!(text, "{} {}", self.mark(step), self.pick("豁免情形", "exempt"))?;
                book.signals[id.index()].exempt.iter().try_for_each(|exempt| self.formula(exempt, text))?;
            }
            What::Variable(_) | What::Exception(..) => self.variable(step, text)?,
            What::Fact(id) => {
                let fact = &book.facts[id.index()];
                write!(text, "{}{}", fact.label.pick(lang), self.pick(":", ": "))?;
                self.value(step, fact.ty, text);
            }
            What::Parameter(id) => self.parameter(id, step, text)?,
            What::Member(entity) => text.push_str(&(self.who)(entity, step.row.child as u32)),
        }
        text.push('\n');
        Ok(())
    }

    fn mark(&self, step: &Step) -> &'static str {
        match step.value {
            Some(super::Known::YesNo(true)) => "✓",
            Some(_) => "✗",
            None => "?",
        }
    }

    fn value(&self, step: &Step, ty: Type, text: &mut String) {
        match step.value {
            Some(value) => text.push_str(&phrase::shown(self.book(), value, ty, self.lang)),
            None => text.push_str(self.pick("不知道", "unknown")),
        }
    }

    fn formula(&self, formula: &Formula, text: &mut String) -> fmt::Result {
        write!(text, "{}{}", self.pick(":", ": "), phrase::phrase(self.book(), formula, self.lang))
    }

    fn result(&self, of: &Option<(Formula, Vec<Cite>)>, name: &str, step: &Step, text: &mut String) -> fmt::Result {
        let Some((formula, cites)) = of else {
            return Ok(());
        };
        write!(text, "{name} = ")?;
        self.value(step, formula.ty, text);
        write!(text, " ← {}", phrase::phrase(self.book(), formula, self.lang))?;
        self.cites(cites, text)
    }

    fn variable(&self, step: &Step, text: &mut String) -> fmt::Result {
        let (What::Variable(id) | What::Exception(id, _)) = step.what else {
            return Ok(());
        };
        let variable = &self.book().variables[id.index()];
        write!(text, "{} = ", variable.label.pick(self.lang))?;
        self.value(step, variable.ty, text);
        if step.again {
            text.push_str(self.pick("(见上)", " (see above)"));
            return Ok(());
        }
        let statute = &self.program.statute;
        if let What::Exception(_, n) = step.what {
            let exception = statute.exceptions(id)[usize::from(n)];
            write!(text, "{}{}", self.pick(" ← 例外:", " ← exception: "), exception.label.pick(self.lang))?;
            return self.cites(&exception.cites, text);
        }
        match statute.definition(id) {
            Some(definition) => {
                write!(text, " ← {}", phrase::phrase(self.book(), &definition.formula, self.lang))?;
                self.extent(&definition.extent, text);
                self.cites(variable.cites.iter().chain(&definition.cites), text)
            }
            None => write!(text, "{}", self.pick("(当地没有规定)", " (not defined here)")),
        }
    }

    fn parameter(&self, id: ParameterId, step: &Step, text: &mut String) -> fmt::Result {
        let parameter = &self.book().parameters[id.index()];
        write!(text, "{} = ", parameter.label.pick(self.lang))?;
        self.value(step, parameter.ty, text);
        match self.program.statute.setting(id) {
            Some(setting) => {
                self.extent(&setting.extent, text);
                self.cites(parameter.cites.iter().chain(&setting.cites), text)
            }
            None => write!(text, "{}", self.pick("(当地没有规定)", " (not set here)")),
        }
    }

    /// Whose rule it is and since when.
    fn extent(&self, extent: &Extent, text: &mut String) {
        let region = self.book().regions.iter().find(|region| region.prefix == extent.region);
        let whose = region.map_or(self.pick("全国", "national"), |region| region.label.pick(self.lang));
        let from = extent.from.map(|day| self.lang.pick(format!(",{day} 起"), format!(", from {day}")));
        let to = extent.to.map(|day| self.lang.pick(format!(",至 {day}"), format!(", to {day}")));
        text.push_str(self.pick("〔", " ("));
        text.push_str(whose);
        [from, to].into_iter().flatten().for_each(|part| text.push_str(&part));
        text.push_str(self.pick("〕", ")"));
    }

    /// Documents and articles; what is not certain is said to be so.
    fn cites<'c>(&self, cites: impl IntoIterator<Item = &'c Cite>, text: &mut String) -> fmt::Result {
        self.cited(cites).iter().try_for_each(|cite| write!(text, " [{cite}]"))
    }
}
