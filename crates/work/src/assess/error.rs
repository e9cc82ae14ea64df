//! Why nothing could be assessed.

use crate::doubts::DeskError;
use doudi_kernel::{Fault, Lang, Month, Say};
use doudi_lake::LakeError;
use doudi_rules::complaint::Complaints;

/// Why nothing could be assessed.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.say(Lang::En))]
pub enum AssessError {
    /// The checker refuses the rules.
    Rules(Box<Complaints>),
    /// `assess.toml` cannot be read, or names a programme that the rules do not have.
    Assessed(String),
    /// A formula that cannot be computed exactly, or columns that are not what it asks for: a defect.
    Engine(String),
    /// No verification of the month is in the lake.
    NoVerification(Month),
    /// Nothing was assessed for the month, or under that name.
    NotAssessed(String),
    /// The rules have no signal of that name.
    NoSignal(String),
    /// A household of that number was not assessed.
    NoHousehold,
    /// The lake.
    Lake(LakeError),
    /// What was kept cannot be read, or cannot be written.
    Kept(DeskError),
}

impl AssessError {
    /// Whose it is to act.
    pub fn fault(&self) -> Fault {
        match self {
            Self::Rules(_)
            | Self::Assessed(_)
            | Self::NoVerification(_)
            | Self::NotAssessed(_)
            | Self::NoSignal(_)
            | Self::NoHousehold => Fault::User,
            Self::Engine(_) => Fault::Program,
            Self::Lake(why) => why.fault(),
            Self::Kept(why) => why.fault(),
        }
    }
}

impl Say for AssessError {
    fn say(&self, lang: Lang) -> String {
        match self {
            Self::Rules(complaints) => complaints.render(lang),
            Self::Assessed(what) => match lang {
                Lang::Zh => format!("policy/assess.toml：{what}；请改为规则中有的待遇名称"),
                Lang::En => format!("policy/assess.toml: {what}; name programmes that the rules have"),
            },
            Self::Engine(what) => match lang {
                Lang::Zh => format!("无法精确计算（{what}）；请报告这个程序缺陷"),
                Lang::En => format!("cannot be computed exactly ({what}); please report this defect"),
            },
            Self::NoVerification(month) => match lang {
                Lang::Zh => format!("数据湖中没有{month}的家庭经济状况核对结果；请先用 doudi intake 导入"),
                Lang::En => format!("the lake has no verification of {month}; take it in first with doudi intake"),
            },
            Self::NotAssessed(what) => match lang {
                Lang::Zh => format!("{what}还没有认定结果；请先用 doudi assess 认定"),
                Lang::En => format!("{what} was not assessed; run doudi assess first"),
            },
            Self::NoSignal(name) => match lang {
                Lang::Zh => format!("规则中没有预警 {name}；请从 doudi watch 所列的预警中选择"),
                Lang::En => format!("the rules have no signal {name}; take one of those that doudi watch lists"),
            },
            Self::NoHousehold => lang
                .pick(
                    "认定结果中没有这一户；请核对户主身份证号或编号",
                    "no such household was assessed; check the number of its head, or its own",
                )
                .into(),
            Self::Lake(why) => why.say(lang),
            Self::Kept(why) => why.say(lang),
        }
    }
}

impl From<LakeError> for AssessError {
    fn from(why: LakeError) -> Self {
        Self::Lake(why)
    }
}

impl From<DeskError> for AssessError {
    fn from(why: DeskError) -> Self {
        Self::Kept(why)
    }
}
