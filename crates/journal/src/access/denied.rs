//! Why something is refused. Says what the user lacks, never what the object was or whether it exists.

use super::{Action, Duty, Resource, Role, rights::allows};
use doudi_kernel::{Date, Lang, Say};

/// A refusal.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.say(Lang::En))]
pub enum Denied {
    /// No grant of the user opens this.
    Role(Resource, Action),
    /// The grant that would open it has ended.
    Expired {
        /// Which role.
        role: Role,
        /// Its last day.
        to: Date,
    },
    /// The grant that would open it has not begun.
    NotYet {
        /// Which role.
        role: Role,
        /// Its first day.
        from: Date,
    },
    /// The user's grants are for other places.
    Area,
    /// A file was asked for without a case, a task or a review, or with something that is no such name.
    Purpose,
    /// A masked value was asked for without a reason that can be checked later.
    Reason,
    /// The user is registered as a near relative of a member of the household.
    Relative,
    /// Nobody gives rights to oneself.
    OwnGrant,
    /// One person would hold two of the separated powers.
    Duties {
        /// What the person has.
        held: Duty,
        /// What was to be given.
        asked: Duty,
    },
    /// Who prepared a decision does not take it.
    SameHand,
}

impl Denied {
    /// The roles that would be enough; what the security administrator reads when asked for more.
    pub fn would_do(&self) -> Vec<Role> {
        match self {
            Self::Role(resource, action) => Role::all().filter(|&role| allows(role, *resource, *action)).collect(),
            Self::Expired { role, .. } | Self::NotYet { role, .. } => vec![*role],
            _ => Vec::new(),
        }
    }
}

impl Say for Denied {
    fn say(&self, lang: Lang) -> String {
        let doing = |resource: &Resource, action: &Action| (resource.say(lang), action.say(lang));
        match (self, lang) {
            (Self::Role(resource, action), Lang::Zh) => {
                let (what, how) = doing(resource, action);
                format!("没有“{what}·{how}”的权限。具有该权限的岗位：{}。", self.roles("、", lang))
            }
            (Self::Role(resource, action), Lang::En) => {
                let (what, how) = doing(resource, action);
                format!("You may not {how}: {what}. Roles that may: {}.", self.roles(", ", lang))
            }
            (Self::Expired { role, to }, Lang::Zh) => format!("您的“{}”授权已于{to}到期。", role.say(lang)),
            (Self::Expired { role, to }, Lang::En) => format!("Your grant as {} ended on {to}.", role.say(lang)),
            (Self::NotYet { role, from }, Lang::Zh) => format!("您的“{}”授权自{from}起生效。", role.say(lang)),
            (Self::NotYet { role, from }, Lang::En) => format!("Your grant as {} begins on {from}.", role.say(lang)),
            (Self::Duties { held, asked }, Lang::Zh) => {
                format!("同一人不能兼任：已有{}，不能再授予{}。", held.say(lang), asked.say(lang))
            }
            (Self::Duties { held, asked }, Lang::En) => {
                format!("One person does not hold both {} and {}.", held.say(lang), asked.say(lang))
            }
            _ => self.plain(lang).into(),
        }
    }
}

impl Denied {
    fn roles(&self, between: &str, lang: Lang) -> String {
        let mut named: Vec<_> = self.would_do().iter().map(|role| role.say(lang)).collect();
        if named.is_empty() {
            named.push(lang.pick("无", "none").into());
        }
        named.join(between)
    }

    fn plain(&self, lang: Lang) -> &'static str {
        match self {
            Self::Area => lang.pick("不在您的管辖区域内，或不存在。", "Outside your area, or not there."),
            Self::Purpose => lang.pick(
                "查阅个人档案须写明所办事项、任务或复核的编号（社会救助法第七十条第六项）。",
                "A person's file opens for a case, a task or a review only; give its number.",
            ),
            Self::Reason => lang.pick(
                "查看原文须写明理由（至少四个字，不得写入证件号码或电话）。",
                "Give a reason of four characters or more, without identity or phone numbers.",
            ),
            Self::Relative => lang.pick(
                "您已登记为该家庭成员的近亲属，应当回避。",
                "You are registered as a near relative of this household and stand aside.",
            ),
            Self::OwnGrant => lang.pick("不能给自己授权。", "Nobody grants rights to oneself."),
            _ => lang.pick("经办人不能审核确认自己经办的事项。", "Who prepared a decision does not take it."),
        }
    }
}

impl Say for Duty {
    fn say(&self, lang: Lang) -> String {
        match self {
            Self::Office => lang.pick("业务岗位", "an office role"),
            Self::System => lang.pick("系统管理", "system administration"),
            Self::Security => lang.pick("安全管理", "security administration"),
            Self::Audit => lang.pick("审计管理", "audit administration"),
        }
        .into()
    }
}
