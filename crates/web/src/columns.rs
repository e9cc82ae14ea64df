//! The columns beside every page, in groups that follow a family's way: what waits, what comes in, its file, its money, the
//! data behind, the office itself.

use doudi_journal::access::{Action, Resource};
use doudi_kernel::Lang;
use doudi_office::Who;

/// A column that the user's rights open.
pub(crate) struct Link {
    pub(crate) to: &'static str,
    pub(crate) said: &'static str,
    pub(crate) here: bool,
}

/// Columns that belong together; never empty.
pub(crate) struct Group {
    pub(crate) said: &'static str,
    pub(crate) links: Vec<Link>,
}

/// Where a column leads, what it is called, and the right that opens it.
type Column = (&'static str, &'static str, &'static str, Resource, Action);

const GROUPS: [(&str, &str, &[Column]); 6] = [
    ("待办", "Waiting", &WAITING),
    ("来件", "Coming in", &COMING_IN),
    ("档案", "Register", &REGISTER),
    ("资金", "Money", &MONEY),
    ("数据", "Data", &DATA),
    ("管理", "Office", &OFFICE),
];

const WAITING: [Column; 6] = [
    ("/work", "我的事项", "My work", Resource::Case, Action::List),
    ("/matters", "预警事项", "Matters", Resource::ActiveDiscovery, Action::List),
    ("/matters", "预警事项", "Matters", Resource::Referral, Action::List),
    ("/field", "入户走访", "Home visits", Resource::HomeVisit, Action::Write),
    ("/reviews", "复核与听取意见", "Reviews", Resource::Case, Action::List),
    ("/referrals", "部门办理", "Departments", Resource::Referral, Action::List),
];

const COMING_IN: [Column; 3] = [
    ("/sent", "网上申请", "Sent in", Resource::Case, Action::Write),
    ("/discoveries", "主动发现", "Discoveries", Resource::ActiveDiscovery, Action::List),
    ("/voices", "异议投诉", "Objections", Resource::Objection, Action::Read),
];

const REGISTER: [Column; 3] = [
    ("/households", "家庭档案", "Households", Resource::Household, Action::List),
    ("/divisions", "区划统计", "Divisions", Resource::Household, Action::Count),
    ("/notices", "公示", "Notices", Resource::PublicNotice, Action::List),
];

const MONEY: [Column; 2] = [
    ("/payments", "发放名册", "Payments", Resource::PaymentList, Action::List),
    ("/imprest", "备用金", "Imprest", Resource::PaymentList, Action::List),
];

const DATA: [Column; 7] = [
    ("/imports", "数据导入", "Imports", Resource::LakeImport, Action::List),
    ("/imports", "数据导入", "Imports", Resource::LakeImport, Action::Write),
    ("/links", "同一人核对", "Linking", Resource::LinkDecision, Action::List),
    ("/comparisons", "数据比对", "Comparisons", Resource::LakeImport, Action::Read),
    ("/doubts", "疑点核实", "Doubts", Resource::Doubt, Action::List),
    ("/ledgers", "台账月报", "Ledgers", Resource::Statistics, Action::Count),
    ("/simulations", "政策模拟", "Simulation", Resource::Simulation, Action::List),
];

const OFFICE: [Column; 3] = [
    ("/users", "用户与授权", "Users", Resource::User, Action::List),
    ("/audit", "审计", "Audit", Resource::AccessRecord, Action::List),
    ("/messages", "消息", "Messages", Resource::System, Action::Read),
];

/// The groups of which the user may open something; `path` is the page that is shown.
pub(crate) fn open_to(who: &Who, lang: Lang, path: &str) -> Vec<Group> {
    let group = |(zh, en, columns): &(&'static str, &'static str, &[Column])| {
        let open = columns.iter().filter(|(.., resource, action)| who.may(*resource, *action).is_ok());
        let link = |(to, zh, en, ..): &Column| Link { to, said: lang.pick(zh, en), here: leads(to, path) };
        let mut links: Vec<Link> = open.map(link).collect();
        // A column that two rights open stands there once.
        links.dedup_by_key(|link| link.to);
        (!links.is_empty()).then(|| Group { said: lang.pick(zh, en), links })
    };
    GROUPS.iter().filter_map(group).collect()
}

/// Whether a page lies below a column; cases are reached from the user's work.
fn leads(to: &str, path: &str) -> bool {
    path.starts_with(to) || (to == "/work" && path.starts_with("/cases"))
}
