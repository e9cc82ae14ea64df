//! A process that dies at any step of an import leaves the lake as before or as after.

use super::office::{Office, ask, dibao_row, id};
use crate::intake::{Outcome, apply};
use doudi_lake::{Disk, DiskFile, Lake, Limits, RealDisk, snapshot::Held};
use std::{
    io::{self, Write},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

/// A disk that dies at an operation and stays dead.
struct Mortal {
    steps: Arc<AtomicUsize>,
    dies_at: usize,
}

struct MortalFile {
    file: Box<dyn DiskFile>,
    steps: Arc<AtomicUsize>,
    dies_at: usize,
}

fn step(steps: &AtomicUsize, dies_at: usize) -> io::Result<()> {
    if steps.fetch_add(1, Ordering::SeqCst) >= dies_at { Err(io::Error::other("dead")) } else { Ok(()) }
}

impl Disk for Mortal {
    fn create_dir_all(&self, path: &Path) -> io::Result<()> {
        step(&self.steps, self.dies_at)?;
        RealDisk.create_dir_all(path)
    }
    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        step(&self.steps, self.dies_at)?;
        let file = RealDisk.create(path)?;
        Ok(Box::new(MortalFile { file, steps: self.steps.clone(), dies_at: self.dies_at }))
    }
    fn sync_dir(&self, path: &Path) -> io::Result<()> {
        step(&self.steps, self.dies_at)?;
        RealDisk.sync_dir(path)
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        step(&self.steps, self.dies_at)?;
        RealDisk.rename(from, to)
    }
    fn remove_dir_all(&self, path: &Path) -> io::Result<()> {
        step(&self.steps, self.dies_at)?;
        RealDisk.remove_dir_all(path)
    }
    fn lock(&self, path: &Path) -> io::Result<Option<Held>> {
        RealDisk.lock(path)
    }
}

impl Write for MortalFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        step(&self.steps, self.dies_at)?;
        self.file.write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl DiskFile for MortalFile {
    fn sync(&mut self) -> io::Result<()> {
        step(&self.steps, self.dies_at)?;
        self.file.sync()
    }
}

#[test]
fn an_import_that_dies_at_any_step_and_is_run_again_gives_the_same_lake() {
    let expected = {
        let office = Office::new();
        let august = file(&office, 8);
        let september = file(&office, 9);
        office.load(&august, &ask());
        office.load(&september, &ask()).manifest.id
    };
    let mut deaths = 0;
    for dies_at in 0.. {
        let office = Office::new();
        let (august, september) = (file(&office, 8), file(&office, 9));
        office.load(&august, &ask());
        let (before, died) = (office.lake.snapshots().unwrap(), import(&office, &september, dies_at));
        let lake = Lake::open(&office.folder.path().join("lake"), Arc::new(RealDisk)).unwrap();
        let after = lake.snapshots().unwrap();
        assert!(after == before || after.last().unwrap().id == expected, "step {dies_at}");
        assert!(lake.verify().unwrap().iter().all(|verified| verified.differing.is_empty()));
        office.apply(&september, &ask()).unwrap();
        assert_eq!(lake.snapshots().unwrap().last().unwrap().id, expected, "step {dies_at}");
        assert_eq!(lake.snapshots().unwrap().len(), 2);
        let entries = office.work_list().entries().unwrap();
        assert_eq!(entries.iter().map(|entry| entry.count).collect::<Vec<_>>(), [2], "each file counts once");
        deaths += usize::from(died);
        if !died {
            break;
        }
    }
    assert!(deaths > 8, "{deaths}");
}

/// Runs an import on a disk that dies; says whether it died.
fn import(office: &Office, path: &Path, dies_at: usize) -> bool {
    let steps = Arc::new(AtomicUsize::new(0));
    let disk = Arc::new(Mortal { steps: steps.clone(), dies_at });
    let Ok(lake) = Lake::open(&office.folder.path().join("lake"), disk) else { return true };
    let at = "2026-09-25T08:00:00Z".parse().unwrap();
    let (limits, work_list) = (Limits::default(), office.work_list());
    let done = apply(path, &office.catalogue, &lake, &work_list, &limits, &ask(), at, &mut |_| {});
    !matches!(done, Ok(Outcome::Loaded(_)))
}

/// One person, one unknown word.
fn file(office: &Office, month: u8) -> std::path::PathBuf {
    let mut row = dibao_row(1, "张三", &id(1), &format!("63{month}"));
    row[4] = "干亲属".into();
    let text = [super::office::DIBAO.join(","), row.join(",")].join("\n");
    office.text(&format!("农村低保人员查询_20260{month}.csv"), text.as_bytes())
}
