//! What falls due beside running cases: reviews, looks at who has left, hearings. Lists over dates; each leads to its case.

use crate::{
    pages::work::{Left, left},
    shell::{Page, Shell, page},
    signed::Signed,
    words,
};
use askama::Template;
use doudi_kernel::Date;
use doudi_office::{
    Bureau,
    case::{self, Hearable, Recognised},
};

struct Line {
    household: i64,
    case: i64,
    head: String,
    place: String,
    procedure: String,
    procedure_name: String,
    class: String,
    since: String,
    amount: String,
    due: String,
    until: String,
    left: Left,
}

struct Heard {
    case: i64,
    head: String,
    place: String,
    procedure: String,
    called: String,
    said: String,
    class: &'static str,
}

#[derive(Template)]
#[template(path = "reviews.html")]
struct Reviews {
    s: Shell,
    reviews: Vec<Line>,
    gone: Vec<Line>,
    hearings: Vec<Heard>,
    over: usize,
}

/// `GET /reviews`
pub(crate) async fn show(by: Signed) -> Page {
    let (due, gone, hearings) = by
        .run(|bureau, who| Ok((case::reviews(bureau, who)?, case::left(bureau, who)?, case::hearings(bureau, who)?)))
        .await?;
    let (s, bureau) = (Shell::of(&by), &by.state.bureau);
    let reviews: Vec<Line> = due.iter().map(|it| line(&s, bureau, it, it.review_due)).collect();
    let gone: Vec<Line> = gone.iter().map(|it| line(&s, bureau, it, it.look_due)).collect();
    let hearings = hearings.iter().map(|it| heard(&s, bureau, it)).collect();
    let over = reviews.iter().chain(&gone).filter(|line| line.left.class == "over").count();
    page(&Reviews { reviews, gone, hearings, over, s })
}

fn text(day: Option<Date>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

fn line(s: &Shell, bureau: &Bureau, it: &Recognised, due: Option<Date>) -> Line {
    Line {
        household: it.household,
        case: it.case,
        head: it.head.clone(),
        place: words::address(bureau, it.division),
        procedure: words::procedure(bureau, &it.procedure, s.lang),
        procedure_name: it.procedure.clone(),
        class: it.class.clone().unwrap_or_default(),
        since: it.ended.unwrap_or(it.since).to_string(),
        amount: it.amount_fen.map(words::yuan).unwrap_or_default(),
        due: text(due),
        until: text(it.monitor_until),
        left: left(s, due, false),
    }
}

fn heard(s: &Shell, bureau: &Bureau, it: &Hearable) -> Heard {
    let (said, class) = match (it.heard, it.called) {
        (true, _) => (s.t("已听取，可以决定", "heard: it can be decided"), "yes"),
        (false, Some(on)) if on < s.today => (s.t("已过约定日期，请登记", "the day is over: note what was said"), "no"),
        (false, Some(_)) => (s.t("已通知，等待听取", "invited"), "unknown"),
        (false, None) => (s.t("尚未通知", "not invited yet"), "no"),
    };
    Heard {
        case: it.row.id,
        head: it.row.head.clone(),
        place: words::address(bureau, it.row.division),
        procedure: words::procedure(bureau, &it.row.procedure, s.lang),
        called: text(it.called),
        said: said.into(),
        class,
    }
}
