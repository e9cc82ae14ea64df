//! 漏保 and 错保 before and after, where the truth is known: of a synthetic county.
//!
//! The yardstick is the truth's own plain rule, a counted income below the line and property within two years of it, by
//! the dibao standards of the law on either side. What a reform leaves out of income is no part of it.

use super::{Group, Simulated, amend::held};
use crate::evaluate::{Cover, Targeting, TargetingTruth, targeting};
use doudi_kernel::{Lang, Money, Month, Ratio, Rounding};
use doudi_rules::book::{Book, Value};

/// Both laws of a month against the truth.
#[derive(Clone, Debug)]
pub struct Reached {
    /// The month.
    pub month: Month,
    /// Before and after: the dibao standards in the country and in town of the first group, fen a month and head.
    pub lines: [[Option<i64>; 2]; 2],
    /// Before and after: who is reached, against who is entitled in truth by those lines.
    pub targeting: [Targeting; 2],
}

/// What a group is counted by.
type Covering = fn(&Targeting) -> Cover;

/// A group of people, what it is called, and its cover.
pub(super) const AMONG: [(&str, &str, Covering); 4] = [
    ("全县", "everybody", |it| it.all),
    ("农村", "the country", |it| it.rural),
    ("城镇", "the town", |it| it.urban),
    ("已核对的", "the verified", |it| it.verified),
];

impl Simulated {
    /// Holds who is reached in each month against the truth.
    pub fn hold_against(&mut self, truth: &TargetingTruth, groups: &[Group]) {
        let first = groups.first().map_or("", |group| &group.division);
        let books = [&self.before, &self.after.book];
        let of = |seen: &super::Seen| {
            let by = |which: usize| {
                let line = |county: u32, urban| line(books[which], &format!("{county:06}"), seen.month, urban);
                targeting(&seen.reached[which], &truth.by_lines(&line))
            };
            let lines = books.map(|book| [false, true].map(|urban| line(book, first, seen.month, urban)));
            Reached { month: seen.month, lines, targeting: [by(0), by(1)] }
        };
        self.reached = self.months.iter().map(of).collect();
    }
}

/// The dibao standard of a division at a month's end, fen a month and head.
fn line(book: &Book, division: &str, month: Month, urban: bool) -> Option<i64> {
    let name = if urban { "dibao_standard_urban" } else { "dibao_standard_rural" };
    let parameter = book.parameters.iter().find(|it| it.name == name)?;
    match held(parameter, division, month.last_day())?.values.first()? {
        Some(Value::Number(fen)) => fen.is_whole().then(|| fen.round(Rounding::Down)),
        _ => None,
    }
}

/// The table of a summary, in Markdown.
pub(super) fn told(errors: &[Reached], lang: Lang) -> String {
    let mut text = lang
        .pick(
            "\n## 与真值对照(低保和特困)\n\n真值按两边各自的低保标准判断:收入低于标准,财产不超过两年标准。改革从收入中另行扣减的不计。\n\n| 月份 | 范围 | 覆盖(人) | 真正应保 | 漏保率 | 错保率 |\n",
            "\n## Against the truth (dibao and tekun)\n\nEntitled in truth: an income below the dibao standard of either law, property within two years of it. What a reform deducts from income besides does not count.\n\n| month | among | covered people | entitled in truth | left out | wrongly in |\n",
        )
        .to_owned();
    text.push_str("|---|---|---:|---:|---:|---:|\n");
    for one in errors {
        for (zh, en, cover) in AMONG {
            let both = one.targeting.each_ref().map(cover);
            let pair = |of: &dyn Fn(&Cover) -> String| both.each_ref().map(of).join(" → ");
            let share = |share: Option<Ratio>| share.map_or_else(|| "—".to_owned(), |it| it.percent());
            text.push_str(&format!(
                "| {} | {} | {} | {} | {} | {} |\n",
                one.month,
                lang.pick(zh, en),
                pair(&|it| it.covered.to_string()),
                pair(&|it| it.entitled.to_string()),
                pair(&|it| share(it.exclusion())),
                pair(&|it| share(it.inclusion())),
            ));
        }
    }
    text
}

/// `reached.csv`.
pub(super) fn csv(errors: &[Reached]) -> String {
    let mut csv = "month,law,among,rural_standard_yuan,urban_standard_yuan,covered,right,entitled\n".to_owned();
    for one in errors {
        for (which, law) in ["before", "after"].into_iter().enumerate() {
            let yuan = |fen: Option<i64>| fen.map_or_else(String::new, |fen| Money::from_fen(fen).to_string());
            let lines = one.lines[which].map(yuan).join(",");
            for (_, among, cover) in AMONG {
                let cover = cover(&one.targeting[which]);
                let counts = [cover.covered, cover.right, cover.entitled].map(|it| it.to_string()).join(",");
                csv.push_str(&format!("{},{law},{among},{lines},{counts}\n", one.month));
            }
        }
    }
    csv
}
