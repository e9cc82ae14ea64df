//! Lists that share no number, and how far their pairs are looked at.

use crate::{
    shell::{Page, Shell, page},
    signed::Signed,
    words,
};
use askama::Template;
use doudi_office::links::{self, Pairing};

/// A pairing of lists with its counts.
pub(super) struct Line {
    pub(super) id: String,
    pub(super) lists: Vec<(String, String)>,
    pub(super) month: String,
    pub(super) made: String,
    pub(super) matches: String,
    /// By the names of filters, in the order of work.
    pub(super) counts: Vec<(&'static str, &'static str, String)>,
    pub(super) decided: usize,
    pub(super) all: usize,
}

#[derive(Template)]
#[template(path = "links.html")]
struct Links {
    s: Shell,
    lines: Vec<Line>,
}

/// `GET /links`
pub(crate) async fn show(by: Signed) -> Page {
    let found = by.run(links::pairings).await?;
    let s = Shell::of(&by);
    page(&Links { lines: found.iter().map(|it| line(&s, it)).collect(), s })
}

pub(super) fn line(s: &Shell, it: &Pairing) -> Line {
    let progress = it.progress;
    let count = |number: usize| words::count(number as i64);
    let five = [progress.look, progress.proposed, progress.same, progress.different, progress.unclear];
    let counts = links::Filter::ALL.iter().zip(five);
    Line {
        id: it.id.clone(),
        lists: it.lists.iter().map(|(name, rows)| (name.clone(), count(*rows))).collect(),
        month: it.month.to_string(),
        made: it.made.to_string(),
        matches: words::count(i64::try_from(it.matches).unwrap_or(i64::MAX)),
        counts: counts.map(|((_, name), number)| (*name, said(s, name), count(number))).collect(),
        decided: progress.decided(),
        all: progress.all(),
    }
}

fn said(s: &Shell, name: &str) -> &'static str {
    match name {
        "look" => s.lang.pick("待核对", "to be looked at"),
        "proposed" => s.lang.pick("拟认定，请抽看", "taken for one, to be sampled"),
        "same" => s.lang.pick("是同一人", "one person"),
        "different" => s.lang.pick("不是同一人", "two people"),
        _ => s.lang.pick("不清楚", "not found out"),
    }
}
