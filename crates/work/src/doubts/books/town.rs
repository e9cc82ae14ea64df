//! A town's workbook: a cover, a sheet for each village, and the rows that could not be compared.

use super::{
    ANSWER_COLUMNS, BATCH, Cells, ID, NAME, NUMBER, Page, file_name,
    page::{HEADINGS_ROW, open_format},
    sheet_name, to_bytes,
};
use crate::doubts::{
    findings::{Doubt, NearRow, RowSaid, Says},
    hand_down::{Batch, DeskError, HandedDoubt},
    labels::Labels,
    place::Place,
};
use doudi_kernel::Lang;
use rust_xlsxwriter::{DataValidation, Formula, Workbook, Worksheet};

/// A workbook with the name that its file should have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedBook {
    /// The file's name.
    pub name: String,
    /// The town's code; `None` for those that could not be placed.
    pub town: Option<String>,
    /// How many doubts it holds.
    pub doubts: usize,
    /// The file.
    pub bytes: Vec<u8>,
}

/// A workbook for each town of a batch, in the order of the towns' codes.
///
/// # Errors
/// [`DeskError::Workbook`].
pub fn town_books(batch: &Batch, labels: &Labels) -> Result<Vec<NamedBook>, DeskError> {
    batch.towns().iter().map(|town| book(batch, town, labels)).collect()
}

fn book(batch: &Batch, town: &Place, labels: &Labels) -> Result<NamedBook, DeskError> {
    let doubts: Vec<&HandedDoubt> = batch.of_town(town).collect();
    let mut book = Workbook::new();
    let cover_rows = cover(batch, town, &doubts).write_cover(&mut book, batch)?;
    let mut names = vec!["封面".to_owned()];
    for village in doubts.chunk_by(|a, b| a.doubt.place.village == b.doubt.place.village) {
        let place = &village[0].doubt.place;
        let known = place.village.is_some();
        let wanted = if known { place.village_name.clone() } else { "村（社区）不明".into() };
        let name = sheet_name(&wanted, &names);
        let page = village_page(batch, town, village, labels, name.clone());
        let first = page.cells.headings.len() as u16 - ANSWER_COLUMNS.len() as u16;
        open_answers(page.write(&mut book)?, first, &vec![&[][..]; village.len()], &cover_rows)?;
        names.push(name);
    }
    if let Some(page) = leftover_page(batch, town, &names) {
        page.write(&mut book)?;
    }
    let code = town.town.clone().unwrap_or_default();
    let title = format!("{code}{}_{}_{}_{}.xlsx", town.town_name, batch.title.zh, batch.month, short(batch));
    Ok(NamedBook {
        name: file_name(&title),
        town: town.town.clone(),
        doubts: doubts.len(),
        bytes: to_bytes(book, batch.handed_down)?,
    })
}

fn short(batch: &Batch) -> &str {
    batch.id.as_str().get(..8).unwrap_or(batch.id.as_str())
}

fn notice(batch: &Batch) -> String {
    let deadline = batch.deadline.map_or_else(|| "以通知为准".to_owned(), |day| day.to_string());
    format!(
        "内部资料 注意保密　{BATCH}{}　数据月份：{}　下发日期：{}　反馈截止：{deadline}",
        batch.id, batch.month, batch.handed_down
    )
}

fn village_page(batch: &Batch, town: &Place, village: &[&HandedDoubt], labels: &Labels, name: String) -> Page {
    let mut headings: Vec<String> = [NUMBER, NAME, ID, "住址", "疑点"].map(str::to_owned).into();
    let proposes = village.iter().any(|handed| handed.doubt.proposed.is_some());
    headings.extend(proposes.then(|| "应认定身份".to_owned()));
    headings.extend(["佐证", "此前"].map(str::to_owned));
    headings.extend(ANSWER_COLUMNS.map(str::to_owned));
    let rows = village.iter().map(|handed| row(batch, handed, proposes, labels)).collect();
    let title = format!("{}表　{}{}", batch.title.zh, town.town_name, village[0].doubt.place.village_name);
    Page { name, title, notice: notice(batch), cells: Cells { headings, rows }, frozen_columns: 2, widths: &WIDTHS }
}

/// So that a village's sheet is read on one landscape A4 page, with room to write.
pub(super) const WIDTHS: [(&str, f64); 12] = [
    (NUMBER, 5.0),
    (NAME, 9.0),
    (ID, 20.0),
    ("住址", 18.0),
    ("疑点", 14.0),
    ("应认定身份", 11.0),
    ("佐证", 40.0),
    ("此前", 8.0),
    (ANSWER_COLUMNS[0], 16.0),
    (ANSWER_COLUMNS[1], 12.0),
    (ANSWER_COLUMNS[2], 14.0),
    (ANSWER_COLUMNS[4], 11.0),
];

fn row(batch: &Batch, handed: &HandedDoubt, proposes: bool, labels: &Labels) -> Vec<String> {
    let doubt = &handed.doubt;
    let reason = batch.reason(&doubt.reason).map_or(doubt.reason.as_str(), |wording| &wording.zh);
    let mut row = vec![
        handed.number.to_string(),
        doubt.name.clone(),
        doubt.id().reveal(),
        doubt.address.clone(),
        reason.to_owned(),
    ];
    if proposes {
        let proposed = doubt.proposed.as_ref();
        row.push(proposed.map(|(code, wording)| format!("{code} {}", wording.zh)).unwrap_or_default());
    }
    row.push(evidence(batch, doubt, labels));
    row.push(before(handed));
    row.extend(ANSWER_COLUMNS.map(|_| String::new()));
    row
}

/// What each source says of a person, a line a row with its month and place; then the sources that do not know the
/// person, and those that were not loaded and therefore say nothing.
fn evidence(batch: &Batch, doubt: &Doubt, labels: &Labels) -> String {
    let rows = doubt.evidence.iter().filter_map(|evidence| match &evidence.says {
        Says::Rows(rows) => Some(rows.iter().map(|row| said(batch, &evidence.source, row, labels))),
        Says::Absent | Says::NotLoaded => None,
    });
    let mut lines: Vec<String> = rows.flatten().collect();
    for (what, says) in [("未见于", Says::Absent), ("未接入", Says::NotLoaded)] {
        let sources = doubt.evidence.iter().filter(|evidence| evidence.says == says);
        let titles: Vec<&str> = sources.map(|evidence| title(batch, &evidence.source)).collect();
        if !titles.is_empty() {
            lines.push(format!("{what}：{}", titles.join("、")));
        }
    }
    let near = |near: &NearRow| {
        format!("{}第{}行号码有误或缺失，可能是此人：{}", title(batch, &near.source), near.row, near.why.zh)
    };
    lines.extend(doubt.near.iter().map(near));
    lines.join("\n")
}

fn title<'b>(batch: &'b Batch, source: &'b str) -> &'b str {
    batch.source(source).map_or(source, |state| &state.title.zh)
}

fn said(batch: &Batch, source: &str, row: &RowSaid, labels: &Labels) -> String {
    let values = row
        .values
        .iter()
        .map(|(field, value)| format!("{}{}", labels.field(field, Lang::Zh), labels.value(field, value)));
    let values: Vec<String> = values.collect();
    let values = if values.is_empty() { "在册".to_owned() } else { values.join("，") };
    let mended = row.mended.as_ref().map(|mending| format!("，{}", mending.say(Lang::Zh))).unwrap_or_default();
    format!("{}：{values}（{} {}第{}行{mended}）", title(batch, source), row.month, row.sheet, row.row)
}

fn before(handed: &HandedDoubt) -> String {
    match &handed.before {
        None => "新增".into(),
        Some(before) => match &before.answer {
            None => format!("自{}起未反馈", before.open_since),
            Some(answer) => format!("上批已答 {answer}，仍在"),
        },
    }
}

/// Where the cover lists the answers, for the drop-down lists of the village sheets.
pub(super) struct AnswerRows {
    first: u32,
    last: u32,
}

impl AnswerRows {
    /// `count` answers, `skipped` rows below the headings.
    pub(super) fn below_headings(skipped: usize, count: usize) -> Self {
        let first = HEADINGS_ROW + 1 + skipped as u32;
        Self { first, last: first + count.max(1) as u32 - 1 }
    }
}

/// The answers as rows of three cells: the choice, nothing, whether it must be explained.
pub(super) fn answer_list(batch: &Batch) -> Vec<Vec<String>> {
    let must = |explain: bool| if explain { "须填说明" } else { "" }.to_owned();
    batch.answers.iter().map(|answer| vec![answer.choice(), String::new(), must(answer.explain)]).collect()
}

/// Opens the last five columns for filling in, with what is filled in already and a drop-down list of the answers.
pub(super) fn open_answers(
    sheet: &mut Worksheet,
    first: u16,
    filled: &[&[String]],
    list: &AnswerRows,
) -> Result<(), DeskError> {
    let (top, bottom) = (HEADINGS_ROW + 1, HEADINGS_ROW + filled.len() as u32);
    let formats = ["@", "@", "@", "@", "yyyy-mm-dd"].map(open_format);
    for (row, filled) in (top..).zip(filled) {
        for (at, (column, format)) in (first..).zip(&formats).enumerate() {
            sheet.write_with_format(row, column, filled.get(at).map_or("", String::as_str), format)?;
        }
    }
    let choices = format!("=封面!$A${}:$A${}", list.first + 1, list.last + 1);
    let choose = DataValidation::new()
        .allow_list_formula(Formula::new(choices))
        .set_error_title("核实情况类型")?
        .set_error_message("请从下拉列表中选择，可选项见封面。")?;
    sheet.add_data_validation(top, first, bottom, first, &choose)?;
    Ok(())
}

/// The cover: counts by village, the list of answers, what to do.
struct Cover {
    page: Page,
    answers_at: usize,
}

fn cover(batch: &Batch, town: &Place, doubts: &[&HandedDoubt]) -> Cover {
    let mut rows = Vec::new();
    for village in doubts.chunk_by(|a, b| a.doubt.place.village == b.doubt.place.village) {
        let name = &village[0].doubt.place.village_name;
        let name = if name.is_empty() { "村（社区）不明" } else { name };
        rows.push(vec![name.to_owned(), village.len().to_string(), String::new()]);
    }
    rows.push(vec!["合计".into(), doubts.len().to_string(), String::new()]);
    rows.push(vec!["【填写说明】".into(), String::new(), String::new()]);
    for line in INSTRUCTIONS {
        rows.push(vec![line.into(), String::new(), String::new()]);
    }
    for basis in &batch.basis {
        rows.push(vec![format!("依据：{}", basis.zh), String::new(), String::new()]);
    }
    for source in batch.sources.iter().filter(|source| !source.loaded()) {
        rows.push(vec![
            format!("未接入来源：{}（{}）", source.title.zh, source.department.zh),
            String::new(),
            String::new(),
        ]);
    }
    rows.push(vec!["【核实情况类型】".into(), String::new(), String::new()]);
    let answers_at = rows.len();
    rows.extend(answer_list(batch));
    let headings = ["村（社区）", "疑点数", "备注"].map(str::to_owned).into();
    let title = format!("{}　{}", batch.title.zh, town.town_name);
    let page = Page {
        name: "封面".into(),
        title,
        notice: notice(batch),
        cells: Cells { headings, rows },
        frozen_columns: 0,
        widths: &[("村（社区）", 60.0), ("疑点数", 10.0), ("备注", 14.0)],
    };
    Cover { page, answers_at }
}

const INSTRUCTIONS: [&str; 5] = [
    "1. 每村（社区）一张表，逐人入户或电话核实后填写右侧黄色五列，其余各列请勿改动。",
    "2. “核实情况类型”请从下拉列表选择；“12位行政区划编码”填核实对象所在村（社区）的编码，须为本乡镇的编码。",
    "3. 疑点是数据比对的结果，不是结论；与实际不符的，请选相应类型并在“说明”中写明。",
    "4. 本表含身份证号码，只限经办人员使用，不得通过即时通讯群转发，用毕按规定销毁。",
    "5. 按截止日期将本工作簿原样发回；退回的行会写明原因，改正后只需发回退回的行。",
];

impl Cover {
    fn write_cover(&self, book: &mut Workbook, batch: &Batch) -> Result<AnswerRows, DeskError> {
        self.page.write(book)?;
        Ok(AnswerRows::below_headings(self.answers_at, batch.answers.len()))
    }
}

fn leftover_page(batch: &Batch, town: &Place, names: &[String]) -> Option<Page> {
    let rows: Vec<Vec<String>> = batch
        .leftovers
        .iter()
        .filter(|left| left.place.town == town.town)
        .map(|left| {
            let source = batch.source(&left.source).map_or(left.source.as_str(), |source| &source.title.zh);
            let why = left.why.say(Lang::Zh);
            [&left.place.village_name, &left.name, source, &left.row.to_string(), why].map(str::to_owned).into()
        })
        .collect();
    let headings = ["村（社区）", NAME, "来源名册", "行号", "未能比对的原因"].map(str::to_owned).into();
    (!rows.is_empty()).then(|| Page {
        name: sheet_name("未能比对", names),
        title: format!("未能比对人员　{}", town.town_name),
        notice: format!("{}　请由名册来源单位补正后重新报送，本表无需填写。", notice(batch)),
        cells: Cells { headings, rows },
        frozen_columns: 0,
        widths: &[],
    })
}
