//! A page of its own: the drawing, and the same as a table for those who cannot see it.

use super::{Picture, escaped, svg::percent, waterfall_svg};
use crate::link::said;
use std::fmt::Write;

const STYLE: &str = "body{margin:0;padding:24px;background:#eef1f5;color:#1c2430;\
font-family:'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',sans-serif}\
main{max-width:960px;margin:auto;background:#fff;padding:8px 0 24px;border:1px solid #d9dee6}\
svg{display:block;max-width:100%;height:auto}details{margin:8px 24px}table{border-collapse:collapse;margin-top:8px}\
th,td{border:1px solid #d9dee6;padding:4px 10px;text-align:left}td:last-child{text-align:right}\
p{margin:8px 24px;color:#4a5666}@media print{body{background:#fff;padding:0}main{border:0}details{display:none}}";

/// The waterfall of a pair as one file that needs nothing else: no script, no font, no network.
pub fn waterfall_html(picture: &Picture) -> String {
    let mut page = String::new();
    write(&mut page, picture).expect("a string takes everything");
    page
}

fn write(page: &mut String, picture: &Picture) -> std::fmt::Result {
    let lang = picture.lang;
    let title = lang.pick("两条记录是否同一人", "One person or two");
    writeln!(
        page,
        "<!doctype html>\n<html lang=\"{}\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n<style>{STYLE}</style>",
        lang.pick("zh-CN", "en")
    )?;
    writeln!(page, "<main>\n{}<details><summary>{}</summary>", waterfall_svg(picture), lang.pick("表格", "table"))?;
    let headings = lang.pick(["栏目", "异同", "甲", "乙", "比特"], ["column", "agreement", "left", "right", "bits"]);
    writeln!(page, "<table><tr>{}</tr>", headings.map(|heading| format!("<th>{heading}</th>")).concat())?;
    for row in &picture.rows {
        let [left, right] = row.values.clone().unwrap_or_default();
        let cells = [&row.title, &row.level, &left, &right, &said(row.bits)].map(|text| cell(text));
        writeln!(page, "<tr>{}</tr>", cells.concat())?;
    }
    let sum = format!("{} {}", said(picture.weight), percent(picture.probability));
    let cells = [lang.pick("合计", "sum"), picture.verdict(), "", "", &sum].map(cell);
    writeln!(page, "<tr>{}</tr></table></details>\n</main>\n</html>", cells.concat())
}

fn cell(text: &str) -> String {
    format!("<td>{}</td>", escaped(text))
}
