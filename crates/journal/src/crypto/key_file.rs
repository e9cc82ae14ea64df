//! The keyring's file: TOML, its owner's alone.

use super::keyring::{Generation, Secrets};
use super::{CryptoError, Keyring, Suite, from_hex, secret::Secret, signing, to_hex};
use serde::{Deserialize, Serialize};
use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use zeroize::{Zeroize, Zeroizing};

/// What a person who opens the file reads first.
const PREFACE: &str = "\
# 兜底 · 主密钥 Master keys of the register.
# 谁有本文件和数据库，谁就能读出全部身份证号。请另存两份，不要与数据库备份放在一起；丢失后无法恢复。
# Whoever has this file and the database can read every identity number. Keep two copies, apart from the database's
# backups; nothing can be read without it.

";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyFile {
    suite: Suite,
    index: String,
    generation: Vec<GenerationText>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct GenerationText {
    number: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    master: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    signing: Option<String>,
    verifying: String,
}

impl Drop for KeyFile {
    fn drop(&mut self) {
        self.index.zeroize();
        for generation in &mut self.generation {
            generation.master.zeroize();
            generation.signing.zeroize();
        }
    }
}

impl Keyring {
    /// Writes a new keyring where no file is yet; on Unix with mode 600.
    ///
    /// # Errors
    /// [`CryptoError::Exists`] rather than overwriting keys; [`CryptoError::Disk`].
    pub fn write_new(&self, path: &Path) -> Result<(), CryptoError> {
        self.write(path).map_err(|error| match error {
            CryptoError::Disk(path, source) if source.kind() == std::io::ErrorKind::AlreadyExists => {
                CryptoError::Exists(path)
            }
            error => error,
        })
    }

    /// Replaces the file after a rotation: written beside it, made durable, renamed. A cut power leaves the old or the
    /// new one.
    ///
    /// # Errors
    /// [`CryptoError::Disk`]; the file is then as before.
    pub fn replace(&self, path: &Path) -> Result<(), CryptoError> {
        let mut draft = path.as_os_str().to_owned();
        draft.push(".new");
        let draft = PathBuf::from(draft);
        // A draft that a cut power left behind holds keys that nobody uses.
        let _ = std::fs::remove_file(&draft);
        self.write(&draft)?;
        std::fs::rename(&draft, path).map_err(disk(path))?;
        make_durable(path)
    }

    /// Reads a keyring.
    ///
    /// # Errors
    /// [`CryptoError::ReadableByOthers`] before anything is read; [`CryptoError::KeyFile`]; [`CryptoError::Disk`].
    pub fn read(path: &Path) -> Result<Self, CryptoError> {
        let mut file = File::open(path).map_err(disk(path))?;
        owners_alone(&file, path)?;
        let mut text = Zeroizing::new(String::new());
        file.read_to_string(&mut text).map_err(disk(path))?;
        let damaged = || CryptoError::KeyFile(path.to_path_buf());
        // The parser's own message would quote the line, and the line is a key.
        let keys: KeyFile = toml::from_str(&text).map_err(|_| damaged())?;
        Self::of_file(&keys).map_err(|_| damaged())
    }

    fn of_file(file: &KeyFile) -> Result<Self, CryptoError> {
        let mut generations = std::collections::BTreeMap::new();
        for text in &file.generation {
            if generations.insert(text.number, generation(file.suite, text)?).is_some() {
                return Err(CryptoError::Form("keyring"));
            }
        }
        Self::of_parts(file.suite, secret(&file.index, 32)?, generations)
    }

    fn to_file(&self) -> KeyFile {
        let text = |(&number, keys): (&u32, &Generation)| GenerationText {
            number,
            master: keys.secrets.as_ref().map(|secrets| to_hex(secrets.master.bytes())),
            signing: keys.secrets.as_ref().map(|secrets| to_hex(secrets.signing.bytes())),
            verifying: to_hex(&keys.verifying),
        };
        KeyFile {
            suite: self.suite(),
            index: to_hex(self.index_key().bytes()),
            generation: self.generations().iter().map(text).collect(),
        }
    }

    fn write(&self, path: &Path) -> Result<(), CryptoError> {
        let body = toml::to_string(&self.to_file()).map_err(|_| CryptoError::Form("keyring"))?;
        let body = Zeroizing::new(body);
        let mut file = create_for_owner(path).map_err(disk(path))?;
        file.write_all(PREFACE.as_bytes()).and_then(|()| file.write_all(body.as_bytes())).map_err(disk(path))?;
        file.sync_all().map_err(disk(path))?;
        make_durable(path)
    }
}

/// A generation from its text. The verifying key of one with secrets must be theirs: a file mended by hand is refused.
fn generation(suite: Suite, text: &GenerationText) -> Result<Generation, CryptoError> {
    let verifying = from_hex(&text.verifying)?;
    let secrets = match (&text.master, &text.signing) {
        (Some(master), Some(signing)) => {
            Some(Secrets { master: secret(master, suite.key_bytes())?, signing: secret(signing, 32)? })
        }
        (None, None) => None,
        _ => return Err(CryptoError::Form("keyring")),
    };
    if let Some(secrets) = &secrets
        && signing::public_of(suite, &secrets.signing)? != verifying
    {
        return Err(CryptoError::Form("keyring"));
    }
    Ok(Generation { secrets, verifying })
}

fn secret(text: &str, bytes: usize) -> Result<Secret, CryptoError> {
    let key = Secret::new(from_hex(text)?);
    (key.bytes().len() == bytes).then_some(key).ok_or(CryptoError::Form("key"))
}

fn disk(path: &Path) -> impl FnOnce(std::io::Error) -> CryptoError {
    let path = path.to_path_buf();
    move |source| CryptoError::Disk(path, source)
}

/// Makes the file's name durable: keys that a cut power takes away take everything with them.
#[cfg(unix)]
fn make_durable(path: &Path) -> Result<(), CryptoError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(disk(path))
}

/// Elsewhere a folder cannot be opened, and the system writes names at once.
#[cfg(not(unix))]
fn make_durable(_: &Path) -> Result<(), CryptoError> {
    Ok(())
}

fn create_for_owner(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(unix)]
fn owners_alone(file: &File, path: &Path) -> Result<(), CryptoError> {
    use std::os::unix::fs::PermissionsExt;
    let mode = file.metadata().map_err(disk(path))?.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        return Err(CryptoError::ReadableByOthers(path.to_path_buf(), mode));
    }
    Ok(())
}

/// Elsewhere the folder's rights protect the file; there are no mode bits to look at.
#[cfg(not(unix))]
fn owners_alone(_: &File, _: &Path) -> Result<(), CryptoError> {
    Ok(())
}
