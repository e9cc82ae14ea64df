//! Places for journals: a fresh SQLite file, and a fresh database of a PostgreSQL server that these tests start.

use doudi_journal::{
    Journal, JournalError, Location, Schema,
    crypto::{Keyring, Suite},
};
use std::{
    io::{BufRead, BufReader, Write},
    process::{Child, Command, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicU32, AtomicU64, Ordering},
    },
};

/// A place for one journal, gone with the test.
pub(crate) struct Place {
    pub(crate) name: &'static str,
    pub(crate) at: String,
    _folder: tempfile::TempDir,
}

impl Place {
    pub(crate) fn open(&self, schema: &'static Schema) -> Result<Journal, JournalError> {
        Journal::open(&self.location(), keys(Suite::International), schema, noise)
    }

    pub(crate) fn location(&self) -> Location {
        Location::parse(&self.at).expect("a place of our own making")
    }

    pub(crate) fn is_file(&self) -> bool {
        self.name == "sqlite"
    }

    /// Statements past the journal, as somebody with the database's own tools would give them. The guards against
    /// changed entries are taken away first, and so are keys, as such a person would do.
    pub(crate) fn tamper(&self, sql: &str) {
        if self.is_file() {
            let raw = rusqlite::Connection::open(&self.at).expect("the file is there");
            raw.execute_batch("DROP TRIGGER IF EXISTS entry_stays; DROP TRIGGER IF EXISTS entry_kept;").expect("drops");
            raw.execute_batch(sql).expect("tampering works");
        } else {
            let mut raw = postgres::Client::connect(&self.at, postgres::NoTls).expect("the server is there");
            raw.batch_execute("DROP TRIGGER IF EXISTS entry_stays ON entry").expect("drops");
            raw.batch_execute(sql).expect("tampering works");
        }
    }
}

/// Not random: tests come out the same every time.
pub(crate) fn noise(bytes: &mut [u8]) {
    static STATE: AtomicU64 = AtomicU64::new(0x9e37_79b9_7f4a_7c15);
    for byte in bytes {
        let state = STATE.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        *byte = (mixed >> 56) as u8;
    }
}

/// The same keys every time.
pub(crate) fn keys(suite: Suite) -> Keyring {
    let mut state = 7u64;
    let mut fill = |bytes: &mut [u8]| {
        for byte in bytes {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            *byte = (state >> 56) as u8;
        }
    };
    Keyring::create(suite, &mut fill).expect("keys can be made")
}

pub(crate) fn file() -> Place {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = folder.path().join("journal.db").display().to_string();
    Place { name: "sqlite", at, _folder: folder }
}

/// A fresh database of the server, or `None` where PostgreSQL is not installed.
pub(crate) fn server() -> Option<Place> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let server = Server::running()?;
    let name = format!("t{}", COUNT.fetch_add(1, Ordering::Relaxed));
    let mut client = postgres::Client::connect(&server.url("postgres"), postgres::NoTls).expect("the server answers");
    client.batch_execute(&format!("CREATE DATABASE {name}")).expect("a database can be made");
    let folder = tempfile::tempdir().expect("a temporary folder");
    Some(Place { name: "postgres", at: server.url(&name), _folder: folder })
}

/// Every test of this suite runs on both.
pub(crate) fn both(test: impl Fn(&Place)) {
    test(&file());
    if let Some(place) = server() {
        test(&place);
    }
}

struct Server {
    folder: String,
    /// Its standard input is our sign of life: when it closes, the server is stopped and its folder removed.
    _shell: Child,
}

/// Finds the programs, makes a cluster that is this process's own (PostgreSQL refuses to run as root, so root becomes
/// `postgres`), listens on a socket in it and nowhere else, and cleans up when standard input ends, however that comes.
const SHELL: &str = r#"
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || bin=$(pg_config --bindir 2>/dev/null)
[ -x "$bin/initdb" ] || exit 3
folder=$(mktemp -d /tmp/doudi-pg-XXXXXX) || exit 4
clean() { "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1; rm -rf "$folder"; }
trap clean EXIT
"$bin/initdb" -D "$folder/data" -A trust -U doudi -E UTF8 --locale=C.UTF-8 -N >"$folder/init.log" 2>&1 || exit 5
"$bin/pg_ctl" -D "$folder/data" -w -l "$folder/server.log" -o "-k $folder -c listen_addresses= -c fsync=off \
    -c max_connections=200 -c shared_buffers=64MB" start >/dev/null 2>&1 || exit 6
echo "$folder"
cat >/dev/null
"#;

impl Server {
    fn running() -> Option<&'static Self> {
        static SERVER: OnceLock<Option<Server>> = OnceLock::new();
        SERVER.get_or_init(Self::start).as_ref()
    }

    fn start() -> Option<Self> {
        let root = Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout == b"0\n");
        let mut command = Command::new("setsid");
        if root {
            command.args(["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]);
        }
        command.args(["sh", "-c", SHELL]).current_dir("/").stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut shell = command.spawn().ok()?;
        let mut folder = String::new();
        BufReader::new(shell.stdout.take()?).read_line(&mut folder).ok()?;
        if folder.is_empty() {
            complain(shell.wait().ok().and_then(|status| status.code()));
            return None;
        }
        Some(Self { folder: folder.trim().to_owned(), _shell: shell })
    }

    fn url(&self, database: &str) -> String {
        format!("postgres://doudi@{}/{database}", self.folder.replace('/', "%2F"))
    }
}

/// Says it past the test runner, which keeps what passing tests print.
#[allow(clippy::disallowed_methods)] // `cargo xtask test` asks in the environment for what it has installed.
fn complain(code: Option<i32>) {
    let why = format!(
        "\nHALF OF THE JOURNAL'S TESTS DID NOT RUN: no PostgreSQL could be started here (step {}).\n\
         Install it (apt-get install postgresql), or run `cargo xtask test`, which does.\n",
        code.unwrap_or(-1)
    );
    assert!(std::env::var_os("DOUDI_NEEDS_POSTGRES").is_none(), "{why}");
    let _ = std::io::stderr().write_all(why.as_bytes());
}
