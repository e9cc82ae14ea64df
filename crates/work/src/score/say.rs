//! The card as a text that a clerk reads and a reviewer checks.

use super::{
    card::{Card, Fitted},
    features::FEATURES,
    label::Source,
    measure::Group,
};
use doudi_kernel::{Lang, Ratio};
use std::{collections::BTreeMap, fmt::Write};

impl Card {
    /// Everything that the card says of itself, towns by the names that are given.
    pub fn text(&self, lang: Lang, town: &dyn Fn(&str) -> String) -> String {
        let mut text = String::new();
        // Writing into a string does not fail.
        let _ = self.write(&mut text, lang, town);
        text
    }

    fn write(&self, text: &mut String, lang: Lang, town: &dyn Fn(&str) -> String) -> std::fmt::Result {
        let title = "走访排序评分卡：只排先后，不作认定；类别、名册、性别、地域都不计分";
        writeln!(
            text,
            "{}",
            lang.pick(
                title,
                "points card for the order of visits: it decides nothing; no class, register, sex or place has points"
            )
        )?;
        writeln!(text, "{}", asked(lang, self))?;
        writeln!(text, "{}{}", lang.pick("拟合：", "fitted on "), fitted(lang, self.ahead, &self.fitted))?;
        writeln!(text, "{}{}", lang.pick("检验：", "checked on "), fitted(lang, self.ahead, &self.checked))?;
        writeln!(text, "{}{}", lang.pick("数据：", "data "), self.data)?;
        writeln!(text, "{}{}", lang.pick("规则：", "rules "), self.pack)?;
        writeln!(text, "{}{}", lang.pick("惩罚：", "penalty "), self.penalty)?;
        writeln!(text, "{}{}", lang.pick("随机种子：", "seed "), self.seed)?;
        for (feature, card) in FEATURES.iter().zip(&self.features) {
            let [zh, en] = feature.label;
            writeln!(text, "\n{}", lang.pick(zh, en))?;
            for (answer, place) in (0u8..).zip(&card.answers) {
                let [zh, en] = feature.words(answer);
                let share = percent(u64::from(place.hard), u64::from(place.households));
                writeln!(text, "  {:>4}  {}  ({}, {share})", place.points, lang.pick(zh, en), place.households)?;
            }
        }
        writeln!(
            text,
            "\n{}",
            lang.pick(
                "校准（检验月份）：分数，户，其中预计，其中实际",
                "calibration in the later months: points, households, expected, so in truth"
            )
        )?;
        for band in &self.bands {
            writeln!(text, "  {:>4}+  {:>7}  {:>6}  {:>6}", band.from, band.households, band.expected, band.hard)?;
        }
        let heading = lang.pick("每月走访户数", "visits a month");
        writeln!(text, "\n{heading} {}: {}", self.visits_a_month, group(&self.visits.all))?;
        groups(text, lang.pick("户主性别", "sex of the head"), &self.visits.sex, &|it| words(lang, it))?;
        groups(text, lang.pick("户主年龄", "age of the head"), &self.visits.age, &|it| words(lang, it))?;
        groups(text, lang.pick("乡镇", "town"), &self.visits.town, town)
    }
}

/// What the card is asked, and from where the answer was known.
fn asked(lang: Lang, card: &Card) -> String {
    let source = match card.source {
        Source::Truth => lang.pick("虚构县的真值", "the truth of a synthetic county"),
        Source::Visits => lang.pick("走访办结的结果", "what visits found"),
    };
    match (lang, card.ahead) {
        (Lang::Zh, 0) => format!("所问：当月是否困难；依据：{source}"),
        (Lang::En, 0) => format!("asked: who is in hardship in the month; known from {source}"),
        (Lang::Zh, ahead) => format!("所问：当月尚不困难，此后{ahead}个月内会不会陷入困难；依据：{source}"),
        (Lang::En, ahead) => {
            format!("asked: who is not in hardship and falls into it within {ahead} months; known from {source}")
        }
    }
}

fn fitted(lang: Lang, ahead: u32, of: &Fitted) -> String {
    let month = |month: Option<&doudi_kernel::Month>| month.map_or_else(String::new, ToString::to_string);
    let (first, last) = (month(of.months.first()), month(of.months.last()));
    let (zh, en) = if ahead == 0 { ("困难", "in hardship") } else { ("陷入困难", "falling into hardship") };
    match lang {
        Lang::Zh => format!("{first}至{last}，{}户次，其中{zh}{}户次", of.households, of.hard),
        Lang::En => format!("{first} to {last}: {} household months, {} of them {en}", of.households, of.hard),
    }
}

fn groups(
    text: &mut String,
    name: &str,
    of: &BTreeMap<String, Group>,
    word: &dyn Fn(&str) -> String,
) -> std::fmt::Result {
    writeln!(text, "{name}")?;
    of.iter().try_for_each(|(key, it)| writeln!(text, "  {}: {}", word(key), group(it)))
}

fn words(lang: Lang, key: &str) -> String {
    match key {
        "male" => lang.pick("男", "male").to_owned(),
        "female" => lang.pick("女", "female").to_owned(),
        "" => lang.pick("不详", "not known").to_owned(),
        other => other.to_owned(),
    }
}

/// Found, of visits made.
fn group(of: &Group) -> String {
    format!("{} / {} ({})", of.found, of.visits, percent(of.found, of.visits))
}

fn percent(of: u64, all: u64) -> String {
    Ratio::new(of as i64, all as i64).map_or_else(|| "—".to_owned(), Ratio::percent)
}
