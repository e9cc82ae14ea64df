//! The visit list, to be printed and taken along.

use super::{Sample, Visit};
use crate::doubts::{
    books::{Cells, ID, NAME, NUMBER, NamedBook, Page, file_name, sheet_name, to_bytes},
    findings::{Answered, Findings},
    hand_down::DeskError,
};
use doudi_kernel::{Date, IdKey};
use rust_xlsxwriter::Workbook;

/// The visit list of a sample as of a day: a cover that says how it was drawn, a sheet for each town.
///
/// # Errors
/// [`DeskError::Workbook`].
pub fn visit_book(
    sample: &Sample,
    findings: &Findings,
    question: &Answered,
    today: Date,
) -> Result<NamedBook, DeskError> {
    let mut book = Workbook::new();
    cover(sample, findings, question, today).write(&mut book)?;
    let mut names = vec!["抽样说明".to_owned()];
    let mut number = 0;
    for town in sample.visits.chunk_by(|a, b| a.place.town == b.place.town) {
        let name = sheet_name(&town[0].place.of_town().town_name, &names);
        list(findings, question, town, &mut number, name.clone()).write(&mut book)?;
        names.push(name);
    }
    Ok(NamedBook {
        name: file_name(&format!("实地抽检_{}_{}_种子{}.xlsx", findings.title.zh, sample.month, sample.seed)),
        town: None,
        doubts: sample.visits.len(),
        bytes: to_bytes(book, today)?,
    })
}

fn cover(sample: &Sample, findings: &Findings, question: &Answered, today: Date) -> Page {
    let word = |code: &str| question.rungs.iter().find(|rung| rung.code == code).map(|rung| rung.wording.zh.clone());
    let rows = sample.strata.iter().map(|stratum| {
        let rung = word(&stratum.rung).unwrap_or_else(|| stratum.rung.clone());
        vec![stratum.town.town_name.clone(), rung, stratum.people.to_string(), stratum.drawn.to_string()]
    });
    let mut rows: Vec<Vec<String>> = rows.collect();
    rows.push(vec!["合计".into(), String::new(), sample.frame.to_string(), sample.visits.len().to_string()]);
    let how = format!(
        "按乡镇×判定分层，比例分配（最大余数法，每层至少1人），层内按ChaCha8随机数抽取。种子：{}　抽样框：{}人　抽样框校验：{}　{today}",
        sample.seed,
        sample.frame,
        &sample.frame_hash[..16]
    );
    let headings = ["乡镇", "判定", "总人数", "抽取人数"].map(str::to_owned).into();
    Page {
        name: "抽样说明".into(),
        title: format!("{}　实地抽检　{}", findings.title.zh, question.title.zh),
        notice: how,
        cells: Cells { headings, rows },
        frozen_columns: 0,
        widths: &[],
    }
}

const TO_FILL_IN: [&str; 5] = ["是否与判定一致", "实际情况", "核查人", "核查日期", "被访人签名"];

fn list(findings: &Findings, question: &Answered, visits: &[Visit], number: &mut u32, name: String) -> Page {
    let first = [NUMBER, "村（社区）", NAME, ID, "住址", "系统判定"];
    let headings = first.iter().chain(&TO_FILL_IN).map(|heading| (*heading).to_owned()).collect();
    let rows = visits.iter().map(|visit| {
        *number += 1;
        let id = IdKey::from_packed(visit.key).map_or_else(String::new, IdKey::reveal);
        let rung = question.rungs[usize::from(visit.rung)].wording.zh.clone();
        let known =
            [number.to_string(), visit.place.village_name.clone(), visit.name.clone(), id, visit.address.clone(), rung];
        known.into_iter().chain(TO_FILL_IN.map(|_| String::new())).collect()
    });
    let rows = rows.collect();
    Page {
        title: format!("{}　实地抽检　{}", findings.title.zh, visits[0].place.of_town().town_name),
        name,
        notice: "内部资料 注意保密　入户核查须两人同行，出示证件；核查后当场请被访人签名。".into(),
        cells: Cells { headings, rows },
        frozen_columns: 3,
        widths: &[],
    }
}
