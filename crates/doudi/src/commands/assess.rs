//! `doudi assess --month M`: everybody who was verified, judged by the rules, kept, and told in figures.

use crate::{cli::Assess as Words, office::Office, show};
use doudi_kernel::{DivisionList, Lang, Money, Month, Say};
use doudi_work::assess::{Applied, Assessments, Pack, Summary, assess, summary, town_books};
use std::path::PathBuf;

pub(super) fn run(office: &Office, words: &Words) -> Result<(), String> {
    let applied = apply(office, words.month, !words.plan)?;
    show_figures(office, &applied);
    if words.plan { Ok(()) } else { hand_out(office, &applied) }
}

/// Prints an assessment in figures.
pub(super) fn show_figures(office: &Office, applied: &Applied) {
    println!("{}", figures(office.lang, &summary(&applied.assessed, &applied.changes), applied.kept.month));
    println!("{}", told(office.lang, applied));
    applied.assessed.found.crowded.iter().for_each(|crowd| println!("{}", crowd.say(office.lang)));
}

/// Writes the towns' workbooks, and says where.
pub(super) fn hand_out(office: &Office, applied: &Applied) -> Result<(), String> {
    let (books, folder) = write(office, applied)?;
    let folder = folder.display();
    let told = office
        .lang
        .pick(format!("乡镇工作簿 {books} 份，在 {folder}"), format!("{books} workbooks for towns in {folder}"));
    println!("{told}");
    Ok(())
}

/// Assesses a month by the office's rules.
pub(super) fn apply(office: &Office, month: Month, keep: bool) -> Result<Applied, String> {
    let lake = office.lake().map_err(|why| why.say(office.lang))?;
    let (pack, divisions) = (Pack::of(&office.policy()?), office.divisions(month)?);
    assess(&lake, &office.assessments(), pack, &divisions, month, office.today(), keep)
        .map_err(|why| why.say(office.lang))
}

/// Writes the towns' workbooks; gives how many, and where.
fn write(office: &Office, applied: &Applied) -> Result<(usize, PathBuf), String> {
    let books = town_books(&applied.assessed, &applied.kept, &applied.changes).map_err(|why| why.say(office.lang))?;
    let folder = office.outbox().join(applied.kept.month.to_string()).join("assess");
    let write = || {
        std::fs::create_dir_all(&folder)?;
        books.iter().try_for_each(|book| std::fs::write(folder.join(&book.name), &book.bytes))
    };
    write().map_err(|why| office.unwritable(&folder, &why))?;
    Ok((books.len(), folder))
}

impl Office {
    /// Where assessments are kept.
    pub(crate) fn assessments(&self) -> Assessments {
        Assessments::open(&self.data, self.disk())
    }

    /// The list of towns and villages that holds at a month's end; an empty one where none was imported.
    pub(crate) fn divisions(&self, month: Month) -> Result<DivisionList, String> {
        let list = self.divisions_on(month.last_day())?;
        Ok(list.unwrap_or_else(|| DivisionList::new(month.first_day(), [])))
    }
}

/// The tables of an assessment.
fn figures(lang: Lang, of: &Summary, month: Month) -> String {
    let mut text = show::heading(&lang.pick(format!("{month} 救助认定"), format!("Assessment of {month}")));
    text.push_str(&format!("\n{}\n{}", programmes(lang, of), towns(lang, of)));
    if !of.missing.is_empty() {
        text.push_str(&format!("\n{}", missing(lang, of)));
    }
    if !of.because.is_empty() {
        text.push_str(&format!("\n{}", because(lang, of)));
    }
    text
}

fn programmes(lang: Lang, of: &Summary) -> String {
    let headings = lang.pick(
        ["待遇", "按", "符合", "不符合", "资料不全", "没有规定", "月金额（元）", "新符合", "不再符合", "金额变动"],
        [
            "programme",
            "by",
            "eligible",
            "not eligible",
            "missing",
            "not in law",
            "yuan a month",
            "newly",
            "no longer",
            "other amount",
        ],
    );
    let line = |one: &doudi_work::assess::Programme| {
        let by = if one.by_person { lang.pick("人", "person") } else { lang.pick("户", "household") };
        let [outside, missing, refused, eligible] = one.answers.map(|n| show::number(n as u64));
        let mut row = vec![one.label.pick(lang).to_owned(), by.to_owned(), eligible, refused, missing, outside];
        row.push(Money::from_fen(one.fen).to_string());
        row.extend(one.changed.map(|n| show::number(n as u64)));
        row
    };
    show::table(&headings, &of.programmes.iter().map(line).collect::<Vec<_>>())
}

/// By town: how many are eligible for each programme.
fn towns(lang: Lang, of: &Summary) -> String {
    let labels: Vec<&str> = of.programmes.iter().map(|one| one.label.pick(lang)).collect();
    let headings: Vec<&str> = std::iter::once(lang.pick("乡镇（符合）", "town (eligible)")).chain(labels).collect();
    let line = |at: usize| {
        let counts = of.programmes.iter().map(|one| show::number(one.towns[at][3] as u64));
        std::iter::once(show::town(&of.towns[at])).chain(counts).collect()
    };
    show::table(&headings, &(0..of.towns.len()).map(line).collect::<Vec<_>>())
}

/// What is missing most, and who could tell; the law forbids asking the citizen for what offices know.
fn missing(lang: Lang, of: &Summary) -> String {
    let headings = lang.pick(["缺少的资料", "户数", "可向谁核对"], ["missing", "households", "who could tell"]);
    let line = |one: &doudi_work::assess::MissingFact| {
        let from: Vec<&str> = one.departments.iter().map(|label| label.pick(lang)).collect();
        let from = show::shorten(&from.join(lang.pick("、", ", ")), 60);
        vec![one.label.pick(lang).to_owned(), show::number(one.households as u64), from]
    };
    show::table(&headings, &of.missing.iter().take(12).map(line).collect::<Vec<_>>())
}

fn because(lang: Lang, of: &Summary) -> String {
    let headings = lang.pick(["与上期不同的原因", "次数"], ["why answers changed", "times"]);
    let line =
        |(label, n): &(doudi_rules::book::Label, usize)| vec![label.pick(lang).to_owned(), show::number(*n as u64)];
    show::table(&headings, &of.because.iter().take(12).map(line).collect::<Vec<_>>())
}

/// What was kept.
fn told(lang: Lang, applied: &Applied) -> String {
    let kept = &applied.kept;
    let (households, people) = (show::number(kept.counts.0 as u64), show::number(kept.counts.1 as u64));
    let [gone, unplaced, unverified] = kept.left_out;
    let name: String = kept.id.chars().take(8).collect();
    let pack: String = kept.pack.chars().take(8).collect();
    let state = match (applied.new, kept.id.is_empty(), lang) {
        (_, true, Lang::Zh) => "未留存".to_owned(),
        (_, true, Lang::En) => "not kept".to_owned(),
        (true, _, Lang::Zh) => format!("已留存为 {name}"),
        (true, _, Lang::En) => format!("kept as {name}"),
        (false, _, Lang::Zh) => format!("与已留存的 {name} 相同，没有变化"),
        (false, _, Lang::En) => format!("the same as {name}, nothing changed"),
    };
    match lang {
        Lang::Zh => format!(
            "{households} 户 {people} 人；死亡或销户未计 {gone} 人，无法归户 {unplaced} 行，名册有而核对结果没有 {unverified} 行；规则版本 {pack}；{state}"
        ),
        Lang::En => format!(
            "{households} households, {people} people; {gone} dead or struck off left out, {unplaced} rows of no household, {unverified} of rosters that the verification does not know; rules {pack}; {state}"
        ),
    }
}
