//! Who left and is watched, and who may leave: month by month.

use crate::{
    pages::work::{Left, left},
    shell::{Page, Shell, page},
    signed::Signed,
    words,
};
use askama::Template;
use doudi_kernel::Month;
use doudi_office::{
    Bureau,
    case::{self, Recognised},
    matters::{self, Leaving},
};

struct Reading {
    month: String,
    said: &'static str,
    class: &'static str,
}

struct Line {
    household: i64,
    head: String,
    place: String,
    programme: String,
    months: Vec<Reading>,
    run: usize,
    needed: String,
    holds: bool,
}

struct Watched {
    household: i64,
    case: i64,
    head: String,
    place: String,
    procedure: String,
    ended: String,
    until: String,
    months: i32,
    due: String,
    left: Left,
    signals: Vec<String>,
}

#[derive(Template)]
#[template(path = "leaving.html")]
struct LeavingPage {
    s: Shell,
    lines: Vec<Line>,
    watched: Vec<Watched>,
    holding: usize,
}

/// `GET /matters/leaving`
pub(crate) async fn show(by: Signed) -> Page {
    let (leaving, gone) = by
        .run(|bureau, who| {
            let mut gone = Vec::new();
            for it in case::left(bureau, who)? {
                let mut signals: Vec<String> = Vec::new();
                for (_, of) in matters::of_household(bureau, who, it.household)? {
                    signals.extend(of);
                }
                gone.push((it, signals));
            }
            Ok((matters::leaving(bureau, who)?, gone))
        })
        .await?;
    let (s, bureau) = (Shell::of(&by), &by.state.bureau);
    let lines: Vec<Line> = leaving.iter().map(|it| line(&s, bureau, it)).collect();
    let watched = gone.iter().map(|(it, signals)| one(&s, bureau, it, signals)).collect();
    page(&LeavingPage { holding: lines.iter().filter(|line| line.holds).count(), lines, watched, s })
}

fn line(s: &Shell, bureau: &Bureau, it: &Leaving) -> Line {
    let reading = |(month, answer): &(Month, Option<String>)| {
        let said = answer.as_deref().map_or("—", |answer| words::answer(answer, s.lang));
        let class = match answer.as_deref() {
            Some("not_eligible") => "no",
            Some("eligible") => "yes",
            _ => "none",
        };
        Reading { month: month.to_string(), said, class }
    };
    Line {
        household: it.household,
        head: it.head.clone(),
        place: words::address(bureau, it.division),
        programme: words::programme(bureau, &it.programme, s.lang),
        months: it.months.iter().map(reading).collect(),
        run: it.run,
        needed: it.needed.map_or_else(|| "—".into(), |needed| needed.to_string()),
        holds: it.holds(),
    }
}

fn one(s: &Shell, bureau: &Bureau, it: &Recognised, signals: &[String]) -> Watched {
    let months = it.monitor_until.map_or(0, |until| Month::of(until).since(Month::of(s.today)).max(0));
    Watched {
        household: it.household,
        case: it.case,
        head: it.head.clone(),
        place: words::address(bureau, it.division),
        procedure: words::procedure(bureau, &it.procedure, s.lang),
        ended: it.ended.map(|day| day.to_string()).unwrap_or_default(),
        until: it.monitor_until.map(|day| day.to_string()).unwrap_or_default(),
        months,
        due: it.look_due.map(|day| day.to_string()).unwrap_or_default(),
        left: left(s, it.look_due, false),
        signals: signals.iter().map(|name| bureau.signal_named(name, s.lang).label).collect(),
    }
}
