//! What follows on an act and is not done by it.

use doudi_kernel::{Lang, Say};

/// Something that somebody must know before saying yes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// A case runs on the file.
    Running {
        /// The file.
        household: i64,
        /// The case.
        case: i64,
    },
    /// What the rules found speaks of the household as it was.
    Redo {
        /// The file.
        household: i64,
    },
    /// The amount stays with the old file until a decision divides it.
    AmountStays,
    /// The help of a dead person ends with the month.
    EndsWithDeath,
    /// Somebody more to help: a case decides.
    MoreToHelp,
    /// Somebody less: help goes on until a review decides, and the household is heard first.
    LessToHelp,
    /// Help goes along, counted neither as new nor as stopped.
    GoesAlong,
    /// Nobody of the file has a valid number: rosters will not find them.
    NoNumber,
}

impl Say for Note {
    fn say(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Running { household, case }, Lang::Zh) => {
                format!("档案{household}有在办事项{case}，按登记前的家庭办理；家庭有变的请在该事项中重新核对、测算")
            }
            (Self::Running { household, case }, Lang::En) => {
                format!(
                    "case {case} runs on file {household} for the household as it was: verify and assess there again"
                )
            }
            (Self::Redo { household }, Lang::Zh) => format!("档案{household}的测算结果按原家庭得出，须重新测算"),
            (Self::Redo { household }, Lang::En) => {
                format!("what the rules found for file {household} speaks of the household as it was: assess again")
            }
            (Self::AmountStays, Lang::Zh) => "保障金额不自动拆分：原金额留在原档案，新档案的金额待事项决定".into(),
            (Self::AmountStays, Lang::En) => {
                "no amount is divided here: it stays with the old file, and a case sets that of the new one".into()
            }
            (Self::EndsWithDeath, Lang::Zh) => "死者的救助自次月起停发，计入自然减员".into(),
            (Self::EndsWithDeath, Lang::En) => "the help of the dead person ends with this month".into(),
            (Self::MoreToHelp, Lang::Zh) => "新增成员不会自动纳入救助，需要的请受理申请（增员）".into(),
            (Self::MoreToHelp, Lang::En) => "a new member is not helped by this act: take an application".into(),
            (Self::LessToHelp, Lang::Zh) => {
                "救助暂按原样继续；调减须经复核事项并先听取意见（社会救助法第四十八条）".into()
            }
            (Self::LessToHelp, Lang::En) => {
                "help goes on as it is; a review decides on less, and the household is heard first (art. 48)".into()
            }
            (Self::GoesAlong, Lang::Zh) => "救助随档案接续，月报中不计新增、不计停发".into(),
            (Self::GoesAlong, Lang::En) => "help goes along, counted neither as new nor as stopped".into(),
            (Self::NoNumber, Lang::Zh) => "没有有效证件号码，部门数据无法自动比对，须人工核对".into(),
            (Self::NoNumber, Lang::En) => {
                "without a valid number no roster will find this person: check by hand".into()
            }
        }
    }
}
