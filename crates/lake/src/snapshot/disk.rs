//! The operations that change a disk, so that a test can let each of them fail.

use std::{
    io::{self, Write},
    path::Path,
};

/// Everything by which the lake changes a disk. Reading goes to the file system directly.
pub trait Disk: Send + Sync {
    /// Makes a directory and those above it; nothing when it is there.
    fn create_dir_all(&self, path: &Path) -> io::Result<()>;

    /// Makes an empty file, for writing from its start.
    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>>;

    /// Makes the entries of a directory durable: what was created, renamed or removed in it.
    fn sync_dir(&self, path: &Path) -> io::Result<()>;

    /// Gives a file or directory another name in one step.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Removes a directory and all in it; nothing when it is not there.
    fn remove_dir_all(&self, path: &Path) -> io::Result<()>;

    /// Takes the lock that a file stands for, for as long as the value lives; `None` when another process has it.
    fn lock(&self, path: &Path) -> io::Result<Option<Held>>;
}

/// A file that is being written.
pub trait DiskFile: Write + Send {
    /// Makes what was written durable.
    fn sync(&mut self) -> io::Result<()>;
}

/// A lock that is held until this is dropped.
pub struct Held(#[expect(dead_code, reason = "held for its drop")] Box<dyn Send + Sync>);

impl Held {
    /// Wraps whatever releases the lock when dropped.
    pub fn new(guard: impl Send + Sync + 'static) -> Self {
        Self(Box::new(guard))
    }
}
