//! What is guarded, and what can be done with it.

use doudi_kernel::{Lang, Say};

/// Declares an enum of named things with their two languages.
macro_rules! named {
    ($(#[$doc:meta])* $kind:ident { $($(#[$about:meta])* $item:ident = $name:literal, $zh:literal, $en:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $kind { $($(#[$about])* $item,)+ }

        impl $kind {
            /// All, in the order of the table of rights.
            pub const ALL: &'static [Self] = &[$(Self::$item,)+];

            /// The identifier.
            pub fn name(self) -> &'static str {
                match self { $(Self::$item => $name,)+ }
            }

            /// What an identifier names.
            pub fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|item| item.name() == name)
            }
        }

        impl std::fmt::Display for $kind {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.name())
            }
        }

        impl Say for $kind {
            fn say(&self, lang: Lang) -> String {
                match self { $(Self::$item => lang.pick($zh, $en),)+ }.into()
            }
        }
    };
}

named! {
    /// A kind of thing that is guarded.
    Resource {
        /// The file of a household and its members.
        Household = "household", "家庭档案", "household file";
        /// What is encrypted in the database: identity numbers, phones, accounts.
        SealedColumn = "sealed_column", "加密字段", "sealed column";
        /// That a person or household is recognised, and as what (law art. 42).
        Recognition = "recognition", "救助身份认定结果", "recognition";
        /// A report that somebody may need help (law art. 38, 主动发现).
        ActiveDiscovery = "active_discovery", "主动发现线索", "discovery report";
        /// An application and its steps.
        Case = "case", "救助事项", "case";
        /// The part of a case that a department handles (归口办).
        Referral = "referral", "转办事项", "referral";
        /// What the rules say about a household, with the trace.
        Determination = "determination", "测算结果", "determination";
        /// The report of an economic verification.
        VerificationReport = "verification_report", "核对报告", "verification report";
        /// A visit at home.
        HomeVisit = "home_visit", "入户调查", "home visit";
        /// A list that hangs out in the village.
        PublicNotice = "public_notice", "公示", "public notice";
        /// What somebody holds against a decision.
        Objection = "objection", "异议", "objection";
        /// Who is paid what in a month.
        PaymentList = "payment_list", "发放名册", "payment list";
        /// A row that a comparison put in doubt and handed down.
        Doubt = "doubt", "疑点", "doubt";
        /// A department's file on its way into the lake.
        LakeImport = "lake_import", "数据导入", "import";
        /// That two records are one person.
        LinkDecision = "link_decision", "人员关联", "link decision";
        /// Ledgers and monthly forms: figures, no persons.
        Statistics = "statistics", "统计台账", "statistics";
        /// Rules, parameters, procedures.
        Policy = "policy", "政策规则", "policy";
        /// What a change of rules would bring.
        Simulation = "simulation", "政策模拟", "simulation";
        /// Accounts.
        User = "user", "用户", "user";
        /// Roles of accounts.
        Grant = "grant", "授权", "grant";
        /// Tokens of departments' machines.
        ApiToken = "api_token", "接口令牌", "API token";
        /// Who opened what for which purpose.
        AccessRecord = "access_record", "查阅记录", "access record";
        /// Entries, chains, heads: verified and kept, never written by hand.
        Journal = "journal", "日志链", "journal";
        /// Settings, backups, health of the machine.
        System = "system", "系统运行", "system";
    }
}

named! {
    /// What is done with a resource.
    Action {
        /// See one.
        Read = "read", "查看", "read";
        /// See which there are.
        List = "list", "列表", "list";
        /// See how many there are.
        Count = "count", "计数", "count";
        /// Take a list out of the system.
        Export = "export", "导出", "export";
        /// Make or change one.
        Write = "write", "办理", "write";
        /// Decide on one.
        Decide = "decide", "决定", "decide";
        /// See in plain what is masked, with a reason.
        Reveal = "reveal", "查看原文", "reveal";
    }
}

impl Resource {
    /// Whether rows of it tell about identified people; the three administrators have none of these.
    pub fn is_personal(self) -> bool {
        self < Self::Statistics
    }
}

impl Action {
    /// Its letter in the table of rights.
    pub(super) fn letter(self) -> char {
        match self {
            Self::Read => 'r',
            Self::List => 'l',
            Self::Count => 'c',
            Self::Export => 'e',
            Self::Write => 'w',
            Self::Decide => 'd',
            Self::Reveal => 'v',
        }
    }
}
