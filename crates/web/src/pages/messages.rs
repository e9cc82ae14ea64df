//! Messages as the system administrator sees them, and where somebody is reached.

use crate::{
    pages::households::purpose::For,
    shell::{Page, Shell, page},
    signed::{Sent, Signed},
    why::Why,
    words::count,
};
use askama::Template;
use axum::{extract::Path, response::Redirect};
use doudi_kernel::Say;
use doudi_office::{
    OfficeError, field,
    messages::{self, Holder, Kind, Listed, Shown},
};

struct Line {
    id: i64,
    words: String,
    channel: &'static str,
    queued: String,
    tries: i64,
    next: String,
    said: &'static str,
    class: &'static str,
}

#[derive(Template)]
#[template(path = "messages.html")]
struct Messages {
    s: Shell,
    tiles: Vec<(&'static str, String, &'static str)>,
    lines: Vec<Line>,
}

fn said(s: &Shell, state: Shown) -> (&'static str, &'static str) {
    match state {
        Shown::Waiting => (s.lang.pick("待发送", "waiting"), "unknown"),
        Shown::Trying => (s.lang.pick("待重试", "to be tried again"), "unknown"),
        Shown::Sent => (s.lang.pick("已交网关", "with the gateway"), "done"),
        Shown::GivenUp => (s.lang.pick("未能送达", "given up"), "no"),
    }
}

/// `GET /messages`
pub(crate) async fn show(by: Signed) -> Page {
    let (listed, counted) = by.run(messages::list).await?;
    let s = Shell::of(&by);
    let tile = |state: Shown| {
        let many = counted.get(&state).copied().unwrap_or(0);
        let class = if state == Shown::GivenUp && many > 0 { "over" } else { "" };
        (said(&s, state).0, count(many), class)
    };
    let line = |it: &Listed| {
        let (said, class) = said(&s, it.state);
        Line {
            id: it.id,
            words: it.template.map(|template| template.say(s.lang)).unwrap_or_default(),
            channel: match it.channel.as_deref() {
                Some("sms") => s.lang.pick("短信", "text message"),
                Some("email") => s.lang.pick("电子邮件", "e-mail"),
                Some(_) => s.lang.pick("接口", "web hook"),
                None => s.lang.pick("无可用渠道", "no way out"),
            },
            queued: s.moment(&it.queued),
            tries: it.tries,
            next: if matches!(it.state, Shown::Waiting | Shown::Trying) {
                s.moment(&it.next_at)
            } else {
                String::new()
            },
            said,
            class,
        }
    };
    let tiles = [Shown::Waiting, Shown::Trying, Shown::Sent, Shown::GivenUp].map(tile).into();
    page(&Messages { tiles, lines: listed.iter().map(line).collect(), s })
}

fn kind(text: &str) -> Result<Kind, OfficeError> {
    Kind::ALL.into_iter().find(|kind| kind.name() == text).ok_or(OfficeError::Form(field::CONTACT))
}

/// `POST /me/contact`
pub(crate) async fn own(Sent { by, fields }: Sent) -> Result<Redirect, Why> {
    by.run(move |bureau, who| {
        let holder = Holder::Account(who.id.0);
        messages::note_contact(bureau, who, holder, kind(fields.text("kind"))?, fields.text("address"))
    })
    .await?;
    Ok(Redirect::to("/me"))
}

/// `POST /households/{id}/contact`
pub(crate) async fn household(Path(id): Path<i64>, Sent { by, fields }: Sent) -> Result<Redirect, Why> {
    let back = For::of(&fields).map(|purpose| format!("?{}", purpose.query())).unwrap_or_default();
    by.run(move |bureau, who| {
        let holder = Holder::Household(id);
        messages::note_contact(bureau, who, holder, kind(fields.text("kind"))?, fields.text("address"))
    })
    .await?;
    Ok(Redirect::to(&format!("/households/{id}{back}")))
}
