//! A county of two thousand people, assessed once for all tests, and offices over it, one a test.

use doudi_journal::{
    Instant, Location,
    access::{Grant, Role, UserId, login::SessionToken},
    crypto::{Keyring, Suite},
};
use doudi_kernel::{Date, DivisionList, Month};
use doudi_lake::{Lake, Limits, RealDisk};
use doudi_office::{Bureau, Who, register, staff};
use doudi_synth::{CountyPlan, write_county};
use doudi_work::{
    assess::{Assessments, Dossiers, Pack, assess},
    intake::{Ask, Catalogue, WorkList, apply},
    policy::Policy,
};
use std::{
    path::Path,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU64, Ordering},
    },
};

/// Where it lies: a code that was never assigned.
pub(crate) const COUNTY: &str = "419901";
/// The month that is assessed.
pub(crate) const MONTH: &str = "2026-07";

/// Not random: tests come out the same every time.
pub(crate) fn noise(bytes: &mut [u8]) {
    static STATE: AtomicU64 = AtomicU64::new(1);
    for byte in bytes {
        let state = STATE.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
        *byte = ((state ^ (state >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 56) as u8;
    }
}

fn assessed() -> &'static (Arc<Dossiers>, DivisionList) {
    static MADE: OnceLock<(Arc<Dossiers>, DivisionList)> = OnceLock::new();
    MADE.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        let (lake, divisions) = lake(folder.path());
        let (month, pack) = (MONTH.parse().expect("a month"), Pack::of(&Policy::embedded()));
        // Named by its content: it stays for the tests after these.
        let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join("month-of-offices");
        let store = Assessments::open(&kept, Arc::new(RealDisk));
        let made = assess(&lake, &store, pack, &divisions, month, BEGIN, true).expect("assessed");
        (Arc::new(store.dossiers(&made.kept).expect("dossiers")), divisions)
    })
}

/// The county's rosters in a lake of a folder.
pub(crate) fn lake(folder: &Path) -> (Lake, DivisionList) {
    let month: Month = MONTH.parse().expect("a month");
    let plan = CountyPlan { months: 1, ..CountyPlan::new(COUNTY.parse().expect("a county"), 2000, month, 7) };
    write_county(&plan, &folder.join("county"), &mut |_| ()).expect("a county is written");
    let lake = Lake::open(&folder.join("lake"), Arc::new(RealDisk)).expect("a lake");
    let catalogue = Catalogue::read(&Policy::embedded()).expect("the embedded catalogue");
    let work_list = WorkList::at(folder);
    let ask = Ask { month: Some(month), ..Ask::on(Date::constant(2026, 8, 3)) };
    for file in files(&folder.join("county").join(MONTH)) {
        let loaded = jiff::Timestamp::UNIX_EPOCH;
        // In so small a county some rosters are empty, and an empty file is refused.
        drop(apply(&file, &catalogue, &lake, &work_list, &Limits::default(), &ask, loaded, &mut |_| ()));
    }
    let divisions = divisions(&folder.join("county"));
    (lake, divisions)
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut all: Vec<_> = std::fs::read_dir(folder).expect("a folder").map(|it| it.expect("an entry").path()).collect();
    all.sort();
    all.into_iter().flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

fn divisions(county: &Path) -> DivisionList {
    let named = |path: &std::path::PathBuf| {
        path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("divisions-"))
    };
    let file = files(county).into_iter().find(named).expect("a list of divisions");
    DivisionList::read(&std::fs::read_to_string(file).expect("text"), Date::constant(2026, 1, 1)).expect("a list")
}

/// An office with a register, and people who work there.
pub(crate) struct Scene {
    pub(crate) bureau: Bureau,
    pub(crate) month: Arc<Dossiers>,
    _folder: tempfile::TempDir,
}

/// A moment on a day, at nine in the morning in China.
pub(crate) fn nine(day: Date) -> Instant {
    let morning = day.at(1, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).expect("a moment");
    Instant::from_millis(morning.timestamp().as_millisecond())
}

/// The day on which the month was taken.
pub(crate) const BEGIN: Date = Date::constant(2026, 8, 3);

impl Scene {
    pub(crate) fn new() -> Self {
        Self::under(&Policy::embedded())
    }

    /// An office under rules of its own.
    pub(crate) fn under(policy: &Policy) -> Self {
        let scene = Self::opened(policy);
        register::take(&scene.bureau, &scene.month, nine(BEGIN), |_| ()).expect("a register");
        scene
    }

    /// An office whose register was given nothing yet.
    pub(crate) fn empty() -> Self {
        Self::opened(&Policy::embedded())
    }

    fn opened(policy: &Policy) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let (month, divisions) = assessed();
        let keys = Keyring::create(Suite::National, &mut noise).expect("keys");
        let at = Location::parse(&folder.path().join("journal.db").to_string_lossy()).expect("a place");
        let pack = Pack::of(policy);
        let bureau = Bureau::open(&at, keys, &pack, divisions.clone(), Some(month.clone()), noise).expect("an office");
        Self { bureau, month: month.clone(), _folder: folder }
    }

    /// The same office with its data folder, which lives as long as what comes with it.
    pub(crate) fn with_lake(mut self) -> (Self, tempfile::TempDir) {
        let folder = tempfile::tempdir().expect("a folder");
        drop(lake(folder.path()));
        self.bureau = self.bureau.with_data(folder.path());
        (self, folder)
    }

    /// Somebody who works somewhere, without an account: the number names who it is.
    pub(crate) fn who(&self, number: i64, role: Role, area: &str, today: Date) -> Who {
        let grant = Grant { role, area: area.parse().expect("an area"), from: BEGIN, to: None };
        let name = format!("{role}{number}");
        Who { id: UserId(number), account: name.clone(), name, grants: vec![grant], now: nine(today) }
    }

    /// A household that may claim a programme, and its town.
    pub(crate) fn eligible(&self, programme: &str) -> (i64, String) {
        let clerk = self.who(90, Role::CountyClerk, COUNTY, BEGIN);
        let query = register::Query { programme: programme.into(), ..Default::default() };
        let found = register::search(&self.bureau, &clerk, &query).expect("a list");
        let one = found.first().expect("somebody is eligible");
        (one.id, (one.division / 1000).to_string())
    }

    /// An account with a role, and a session of it.
    pub(crate) fn session(&self, account: &str, role: Role, area: &str) -> SessionToken {
        let (system, admin) =
            (self.who(98, Role::SystemAdmin, COUNTY, BEGIN), self.who(99, Role::SecurityAdmin, COUNTY, BEGIN));
        let password = "石桥路平 好记难猜 之类";
        let area = area.parse().expect("an area");
        let new = staff::NewAccount { area, account, name: account, password, factor: None };
        let id = staff::new_account(&self.bureau, &system, &new, None, &mut noise);
        let (id, _) = id.expect("an account");
        let grant = Grant { role, area, from: BEGIN, to: None };
        staff::grant(&self.bureau, &admin, id, &grant, None).expect("a role");
        let suite = self.bureau.suite();
        staff::sign_in(&self.bureau, suite, account, password, "", nine(BEGIN), &mut noise).expect("a session")
    }
}
