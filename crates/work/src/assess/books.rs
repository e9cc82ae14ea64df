//! A town's workbook of an assessment: a cover with counts, a sheet a village with a line a household, a sheet with reasons.
//!
//! It holds full identity numbers, because the town must find the people; every printed page says so.

use super::{
    changes::Change,
    keep::Kept,
    plan::{Determination, Found},
    run::Assessed,
    summary::said,
};
use crate::doubts::{
    DeskError, Place,
    books::{Cells, Page, file_name, sheet_name, to_bytes},
};
use doudi_kernel::{IdKey, Money};
use doudi_rules::book::{Book, Fact};
use rust_xlsxwriter::Workbook;
use std::collections::{BTreeMap, BTreeSet};

/// A workbook with the name that its file should have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TownBook {
    /// The file's name.
    pub name: String,
    /// How many households it holds.
    pub households: usize,
    /// The file.
    pub bytes: Vec<u8>,
}

/// A workbook for each town, in the order of the towns' codes.
///
/// # Errors
/// [`DeskError::Workbook`].
pub fn town_books(assessed: &Assessed, kept: &Kept, changes: &[Change]) -> Result<Vec<TownBook>, DeskError> {
    let view = View::new(assessed, kept, changes);
    let households = &assessed.found.households;
    let numbers: Vec<u32> = (0..households.len() as u32).collect();
    let town = |number: &u32| households[*number as usize].place.of_town();
    let book = |of_town: &[u32]| {
        let (name, bytes) = view.book_of(&town(&of_town[0]), of_town)?;
        Ok(TownBook { name, households: of_town.len(), bytes })
    };
    numbers.chunk_by(|a, b| town(a).town == town(b).town).map(book).collect()
}

const HEADINGS: [&str; 9] = [
    "编号",
    "户主",
    "户主身份证号码",
    "人口",
    "低保结论",
    "已符合的待遇",
    "月金额（元）",
    "缺资料（项）",
    "与上期相比",
];
/// So that a household is one line of a landscape A4 page.
const WIDTHS: [(&str, f64); 9] = [
    (HEADINGS[0], 7.0),
    (HEADINGS[1], 10.0),
    (HEADINGS[2], 21.0),
    (HEADINGS[3], 6.0),
    (HEADINGS[4], 11.0),
    (HEADINGS[5], 34.0),
    (HEADINGS[6], 14.0),
    (HEADINGS[7], 9.0),
    (HEADINGS[8], 34.0),
];
/// The sheet behind the villages': why, what is missing, what changed, of the households that have something to tell.
const DETAIL: [&str; 7] =
    ["编号", "村（社区）", "户主", "各人的待遇", "不符合的原因", "缺少的资料与可查部门", "与上期相比"];
const DETAIL_WIDTHS: [(&str, f64); 7] = [
    (DETAIL[0], 7.0),
    (DETAIL[1], 12.0),
    (DETAIL[2], 10.0),
    (DETAIL[3], 26.0),
    (DETAIL[4], 40.0),
    (DETAIL[5], 44.0),
    (DETAIL[6], 40.0),
];

/// What households are told by.
struct View<'a> {
    assessed: &'a Assessed,
    kept: &'a Kept,
    by_household: BTreeMap<u32, Vec<&'a Determination>>,
    changes: BTreeMap<u32, Vec<&'a Change>>,
}

impl<'a> View<'a> {
    fn new(assessed: &'a Assessed, kept: &'a Kept, changes: &'a [Change]) -> Self {
        let mut view = Self { assessed, kept, by_household: BTreeMap::new(), changes: BTreeMap::new() };
        for one in &assessed.found.determinations {
            view.by_household.entry(one.household).or_default().push(one);
        }
        for change in changes {
            if let Some(household) = change.household {
                view.changes.entry(household).or_default().push(change);
            }
        }
        view
    }

    fn book(&self) -> &Book {
        &self.assessed.book
    }

    fn notice(&self) -> String {
        let name: String = self.kept.id.chars().take(8).collect();
        let pack: String = self.kept.pack.chars().take(8).collect();
        format!(
            "内部资料 注意保密　认定批次：{name}　数据月份：{}　生成日期：{}　规则版本：{pack}　机器认定只供参考，由经办人决定（个人信息保护法第二十四条）",
            self.kept.month, self.kept.made
        )
    }
}

impl View<'_> {
    fn book_of(&self, town: &Place, numbers: &[u32]) -> Result<(String, Vec<u8>), DeskError> {
        let mut book = Workbook::new();
        self.cover(town, numbers).write(&mut book)?;
        let mut names = vec!["封面".to_owned()];
        let place = |number: &u32| &self.assessed.found.households[*number as usize].place;
        for village in numbers.chunk_by(|a, b| place(a).village == place(b).village) {
            let known = place(&village[0]);
            let wanted = if known.village.is_some() { &known.village_name } else { "村（社区）不明" };
            let name = sheet_name(wanted, &names);
            self.village(town, village, name.clone()).write(&mut book)?;
            names.push(name);
        }
        self.detail(town, numbers, sheet_name("明细", &names)).write(&mut book)?;
        let code = town.town.clone().unwrap_or_default();
        let name = file_name(&format!("{code}{}_救助认定_{}.xlsx", town.town_name, self.kept.month));
        Ok((name, to_bytes(book, self.kept.made)?))
    }

    fn village(&self, town: &Place, village: &[u32], name: String) -> Page {
        let place = &self.assessed.found.households[village[0] as usize].place;
        Page {
            name,
            title: format!("救助认定结果　{}{}　{}", town.town_name, place.village_name, self.kept.month),
            notice: self.notice(),
            cells: Cells {
                headings: HEADINGS.map(str::to_owned).into(),
                rows: village.iter().map(|number| self.row(*number)).collect(),
            },
            frozen_columns: 2,
            widths: &WIDTHS,
        }
    }

    /// One line a household.
    fn row(&self, number: u32) -> Vec<String> {
        let household = &self.assessed.found.households[number as usize];
        let found = self.by_household.get(&number).map(Vec::as_slice).unwrap_or_default();
        let dibao = found.iter().find(|one| one.programme == "dibao").map_or("", |one| zh(&one.found));
        let missing = self.missing(found).len();
        vec![
            number.to_string(),
            self.head(number),
            IdKey::from_packed(household.head).map(|key| key.reveal()).unwrap_or_default(),
            household.members.len().to_string(),
            dibao.to_owned(),
            self.eligible(number, found, false).join("、"),
            money(found),
            if missing == 0 { String::new() } else { missing.to_string() },
            self.in_short(number),
        ]
    }

    fn head(&self, number: u32) -> String {
        let household = &self.assessed.found.households[number as usize];
        household.members.first().map(|member| member.name.clone()).unwrap_or_default()
    }

    /// The sheet with what does not fit a line.
    fn detail(&self, town: &Place, numbers: &[u32], name: String) -> Page {
        let row = |number: &u32| {
            let found = self.by_household.get(number).map(Vec::as_slice).unwrap_or_default();
            let persons: Vec<&Determination> = found.iter().filter(|one| one.member.is_some()).copied().collect();
            let told = [
                self.eligible(*number, &persons, true),
                self.reasons(found),
                self.by_department(&self.missing(found)),
                self.since(*number),
            ];
            let place = &self.assessed.found.households[*number as usize].place;
            let mut cells = vec![number.to_string(), place.village_name.clone(), self.head(*number)];
            cells.extend(told.iter().map(|lines| lines.join("\n")));
            told.iter().any(|lines| !lines.is_empty()).then_some(cells)
        };
        Page {
            name,
            title: format!("救助认定结果明细　{}　{}", town.town_name, self.kept.month),
            notice: self.notice(),
            cells: Cells { headings: DETAIL.map(str::to_owned).into(), rows: numbers.iter().filter_map(row).collect() },
            frozen_columns: 3,
            widths: &DETAIL_WIDTHS,
        }
    }

    fn label(&self, programme: &str) -> String {
        let known = self.book().programmes.iter().find(|it| it.name == programme);
        known.map_or_else(|| programme.to_owned(), |it| it.label.zh.clone())
    }

    /// An item a programme; with `names`, of whom where persons claim.
    fn eligible(&self, number: u32, found: &[&Determination], names: bool) -> Vec<String> {
        let members = &self.assessed.found.households[number as usize].members;
        let mut by_programme: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        for one in found.iter().filter(|one| matches!(one.found, Found::Eligible { .. })) {
            let place = self.assessed.found.programmes.iter().position(|name| *name == one.programme).unwrap_or(0);
            let name = one.member.map(|member| members[member as usize].name.as_str());
            by_programme.entry(place).or_default().extend(name);
        }
        let line = |(place, of): (usize, Vec<&str>)| {
            let label = self.label(&self.assessed.found.programmes[place]);
            if names && !of.is_empty() { format!("{label}：{}", of.join("、")) } else { label }
        };
        by_programme.into_iter().map(line).collect()
    }

    /// Where nothing can be claimed: the conditions that fail, with the programmes of households that fail by the same.
    fn reasons(&self, found: &[&Determination]) -> Vec<String> {
        if found.iter().any(|one| matches!(one.found, Found::Eligible { .. })) {
            return Vec::new();
        }
        let mut by_reason: Vec<(Vec<&str>, Vec<&str>)> = Vec::new();
        for one in found.iter().filter(|one| one.member.is_none()) {
            let Found::NotEligible(conditions) = &one.found else { continue };
            let Some(programme) = self.book().programmes.iter().find(|it| it.name == one.programme) else { continue };
            let failing = programme.conditions.iter().filter(|it| conditions.contains(&it.name));
            let fails: Vec<&str> = failing.map(|it| it.label.zh.as_str()).collect();
            match by_reason.iter_mut().find(|(reason, _)| *reason == fails) {
                Some((_, labels)) => labels.push(&programme.label.zh),
                None => by_reason.push((fails, vec![&programme.label.zh])),
            }
        }
        let line =
            |(fails, labels): &(Vec<&str>, Vec<&str>)| format!("{}：不满足“{}”", labels.join("、"), fails.join("”“"));
        by_reason.iter().map(line).collect()
    }

    /// The missing facts, each once.
    fn missing(&self, found: &[&Determination]) -> Vec<&Fact> {
        let facts =
            found.iter().filter_map(|one| if let Found::Missing(facts) = &one.found { Some(facts) } else { None });
        let names: BTreeSet<&str> = facts.flatten().map(|(fact, _)| fact.as_str()).collect();
        self.book().facts.iter().filter(|fact| names.contains(&*fact.name)).collect()
    }

    /// Facts by who could tell (社会救助法 art. 62: what offices know is not asked of the citizen).
    fn by_department(&self, facts: &[&Fact]) -> Vec<String> {
        let list = self.book().codes.iter().find(|codes| codes.name == "department");
        let word = |place: &u16| Some(list?.words.get(usize::from(*place))?.1.zh.as_str());
        let mut lines: Vec<(String, Vec<&str>)> = Vec::new();
        for fact in facts {
            let who = fact.departments.iter().filter_map(word).collect::<Vec<_>>().join("、");
            match lines.iter_mut().find(|(other, _)| *other == who) {
                Some((_, labels)) => labels.push(&fact.label.zh),
                None => lines.push((who, vec![&fact.label.zh])),
            }
        }
        lines.iter().map(|(who, labels)| format!("{who}：{}", labels.join("、"))).collect()
    }

    /// The changes of a household that was assessed before.
    fn changes(&self, number: u32) -> Vec<&Change> {
        let changes = self.changes.get(&number).map(Vec::as_slice).unwrap_or_default();
        let shown = changes.iter().filter(|change| change.before.is_some() || self.kept.previous.is_none());
        shown.copied().collect()
    }

    fn turned(&self, change: &Change) -> String {
        let word = |found: &Option<Found>| found.as_ref().map_or("未认定", zh);
        let (was, is) = (word(&change.before), word(&change.now));
        let turn = if was == is { "金额或理由变动".to_owned() } else { format!("{was} → {is}") };
        format!("{}：{turn}", self.label(&change.programme))
    }

    /// The first change, and how many programmes have one.
    fn in_short(&self, number: u32) -> String {
        let mut lines: Vec<String> = self.changes(number).into_iter().map(|change| self.turned(change)).collect();
        lines.dedup();
        match &lines[..] {
            [] if self.changes.contains_key(&number) => "新增认定户".to_owned(),
            [] => String::new(),
            [only] => only.clone(),
            [first, ..] => format!("{first} 等{}项", lines.len()),
        }
    }

    fn since(&self, number: u32) -> Vec<String> {
        let line = |change: &Change| {
            let because: Vec<String> = change.because.iter().map(|cause| said(self.book(), cause).zh).collect();
            let why = if because.is_empty() { String::new() } else { format!("（{}）", because.join("、")) };
            format!("{}{why}", self.turned(change))
        };
        let mut lines: Vec<String> = self.changes(number).into_iter().map(line).collect();
        lines.dedup();
        lines
    }

    /// Counts by programme and answer.
    fn cover(&self, town: &Place, numbers: &[u32]) -> Page {
        let mut rows = Vec::new();
        for programme in &self.assessed.found.programmes {
            let of = numbers.iter().filter_map(|number| self.by_household.get(number)).flatten();
            let of: Vec<&&Determination> = of.filter(|one| one.programme == *programme).collect();
            let count = |word: &str| of.iter().filter(|one| one.found.word() == word).count().to_string();
            let fen: i64 = of
                .iter()
                .map(|one| if let Found::Eligible { amount_fen, .. } = one.found { amount_fen.unwrap_or(0) } else { 0 })
                .sum();
            let mut row = vec![self.label(programme)];
            row.extend(["eligible", "not_eligible", "missing", "not_in_law"].map(count));
            row.push(Money::from_fen(fen).to_string());
            rows.push(row);
        }
        let headings = ["待遇", "符合", "不符合", "资料不全", "当地没有规定", "月金额（元）"].map(str::to_owned).into();
        Page {
            name: "封面".into(),
            title: format!("救助认定结果　{}　{}", town.town_name, self.kept.month),
            notice: self.notice(),
            cells: Cells { headings, rows },
            frozen_columns: 0,
            widths: &[("待遇", 40.0), ("当地没有规定", 14.0), ("月金额（元）", 16.0)],
        }
    }
}

fn zh(found: &Found) -> &'static str {
    match found {
        Found::NotInLaw(_) => "没有规定",
        Found::Missing(_) => "资料不全",
        Found::NotEligible(_) => "不符合",
        Found::Eligible { .. } => "符合",
    }
}

/// What the household and its members may claim a month together.
fn money(found: &[&Determination]) -> String {
    let fen = found
        .iter()
        .filter_map(|one| if let Found::Eligible { amount_fen, .. } = one.found { amount_fen } else { None });
    let fen: Vec<i64> = fen.collect();
    if fen.is_empty() { String::new() } else { Money::from_fen(fen.iter().sum()).to_string() }
}
