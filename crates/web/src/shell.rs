//! What stands around every page: the office, the user, the columns that the user's rights open.

use crate::{signed::Signed, state::State, why::Why};
use askama::Template;
use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use doudi_journal::{
    Instant,
    access::{Action, Resource},
};
use doudi_kernel::{Date, Lang, Say};

/// A column of the navigation.
pub(crate) struct Link {
    pub(crate) to: &'static str,
    pub(crate) said: &'static str,
    pub(crate) here: bool,
}

/// The frame of a page.
pub(crate) struct Shell {
    pub(crate) lang: Lang,
    pub(crate) office: String,
    pub(crate) user: String,
    pub(crate) role: String,
    pub(crate) form: String,
    pub(crate) nav: Vec<Link>,
    pub(crate) today: Date,
    state: State,
}

/// Where a column leads, what it is called, and the right that opens it.
const COLUMNS: [(&str, &str, &str, Resource, Action); 24] = [
    ("/work", "我的事项", "My work", Resource::Case, Action::List),
    ("/sent", "网上申请", "Sent in", Resource::Case, Action::Write),
    ("/voices", "异议投诉", "Objections", Resource::Objection, Action::Read),
    ("/matters", "预警事项", "Matters", Resource::ActiveDiscovery, Action::List),
    ("/matters", "预警事项", "Matters", Resource::Referral, Action::List),
    ("/reviews", "复核与听取意见", "Reviews", Resource::Case, Action::List),
    ("/field", "入户走访", "Home visits", Resource::HomeVisit, Action::Write),
    ("/discoveries", "主动发现", "Discoveries", Resource::ActiveDiscovery, Action::List),
    ("/referrals", "部门办理", "Departments", Resource::Referral, Action::List),
    ("/households", "家庭档案", "Households", Resource::Household, Action::List),
    ("/divisions", "区划统计", "Divisions", Resource::Household, Action::Count),
    ("/imports", "数据导入", "Imports", Resource::LakeImport, Action::List),
    ("/imports", "数据导入", "Imports", Resource::LakeImport, Action::Write),
    ("/comparisons", "数据比对", "Comparisons", Resource::LakeImport, Action::Read),
    ("/doubts", "疑点核实", "Doubts", Resource::Doubt, Action::List),
    ("/ledgers", "台账月报", "Ledgers", Resource::Statistics, Action::Count),
    ("/links", "同一人核对", "Linking", Resource::LinkDecision, Action::List),
    ("/simulations", "政策模拟", "Simulation", Resource::Simulation, Action::List),
    ("/notices", "公示", "Notices", Resource::PublicNotice, Action::List),
    ("/imprest", "备用金", "Imprest", Resource::PaymentList, Action::List),
    ("/payments", "发放名册", "Payments", Resource::PaymentList, Action::List),
    ("/users", "用户与授权", "Users", Resource::User, Action::List),
    ("/audit", "审计", "Audit", Resource::AccessRecord, Action::List),
    ("/messages", "消息", "Messages", Resource::System, Action::Read),
];

impl Shell {
    pub(crate) fn of(by: &Signed) -> Self {
        let (who, lang) = (&by.who, by.lang);
        let today = who.today();
        let held = who.grants.iter().find(|grant| grant.holds_on(today));
        let may = |resource: Resource, action: Action| who.may(resource, action).is_ok();
        let open = COLUMNS.iter().filter(|(.., resource, action)| may(*resource, *action));
        let link = |(to, zh, en, ..): &(&'static str, &'static str, &'static str, Resource, Action)| Link {
            to,
            said: lang.pick(zh, en),
            here: by.path.starts_with(to) || (*to == "/work" && by.path.starts_with("/cases")),
        };
        let mut nav: Vec<Link> = open.map(link).collect();
        // A column that two rights open stands there once.
        nav.dedup_by_key(|link| link.to);
        Self {
            lang,
            office: held.map(|grant| crate::words::place(&by.state.bureau, grant.area.number())).unwrap_or_default(),
            user: who.name.clone(),
            role: held.map(|grant| grant.role.say(lang)).unwrap_or_default(),
            form: by.form.clone(),
            nav,
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
