//! Departments' files: sent, looked at, taken in.

pub(crate) mod act;
pub(crate) mod list;
pub(crate) mod show;
pub(crate) mod snapshot;
pub(crate) mod upload;

use crate::state::State;
use doudi_kernel::{Lang, Say};
use doudi_office::{
    OfficeError,
    imports::{self, Looked, Spooled, Stage},
    jobs::Stands,
};
use doudi_work::intake::Refused;
use std::sync::Arc;

/// Begins to look at a file, unless that was begun.
pub(crate) fn look(state: &State, file: &Spooled) {
    let (bureau, own) = (Arc::clone(&state.bureau), file.clone());
    state.looks.begin(&file.id, move |progress| imports::look(&bureau, &own, progress));
}

/// Begins to take a decided file in, unless that was begun.
pub(crate) fn take(state: &State, file: &Spooled) {
    let (bureau, own) = (Arc::clone(&state.bureau), file.clone());
    state.imports.begin(&file.id, move |progress| imports::apply(&bureau, &own, progress));
}

/// Goes on with what was decided before the machine stopped.
pub(crate) fn resume(state: &State) {
    for file in imports::unfinished(&state.bureau).unwrap_or_default() {
        take(state, &file);
    }
}

/// How far a file of the spool is, for a list, a page and a script.
pub(crate) enum Far {
    /// Waits for its turn.
    Waiting,
    /// Rows read so far, and whether it is being taken in.
    Reading(u64, bool),
    /// Looked at.
    Looked(Arc<Looked>),
    /// In the lake.
    Done,
    /// A defect of the program.
    Broken,
}

impl Far {
    pub(crate) fn of(state: &State, file: &Spooled) -> Self {
        match file.stage {
            Stage::Done { .. } => Self::Done,
            // What broke is begun again by a person or a restart, not by looking at it.
            Stage::Applying { .. } => match state.imports.stands(&file.id) {
                Some(Stands::Running(rows, _)) => Self::Reading(rows, true),
                Some(Stands::Broken) => Self::Broken,
                // The stage on the disk was read a moment before the job ended.
                Some(Stands::Waiting | Stands::Done(_)) => Self::Waiting,
                None => {
                    take(state, file);
                    Self::Waiting
                }
            },
            Stage::Planned => match state.looks.stands(&file.id) {
                Some(Stands::Running(rows, _)) => Self::Reading(rows, false),
                Some(Stands::Done(looked)) => Self::Looked(looked),
                Some(Stands::Broken) => Self::Broken,
                Some(Stands::Waiting) => Self::Waiting,
                None => {
                    look(state, file);
                    Self::Waiting
                }
            },
        }
    }

    /// A word for scripts: `waiting`, `reading`, `taking`, or `settled` where a page has news.
    pub(super) fn word(&self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Reading(_, false) => "reading",
            Self::Reading(_, true) => "taking",
            Self::Looked(_) | Self::Done | Self::Broken => "settled",
        }
    }

    /// Rows read so far.
    pub(crate) fn rows(&self) -> u64 {
        if let Self::Reading(rows, _) = self { *rows } else { 0 }
    }

    /// What it does, in words.
    pub(super) fn said(&self, lang: Lang) -> &'static str {
        match self {
            Self::Waiting => lang.pick("排队等待", "waiting for its turn"),
            Self::Reading(_, false) => lang.pick("正在读取、核对", "being read and checked"),
            Self::Reading(_, true) => lang.pick("正在导入", "being taken in"),
            Self::Looked(looked) if looked.plan.is_ok() => lang.pick("待确认导入", "ready to be taken in"),
            Self::Looked(_) => lang.pick("需要处理", "something is to be done"),
            Self::Done => lang.pick("已导入", "taken in"),
            Self::Broken => lang.pick("程序出错", "the program failed"),
        }
    }
}

/// Why a file is not taken in, with what to do on this page.
pub(crate) fn refused(why: &OfficeError, lang: Lang) -> String {
    let OfficeError::Intake(refused) = why else { return why.say(lang) };
    match refused {
        Refused::NeverSeen { nearest: Some((feed, missing)) } => match lang {
            Lang::Zh => format!("认不出这是哪一类文件；最接近的是 {feed}，缺少：{}", missing.join("、")),
            Lang::En => format!("no known layout fits; the nearest is {feed}, which lacks {}", missing.join(", ")),
        },
        Refused::NeverSeen { nearest: None } => {
            lang.pick("认不出这是哪一类文件", "no known layout fits this file").into()
        }
        Refused::Ambiguous { between } => {
            let feeds: Vec<String> = between.iter().map(|one| one.feed.to_string()).collect();
            match lang {
                Lang::Zh => format!("文件既像 {}，分不清；请在下面指明来源", feeds.join(" 又像 ")),
                Lang::En => format!("the file could be {}; say below which it is", feeds.join(" or ")),
            }
        }
        Refused::NotThisFeed { missing, .. } => match lang {
            Lang::Zh => format!("文件不是所指明的来源：缺少 {}；请核对文件，或在下面另选来源", missing.join("、")),
            Lang::En => format!("the file is not of that feed: it lacks {}; choose another below", missing.join(", ")),
        },
        Refused::MonthUnknown { .. } => lang
            .pick("不能确定这是哪个月的文件；请在下面写明月份", "the month of this file is not certain; say it below")
            .into(),
        Refused::WrongMonth { file, asked } => match lang {
            Lang::Zh => format!("文件写的是 {file}，指明的是 {asked}；请核对文件，或在下面改正月份"),
            Lang::En => format!("the file says {file}, you said {asked}; look at the file, or mend the month below"),
        },
        other => other.say(lang),
    }
}

/// A size as people say it.
pub(super) fn size(bytes: u64) -> String {
    match bytes {
        0..10_240 => format!("{bytes} B"),
        10_240..10_485_760 => format!("{} KB", bytes >> 10),
        _ => format!("{} MB", bytes >> 20),
    }
}
