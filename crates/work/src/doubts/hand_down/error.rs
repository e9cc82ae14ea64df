//! Why the desk could not keep or give something.

use doudi_kernel::{BatchId, Fault, Lang, Say};
use std::io;

/// Why the desk could not keep or give something.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// Another command is writing to the desk.
    #[error("another command is writing to the desk; try again when it has ended")]
    Busy,
    /// The disk refused.
    #[error("{doing}: {why}")]
    Disk {
        /// What was being done.
        doing: &'static str,
        /// What the system says.
        why: io::Error,
    },
    /// A file of a batch cannot be read.
    #[error("{0} on the desk cannot be read; restore it from a backup")]
    Damaged(String),
    /// No batch of that name.
    #[error("there is no batch {0}")]
    NoSuchBatch(BatchId),
    /// A workbook could not be made.
    #[error("a workbook could not be made: {0}")]
    Workbook(String),
}

impl DeskError {
    pub(in crate::doubts) fn disk(doing: &'static str) -> impl FnOnce(io::Error) -> Self {
        move |why| Self::Disk { doing, why }
    }

    /// Whose it is to act.
    pub fn fault(&self) -> Fault {
        match self {
            Self::Busy | Self::NoSuchBatch(_) => Fault::User,
            Self::Disk { .. } | Self::Damaged(_) => Fault::Machine,
            Self::Workbook(_) => Fault::Program,
        }
    }
}

impl Say for DeskError {
    fn say(&self, lang: Lang) -> String {
        match (self, lang) {
            (_, Lang::En) => self.to_string(),
            (Self::Busy, Lang::Zh) => "另一个命令正在写入工作台；请等它结束后重试".into(),
            (Self::Disk { why, .. }, Lang::Zh) => format!("写入工作台失败（{why}）；请检查磁盘空间和写入权限"),
            (Self::Damaged(what), Lang::Zh) => format!("工作台中的{what}无法读取；请从备份恢复"),
            (Self::NoSuchBatch(id), Lang::Zh) => format!("没有批次{id}；请核对批次号"),
            (Self::Workbook(why), Lang::Zh) => format!("生成表格失败（{why}）"),
        }
    }
}

impl From<rust_xlsxwriter::XlsxError> for DeskError {
    fn from(why: rust_xlsxwriter::XlsxError) -> Self {
        Self::Workbook(why.to_string())
    }
}
