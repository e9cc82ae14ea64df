//! Why an act on the register is not done, and what to do.

use doudi_kernel::{Date, Lang, Say};

/// Why an act is not possible.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.say(Lang::En))]
pub enum Refusal {
    /// The file is closed; what follows on it has another number.
    Closed(Option<i64>),
    /// Somebody changed the file after the plan was shown.
    Overtaken,
    /// Not a member of the file.
    NoMember,
    /// A person twice, or not everybody.
    Members,
    /// Nobody would be left: that is not a split.
    NobodyLeft,
    /// The head goes: say first who is head afterwards.
    HeadFirst,
    /// A relation, a reason for counting, or a field that is none.
    NoSuchWord,
    /// The head's relation is `head`, and nobody else's.
    HeadRelation,
    /// A day in the future, or before the person was born.
    BadDay(Date),
    /// No reason in words, or one with a number in it.
    NoReason,
    /// The place is not one of this county's villages.
    NoPlace,
    /// The file lies there already.
    SamePlace,
    /// Both files are one.
    SameFile,
    /// The number belongs to somebody of another file.
    InAnotherFile,
    /// A number that stands in the file already.
    Here,
    /// A near relative may not.
    Relative,
    /// Help runs: a decision ends it, after the household was heard.
    Helped,
    /// Nothing would be otherwise.
    Nothing,
    /// Something happened since that rests on the act.
    Built,
    /// No name.
    NoName,
    /// The files lie in two counties.
    TwoCounties,
}

impl Say for Refusal {
    fn say(&self, lang: Lang) -> String {
        let said = match self {
            Self::Closed(Some(successor)) => {
                return match lang {
                    Lang::Zh => format!("本档案已停用，由档案{successor}接续，请在新档案上办理"),
                    Lang::En => format!("this file is closed and file {successor} goes on in its place: act there"),
                };
            }
            Self::BadDay(day) => {
                return match lang {
                    Lang::Zh => format!("日期{day}不合理：不能晚于今天，也不能早于当事人出生"),
                    Lang::En => format!("{day} does not fit: not after today, and not before the person was born"),
                };
            }
            Self::Closed(None) => ("本档案已停用，不能再登记变动", "this file is closed: nothing can be changed there"),
            Self::Overtaken => (
                "方案显示后档案又有变动，没有办理；请按新的方案确认",
                "the file was changed after the plan was shown; nothing was done. Look at the new plan",
            ),
            Self::NoMember => ("所选人员不是本户成员", "not a member of this file"),
            Self::Members => {
                ("成员填写不完整或有重复，请逐人填写一次", "each member is to be named once, and nobody left out")
            }
            Self::NobodyLeft => {
                ("原户至少保留一人；全户迁移请用“县内迁移”", "somebody must stay; to move everybody, move the file")
            }
            Self::HeadFirst => {
                ("户主不在剩余成员中，请先办理变更户主", "the head would go: change the head of the file first")
            }
            Self::NoSuchWord => ("所选项不在代码表中", "that is none of the words to choose from"),
            Self::HeadRelation => {
                ("户主本人的关系应为“户主”，其他成员不能是“户主”", "the head, and nobody else, has the relation head")
            }
            Self::NoReason => (
                "请写明理由（4至200字，不写证件号码、电话）",
                "a reason of 4 to 200 characters is needed, without any number of a person",
            ),
            Self::NoPlace => ("请选择本县的村（社区）", "choose a village or community of this county"),
            Self::SamePlace => ("档案已在该村（社区）", "the file lies there already"),
            Self::SameFile => ("不能与自身合并", "a file cannot be merged with itself"),
            Self::InAnotherFile => (
                "该证件号码已登记在其他档案；请先在原档案办理迁出，或办理并户",
                "that number belongs to a member of another file: let the person leave it first, or merge the files",
            ),
            Self::Here => ("该证件号码已在本档案中", "that number stands in this file already"),
            Self::Relative => (
                "您已登记为该户的近亲属，应当回避，由县级民政部门另派人员",
                "you are registered as a near relative of this household: the county sends somebody else",
            ),
            Self::Helped => (
                "该户仍在享受救助；请先通过复核事项作出决定（社会救助法第四十八条，须先听取意见）",
                "help still runs: a review decides on it first, and the household is heard (art. 48)",
            ),
            Self::Nothing => ("没有任何变化", "nothing would be otherwise"),
            Self::Built => (
                "此后档案又有新的变动，不能直接撤销；请先撤销较新的登记",
                "the file was changed since: undo the newer acts first",
            ),
            Self::NoName => ("请填写姓名", "a name is needed"),
            Self::TwoCounties => {
                ("两份档案分属不同县，请由各县分别办理", "the files lie in two counties: each acts on its own")
            }
        };
        lang.pick(said.0, said.1).into()
    }
}
