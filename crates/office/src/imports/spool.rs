//! Files that were sent and are not in the lake yet.

use super::{may, may_any};
use crate::{Bureau, OfficeError, Who, field};
use doudi_journal::{Instant, access::Action};
use doudi_kernel::{FeedId, Month, SnapshotId};
use serde::{Deserialize, Serialize};
use std::{
    fs::{self, File},
    io::{self, BufWriter, ErrorKind, Write},
    path::{Path, PathBuf},
};

/// The most that one upload may hold, in bytes: a county's largest roster as text is a tenth of it.
pub const UPLOAD_BYTES: u64 = 2 << 30;
/// The longest file name, in characters.
pub const LONGEST_NAME: usize = 120;

/// A file that was sent.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Spooled {
    /// Its name in the spool.
    pub id: String,
    /// The file's own name.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// Who sent it.
    pub account: i64,
    /// When.
    pub at: Instant,
    /// The feed, where somebody said which.
    pub feed: Option<FeedId>,
    /// The month, where somebody said which.
    pub month: Option<Month>,
    /// How far it is.
    pub stage: Stage,
}

/// How far a file is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// To be looked at.
    Planned,
    /// Somebody has decided that it is taken in.
    Applying {
        /// Who.
        by: i64,
        /// When.
        at: Instant,
    },
    /// It is in the lake.
    Done {
        /// Its snapshot.
        snapshot: SnapshotId,
        /// Whether it was there before.
        before: bool,
    },
}

impl Spooled {
    fn folder(&self, bureau: &Bureau) -> Result<PathBuf, OfficeError> {
        Ok(spool(bureau)?.join(&self.id))
    }

    /// Where its file lies.
    pub(super) fn file(&self, bureau: &Bureau) -> Result<PathBuf, OfficeError> {
        Ok(self.folder(bureau)?.join("file").join(&self.name))
    }

    pub(super) fn keep(&self, bureau: &Bureau) -> Result<(), OfficeError> {
        Ok(write(&self.folder(bureau)?, self)?)
    }
}

fn spool(bureau: &Bureau) -> Result<PathBuf, OfficeError> {
    Ok(bureau.data()?.join("spool"))
}

/// Nothing of a half-written `about.json` is ever seen.
fn write(folder: &Path, about: &Spooled) -> io::Result<()> {
    let draft = folder.join("about.draft");
    let mut file = File::create(&draft)?;
    file.write_all(&serde_json::to_vec_pretty(about)?)?;
    file.sync_all()?;
    fs::rename(&draft, folder.join("about.json"))?;
    File::open(folder)?.sync_all()
}

/// A file that is being received. Dropped without [`Receiving::finish`] it leaves nothing behind.
pub struct Receiving {
    about: Spooled,
    folder: PathBuf,
    home: PathBuf,
    file: Option<BufWriter<File>>,
}

/// Begins to receive a file. `id` names the form with which it came and its place there, so that a form sent twice is
/// one file.
///
/// # Errors
/// [`OfficeError::Denied`], [`OfficeError::Form`] for a name that is none, [`OfficeError::Disk`].
pub fn receive(bureau: &Bureau, who: &Who, id: &str, name: &str) -> Result<Receiving, OfficeError> {
    may(bureau, who, Action::Write)?;
    sweep(bureau, who.now)?;
    begin(spool(bureau)?, who, id, name)
}

/// Begins to receive a file into a spool of its own, by somebody whose right to it is known.
pub(crate) fn begin(spool: PathBuf, who: &Who, id: &str, name: &str) -> Result<Receiving, OfficeError> {
    if !is_id(id) {
        return Err(OfficeError::Form(field::FORM_PAGE));
    }
    let name = own_name(name).ok_or(OfficeError::Form(field::FILE))?;
    let folder = spool.join(format!("incoming-{id}"));
    fs::create_dir_all(&spool)?;
    // Of a form that is sent twice at once, one is received.
    fs::create_dir(&folder)?;
    fs::create_dir(folder.join("file"))?;
    let file = File::create(folder.join("file").join(&name))?;
    let (account, at) = (who.id.0, who.now);
    let about = Spooled { id: id.into(), name, bytes: 0, account, at, feed: None, month: None, stage: Stage::Planned };
    Ok(Receiving { about, folder, home: spool.join(id), file: Some(BufWriter::new(file)) })
}

/// What has been in the lake for a week need not be shown as news.
fn sweep(bureau: &Bureau, now: Instant) -> Result<(), OfficeError> {
    const WEEK: i64 = 7 * 24 * 3_600_000;
    let old = |it: &Spooled| matches!(it.stage, Stage::Done { .. }) && now.millis() - it.at.millis() > WEEK;
    for it in all(bureau)?.iter().filter(|it| old(it)) {
        fs::remove_dir_all(it.folder(bureau)?)?;
    }
    Ok(())
}

fn is_id(id: &str) -> bool {
    (8..=64).contains(&id.len()) && id.bytes().all(|sign| sign.is_ascii_alphanumeric() || sign == b'-')
}

/// The last part of what a browser calls a file, fit to be a file's name here.
fn own_name(given: &str) -> Option<String> {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last.chars().filter(|sign| !sign.is_control() && !r#"<>:"|?*"#.contains(*sign)).collect();
    let name = clean.trim().trim_start_matches('.');
    let cut = name.chars().count().saturating_sub(LONGEST_NAME);
    // The ending of a name tells the month and the format.
    let name: String = name.chars().skip(cut).collect();
    // Most file systems hold 255 bytes, of which a Chinese character takes three.
    let start = name.char_indices().map(|(at, _)| at).find(|at| name.len() - at <= 240)?;
    (!name.is_empty()).then(|| name[start..].to_owned())
}

impl Receiving {
    /// Takes the next bytes.
    ///
    /// # Errors
    /// [`OfficeError::Form`] beyond [`UPLOAD_BYTES`]; [`OfficeError::Disk`].
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), OfficeError> {
        self.about.bytes += bytes.len() as u64;
        if self.about.bytes > UPLOAD_BYTES {
            return Err(OfficeError::Form(field::FILE));
        }
        self.file.as_mut().map_or(Ok(()), |file| file.write_all(bytes))?;
        Ok(())
    }

    /// The whole file is there.
    ///
    /// # Errors
    /// [`OfficeError::Form`] for an empty file; [`OfficeError::Disk`].
    pub fn finish(mut self, feed: Option<FeedId>, month: Option<Month>) -> Result<Spooled, OfficeError> {
        if self.about.bytes == 0 {
            return Err(OfficeError::Form(field::FILE));
        }
        if let Some(file) = self.file.take() {
            file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        }
        self.about.feed = feed;
        self.about.month = month;
        if let Ok(there) = read(&self.home) {
            return Ok(there);
        }
        write(&self.folder, &self.about)?;
        fs::rename(&self.folder, &self.home)?;
        Ok(self.about.clone())
    }
}

impl Drop for Receiving {
    fn drop(&mut self) {
        // After the rename it is not there any more; whatever else stays is swept when the office opens.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn read(folder: &Path) -> Result<Spooled, OfficeError> {
    let text = fs::read(folder.join("about.json")).map_err(|why| match why.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => OfficeError::NotFound,
        _ => why.into(),
    })?;
    serde_json::from_slice(&text).map_err(|why| OfficeError::Disk(why.into()))
}

/// A file of a spool and where it lies.
pub(crate) fn in_spool(spool: &Path, id: &str) -> Result<(Spooled, PathBuf), OfficeError> {
    let found = if is_id(id) { read(&spool.join(id))? } else { return Err(OfficeError::NotFound) };
    let path = spool.join(id).join("file").join(&found.name);
    Ok((found, path))
}

/// All files of the spool, the newest first.
fn all(bureau: &Bureau) -> Result<Vec<Spooled>, OfficeError> {
    let entries = match fs::read_dir(spool(bureau)?) {
        Err(why) if why.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let folders = entries.collect::<io::Result<Vec<_>>>()?;
    let whole = folders.iter().filter(|it| !it.file_name().to_string_lossy().starts_with("incoming-"));
    let mut all = whole.map(|it| read(&it.path())).filter(|it| !matches!(it, Err(OfficeError::NotFound)));
    let mut all = all.by_ref().collect::<Result<Vec<_>, _>>()?;
    all.sort_by(|a, b| (b.at, &b.id).cmp(&(a.at, &a.id)));
    Ok(all)
}

fn shown_to(bureau: &Bureau, who: &Who, it: &Spooled) -> bool {
    let own = it.account == who.id.0 && may(bureau, who, Action::Write).is_ok();
    own || may(bureau, who, Action::Read).is_ok()
}

/// What waits in the spool and the user may see, the newest first.
///
/// # Errors
/// [`OfficeError::Denied`], [`OfficeError::NoFolder`], [`OfficeError::Disk`].
pub fn waiting(bureau: &Bureau, who: &Who) -> Result<Vec<Spooled>, OfficeError> {
    may_any(bureau, who)?;
    Ok(all(bureau)?.into_iter().filter(|it| shown_to(bureau, who, it)).collect())
}

/// One file of the spool.
///
/// # Errors
/// [`OfficeError::NotFound`], also where it is another's; [`OfficeError::Disk`].
pub fn one(bureau: &Bureau, who: &Who, id: &str) -> Result<Spooled, OfficeError> {
    may_any(bureau, who)?;
    let found = if is_id(id) { read(&spool(bureau)?.join(id))? } else { return Err(OfficeError::NotFound) };
    if shown_to(bureau, who, &found) { Ok(found) } else { Err(OfficeError::NotFound) }
}

/// Says which feed and month a file is, where it does not tell itself.
///
/// # Errors
/// As [`one`]; [`OfficeError::Denied`].
pub fn say_more(
    bureau: &Bureau,
    who: &Who,
    id: &str,
    feed: Option<FeedId>,
    month: Option<Month>,
) -> Result<Spooled, OfficeError> {
    may(bureau, who, Action::Write)?;
    let found = one(bureau, who, id)?;
    if found.stage != Stage::Planned {
        return Ok(found);
    }
    let more = Spooled { feed, month, ..found };
    more.keep(bureau)?;
    Ok(more)
}

/// Takes a file out of the spool: one that is not wanted, or one that is in the lake.
///
/// # Errors
/// As [`one`]; [`OfficeError::Denied`]; [`OfficeError::Form`] while it is being taken in.
pub fn discard(bureau: &Bureau, who: &Who, id: &str) -> Result<(), OfficeError> {
    may(bureau, who, Action::Write)?;
    let found = one(bureau, who, id)?;
    if matches!(found.stage, Stage::Applying { .. }) {
        return Err(OfficeError::Form(field::FORM_PAGE));
    }
    Ok(fs::remove_dir_all(found.folder(bureau)?)?)
}

/// What was to be taken in when the machine stopped. Sweeps what was being received then. For the opening of an office,
/// before anybody works.
///
/// # Errors
/// [`OfficeError::NoFolder`], [`OfficeError::Disk`].
pub fn unfinished(bureau: &Bureau) -> Result<Vec<Spooled>, OfficeError> {
    for entries in ["spool", "spool-answers"].iter().filter_map(|of| fs::read_dir(bureau.data().ok()?.join(of)).ok()) {
        let half = entries.flatten().filter(|it| it.file_name().to_string_lossy().starts_with("incoming-"));
        half.for_each(|it| drop(fs::remove_dir_all(it.path())));
    }
    Ok(all(bureau)?.into_iter().filter(|it| matches!(it.stage, Stage::Applying { .. })).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_files_name_is_its_last_part_without_what_no_disk_takes() {
        let names = [
            ("C:\\桌面\\城乡低保2026-09.xlsx", Some("城乡低保2026-09.xlsx")),
            ("../../etc/passwd", Some("passwd")),
            ("..", None),
            (" .隐藏\u{7}?.csv ", Some("隐藏.csv")),
            ("", None),
        ];
        for (given, name) in names {
            assert_eq!(own_name(given).as_deref(), name, "{given}");
        }
        let long = own_name(&format!("{}2026-09.xlsx", "户".repeat(300))).unwrap();
        assert!(long.ends_with("户2026-09.xlsx") && long.len() <= 240, "{}", long.len());
    }
}
