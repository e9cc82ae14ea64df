//! `doudi watch --month M`: whom the month's facts, and what changed since the month before, call for a look at; with
//! `--household` one household's signals with their evidence, with `--facts` the same over Parquet files.

mod facts;
mod household;

use super::hand_down;
use crate::{cli::Watch as Words, office::Office, show};
use doudi_kernel::{Lang, Month, Say};
use doudi_rules::book::{Book, Entity, Signal};
use doudi_work::{
    assess::{AssessError, Basis, Pack},
    doubts::Place,
    watch::{Counted, Watched, watch, words},
};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn run(office: &Office, words: &Words) -> Result<(), String> {
    let told = |why: AssessError| why.say(office.lang);
    let book = Pack::of(&office.policy()?).book().map_err(told)?;
    if let Some(facts) = &words.facts {
        return facts::run(office, words, facts, &book);
    }
    // The first month has none before it, and says so below.
    let (now, before) = hand_down::months(office, words.month, &book)?.map_err(told)?;
    if let Some(number) = words.household {
        return household::run(office, words, number, &book, (&now, before.as_ref()));
    }
    let watched = watch(&book, &now, before.as_ref()).map_err(told)?;
    println!("{}", heading(office.lang, words.month));
    println!("{}", signals(office.lang, &book, &watched.counted));
    println!("{}", towns(office.lang, &now, &watched));
    println!("{}", sentence(office.lang, &now, &watched, before.is_some()));
    if words.hand_down {
        let bureau = super::serve::prepared(office, words.journal.as_deref())?;
        let card = words.card.as_deref();
        let watching = hand_down::Watching { now: &now, before: before.as_ref(), watched: &watched, card };
        let handed = hand_down::run(office, &bureau, &watching, office.instant())?;
        println!("{}{}", hand_down::said(office.lang, &handed.taken), handed.ordered);
    }
    Ok(())
}

fn heading(lang: Lang, month: Month) -> String {
    show::heading(&lang.pick(format!("{month} 监测预警"), format!("Signals of {month}")))
}

/// By signal: whose task, by when, how many are raised and of how many it could not be said.
fn signals(lang: Lang, book: &Book, counted: &BTreeMap<String, Counted>) -> String {
    let headings = lang.pick(
        ["预警", "按", "等级", "责任", "时限", "触发", "未触发", "资料不足"],
        ["signal", "by", "severity", "owner", "due", "raised", "quiet", "not known"],
    );
    let line = |signal: &Signal| {
        let counted = counted.get(&signal.name).copied().unwrap_or_default();
        let by = match signal.entity {
            Entity::Household => lang.pick("户", "household"),
            _ => lang.pick("人", "person"),
        };
        let (label, severity, owner) =
            (signal.label.pick(lang), words::severity(signal, lang), words::owner(book, signal, lang));
        let mut row: Vec<String> = [label, by, severity, owner].map(str::to_owned).to_vec();
        row.push(words::due(signal, lang));
        row.extend([counted.raised, counted.quiet, counted.unknown].map(|n| show::number(n as u64)));
        row
    };
    show::table(&headings, &book.signals.iter().map(line).collect::<Vec<_>>())
}

/// By town: households that some signal is about.
fn towns(lang: Lang, now: &Basis, watched: &Watched) -> String {
    let mut by_town: BTreeMap<Place, (BTreeSet<u32>, usize)> = BTreeMap::new();
    for raised in &watched.raised {
        let place = &now.people.households[raised.household as usize].place;
        let town = by_town.entry(place.of_town()).or_default();
        town.0.insert(raised.household);
        town.1 += 1;
    }
    let headings = lang.pick(["乡镇", "户", "预警"], ["town", "households", "signals"]);
    let line = |(town, (households, signals)): (&Place, &(BTreeSet<u32>, usize))| {
        vec![show::town(town), show::number(households.len() as u64), show::number(*signals as u64)]
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
