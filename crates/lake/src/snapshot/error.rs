//! What can go wrong with the store itself; never what is wrong with a file.

use doudi_kernel::{Fault, Lang, Say, SnapshotId};
use std::io;

/// An error of the lake.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.say(Lang::En))]
pub enum LakeError {
    /// Another import runs.
    Busy,
    /// The disk refused an operation.
    Disk {
        /// What was attempted.
        doing: &'static str,
        /// The system's answer.
        #[source]
        source: io::Error,
    },
    /// No snapshot has this id.
    NoSuchSnapshot(SnapshotId),
    /// The snapshot has no such column.
    NoSuchColumn {
        /// Which snapshot.
        id: SnapshotId,
        /// The column that was asked for.
        column: String,
    },
    /// A stored snapshot cannot be read.
    Damaged(SnapshotId),
    /// A feed's name cannot be a folder: lower-case letters, digits and underscores can.
    FeedName(String),
    /// Records do not fit the schema that the draft began with.
    Schema,
}

impl LakeError {
    /// Who can put it right.
    pub fn fault(&self) -> Fault {
        match self {
            Self::Busy | Self::NoSuchSnapshot(_) | Self::FeedName(_) => Fault::User,
            Self::Disk { .. } | Self::Damaged(_) => Fault::Machine,
            Self::NoSuchColumn { .. } | Self::Schema => Fault::Program,
        }
    }

    pub(super) fn disk(doing: &'static str) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Disk { doing, source }
    }
}

impl Say for LakeError {
    fn say(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Busy, Lang::Zh) => "另一个导入正在进行，请等它结束后再试；数据没有改动。".into(),
            (Self::Busy, Lang::En) => {
                "Another import is running; try again when it has ended. Nothing was changed.".into()
            }
            (Self::Disk { source, .. }, Lang::Zh) => {
                format!("写入数据湖时磁盘出错（{source}），请检查磁盘空间和权限；数据湖没有改动。")
            }
            (Self::Disk { doing, source }, Lang::En) => {
                format!("The disk failed while {doing} ({source}); check space and rights. The lake is unchanged.")
            }
            (Self::NoSuchSnapshot(id), Lang::Zh) => format!("没有编号为{}的快照。", short(id)),
            (Self::NoSuchSnapshot(id), Lang::En) => format!("There is no snapshot {}.", short(id)),
            (Self::NoSuchColumn { id, column }, Lang::Zh) => format!("快照{}没有“{column}”一栏。", short(id)),
            (Self::NoSuchColumn { id, column }, Lang::En) => format!("Snapshot {} has no column {column}.", short(id)),
            (Self::Damaged(id), Lang::Zh) => format!("快照{}已损坏，请从备份恢复后运行 lake verify。", short(id)),
            (Self::Damaged(id), Lang::En) => {
                format!("Snapshot {} is damaged; restore it from a backup and run lake verify.", short(id))
            }
            (Self::FeedName(name), Lang::Zh) => format!("来源名称“{name}”只能用小写字母、数字和下划线。"),
            (Self::FeedName(name), Lang::En) => {
                format!("The feed name {name} may hold lower-case letters, digits and _ only.")
            }
            (Self::Schema, Lang::Zh) => "写入的记录与表头不一致，请报告这个程序缺陷。".into(),
            (Self::Schema, Lang::En) => "Records do not fit the schema of the draft; please report this defect.".into(),
        }
    }
}

/// Enough of an id to find it again.
fn short(id: &SnapshotId) -> String {
    id.as_str().chars().take(12).collect()
}
