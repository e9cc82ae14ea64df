//! The process ends at any point of a sending: no message is lost, and a gateway that has had one can tell.

use crate::county::{BEGIN, COUNTY, Scene, nine};
use doudi_journal::{
    Rebuild,
    access::{Role, UserId},
};
use doudi_kernel::Date;
use doudi_office::{
    Who,
    matters::{self, Signals},
    messages::{self, Holder, Kind, Reached, Shown},
    staff,
};
use doudi_work::watch::Raised;
use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
};

const LATE: Date = Date::constant(2026, 8, 28);

/// An office with a gateway for text messages, and two messages that wait for it.
struct Waiting {
    scene: Scene,
    folder: tempfile::TempDir,
}

impl Waiting {
    fn new() -> Self {
        let mut scene = Scene::new();
        let folder = tempfile::tempdir().unwrap();
        scene.bureau = scene.bureau.with_data(folder.path());
        let households: Vec<_> = scene.month.all().unwrap().map(|it| it.unwrap().household).collect();
        let raised = [Raised { household: 0, member: None, signal: "wages_collapsed".into() }];
        let signals = Signals { month: scene.month.kept.month, households: &households, raised: &raised };
        matters::take(&scene.bureau, signals, nine(BEGIN), |_| ()).unwrap();
        for (account, phone) in [("chen", "13800000001"), ("liu", "13800000002")] {
            scene.session(account, Role::VillageCadre, COUNTY);
            let id = *staff::names(&scene.bureau).unwrap().iter().find(|(_, name)| *name == account).unwrap().0;
            let own = Who { id: UserId(id), ..scene.who(id, Role::VillageCadre, COUNTY, BEGIN) };
            messages::note_contact(&scene.bureau, &own, Holder::Account(id), Kind::Phone, phone).unwrap();
        }
        std::fs::create_dir_all(folder.path().join("outbox/messages/sms")).unwrap();
        assert_eq!(matters::remind(&scene.bureau, nine(LATE)).unwrap(), 2);
        Self { scene, folder }
    }

    fn gateway(&self) -> PathBuf {
        self.folder.path().join("outbox/messages/sms")
    }

    /// Sends until a step, at which the process ends; gives what it had reached.
    fn ends_at(&self, step: usize) -> Option<Reached> {
        let (mut steps, mut last) = (0, None);
        let ended = catch_unwind(AssertUnwindSafe(|| {
            let watch = |_: i64, reached: Reached| {
                (steps, last) = (steps + 1, Some(reached));
                assert!(steps <= step, "the machine ends here");
            };
            messages::send_watched(&self.scene.bureau, nine(LATE), watch).unwrap();
        }));
        ended.err().and(last)
    }
}

/// A gateway takes what has a name of its own, and leaves what begins with a dot.
fn taken(folder: &Path) -> BTreeMap<String, String> {
    let files = std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().path());
    let named = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
    let whole: Vec<PathBuf> = files.filter(|path| !named(path).starts_with('.')).collect();
    let one = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        (named(&path), text)
    };
    whole.into_iter().map(one).collect()
}

#[test]
fn a_process_that_ends_at_any_step_loses_no_message_and_doubles_none_that_a_gateway_cannot_tell() {
    let mut ended = Vec::new();
    for step in 0.. {
        let it = Waiting::new();
        let Some(at) = it.ends_at(step) else { break };
        // The gateway is quicker than the office's next start.
        let before = taken(&it.gateway());
        for on in [29, 30, 31] {
            messages::send(&it.scene.bureau, nine(Date::constant(2026, 8, on))).unwrap();
        }
        let after = taken(&it.gateway());
        let mut all = after.clone();
        all.extend(before.clone());
        assert_eq!(all.keys().collect::<Vec<_>>(), ["00000001.csv", "00000002.csv"], "ended at {step}, {at:?}");
        let twice: Vec<&String> = before.keys().filter(|name| after.contains_key(*name)).collect();
        // Between the folder and the journal there is one moment in which nobody can know: it is written again, the same.
        assert_eq!(twice.len(), usize::from(at == Reached::Written), "ended at {step}, {at:?}");
        assert!(twice.iter().all(|name| before[*name] == after[*name]), "the same number, the same text");
        assert_eq!(std::fs::read_dir(it.gateway()).unwrap().count(), 0, "no half of a message stays");
        let system = it.scene.who(98, Role::SystemAdmin, COUNTY, BEGIN);
        assert_eq!(messages::list(&it.scene.bureau, &system).unwrap().1[&Shown::Sent], 2);
        assert_eq!(it.scene.bureau.journal.rebuild(Rebuild::Compare).unwrap(), []);
        ended.push(at);
    }
    let each = [Reached::Begun, Reached::Drafted, Reached::Written, Reached::Noted];
    assert_eq!(ended, [each, each].concat(), "every step of both messages");
}

#[test]
fn a_disk_that_fails_is_tried_again_and_the_message_is_not_said_to_be_sent() {
    let it = Waiting::new();
    // A folder stands where the draft of the first should be, then where its file should be.
    for (name, on) in [(".1.part", 28), ("00000001.csv", 29)] {
        std::fs::create_dir(it.gateway().join(name)).unwrap();
        let sent = messages::send(&it.scene.bureau, nine(Date::constant(2026, 8, on))).unwrap();
        assert_eq!(sent.later, 1, "{name}");
        std::fs::remove_dir(it.gateway().join(name)).unwrap();
    }
    assert_eq!(messages::send(&it.scene.bureau, nine(Date::constant(2026, 8, 31))).unwrap().sent, 1);
    assert_eq!(taken(&it.gateway()).len(), 2);
}
