//! Speaking to users: Chinese first, English available.

/// The language that a message is said in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// 中文, the default.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// One of two texts.
    ///
    /// ```
    /// use doudi_kernel::Lang;
    /// assert_eq!(Lang::Zh.pick("镇", "town"), "镇");
    /// ```
    pub fn pick<T>(self, zh: T, en: T) -> T {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }
}

/// Something that can be told to a user. Never says an identity number, a phone, an account or a health item.
pub trait Say {
    /// The sentence in a language.
    fn say(&self, lang: Lang) -> String;
}

/// Whose fault an error is, so that the right person acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// The department that sent the file.
    Sender,
    /// The person at this keyboard.
    User,
    /// The machine: disk, memory, rights.
    Machine,
    /// Our program.
    Program,
}

impl Say for Fault {
    fn say(&self, lang: Lang) -> String {
        match self {
            Self::Sender => lang.pick("来文单位", "the sender"),
            Self::User => lang.pick("本机操作", "this command"),
            Self::Machine => lang.pick("本机环境", "this machine"),
            Self::Program => lang.pick("程序缺陷", "a defect of the program"),
        }
        .into()
    }
}
