//! What is wrong with a case file.

use crate::{complaint::place, lex::Span};
use doudi_kernel::{Lang, Say};

/// Something in a case file that cannot be understood, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Where.
    pub span: Span,
    /// What.
    pub what: Refused,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// A line in the first column that is no `case "…"`.
    NoCase,
    /// A character, text, number or date that is none.
    NoWord,
    /// Something else is asked for here.
    Want(&'static str),
    /// Nothing of this name in the policies, or not of this row's kind.
    Unknown(String),
    /// A value of another kind or unit than its name asks for: the name, and what it asks for.
    Misfit(String, String),
    /// A fact stated twice, a second member of the same name.
    Twice(String),
    /// A case without place and month.
    Nowhere,
    /// A person's or obligor's name must stand before what is asked.
    Whose(String),
}

impl Say for Refused {
    fn say(&self, lang: Lang) -> String {
        let zh = lang == Lang::Zh;
        match self {
            Self::NoCase if zh => "首列应为 case \"…\"".into(),
            Self::NoCase => "a line in the first column must be case \"…\"".into(),
            Self::NoWord if zh => "无法识别的字符、文本、数字或日期".into(),
            Self::NoWord => "no character, text, number or date that can be read".into(),
            Self::Want(what) if zh => format!("此处应为 {what}"),
            Self::Want(what) => format!("{what} is asked for here"),
            Self::Unknown(name) if zh => format!("政策中没有 {name},或其主体不符"),
            Self::Unknown(name) => format!("the policies have no {name}, or it is of somebody else"),
            Self::Misfit(name, kind) if zh => format!("{name} 的值应为 {kind}"),
            Self::Misfit(name, kind) => format!("a value of {name} is {kind}"),
            Self::Twice(name) if zh => format!("{name} 出现两次"),
            Self::Twice(name) => format!("{name} stands twice"),
            Self::Nowhere if zh => "用例缺少地区和月份:in 区划 month 年-月".into(),
            Self::Nowhere => "the case has no place and month: in DIGITS month YYYY-MM".into(),
            Self::Whose(name) if zh => format!("{name} 是个人(或法定义务人)的,前面要写明是谁"),
            Self::Whose(name) => format!("{name} is of a person or obligor: say whose before it"),
        }
    }
}

impl Unreadable {
    /// The complaint with its place: `path:line:column: …`.
    ///
    /// ```
    /// use doudi_kernel::Lang;
    /// use doudi_rules::{book::Book, cases};
    /// let files = [("a.cases".to_owned(), "cas \"x\"".to_owned())];
    /// let (_, unreadable) = cases::read(&Book::default(), &files);
    /// assert!(unreadable[0].say(&files, Lang::En).starts_with("a.cases:1:1: "));
    /// ```
    pub fn say(&self, files: &[(String, String)], lang: Lang) -> String {
        format!("{}: {}", place(files, self.span), self.what.say(lang))
    }
}
