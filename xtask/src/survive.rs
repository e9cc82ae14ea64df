//! The server killed at any moment, every write sent twice: nothing that was confirmed is lost, nothing is there twice.

use crate::portal::{Client, PASSWORD, PROGRAM, Portal, Postgres, Session, account, hidden, hire, sign_in};
use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

pub(crate) const HELP: &str = "\
cargo xtask survive [--kills 300] [--only sqlite|postgres] [--data FOLDER]
  a synthetic county's office, or the one in FOLDER with an assessed month: clerks take applications, ask for what is missing
  and note that it came, every write twice under one key, while the server is killed (SIGKILL) and started again; then every
  confirmed write is looked for, once and no more, and the journal is verified and rebuilt.";

/// Clerks who write side by side.
const CLERKS: u64 = 4;
/// Asked and supplied so often, in each case.
const ROUNDS: u64 = 3;

/// A case as its clerk believes it to be.
struct Believed {
    household: u64,
    case: String,
    /// One for the application, one for each act that was confirmed.
    version: u64,
    /// Whether one more act was sent and never answered.
    one_more: bool,
}

struct Scene {
    /// Where the server listens now.
    at: Mutex<String>,
    ends: AtomicBool,
    /// Confirmed writes, and of these the ones that were confirmed on a second sending after a kill.
    confirmed: AtomicU64,
    again: AtomicU64,
    households: u64,
}

pub(crate) fn survive(words: &[String]) -> Result<(), String> {
    let (mut kills, mut only, mut data) = (300, None, None);
    for pair in words.chunks(2) {
        match pair {
            [flag, value] if flag == "--kills" => kills = value.parse().map_err(|_| HELP)?,
            [flag, value] if flag == "--only" => only = Some(value.clone()),
            [flag, value] if flag == "--data" => data = Some(PathBuf::from(value)),
            _ => return Err(HELP.into()),
        }
    }
    let data = data.map_or_else(county, Ok)?;
    for database in ["sqlite", "postgres"] {
        if only.as_deref().is_none_or(|only| only == database) {
            println!("{database}: {}", one(&data, database, kills)?);
        }
    }
    Ok(())
}

/// A small county from its files to an assessed month.
fn county() -> Result<PathBuf, String> {
    let out = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/bench/survive");
    let done = Command::new(PROGRAM)
        .args(["--quiet", "demo", "--once", "--residents", "20000", "--out"])
        .arg(&out)
        .stdout(std::process::Stdio::null())
        .status();
    match done {
        Ok(status) if status.success() => Ok(out.join("data")),
        other => Err(format!("no county could be made: {other:?}")),
    }
}

fn one(data: &Path, database: &str, kills: u64) -> Result<String, String> {
    let server = if database == "postgres" { Some(Postgres::start()?) } else { None };
    let journal = match &server {
        Some(server) => server.url(),
        None => {
            let path = data.join("survive.db");
            for end in ["", "-wal", "-shm"] {
                let _ = std::fs::remove_file(format!("{}{end}", path.display()));
            }
            path.display().to_string()
        }
    };
    let portal = Portal::start(data, Some(&journal))?;
    let (session, households) = clerk(&portal)?;
    let scene = Scene {
        at: Mutex::new(portal.at.clone()),
        ends: AtomicBool::new(false),
        confirmed: AtomicU64::new(0),
        again: AtomicU64::new(0),
        households,
    };
    let believed = std::thread::scope(|scope| {
        let clerks: Vec<_> = (0..CLERKS)
            .map(|clerk| {
                let (scene, session) = (&scene, &session);
                scope.spawn(move || work(scene, session, clerk))
            })
            .collect();
        let last = kill(&scene, portal, data, &journal, kills);
        scene.ends.store(true, Ordering::SeqCst);
        let mut believed = Vec::new();
        for clerk in clerks {
            believed.extend(clerk.join().map_err(|_| "a clerk has panicked")??);
        }
        last.map(|last| (believed, last))
    });
    let (believed, portal) = believed?;
    let wrong = check(&portal, &session, &believed)?;
    drop(portal);
    verified(data, &journal)?;
    let [confirmed, again] = [&scene.confirmed, &scene.again].map(|it| it.load(Ordering::SeqCst));
    let cases = believed.len();
    if wrong > 0 {
        return Err(format!("{database}: {wrong} of {cases} cases are not as they were confirmed"));
    }
    Ok(format!(
        "{kills} kills, {confirmed} writes confirmed in {cases} cases, each sent twice, {again} of them answered only after a \
         kill: 0 lost, 0 doubled; chain valid, tables follow from the entries"
    ))
}

/// A clerk of the county, and how many households there are.
fn clerk(portal: &Portal) -> Result<(Session, u64), String> {
    let administrator = portal.made.get("system").ok_or("the portal has users already")?;
    let mut client = Client::new(&portal.at);
    client.cookies = sign_in(&portal.at, "system", administrator, "system")?.cookies;
    let county = hidden(&client.get("/users/new")?.body, "area").to_owned();
    hire(portal, &[("county_clerk", county)])?;
    let session = sign_in(&portal.at, &account("county_clerk"), PASSWORD, "county_clerk")?;
    client.cookies.clone_from(&session.cookies);
    let mut households = 0;
    while client.get(&format!("/households/{}", households + 1))?.status == 200 {
        households += 1;
    }
    if households == 0 { Err("the register is empty".into()) } else { Ok((session, households)) }
}

/// Kills and starts again, as often as asked, at moments that hit different places of a write.
fn kill(scene: &Scene, first: Portal, data: &Path, journal: &str, kills: u64) -> Result<Portal, String> {
    let mut portal = first;
    for kill in 0..kills {
        let wait = Duration::from_micros(20_000 + kill.wrapping_mul(7_919_737) % 400_000);
        std::thread::sleep(wait);
        portal.kill();
        portal = Portal::start(data, Some(journal))?;
        scene.at.lock().map_err(|_| "a clerk has panicked")?.clone_from(&portal.at);
    }
    Ok(portal)
}

/// One clerk's day: applications with what follows, until the killing ends.
fn work(scene: &Scene, session: &Session, clerk: u64) -> Result<Vec<Believed>, String> {
    let mut believed = Vec::new();
    let mut household = clerk + 1;
    while !scene.ends.load(Ordering::SeqCst) && household <= scene.households {
        believed.extend(case(scene, session, household)?);
        household += CLERKS;
    }
    Ok(believed)
}

fn case(scene: &Scene, session: &Session, household: u64) -> Result<Option<Believed>, String> {
    let (number, key) = (household.to_string(), format!("{household:032x}"));
    let open = [
        ("form", session.form.as_str()),
        ("key", &key),
        ("household", &number),
        ("programme", "dibao"),
        ("procedure", "dibao_application"),
        ("channel", "oneself"),
        ("authorised_until", "2099-12-31"),
    ];
    let Some(to) = twice(scene, session, "/cases", &open)? else { return Ok(None) };
    let case = to.trim_start_matches("/cases/").to_owned();
    let mut believed = Believed { household, case, version: 1, one_more: false };
    for act in 0..2 * ROUNDS {
        let name = if act % 2 == 0 { "ask" } else { "supply" };
        let (key, version) = (format!("{:016x}{act:016x}", household), believed.version.to_string());
        let form = [("form", session.form.as_str()), ("key", &key), ("version", &version), ("words", "收入证明")];
        if twice(scene, session, &format!("/cases/{}/{name}", believed.case), &form)?.is_none() {
            believed.one_more = true;
            break;
        }
        believed.version += 1;
    }
    Ok(Some(believed))
}

/// Sends a write until it is answered, and once more; where it leads, or nothing where the killing ended first.
fn twice(scene: &Scene, session: &Session, path: &str, fields: &[(&str, &str)]) -> Result<Option<String>, String> {
    let first = until_answered(scene, session, path, fields)?;
    let Some(first) = first else { return Ok(None) };
    scene.confirmed.fetch_add(1, Ordering::SeqCst);
    match until_answered(scene, session, path, fields)? {
        Some(second) if second != first => Err(format!("{path}: sent twice, answered {first} and {second}")),
        _ => Ok(Some(first)),
    }
}

fn until_answered(
    scene: &Scene,
    session: &Session,
    path: &str,
    fields: &[(&str, &str)],
) -> Result<Option<String>, String> {
    let mut failed = false;
    loop {
        let at = scene.at.lock().map_err(|_| "somebody has panicked")?.clone();
        let mut client = Client::new(&at);
        client.cookies.clone_from(&session.cookies);
        match client.post(path, fields) {
            Ok(answer) if answer.done() => {
                scene.again.fetch_add(u64::from(failed), Ordering::SeqCst);
                return Ok(Some(answer.location));
            }
            // A server that is being killed is not there; one that says no has something to say.
            Ok(answer) => return Err(format!("{path}: {}", answer.status)),
            Err(_) if scene.ends.load(Ordering::SeqCst) && failed => return Ok(None),
            Err(_) => failed = true,
        }
        std::thread::sleep(Duration::from_millis(15));
    }
}

/// How many cases are not as they were confirmed.
fn check(portal: &Portal, session: &Session, believed: &[Believed]) -> Result<usize, String> {
    let mut client = Client::new(&portal.at);
    client.cookies.clone_from(&session.cookies);
    let mut wrong = 0;
    for one in believed {
        let page = client.get(&format!("/cases/{}", one.case))?;
        let version: Option<u64> = hidden(&page.body, "version").parse().ok();
        let right = version.is_some_and(|it| it == one.version || (one.one_more && it == one.version + 1));
        let cases = client.get(&format!("/households/{}", one.household))?.body.matches("?case=").count();
        if !right || cases != 1 {
            eprintln!("case {}: confirmed version {}, found {version:?}, {cases} cases", one.case, one.version);
            wrong += 1;
        }
    }
    Ok(wrong)
}

/// The journal's own checks: the chain, and the tables that follow from it.
fn verified(data: &Path, journal: &str) -> Result<(), String> {
    for question in [&["verify"][..], &["rebuild", "--plan"]] {
        let mut command = Command::new(PROGRAM);
        command.arg("--quiet").arg("--data").arg(data).args(["journal", "--journal", journal]).args(question);
        let out = command.output().map_err(|why| why.to_string())?;
        if !out.status.success() {
            return Err(format!("journal {question:?}: {}", String::from_utf8_lossy(&out.stdout)));
        }
    }
    Ok(())
}
