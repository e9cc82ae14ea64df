//! Why somebody was not signed in by the provider.

use doudi_kernel::{Lang, Say};

/// Whose fault it is, and what to do. Never what a token or a person's name said.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.say(Lang::En))]
pub enum OidcError {
    /// `oidc.toml`, or a file that it names, cannot be used; the reason.
    Settings(String),
    /// The provider does not answer, or answers with what is no answer.
    Unreachable(&'static str),
    /// The browser came back without the attempt with which it went, or with another's.
    NotBegun,
    /// The person or the provider declined.
    Declined,
    /// The provider's token does not hold; which of the checks.
    Token(&'static str),
    /// The provider does not say that a second factor was asked for, and the office wants one.
    OneFactor,
    /// The token names nobody by the claim that the office reads.
    Nobody,
}

impl Say for OidcError {
    fn say(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Settings(why), Lang::Zh) => format!("统一身份认证的设置不可用，请系统管理员改正：{why}"),
            (Self::Settings(why), Lang::En) => {
                format!("oidc.toml cannot be used, the administrator corrects it: {why}")
            }
            (Self::Unreachable(what), Lang::Zh) => {
                format!("统一身份认证服务没有正确应答（{what}），请稍后再试或用账号密码登录")
            }
            (Self::Unreachable(what), Lang::En) => {
                format!("the identity provider does not answer as it should ({what}): try later, or use a password")
            }
            (Self::NotBegun, Lang::Zh) => "这次登录不是从本页面开始的，或已超过十分钟；请重新登录".into(),
            (Self::NotBegun, Lang::En) => {
                "this sign-in was not begun here, or over ten minutes ago: begin again".into()
            }
            (Self::Declined, Lang::Zh) => "统一身份认证没有同意登录".into(),
            (Self::Declined, Lang::En) => "the identity provider declined".into(),
            (Self::Token(check), Lang::Zh) => {
                format!("统一身份认证的凭证未通过校验（{check}），请告诉系统管理员")
            }
            (Self::Token(check), Lang::En) => {
                format!("the identity provider's token does not hold ({check}): tell the administrator")
            }
            (Self::OneFactor, Lang::Zh) => "统一身份认证没有说明用过第二因素；请在那里启用动态口令后再登录".into(),
            (Self::OneFactor, Lang::En) => {
                "the identity provider names no second factor: turn one on there, then sign in again".into()
            }
            (Self::Nobody, Lang::Zh) => "统一身份认证的凭证里没有账号，请告诉系统管理员".into(),
            (Self::Nobody, Lang::En) => "the provider's token names no account: tell the administrator".into(),
        }
    }
}
