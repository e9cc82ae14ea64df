//! Refused rows on their way back: the reason beside what was filled in, with the same columns, so that the corrected
//! workbook can be sent in as it is.

use super::{
    ANSWER_COLUMNS, BATCH, Cells, ID, NAME, NUMBER, NamedBook, Page, file_name, to_bytes,
    town::{AnswerRows, WIDTHS, answer_list, open_answers},
};
use crate::doubts::{
    answers::Refused,
    hand_down::{Batch, DeskError},
};
use doudi_kernel::{Date, Lang, Say};
use rust_xlsxwriter::Workbook;

/// The workbook of refused rows; `None` when nothing was refused.
///
/// # Errors
/// [`DeskError::Workbook`].
pub fn refused_book(batch: &Batch, refused: &[Refused], today: Date) -> Result<Option<NamedBook>, DeskError> {
    if refused.is_empty() {
        return Ok(None);
    }
    let mut book = Workbook::new();
    let rows = list(batch).write(&mut book).map(|_| AnswerRows::below_headings(0, batch.answers.len()))?;
    let page = page(batch, refused);
    let sheet = page.write(&mut book)?;
    let first = page.cells.headings.len() as u16 - ANSWER_COLUMNS.len() as u16;
    let filled: Vec<&[String]> = refused.iter().map(|row| row.filled.as_slice()).collect();
    open_answers(sheet, first, &filled, &rows)?;
    let name = file_name(&format!("退回_{}_{}_{today}.xlsx", batch.title.zh, batch.month));
    Ok(Some(NamedBook { name, town: None, doubts: refused.len(), bytes: to_bytes(book, today)? }))
}

fn list(batch: &Batch) -> Page {
    Page {
        name: "封面".into(),
        title: format!("{}　退回清单", batch.title.zh),
        notice: "请在“退回”表中改正黄色各列后发回本工作簿；可选的核实情况类型如下。".into(),
        cells: Cells { headings: ["核实情况类型", "", ""].map(str::to_owned).into(), rows: answer_list(batch) },
        frozen_columns: 0,
        widths: &[],
    }
}

fn page(batch: &Batch, refused: &[Refused]) -> Page {
    let first = ["文件", "工作表", "行号", "退回原因", NUMBER, NAME, ID];
    let headings = first.iter().chain(&ANSWER_COLUMNS).map(|heading| (*heading).to_owned()).collect();
    let rows = refused.iter().map(|row| {
        let handed = row.number.and_then(|number| batch.doubts.get(number as usize - 1));
        let person = handed.map_or_else(Default::default, |handed| {
            [handed.number.to_string(), handed.doubt.name.clone(), handed.doubt.id().reveal()]
        });
        let at = [row.at.file.clone(), row.at.sheet.clone(), row.at.row.to_string(), row.why.say(Lang::Zh)];
        at.into_iter().chain(person).chain(ANSWER_COLUMNS.map(|_| String::new())).collect()
    });
    Page {
        name: "退回".into(),
        title: format!("{}　退回清单", batch.title.zh),
        notice: format!("内部资料 注意保密　{BATCH}{}", batch.id),
        cells: Cells { headings, rows: rows.collect() },
        frozen_columns: 0,
        widths: &WIDTHS,
    }
}
