//! A PostgreSQL server of our own, as durable as it comes out of the box, gone when we are.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

/// PostgreSQL refuses to run as root, so root becomes `postgres`. It listens on a socket in its folder and nowhere else,
/// and is stopped and removed when standard input ends, however that comes.
const SHELL: &str = r#"
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || bin=$(pg_config --bindir 2>/dev/null)
[ -x "$bin/initdb" ] || exit 3
folder=$(mktemp -d "${1:-/tmp}/doudi-pg-XXXXXX") || exit 4
clean() { "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1; rm -rf "$folder"; }
trap clean EXIT
"$bin/initdb" -D "$folder/data" -A trust -U doudi -E UTF8 --locale=C.UTF-8 -N >"$folder/init.log" 2>&1 || exit 5
"$bin/pg_ctl" -D "$folder/data" -w -l "$folder/server.log" -o "-k $folder -c listen_addresses= -c shared_buffers=256MB" \
    start >/dev/null 2>&1 || exit 6
"$bin/createdb" -h "$folder" -U doudi register || exit 7
echo "$folder"
cat >/dev/null
"#;

/// A running server with an empty database.
pub(crate) struct Postgres {
    folder: String,
    /// Its standard input is our sign of life.
    _shell: Child,
}

impl Postgres {
    /// Starts one.
    ///
    /// # Errors
    /// A sentence: it is not installed, or a step of starting it failed.
    pub(crate) fn start() -> Result<Self, String> {
        let root = Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout == b"0\n");
        let mut command = Command::new("setsid");
        if root {
            command.args(["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]);
        }
        command.args(["sh", "-c", SHELL]).current_dir("/").stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut shell = command.spawn().map_err(|why| format!("setsid: {why}"))?;
        let mut folder = String::new();
        let out = shell.stdout.take().ok_or("no standard output")?;
        BufReader::new(out).read_line(&mut folder).map_err(|why| why.to_string())?;
        if folder.is_empty() {
            let code = shell.wait().ok().and_then(|status| status.code()).unwrap_or(-1);
            return Err(format!("PostgreSQL cannot be started (step {code}): apt-get install postgresql"));
        }
        Ok(Self { folder: folder.trim().to_owned(), _shell: shell })
    }

    /// Its database, as `--journal` takes it.
    pub(crate) fn url(&self) -> String {
        format!("postgres://doudi@{}/register", self.folder.replace('/', "%2F"))
    }
}
