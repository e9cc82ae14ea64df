//! An office: its data folder, its language, its clock.

use crate::{cli::Cli, hasty::Hasty};
use doudi_kernel::{Date, DivisionList, Lang, Say};
use doudi_lake::{Disk, Lake, LakeError, RealDisk};
use doudi_work::policy::Policy;
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

/// Everything that a command is given besides its own words.
pub(crate) struct Office {
    /// The folder that holds the lake, accepted layouts, division lists and the desk.
    pub(crate) data: PathBuf,
    /// The language of messages.
    pub(crate) lang: Lang,
    /// Whether progress is not shown.
    pub(crate) quiet: bool,
    /// Whether files are not awaited on the disk: of an office that is made anew anyway.
    pub(crate) hasty: bool,
}

impl Office {
    /// The office that the command line names.
    pub(crate) fn new(cli: &Cli, lang: Lang) -> Self {
        Self { data: cli.data.clone(), lang, quiet: cli.quiet, hasty: false }
    }

    /// The same office with another data folder.
    pub(crate) fn at(&self, data: PathBuf) -> Self {
        Self { data, lang: self.lang, quiet: self.quiet, hasty: self.hasty }
    }

    /// Now, by the machine's clock: the only place where it is read.
    #[allow(clippy::disallowed_methods)]
    pub(crate) fn now(&self) -> jiff::Timestamp {
        jiff::Timestamp::now()
    }

    /// The civil date in China, where every clock of the law runs on one time zone (UTC+8, no summer time).
    pub(crate) fn today(&self) -> Date {
        jiff::tz::offset(8).to_datetime(self.now()).date()
    }

    /// How its files are written.
    pub(crate) fn disk(&self) -> Arc<dyn Disk> {
        if self.hasty { Arc::new(Hasty) } else { Arc::new(RealDisk) }
    }

    /// The office's lake.
    pub(crate) fn lake(&self) -> Result<Lake, LakeError> {
        Lake::open(&self.data.join("lake"), self.disk())
    }

    /// What the office works by: the embedded policy, overlaid by its own.
    pub(crate) fn policy(&self) -> Result<Policy, String> {
        Policy::overlaid(&self.data).map_err(|why| why.say(self.lang))
    }

    /// The files that words name: themselves, or all files in a folder and below, in the order of their names.
    pub(crate) fn files(&self, words: &[PathBuf]) -> Result<Vec<PathBuf>, String> {
        let mut files = Vec::new();
        for word in words {
            walk(word, &mut files).map_err(|why| self.unreadable(word, &why))?;
        }
        Ok(files)
    }

    /// Where division lists are kept, one file a day of validity.
    pub(crate) fn divisions_folder(&self) -> PathBuf {
        self.data.join("divisions")
    }

    /// The division list that holds on a day: the latest that began by then. `None` when the office imported none.
    pub(crate) fn divisions_on(&self, day: Date) -> Result<Option<DivisionList>, String> {
        let Ok(entries) = std::fs::read_dir(self.divisions_folder()) else { return Ok(None) };
        let begun = |path: &Path| path.file_stem()?.to_str()?.parse::<Date>().ok().filter(|from| *from <= day);
        let latest = entries.flatten().filter_map(|entry| Some((begun(&entry.path())?, entry.path()))).max();
        let Some((from, path)) = latest else { return Ok(None) };
        let text = std::fs::read_to_string(&path).map_err(|why| self.unreadable(&path, &why))?;
        DivisionList::read(&text, from).map(Some).map_err(|why| format!("{}：{}", path.display(), why.say(self.lang)))
    }

    /// The sentence for a file or folder that cannot be written.
    pub(crate) fn unwritable(&self, path: &Path, why: &std::io::Error) -> String {
        match self.lang {
            Lang::Zh => format!("无法写入{}：{why}；请检查磁盘空间和权限", path.display()),
            Lang::En => format!("{} cannot be written: {why}; check disk space and rights", path.display()),
        }
    }

    /// The sentence for a file of this machine that cannot be read.
    pub(crate) fn unreadable(&self, path: &Path, why: &std::io::Error) -> String {
        match self.lang {
            Lang::Zh => format!("无法读取{}：{why}；请检查路径和权限", path.display()),
            Lang::En => format!("{} cannot be read: {why}; check the path and its rights", path.display()),
        }
    }
}

/// Hidden files and the lock files of a spreadsheet program (`~$…`) are nobody's roster.
fn walk(path: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    if !path.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    let mut inside: Vec<PathBuf> =
        std::fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
    inside.sort();
    let visible = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        !name.starts_with('.') && !name.starts_with("~$")
    };
    inside.iter().filter(|path| visible(path)).try_for_each(|path| walk(path, files))
}
