//! The sheets, ready to print: A4 across, the header on every page, columns as wide as their Chinese.

use super::{Parts, changes::Change, people::Person, sentence};
use crate::intake::plan::Plan;
use doudi_kernel::{Lang, Say};
use doudi_lake::{Complaint, Manifest};
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

/// Rows of a sheet: more than any office reads, fewer than a sheet holds.
const MOST_ROWS: usize = 200_000;
const A4: u8 = 9;

/// Counts and control totals, and what the other sheets mean.
pub(super) fn cover(sheet: &mut Worksheet, plan: &Plan, manifest: &Manifest, parts: &Parts) -> Result<(), XlsxError> {
    sheet.set_name("回执")?.set_paper_size(A4).set_print_fit_to_pages(1, 0);
    sheet.set_column_width(0, 26)?.set_column_width(1, 20)?.set_column_width(2, 20)?.set_column_width(3, 30)?;
    let title = Format::new().set_bold().set_font_size(16).set_align(FormatAlign::Center);
    sheet.merge_range(0, 0, 0, 3, "数据接收回执", &title)?;
    let mut row = 2;
    for (label, value) in facts(plan, manifest, parts) {
        sheet.write_string_with_format(row, 0, label, &Format::new().set_bold())?;
        sheet.write_string_with_format(row, 1, &value, &Format::new())?;
        row += 1;
    }
    row = controls(sheet, row + 1, plan)?;
    rules(sheet, row + 1, plan)
}

fn facts(plan: &Plan, manifest: &Manifest, parts: &Parts) -> Vec<(&'static str, String)> {
    let against = plan.against.as_ref();
    let left = match against {
        None => "没有上期名册可比".to_owned(),
        Some(against) => against.left.map_or_else(
            || against.no_leavers.map_or_else(String::new, |why| format!("不作认定：{}", why.say(Lang::Zh))),
            |left| format!("{left}人"),
        ),
    };
    let of = |count: Option<u64>| count.map_or_else(|| "没有上期名册可比".into(), |count| format!("{count}人"));
    vec![
        ("来文文件", plan.file.name.clone()),
        ("数据来源", plan.feed_zh.clone()),
        ("所属月份", plan.month.to_string()),
        ("所属部分", if plan.part.is_empty() { "全县".into() } else { plan.part.clone() }),
        ("快照编号", manifest.id.as_str().chars().take(12).collect()),
        ("记录数", format!("{}条（文件中{}行）", plan.records, plan.rows)),
        ("对比的上期", against.map_or_else(|| "无".into(), |against| against.month.to_string())),
        ("新增", of(against.map(|against| against.joined))),
        ("退出", left),
        ("变更", of(against.map(|against| against.changed))),
        ("退回更正", format!("{}处", parts.rejected.len())),
    ]
}

fn controls(sheet: &mut Worksheet, mut row: u32, plan: &Plan) -> Result<u32, XlsxError> {
    if plan.controls.is_empty() {
        sheet.write_string(row, 0, "文件没有写合计，无从核对总数")?;
        return Ok(row + 1);
    }
    header(sheet, row, &["核对总数", "文件所写", "实际", "是否一致"])?;
    for control in &plan.controls {
        row += 1;
        let agrees = if control.agrees { "一致" } else { "不一致，请核对是否缺页或筛选未取消" };
        sheet.write_string(row, 0, &control.name)?;
        sheet.write_string(row, 1, plan.shown_control(&control.name, control.stated))?;
        sheet.write_string(row, 2, plan.shown_control(&control.name, control.found))?;
        sheet.write_string(row, 3, agrees)?;
    }
    Ok(row + 1)
}

fn rules(sheet: &mut Worksheet, mut row: u32, plan: &Plan) -> Result<(), XlsxError> {
    if plan.complaints.is_empty() {
        return Ok(());
    }
    header(sheet, row, &["问题", "处数", "代码", "怎么改"])?;
    let wrap = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for (rule, count) in &plan.complaints {
        row += 1;
        sheet.write_string_with_format(row, 0, rule.say(Lang::Zh), &wrap)?;
        sheet.write_number(row, 1, count.count as f64)?;
        sheet.write_string(row, 2, rule.code())?;
        sheet.write_string_with_format(row, 3, rule.remedy(Lang::Zh), &wrap)?;
    }
    Ok(())
}

/// A sheet of people.
pub(super) fn people(sheet: &mut Worksheet, name: &str, people: &[Person]) -> Result<(), XlsxError> {
    begin(sheet, name, &[("序号", 6), ("姓名", 12), ("身份证号", 22), ("乡镇街道", 18), ("村社区", 18)])?;
    for (row, person) in (1..).zip(people.iter().take(MOST_ROWS)) {
        sheet.write_number(row, 0, f64::from(row))?;
        for (column, text) in (1..).zip([&person.name, &person.id, &person.town, &person.village]) {
            sheet.write_string(row, column, text)?;
        }
    }
    cut(sheet, people.len())
}

/// Old and new.
pub(super) fn changed(sheet: &mut Worksheet, changes: &[Change]) -> Result<(), XlsxError> {
    let columns =
        [("序号", 6), ("姓名", 12), ("身份证号", 22), ("乡镇街道", 16), ("项目", 18), ("原值", 22), ("现值", 22)];
    begin(sheet, "变更", &columns)?;
    for (row, change) in (1..).zip(changes.iter().take(MOST_ROWS)) {
        let Change { person, heading, old, new } = change;
        sheet.write_number(row, 0, f64::from(row))?;
        for (column, text) in (1..).zip([&person.name, &person.id, &person.town, heading, old, new]) {
            sheet.write_string(row, column, if text.is_empty() { "（空）" } else { text })?;
        }
    }
    cut(sheet, changes.len())
}

/// What comes back to be put right.
pub(super) fn rejected(sheet: &mut Worksheet, complaints: &[Complaint]) -> Result<(), XlsxError> {
    let columns = [("序号", 6), ("工作表", 14), ("行号", 8), ("栏目", 18), ("内容", 24), ("问题", 40), ("怎么改", 46)];
    begin(sheet, "退回", &columns)?;
    for (row, complaint) in (1..).zip(complaints.iter().take(MOST_ROWS)) {
        let (problem, remedy) = sentence(complaint);
        sheet.write_number(row, 0, f64::from(row))?;
        sheet.write_string(row, 1, &complaint.sheet)?;
        sheet.write_number(row, 2, f64::from(complaint.row))?;
        for (column, text) in (3..).zip([complaint.column.as_str(), &complaint.shown, &problem, remedy]) {
            sheet.write_string(row, column, text)?;
        }
    }
    cut(sheet, complaints.len())
}

fn begin(sheet: &mut Worksheet, name: &str, columns: &[(&str, u16)]) -> Result<(), XlsxError> {
    sheet.set_name(name)?.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(0, 0)?.set_freeze_panes(1, 0)?.set_footer("&C第&P页，共&N页");
    for (at, (_, width)) in (0..).zip(columns) {
        sheet.set_column_width(at, *width)?;
    }
    header(sheet, 0, &columns.iter().map(|(heading, _)| *heading).collect::<Vec<_>>())
}

fn header(sheet: &mut Worksheet, row: u32, headings: &[&str]) -> Result<(), XlsxError> {
    let format = Format::new()
        .set_bold()
        .set_border(FormatBorder::Thin)
        .set_background_color(Color::RGB(0xE7_EE_F7))
        .set_align(FormatAlign::Center);
    for (column, heading) in (0..).zip(headings) {
        sheet.write_string_with_format(row, column, *heading, &format)?;
    }
    Ok(())
}

/// Says that more would follow: a list that ends without a word would pass for complete.
fn cut(sheet: &mut Worksheet, all: usize) -> Result<(), XlsxError> {
    if all > MOST_ROWS {
        sheet.write_string(MOST_ROWS as u32 + 1, 0, format!("共{all}行，此处只列前{MOST_ROWS}行"))?;
    }
    Ok(())
}
