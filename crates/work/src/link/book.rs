//! The workbook for people: pairs to be looked at with both records side by side and the reason, and room to answer.
//!
//! It holds whole numbers, because somebody must find the people. Every sheet and every printed page says so, and nothing
//! of it goes anywhere else.

use super::{LinkBatch, LinkPlan, Verdict, plan::Asked};
use crate::doubts::{
    DeskError,
    books::{Cells, HEADINGS_ROW, Page, open_format, to_bytes},
};
use doudi_compare::link::Band;
use rust_xlsxwriter::{DataValidation, Workbook, Worksheet};

/// The heading of the number by which a returned row is found.
pub(super) const NUMBER: &str = "序号";
/// The headings of the records.
pub(super) const RECORDS: [&str; 2] = ["甲表记录", "乙表记录"];
/// The columns that are filled in, in their order.
pub(super) const ANSWERS: [&str; 4] = ["核对结论", "说明", "核对人", "核对日期"];
/// Before the batch's name, in the second line of every sheet; as in the workbooks of doubts.
pub(super) const BATCH: &str = "批次：";

/// So that a sheet is read on one landscape A4 page, with room to write.
const WIDTHS: [(&str, f64); 9] = [
    (NUMBER, 5.0),
    (RECORDS[0], 28.0),
    (RECORDS[1], 28.0),
    ("为什么", 36.0),
    ("把握", 8.0),
    (ANSWERS[0], 11.0),
    (ANSWERS[1], 14.0),
    (ANSWERS[2], 9.0),
    (ANSWERS[3], 11.0),
];

/// The workbook of a batch.
///
/// # Errors
/// [`DeskError::Workbook`].
pub fn link_book(batch: &LinkBatch) -> Result<Vec<u8>, DeskError> {
    let mut book = Workbook::new();
    cover(batch).write(&mut book)?;
    let (look, same): (Vec<&Asked>, Vec<&Asked>) = batch.asked.iter().partition(|asked| asked.look);
    for (name, title, rows) in [
        ("待核对", "可能是同一人，请逐对核对", look),
        ("拟认定", "拟认定为同一人（把握最小的在前，不对的请指出）", same),
    ] {
        if !rows.is_empty() {
            let count = rows.len() as u32;
            open_answers(page(batch, name, title, &rows).write(&mut book)?, count)?;
        }
    }
    to_bytes(book, batch.made)
}

fn notice(batch: &LinkBatch) -> String {
    format!("内部资料 注意保密　{BATCH}{}　数据月份：{}　生成日期：{}", batch.id, batch.month, batch.made)
}

fn page(batch: &LinkBatch, name: &str, title: &str, rows: &[&Asked]) -> Page {
    let headings = [NUMBER, RECORDS[0], RECORDS[1], "为什么", "把握"].iter().chain(&ANSWERS);
    let row = |asked: &&Asked| {
        let mut row = vec![asked.number.to_string(), record(asked, 0), record(asked, 1)];
        row.extend([asked.why.replace('；', "\n"), percent(asked.probability)]);
        row.extend(ANSWERS.map(|_| String::new()));
        row
    };
    Page {
        name: name.into(),
        title: format!("{title}　{}", lists(&batch.plan)),
        notice: notice(batch),
        cells: Cells {
            headings: headings.map(|heading| (*heading).to_owned()).collect(),
            rows: rows.iter().map(row).collect(),
        },
        frozen_columns: 1,
        widths: &WIDTHS,
    }
}

/// A record as the workbook writes it: where it stands, then what it says, a line a column, so that the lines of two
/// records lie side by side.
pub(super) fn record(asked: &Asked, side: usize) -> String {
    let (sheet, row) = &asked.places[side];
    let place = if sheet.is_empty() { format!("第{row}行") } else { format!("{sheet} 第{row}行") };
    let lines = asked.records[side].iter().map(|(title, value)| format!("{title}：{value}"));
    std::iter::once(place).chain(lines).collect::<Vec<_>>().join("\n")
}

/// A probability as people read it, never a round 100 %.
pub(super) fn percent(probability: f64) -> String {
    match probability {
        p if p > 0.9995 => ">99.9%".into(),
        p => format!("{:.1}%", p * 100.0),
    }
}

/// The lists' names.
pub(super) fn lists(plan: &LinkPlan) -> String {
    plan.lists.iter().map(|list| list.name.as_str()).collect::<Vec<_>>().join(" × ")
}

fn open_answers(sheet: &mut Worksheet, rows: u32) -> Result<(), DeskError> {
    let first = WIDTHS.len() as u16 - ANSWERS.len() as u16;
    let (top, bottom) = (HEADINGS_ROW + 1, HEADINGS_ROW + rows);
    let formats = ["@", "@", "@", "yyyy-mm-dd"].map(open_format);
    for row in top..=bottom {
        for (column, format) in (first..).zip(&formats) {
            sheet.write_with_format(row, column, "", format)?;
        }
    }
    let choose = DataValidation::new()
        .allow_list_strings(&Verdict::ALL.map(Verdict::zh))?
        .set_error_title(ANSWERS[0])?
        .set_error_message("请从下拉列表中选择。")?;
    sheet.add_data_validation(top, first, bottom, first, &choose)?;
    Ok(())
}

fn cover(batch: &LinkBatch) -> Page {
    let plan = &batch.plan;
    let shown = |band: Band| batch.asked.iter().filter(|asked| asked.look == (band == Band::Look)).count();
    let line = |what: &str, count: usize, note: String| vec![what.to_owned(), count.to_string(), note];
    let mut rows = Vec::new();
    for (word, list) in ["甲表", "乙表"].iter().zip(plan.lists.iter().cycle()) {
        rows.push(line(&format!("{word}　{}", list.name), list.rows, "条记录".into()));
    }
    rows.push(line("估计两表中同一人的对数", plan.matches.round() as usize, String::new()));
    rows.push(line("待核对（见“待核对”表）", shown(Band::Look), String::new()));
    rows.push(line("拟认定中列出的（见“拟认定”表）", shown(Band::Same), "其余把握更大".into()));
    let text = |text: String| vec![text, String::new(), String::new()];
    rows.push(text("【填写说明】".into()));
    rows.extend(INSTRUCTIONS.iter().map(|line| text((*line).to_owned())));
    let titles: Vec<&str> = plan.columns.iter().map(|column| column.zh.as_str()).collect();
    rows.push(text(format!("比对栏目：{}", titles.join("、"))));
    Page {
        name: "封面".into(),
        title: format!("同一人核对表　{}", lists(plan)),
        notice: notice(batch),
        cells: Cells { headings: ["内容", "数量", "备注"].map(str::to_owned).into(), rows },
        frozen_columns: 0,
        widths: &[("内容", 70.0), ("数量", 10.0), ("备注", 14.0)],
    }
}

const INSTRUCTIONS: [&str; 6] = [
    "1. 每行是两份名单中可能为同一人的两条记录，左右并列；“为什么”逐栏说明依据，正数支持是同一人，负数反对。",
    "2. “核对结论”请从下拉列表选择：是同一人、不是同一人、不清楚；并填核对人、核对日期，其余各列请勿改动。",
    "3. 请先核对“待核对”表；“拟认定”表中的各对不填即按同一人处理，发现不对的请选“不是同一人”。",
    "4. 结论将被记录，以后再比对同样的记录时照此办理；更正以前的结论，请在“说明”中写明“更正”。",
    "5. “把握”由两份名单自身估算，是概率，不是结论；同名同村的人很多，请以入户或电话核实为准。",
    "6. 本表含个人信息，只限经办人员使用，不得通过即时通讯群转发，用毕按规定销毁。",
];
