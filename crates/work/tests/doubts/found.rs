//! What was found, as text: counts, people who could not be compared, doubts with their evidence.

use doudi_kernel::Lang;
use doudi_work::doubts::{Doubt, Evidence, Findings, Grid, Role, Says};
use std::fmt::Write;

pub(super) fn write(findings: &Findings) -> String {
    let mut text = String::new();
    let missing = findings.sources.iter().filter(|source| !source.loaded());
    for source in missing {
        writeln!(
            text,
            "未接入 {}{}",
            source.id,
            match source.role {
                Role::Decides => "（必需）",
                Role::Asked => "（被核查名册）",
                Role::Explains => "",
            }
        )
        .unwrap();
    }
    for row in findings.by_mending(Lang::Zh).rows {
        writeln!(text, "认定 {}", row.join(" | ")).unwrap();
    }
    for question in &findings.questions {
        writeln!(text, "== {}", question.id).unwrap();
        for line in grid(&findings.by_town(question, Lang::Zh)) {
            writeln!(text, "{line}").unwrap();
        }
        let county = findings.counts(question).county;
        for (rung, count) in question.rungs.iter().zip(&county.rungs).filter(|(_, count)| **count > 0) {
            writeln!(text, "{} {count}", rung.code).unwrap();
        }
        for left in &question.leftovers {
            let place = format!("{} {}", left.place.town_name, left.place.village_name);
            writeln!(
                text,
                "未能比对 {} {} {} 第{}行：{}",
                place.trim(),
                left.name,
                left.source,
                left.row,
                left.why.say(Lang::Zh)
            )
            .unwrap();
        }
        question.doubts.iter().for_each(|doubt| write_doubt(&mut text, doubt));
    }
    text
}

fn grid(grid: &Grid) -> Vec<String> {
    std::iter::once(&grid.headings).chain(&grid.rows).map(|row| row.join(" | ")).collect()
}

fn write_doubt(text: &mut String, doubt: &Doubt) {
    let place = format!("{} {}", doubt.place.town_name, doubt.place.village_name);
    write!(text, "疑点 {} {} {} {}", doubt.reason, doubt.id(), doubt.name, place.trim()).unwrap();
    match &doubt.proposed {
        Some((code, _)) => writeln!(text, " 应为{code}").unwrap(),
        None => writeln!(text).unwrap(),
    }
    for Evidence { source, says } in &doubt.evidence {
        match says {
            Says::NotLoaded => writeln!(text, "  {source} 未接入").unwrap(),
            Says::Absent => {}
            Says::Rows(rows) => rows.iter().for_each(|row| {
                let values: Vec<_> = row.values.iter().map(|(field, value)| format!("{field}={value}")).collect();
                write!(text, "  {source} {} 第{}行 {}", row.month, row.row, values.join(" ")).unwrap();
                let mended = row.mended.as_ref().map(|mending| format!("〔{}〕", mending.say(Lang::Zh)));
                writeln!(text, "{}", mended.unwrap_or_default()).unwrap();
            }),
        }
    }
    for near in &doubt.near {
        writeln!(text, "  可能 {} 第{}行：{}", near.source, near.row, near.why.zh).unwrap();
    }
}
