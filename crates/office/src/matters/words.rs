//! The closed lists of matters, in both languages.

/// Declares a closed list: codes with their names in both languages.
macro_rules! closed {
    ($(#[$doc:meta])* $kind:ident { $($(#[$about:meta])* $item:ident = $code:literal, $zh:literal, $en:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $kind { $($(#[$about])* $item,)+ }

        impl $kind {
            /// All, in the order in which a form offers them.
            pub const ALL: &'static [Self] = &[$(Self::$item,)+];

            /// Its code.
            pub fn code(self) -> &'static str {
                match self { $(Self::$item => $code,)+ }
            }

            /// What a code says.
            pub fn of_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|it| it.code() == code)
            }
        }

        impl doudi_kernel::Say for $kind {
            fn say(&self, lang: doudi_kernel::Lang) -> String {
                match self { $(Self::$item => lang.pick($zh, $en),)+ }.into()
            }
        }
    };
}

pub(crate) use closed;

closed! {
    /// What came of a matter.
    Outcome {
        /// The need was there, and somebody helped.
        Helped = "confirmed_helped", "属实，已帮扶", "it was so: helped";
        /// The need was there, and a case runs.
        CaseOpened = "confirmed_case_opened", "属实，已受理救助申请", "it was so: a case was opened";
        /// The need was there, and help was there before.
        AlreadyHelped = "already_helped", "属实，此前已在救助", "it was so: helped already";
        /// A department's file said what is not so.
        DataWrong = "data_wrong", "数据有误", "the data were wrong";
        /// It was so and is over.
        Passed = "situation_passed", "情况已消除", "it has passed";
        /// Nobody was met.
        Unreachable = "unreachable", "多次联系不上", "nobody could be reached";
        /// The household wants no help.
        Declined = "declined", "本人不愿接受救助", "help was declined";
    }
}

impl Outcome {
    /// Whether somebody must have been there: who closes from the desk knows only what is in the data.
    pub fn needs_visit(self) -> bool {
        !matches!(self, Self::AlreadyHelped | Self::DataWrong)
    }

    /// What it says about signals on which no visitor has said anything; none where it says nothing.
    pub fn found(self) -> Option<bool> {
        match self {
            Self::Helped | Self::CaseOpened | Self::AlreadyHelped => Some(true),
            Self::DataWrong => Some(false),
            Self::Passed | Self::Unreachable | Self::Declined => None,
        }
    }
}

closed! {
    /// Why a signal is not raised for some time.
    Reason {
        /// 长期如此
        Steady = "steady", "长期如此，已知悉", "known and lasting";
        /// 已纳入其他保障
        Covered = "covered", "已纳入其他保障", "covered by other help";
        /// 数据源待更正
        SourceWrong = "source_wrong", "数据源有误，待更正", "the source is wrong and to be corrected";
        /// 本人不愿接受
        Declined = "declined", "本人书面表示不愿接受", "declined in writing";
        /// 外出
        Away = "away", "全家外出，已约定回访", "the household is away, a visit is agreed";
    }
}

closed! {
    /// How far a matter is.
    State {
        /// Nobody has been there, and the day is over.
        Overdue = "overdue", "超期", "overdue";
        /// Nobody has been there.
        Open = "open", "待走访", "to be visited";
        /// A department has it.
        Handed = "handed", "已转部门", "with a department";
        /// Somebody was there.
        Visited = "visited", "已走访，待办结", "visited, to be closed";
        /// It is over.
        Closed = "closed", "已办结", "closed";
    }
}
