//! The reforms that the office knows, what runs, and what was found.

use crate::{
    shell::{Page, Shell, page},
    signed::Signed,
    words,
};
use askama::Template;
use doudi_journal::access::{Action, Resource};
use doudi_kernel::{Month, Say};
use doudi_office::{
    jobs::Stands,
    simulations::{self, Known, Run},
};

struct Reform {
    name: String,
    said: String,
    programmes: Vec<String>,
    months: String,
    /// Whether it waits or runs.
    busy: bool,
}

struct Line {
    name: String,
    said: String,
    month: String,
    made: String,
    by: String,
    moved: String,
    cost: String,
}

#[derive(Template)]
#[template(path = "simulations.html")]
struct Simulations {
    s: Shell,
    reforms: Vec<Reform>,
    wrong: Vec<(String, String)>,
    lines: Vec<Line>,
    months: Vec<String>,
    may_run: bool,
}

/// `GET /simulations`
pub(crate) async fn show(by: Signed) -> Page {
    let found = by.run(|bureau, who| {
        let months = bureau.month.iter().map(|month| month.kept.month).collect::<Vec<Month>>();
        Ok((simulations::reforms(bureau, who)?, simulations::runs(bureau, who)?, months))
    });
    let ((known, wrong), runs, months) = found.await?;
    let s = Shell::of(&by);
    page(&Simulations {
        reforms: known.iter().map(|it| reform(&by, &months, it)).collect(),
        wrong: wrong.iter().map(|(name, why)| (name.clone(), why.say(by.lang))).collect(),
        lines: runs.iter().map(|it| line(&by, it)).collect(),
        months: months.iter().map(Month::to_string).collect(),
        may_run: by.who.may(Resource::Simulation, Action::Write).is_ok(),
        s,
    })
}

fn reform(by: &Signed, months: &[Month], it: &Known) -> Reform {
    let lang = by.lang;
    let (first, years) = (&it.reform.month, it.reform.years);
    let stands = |month: &Month| by.state.simulations.stands(&super::run::job(&it.name, *month));
    Reform {
        busy: months.iter().any(|month| matches!(stands(month), Some(Stands::Waiting | Stands::Running(..)))),
        name: it.name.clone(),
        said: lang.pick(&it.reform.zh, &it.reform.en).clone(),
        programmes: it.reform.programmes.iter().map(|name| words::programme(&by.state.bureau, name, lang)).collect(),
        months: match years {
            1 => first.clone(),
            years => lang.pick(format!("{first} 起 {years} 年"), format!("{first} and on, {years} years")),
        },
    }
}

fn line(by: &Signed, it: &Run) -> Line {
    let lang = by.lang;
    let last = it.months.last();
    Line {
        name: it.name.clone(),
        said: lang.pick(&it.title[0], &it.title[1]).clone(),
        month: it.month.to_string(),
        made: it.made.to_string(),
        by: it.by.clone(),
        moved: last.map(|it| format!("+{} −{}", it.total.moved[0], it.total.moved[1])).unwrap_or_default(),
        cost: last.map(|it| words::yuan(it.total.fen[1] - it.total.fen[0])).unwrap_or_default(),
    }
}
