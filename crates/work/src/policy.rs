//! `policy/` in the binary, overlaid by an office's own files.
//!
//! Layouts, vocabularies, comparison specs are data: an office adds or replaces one by putting a file of the same path
//! under its data folder, without a rebuild.

use doudi_kernel::{Fault, Lang, Say};
use include_dir::{Dir, include_dir};
use std::{collections::BTreeMap, io, path::Path};

/// Layouts, vocabularies, comparisons are TOML; rules and their cases are in the policy language.
fn is_policy(path: &str) -> bool {
    [".toml", ".law", ".cases"].iter().any(|ending| path.ends_with(ending))
}

static EMBEDDED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../policy");

/// Text files by their path below `policy/`, with `/` between folders: `feeds/student.toml`.
///
/// ```
/// use doudi_work::policy::Policy;
/// let policy = Policy::embedded();
/// assert!(policy.text("fields.toml").unwrap().contains("resident_id"));
/// assert!(policy.folder("feeds").any(|(name, _)| name == "student"));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Policy {
    files: BTreeMap<String, String>,
}

impl Policy {
    /// What the binary carries.
    pub fn embedded() -> Self {
        let mut policy = Self::default();
        policy.take_embedded(&EMBEDDED);
        policy
    }

    fn take_embedded(&mut self, folder: &Dir<'_>) {
        for file in folder.files() {
            let path = file.path().to_string_lossy().replace('\\', "/");
            if let Some(text) = file.contents_utf8().filter(|_| is_policy(&path)) {
                self.files.insert(path, text.into());
            }
        }
        folder.dirs().for_each(|below| self.take_embedded(below));
    }

    /// What an office of this data folder works by: the embedded files, replaced file by file by `data/policy/**`, and
    /// the layouts that it accepted (`data/layouts/*.toml`) as `layouts/*.toml`. A missing folder overlays nothing.
    ///
    /// # Errors
    /// A file of the overlay cannot be read as UTF-8 text.
    pub fn overlaid(data: &Path) -> Result<Self, PolicyUnreadable> {
        let mut policy = Self::embedded();
        policy.take_folder(&data.join("policy"), "")?;
        policy.take_folder(&data.join("layouts"), "layouts/")?;
        Ok(policy)
    }

    fn take_folder(&mut self, folder: &Path, prefix: &str) -> Result<(), PolicyUnreadable> {
        let unreadable = |why: io::Error| PolicyUnreadable { file: folder.display().to_string(), why: why.to_string() };
        let entries = match std::fs::read_dir(folder) {
            Err(why) if why.kind() == io::ErrorKind::NotFound => return Ok(()),
            entries => entries.map_err(unreadable)?,
        };
        for entry in entries {
            let path = entry.map_err(unreadable)?.path();
            let name = format!("{prefix}{}", path.file_name().unwrap_or_default().to_string_lossy());
            if path.is_dir() {
                self.take_folder(&path, &format!("{name}/"))?;
            } else if is_policy(&name) {
                let text = std::fs::read_to_string(&path)
                    .map_err(|why| PolicyUnreadable { file: path.display().to_string(), why: why.to_string() })?;
                self.files.insert(name, text);
            }
        }
        Ok(())
    }

    /// Puts a file in, in place of one of the same path. For tests and previews.
    pub fn with(mut self, path: &str, text: &str) -> Self {
        self.files.insert(path.into(), text.into());
        self
    }

    /// The text at a path.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// The rules: paths and texts in the order of paths, as the checker of policies takes them.
    ///
    /// ```
    /// let laws = doudi_work::policy::Policy::embedded().laws();
    /// assert!(laws.iter().any(|(path, _)| path == "national/basic/dibao.law"));
    /// ```
    pub fn laws(&self) -> Vec<(String, String)> {
        let laws = self.files.iter().filter(|(path, _)| path.ends_with(".law"));
        laws.map(|(path, text)| (path.clone(), text.clone())).collect()
    }

    /// The files directly in a folder as (name without `.toml`, text), in the order of names.
    pub fn folder<'a>(&'a self, folder: &str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let prefix = format!("{folder}/");
        self.files.iter().filter_map(move |(path, text)| {
            let name = path.strip_prefix(&prefix)?.strip_suffix(".toml")?;
            (!name.contains('/')).then_some((name, text.as_str()))
        })
    }
}

/// A file of the office's overlay that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file} cannot be read: {why}")]
pub struct PolicyUnreadable {
    /// Where it lies.
    pub file: String,
    /// What the system says.
    pub why: String,
}

impl PolicyUnreadable {
    /// Whose it is to act.
    pub fn fault(&self) -> Fault {
        Fault::Machine
    }
}

impl Say for PolicyUnreadable {
    fn say(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => {
                format!("读不了本地配置文件{}（{}）；请检查该文件是否为UTF-8文本、是否有读取权限", self.file, self.why)
            }
            Lang::En => self.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_replaces_one_file_and_keeps_the_others() {
        let data = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(data.path().join("policy/feeds")).unwrap();
        std::fs::create_dir_all(data.path().join("layouts")).unwrap();
        std::fs::write(data.path().join("policy/feeds/student.toml"), "ours").unwrap();
        std::fs::write(data.path().join("layouts/new.toml"), "accepted").unwrap();
        std::fs::write(data.path().join("policy/ours.law"), "within 41").unwrap();
        let policy = Policy::overlaid(data.path()).unwrap();
        assert_eq!(policy.text("feeds/student.toml"), Some("ours"));
        assert_eq!(policy.text("layouts/new.toml"), Some("accepted"));
        assert!(policy.laws().contains(&("ours.law".into(), "within 41".into())));
        assert!(policy.laws().len() > Policy::embedded().laws().len());
        assert_eq!(policy.text("fields.toml"), Policy::embedded().text("fields.toml"));
    }

    #[test]
    fn a_folder_that_is_not_there_overlays_nothing() {
        let data = tempfile::tempdir().unwrap();
        let overlaid = Policy::overlaid(&data.path().join("nowhere")).unwrap();
        assert_eq!(overlaid.folder("feeds").count(), Policy::embedded().folder("feeds").count());
    }
}
