//! What people are at the office.

use doudi_kernel::{Lang, Say};
use std::fmt;

/// A role. Which resources and actions it opens is one table: `rights.rs`, printed in `roles.golden`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// 村级协理员
    VillageCadre,
    /// 乡镇（街道）经办人员
    TownClerk,
    /// 乡镇（街道）负责人
    TownLeader,
    /// 县级民政部门经办人员
    CountyClerk,
    /// 县级民政部门审核确认人
    CountyLeader,
    /// 县级城乡居民养老保险经办机构
    CountyPension,
    /// 家庭经济状况核对机构
    VerificationCentre,
    /// 财政部门 (law art. 66)
    Finance,
    /// Another department that assists in its own field (law art. 64, 归口办).
    Department(Department),
    /// 省级分析人员
    ProvincialAnalyst,
    /// 审计管理员
    Auditor,
    /// 安全管理员
    SecurityAdmin,
    /// 系统管理员
    SystemAdmin,
}

/// A department that gets referrals and relies on a recognition (law art. 42).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Department {
    /// 医保
    MedicalInsurance,
    /// 教育
    Education,
    /// 住建
    Housing,
    /// 人社
    HumanResources,
    /// 应急
    Emergency,
    /// 农业农村
    Agriculture,
    /// 卫健
    Health,
    /// 残联
    DisabledFederation,
}

/// The powers that one person never holds together (GB/T 22239-2019, 三权分立).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Duty {
    /// Works with files.
    Office,
    /// Keeps the machine running.
    System,
    /// Gives and takes rights.
    Security,
    /// Looks at what the others did.
    Audit,
}

impl Department {
    /// Every department.
    pub const ALL: [Self; 8] = [
        Self::MedicalInsurance,
        Self::Education,
        Self::Housing,
        Self::HumanResources,
        Self::Emergency,
        Self::Agriculture,
        Self::Health,
        Self::DisabledFederation,
    ];

    /// The identifier.
    pub fn name(self) -> &'static str {
        match self {
            Self::MedicalInsurance => "medical_insurance",
            Self::Education => "education",
            Self::Housing => "housing",
            Self::HumanResources => "human_resources",
            Self::Emergency => "emergency",
            Self::Agriculture => "agriculture",
            Self::Health => "health",
            Self::DisabledFederation => "disabled_federation",
        }
    }
}

impl Say for Department {
    fn say(&self, lang: Lang) -> String {
        match self {
            Self::MedicalInsurance => lang.pick("医疗保障部门", "medical insurance"),
            Self::Education => lang.pick("教育部门", "education"),
            Self::Housing => lang.pick("住房城乡建设部门", "housing"),
            Self::HumanResources => lang.pick("人力资源社会保障部门", "human resources"),
            Self::Emergency => lang.pick("应急管理部门", "emergency management"),
            Self::Agriculture => lang.pick("农业农村部门", "agriculture"),
            Self::Health => lang.pick("卫生健康部门", "health"),
            Self::DisabledFederation => lang.pick("残联", "disabled persons' federation"),
        }
        .into()
    }
}

impl Role {
    /// Every role, departments one by one, in the order of the columns of the table of rights.
    pub fn all() -> impl Iterator<Item = Self> {
        let before = [
            Self::VillageCadre,
            Self::TownClerk,
            Self::TownLeader,
            Self::CountyClerk,
            Self::CountyLeader,
            Self::CountyPension,
            Self::VerificationCentre,
            Self::Finance,
        ];
        let after = [Self::ProvincialAnalyst, Self::Auditor, Self::SecurityAdmin, Self::SystemAdmin];
        before.into_iter().chain(Department::ALL.map(Self::Department)).chain(after)
    }

    /// The identifier, as stored: `town_clerk`, `department:education`.
    pub fn name(self) -> String {
        match self {
            Self::Department(department) => format!("department:{}", department.name()),
            role => role.plain_name().into(),
        }
    }

    /// The role of an identifier.
    ///
    /// ```
    /// use doudi_journal::access::{Department, Role};
    /// assert_eq!(Role::named("department:housing"), Some(Role::Department(Department::Housing)));
    /// assert_eq!(Role::named("emperor"), None);
    /// ```
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|role| role.name() == name)
    }

    /// Which of the separated powers it belongs to.
    pub fn duty(self) -> Duty {
        match self {
            Self::Auditor => Duty::Audit,
            Self::SecurityAdmin => Duty::Security,
            Self::SystemAdmin => Duty::System,
            _ => Duty::Office,
        }
    }

    /// The department of a departmental role.
    pub fn department(self) -> Option<Department> {
        match self {
            Self::Department(department) => Some(department),
            _ => None,
        }
    }

    fn plain_name(self) -> &'static str {
        match self {
            Self::VillageCadre => "village_cadre",
            Self::TownClerk => "town_clerk",
            Self::TownLeader => "town_leader",
            Self::CountyClerk => "county_clerk",
            Self::CountyLeader => "county_leader",
            Self::CountyPension => "county_pension",
            Self::VerificationCentre => "verification_centre",
            Self::Finance => "finance",
            Self::Department(_) => "department",
            Self::ProvincialAnalyst => "provincial_analyst",
            Self::Auditor => "auditor",
            Self::SecurityAdmin => "security_admin",
            Self::SystemAdmin => "system_admin",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.name())
    }
}

impl Say for Role {
    fn say(&self, lang: Lang) -> String {
        match self {
            Self::VillageCadre => lang.pick("村级协理员", "village cadre"),
            Self::TownClerk => lang.pick("乡镇经办人员", "town clerk"),
            Self::TownLeader => lang.pick("乡镇负责人", "town leader"),
            Self::CountyClerk => lang.pick("县级经办人员", "county clerk"),
            Self::CountyLeader => lang.pick("县级审核确认人", "county leader"),
            Self::CountyPension => lang.pick("县居保经办人员", "county pension office"),
            Self::VerificationCentre => lang.pick("核对机构人员", "verification centre"),
            Self::Finance => lang.pick("财政部门", "finance department"),
            Self::Department(department) => return department.say(lang),
            Self::ProvincialAnalyst => lang.pick("省级分析人员", "provincial analyst"),
            Self::Auditor => lang.pick("审计管理员", "audit administrator"),
            Self::SecurityAdmin => lang.pick("安全管理员", "security administrator"),
            Self::SystemAdmin => lang.pick("系统管理员", "system administrator"),
        }
        .into()
    }
}
