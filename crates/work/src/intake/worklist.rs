//! Words that no crosswalk has, kept until somebody maps them. Only ever added to.

use super::{plan::Plan, refusal::Refused};
use doudi_kernel::{FeedId, Month};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

/// The file of the work list: one JSON object a line.
pub struct WorkList {
    path: PathBuf,
}

/// A word, wherever it stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The feed.
    pub feed: FeedId,
    /// The field.
    pub field: String,
    /// The heading under which it stood last.
    pub heading: String,
    /// The word.
    pub word: String,
    /// How often, over all files.
    pub count: u64,
    /// When it was first seen.
    pub first_seen: jiff::Timestamp,
    /// The months of the files.
    pub months: BTreeSet<Month>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Line {
    feed: FeedId,
    field: String,
    word: String,
    heading: String,
    month: Month,
    count: u64,
    source: String,
    seen: jiff::Timestamp,
}

impl WorkList {
    /// The work list of a data folder: `worklist.jsonl`. It need not be there.
    pub fn at(data: &Path) -> Self {
        Self { path: data.join("worklist.jsonl") }
    }

    /// Adds the unknown words of a plan, once per file and word.
    ///
    /// # Errors
    /// The disk.
    pub fn note(&self, plan: &Plan, seen: jiff::Timestamp) -> Result<(), Refused> {
        if plan.unknown.is_empty() {
            return Ok(());
        }
        let known: BTreeSet<_> =
            self.lines()?.into_iter().map(|line| (line.feed, line.field, line.word, line.source)).collect();
        let mut text = self.mend()?;
        for unknown in &plan.unknown {
            let identity = (plan.feed.clone(), unknown.field.clone(), unknown.word.clone(), plan.file.blake3.clone());
            if known.contains(&identity) {
                continue;
            }
            let line = Line {
                feed: plan.feed.clone(),
                field: unknown.field.clone(),
                word: unknown.word.clone(),
                heading: unknown.heading.clone(),
                month: plan.month,
                count: unknown.count,
                source: plan.file.blake3.clone(),
                seen,
            };
            text.push_str(&serde_json::to_string(&line).map_err(io::Error::from)?);
            text.push('\n');
        }
        let mut file = fs::OpenOptions::new().create(true).append(true).open(&self.path)?;
        file.write_all(text.as_bytes())?;
        Ok(file.sync_all()?)
    }

    /// All words, each once, in the order of feed, field and word.
    ///
    /// # Errors
    /// The disk.
    pub fn entries(&self) -> Result<Vec<Entry>, Refused> {
        let mut entries: BTreeMap<(FeedId, String, String), Entry> = BTreeMap::new();
        for line in self.lines()? {
            let entry =
                entries.entry((line.feed.clone(), line.field.clone(), line.word.clone())).or_insert_with(|| Entry {
                    feed: line.feed,
                    field: line.field,
                    heading: String::new(),
                    word: line.word,
                    count: 0,
                    first_seen: line.seen,
                    months: BTreeSet::new(),
                });
            entry.heading = line.heading;
            entry.count += line.count;
            entry.first_seen = entry.first_seen.min(line.seen);
            entry.months.insert(line.month);
        }
        Ok(entries.into_values().collect())
    }

    /// A line that a crash cut short ends the file without a line break; it is closed before the next.
    fn mend(&self) -> io::Result<String> {
        let text = self.text()?;
        Ok(if text.is_empty() || text.ends_with('\n') { String::new() } else { "\n".into() })
    }

    fn lines(&self) -> io::Result<Vec<Line>> {
        // What a crash cut short was not told to anybody; the same file brings it again.
        Ok(self.text()?.lines().filter_map(|line| serde_json::from_str(line).ok()).collect())
    }

    fn text(&self) -> io::Result<String> {
        match fs::read(&self.path) {
            Err(why) if why.kind() == io::ErrorKind::NotFound => Ok(String::new()),
            other => Ok(String::from_utf8_lossy(&other?).into_owned()),
        }
    }
}
