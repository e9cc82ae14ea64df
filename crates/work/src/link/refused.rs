//! Why lists could not be linked.

use crate::doubts::DeskError;
use doudi_kernel::{Fault, Lang, Month, Say};
use doudi_lake::{LakeError, Unreadable};

/// Why lists could not be linked, or what is kept of them not read.
#[derive(Debug, thiserror::Error)]
pub enum LinkRefused {
    /// A file cannot be read.
    #[error("{0}: {1}")]
    Unreadable(String, Unreadable),
    /// A file of `policy/link` is wrong.
    #[error("policy file {0}: {1}")]
    Policy(String, String),
    /// A list has no column that tells who somebody is: its name and its headings.
    #[error("{0} has no column that tells who somebody is; its headings are {1}")]
    NothingKnown(String, String),
    /// The lists have no column in common.
    #[error("the lists have no column in common that tells who somebody is: one has {0}, the other {1}")]
    NothingShared(String, String),
    /// A list has no rows.
    #[error("{0} has no rows")]
    Empty(String),
    /// `--as` or `--without` names a heading that no list has.
    #[error("no list has a column {0}")]
    NoSuchColumn(String),
    /// `--as` names neither a field nor a kind.
    #[error("{0} is neither a column that is known nor a kind; say one of {1}")]
    NoSuchKind(String, String),
    /// The lake could not give a roster.
    #[error(transparent)]
    Lake(#[from] LakeError),
    /// There is neither such a file nor such a roster.
    #[error("there is no file {0}, and the lake has no roster of that name up to {1}")]
    NoSuchList(String, Month),
    /// No pair has that number or those rows.
    #[error("no pair {0}")]
    NoSuchPair(String),
    /// The desk.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// A result could not be written.
    #[error("{0} could not be written: {1}")]
    Unwritable(String, String),
}

impl LinkRefused {
    /// Whose it is to act.
    pub fn fault(&self) -> Fault {
        match self {
            Self::Unreadable(_, why) => why.fault(),
            Self::Lake(why) => why.fault(),
            Self::Desk(why) => why.fault(),
            Self::Unwritable(..) => Fault::Machine,
            _ => Fault::User,
        }
    }
}

impl Say for LinkRefused {
    fn say(&self, lang: Lang) -> String {
        if lang == Lang::En {
            return self.to_string();
        }
        match self {
            Self::Unreadable(file, why) => format!("{file}：{}", why.say(lang)),
            Self::Policy(file, why) => format!("配置文件{file}有误：{why}"),
            Self::NothingKnown(file, headings) => {
                format!("{file}没有可用于认人的栏目（表头：{headings}）；请用 --as 列名=栏目 指明，如 --as 户名=name")
            }
            Self::NothingShared(left, right) => {
                format!("两份名单没有可共同用于认人的栏目：一份有{left}，另一份有{right}；请用 --as 列名=栏目 指明")
            }
            Self::Empty(file) => format!("{file}没有数据行；请核对文件"),
            Self::NoSuchColumn(column) => format!("名单中没有“{column}”这一栏；请核对列名"),
            Self::NoSuchKind(word, all) => format!("“{word}”不是可用的栏目或比较方式；可用：{all}"),
            Self::Lake(why) => why.say(lang),
            Self::NoSuchList(word, month) => {
                format!("没有文件{word}，数据湖中截至{month}也没有这一名册；请核对路径或名册名")
            }
            Self::NoSuchPair(which) => format!("没有{which}这一对；请核对序号或行号"),
            Self::Desk(why) => why.say(lang),
            Self::Unwritable(file, why) => format!("无法写入{file}（{why}）；请检查磁盘空间和权限"),
        }
    }
}
