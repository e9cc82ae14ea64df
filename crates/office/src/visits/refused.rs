//! Why a visit is not taken in. Nothing of it is kept, and the telephone keeps it until its maker has put it right.

use doudi_kernel::{Lang, Say};

/// A reason, with what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.say(Lang::En))]
pub enum Refused {
    /// It was made by another account.
    Account,
    /// Its maker is registered as a near relative of the household (近亲属备案).
    Relative,
    /// It is older than a telephone may keep it.
    Old,
    /// Nothing was seen.
    Empty,
    /// An item that no form has, or of somebody of whom it cannot be said.
    Item,
    /// A text, a signature or a place that cannot be one.
    Shape,
    /// A photograph that is none, is too large, or says more than it shows.
    Photo,
    /// The file is closed; another goes on in its place.
    Gone,
    /// Nobody was met, and something was seen of them.
    Absent,
    /// It is withdrawn already.
    Withdrawn,
    /// Somebody else made it, and the user does not decide there.
    NotYours,
}

impl Say for Refused {
    fn say(&self, lang: Lang) -> String {
        let (zh, en) = match self {
            Self::Account => (
                "这次走访是另一账号登记的，请用原账号登录后再同步",
                "another account made this visit: sign in as that account and send it again",
            ),
            Self::Relative => (
                "您已备案为该户的近亲属，应当回避，请由其他人员入户",
                "you are registered as a near relative of this household: somebody else visits it",
            ),
            Self::Old => (
                "走访已超过七天没有同步，请重新入户核实",
                "the visit is more than seven days old: visit the household again",
            ),
            Self::Empty => (
                "没有登记任何内容，请至少核实一项或拍摄一张照片",
                "nothing was noted: confirm one item or take one photograph",
            ),
            Self::Item => (
                "有一项内容不在走访表中，请更新今日任务后重新登记",
                "an item is not on the form: fetch the day's tasks again and note it anew",
            ),
            Self::Shape => (
                "文字、签名或位置无法读取，请缩短或重新填写",
                "a text, the signature or the place cannot be read: shorten it or make it anew",
            ),
            Self::Photo => {
                ("有一张照片过大或不是照片，请重新拍摄", "a photograph is too large or is none: take it again")
            }
            Self::Gone => (
                "该户档案已停用，请更新今日任务，按接续的档案走访",
                "this file is closed: fetch the day's tasks again and visit the file that goes on",
            ),
            Self::Absent => (
                "家中无人的走访不能登记逐项核实，请改选走访结论或清除已填各项",
                "whoever met nobody has seen nothing: choose another outcome or take the answers out",
            ),
            Self::Withdrawn => ("这次走访已经撤回", "this visit is withdrawn already"),
            Self::NotYours => {
                ("只有走访人本人或乡镇经办可以撤回走访", "whoever made the visit withdraws it, or the town")
            }
        };
        lang.pick(zh, en).into()
    }
}
