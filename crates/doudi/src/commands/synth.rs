//! `doudi synth`: a county that never existed.

use crate::{
    cli::{Form as FormWord, Synth as Words},
    office::Office,
    show::{bar, number},
};
use doudi_kernel::{Lang, Say};
use doudi_synth::{CountyPlan, Form, Summary, write_county};
use std::path::Path;

pub(super) fn run(office: &Office, words: &Words) -> Result<(), String> {
    let plan = CountyPlan {
        months: words.months,
        form: match words.form {
            FormWord::Office => Form::Office,
            FormWord::Parquet => Form::Parquet,
        },
        ..CountyPlan::new(words.division, words.residents, words.month, words.seed)
    };
    refuse_full(office, &words.out)?;
    let summary = write(office, &plan, &words.out)?;
    println!("{}", told(office.lang, &summary, &words.out));
    Ok(())
}

/// An existing folder is only used when it is empty: a county is never mixed with something else.
fn refuse_full(office: &Office, out: &Path) -> Result<(), String> {
    let full = std::fs::read_dir(out).is_ok_and(|mut entries| entries.next().is_some());
    if !full {
        return Ok(());
    }
    Err(match office.lang {
        Lang::Zh => format!("{} 不是空目录；请换一个目录或先清空", out.display()),
        Lang::En => format!("{} is not empty; name another folder or empty it first", out.display()),
    })
}

/// Writes a county with a progress bar.
pub(super) fn write(office: &Office, plan: &CountyPlan, out: &Path) -> Result<Summary, String> {
    let bar = bar(office.quiet, 0, office.lang.pick("生成虚构县（村）", "villages written"));
    let summary = write_county(plan, out, &mut |progress| {
        bar.set_length(progress.villages);
        bar.set_position(progress.villages_done);
    });
    bar.finish_and_clear();
    summary.map_err(|why| why.say(office.lang))
}

/// What was written, in a sentence.
pub(super) fn told(lang: Lang, summary: &Summary, out: &Path) -> String {
    let Summary { towns, villages, files, .. } = summary;
    let (residents, households, rows) = (number(summary.residents), number(summary.households), number(summary.rows));
    match lang {
        Lang::Zh => format!(
            "虚构县：{towns} 个乡镇街道、{villages} 个村社区，{households} 户 {residents} 人；部门文件 {files} 份 {rows} 行，在 {}",
            out.display()
        ),
        Lang::En => format!(
            "a county of {towns} towns, {villages} villages, {households} households and {residents} people; \
             {files} files of {rows} rows in {}",
            out.display()
        ),
    }
}
