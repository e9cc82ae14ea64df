//! The portal under load: how long an answer takes when two hundred are asked for every second, whoever is served.

use super::table;
use crate::portal::{Answer, Client, PASSWORD, Portal, Postgres, Session, account, hidden, hire, sign_in};
use std::{
    collections::BTreeMap,
    fmt::Write,
    path::{Path, PathBuf},
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

pub(crate) const HELP: &str = "\
cargo xtask bench serve --data FOLDER [--sample FILE] [--rate 200] [--seconds 60] [--only sqlite|postgres]
  serves an office whose newest month is assessed, on SQLite and on PostgreSQL, lets sessions of ten roles ask at an even
  rate, and rewrites the section of docs/benchmarks.md. Each answer is timed from the moment at which it should have been
  asked for, so that a server that makes everybody wait cannot hide it. FILE holds lines of `name,number` to search for.";

/// Who works: a role, and whether in the county, its first town or its first village.
const STAFF: [(&str, usize); 10] = [
    ("village_cadre", 12),
    ("town_clerk", 9),
    ("town_leader", 9),
    ("county_clerk", 6),
    ("county_leader", 6),
    ("verification_centre", 6),
    ("finance", 6),
    ("department:housing", 6),
    ("department:education", 6),
    ("provincial_analyst", 6),
];

/// What is asked for, how often in twenty, and by whom.
const KINDS: [(&str, usize, &[&str]); 4] = [
    ("household file", 8, &["county_clerk", "county_leader", "town_clerk", "town_leader"]),
    ("search", 5, &["county_clerk", "county_leader", "town_clerk", "village_cadre"]),
    (
        "inbox",
        5,
        &["village_cadre", "town_clerk", "town_leader", "county_clerk", "county_leader", "verification_centre"],
    ),
    ("application", 2, &["town_clerk", "county_clerk"]),
];

/// Connections side by side: more than can be busy while the server keeps up.
const WORKERS: u64 = 48;

struct Words {
    data: PathBuf,
    sample: Option<PathBuf>,
    rate: u64,
    seconds: u64,
    only: Option<String>,
}

impl Words {
    fn read(words: &[String]) -> Result<Self, String> {
        let mut read = Self { data: PathBuf::new(), sample: None, rate: 200, seconds: 60, only: None };
        for pair in words.chunks(2) {
            let [flag, value] = pair else { return Err(HELP.into()) };
            match flag.as_str() {
                "--data" => read.data = value.into(),
                "--sample" => read.sample = Some(value.into()),
                "--rate" => read.rate = value.parse().map_err(|_| HELP)?,
                "--seconds" => read.seconds = value.parse().map_err(|_| HELP)?,
                "--only" => read.only = Some(value.clone()),
                _ => return Err(HELP.into()),
            }
        }
        if read.data.as_os_str().is_empty() { Err(HELP.into()) } else { Ok(read) }
    }
}

pub(crate) fn serve(words: &[String]) -> Result<(), String> {
    let words = Words::read(words)?;
    let sample = words.sample.as_deref().map(std::fs::read_to_string).transpose().map_err(|why| why.to_string())?;
    let asked: Vec<String> =
        sample.iter().flat_map(|text| text.lines()).flat_map(|line| line.split(',')).map(str::to_owned).collect();
    let mut runs = Vec::new();
    for database in ["sqlite", "postgres"] {
        if words.only.as_deref().is_some_and(|only| only != database) {
            continue;
        }
        let run = one(&words, database, &asked)?;
        println!("{}", run.told());
        runs.push(run);
    }
    let people = runs.first().map_or(0, |run| run.people);
    let text = section(&words, &runs);
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/benchmarks.md");
    let old = std::fs::read_to_string(&page).map_err(|why| format!("docs/benchmarks.md: {why}"))?;
    std::fs::write(&page, table::replace(&old, "serve", (people, words.rate), &text)).map_err(|why| why.to_string())
}

/// What one database gave.
struct Run {
    database: &'static str,
    households: u64,
    people: u64,
    /// Until the portal listened, the register being filled: seconds.
    filled_s: f64,
    peak_mib: Option<u64>,
    /// By kind: the latencies in milliseconds, sorted, and how many failed.
    kinds: BTreeMap<&'static str, (Vec<f64>, u64)>,
    load: String,
}

impl Run {
    fn told(&self) -> String {
        let mut text = format!(
            "{}: {} households, {} people, filled in {:.0} s, peak {} MiB, load before {}\n",
            self.database,
            self.households,
            self.people,
            self.filled_s,
            self.peak_mib.map_or("?".into(), |mib| mib.to_string()),
            self.load
        );
        for (kind, (ms, failed)) in &self.kinds {
            let [half, most, last] = [50, 99, 100].map(|share| percentile(ms, share));
            writeln!(
                text,
                "  {kind}: {} answers, p50 {half:.1} ms, p99 {most:.1} ms, max {last:.1} ms, {failed} failed",
                ms.len()
            )
            .ok();
        }
        text
    }
}

fn percentile(sorted: &[f64], share: usize) -> f64 {
    let at = (sorted.len() * share / 100).min(sorted.len().saturating_sub(1));
    sorted.get(at).copied().unwrap_or(f64::NAN)
}

#[allow(clippy::disallowed_methods)] // A measurement reads the clock.
fn one(words: &Words, database: &'static str, asked: &[String]) -> Result<Run, String> {
    let server = if database == "postgres" { Some(Postgres::start()?) } else { None };
    let journal = match &server {
        Some(server) => server.url(),
        None => {
            let path = words.data.join("bench.db");
            for end in ["", "-wal", "-shm"] {
                let _ = std::fs::remove_file(format!("{}{end}", path.display()));
            }
            path.display().to_string()
        }
    };
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let began = Instant::now();
    let portal = Portal::start(&words.data, Some(&journal))?;
    let filled_s = began.elapsed().as_secs_f64();
    let office = office(&portal, asked)?;
    portal.forget_peak();
    let kinds = drive(&portal, &office, words)?;
    Ok(Run {
        database,
        households: office.households,
        people: office.people,
        filled_s,
        peak_mib: portal.peak_mib(),
        kinds,
        load: load.split(' ').next().unwrap_or_default().to_owned(),
    })
}

/// Who is signed in, and what they may ask for.
struct Office {
    sessions: BTreeMap<String, Session>,
    households: u64,
    people: u64,
    /// Households of the first town.
    town: Vec<String>,
    asked: Vec<String>,
}

fn office(portal: &Portal, asked: &[String]) -> Result<Office, String> {
    let administrator = portal.made.get("system").ok_or("the portal has users already")?;
    let system = sign_in(&portal.at, "system", administrator, "system")?;
    let mut client = Client::new(&portal.at);
    client.cookies = system.cookies;
    let county = hidden(&client.get("/users/new")?.body, "area").to_owned();
    let village = format!("{county}001001");
    let staff: Vec<(&str, String)> =
        STAFF.iter().map(|(role, digits)| (*role, village[..*digits].to_owned())).collect();
    hire(portal, &staff)?;
    let mut sessions = BTreeMap::new();
    for (role, _) in STAFF {
        sessions.insert(role.to_owned(), sign_in(&portal.at, &account(role), PASSWORD, role)?);
    }
    client.cookies.clone_from(&sessions["county_clerk"].cookies);
    let found = |client: &mut Client, id: u64| Ok::<_, String>(client.get(&format!("/households/{id}"))?.status == 200);
    let (mut low, mut high) = (1, 2);
    while found(&mut client, high)? {
        (low, high) = (high, high * 2);
    }
    while high - low > 1 {
        let middle = low.midpoint(high);
        if found(&mut client, middle)? { low = middle } else { high = middle }
    }
    let people = tiles(&client.get(&format!("/divisions/{county}"))?.body).get(1).copied().unwrap_or_default();
    client.cookies.clone_from(&sessions["town_clerk"].cookies);
    let list = client.get("/households")?.body;
    let town = list.split("href=\"/households/").skip(1).filter_map(|rest| rest.split('"').next());
    let town: Vec<String> = town.filter(|id| id.bytes().all(|it| it.is_ascii_digit())).map(str::to_owned).collect();
    if town.is_empty() {
        return Err("the first town has no households".into());
    }
    Ok(Office { sessions, households: low, people, town, asked: asked.to_vec() })
}

/// The large numbers at the head of a page.
fn tiles(page: &str) -> Vec<u64> {
    let list =
        page.split_once("class=\"tiles\"").and_then(|(_, rest)| rest.split_once("</ul>")).map_or("", |(list, _)| list);
    let number =
        |rest: &str| rest.split('<').next().map(|it| it.chars().filter(char::is_ascii_digit).collect::<String>());
    list.split("<b>").skip(1).filter_map(|rest| number(rest)?.parse().ok()).collect()
}

/// Numbers without chance that go everywhere: the same every time.
fn mixed(at: u64) -> u64 {
    let it = at.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    it ^ (it >> 27)
}

#[allow(clippy::disallowed_methods)] // A measurement reads the clock.
fn drive(portal: &Portal, office: &Office, words: &Words) -> Result<BTreeMap<&'static str, (Vec<f64>, u64)>, String> {
    let all = words.rate * words.seconds;
    let (next, told) = (AtomicU64::new(0), Mutex::new(BTreeMap::<&'static str, (Vec<f64>, u64)>::new()));
    let began = Instant::now() + Duration::from_millis(200);
    let work = || {
        let mut client = Client::new(&portal.at);
        let mut own: BTreeMap<&'static str, (Vec<f64>, u64)> = BTreeMap::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            if at >= all {
                break;
            }
            let due = began + Duration::from_nanos(at * 1_000_000_000 / words.rate);
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
            let (kind, done) = ask(&mut client, office, at);
            let of = own.entry(kind).or_default();
            of.0.push(due.elapsed().as_secs_f64() * 1000.0);
            of.1 += u64::from(!done);
        }
        if let Ok(mut told) = told.lock() {
            for (kind, (ms, failed)) in own {
                let of = told.entry(kind).or_default();
                of.0.extend(ms);
                of.1 += failed;
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(work);
        }
    });
    let mut told = told.into_inner().map_err(|_| "a worker has panicked")?;
    told.values_mut().for_each(|(ms, _)| ms.sort_by(f64::total_cmp));
    Ok(told)
}

/// One request: what it was, and whether it was done.
fn ask(client: &mut Client, office: &Office, at: u64) -> (&'static str, bool) {
    let (chance, mut turn) = (mixed(at), at as usize % 20);
    let (kind, _, roles) = KINDS
        .iter()
        .find(|(_, share, _)| {
            let mine = turn < *share;
            turn = turn.wrapping_sub(*share);
            mine
        })
        .unwrap_or(&KINDS[0]);
    let session = &office.sessions[roles[(chance >> 32) as usize % roles.len()]];
    client.cookies.clone_from(&session.cookies);
    let household = match session.role.starts_with("county") {
        true => (1 + chance % office.households).to_string(),
        false => office.town[chance as usize % office.town.len()].clone(),
    };
    let answer = match *kind {
        "household file" => client.get(&format!("/households/{household}?task=B-{at}")),
        "search" => {
            let text = office.asked.get(chance as usize % office.asked.len().max(1)).map_or("", String::as_str);
            client.post("/households", &[("form", &session.form), ("text", text)])
        }
        "inbox" => client.get("/work"),
        _ => {
            let key = format!("{:016x}{chance:016x}", at);
            let fields = [
                ("form", session.form.as_str()),
                ("key", &key),
                ("household", &household),
                ("programme", "dibao"),
                ("procedure", "dibao_application"),
                ("channel", "oneself"),
                ("authorised_until", "2099-12-31"),
            ];
            client.post("/cases", &fields)
        }
    };
    let done = answer.as_ref().is_ok_and(Answer::done);
    if !done && std::env::args().any(|word| word == "--why") {
        let said = answer.map_or_else(|why| why, |it| format!("{} {}", it.status, &it.body[..it.body.len().min(4000)]));
        eprintln!("{kind} as {}: {said}", session.role);
    }
    (kind, done)
}

fn section(words: &Words, runs: &[Run]) -> String {
    let mut text = format!(
        "{} requests a second for {} s over {} connections, sessions of ten roles; each answer timed from when it was due.\n\n",
        words.rate, words.seconds, WORKERS
    );
    text += "| database | what | answers | p50 ms | p99 ms | max ms | failed |\n|---|---|---:|---:|---:|---:|---:|\n";
    for run in runs {
        for (kind, (ms, failed)) in &run.kinds {
            let [half, most, last] = [50, 99, 100].map(|share| percentile(ms, share));
            writeln!(
                text,
                "| {} | {kind} | {} | {half:.1} | {most:.1} | {last:.1} | {failed} |",
                run.database,
                ms.len()
            )
            .ok();
        }
    }
    text += "\n| database | households | people | s to fill the register and listen | peak memory of serving, MiB | load of the machine before |\n|---|---:|---:|---:|---:|---:|\n";
    for run in runs {
        let peak = run.peak_mib.map_or("?".into(), |mib| mib.to_string());
        writeln!(
            text,
            "| {} | {} | {} | {:.0} | {peak} | {} |",
            run.database, run.households, run.people, run.filled_s, run.load
        )
        .ok();
    }
    text
}
