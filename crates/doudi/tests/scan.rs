//! Everything that the demonstration emits is read for what must not stand there: what it prints, its pages as every desk
//! sees them, their addresses, the workbooks and papers that they lead to, the messages that it hands to a gateway.

use crate::demo::DESKS;
use doudi_synth::{Leak, leaks};
use encoding_rs::GB18030;
use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    io::{BufRead, BufReader, Cursor, Read},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

/// Pages and files that a desk reads, at most.
const MOST: usize = 150;

/// The demonstration while it serves; told to end when the test does.
struct Demo {
    process: Child,
    folder: tempfile::TempDir,
    printed: String,
    at: String,
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Demo {
    fn begin() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut process = Command::new(env!("CARGO_BIN_EXE_doudi"))
            .args(["demo", "--quiet", "--residents", "3000", "--listen", "127.0.0.1:0", "--out"])
            .arg(folder.path().join("demo"))
            .stdout(Stdio::piped())
            .stderr(std::fs::File::create(folder.path().join("log")).unwrap())
            .spawn()
            .unwrap();
        let (mut printed, mut at) = (String::new(), None);
        for line in BufReader::new(process.stdout.take().unwrap()).lines().map(Result::unwrap) {
            at = line.split_once("http://").and_then(|(_, rest)| Some(format!("http://{}", rest.split_once('/')?.0)));
            printed.push_str(&line);
            printed.push('\n');
            if at.is_some() {
                break;
            }
        }
        let log = || std::fs::read_to_string(folder.path().join("log")).unwrap();
        let at = at.unwrap_or_else(|| panic!("{printed}{}", log()));
        Self { process, folder, printed, at }
    }

    fn path(&self, of: &str) -> PathBuf {
        self.folder.path().join(of)
    }

    /// What the program printed for a desk: its password.
    fn password(&self, desk: &str) -> &str {
        let mut lines = self.printed.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
        lines.find(|words| words.first() == Some(&desk)).unwrap()[1]
    }

    /// The county's people as its police wrote them: names of three signs and more, and numbers.
    fn people(&self) -> (BTreeSet<String>, BTreeSet<String>) {
        let county = files(&self.path("demo/county"));
        let roll = county.iter().find(|path| path.to_string_lossy().contains("公安户籍人口")).unwrap();
        let bytes = std::fs::read(roll).unwrap();
        let text = String::from_utf8(bytes).unwrap_or_else(|not| GB18030.decode(not.as_bytes()).0.into_owned());
        let words = || text.split(|it: char| !it.is_alphanumeric()).filter(|word| !word.is_empty());
        let number = |word: &&str| word.parse::<doudi_kernel::ResidentId>().is_ok();
        let rows = text.lines().skip(1).filter_map(|line| line.split([',', '\t']).next());
        let names = rows.filter(|name| name.chars().count() >= 3).map(str::to_owned).collect();
        (names, words().filter(number).map(str::to_owned).collect())
    }
}

/// All files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.map(|entry| entry.unwrap().path());
    paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// What came for an address.
struct Came {
    status: u16,
    to: String,
    /// A page's source, or the text of a workbook or paper.
    text: String,
    file: bool,
}

/// Somebody at a desk.
struct Desk {
    agent: ureq::Agent,
    at: String,
    cookies: BTreeMap<String, String>,
}

impl Desk {
    fn signed_in(demo: &Demo, name: &str) -> Self {
        let config = ureq::Agent::config_builder().max_redirects(0).http_status_as_error(false).build();
        let mut desk = Self { agent: config.new_agent(), at: demo.at.clone(), cookies: BTreeMap::new() };
        let page = desk.get("/sign-in").text;
        let form = page.split("name=\"form\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        let fields = [("form", form), ("account", name), ("password", demo.password(name))];
        let request = desk.agent.post(format!("{}/sign-in", desk.at)).header("cookie", desk.cookie());
        let came = request.send_form(fields).unwrap();
        let came = desk.take(came);
        assert_eq!(came.status, 303, "{name} signs in");
        desk
    }

    fn cookie(&self) -> String {
        self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    fn get(&mut self, path: &str) -> Came {
        let request = self.agent.get(format!("{}{path}", self.at)).header("cookie", self.cookie());
        let came = request.call().unwrap();
        self.take(came)
    }

    fn take(&mut self, came: ureq::http::Response<ureq::Body>) -> Came {
        let (parts, mut body) = came.into_parts();
        for line in parts.headers.get_all("set-cookie") {
            let (name, rest) = line.to_str().unwrap().split_once('=').unwrap();
            self.cookies.insert(name.into(), rest.split(';').next().unwrap().into());
        }
        let of = |name: &str| parts.headers.get(name).and_then(|it| it.to_str().ok()).unwrap_or_default().to_owned();
        let bytes = body.with_config().limit(64 << 20).read_to_vec().unwrap();
        let (text, file) = match &*of("content-type") {
            "application/pdf" => (paper(&bytes), true),
            kind if kind.contains("spreadsheetml") => (workbook(&bytes), true),
            _ => (String::from_utf8_lossy(&bytes).into_owned(), false),
        };
        let to = format!("{} {}", of("location"), of("content-disposition"));
        Came { status: parts.status.as_u16(), to, text, file }
    }
}

/// A workbook's text: all of its parts, without their marks.
fn workbook(bytes: &[u8]) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    for at in 0..zip.len() {
        let mut part = String::new();
        zip.by_index(at).unwrap().read_to_string(&mut part).unwrap();
        let bare = part.split('<').filter_map(|piece| Some(piece.split_once('>')?.1)).filter(|it| !it.is_empty());
        text.extend(bare.flat_map(|it| [it, "\n"]));
    }
    text
}

/// A paper's text, page by page.
fn paper(bytes: &[u8]) -> String {
    let paper = lopdf::Document::load_mem(bytes).unwrap();
    let pages: Vec<u32> = paper.get_pages().into_keys().collect();
    paper.extract_text(&pages).unwrap()
}

/// Where a page's links lead, and with a task whoever's file they lead to.
fn links(text: &str) -> Vec<String> {
    let all = text.split("href=\"/").skip(1).filter_map(|rest| rest.split('"').next());
    let own = all.filter(|path| !path.starts_with("static"));
    let file = |path: &str| path.strip_prefix("households/").is_some_and(|id| id.bytes().all(|it| it.is_ascii_digit()));
    own.flat_map(|path| {
        let opened = file(path).then(|| format!("/{path}?task=T-1"));
        [Some(format!("/{}", path.replace("&amp;", "&"))), opened].into_iter().flatten()
    })
    .collect()
}

#[test]
fn nothing_that_the_demonstration_emits_tells_a_number_a_phone_or_an_account() {
    let demo = Demo::begin();
    let (names, numbers) = demo.people();
    assert!(names.len() > 500 && numbers.len() > 2000, "{} names, {} numbers", names.len(), numbers.len());
    let mut wrong = Vec::new();
    let mut read = |what: String, text: &str, closed: bool| {
        let mut found = leaks(text, &names, closed);
        if numbers.iter().any(|number| text.contains(number.as_str())) {
            found.insert(Leak::IdentityNumber);
        }
        if !found.is_empty() {
            wrong.push(format!("{what}: {found:?}"));
        }
    };
    // Counts by fact name facts; nobody is named beside them.
    read("what it prints".into(), &demo.printed.replace("当地认定的重特大疾病", ""), true);
    let (mut pages, mut papers, mut workbooks) = (0, 0, 0);
    for name in DESKS {
        let mut desk = Desk::signed_in(&demo, name);
        let mut waiting: VecDeque<String> = ["/".to_owned(), "/me".to_owned()].into();
        let (mut seen, mut many) = (BTreeSet::new(), 0);
        while let Some(path) = waiting.pop_front().filter(|_| many < MOST) {
            if !seen.insert(path.clone()) {
                continue;
            }
            let came = desk.get(&path);
            many += 1;
            assert!(came.status < 500, "{name} {path}: {}", came.status);
            let kind = if path.contains(".pdf") { &mut papers } else { &mut workbooks };
            *if came.file { kind } else { &mut pages } += 1;
            // Refusals and addresses leave without a purpose; a page that opened may name whom it is about.
            read(format!("{name} {path}"), &came.text, came.status != 200);
            read(format!("{name}, where {path} leads"), &came.to, true);
            let lead = if came.file { Vec::new() } else { links(&came.text) };
            read(format!("{name}, the addresses of {path}"), &lead.join("\n"), true);
            waiting.extend(lead);
            waiting.extend(came.to.split(' ').next().filter(|to| to.starts_with('/')).map(str::to_owned));
        }
    }
    for path in files(&demo.path("demo/data/outbox")) {
        let name = path.strip_prefix(demo.path("demo/data")).unwrap().display().to_string();
        read(format!("the name {name}"), &name, true);
        // A workbook goes back to the department that wrote the rows, or to the town that looks into them: it says whose
        // they are. What goes to a gateway may not even name whom it is about.
        if !name.ends_with(".xlsx") {
            let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
            read(name.clone(), &text, name.contains("messages/"));
        }
    }
    read("the log".into(), &std::fs::read_to_string(demo.path("log")).unwrap(), true);
    assert!(pages > 500 && papers > 5 && workbooks > 5, "{pages} pages, {papers} papers, {workbooks} workbooks");
    assert!(wrong.is_empty(), "{} of {pages} pages:\n{}", wrong.len(), wrong.join("\n"));
}
