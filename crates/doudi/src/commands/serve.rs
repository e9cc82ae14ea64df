//! `doudi serve`: the portal. Brings the newest month into the register first; makes the first accounts when there are none.

use crate::{
    bureau::{chance, taken},
    cli::Serve as Words,
    office::Office,
    show,
};
use doudi_journal::{
    Instant,
    access::{Grant, Role},
};
use doudi_kernel::{Division, DivisionLevel, Lang, Say};
use doudi_office::{Bureau, Who, matters, messages, register, staff, visits};
use doudi_web::{Clock, State};
use std::{net::SocketAddr, sync::Arc, task::Poll, time::Duration};

pub(super) fn run(office: &Office, words: &Words) -> Result<(), String> {
    let bureau = prepared(office, words.journal.as_deref())?;
    let first = administrators(&bureau);
    println!("{}", ready(office.lang, accounts(office, &bureau, &first, office.instant())?));
    listen(office, bureau, words.listen, words.tls)
}

/// The journal opened, and the newest month in the register.
pub(super) fn prepared(office: &Office, journal: Option<&str>) -> Result<Bureau, String> {
    let bureau = office.bureau(journal)?;
    let told = |why: doudi_office::OfficeError| why.say(office.lang);
    if let Some(month) = bureau.month.clone() {
        if register::taken(&bureau, &month).map_err(told)? {
            return Ok(bureau);
        }
        let households = month.kept.counts.0 as u64;
        let bar = show::bar(office.quiet, households, office.lang.pick("建立家庭档案", "household files"));
        let done = register::take(&bureau, &month, office.instant(), |done| bar.set_position(done as u64));
        bar.finish_and_clear();
        println!("{}", taken(office.lang, done.map_err(told)?));
    }
    Ok(bureau)
}

/// Who is needed first: somebody who gives rights, somebody who keeps the machine, somebody who looks at both.
fn administrators(bureau: &Bureau) -> Vec<Made> {
    let Some(county) = county(bureau) else { return Vec::new() };
    let one = |account: &str, name: &str, role| Made::new(account, name, role, county);
    vec![
        one("security", "安全管理员", Role::SecurityAdmin),
        one("system", "系统管理员", Role::SystemAdmin),
        one("audit", "审计管理员", Role::Auditor),
    ]
}

/// The county of the office's list of divisions.
pub(super) fn county(bureau: &Bureau) -> Option<Division> {
    bureau.divisions.iter().find_map(|(division, _)| division.at(DivisionLevel::County))
}

/// An account to be made, with the password that was drawn for it.
pub(super) struct Made {
    pub(super) account: String,
    pub(super) name: String,
    pub(super) role: Role,
    pub(super) area: Division,
    pub(super) password: String,
}

impl Made {
    pub(super) fn new(account: &str, name: &str, role: Role, area: Division) -> Self {
        Self { account: account.into(), name: name.into(), role, area, password: staff::drawn_password(&mut chance) }
    }

    fn asked(&self) -> staff::NewAccount<'_> {
        let Self { area, account, name, password, .. } = self;
        staff::NewAccount { area: *area, account, name, password, factor: None }
    }
}

/// Makes the first accounts, by the right of whoever holds the machine; none where somebody is there already.
pub(super) fn accounts<'m>(
    office: &Office,
    bureau: &Bureau,
    wanted: &'m [Made],
    now: Instant,
) -> Result<&'m [Made], String> {
    let Some(county) = county(bureau) else { return Ok(&[]) };
    // Whoever holds the machine sets up the province's analyst too.
    let area = county.at(DivisionLevel::Province).unwrap_or(county);
    let grants = vec![Grant { role: Role::SystemAdmin, area, from: now.date_in_china(), to: None }];
    let holder = Who { id: staff::SETUP, account: "setup".into(), name: "设置".into(), grants, now };
    let right = |it: &Made| Grant { role: it.role, area: it.area, from: now.date_in_china(), to: None };
    let first: Vec<_> = wanted.iter().map(|it| (it.asked(), right(it))).collect();
    let made = staff::set_up(bureau, &holder, &first, &mut chance).map_err(|why| why.say(office.lang))?;
    Ok(if made { wanted } else { &[] })
}

/// The accounts that were made: the only moment in which their passwords can be read.
pub(super) fn ready(lang: Lang, made: &[Made]) -> String {
    if made.is_empty() {
        return String::new();
    }
    let headings = lang.pick(["账号", "密码", "角色", "区域"], ["account", "password", "role", "area"]);
    let line = |it: &Made| vec![it.account.clone(), it.password.clone(), it.role.say(lang), it.area.to_string()];
    let table = show::table(&headings, &made.iter().map(line).collect::<Vec<_>>());
    let once = lang.pick("密码只显示这一次，请交本人并尽快更换", "passwords are shown this once: hand them over");
    format!("{table}\n{once}")
}

/// How often the office sweeps behind itself.
const SWEEP: Duration = Duration::from_secs(600);
/// What has begun is finished when the server is told to end, but nobody holds it up for longer.
const PATIENCE: Duration = Duration::from_secs(20);

/// Serves until the process is told to end.
pub(super) fn listen(office: &Office, bureau: Bureau, at: SocketAddr, tls: bool) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|why| why.to_string())?;
    let clock: Clock = Arc::new({
        let office = office.at(office.data.clone());
        move || office.instant()
    });
    let bureau = Arc::new(bureau);
    let state = State::new(Arc::clone(&bureau), Arc::clone(&clock), Arc::new(chance));
    let state = if tls { state.secure() } else { state };
    let state = match unified(office)? {
        Some(provider) => state.unified(provider),
        None => state,
    };
    runtime.spawn(sweep(bureau, clock));
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(at).await.map_err(|why| busy(office.lang, at, &why))?;
        let address = listener.local_addr().map_err(|why| why.to_string())?;
        println!(
            "{}",
            office.lang.pick(
                format!("请用浏览器打开 http://{address}/　（Ctrl+C 结束）"),
                format!("open http://{address}/ in a browser (Ctrl+C ends)")
            )
        );
        let (ending, ends) = tokio::sync::oneshot::channel();
        let stop = async {
            told_to_end().await;
            let _ = ending.send(());
        };
        let served = tokio::spawn(doudi_web::serve(listener, state, stop));
        // Nobody is told to end where serving failed.
        if ends.await.is_err() {
            return served.await.map_err(|why| why.to_string())?.map_err(|why| why.to_string());
        }
        match tokio::time::timeout(PATIENCE, served).await {
            Ok(Ok(done)) => done.map_err(|why| why.to_string()),
            _ => Ok(()),
        }
    })
}

/// The unified identity that the office's `oidc.toml` names; none without the file.
fn unified(office: &Office) -> Result<Option<doudi_oidc::Provider>, String> {
    let file = office.data.join("oidc.toml");
    let read = file.exists().then(|| doudi_oidc::Provider::read(&file)).transpose();
    read.map_err(|why| format!("{}: {}", file.display(), why.say(office.lang)))
}

/// Ctrl+C, or what a service manager sends.
async fn told_to_end() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let Ok(mut terminated) = signal(SignalKind::terminate()) else { return drop(interrupted.await) };
        let mut interrupted = std::pin::pin!(interrupted);
        std::future::poll_fn(|context| {
            let ended = terminated.poll_recv(context).is_ready();
            if ended { Poll::Ready(()) } else { interrupted.as_mut().poll(context).map(drop) }
        })
        .await;
    }
    #[cfg(not(unix))]
    drop(interrupted.await);
}

/// Takes out what is over, now and again. A sweep that fails is made up for by the next.
async fn sweep(bureau: Arc<Bureau>, clock: Clock) {
    loop {
        let (bureau, now) = (Arc::clone(&bureau), clock());
        let _ = tokio::task::spawn_blocking(move || swept(&bureau, now)).await;
        tokio::time::sleep(SWEEP).await;
    }
}

/// What the dates of this moment call for. Each is asked of the dates again the next time, so none waits for another.
fn swept(bureau: &Bureau, now: doudi_journal::Instant) {
    let _ = staff::sweep(bureau, now);
    let _ = visits::sweep(bureau, now);
    let _ = matters::late(bureau, now);
    let _ = matters::remind(bureau, now);
    let _ = messages::send(bureau, now);
}

fn busy(lang: Lang, at: SocketAddr, why: &std::io::Error) -> String {
    match lang {
        Lang::Zh => format!("无法监听{at}：{why}；请用 --listen 换一个地址或端口"),
        Lang::En => format!("cannot listen at {at}: {why}; name another address with --listen"),
    }
}
