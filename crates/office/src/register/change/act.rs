//! What can be done to a file by hand.

use doudi_kernel::{Date, Lang, ResidentId, Say};

/// A member with the relation to the head that holds afterwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Who.
    pub person: i64,
    /// The relation, by its code; none where it is not known yet.
    pub relation: Option<String>,
}

/// Somebody whom no file knows yet, or knows by the number alone.
#[derive(Clone, Debug)]
pub struct Newcomer {
    /// The name as the paper writes it.
    pub name: String,
    /// The identity number; none where there is none (无户口、无证件).
    pub number: Option<ResidentId>,
    /// Born; the number's own day counts where there is one.
    pub birth: Option<Date>,
    /// Whether male.
    pub male: Option<bool>,
    /// The relation to the head.
    pub relation: Option<String>,
}

/// Why somebody belongs to a household no longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaving {
    /// 婚嫁
    Married,
    /// 离婚
    Divorced,
    /// 迁出、单独居住
    MovedAway,
    /// 登记有误: never belonged there.
    Mistaken,
}

/// An act. Days and reasons are those of [`super::Because`].
#[derive(Clone, Debug)]
pub enum Act {
    /// 分户: some members get a file of their own, the first of them its head.
    Split {
        /// Of which file.
        household: i64,
        /// Who goes, the new head first.
        placed: Vec<Placed>,
    },
    /// 并户: all members of the other file come to this one.
    Merge {
        /// The file that goes on.
        household: i64,
        /// The file that ends.
        other: i64,
        /// The relations of those who come.
        placed: Vec<Placed>,
    },
    /// 变更户主: all members with their relation to the new head, who is the first.
    Head {
        /// Of which file.
        household: i64,
        /// Everybody.
        placed: Vec<Placed>,
    },
    /// 死亡. Where the head has died and others live on, they are told with their relation to the new head.
    Death {
        /// Of which file.
        household: i64,
        /// Who.
        person: i64,
        /// Who lives on, where the head has died.
        placed: Vec<Placed>,
    },
    /// 出生、迁入、婚入: one more member.
    Join {
        /// Of which file.
        household: i64,
        /// Who.
        newcomer: Box<Newcomer>,
    },
    /// 迁出、婚嫁: one member less.
    Leave {
        /// Of which file.
        household: i64,
        /// Who.
        person: i64,
        /// Why.
        why: Leaving,
    },
    /// 迁移 within the county: the file goes along.
    Move {
        /// Which file.
        household: i64,
        /// The village, twelve digits.
        to: u64,
    },
    /// 迁出本县: the file ends.
    Away {
        /// Which file.
        household: i64,
    },
    /// 停旧建新: the old file stops, a new one with these members goes on, linked, counted once.
    Renew {
        /// The file that stops.
        household: i64,
        /// Everybody, the new head first.
        placed: Vec<Placed>,
    },
    /// What a member is to the head, and whether the law counts the person.
    Seat {
        /// Of which file.
        household: i64,
        /// Who.
        person: i64,
        /// The relation.
        relation: Option<String>,
        /// By [`super::Basis::name`]; none for what the rule says.
        basis: Option<String>,
    },
    /// A member's name, number, day of birth or sex, corrected.
    Correct {
        /// Of which file.
        household: i64,
        /// Who, as it is right.
        person: i64,
        /// All four; a relation in it is passed over.
        right: Box<Newcomer>,
    },
    /// A new file, also for somebody without a number.
    New {
        /// The village, twelve digits.
        division: u64,
        /// The head first.
        people: Vec<Newcomer>,
    },
    /// What people decided stays, though a roster says otherwise.
    Stand {
        /// Of which file.
        household: i64,
        /// The field of the dispute.
        field: String,
    },
}

impl Act {
    /// The identifier.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Split { .. } => "split",
            Self::Merge { .. } => "merge",
            Self::Head { .. } => "head",
            Self::Death { .. } => "death",
            Self::Join { .. } => "join",
            Self::Leave { .. } => "leave",
            Self::Move { .. } => "move",
            Self::Away { .. } => "away",
            Self::Renew { .. } => "renew",
            Self::Seat { .. } => "seat",
            Self::Correct { .. } => "correct",
            Self::New { .. } => "new",
            Self::Stand { .. } => "stand",
        }
    }

    /// The files that it speaks of, the one first that it is about; none for a new one.
    pub fn files(&self) -> Vec<i64> {
        match self {
            Self::Merge { household, other, .. } => vec![*household, *other],
            Self::New { .. } => Vec::new(),
            Self::Split { household, .. }
            | Self::Head { household, .. }
            | Self::Death { household, .. }
            | Self::Join { household, .. }
            | Self::Leave { household, .. }
            | Self::Move { household, .. }
            | Self::Away { household }
            | Self::Renew { household, .. }
            | Self::Seat { household, .. }
            | Self::Correct { household, .. }
            | Self::Stand { household, .. } => vec![*household],
        }
    }

    /// What an act is called, by its identifier.
    pub fn label(name: &str, lang: Lang) -> &'static str {
        match name {
            "split" => lang.pick("分户", "household split"),
            "merge" => lang.pick("并户", "households merged"),
            "head" => lang.pick("变更户主", "change of head"),
            "death" => lang.pick("死亡登记", "death"),
            "join" => lang.pick("增加成员（出生、迁入、婚入）", "member joins (birth, move, marriage)"),
            "leave" => lang.pick("成员迁出、婚嫁", "member leaves"),
            "move" => lang.pick("县内迁移", "move within the county"),
            "away" => lang.pick("迁出本县", "move out of the county"),
            "renew" => lang.pick("停旧建新", "old file stopped, new one begun"),
            "seat" => lang.pick("更正关系、共同生活认定", "relation and counting decided"),
            "correct" => lang.pick("更正个人信息", "personal data corrected"),
            "new" => lang.pick("新建档案", "new file"),
            "stand" => lang.pick("维持人工认定", "decision upheld against the rosters"),
            "undo" => lang.pick("撤销登记", "act undone"),
            _ => lang.pick("登记", "act"),
        }
    }
}

/// What an act rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// 居民户口簿
    HukouBook,
    /// 居民身份证
    IdCard,
    /// 死亡证明
    DeathCertificate,
    /// 出生医学证明
    BirthCertificate,
    /// 结婚证、离婚证
    MarriagePaper,
    /// 人民法院、监狱等机关文书
    CourtPaper,
    /// 入户核实
    Visit,
    /// 本人声明
    Statement,
}

impl Evidence {
    /// All, with their identifiers.
    pub const ALL: [(Self, &'static str); 8] = [
        (Self::HukouBook, "hukou_book"),
        (Self::IdCard, "id_card"),
        (Self::DeathCertificate, "death_certificate"),
        (Self::BirthCertificate, "birth_certificate"),
        (Self::MarriagePaper, "marriage_paper"),
        (Self::CourtPaper, "court_paper"),
        (Self::Visit, "visit"),
        (Self::Statement, "statement"),
    ];

    /// The identifier.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(it, _)| *it == self).map_or("", |(_, name)| name)
    }

    /// What an identifier names.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, it)| *it == name).map(|(it, _)| *it)
    }
}

impl Say for Evidence {
    fn say(&self, lang: Lang) -> String {
        match self {
            Self::HukouBook => lang.pick("居民户口簿", "household register booklet"),
            Self::IdCard => lang.pick("居民身份证", "identity card"),
            Self::DeathCertificate => lang.pick("死亡证明", "death certificate"),
            Self::BirthCertificate => lang.pick("出生医学证明", "birth certificate"),
            Self::MarriagePaper => lang.pick("结婚证、离婚证", "marriage or divorce certificate"),
            Self::CourtPaper => lang.pick("法院、监狱等机关文书", "paper of a court, prison or other authority"),
            Self::Visit => lang.pick("入户核实", "visit"),
            Self::Statement => lang.pick("本人声明", "the person's own statement"),
        }
        .into()
    }
}

impl Leaving {
    /// All, with their identifiers.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::Married, "married"),
        (Self::Divorced, "divorced"),
        (Self::MovedAway, "moved_away"),
        (Self::Mistaken, "mistaken"),
    ];

    /// The identifier.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(it, _)| *it == self).map_or("", |(_, name)| name)
    }

    /// What an identifier names.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, it)| *it == name).map(|(it, _)| *it)
    }
}

impl Say for Leaving {
    fn say(&self, lang: Lang) -> String {
        match self {
            Self::Married => lang.pick("婚嫁", "married"),
            Self::Divorced => lang.pick("离婚", "divorced"),
            Self::MovedAway => lang.pick("迁出、单独居住", "moved away"),
            Self::Mistaken => lang.pick("登记有误，并非本户成员", "never belonged there"),
        }
        .into()
    }
}
