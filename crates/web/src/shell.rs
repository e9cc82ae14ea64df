//! What stands around every page: the office, the user, the columns that the user's rights open.

use crate::{
    columns::{Group, open_to},
    signed::Signed,
    state::State,
    why::Why,
};
use askama::Template;
use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use doudi_journal::Instant;
use doudi_kernel::{Date, Lang, Say};

/// The frame of a page.
pub(crate) struct Shell {
    pub(crate) lang: Lang,
    pub(crate) office: String,
    pub(crate) user: String,
    pub(crate) role: String,
    pub(crate) form: String,
    /// What the user's rights open.
    pub(crate) nav: Vec<Group>,
    pub(crate) today: Date,
    state: State,
}

impl Shell {
    pub(crate) fn of(by: &Signed) -> Self {
        let (who, lang) = (&by.who, by.lang);
        let today = who.today();
        let held = who.grants.iter().find(|grant| grant.holds_on(today));
        Self {
            lang,
            office: held.map(|grant| crate::words::place(&by.state.bureau, grant.area.number())).unwrap_or_default(),
            user: who.name.clone(),
            role: held.map(|grant| grant.role.say(lang)).unwrap_or_default(),
            form: by.form.clone(),
            nav: open_to(who, lang, &by.path),
            today,
            state: by.state.clone(),
        }
    }

    /// One of two texts: what a template says, it says in both languages.
    pub(crate) fn t<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        self.lang.pick(zh, en)
    }

    /// The language's name for browsers and fonts.
    pub(crate) fn html_lang(&self) -> &'static str {
        self.lang.pick("zh-CN", "en")
    }

    /// Where the user begins: the first column.
    pub(crate) fn begins(&self) -> &'static str {
        self.nav.first().and_then(|group| group.links.first()).map_or("/me", |link| link.to)
    }

    /// The column that is shown.
    pub(crate) fn here(&self) -> Option<&'static str> {
        self.nav.iter().flat_map(|group| &group.links).find(|link| link.here).map(|link| link.said)
    }

    /// A name for one form on one page, so that the form sent twice is done once.
    pub(crate) fn key(&self) -> String {
        self.state.drawn::<16>()
    }

    /// A moment as the office's clock shows it.
    pub(crate) fn moment(&self, at: &Instant) -> String {
        let utc = jiff::Timestamp::from_millisecond(at.millis()).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        let here = jiff::tz::Offset::constant(8).to_datetime(utc);
        format!("{} {:02}:{:02}", here.date(), here.hour(), here.minute())
    }
}

/// A page as an answer.
pub(crate) type Page = Result<Html<String>, Why>;

/// Renders a page.
pub(crate) fn page(template: &impl Template) -> Page {
    Ok(Html(template.render()?))
}

/// A page that says at once what was wrong with what was sent.
pub(crate) fn page_with(status: StatusCode, template: &impl Template) -> Result<Response, Why> {
    Ok((status, page(template)?).into_response())
}

/// A square code on a page: what stands in it stands beside it in letters, never in an address.
pub(crate) struct Square {
    /// A picture's path, in modules.
    pub(crate) path: String,
    /// How wide and high the picture is, in modules.
    pub(crate) wide: usize,
}

impl Square {
    /// The code of a text; none where it is too long for any.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let modules = doudi_office::papers::Modules::of(text)?;
        Some(Self { path: modules.path(), wide: modules.width() })
    }
}
