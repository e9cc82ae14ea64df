//! The disk fails, or the process dies, at every operation of an import, one after the other.

use crate::store::import;
use doudi_lake::{Commit, Disk, DiskFile, Lake, LakeError, RealDisk, snapshot::Held};
use std::{
    collections::BTreeMap,
    fs, io,
    io::Write,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

/// Every path under a folder with the hash of its content; folders with none.
pub(crate) fn listing(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(at) = open.pop() {
        for entry in fs::read_dir(&at).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                found.insert(name, String::new());
                open.push(path);
            } else {
                found.insert(name, blake3::hash(&fs::read(&path).unwrap()).to_hex().to_string());
            }
        }
    }
    found
}

/// What happens at the chosen operation.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fate {
    /// The operation is refused, as on a full disk, and the program goes on with the error in hand.
    Refused,
    /// The process dies before the operation: nothing after it reaches the disk, not even the tidying up.
    Dies,
    /// The process dies in the middle of a write: half of the bytes are there.
    DiesInTheMiddle,
    /// The power fails: what was written into a file that was not synced is lost, and a rename is undone when its
    /// directory was not synced since.
    PowerFails,
    /// The power fails: what was written into a file that was not synced is lost, but the rename has reached the disk, as
    /// file systems are free to do.
    PowerFailsAfterTheRename,
}

/// A disk that meets its fate at the n-th operation. What is durable it only keeps account of: a real sync takes time and
/// proves nothing in a test.
struct Fragile {
    fate: Fate,
    left: AtomicUsize,
    dead: AtomicBool,
    /// Renames that a power cut would undo, and files that it would empty.
    unsynced_renames: Mutex<Vec<(PathBuf, PathBuf)>>,
    unsynced_files: Arc<Mutex<Vec<PathBuf>>>,
}

impl Fragile {
    fn new(fate: Fate, after: usize) -> Arc<Self> {
        Arc::new(Self {
            fate,
            left: AtomicUsize::new(after),
            dead: AtomicBool::new(false),
            unsynced_renames: Mutex::default(),
            unsynced_files: Arc::default(),
        })
    }

    /// Whether this operation is the fated one or comes after death.
    fn step(&self) -> io::Result<()> {
        if self.dead.load(Ordering::SeqCst) {
            return Err(io::Error::other("dead"));
        }
        let before = self.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        if before.is_ok() {
            return Ok(());
        }
        match self.fate {
            Fate::Refused => self.left.store(usize::MAX, Ordering::SeqCst),
            _ => self.dead.store(true, Ordering::SeqCst),
        }
        Err(io::Error::from(io::ErrorKind::StorageFull))
    }

    fn met_its_fate(&self) -> bool {
        self.dead.load(Ordering::SeqCst) || self.left.load(Ordering::SeqCst) > 1 << 20
    }

    /// What the power cut takes with it.
    fn lose_what_was_not_synced(&self) {
        let renames: Vec<_> = self.unsynced_renames.lock().unwrap().drain(..).collect();
        for file in self.unsynced_files.lock().unwrap().drain(..) {
            let moved = |(from, to): &(PathBuf, PathBuf)| file.strip_prefix(from).ok().map(|rest| to.join(rest));
            let now = renames.iter().find_map(moved).unwrap_or(file);
            if now.exists() {
                fs::write(&now, "").unwrap();
            }
        }
        if self.fate == Fate::PowerFails {
            for (from, to) in renames.iter().rev() {
                fs::rename(to, from).unwrap();
            }
        }
    }

    fn is_about_power(&self) -> bool {
        matches!(self.fate, Fate::PowerFails | Fate::PowerFailsAfterTheRename)
    }
}

/// The lake's hold on it; the test keeps its own.
struct Through(Arc<Fragile>);

impl Disk for Through {
    fn create_dir_all(&self, path: &Path) -> io::Result<()> {
        self.0.step()?;
        RealDisk.create_dir_all(path)
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        self.0.step()?;
        self.0.unsynced_files.lock().unwrap().push(path.to_owned());
        Ok(Box::new(FragileFile { file: RealDisk.create(path)?, path: path.to_owned(), disk: self.0.clone() }))
    }

    fn sync_dir(&self, path: &Path) -> io::Result<()> {
        self.0.step()?;
        self.0.unsynced_renames.lock().unwrap().retain(|(_, to)| to.parent() != Some(path));
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.0.step()?;
        self.0.unsynced_renames.lock().unwrap().push((from.to_owned(), to.to_owned()));
        RealDisk.rename(from, to)
    }

    fn remove_dir_all(&self, path: &Path) -> io::Result<()> {
        self.0.step()?;
        RealDisk.remove_dir_all(path)
    }

    fn lock(&self, path: &Path) -> io::Result<Option<Held>> {
        self.0.step()?;
        RealDisk.lock(path)
    }
}

struct FragileFile {
    file: Box<dyn DiskFile>,
    path: PathBuf,
    disk: Arc<Fragile>,
}

impl Write for FragileFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.disk.step().inspect_err(|_| {
            if self.disk.fate == Fate::DiesInTheMiddle {
                let _ = self.file.write_all(&bytes[..bytes.len() / 2]);
            }
        })?;
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl DiskFile for FragileFile {
    fn sync(&mut self) -> io::Result<()> {
        self.disk.step()?;
        self.disk.unsynced_files.lock().unwrap().retain(|path| *path != self.path);
        Ok(())
    }
}

fn try_import(root: &Path, disk: &Arc<Fragile>) -> Result<Commit, LakeError> {
    let lake = Lake::open(root, Arc::new(Through(disk.clone())))?;
    import(&lake, "edge_person", "bb")
}

/// The lake on a disk that does as it is told.
fn on_a_calm_disk(root: &Path) -> Lake {
    Lake::open(root, Arc::new(Through(Fragile::new(Fate::Refused, usize::MAX >> 1)))).unwrap()
}

/// A lake with one snapshot in it.
fn prepared() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    import(&on_a_calm_disk(folder.path()), "tekun_person", "aa").unwrap();
    folder
}

/// The snapshots that a reader sees, files and hashes: feed and month folders without a snapshot in them do not count.
fn visible(root: &Path) -> BTreeMap<String, String> {
    listing(root).into_iter().filter(|(path, hash)| path.starts_with("snapshots") && !hash.is_empty()).collect()
}

fn dying_at_every_step_leaves_the_lake_as_before_or_as_after(fate: Fate) -> usize {
    let undisturbed = prepared();
    let before = visible(undisturbed.path());
    let healthy = Fragile::new(fate, usize::MAX >> 1);
    try_import(undisturbed.path(), &healthy).unwrap();
    let after = visible(undisturbed.path());
    assert_ne!(before, after);
    for step in 0.. {
        let lake = prepared();
        let disk = Fragile::new(fate, step);
        let outcome = try_import(lake.path(), &disk);
        if disk.is_about_power() {
            disk.lose_what_was_not_synced();
        }
        let found = visible(lake.path());
        assert!(found == before || found == after, "{fate:?} at step {step}: {found:#?}");
        assert!(outcome.is_err() || found == after, "{fate:?} at step {step}: reported as done, and was not");

        let again = on_a_calm_disk(lake.path());
        assert!(again.verify().unwrap().iter().all(|one| one.differing.is_empty()));
        import(&again, "edge_person", "bb").unwrap();
        assert_eq!(listing(lake.path()), listing(undisturbed.path()), "{fate:?} at step {step}, imported again");
        if !disk.met_its_fate() {
            assert!(outcome.is_ok());
            return step;
        }
    }
    unreachable!("an import has an end")
}

#[test]
fn a_process_killed_before_any_operation_leaves_the_lake_as_before_or_as_after() {
    let steps = dying_at_every_step_leaves_the_lake_as_before_or_as_after(Fate::Dies);
    assert!(steps >= 18, "an import has more operations than {steps}");
}

#[test]
fn a_process_killed_in_the_middle_of_any_write_leaves_the_lake_as_before_or_as_after() {
    dying_at_every_step_leaves_the_lake_as_before_or_as_after(Fate::DiesInTheMiddle);
}

#[test]
fn a_power_cut_at_any_operation_or_after_the_last_leaves_the_lake_as_before_or_as_after() {
    dying_at_every_step_leaves_the_lake_as_before_or_as_after(Fate::PowerFails);
    dying_at_every_step_leaves_the_lake_as_before_or_as_after(Fate::PowerFailsAfterTheRename);
}

#[test]
fn a_disk_that_refuses_any_one_operation_leaves_the_lake_as_before_or_as_after() {
    dying_at_every_step_leaves_the_lake_as_before_or_as_after(Fate::Refused);
}
