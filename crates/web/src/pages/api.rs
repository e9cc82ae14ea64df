//! What other programs can do here, read from the table of operations.

use crate::{
    api::{ROOT, operations},
    shell::{Page, Shell, page},
    signed::Signed,
};
use askama::Template;
use doudi_kernel::Say;

struct Line {
    method: String,
    path: String,
    name: &'static str,
    said: &'static str,
    rights: String,
    writes: bool,
    may: bool,
}

#[derive(Template)]
#[template(path = "api.html")]
struct Api {
    s: Shell,
    lines: Vec<Line>,
}

/// `GET /api`
pub(crate) async fn show(by: Signed) -> Page {
    let s = Shell::of(&by);
    let line = |it: crate::api::Operation| {
        let rights = it.rule.rights().into_iter();
        let rights: Vec<_> = rights.map(|(what, how)| format!("{}·{}", what.say(s.lang), how.say(s.lang))).collect();
        Line {
            method: it.method.to_string(),
            path: format!("{ROOT}{}", it.path),
            name: it.name,
            said: s.lang.pick(it.said.0, it.said.1),
            rights: if rights.is_empty() {
                s.t("任何令牌", "any token").to_owned()
            } else {
                rights.join(s.t("、", ", "))
            },
            writes: it.writes,
            may: it.rule.holds(&by.who).is_ok(),
        }
    };
    page(&Api { lines: operations().into_iter().map(line).collect(), s })
}
