//! Why a file is not taken in: one clear sentence, and nothing is left behind.

use super::{layout::BadPolicy, recognise::Candidate};
use doudi_kernel::{Division, Fault, FeedId, Lang, Month, Say};
use doudi_lake::{LakeError, Unreadable};

/// Why a file was not taken in.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.say(Lang::En))]
pub enum Refused {
    /// It cannot be read at all.
    Unreadable(#[from] Unreadable),
    /// The store failed.
    Lake(#[from] LakeError),
    /// The policy cannot be used.
    Policy(#[from] BadPolicy),
    /// A file of the work list or of a layout could not be written.
    Disk(#[from] std::io::Error),
    /// There is no feed of that name.
    UnknownFeed(FeedId),
    /// No layout fits.
    NeverSeen {
        /// The layout that lacks least, and what it lacks.
        nearest: Option<(FeedId, Vec<String>)>,
    },
    /// Two feeds fit equally well.
    Ambiguous {
        /// Which.
        between: Vec<Candidate>,
    },
    /// It is not a file of the feed that was named.
    NotThisFeed {
        /// The feed.
        feed: FeedId,
        /// Required headings that it lacks.
        missing: Vec<String>,
    },
    /// Neither file nor caller says the month, or the file says several.
    MonthUnknown {
        /// What in the name was not understood, as typed.
        unclear: Option<String>,
        /// The months that it names.
        months: Vec<Month>,
    },
    /// The file is about another month.
    WrongMonth {
        /// What the file says.
        file: Month,
        /// What was asked.
        asked: Month,
    },
    /// The file is about another town or status.
    WrongPart {
        /// What the file says; empty for the whole county.
        file: String,
        /// What was asked.
        asked: String,
    },
    /// Most division codes in the file lie elsewhere.
    WrongPlace {
        /// What was asked.
        asked: Division,
        /// Records elsewhere.
        elsewhere: u64,
        /// Records with a code.
        of: u64,
    },
    /// A header and not one record.
    NoRecords,
}

impl Refused {
    /// Whose it is to act.
    pub fn fault(&self) -> Fault {
        match self {
            Self::Unreadable(why) => why.fault(),
            Self::Lake(why) => why.fault(),
            Self::Policy(why) => why.fault(),
            Self::Disk(_) => Fault::Machine,
            Self::NoRecords | Self::WrongPlace { .. } => Fault::Sender,
            _ => Fault::User,
        }
    }
}

impl Say for Refused {
    fn say(&self, lang: Lang) -> String {
        match self {
            Self::Unreadable(why) => why.say(lang),
            Self::Lake(why) => why.say(lang),
            Self::Policy(why) => why.say(lang),
            Self::Disk(why) => lang.pick(
                format!("写入数据文件夹失败（{why}），请检查磁盘空间和权限"),
                format!("the data folder cannot be written: {why}"),
            ),
            _ => self.say_own(lang),
        }
    }
}

impl Refused {
    fn say_own(&self, lang: Lang) -> String {
        let list = |missing: &[String]| missing.join(lang.pick("、", ", "));
        match self {
            Self::UnknownFeed(feed) => {
                lang.pick(format!("没有名为{feed}的数据来源"), format!("there is no feed {feed}"))
            }
            Self::NeverSeen { nearest } => {
                let near = nearest.as_ref().map(|(feed, missing)| match lang {
                    Lang::Zh => format!("；最接近的是{feed}，缺少{}", list(missing)),
                    Lang::En => format!("; the nearest is {feed}, which lacks {}", list(missing)),
                });
                let near = near.unwrap_or_default();
                match lang {
                    Lang::Zh => format!("认不出这是哪一类文件{near}。请用--as指明来源，或用--plan查看建议的版式并采纳"),
                    Lang::En => {
                        format!("no known layout fits{near}; name the feed with --as, or see the proposal of --plan")
                    }
                }
            }
            Self::Ambiguous { between } => {
                let feeds: Vec<String> = between.iter().map(|candidate| candidate.feed.to_string()).collect();
                match lang {
                    Lang::Zh => format!("文件既像{}，分不清。请用--as指明是哪一个", feeds.join("又像")),
                    Lang::En => format!("the file could be {}; say which with --as", feeds.join(" or ")),
                }
            }
            Self::NotThisFeed { feed, missing } => match lang {
                Lang::Zh => format!("文件不是{feed}：缺少{}。请核对文件，或换一个--as", list(missing)),
                Lang::En => format!("the file is not {feed}: it lacks {}", list(missing)),
            },
            Self::NoRecords => {
                lang.pick("表头之下没有一条记录，未导入".into(), "there is not one record below the header".into())
            }
            _ => self.say_scope(lang),
        }
    }

    fn say_scope(&self, lang: Lang) -> String {
        match self {
            Self::MonthUnknown { unclear: Some(typed), .. } => match lang {
                Lang::Zh => format!("文件名中的“{typed}”可作几种理解，不作推测。请用--month写明月份"),
                Lang::En => format!("“{typed}” in the file name could mean several months; say which with --month"),
            },
            Self::MonthUnknown { months, .. } if months.len() > 1 => {
                let months: Vec<String> = months.iter().map(Month::to_string).collect();
                match lang {
                    Lang::Zh => format!("文件名里有几个月份（{}）。请用--month写明是哪一个", months.join("、")),
                    Lang::En => {
                        format!("the file name holds several months ({}); say which with --month", months.join(", "))
                    }
                }
            }
            Self::MonthUnknown { .. } => lang.pick(
                "文件名和标题都没有写月份。请用--month写明，如--month 2026-09".into(),
                "neither the file name nor a title says the month; give it as --month 2026-09".into(),
            ),
            Self::WrongMonth { file, asked } => match lang {
                Lang::Zh => format!("文件是{file}的，要导入的是{asked}，未导入。请核对文件或--month"),
                Lang::En => format!("the file is about {file}, not {asked}; nothing was loaded"),
            },
            Self::WrongPart { file, asked } => match lang {
                Lang::Zh => {
                    format!("文件是“{}”的，要导入的是“{asked}”，未导入", if file.is_empty() { "全县" } else { file })
                }
                Lang::En => format!("the file is about “{file}”, not “{asked}”; nothing was loaded"),
            },
            Self::WrongPlace { asked, elsewhere, of } => match lang {
                Lang::Zh => format!("{of}条记录中有{elsewhere}条的区划代码不在{asked}之内，疑为别处的文件，未导入"),
                Lang::En => {
                    format!("{elsewhere} of {of} records lie outside {asked}: it looks like another place's file")
                }
            },
            _ => String::new(),
        }
    }
}
