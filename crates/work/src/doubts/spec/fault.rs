//! What is wrong with a spec file, where, and what to do.

use doudi_kernel::{Lang, Say};
use std::{fmt, ops::Range};

/// A fault of a spec file, at a line and column counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.say(Lang::En))]
pub struct SpecFault {
    /// The file, as it was handed to the checker.
    pub file: String,
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
    /// What is wrong.
    pub kind: SpecFaultKind,
}

impl SpecFault {
    pub(super) fn at(file: &str, text: &str, span: Range<usize>, kind: SpecFaultKind) -> Self {
        let before = text.get(..span.start.min(text.len())).unwrap_or("");
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        Self { file: file.into(), line, column, kind }
    }
}

impl Say for SpecFault {
    fn say(&self, lang: Lang) -> String {
        let Self { file, line, column, kind } = self;
        match lang {
            Lang::Zh => format!("{file} 第{line}行第{column}列：{}", kind.say(lang)),
            Lang::En => format!("{file}:{line}:{column}: {}", kind.say(lang)),
        }
    }
}

/// What is wrong with a spec.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SpecFaultKind {
    /// Not TOML of the expected shape: the parser's own words, which name the key.
    Form(String),
    /// The id is not the file's name.
    FileName(String),
    /// No feed of that name has a layout.
    UnknownFeed(String),
    /// No field of that name exists.
    UnknownField(String),
    /// A field has no such code; the known ones follow.
    UnknownCode(String, String, Vec<String>),
    /// No source of that name, neither shared nor in the spec.
    UnknownSource(String),
    /// No precedence table or answer list of that name.
    UnknownTable(String),
    /// A name is used twice.
    Twice(String),
    /// A source without the key that must be there.
    SourceLacks(String, &'static str),
    /// Not a way to identify people.
    UnknownKey(String),
    /// Keys that make no condition together.
    NoCondition,
    /// A condition about a row where none is at hand, or the reverse.
    WrongPlace,
    /// A field of this kind cannot be asked so.
    WrongKind(String, &'static str),
    /// Not a day.
    NoDay(String),
    /// The last rung has a condition: somebody could fall off the ladder.
    OpenEnd,
    /// A rung that an earlier one always takes first.
    Unreachable(String, String),
    /// A rung whose ages nobody asked about has.
    NobodyThatAge(String),
    /// A ladder without a doubt asks nothing.
    NoDoubt,
    /// A list that must not be empty.
    Empty(&'static str),
    /// Versions of a table leave days without a rule.
    Gap(String, String),
    /// The last version of a table ends.
    Ends(String),
    /// Versions of a table both hold on some days.
    Overlap(String, String),
}

impl fmt::Display for SpecFaultKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

impl Say for SpecFaultKind {
    fn say(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => self.zh(),
            Lang::En => self.en(),
        }
    }
}

impl SpecFaultKind {
    fn zh(&self) -> String {
        match self {
            Self::Form(said) => format!("写法有误（{said}）；请对照规则说明修改该处"),
            Self::FileName(id) => format!("id“{id}”与文件名不同；请改成一致"),
            Self::UnknownFeed(feed) => format!("没有名为“{feed}”的数据来源；请核对 policy/feeds 下的文件名"),
            Self::UnknownField(field) => format!("没有名为“{field}”的字段；请核对 policy/fields.toml"),
            Self::UnknownCode(field, code, known) => {
                format!("字段“{field}”没有代码“{code}”；可用代码：{}", known.join("、"))
            }
            Self::UnknownSource(id) => format!("没有名为“{id}”的来源；请在本文件或 tables/sources.toml 中声明"),
            Self::UnknownTable(id) => format!("没有名为“{id}”的表；请在 tables 目录中添加"),
            Self::Twice(name) => format!("“{name}”用了两次；请改名"),
            Self::SourceLacks(id, key) => format!("来源“{id}”缺少 {key}；请补上"),
            Self::UnknownKey(key) => format!("不能按“{key}”认人；请用 resident_id 或 disability_certificate"),
            Self::NoCondition => "这些键凑不成一个条件；请对照规则说明".into(),
            Self::WrongPlace => "条件放错了位置：来源的 where 只能问本行字段，其他地方须写明 in".into(),
            Self::WrongKind(field, ask) => format!("字段“{field}”不能用 {ask} 来问；请换用与其类型相符的写法"),
            Self::NoDay(day) => format!("“{day}”不是日期；请写 month_start、month_end 或 2026-07-01"),
            Self::OpenEnd => "最后一级仍有条件，会有人落不到任何一级；请去掉最后一级的 when".into(),
            Self::Unreachable(code, by) => format!("“{code}”永远轮不到：“{by}”总是先成立；请删去或调整次序"),
            Self::NobodyThatAge(code) => format!("“{code}”的年龄范围与被问对象不相交；请核对年龄"),
            Self::NoDoubt => "没有一级是疑点；请至少写一级 kind = \"doubt\"".into(),
            Self::Empty(what) => format!("{what} 不能为空；请至少写一项"),
            Self::Gap(from, to) => format!("{from}起到{to}前没有规则；请补一个版本或改日期"),
            Self::Ends(day) => format!("最后一个版本到{day}前为止，其后没有规则；请去掉 valid_before 或补一个版本"),
            Self::Overlap(from, to) => format!("{from}起到{to}前有两个版本同时有效；请改日期"),
        }
    }

    fn en(&self) -> String {
        match self {
            Self::Form(said) => format!("not of the expected form ({said}); compare with the description of specs"),
            Self::FileName(id) => format!("the id {id:?} is not the file's name; make them the same"),
            Self::UnknownFeed(feed) => format!("no feed is called {feed:?}; see the files in policy/feeds"),
            Self::UnknownField(field) => format!("no field is called {field:?}; see policy/fields.toml"),
            Self::UnknownCode(field, code, known) => {
                format!("field {field:?} has no code {code:?}; it has {}", known.join(", "))
            }
            Self::UnknownSource(id) => format!("no source is called {id:?}; declare it here or in tables/sources.toml"),
            Self::UnknownTable(id) => format!("no table is called {id:?}; add it to the folder tables"),
            Self::Twice(name) => format!("{name:?} is used twice; rename one"),
            Self::SourceLacks(id, key) => format!("source {id:?} has no {key}; add it"),
            Self::UnknownKey(key) => format!("{key:?} identifies nobody; use resident_id or disability_certificate"),
            Self::NoCondition => "these keys make no condition together; compare with the description of specs".into(),
            Self::WrongPlace => "a where asks about its own row only, and elsewhere `in` names the source".into(),
            Self::WrongKind(field, ask) => {
                format!("field {field:?} cannot be asked with {ask}; use what fits its kind")
            }
            Self::NoDay(day) => format!("{day:?} is no day; write month_start, month_end or 2026-07-01"),
            Self::OpenEnd => "the last rung has a condition, so that somebody could fall off; remove its when".into(),
            Self::Unreachable(code, by) => {
                format!("{code:?} is never reached, {by:?} always holds first; remove or move it")
            }
            Self::NobodyThatAge(code) => format!("nobody asked about has the ages of {code:?}; check the ages"),
            Self::NoDoubt => "no rung is a doubt; write at least one".into(),
            Self::Empty(what) => format!("{what} must not be empty"),
            Self::Gap(from, to) => format!("no version holds from {from} until {to}; add one or change the dates"),
            Self::Ends(day) => format!("no version holds from {day} on; remove valid_before or add a version"),
            Self::Overlap(from, to) => format!("two versions hold from {from} until {to}; change the dates"),
        }
    }
}
