//! The disk of this machine.

use super::{Disk, DiskFile, Held};
use fs4::{FileExt, TryLockError};
use std::{
    fs::{self, File},
    io::{self, ErrorKind},
    path::Path,
};

/// The file system, with nothing in between.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealDisk;

impl Disk for RealDisk {
    fn create_dir_all(&self, path: &Path) -> io::Result<()> {
        fs::create_dir_all(path)
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        Ok(Box::new(File::create(path)?))
    }

    /// Directories cannot be opened for syncing on Windows, where the file system does it by itself.
    fn sync_dir(&self, path: &Path) -> io::Result<()> {
        if cfg!(windows) { Ok(()) } else { File::open(path)?.sync_all() }
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove_dir_all(&self, path: &Path) -> io::Result<()> {
        match fs::remove_dir_all(path) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    fn lock(&self, path: &Path) -> io::Result<Option<Held>> {
        let file = File::options().create(true).truncate(false).read(true).write(true).open(path)?;
        match FileExt::try_lock(&file) {
            Ok(()) => Ok(Some(Held::new(file))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

impl DiskFile for File {
    fn sync(&mut self) -> io::Result<()> {
        self.sync_all()
    }
}
