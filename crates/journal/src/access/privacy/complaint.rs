//! What is wrong between `privacy.toml` and a schema.

use super::ColumnName;
use doudi_kernel::{Lang, Say};
use std::fmt;

/// What is wrong between the file and the schema.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Complaint {
    /// Which column.
    pub at: ColumnName,
    /// What is wrong with it.
    pub what: Wrong,
}

/// A kind of complaint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wrong {
    /// In the schema, not in the file.
    Missing,
    /// In the file, not in the schema.
    Superfluous,
    /// In two files.
    Twice,
    /// No class, or a word that is none.
    Class,
    /// Neither the column nor its table has a purpose.
    Purpose,
    /// Neither has a retention that can be read.
    Retention,
    /// Said to be sealed and not a column of bytes.
    NotSealed,
    /// A key of an entry that means nothing.
    Key,
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

impl Say for Complaint {
    fn say(&self, lang: Lang) -> String {
        let at = &self.at;
        let what = match self.what {
            Wrong::Missing => lang.pick("数据库有此列，privacy.toml没有", "is in the database and not in privacy.toml"),
            Wrong::Superfluous => {
                lang.pick("privacy.toml有此列，数据库没有", "is in privacy.toml and not in the database")
            }
            Wrong::Twice => lang.pick("在两个privacy.toml中出现", "stands in two privacy.toml"),
            Wrong::Class => lang.pick(
                "没有类别（identifies、sensitive、operational、publishable之一）",
                "has none of the classes identifies, sensitive, operational, publishable",
            ),
            Wrong::Purpose => lang.pick("没有写明用途", "has no purpose"),
            Wrong::Retention => {
                lang.pick("没有写明保存期限（permanent，或N years after closed）", "has no retention that can be read")
            }
            Wrong::NotSealed => {
                lang.pick("应当加密，却不是字节列", "is said to be sealed and is not a column of bytes")
            }
            Wrong::Key => lang.pick("含有不认识的项", "has a key that means nothing"),
        };
        format!("{at}{}{what}{}", lang.pick("：", " "), lang.pick("。", "."))
    }
}
