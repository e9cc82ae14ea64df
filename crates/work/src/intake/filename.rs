//! Facts that offices put into file names: the month, a town, a status, a count that serves as a control total.

use super::layout::Layout;
use doudi_kernel::Month;
use doudi_lake::clean;
use serde::Serialize;

/// What a file name (or a title) says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct NameFacts {
    /// Every month that is named, each once.
    pub months: Vec<Month>,
    /// A year without a month.
    pub year: Option<i16>,
    /// A mistyped date that can mean one month only, as typed: `02025.9.1`.
    pub mistyped: Option<String>,
    /// Digits that look like a date and could mean several, as typed.
    pub unclear: Option<String>,
    /// How many people the file says that it holds: 608人.
    pub people: Option<i64>,
    /// The status, one of the layout's.
    pub status: String,
    /// The town, street office, village or community.
    pub place: String,
}

impl NameFacts {
    /// Reads a file name with its extension.
    ///
    /// ```
    /// use doudi_work::intake::NameFacts;
    /// let facts = NameFacts::read("防止返贫致贫监测对象信息_20250902-风险未消除608人.xlsx", &[]);
    /// assert_eq!(facts.months, ["2025-09".parse().unwrap()]);
    /// assert_eq!(facts.people, Some(608));
    /// ```
    pub fn read(file_name: &str, layouts: &[&Layout]) -> Self {
        let stem = file_name.rsplit_once('.').map_or(file_name, |(stem, extension)| {
            if extension.len() <= 7 && extension.bytes().all(|b| b.is_ascii_alphanumeric()) { stem } else { file_name }
        });
        let stem = clean::fold(stem);
        let mut facts = Self::default();
        facts.read_dates(&stem);
        let statuses = layouts.iter().flat_map(|layout| &layout.statuses);
        let found = statuses.filter(|status| stem.contains(status.as_str())).max_by_key(|status| status.len());
        facts.status = found.cloned().unwrap_or_default();
        facts.place = place(&stem, layouts, &facts.status);
        facts
    }

    /// The one month, when exactly one is named.
    pub fn month(&self) -> Option<Month> {
        match self.months[..] {
            [month] => Some(month),
            _ => None,
        }
    }

    /// The part of the feed that the file covers: status, place, both, or the whole county.
    pub fn part(&self) -> String {
        let parts = [self.status.as_str(), self.place.as_str()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("·")
    }

    fn read_dates(&mut self, stem: &str) {
        let mut rest = stem;
        while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
            let run = rest[at..].bytes().take_while(u8::is_ascii_digit).count();
            let (digits, after) = rest[at..].split_at(run);
            rest = self.read_run(digits, after);
        }
    }

    /// Reads one run of digits and what follows; gives back what is left to read.
    fn read_run<'a>(&mut self, digits: &str, after: &'a str) -> &'a str {
        match digits.len() {
            8 if self.take_month(&digits[..6]) => after,
            6 if self.take_month(digits) => after,
            4 if is_year(digits) => match month_after(after) {
                Some((month, left)) if self.take_month(&format!("{digits}{month:0>2}")) => left,
                _ => {
                    self.year = digits.parse().ok();
                    after
                }
            },
            5 => self.read_five(digits, after),
            _ => {
                if let Some(left) = after.strip_prefix(['人', '名']) {
                    self.people = self.people.or(digits.parse().ok());
                    return left;
                }
                after
            }
        }
    }

    /// Five digits before a month are a year with one digit too many. Taking one away must leave exactly one year of this
    /// century so far for it to be understood: 02025 is 2025; 20225 could be 2022 or 2025.
    fn read_five<'a>(&mut self, digits: &str, after: &'a str) -> &'a str {
        let Some((month, left)) = month_after(after) else {
            if let Some(left) = after.strip_prefix(['人', '名']) {
                self.people = self.people.or(digits.parse().ok());
                return left;
            }
            return after;
        };
        let without = |at: usize| format!("{}{}", &digits[..at], &digits[at + 1..]);
        let mut years: Vec<String> = (0..5).map(without).filter(|year| is_year(year)).collect();
        years.sort();
        years.dedup();
        let typed = format!("{digits}{}", &after[..after.len() - left.len()]);
        match &years[..] {
            [year] if self.take_month(&format!("{year}{month:0>2}")) => self.mistyped = Some(typed),
            _ => self.unclear = Some(typed),
        }
        left
    }

    fn take_month(&mut self, six: &str) -> bool {
        let month = six.parse().ok().filter(|_| is_year(&six[..4])).and_then(Month::from_compact);
        if let Some(month) = month.filter(|month| !self.months.contains(month)) {
            self.months.push(month);
        }
        month.is_some()
    }
}

/// Years that a roster can be about.
fn is_year(digits: &str) -> bool {
    digits.parse::<i16>().is_ok_and(|year| (2000..=2099).contains(&year))
}

/// The month, and the day after it if any, that follow a year: `.9.1`, `年9月份`, `-09`, `_09`.
fn month_after(after: &str) -> Option<(&str, &str)> {
    let rest = after.strip_prefix(['.', '-', '年', '/', '_', ' '])?;
    let run = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (month, rest) = rest.split_at(run);
    if !matches!(run, 1 | 2) || !month.parse().is_ok_and(|month: u8| (1..=12).contains(&month)) {
        return None;
    }
    let day = rest.strip_prefix(['.', '-', '月', '/']).unwrap_or(rest);
    let digits = day.bytes().take_while(u8::is_ascii_digit).count();
    let is_day = matches!(digits, 1 | 2) && day.len() < rest.len() && !day[digits..].starts_with(['人', '名']);
    Some((month, if is_day { &day[digits..] } else { rest }))
}

/// The place in a file name: a run of Chinese characters that ends as places do, after taking the feed's own words out.
fn place(stem: &str, layouts: &[&Layout], status: &str) -> String {
    let mut text = stem.to_owned();
    let words = layouts.iter().flat_map(|layout| layout.names.iter().chain([&layout.zh]));
    let mut words: Vec<&str> = words.map(String::as_str).chain([status]).filter(|word| !word.is_empty()).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words.iter().for_each(|word| text = text.replace(word, " "));
    let ends = ["镇", "乡", "街道", "街道办事处", "办事处", "村", "社区", "居委会"];
    let not_places = ["城乡", "乡镇", "农村", "乡村", "城镇"];
    text.split(|c: char| !('\u{4e00}'..='\u{9fff}').contains(&c))
        .filter(|run| run.chars().count() >= 2 && !not_places.contains(run))
        .find(|run| ends.iter().any(|end| run.ends_with(end) && run.len() > end.len()))
        .unwrap_or_default()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn months(name: &str) -> Vec<String> {
        NameFacts::read(name, &[]).months.iter().map(Month::to_string).collect()
    }

    #[test]
    fn the_month_is_found_in_every_form_that_offices_use() {
        for name in [
            "脱贫户信息_20250902-继续享受政策.xlsx",
            "2-2025.9.3持证残疾人名单.xlsx",
            "2025年9月份农村低保备案表.xls",
            "农村低保人员查询_202509.xlsx",
            "代缴 2025-09.csv",
            "代缴_2025_09.csv",
        ] {
            assert_eq!(months(name), ["2025-09"], "{name}");
        }
    }

    #[test]
    fn a_mistyped_year_is_understood_only_when_it_can_mean_one_year() {
        let facts = NameFacts::read("3-02025.9.1-2025年9月份农村低保备案表.xls", &[]);
        assert_eq!((facts.month().map(Month::compact), facts.mistyped.as_deref()), (Some(202_509), Some("02025.9.1")));
        let facts = NameFacts::read("20225.9.1农村低保备案表.xls", &[]);
        assert_eq!((facts.month(), facts.unclear.as_deref()), (None, Some("20225.9.1")));
    }

    #[test]
    fn two_months_in_a_name_are_no_month() {
        assert_eq!(NameFacts::read("2026年8月(9月更正)_202609.xlsx", &[]).month(), None);
    }

    #[test]
    fn a_count_of_people_is_no_date() {
        let facts = NameFacts::read("风险已消除2928人.xlsx", &[]);
        assert_eq!((facts.people, facts.months.len(), facts.year), (Some(2928), 0, None));
    }
}
