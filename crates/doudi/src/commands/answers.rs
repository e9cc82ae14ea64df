//! `doudi answers [FILE…]`: returned sheets are read, checked row by row and kept; the tally says what is left.

use crate::{cli::Answers as Words, office::Office, show};
use doudi_kernel::{BatchId, Lang, Say};
use doudi_lake::Limits;
use doudi_work::doubts::{
    Batch, DeskError,
    answers::{ReadAnswers, Tally, TownTally, batch_of},
    read_answers, refused_book, tally,
};
use std::{collections::BTreeMap, path::PathBuf, process::ExitCode};

pub(super) fn run(office: &Office, words: &Words) -> Result<ExitCode, String> {
    let files = office.files(&words.files)?;
    let (batches, mut refused) = by_batch(office, files);
    for (id, files) in &batches {
        refused |= match of_links(office, id, files)? {
            Some(refused) => refused,
            None => take(office, id, files)?,
        };
    }
    if words.files.is_empty() {
        show_tallies(office, words)?;
    }
    Ok(if refused { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Returned files by the batch that they name; a file that names none is told of at once.
fn by_batch(office: &Office, files: Vec<PathBuf>) -> (BTreeMap<BatchId, Vec<PathBuf>>, bool) {
    let mut batches: BTreeMap<BatchId, Vec<PathBuf>> = BTreeMap::new();
    let mut refused = false;
    for file in files {
        match batch_of(&file, &Limits::default()) {
            Ok(id) => batches.entry(id).or_default().push(file),
            Err(why) => {
                refused = true;
                eprintln!("{}{}{}", file.display(), office.lang.pick("：", ": "), why.say(office.lang));
            }
        }
    }
    (batches, refused)
}

/// Workbooks of links come back the same way; `None` when the batch is not one.
fn of_links(office: &Office, id: &BatchId, files: &[PathBuf]) -> Result<Option<bool>, String> {
    let mut refused = None;
    for file in files {
        if let Some(rows) = super::link::take(office, id, file)? {
            refused = Some(refused.unwrap_or(false) | (rows > 0));
        }
    }
    Ok(refused)
}

/// Reads the files of one batch, keeps what is accepted, writes back what is not. True when a row or file was refused.
fn take(office: &Office, id: &BatchId, files: &[PathBuf]) -> Result<bool, String> {
    let (desk, today) = (office.desk(), office.today());
    let told = |why: DeskError| why.say(office.lang);
    let batch = desk.batch(id).map_err(told)?;
    let known = desk.accepted(&batch).map_err(told)?;
    let read = read_answers(files, &batch, &known, today, &Limits::default());
    desk.keep(&batch, &read.returned).map_err(told)?;
    for (file, why) in &read.unreadable {
        eprintln!("{file}{}{}", office.lang.pick("：", ": "), why.say(office.lang));
    }
    println!("{}", received(office.lang, &batch, &read));
    send_back(office, &batch, &read)?;
    print(office, &batch)?;
    Ok(!read.returned.refused.is_empty() || !read.unreadable.is_empty())
}

fn received(lang: Lang, batch: &Batch, read: &ReadAnswers) -> String {
    let returned = &read.returned;
    let (accepted, refused) = (returned.accepted.len(), returned.refused.len());
    let (repeated, empty) = (returned.repeated, returned.empty);
    let title = batch.title.say(lang);
    match lang {
        Lang::Zh => format!(
            "{title} {}：采纳 {accepted} 条，退回 {refused} 条，重复 {repeated} 条，未填 {empty} 条",
            batch.month
        ),
        Lang::En => format!(
            "{title} {}: {accepted} accepted, {refused} refused, {repeated} repeated, {empty} not filled in",
            batch.month
        ),
    }
}

/// The refused rows on the terminal by reason, and as a workbook for the sender.
fn send_back(office: &Office, batch: &Batch, read: &ReadAnswers) -> Result<(), String> {
    let refused = &read.returned.refused;
    for one in refused.iter().take(10) {
        eprintln!("  {}{}{}", one.at, office.lang.pick("：", ": "), one.why.say(office.lang));
    }
    let book = refused_book(batch, refused, office.today()).map_err(|why| why.say(office.lang))?;
    let Some(book) = book else { return Ok(()) };
    let folder = office.outbox().join(batch.month.to_string()).join(batch.spec.as_str());
    let path = folder.join(&book.name);
    std::fs::create_dir_all(&folder)
        .and_then(|()| std::fs::write(&path, &book.bytes))
        .map_err(|why| office.unwritable(&path, &why))?;
    println!("{}{}", office.lang.pick("退回表：", "refused rows: "), path.display());
    Ok(())
}

/// The tallies of the latest batch of each comparison and month.
fn show_tallies(office: &Office, words: &Words) -> Result<(), String> {
    let mut shown = false;
    for spec in &office.specs()?.specs {
        if words.spec.as_ref().is_some_and(|wanted| wanted != spec.id.as_str()) {
            continue;
        }
        let batches = office.desk().batches(&spec.id).map_err(|why| why.say(office.lang))?;
        let latest: BTreeMap<_, _> = batches.iter().map(|batch| (batch.month, batch)).collect();
        for batch in latest.values().filter(|batch| words.month.is_none_or(|month| month == batch.month)) {
            print(office, batch)?;
            shown = true;
        }
    }
    if !shown {
        println!(
            "{}",
            office.lang.pick(
                "还没有下发过疑点；用 doudi compare 方案 --month 月份 下发",
                "nothing was handed down yet; see doudi compare"
            )
        );
    }
    Ok(())
}

fn print(office: &Office, batch: &Batch) -> Result<(), String> {
    let returns = office.desk().returns(batch).map_err(|why| why.say(office.lang))?;
    let tally = tally(batch, &returns, office.today());
    println!("{}", show::heading(&format!("{} {}", batch.title.say(office.lang), batch.month)));
    println!("{}\n{}\n", table(office.lang, &tally), deadline(office.lang, batch, &tally));
    Ok(())
}

fn table(lang: Lang, tally: &Tally) -> String {
    let headings =
        lang.pick(["乡镇", "疑点", "已核实", "待核实", "逾期"], ["town", "doubts", "answered", "open", "overdue"]);
    let line = |name: String, of: &TownTally| {
        let figures = [of.doubts, of.answered, of.open, of.overdue].map(show::number);
        std::iter::once(name).chain(figures).collect()
    };
    let mut rows: Vec<Vec<String>> = tally.towns.iter().map(|(place, of)| line(show::town(place), of)).collect();
    rows.push(line(lang.pick("合计", "total").into(), &tally.county));
    show::table(&headings, &rows)
}

fn deadline(lang: Lang, batch: &Batch, tally: &Tally) -> String {
    let history: Vec<String> = tally.history.iter().map(|(day, open)| format!("{day} {open}")).collect();
    let history = if history.is_empty() { String::new() } else { format!("；{}", history.join(" → ")) };
    let zero = if tally.county.is_zero() { lang.pick("，已清零", ", down to zero") } else { "" };
    match (batch.deadline, lang) {
        (Some(day), Lang::Zh) => format!("{} 下发，{day} 前答复{zero}{history}", batch.handed_down),
        (Some(day), Lang::En) => format!("handed down {}, answers due by {day}{zero}{history}", batch.handed_down),
        (None, Lang::Zh) => format!("{} 下发，期限超出已公布的放假安排{zero}{history}", batch.handed_down),
        (None, Lang::En) => {
            format!("handed down {}, deadline beyond the known holiday calendar{zero}{history}", batch.handed_down)
        }
    }
}
