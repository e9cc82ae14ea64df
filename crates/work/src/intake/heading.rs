//! Headings, compared as people compare them.

use doudi_lake::clean;
use serde::Serialize;

/// One column's heading.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Heading {
    /// As it stands in the file, levels joined by `/`.
    pub shown: String,
    /// Without spaces, line breaks, width and marks of obligation.
    #[serde(skip)]
    pub plain: String,
    /// Also without a unit in brackets at the end and a month in front: 2026年9月发放金额（元） is 发放金额.
    #[serde(skip)]
    pub loose: String,
    /// The lowest level alone, where there are several.
    #[serde(skip)]
    pub leaf: String,
}

impl Heading {
    /// A heading of one level.
    ///
    /// ```
    /// use doudi_work::intake::Heading;
    /// let heading = Heading::new("2026年9月 发放\n金额（元）");
    /// assert_eq!(heading.plain, "2026年9月发放金额(元)");
    /// assert_eq!(heading.loose, "发放金额");
    /// ```
    pub fn new(text: &str) -> Self {
        Self::joined(&[text])
    }

    /// A heading of several levels, from the top; a level that repeats the one above or is blank adds nothing.
    pub fn joined(levels: &[&str]) -> Self {
        let mut kept: Vec<String> = Vec::new();
        for level in levels {
            let plain = plain(level);
            if !plain.is_empty() && kept.last() != Some(&plain) {
                kept.push(plain);
            }
        }
        let joined = kept.join("/");
        Self {
            loose: loose(&joined),
            leaf: if kept.len() > 1 { kept[kept.len() - 1].clone() } else { String::new() },
            shown: joined.clone(),
            plain: joined,
        }
    }

    /// Whether the column has no heading.
    pub fn is_blank(&self) -> bool {
        self.plain.is_empty()
    }
}

fn plain(text: &str) -> String {
    let folded = clean::fold(text);
    let kept: String = folded.chars().filter(|c| !c.is_whitespace() && *c != '*').collect();
    kept.trim_end_matches(':').to_owned()
}

/// Units stand in brackets at the end; a bracket with anything else is part of the name: 风险（第二次）.
fn loose(plain: &str) -> String {
    let mut text = plain;
    if let Some((head, unit)) = text.strip_suffix(')').and_then(|rest| rest.rsplit_once('('))
        && ["元", "万元", "亩", "人", "岁", "YYYYMM", "平方米", "元/月", "月"].contains(&unit)
    {
        text = head;
    }
    without_month(text).to_owned()
}

fn without_month(text: &str) -> &str {
    let mut rest = text;
    for mark in ["年", "月份", "月"] {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if let Some(after) = (digits > 0).then(|| rest[digits..].strip_prefix(mark)).flatten() {
            rest = after;
        }
    }
    if rest.is_empty() { text } else { rest }
}

/// The letters of a column as a spreadsheet names it: 0 is A, 26 is AA.
///
/// ```
/// assert_eq!(doudi_work::intake::column_letters(27), "AB");
/// ```
pub fn column_letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.push(b'A' + ((rest - 1) % 26) as u8);
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().map(|letter| *letter as char).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_join_and_a_merged_heading_counts_once() {
        assert_eq!(Heading::joined(&["稻谷", "合 计"]).plain, "稻谷/合计");
        assert_eq!(Heading::joined(&["姓名", "姓名", ""]).plain, "姓名");
    }

    #[test]
    fn a_bracket_that_is_no_unit_stays() {
        assert_eq!(Heading::new("户口（所在地）").loose, "户口(所在地)");
        assert_eq!(Heading::new("9月").loose, "9月");
    }
}
