//! What can go wrong in an office, in one type.

use crate::{case::Refusal, field::Field};
use doudi_journal::{JournalError, access::Denied, crypto::CryptoError};
use doudi_kernel::{Lang, Say};
use doudi_lake::LakeError;
use doudi_work::assess::AssessError;
use doudi_work::doubts::{
    DeskError, SampleError,
    answers::{FileRefused, Refusal as AnswerRefusal},
};

/// Why something was not done. Nothing was changed.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.say(Lang::En))]
pub enum OfficeError {
    /// The user may not.
    Denied(#[from] Denied),
    /// The case does not allow it now.
    Refused(#[from] Refusal),
    /// The register does not allow it now.
    Change(#[from] crate::register::Refusal),
    /// A visit or a report that a telephone sent cannot be taken in.
    Visit(#[from] crate::visits::Refused),
    /// The matter does not allow it now.
    Matter(#[from] crate::matters::Refusal),
    /// The journal's.
    Journal(#[from] JournalError),
    /// No such thing in the user's area. Whether it exists elsewhere is not said.
    NotFound,
    /// Somebody else was faster: what was on the screen is old.
    Overtaken {
        /// The version that was seen.
        seen: u32,
        /// The version that is.
        is: u32,
    },
    /// No procedure of this kind is in force there.
    NoProcedure(String),
    /// No month has been assessed: the lake is empty or `doudi assess` has not run.
    NoFacts,
    /// The newest assessed month does not name the household.
    NotInMonth,
    /// The rules could not be asked.
    Rules(String),
    /// Name or password or code is wrong; which of them is not said.
    SignIn,
    /// A household's code or its proof is wrong; which of them is not said.
    Code,
    /// Too many attempts; seconds to wait.
    Wait(i64),
    /// The account is not in its holder's hands alone: no second factor, or a password that somebody else has set.
    NotAlone,
    /// An account of that name exists.
    Account,
    /// A password that is too easy, with the sentences about it.
    Password(Vec<doudi_journal::access::login::PasswordFault>),
    /// The case has not come so far that this paper can be written.
    NoPaper,
    /// A paper cannot be printed, in a sentence.
    Paper(String),
    /// A list of more rows than one file takes.
    TooLong {
        /// Its rows.
        rows: usize,
        /// The most.
        most: usize,
    },
    /// A pair of records cannot be decided so.
    Pair(doudi_work::link::DecisionRefused),
    /// A reform cannot be simulated.
    Simulate(Box<doudi_work::simulate::SimulateError>),
    /// A page or form that does not read.
    Form(Field),
    /// The office was opened without its data folder.
    NoFolder,
    /// The office's own files of policy do not hold.
    Policy(String),
    /// The lake cannot keep or give something.
    Lake(#[from] LakeError),
    /// The desk cannot keep or give something.
    Desk(#[from] DeskError),
    /// A file cannot be taken in.
    Intake(#[from] doudi_work::intake::Refused),
    /// A doubt cannot be answered so.
    Answer(Box<AnswerRefusal>),
    /// Somebody else has just answered the doubt alike.
    Answered,
    /// A workbook of answers cannot be read.
    Sheet(Box<FileRefused>),
    /// A sample cannot be drawn.
    Sample(Box<SampleError>),
    /// The data folder cannot be written or read.
    Disk(#[from] std::io::Error),
}

impl From<CryptoError> for OfficeError {
    fn from(error: CryptoError) -> Self {
        Self::Journal(error.into())
    }
}

/// What comes of reading a month back from the disk, and of asking its rules.
impl From<AssessError> for OfficeError {
    fn from(error: AssessError) -> Self {
        match error {
            AssessError::Kept(why) => Self::Desk(why),
            AssessError::Lake(why) => Self::Lake(why),
            AssessError::NoHousehold => Self::NotInMonth,
            why => Self::Rules(why.to_string()),
        }
    }
}

impl Say for OfficeError {
    fn say(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Denied(why), _) => why.say(lang),
            (Self::Refused(why), _) => why.say(lang),
            (Self::Change(why), _) => why.say(lang),
            (Self::Visit(why), _) => why.say(lang),
            (Self::Matter(why), _) => why.say(lang),
            (Self::Journal(why), _) => why.say(lang),
            (Self::NotFound, Lang::Zh) => "在您负责的区域内没有这份档案".into(),
            (Self::NotFound, Lang::En) => "no such file in your area".into(),
            (Self::Overtaken { .. }, Lang::Zh) => {
                "刚才已有其他人办理了本件，您看到的内容已过时；请查看最新情况后再办理".into()
            }
            (Self::Overtaken { .. }, Lang::En) => {
                "somebody else has just worked on this case; look at it again, then act".into()
            }
            (Self::NoProcedure(name), Lang::Zh) => format!("当地现行规定没有“{name}”这一办理程序"),
            (Self::NoProcedure(name), Lang::En) => format!("no procedure {name} is in force there"),
            (Self::NoFacts, Lang::Zh) => "尚无已测算的月份；请先导入部门数据并运行 doudi assess".into(),
            (Self::NoFacts, Lang::En) => "no month has been assessed: import rosters and run doudi assess".into(),
            (Self::NotInMonth, Lang::Zh) => {
                "最近一次测算的月份里没有这一户（可能尚未导入，或成员均无有效身份证号）；请先补充数据再测算".into()
            }
            (Self::NotInMonth, Lang::En) => {
                "the newest assessed month does not name this household: bring its data in and assess again".into()
            }
            (Self::Rules(why), Lang::Zh) => format!("政策规则无法计算：{why}"),
            (Self::Rules(why), Lang::En) => format!("the rules cannot be computed: {why}"),
            (Self::SignIn, Lang::Zh) => "账号、密码或动态口令不正确".into(),
            (Self::SignIn, Lang::En) => "account, password or code is wrong".into(),
            (Self::Code, Lang::Zh) => "查询码或者后四位不对，请核对通知书上的查询码".into(),
            (Self::Code, Lang::En) => {
                "the code or the last four signs are wrong; look at the code on the letter".into()
            }
            (Self::Wait(seconds), Lang::Zh) => format!("尝试次数过多，请{seconds}秒后再试"),
            (Self::Wait(seconds), Lang::En) => format!("too many attempts; try again in {seconds} seconds"),
            (Self::Account, Lang::Zh) => "已有同名账号".into(),
            (Self::Account, Lang::En) => "an account of that name exists".into(),
            (Self::Password(faults), _) => {
                faults.iter().map(|fault| fault.say(lang)).collect::<Vec<_>>().join(lang.pick("；", "; "))
            }
            (Self::NoPaper, Lang::Zh) => "本件尚未办到可以出具该文书的步骤".into(),
            (Self::NoPaper, Lang::En) => "the case has not come so far that this paper can be written".into(),
            (Self::Paper(why), _) => why.clone(),
            (Self::Lake(why), _) => why.say(lang),
            (Self::Desk(why), _) => why.say(lang),
            (Self::Intake(why), _) => why.say(lang),
            (Self::Answer(why), _) => why.say(lang),
            (Self::Answered, Lang::Zh) => "刚才已有其他人回报了相同的核实情况，本次不再重复登记".into(),
            (Self::Answered, Lang::En) => "somebody else has just given the same answer; nothing was added".into(),
            (Self::Sheet(why), _) => why.say(lang),
            (Self::Sample(why), _) => why.say(lang),
            (Self::NotAlone, Lang::Zh) => {
                "领取令牌前，请先改掉他人设定的密码，并请安全管理员配发动态口令后重新登录".into()
            }
            (Self::NotAlone, Lang::En) => {
                "first choose a password of your own and sign in with a second factor from the security administrator"
                    .into()
            }
            (Self::NoFolder, Lang::Zh) => "本系统启动时没有指定数据目录，不能处理文件；请告诉系统管理员".into(),
            (Self::NoFolder, Lang::En) => "the office was opened without a data folder; tell the administrator".into(),
            (Self::Policy(why), Lang::Zh) => format!("本单位的政策文件有误，请改正：{why}"),
            (Self::Policy(why), Lang::En) => format!("a file of the office's policy does not hold: {why}"),
            (Self::Disk(why), Lang::Zh) => format!("数据目录读写失败（{why}），请检查磁盘空间和权限"),
            (Self::Disk(why), Lang::En) => format!("the data folder failed ({why}); check space and rights"),
            (Self::TooLong { rows, most }, Lang::Zh) => {
                format!("共{rows}行，超过一个文件最多{most}行的限制；请按下级区划或单个项目分别导出")
            }
            (Self::TooLong { rows, most }, Lang::En) => {
                format!("{rows} rows, and one file takes {most}: export by smaller places or programme by programme")
            }
            (Self::Pair(why), _) => why.say(lang),
            (Self::Simulate(why), _) => why.say(lang),
            (Self::Form(field), Lang::Zh) => format!("“{}”一项填写有误，请改正后再提交", field.say(lang)),
            (Self::Form(field), Lang::En) => format!("“{}” cannot be read; correct it and send again", field.say(lang)),
        }
    }
}
