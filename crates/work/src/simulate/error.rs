//! Why a reform cannot be simulated.

use doudi_kernel::{Fault, Lang, Say};
use doudi_rules::complaint::Complaints;

/// Why a reform cannot be simulated.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.say(Lang::En))]
pub enum SimulateError {
    /// The reform file is no TOML of this form.
    Form(String),
    /// A value of the file cannot be read: which, and its text.
    Value(&'static str, String),
    /// A name that the policies do not have.
    Unknown(String),
    /// A parameter that is set anew from the very day already, or has no value to start from.
    Unset(String, String),
    /// The checker refuses the policies, or what the reform would make of them.
    Refused(Box<Complaints>),
    /// The engine cannot evaluate it.
    Engine(String),
}

impl SimulateError {
    /// Whose it is to act.
    pub fn fault(&self) -> Fault {
        if matches!(self, Self::Engine(_)) { Fault::Program } else { Fault::User }
    }
}

impl Say for SimulateError {
    fn say(&self, lang: Lang) -> String {
        match self {
            Self::Form(why) => lang.pick(format!("改革文件格式有误:{why}"), format!("the reform file is misshapen: {why}")),
            Self::Value(what, text) => {
                lang.pick(format!("改革文件中 {what} 的值“{text}”无法识别"), format!("{what} of the reform: {text:?} cannot be read"))
            }
            Self::Unknown(name) => lang.pick(format!("政策中没有 {name}"), format!("the policies have no {name}")),
            Self::Unset(name, region) => lang.pick(
                format!("{name} 在 {region} 当日没有可改的值,或当日已另有规定;请改用别的日期或地区"),
                format!("{name} has no value in {region} to start from on that day, or is set anew on it: choose another day or place"),
            ),
            Self::Refused(complaints) => complaints.render(lang),
            Self::Engine(why) => lang.pick(format!("无法计算:{why}"), format!("cannot be computed: {why}")),
        }
    }
}
