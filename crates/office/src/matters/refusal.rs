//! Why something cannot be done to a matter now, and what to do.

use doudi_kernel::{Date, Lang, Say};

/// Why an act is not possible.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.say(Lang::En))]
pub enum Refusal {
    /// It is closed.
    Closed,
    /// It is open.
    Open,
    /// Another matter of the household is open.
    Another(i64),
    /// A day that does not fit.
    BadDay(Date),
    /// Nobody has been there.
    NotVisited,
    /// No case of the household runs.
    NoCase,
    /// Whose data were wrong is not told.
    NoFeed,
    /// It has no such signal.
    NoSignal,
    /// An exemption ends within a year.
    TooLong(Date),
    /// No exemption of this kind holds.
    NotExempt,
    /// No department has it.
    NotHanded,
    /// A department has it.
    AtDepartment,
    /// The level that has it is not late.
    NotLate,
    /// The user works for another level.
    NotYours,
    /// Without words.
    NoWords,
}

impl Say for Refusal {
    fn say(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Closed, Lang::Zh) => "本件已办结；确需继续的，请先恢复办理".into(),
            (Self::Closed, Lang::En) => "the matter is closed: reopen it first".into(),
            (Self::Open, Lang::Zh) => "本件正在办理".into(),
            (Self::Open, Lang::En) => "the matter is open".into(),
            (Self::Another(id), Lang::Zh) => format!("该户另有预警事项{id}正在办理，请在那一件中办理"),
            (Self::Another(id), Lang::En) => format!("matter {id} of the household is open: go on there"),
            (Self::BadDay(day), Lang::Zh) => format!("日期{day}不合理：走访日期应在预警之日至今天之间"),
            (Self::BadDay(day), Lang::En) => format!("{day} does not fit: a visit is between the signal and today"),
            (Self::NotVisited, Lang::Zh) => "尚未登记走访，不能这样办结；请先登记走访情况".into(),
            (Self::NotVisited, Lang::En) => "nobody has been there, so it cannot end so: note the visit first".into(),
            (Self::NoCase, Lang::Zh) => "该户没有在办的救助事项；请先受理申请，再这样办结".into(),
            (Self::NoCase, Lang::En) => "no case of the household runs: open one first".into(),
            (Self::NoFeed, Lang::Zh) => "请选择是哪一份数据有误，以便请该部门更正".into(),
            (Self::NoFeed, Lang::En) => "say which data were wrong, so that their department corrects them".into(),
            (Self::NoSignal, Lang::Zh) => "本件没有这一条预警".into(),
            (Self::NoSignal, Lang::En) => "the matter has no such signal".into(),
            (Self::TooLong(last), Lang::Zh) => format!("豁免须在明天至{last}（一年）之间到期；到期后自动恢复预警"),
            (Self::TooLong(last), Lang::En) => {
                format!("an exemption ends between tomorrow and {last}, a year from now")
            }
            (Self::NotExempt, Lang::Zh) => "没有这一项有效的豁免".into(),
            (Self::NotExempt, Lang::En) => "no such exemption holds".into(),
            (Self::NotHanded, Lang::Zh) => "本件没有转给该部门".into(),
            (Self::NotHanded, Lang::En) => "the matter was not handed over to this department".into(),
            (Self::AtDepartment, Lang::Zh) => "本件已转部门，尚未反馈".into(),
            (Self::AtDepartment, Lang::En) => "a department has it and has not answered".into(),
            (Self::NotLate, Lang::Zh) => "本件尚未超期，仍由原责任单位办理".into(),
            (Self::NotLate, Lang::En) => "it is not late: whoever has it goes on".into(),
            (Self::NotYours, Lang::Zh) => "本件应由上一级接办".into(),
            (Self::NotYours, Lang::En) => "the level above takes it up".into(),
            (Self::NoWords, Lang::Zh) => "请写明情况".into(),
            (Self::NoWords, Lang::En) => "say it in words".into(),
        }
    }
}
