//! What waits for the user's office, what is overdue first.

use crate::{
    shell::{Page, Shell, page},
    signed::Signed,
    why::Why,
    words,
};
use askama::Template;
use axum::extract::RawQuery;
use axum::response::{IntoResponse, Redirect, Response};
use doudi_journal::access::{Action, Resource};
use doudi_kernel::{Date, WorkingDays};
use doudi_office::{
    Incoming,
    case::{self, Row},
    incoming, matters,
};

/// A case's clock, in words and with the class that colours it.
pub(crate) struct Left {
    pub(crate) said: String,
    pub(crate) class: &'static str,
}

/// Working days left to a day; over is over.
pub(crate) fn left(s: &Shell, due: Option<Date>, standing: bool) -> Left {
    if standing {
        return Left { said: s.t("等待补充", "standing").into(), class: "standing" };
    }
    let Some(due) = due else { return Left { said: "—".into(), class: "none" } };
    let over = due < s.today;
    let (from, to) = if over { (due, s.today) } else { (s.today, due) };
    let days = WorkingDays.between(from, to).map_or_else(|_| "?".to_owned(), |days| days.to_string());
    match over {
        true => Left { said: format!("{}{days}{}", s.t("超期 ", "overdue "), s.t(" 天", " d")), class: "over" },
        false if days == "0" => Left { said: s.t("今天到期", "due today").into(), class: "soon" },
        false => {
            let class = if matches!(&*days, "1" | "2") { "soon" } else { "left" };
            Left { said: format!("{}{days}{}", s.t("余 ", ""), s.t(" 个工作日", " working days")), class }
        }
    }
}

pub(crate) struct Item {
    pub(crate) id: i64,
    pub(crate) head: String,
    pub(crate) place: String,
    pub(crate) procedure: String,
    pub(crate) step: String,
    pub(crate) office: &'static str,
    pub(crate) due: String,
    pub(crate) left: Left,
    pub(crate) opened: String,
    pub(crate) decided: bool,
    /// Shown because an office below is late.
    pub(crate) raised: bool,
}

#[derive(Template)]
#[template(path = "work.html")]
struct Work {
    s: Shell,
    all: bool,
    items: Vec<Item>,
    over: usize,
    soon: usize,
    standing: usize,
    raised: usize,
    /// Reviews, looks and hearings that fall due, of which no case runs or nothing is decided.
    reviews: usize,
    /// Matters that wait for the user's level, and how many of them are late.
    matters: (usize, usize),
    /// What came in and nobody has answered: where it is listed, how many, what they are.
    incoming: Vec<(&'static str, usize, &'static str)>,
    may_open: bool,
}

pub(crate) fn item(s: &Shell, bureau: &doudi_office::Bureau, row: &Row) -> Item {
    Item {
        id: row.id,
        head: row.head.clone(),
        place: words::address(bureau, row.division),
        procedure: words::procedure(bureau, &row.procedure, s.lang),
        step: match &row.step {
            Some(step) => words::step(bureau, &row.procedure, step, s.lang),
            None if row.turn == "closed" => s.t("已办结", "closed").into(),
            None => s.t("待办结", "to be closed").into(),
        },
        office: row.office_label(s.lang),
        due: row.due.map(|day| day.to_string()).unwrap_or_default(),
        left: left(s, row.due.filter(|_| row.turn != "closed"), row.standing),
        opened: row.opened.to_string(),
        decided: row.turn != "open",
        raised: row.raised,
    }
}

/// `GET /work`. Whoever has no cases starts where the rights lead.
pub(crate) async fn show(by: Signed, RawQuery(query): RawQuery) -> Result<Response, Why> {
    let s = Shell::of(&by);
    if by.who.may(Resource::Case, Action::List).is_err() {
        let first = s.begins();
        return Ok(Redirect::to(first).into_response());
    }
    let all = query.as_deref() == Some("all=1");
    let (rows, reviews, matters, came) = by
        .run(move |bureau, who| {
            let beside = case::reviews(bureau, who)?.len() + case::hearings(bureau, who)?.len();
            let looks = case::left(bureau, who)?;
            let soon = who.today().checked_add(jiff::Span::new().days(30)).unwrap_or(who.today());
            let looks = looks.iter().filter(|it| it.look_due.is_some_and(|due| due <= soon)).count();
            Ok((case::mine(bureau, who, all)?, beside + looks, matters::waiting(bureau, who)?, incoming(bureau, who)?))
        })
        .await?;
    let items: Vec<Item> = rows.iter().map(|row| item(&s, &by.state.bureau, row)).collect();
    let many = |class: &str| items.iter().filter(|item| item.left.class == class).count();
    let (over, soon, standing) = (many("over"), many("soon"), many("standing"));
    let may_open = by.who.may(Resource::Case, Action::Write).is_ok();
    let raised = items.iter().filter(|item| item.raised).count();
    let incoming = tiles(&s, came);
    let done: Page = page(&Work { s, all, items, over, soon, standing, raised, reviews, matters, incoming, may_open });
    done.map(IntoResponse::into_response)
}

/// Only what there is: an empty queue needs no tile.
fn tiles(s: &Shell, came: Incoming) -> Vec<(&'static str, usize, &'static str)> {
    let all = [
        ("/sent", came.sent, s.lang.pick("网上申请待受理", "applications sent in")),
        ("/discoveries", came.discoveries, s.lang.pick("主动发现待处理", "discoveries to follow")),
        ("/voices", came.voices, s.lang.pick("异议投诉待答复", "objections to answer")),
    ];
    let some = |(to, many, said): (_, Option<usize>, _)| many.filter(|many| *many > 0).map(|many| (to, many, said));
    all.into_iter().filter_map(some).collect()
}
