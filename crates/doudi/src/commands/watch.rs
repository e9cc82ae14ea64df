//! `doudi watch --month M`: whom the month's facts, and what changed since the month before, call for a look at.

use crate::{cli::Watch as Words, office::Office, show};
use doudi_kernel::{Lang, Month, Say};
use doudi_rules::book::{Book, Signal};
use doudi_work::{
    assess::{AssessError, Basis, Pack, Registers},
    watch::{Watched, watch},
};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn run(office: &Office, words: &Words) -> Result<(), String> {
    let told = |why: AssessError| why.say(office.lang);
    let book = Pack::of(&office.policy()?).book().map_err(told)?;
    let now = basis(office, words.month, &book)?.map_err(told)?;
    let before = basis(office, words.month.plus(-1), &book)?;
    let before = match before {
        Ok(before) => Some(before),
        // The first month has none before it, and says so below.
        Err(AssessError::NoVerification(_)) => None,
        Err(why) => return Err(told(why)),
    };
    let watched = watch(&book, &now, before.as_ref()).map_err(told)?;
    println!(
        "{}",
        show::heading(&office.lang.pick(format!("{} 监测预警", words.month), format!("Signals of {}", words.month)))
    );
    println!("{}", signals(office.lang, &book, &watched));
    println!("{}", towns(office.lang, &now, &watched));
    println!("{}", sentence(office.lang, &now, &watched, before.is_some()));
    Ok(())
}

fn basis(office: &Office, month: Month, book: &Book) -> Result<Result<Basis, AssessError>, String> {
    let lake = office.lake().map_err(|why| why.say(office.lang))?;
    let divisions = office.divisions(month)?;
    let read = || Basis::new(&Registers::load(&lake, month)?, &divisions, book);
    Ok(read())
}

/// By signal: whose task, by when, how many are raised and of how many it could not be said.
fn signals(lang: Lang, book: &Book, watched: &Watched) -> String {
    let headings = lang.pick(
        ["预警", "按", "等级", "责任", "时限", "触发", "未触发", "资料不足"],
        ["signal", "by", "severity", "owner", "due", "raised", "quiet", "not known"],
    );
    let line = |signal: &Signal| {
        let counted = watched.counted.get(&signal.name).copied().unwrap_or_default();
        let by = match signal.entity {
            doudi_rules::book::Entity::Household => lang.pick("户", "household"),
            _ => lang.pick("人", "person"),
        };
        let mut row =
            vec![label(lang, &signal.label), by.to_owned(), severity(lang, signal), owner(lang, book, signal)];
        row.push(due(lang, signal));
        row.extend([counted.raised, counted.quiet, counted.unknown].map(|n| show::number(n as u64)));
        row
    };
    show::table(&headings, &book.signals.iter().map(line).collect::<Vec<_>>())
}

fn label(lang: Lang, label: &doudi_rules::book::Label) -> String {
    lang.pick(&label.zh, &label.en).clone()
}

fn severity(lang: Lang, signal: &Signal) -> String {
    match signal.severity.as_str() {
        "urgent" => lang.pick("紧急", "urgent"),
        "high" => lang.pick("重要", "high"),
        _ => lang.pick("一般", "normal"),
    }
    .to_owned()
}

fn owner(lang: Lang, book: &Book, signal: &Signal) -> String {
    let roles = book.codes.iter().find(|codes| codes.name == "role");
    roles
        .and_then(|codes| codes.words.get(usize::from(signal.owner)))
        .map_or_else(String::new, |(_, it)| label(lang, it))
}

fn due(lang: Lang, signal: &Signal) -> String {
    let (days, unit) = signal.due;
    let word = match unit == doudi_rules::unit::Unit::WORKING_DAY {
        true => lang.pick("个工作日", "working days"),
        false => lang.pick("日", "days"),
    };
    lang.pick(format!("{days}{word}"), format!("{days} {word}"))
}

/// By town: households that some signal is about.
fn towns(lang: Lang, now: &Basis, watched: &Watched) -> String {
    let mut by_town: BTreeMap<Option<&str>, (BTreeSet<u32>, usize)> = BTreeMap::new();
    for raised in &watched.raised {
        let place = &now.people.households[raised.household as usize].place;
        let town = by_town.entry(place.town.as_deref()).or_default();
        town.0.insert(raised.household);
        town.1 += 1;
    }
    let headings = lang.pick(["乡镇", "户", "预警"], ["town", "households", "signals"]);
    let line = |(town, (households, signals)): (&Option<&str>, &(BTreeSet<u32>, usize))| {
        let name = town.map_or_else(|| lang.pick("未能归属", "not placed").to_owned(), str::to_owned);
        vec![name, show::number(households.len() as u64), show::number(*signals as u64)]
    };
    show::table(&headings, &by_town.iter().map(line).collect::<Vec<_>>())
}

fn sentence(lang: Lang, now: &Basis, watched: &Watched, beside: bool) -> String {
    let households: BTreeSet<u32> = watched.raised.iter().map(|it| it.household).collect();
    let [of, all, signals] =
        [households.len(), now.people.households.len(), watched.raised.len()].map(|n| show::number(n as u64));
    let lacks = if beside {
        ""
    } else {
        lang.pick("；没有上月的数据，变化类预警均为资料不足", "; no month before it, so what changed is not known")
    };
    match lang {
        Lang::Zh => format!("{all} 户中 {of} 户有预警，共 {signals} 条{lacks}"),
        Lang::En => format!("{signals} signals about {of} of {all} households{lacks}"),
    }
}
