//! The county's summary: counts by town and village, the ladder, the sources.

use super::{Cells, NamedBook, Page, file_name, sheet_name, to_bytes};
use crate::doubts::{
    count::Counts,
    hand_down::{Batch, BatchQuestion, DeskError},
    place::UNPLACED,
    summary::{coverage, numbers},
};
use doudi_kernel::Lang;
use rust_xlsxwriter::Workbook;

/// The summary workbook of a batch. It holds no names.
///
/// # Errors
/// [`DeskError::Workbook`].
pub fn county_book(batch: &Batch) -> Result<NamedBook, DeskError> {
    let mut book = Workbook::new();
    let mut names = Vec::new();
    for question in &batch.questions {
        for page in [towns(batch, question), villages(batch, question), ladder(batch, question)] {
            let name = sheet_name(&page.name, &names);
            Page { name: name.clone(), ..page }.write(&mut book)?;
            names.push(name);
        }
    }
    sources(batch).write(&mut book)?;
    Ok(NamedBook {
        name: file_name(&format!("全县汇总_{}_{}.xlsx", batch.title.zh, batch.month)),
        town: None,
        doubts: batch.doubts.len(),
        bytes: to_bytes(book, batch.handed_down)?,
    })
}

const NUMBERS: [&str; 7] = ["应核查", "已覆盖", "有原因", "疑点", "无法判定", "未能比对", "覆盖率"];

fn page(batch: &Batch, question: &BatchQuestion, name: &str, headings: Vec<String>, rows: Vec<Vec<String>>) -> Page {
    let title = format!("{}　{}　{}", batch.title.zh, question.title.zh, batch.month);
    let notice = format!("下发日期：{}　覆盖率 = 已覆盖 ÷（应核查 − 有原因）", batch.handed_down);
    let name = format!("{name}·{}", question.title.zh);
    Page { name, title, notice, cells: Cells { headings, rows }, frozen_columns: 1, widths: &[] }
}

fn headings(first: &[&str], rest: impl IntoIterator<Item = String>) -> Vec<String> {
    first.iter().map(|heading| (*heading).to_owned()).chain(rest).collect()
}

/// By town, with every rung of the ladder as a column.
fn towns(batch: &Batch, question: &BatchQuestion) -> Page {
    let rungs = question.rungs.iter().map(|rung| rung.wording.zh.clone());
    let headings = headings(&["乡镇"], NUMBERS.map(str::to_owned).into_iter().chain(rungs));
    let line = |name: &str, counts: &Counts| {
        let mut row = vec![name.to_owned()];
        row.extend(numbers(counts));
        row.extend(counts.rungs.iter().map(u64::to_string));
        row
    };
    let mut rows: Vec<_> = question.towns.iter().map(|(place, counts)| line(&place.town_name, counts)).collect();
    rows.push(line("合计", &question.county));
    page(batch, question, "分乡镇", headings, rows)
}

fn villages(batch: &Batch, question: &BatchQuestion) -> Page {
    let headings = headings(&["乡镇", "村（社区）"], NUMBERS.map(str::to_owned));
    let rows = question.villages.iter().map(|(place, counts)| {
        let town = if place.town.is_some() { place.town_name.as_str() } else { UNPLACED };
        let mut row = vec![town.to_owned(), place.village_name.clone()];
        row.extend(numbers(counts));
        row
    });
    page(batch, question, "分村", headings, rows.collect())
}

fn ladder(batch: &Batch, question: &BatchQuestion) -> Page {
    let headings = headings(&["代码", "判定", "人数"], []);
    let rows = question.rungs.iter().zip(&question.county.rungs);
    let rows = rows.map(|(rung, count)| vec![rung.code.clone(), rung.wording.zh.clone(), count.to_string()]);
    let mut rows: Vec<_> = rows.collect();
    rows.push(vec![String::new(), "覆盖率".into(), coverage(&question.county)]);
    page(batch, question, "判定", headings, rows)
}

fn sources(batch: &Batch) -> Page {
    let grid = crate::doubts::summary::sources(&batch.sources, batch.month, Lang::Zh);
    Page {
        name: "数据来源".into(),
        title: format!("{}　数据来源　{}", batch.title.zh, batch.month),
        notice: "未接入的来源不等于“没有人”：依赖它的疑点不提出。".into(),
        cells: Cells { headings: grid.headings, rows: grid.rows },
        frozen_columns: 0,
        widths: &[],
    }
}
