//! What can go wrong with keys. No variant holds a key, a plain text or a sealed value.

use doudi_kernel::{Fault, Lang, Say};
use std::{io, path::PathBuf};

/// An error of keys and sealing.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.say(Lang::En))]
pub enum CryptoError {
    /// A sealed value was changed, moved to another row or column, or sealed by another office's keys.
    DoesNotOpen,
    /// No data key was made yet.
    NoDataKey,
    /// A value names a data key that is not in the table.
    UnknownDataKey(u32),
    /// A data key or a signature names a generation of which the keyring has no secret or no public key.
    UnknownGeneration(u32),
    /// The generation is current, or data keys still need it, and so it stays.
    GenerationInUse(u32),
    /// The wrapped data keys are of another keyring.
    WrongKeyring,
    /// Bytes are not what they should be; says which kind.
    Form(&'static str),
    /// The key file is already there.
    Exists(PathBuf),
    /// The key file can be read by others than its owner; its mode bits.
    ReadableByOthers(PathBuf, u32),
    /// The key file is not one.
    KeyFile(PathBuf),
    /// The system refused the key file.
    Disk(PathBuf, #[source] io::Error),
}

impl CryptoError {
    /// Who can put it right.
    pub fn fault(&self) -> Fault {
        match self {
            Self::GenerationInUse(_) | Self::Exists(_) => Fault::User,
            Self::NoDataKey => Fault::Program,
            _ => Fault::Machine,
        }
    }
}

impl Say for CryptoError {
    fn say(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => self.in_chinese(),
            Lang::En => self.in_english(),
        }
    }
}

impl CryptoError {
    fn in_chinese(&self) -> String {
        match self {
            Self::DoesNotOpen => {
                "加密数据无法解密：内容被改动、被移到别的记录，或密钥不符；请运行 journal verify。".into()
            }
            Self::NoDataKey => "还没有数据密钥。".into(),
            Self::UnknownDataKey(id) => format!("缺少第{id}号数据密钥，请从备份恢复密钥表。"),
            Self::UnknownGeneration(number) => format!("密钥文件中没有第{number}代主密钥。"),
            Self::GenerationInUse(number) => format!("第{number}代主密钥仍在使用，不能停用；请先重新封装数据密钥。"),
            Self::WrongKeyring => "密钥文件与数据库不符，请换用本单位的密钥文件。".into(),
            Self::Form(kind) => format!("数据格式不对（{kind}）。"),
            Self::Exists(path) => format!("密钥文件{}已存在，没有覆盖。", path.display()),
            Self::ReadableByOthers(path, mode) => {
                format!("密钥文件{}的权限是{mode:03o}，他人可以读取；请改为600后再用。", path.display())
            }
            Self::KeyFile(path) => format!("{}不是密钥文件，或已损坏；请用备份的密钥文件。", path.display()),
            Self::Disk(path, source) => format!("无法读写密钥文件{}（{source}）。", path.display()),
        }
    }

    fn in_english(&self) -> String {
        match self {
            Self::DoesNotOpen => {
                "A sealed value does not open: changed, moved to another record, or of other keys; run journal verify."
                    .into()
            }
            Self::NoDataKey => "There is no data key yet.".into(),
            Self::UnknownDataKey(id) => format!("Data key {id} is missing; restore the table of keys from a backup."),
            Self::UnknownGeneration(number) => format!("The key file has no generation {number}."),
            Self::GenerationInUse(number) => {
                format!("Generation {number} is in use and stays; wrap the data keys again first.")
            }
            Self::WrongKeyring => "The key file does not fit this database; use this office's own.".into(),
            Self::Form(kind) => format!("The bytes are not those of a {kind}."),
            Self::Exists(path) => format!("The key file {} exists and was left alone.", path.display()),
            Self::ReadableByOthers(path, mode) => {
                format!("The key file {} has mode {mode:03o}: others can read it. Set 600 first.", path.display())
            }
            Self::KeyFile(path) => format!("{} is not a key file, or damaged; use the spare copy.", path.display()),
            Self::Disk(path, source) => {
                format!("The key file {} cannot be read or written ({source}).", path.display())
            }
        }
    }
}
