//! A county's findings as a grid of words: what a terminal prints and a summary sheet shows.

use super::{
    count::Counts,
    findings::{Answered, Findings, MendCount, Mending, Role, SourceState},
    spec::RungKind,
};
use doudi_kernel::{Lang, Month};

/// A table of words: every row has as many cells as there are headings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    /// Above the table.
    pub title: String,
    /// The columns.
    pub headings: Vec<String>,
    /// The rows; the last is the total where there is one.
    pub rows: Vec<Vec<String>>,
}

impl Findings {
    /// One line a question: asked, covered, explained, doubts, undecided, could not be compared, coverage.
    pub fn overview(&self, lang: Lang) -> Grid {
        let rows = self.questions.iter().map(|question| {
            let mut row = vec![question.title.say(lang).to_owned()];
            row.extend(numbers(&self.counts(question).county));
            row
        });
        let first = lang.pick("核查问题", "question");
        Grid { title: self.heading(lang), headings: headings(first, lang), rows: rows.collect() }
    }

    /// One line a town, the county last.
    pub fn by_town(&self, question: &Answered, lang: Lang) -> Grid {
        let tables = self.counts(question);
        let line = |name: &str, counts: &Counts| {
            let mut row = vec![name.to_owned()];
            row.extend(numbers(counts));
            row
        };
        let mut rows: Vec<_> = tables.towns.iter().map(|(place, counts)| line(&place.town_name, counts)).collect();
        rows.push(line(lang.pick("合计", "total"), &tables.county));
        let title = format!("{}：{}", self.heading(lang), question.title.say(lang));
        Grid { title, headings: headings(lang.pick("乡镇", "town"), lang), rows }
    }

    /// One line a rung of the ladder, with how many stand on it.
    pub fn by_rung(&self, question: &Answered, lang: Lang) -> Grid {
        let county = self.counts(question).county;
        let rows = question.rungs.iter().zip(&county.rungs).map(|(rung, count)| {
            let kind = match rung.kind {
                Some(RungKind::Covered) => lang.pick("已覆盖", "covered"),
                Some(RungKind::Explained) => lang.pick("有原因", "explained"),
                Some(RungKind::Doubt) => lang.pick("疑点", "doubt"),
                None => lang.pick("无法判定", "undecided"),
            };
            vec![rung.code.clone(), rung.wording.say(lang).to_owned(), kind.to_owned(), count.to_string()]
        });
        let headings = match lang {
            Lang::Zh => ["代码", "判定", "性质", "人数"],
            Lang::En => ["code", "finding", "kind", "people"],
        };
        let title = question.title.say(lang).to_owned();
        Grid { title, headings: headings.map(str::to_owned).into(), rows: rows.collect() }
    }

    /// One line a source: what counted, how old it is, and which of its rows nobody can be found by.
    pub fn by_source(&self, lang: Lang) -> Grid {
        sources(&self.sources, self.month, lang)
    }

    /// One line a source and reason: rows whose number is broken or missing and that are somebody's all the same.
    pub fn by_mending(&self, lang: Lang) -> Grid {
        let headings = match lang {
            Lang::Zh => ["来源", "号码情况", "认定依据", "行数"],
            Lang::En => ["source", "the number", "proof", "rows"],
        };
        let line = |source: &SourceState, count: &MendCount| {
            let Mending { said, proof_said, .. } = &count.mending;
            let words = [source.title.say(lang), said.say(lang), proof_said.say(lang)].map(str::to_owned);
            words.into_iter().chain([count.rows.to_string()]).collect()
        };
        let rows = self.sources.iter().flat_map(|source| source.mended.iter().map(move |count| line(source, count)));
        Grid {
            title: lang.pick("号码有误或缺失而认定到人的行", "rows without a usable number that are somebody's").into(),
            headings: headings.map(str::to_owned).into(),
            rows: rows.collect(),
        }
    }

    fn heading(&self, lang: Lang) -> String {
        format!("{} {}", self.title.say(lang), self.month)
    }
}

fn headings(first: &str, lang: Lang) -> Vec<String> {
    let rest = match lang {
        Lang::Zh => ["应核查", "已覆盖", "有原因", "疑点", "无法判定", "未能比对", "覆盖率"],
        Lang::En => ["asked", "covered", "explained", "doubts", "undecided", "not comparable", "coverage"],
    };
    std::iter::once(first).chain(rest).map(str::to_owned).collect()
}

/// The coverage rate; a lower bound while people are undecided.
pub(super) fn coverage(counts: &Counts) -> String {
    match counts.coverage() {
        None => "—".into(),
        Some(share) if counts.undecided > 0 => format!("≥{}", share.percent()),
        Some(share) => share.percent(),
    }
}

pub(super) fn numbers(counts: &Counts) -> [String; 7] {
    [
        counts.asked.to_string(),
        counts.covered.to_string(),
        counts.explained.to_string(),
        counts.doubts.to_string(),
        counts.undecided.to_string(),
        counts.leftovers.to_string(),
        coverage(counts),
    ]
}

pub(super) fn sources(sources: &[SourceState], month: Month, lang: Lang) -> Grid {
    let headings = match lang {
        Lang::Zh => ["来源", "部门", "月份", "行数", "修正认定行", "无法比对行", "状态"],
        Lang::En => ["source", "department", "month", "rows", "rows linked by repair", "rows of nobody", "state"],
    };
    let rows = sources.iter().map(|source| {
        let mut months: Vec<_> = source.parts.iter().map(|part| part.month).collect();
        months.dedup();
        let months = match months[..] {
            [] => "—".to_owned(),
            [only] => only.to_string(),
            [first, .., last] => format!("{first}…{last}"),
        };
        let rows: u64 = source.parts.iter().map(|part| part.rows).sum();
        vec![
            source.title.say(lang).to_owned(),
            source.department.say(lang).to_owned(),
            months,
            rows.to_string(),
            source.mended.iter().map(|count| count.rows).sum::<u64>().to_string(),
            source.keyless.to_string(),
            state(source, month, lang),
        ]
    });
    Grid {
        title: lang.pick("数据来源", "sources").into(),
        headings: headings.map(str::to_owned).into(),
        rows: rows.collect(),
    }
}

fn state(source: &SourceState, month: Month, lang: Lang) -> String {
    let age = source.age_months(month);
    match (source.loaded(), source.role) {
        (false, Role::Asked) => {
            lang.pick("未接入：其人员未纳入本次核查", "not loaded: its people are not asked about").into()
        }
        (false, Role::Decides) => {
            lang.pick("未接入：依赖它的疑点不提出", "not loaded: doubts that need it are not raised").into()
        }
        (false, Role::Explains) => lang.pick("未接入：结果可能有出入", "not loaded: the result may be off").into(),
        (true, _) if source.parts.iter().any(|part| !part.controls_agree) => {
            lang.pick("合计数不符：未见其人不足为凭", "totals disagree: absence from it says little").into()
        }
        (true, _) if age > 0 => lang.pick(format!("数据早{age}个月"), format!("{age} months old")),
        (true, _) => lang.pick("本月", "of the month").into(),
    }
}
