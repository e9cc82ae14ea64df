//! The disk without waiting for it: an office that is made anew (a demonstration) would be made anew after the power went.

use doudi_lake::{Disk, DiskFile, RealDisk, snapshot::Held};
use std::{
    fs::File,
    io::{self, Write},
    path::Path,
};

/// [`RealDisk`], which is not asked to make anything durable at once.
pub(crate) struct Hasty;

struct Unsynced(File);

impl Disk for Hasty {
    fn create_dir_all(&self, path: &Path) -> io::Result<()> {
        RealDisk.create_dir_all(path)
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        Ok(Box::new(Unsynced(File::create(path)?)))
    }

    fn sync_dir(&self, _: &Path) -> io::Result<()> {
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        RealDisk.rename(from, to)
    }

    fn remove_dir_all(&self, path: &Path) -> io::Result<()> {
        RealDisk.remove_dir_all(path)
    }

    fn lock(&self, path: &Path) -> io::Result<Option<Held>> {
        RealDisk.lock(path)
    }
}

impl Write for Unsynced {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl DiskFile for Unsynced {
    fn sync(&mut self) -> io::Result<()> {
        Ok(())
    }
}
