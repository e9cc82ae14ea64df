//! `doudi lake list`, `show`, `verify`: what the lake holds, and whether it is still what was put in.

use crate::{
    cli::{Lake as Words, LakeQuestion},
    office::Office,
    show::{number, table},
};
use doudi_kernel::{Lang, Say};
use doudi_lake::{Coverage, Lake, LakeError, Manifest};
use std::process::ExitCode;

pub(super) fn run(office: &Office, words: &Words) -> Result<ExitCode, String> {
    let told = |why: LakeError| why.say(office.lang);
    let lake = office.lake().map_err(told)?;
    match &words.question {
        LakeQuestion::List => list(office.lang, &lake).map_err(told),
        LakeQuestion::Show { id } => show(office.lang, &lake, id),
        LakeQuestion::Verify => verify(office.lang, &lake).map_err(told),
    }
}

fn list(lang: Lang, lake: &Lake) -> Result<ExitCode, LakeError> {
    let snapshots = lake.snapshots()?;
    if snapshots.is_empty() {
        println!(
            "{}",
            lang.pick("湖中还没有快照；用 doudi intake 文件 导入", "no snapshots yet; doudi intake FILE brings them")
        );
        return Ok(ExitCode::SUCCESS);
    }
    let rows: Vec<Vec<String>> = snapshots.iter().map(|snapshot| line(lang, snapshot)).collect();
    println!("{}", table(&headings(lang), &rows));
    Ok(ExitCode::SUCCESS)
}

fn headings(lang: Lang) -> [&'static str; 8] {
    lang.pick(
        ["编号", "种类", "月份", "部分", "记录", "问题", "覆盖", "来文"],
        ["id", "feed", "month", "part", "records", "complaints", "coverage", "file"],
    )
}

fn line(lang: Lang, snapshot: &Manifest) -> Vec<String> {
    let about = &snapshot.about;
    vec![
        snapshot.id.as_str().chars().take(12).collect(),
        about.feed.to_string(),
        about.month.to_string(),
        about.part.clone(),
        number(snapshot.rows),
        number(snapshot.complaints),
        match about.coverage {
            Coverage::Full => lang.pick("全量", "full"),
            Coverage::Increment => lang.pick("增量", "increment"),
        }
        .into(),
        about.source.name.clone(),
    ]
}

fn show(lang: Lang, lake: &Lake, id: &str) -> Result<ExitCode, String> {
    let told = |why: LakeError| why.say(lang);
    let snapshots = lake.snapshots().map_err(told)?;
    let mut meant = snapshots.iter().filter(|snapshot| snapshot.id.as_str().starts_with(id));
    let (Some(snapshot), None) = (meant.next(), meant.next()) else {
        return Err(match lang {
            Lang::Zh => format!("没有或不止一个编号以“{id}”开头的快照；用 doudi lake list 查看"),
            Lang::En => format!("no snapshot, or several, begin with {id}; see doudi lake list"),
        });
    };
    println!("{}", table(&headings(lang), &[line(lang, snapshot)]));
    for control in &snapshot.about.controls {
        let agrees = if control.agrees { lang.pick("相符", "agrees") } else { lang.pick("不符", "differs") };
        println!("{} {} / {} {agrees}", control.name, number_signed(control.stated), number_signed(control.found));
    }
    let complaints = lake.complaints(&snapshot.id).map_err(told)?;
    let rows: Vec<Vec<String>> = complaints
        .iter()
        .map(|c| {
            vec![
                c.sheet.clone(),
                c.row.to_string(),
                c.column.clone(),
                c.shown.clone(),
                c.rule.say(lang),
                c.rule.remedy(lang).into(),
            ]
        })
        .collect();
    if !rows.is_empty() {
        let headings = lang.pick(
            ["工作表", "行", "列", "原值（遮蔽）", "问题", "处理"],
            ["sheet", "row", "column", "value (masked)", "rule", "remedy"],
        );
        println!("{}", table(&headings, &rows));
    }
    Ok(ExitCode::SUCCESS)
}

fn number_signed(n: i64) -> String {
    format!("{}{}", if n < 0 { "-" } else { "" }, number(n.unsigned_abs()))
}

fn verify(lang: Lang, lake: &Lake) -> Result<ExitCode, LakeError> {
    let verified = lake.verify()?;
    let changed: Vec<_> = verified.iter().filter(|one| !one.differing.is_empty()).collect();
    for one in &changed {
        println!("{} {}: {}", lang.pick("已被改动：", "changed:"), one.id, one.differing.join(", "));
    }
    let (all, bad) = (verified.len(), changed.len());
    match lang {
        Lang::Zh => println!("共校验 {all} 个快照，{bad} 个与入湖时不一致"),
        Lang::En => println!("{all} snapshots verified, {bad} differ from what was put in"),
    }
    Ok(if bad == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
