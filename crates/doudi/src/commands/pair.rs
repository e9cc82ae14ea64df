//! `doudi match ASKED SOURCE --out DIR`: two lists against each other, straight from the files.

use crate::{
    cli::Match as Words,
    office::Office,
    show::{bar, number, table},
};
use doudi_kernel::{Lang, Say, county_name};
use doudi_work::pair::{DivisionCount, PairOptions, Pairing, ReasonCount, pair};
use std::path::Path;

/// Divisions shown on the terminal; all of them stand in `counts.csv`.
const SHOWN: usize = 20;

pub(super) fn run(office: &Office, words: &Words) -> Result<(), String> {
    let bar = bar(office.quiet, 0, office.lang.pick("比对（字节）", "comparing (bytes)"));
    let options = PairOptions { second_chance: !words.exact, ..PairOptions::default() };
    let found = pair(&words.asked, &words.source, &words.out, &options, &|done, all| {
        bar.set_length(all);
        bar.set_position(done);
    });
    bar.finish_and_clear();
    let found = found.map_err(|why| why.say(office.lang))?;
    println!("{}", sums(office.lang, &found));
    if !found.reasons.is_empty() {
        println!("{}", reasons(office.lang, &found));
    }
    if !found.divisions.is_empty() {
        println!("{}", divisions(office.lang, &found.divisions));
    }
    println!("{}", files(office.lang, &found, &words.out));
    Ok(())
}

fn sums(lang: Lang, found: &Pairing) -> String {
    let headings = lang.pick(["项目", "数量"], ["item", "count"]);
    let lines = [
        (lang.pick("被比对名单", "rows asked about"), found.asked_rows),
        (lang.pick("比对源", "rows of the source"), found.source_rows),
        (lang.pick("源中没有", "not in the source"), found.missing),
        (lang.pick("其中待核（可能的人见 look）", "of these to be looked at (see look)"), found.look),
        (lang.pick("修正号码或按姓名等认定", "linked although a number is broken or missing"), found.repaired),
        (lang.pick("姓名不一致", "names differ"), found.mismatch),
        (lang.pick("源中已死亡", "dead in the source"), found.dead),
        (lang.pick("源中重复的号码", "numbers twice in the source"), found.repeated_ids),
    ];
    let rows: Vec<Vec<String>> = lines.iter().map(|(what, count)| vec![what.to_string(), number(*count)]).collect();
    table(&headings, &rows)
}

/// Why rows were linked without their number being met, or are to be looked at.
fn reasons(lang: Lang, found: &Pairing) -> String {
    let headings =
        lang.pick(["号码", "认定依据或待核原因", "结果", "行数"], ["number", "proof, or why not", "result", "rows"]);
    let line = |count: &ReasonCount| {
        let repair = count.repair.map_or(lang.pick("无可用号码", "no usable number"), |repair| repair.title(lang));
        let whose = if count.in_source { lang.pick("（来源名单）", " (in the source)") } else { "" };
        let (said, result) = match count.outcome {
            Ok(proof) => (proof.say(lang), lang.pick("认定", "linked")),
            Err(why) => (why.say(lang), lang.pick("待核", "to be looked at")),
        };
        vec![format!("{repair}{whose}"), said, result.to_owned(), number(count.rows)]
    };
    table(&headings, &found.reasons.iter().map(line).collect::<Vec<_>>())
}

fn divisions(lang: Lang, counts: &[DivisionCount]) -> String {
    let headings = lang.pick(
        ["区划", "名称", "人数", "源中没有", "姓名不一致", "已死亡"],
        ["division", "name", "rows", "missing", "names differ", "dead"],
    );
    let mut most: Vec<&DivisionCount> = counts.iter().collect();
    most.sort_by_key(|count| std::cmp::Reverse(count.missing));
    let rows: Vec<Vec<String>> = most.iter().take(SHOWN).map(|count| line(count)).collect();
    table(&headings, &rows)
}

fn line(count: &DivisionCount) -> Vec<String> {
    let name = count.division.parse().ok().and_then(county_name).unwrap_or_default();
    let figures = [count.asked, count.missing, count.mismatch, count.dead].map(number);
    [count.division.clone(), name.to_owned()].into_iter().chain(figures).collect()
}

fn files(lang: Lang, found: &Pairing, out: &Path) -> String {
    let more = found.divisions.len().saturating_sub(SHOWN);
    match lang {
        Lang::Zh if more > 0 => format!("另有 {more} 个区划见 counts.csv；名单在 {}", out.display()),
        Lang::En if more > 0 => format!("{more} more divisions in counts.csv; the lists are in {}", out.display()),
        Lang::Zh => format!("名单在 {}", out.display()),
        Lang::En => format!("the lists are in {}", out.display()),
    }
}
