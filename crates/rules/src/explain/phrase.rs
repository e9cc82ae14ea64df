//! Formulas and values in words.

use super::Known;
use crate::{
    book::{Aggregate, Arithmetic, Book, Comparison, Entity, Formula, Label, Node, Type, Value},
    unit::{BASE, Unit},
};
use doudi_kernel::{Lang, Ratio, Rounding};

/// How tightly a formula holds together: what binds less stands in parentheses.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Bond {
    Or,
    And,
    Compare,
    Sum,
    Product,
    Word,
}

impl Label {
    /// The label in a language.
    pub fn pick(&self, lang: Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }
}

/// A formula in words: labels for names, signs that a reader of statutes knows.
pub fn phrase(book: &Book, formula: &Formula, lang: Lang) -> String {
    Phrase { book, lang }.say(formula, Bond::Or)
}

/// A value with its unit.
pub fn shown(book: &Book, value: Known, ty: Type, lang: Lang) -> String {
    match (value, ty) {
        (Known::YesNo(yes), _) => lang.pick(if yes { "是" } else { "否" }, if yes { "yes" } else { "no" }).into(),
        (Known::Code(code), Type::Code(list)) => book.codes[list.index()].words[usize::from(code)].1.pick(lang).into(),
        (Known::Date(day), _) => format!("{:04}-{:02}-{:02}", day / 10_000, day / 100 % 100, day % 100),
        (Known::Number { top, bottom }, Type::Number(unit)) => {
            Ratio::wide(top.into(), bottom).map_or_else(|| top.to_string(), |ratio| number(ratio, unit, lang))
        }
        (Known::Number { top, .. }, _) => top.to_string(),
        (Known::Code(code), _) => code.to_string(),
    }
}

/// A value that is written down, as it is read.
pub fn literal(book: &Book, value: Value, ty: Type, lang: Lang) -> String {
    match (value, ty) {
        (Value::Number(held), Type::Number(unit)) => number(held, unit, lang),
        (Value::Number(held), _) => plain(held),
        (Value::YesNo(yes), _) => shown(book, Known::YesNo(yes), ty, lang),
        (Value::Code(code), _) => shown(book, Known::Code(code), ty, lang),
        (Value::Date(day), _) => day.to_string(),
    }
}

/// A number with its unit; money in yuan, with the exact fraction where fen do not hold it.
pub fn number(held: Ratio, unit: Unit, lang: Lang) -> String {
    let unit_words = unit_words(unit, lang);
    let space = if unit_words.is_empty() { "" } else { " " };
    if unit.money() == 1 {
        let rounded = held.to_money(Rounding::HalfUp);
        let exact = held == Ratio::whole(rounded.fen());
        let yuan = Ratio::new(1, 100).map_or(held, |cent| held * cent);
        let beside =
            if exact { String::new() } else { lang.pick(format!("(精确值 {yuan})"), format!(" (exactly {yuan})")) };
        return format!("{rounded}{space}{unit_words}{beside}");
    }
    format!("{}{space}{unit_words}", plain(held))
}

/// `3/10` as `0.3`, `1/3` as `1/3`.
fn plain(ratio: Ratio) -> String {
    let (top, bottom) = ratio.parts();
    let places = (0..=6u32).find(|places| 10i128.pow(*places) % bottom == 0);
    match places {
        None => format!("{top}/{bottom}"),
        Some(0) => top.to_string(),
        Some(places) => {
            let all = 10i128.pow(places);
            let (sign, scaled) = (if top < 0 { "-" } else { "" }, (top * (all / bottom)).abs());
            format!("{sign}{}.{:0width$}", scaled / all, scaled % all, width = places as usize)
        }
    }
}

/// `元/人/月`
pub fn unit_words(unit: Unit, lang: Lang) -> String {
    let zh = ["元", "人", "个月", "年", "天", "个工作日", "小时"];
    let under = ["元", "人", "月", "年", "天", "工作日", "小时"];
    let words = |sign: i8, names: [&str; 7]| -> Vec<String> {
        let powers = BASE.iter().zip(names).zip(unit.powers());
        let each = powers.flat_map(|(((en, _), zh), power)| {
            std::iter::repeat_n(lang.pick(zh, en).to_owned(), (power * sign).max(0) as usize)
        });
        each.collect()
    };
    let (top, bottom) = (words(1, zh), words(-1, under));
    let bottom: String = bottom.iter().map(|word| format!("/{word}")).collect();
    format!("{}{bottom}", top.join("·"))
}

struct Phrase<'a> {
    book: &'a Book,
    lang: Lang,
}

impl Phrase<'_> {
    fn say(&self, formula: &Formula, around: Bond) -> String {
        let (text, bond) = self.node(formula);
        if bond < around { format!("({text})") } else { text }
    }

    fn node(&self, formula: &Formula) -> (String, Bond) {
        let (book, lang) = (self.book, self.lang);
        let word = |text: &str| (text.to_owned(), Bond::Word);
        match &formula.node {
            Node::Literal(value) => (literal(book, *value, formula.ty, lang), Bond::Word),
            Node::Fact(fact) => word(book.facts[fact.index()].label.pick(lang)),
            Node::Variable(variable) => word(book.variables[variable.index()].label.pick(lang)),
            Node::Parameter(parameter, of) => {
                let label = book.parameters[parameter.index()].label.pick(lang);
                let of = of.as_ref().map(|of| format!("({})", self.say(of, Bond::Or))).unwrap_or_default();
                (format!("{label}{of}"), Bond::Word)
            }
            Node::Minus(of) => (format!("-{}", self.say(of, Bond::Word)), Bond::Sum),
            Node::Not(of) => (format!("{}{}", lang.pick("非", "not "), self.say(of, Bond::Word)), Bond::Compare),
            Node::Arithmetic(kind, a, b) => self.arithmetic(*kind, a, b),
            Node::Compare(kind, a, b) => {
                (format!("{} {} {}", self.say(a, Bond::Sum), sign(*kind), self.say(b, Bond::Sum)), Bond::Compare)
            }
            Node::In(of, codes) => (self.among(of, codes), Bond::Compare),
            Node::And(all) => (self.joined(all, lang.pick(" 且 ", " and "), Bond::Compare), Bond::And),
            Node::Or(all) => (self.joined(all, lang.pick(" 或 ", " or "), Bond::And), Bond::Or),
            Node::Choice(choice) => (self.choice(choice), Bond::Or),
            Node::Over(kind, entity, of) => {
                (format!("{}({})", over(*kind, *entity, lang), self.say(of, Bond::Or)), Bond::Word)
            }
            Node::Min(all) => (self.called(lang.pick("较小者", "least of "), all), Bond::Word),
            Node::Max(all) => (self.called(lang.pick("较大者", "greatest of "), all), Bond::Word),
            Node::Round(way, of, step) => (self.rounded(*way, of, *step), Bond::Word),
            Node::YearsSince(of) => {
                (self.called(lang.pick("周岁", "years since "), std::slice::from_ref(of)), Bond::Word)
            }
            Node::MonthsSince(of) => {
                (self.called(lang.pick("足月", "months since "), std::slice::from_ref(of)), Bond::Word)
            }
        }
    }

    fn arithmetic(&self, kind: Arithmetic, a: &Formula, b: &Formula) -> (String, Bond) {
        let (sign, bond, right) = match kind {
            Arithmetic::Plus => ("+", Bond::Sum, Bond::Sum),
            Arithmetic::Minus => ("-", Bond::Sum, Bond::Product),
            Arithmetic::Times => ("×", Bond::Product, Bond::Product),
            Arithmetic::Over => ("÷", Bond::Product, Bond::Word),
        };
        (format!("{} {sign} {}", self.say(a, bond), self.say(b, right)), bond)
    }

    fn among(&self, of: &Formula, codes: &[u16]) -> String {
        let words = codes.iter().map(|code| shown(self.book, Known::Code(*code), of.ty, self.lang));
        let words = words.collect::<Vec<_>>().join(self.lang.pick("、", ", "));
        format!("{}{}{words}", self.say(of, Bond::Sum), self.lang.pick(" 属于 ", " is one of "))
    }

    fn joined(&self, all: &[Formula], between: &str, around: Bond) -> String {
        all.iter().map(|one| self.say(one, around)).collect::<Vec<_>>().join(between)
    }

    fn called(&self, name: &str, of: &[impl std::borrow::Borrow<Formula>]) -> String {
        let of: Vec<String> = of.iter().map(|one| self.say(one.borrow(), Bond::Or)).collect();
        format!("{name}({})", of.join(self.lang.pick("、", ", ")))
    }

    fn choice(&self, choice: &crate::book::Choice) -> String {
        let arm = |arm: &crate::book::Arm| {
            let (when, value) = (self.say(&arm.when, Bond::Or), self.say(&arm.value, Bond::Or));
            self.lang.pick(format!("若 {when} 则 {value}"), format!("if {when} then {value}"))
        };
        let arms: Vec<String> = choice.arms.iter().map(arm).collect();
        let rest = self.say(&choice.rest, Bond::Or);
        format!("{}{}{rest}", arms.join(self.lang.pick(",", ", ")), self.lang.pick(",否则 ", ", else "))
    }

    fn rounded(&self, way: Rounding, of: &Formula, step: Ratio) -> String {
        let step = match of.ty {
            Type::Number(unit) if unit.money() == 1 => step.to_money(Rounding::Down).to_string(),
            _ => plain(step),
        };
        let zh = match way {
            Rounding::Up => "向上取整",
            Rounding::Down => "向下取整",
            Rounding::HalfUp => "四舍五入",
        };
        let en = match way {
            Rounding::Up => "rounded up",
            Rounding::Down => "rounded down",
            Rounding::HalfUp => "rounded half up",
        };
        let of = self.say(of, Bond::Or);
        self.lang.pick(format!("({of}){zh}到 {step}"), format!("({of}) {en} to {step}"))
    }
}

fn sign(kind: Comparison) -> &'static str {
    match kind {
        Comparison::Less => "<",
        Comparison::AtMost => "≤",
        Comparison::More => ">",
        Comparison::AtLeast => "≥",
        Comparison::Equal => "=",
        Comparison::Unequal => "≠",
    }
}

fn over(kind: Aggregate, entity: Entity, lang: Lang) -> &'static str {
    let person = entity == Entity::Person;
    match kind {
        Aggregate::Sum => lang.pick(if person { "各成员合计" } else { "各义务人合计" }, "sum over all of "),
        Aggregate::Largest => lang.pick("其中最大", "largest of "),
        Aggregate::Least => lang.pick("其中最小", "least of "),
        Aggregate::Count => lang.pick(if person { "符合的人数" } else { "符合的义务人数" }, "number with "),
        Aggregate::Any => lang.pick(if person { "有成员" } else { "有义务人" }, "any with "),
        Aggregate::Every => lang.pick(if person { "所有成员" } else { "所有义务人" }, "all with "),
    }
}
