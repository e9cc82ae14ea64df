//! A county of two thousand people, assessed once for all tests, and offices over it with people who work there.

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, Response, StatusCode, header},
};
use doudi_journal::{
    Instant, Location,
    access::{Grant, Role, UserId},
    crypto::{Keyring, Suite},
};
use doudi_kernel::{Date, DivisionList, Month};
use doudi_lake::{Lake, Limits, RealDisk};
use doudi_office::{Bureau, Who, register, staff};
use doudi_synth::{CountyPlan, write_county};
use doudi_web::{Line, State, app};
use doudi_work::{
    assess::{Assessments, Dossiers, Pack, assess},
    intake::{Ask, Catalogue, WorkList, apply},
    policy::Policy,
};
use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, OnceLock,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
};
use tower::ServiceExt;

/// A code that was never assigned.
pub(crate) const COUNTY: &str = "419901";
const MONTH: &str = "2026-07";
pub(crate) const PASSWORD: &str = "石桥路平 好记难猜 之类";
/// The day on which the month was taken.
pub(crate) const BEGIN: Date = Date::constant(2026, 8, 3);

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
        let folder = tempfile::tempdir().unwrap();
        let county = county_files();
        let _ = std::fs::remove_dir_all(&county);
        let month: Month = MONTH.parse().unwrap();
        let plan = CountyPlan { months: 1, ..CountyPlan::new(COUNTY.parse().unwrap(), 2000, month, 7) };
        write_county(&plan, &county, &mut |_| ()).unwrap();
        let lake = take_all(folder.path());
        let divisions = divisions(&county);
        // Named by its content: it stays for the tests after these.
        let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join("month-of-pages");
        let (store, pack) = (Assessments::open(&kept, Arc::new(RealDisk)), Pack::of(&Policy::embedded()));
        let made = assess(&lake, &store, pack, &divisions, month, BEGIN, true).unwrap();
        (Arc::new(store.dossiers(&made.kept).unwrap()), divisions)
    })
}

/// Takes every file of the month into the lake of a data folder.
pub(crate) fn take_all(data: &Path) -> Lake {
    let lake = Lake::open(&data.join("lake"), Arc::new(RealDisk)).unwrap();
    let catalogue = Catalogue::read(&Policy::embedded()).unwrap();
    let (work_list, month) = (WorkList::at(data), MONTH.parse().unwrap());
    let ask = Ask { month: Some(month), ..Ask::on(BEGIN) };
    for file in files(&county_files().join(MONTH)) {
        let loaded = jiff::Timestamp::UNIX_EPOCH;
        // Of so small a county some lists are too short to be recognised.
        let _ = apply(&file, &catalogue, &lake, &work_list, &Limits::default(), &ask, loaded, &mut |_| ());
    }
    lake
}

/// Where the files of the county's departments lie, for all tests.
fn county_files() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("county-of-pages")
}

/// A department's file of the month whose name holds a word.
pub(crate) fn roster(word: &str) -> PathBuf {
    assessed();
    let named = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().contains(word);
    files(&county_files().join(MONTH)).into_iter().find(named).unwrap_or_else(|| panic!("no file {word}"))
}

pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all: Vec<_> = std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    all.sort();
    all.into_iter().flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

fn divisions(county: &Path) -> DivisionList {
    let named = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().starts_with("divisions-");
    let file = files(county).into_iter().find(named).unwrap();
    DivisionList::read(&std::fs::read_to_string(file).unwrap(), Date::constant(2026, 1, 1)).unwrap()
}

/// Nine in the morning in China.
pub(crate) fn nine(day: Date) -> Instant {
    let morning = day.at(1, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).unwrap();
    Instant::from_millis(morning.timestamp().as_millisecond())
}

/// An office with its pages, its clock, its log.
pub(crate) struct Scene {
    pub(crate) bureau: Arc<Bureau>,
    pub(crate) state: State,
    pub(crate) log: Arc<Mutex<Vec<Line>>>,
    clock: Arc<AtomicI64>,
    pub(crate) folder: tempfile::TempDir,
}

impl Scene {
    pub(crate) fn new() -> Self {
        Self::under(&Policy::embedded())
    }

    /// An office under rules of its own.
    pub(crate) fn under(policy: &Policy) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (month, divisions) = assessed();
        let keys = Keyring::create(Suite::National, &mut noise).unwrap();
        let at = Location::parse(&folder.path().join("journal.db").to_string_lossy()).unwrap();
        let pack = Pack::of(policy);
        let bureau = Bureau::open(&at, keys, &pack, divisions.clone(), Some(month.clone()), noise).unwrap();
        register::take(&bureau, month, nine(BEGIN), |_| ()).unwrap();
        let bureau = bureau.with_data(folder.path());
        let (bureau, clock) = (Arc::new(bureau), Arc::new(AtomicI64::new(nine(BEGIN).millis())));
        let (hands, log) = (Arc::clone(&clock), Arc::<Mutex<Vec<Line>>>::default());
        let lines = Arc::clone(&log);
        let now = Arc::new(move || Instant::from_millis(hands.load(Ordering::Relaxed)));
        let state = State::new(Arc::clone(&bureau), now, Arc::new(noise)).log(move |line| {
            assert!(line.status != 500, "{line:?}");
            lines.lock().unwrap().push(line.clone());
        });
        Self { bureau, state, log, clock, folder }
    }

    /// It is nine in the morning of a day.
    pub(crate) fn turn_to(&self, day: Date) {
        self.clock.store(nine(day).millis(), Ordering::Relaxed);
    }

    /// So many milliseconds pass.
    pub(crate) fn later(&self, ms: i64) {
        self.clock.fetch_add(ms, Ordering::Relaxed);
    }

    /// An account with a second factor, signed in.
    pub(crate) fn signed_in_by(&self, account: &str, code: &str) -> User {
        self.entered(account, PASSWORD, code)
    }

    /// Somebody at the machine, before anybody has an account.
    pub(crate) fn somebody(&self, role: Role) -> Who {
        let grant = Grant { role, area: COUNTY.parse().unwrap(), from: BEGIN, to: None };
        Who { id: staff::SETUP, account: "set-up".into(), name: "set-up".into(), grants: vec![grant], now: nine(BEGIN) }
    }

    /// A household that may claim a programme.
    pub(crate) fn eligible(&self, programme: &str) -> register::Found {
        let query = register::Query { programme: programme.into(), ..Default::default() };
        let found = register::search(&self.bureau, &self.somebody(Role::CountyClerk), &query).unwrap();
        found.into_iter().next().unwrap()
    }

    /// An account with a role in an area.
    pub(crate) fn account(&self, account: &str, name: &str, role: Role, area: &str) -> UserId {
        let area = area.parse().unwrap();
        let county = COUNTY.parse().unwrap();
        let new = staff::NewAccount { area: county, account, name, password: PASSWORD, factor: None };
        let id = staff::new_account(&self.bureau, &self.somebody(Role::SystemAdmin), &new, None, &mut noise);
        let grant = Grant { role, area, from: BEGIN, to: None };
        let (id, _) = id.unwrap();
        staff::grant(&self.bureau, &self.somebody(Role::SecurityAdmin), id, &grant, None).unwrap();
        id
    }

    /// An account with a role, signed in.
    pub(crate) fn user(&self, account: &str, role: Role, area: &str) -> User {
        self.account(account, account, role, area);
        self.signed_in(account)
    }

    /// The number of an account.
    pub(crate) fn account_id(&self, account: &str) -> i64 {
        let all = staff::accounts(&self.bureau, &self.somebody(Role::SystemAdmin)).unwrap();
        all.iter().find(|it| it.account == account).unwrap().id.0
    }

    /// What the door answers to an account and a password.
    pub(crate) async fn at_the_door(&self, account: &str, password: &str) -> Came {
        let router = app(self.state.clone());
        let page = router.clone().oneshot(Request::get("/sign-in").body(Body::empty()).unwrap()).await.unwrap();
        let cookie = page.headers().get(header::SET_COOKIE).unwrap().to_str().unwrap();
        let cookie = cookie.split(';').next().unwrap().to_owned();
        let text = String::from_utf8(to_bytes(page.into_body(), usize::MAX).await.unwrap().to_vec()).unwrap();
        let form = field(&text, "form");
        let fields = [("form", form.as_str()), ("account", account), ("password", password), ("next", "/work")];
        let request = Request::post("/sign-in")
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        sent(&router, request.body(Body::from(encoded(&fields))).unwrap()).await
    }

    /// An account that is there, signed in.
    pub(crate) fn signed_in(&self, account: &str) -> User {
        self.signed_in_with(account, PASSWORD)
    }

    /// An account that is there, signed in with a password.
    pub(crate) fn signed_in_with(&self, account: &str, password: &str) -> User {
        self.entered(account, password, "")
    }

    fn entered(&self, account: &str, password: &str, code: &str) -> User {
        let (suite, now) = (self.bureau.suite(), Instant::from_millis(self.clock.load(Ordering::Relaxed)));
        let token = staff::sign_in(&self.bureau, suite, account, password, code, now, &mut noise).unwrap();
        User {
            router: app(self.state.clone()),
            cookie: token.text().to_string(),
            form: token.form_token(suite),
            lang: "zh",
        }
    }
}

/// A browser without a screen.
pub(crate) struct User {
    router: Router,
    pub(crate) cookie: String,
    pub(crate) form: String,
    pub(crate) lang: &'static str,
}

/// What came back.
pub(crate) struct Came {
    pub(crate) status: StatusCode,
    pub(crate) to: String,
    pub(crate) text: String,
}

pub(crate) async fn sent(router: &Router, request: Request<Body>) -> Came {
    let response: Response<Body> = router.clone().oneshot(request).await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    let to = headers.get(header::LOCATION).map(|it| it.to_str().unwrap().to_owned()).unwrap_or_default();
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    Came { status, to, text: String::from_utf8_lossy(&bytes).into_owned() }
}

impl User {
    fn cookies(&self) -> String {
        format!("doudi_session={}; doudi_lang={}", self.cookie, self.lang)
    }

    pub(crate) async fn get(&self, path: &str) -> Came {
        let request = Request::get(path).header(header::COOKIE, self.cookies());
        sent(&self.router, request.body(Body::empty()).unwrap()).await
    }

    /// What a page that is a file consists of.
    pub(crate) async fn get_bytes(&self, path: &str) -> Vec<u8> {
        let request = Request::get(path).header(header::COOKIE, self.cookies()).body(Body::empty()).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec()
    }

    /// Sends a form with the session's token.
    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Came {
        let mut all = vec![("form", self.form.as_str())];
        all.extend(fields);
        self.post_bare(path, &all).await
    }

    /// Sends a form whose answer is a file: its status, and what the browser would call it.
    pub(crate) async fn take(&self, path: &str, fields: &[(&str, &str)]) -> (StatusCode, String) {
        let mut all = vec![("form", self.form.as_str())];
        all.extend(fields);
        let request = Request::post(path)
            .header(header::COOKIE, self.cookies())
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let response = self.router.clone().oneshot(request.body(Body::from(encoded(&all))).unwrap()).await.unwrap();
        let named = response.headers().get(header::CONTENT_DISPOSITION);
        (response.status(), named.map(|it| it.to_str().unwrap().to_owned()).unwrap_or_default())
    }

    /// Sends a form with files, its parts in this order; `None` for the name of a file makes a part a field.
    pub(crate) async fn send(&self, path: &str, parts: &[(&str, Option<&str>, &[u8])]) -> Came {
        let mut body = Vec::new();
        for (name, file, bytes) in parts {
            let file = file.map(|file| format!("; filename=\"{file}\"")).unwrap_or_default();
            body.extend(format!("--cut\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n").bytes());
            body.extend(*bytes);
            body.extend(b"\r\n");
        }
        body.extend(b"--cut--\r\n");
        self.send_raw(path, body).await
    }

    /// Sends the body of a form with files as it is.
    pub(crate) async fn send_raw(&self, path: &str, body: Vec<u8>) -> Came {
        let request = Request::post(path)
            .header(header::COOKIE, self.cookies())
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=cut");
        sent(&self.router, request.body(Body::from(body)).unwrap()).await
    }

    /// Sends a form as it is.
    pub(crate) async fn post_bare(&self, path: &str, fields: &[(&str, &str)]) -> Came {
        let request = Request::post(path)
            .header(header::COOKIE, self.cookies())
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        sent(&self.router, request.body(Body::from(encoded(fields))).unwrap()).await
    }
}

pub(crate) fn encoded(fields: &[(&str, &str)]) -> String {
    let quoted = |text: &str| -> String {
        let one = |byte: u8| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        };
        text.bytes().map(one).collect()
    };
    let pairs: Vec<String> = fields.iter().map(|(name, value)| format!("{}={}", quoted(name), quoted(value))).collect();
    pairs.join("&")
}

/// The value of the first field of a name on a page.
pub(crate) fn field(page: &str, name: &str) -> String {
    let from = page.find(&format!("name=\"{name}\"")).unwrap_or_else(|| panic!("no field {name}: {page}"));
    let rest = &page[from..];
    let value = rest[rest.find("value=\"").unwrap() + 7..].to_owned();
    value[..value.find('"').unwrap()].to_owned()
}
