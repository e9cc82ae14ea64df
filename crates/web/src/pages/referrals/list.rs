//! The parts that wait for departments, and those that were answered.

use crate::{
    pages::work::{Left, left},
    shell::{Page, Shell, page},
    signed::Signed,
    words,
};
use askama::Template;
use doudi_journal::access::{Department, Role};
use doudi_kernel::{Lang, Say};
use doudi_office::case::{self, Referred};

struct Line {
    case: i64,
    head: String,
    place: String,
    department: String,
    opened: String,
    due: String,
    left: Left,
    answered: String,
    outcome: &'static str,
}

#[derive(Template)]
#[template(path = "referrals.html")]
struct Referrals {
    s: Shell,
    lines: Vec<Line>,
    waiting: usize,
    over: usize,
    /// Whether the user answers for a department, or only looks on.
    answers: bool,
}

/// A department by its name.
pub(crate) fn department(name: &str, lang: Lang) -> String {
    Department::ALL.into_iter().find(|it| it.name() == name).map_or_else(|| name.to_owned(), |it| it.say(lang))
}

/// `GET /referrals`
pub(crate) async fn show(by: Signed) -> Page {
    let found = by.run(case::referrals).await?;
    let s = Shell::of(&by);
    let line = |it: &Referred| Line {
        case: it.case,
        head: it.head.clone(),
        place: words::address(&by.state.bureau, it.division),
        department: department(&it.department, s.lang),
        opened: it.opened.to_string(),
        due: it.due.map(|day| day.to_string()).unwrap_or_default(),
        left: left(&s, it.due.filter(|_| it.answered.is_none()), false),
        answered: it.answered.map(|day| day.to_string()).unwrap_or_default(),
        outcome: match it.outcome.as_deref() {
            Some("grant") => s.lang.pick("给予", "granted"),
            Some(_) => s.lang.pick("不予", "refused"),
            None => "",
        },
    };
    let lines: Vec<Line> = found.iter().map(line).collect();
    let waiting = lines.iter().filter(|line| line.answered.is_empty()).count();
    let over = lines.iter().filter(|line| line.left.class == "over").count();
    let answers = by.who.roles().any(|role| matches!(role, Role::Department(_)));
    page(&Referrals { lines, waiting, over, answers, s })
}
