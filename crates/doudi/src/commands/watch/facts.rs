//! Facts of two months in Parquet files, of any length.

use super::{heading, signals};
use crate::{cli::Watch as Words, office::Office, show};
use doudi_kernel::{Lang, Say};
use doudi_rules::book::Book;
use doudi_work::watch::tables::{Asked, Summary, watch};
use std::path::{Path, PathBuf};

pub(super) fn run(office: &Office, words: &Words, facts: &[PathBuf], book: &Book) -> Result<(), String> {
    let (Some(out), Some(division), Some(now)) = (&words.out, words.division, files(facts)) else {
        return Err(office.lang.pick("请给出 --division 和 --out", "give --division and --out").into());
    };
    let division = division.to_string();
    let asked = Asked { book, division: &division, month: words.month };
    let bar = show::spinner(office.quiet, office.lang.pick("户", "households"));
    let before = words.before.as_deref().and_then(files);
    let told = watch(&asked, now, before, out, &|households| bar.set_position(households));
    bar.finish_and_clear();
    let told = told.map_err(|why| why.say(office.lang))?;
    println!("{}", heading(office.lang, words.month));
    println!("{}", signals(office.lang, book, &told.counted));
    println!("{}", sentence(office.lang, &told, before.is_some(), out));
    Ok(())
}

fn files(files: &[PathBuf]) -> Option<(&Path, &Path)> {
    let [households, persons] = files else { return None };
    Some((households, persons))
}

fn sentence(lang: Lang, told: &Summary, beside: bool, out: &Path) -> String {
    let [households, persons, raised, not_found] =
        [told.households, told.persons, told.raised, told.not_found].map(show::number);
    let lacks = match (beside, told.not_found) {
        (false, _) => lang
            .pick("；没有上月的数据，变化类预警均为资料不足", "; no month before it, so what changed is not known")
            .into(),
        (true, 0) => String::new(),
        (true, _) => lang.pick(
            format!("；{not_found} 人上月不在同一户，其变化类预警为资料不足"),
            format!(
                "; {not_found} persons were not in their household a month ago, so what changed about them is not known"
            ),
        ),
    };
    let out = out.display();
    match lang {
        Lang::Zh => format!("{households} 户 {persons} 人，共 {raised} 条预警{lacks}；在 {out}"),
        Lang::En => format!("{raised} signals about {households} households of {persons} persons{lacks}; in {out}"),
    }
}
