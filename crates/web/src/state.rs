//! What every page is given.

use crate::why::Why;
use doudi_journal::{Instant, crypto::to_hex};
use doudi_kernel::Lang;
use doudi_office::{
    Bureau, OfficeError,
    doubts::Compared,
    imports::{Looked, Manifest},
    jobs::Jobs,
};
use doudi_oidc::Provider;
use doudi_work::{intake::Catalogue, policy::Policy};
use std::{collections::BTreeMap, sync::Arc};

/// Tells the time: only the binary reads a clock.
pub type Clock = Arc<dyn Fn() -> Instant + Send + Sync>;

/// Fills bytes with chance that is fit for secrets.
pub type Fill = Arc<dyn Fn(&mut [u8]) + Send + Sync>;

/// A request that was answered, for a log. Never says who, nor what was asked for: the path is that of the route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The request's number, also in the answer's `X-Request-Id`.
    pub request: String,
    /// `GET`
    pub method: String,
    /// `/cases/{id}`; empty where there is no such page.
    pub path: String,
    /// The status.
    pub status: u16,
    /// What went wrong, by its name in the table of errors; never a person's data.
    pub error: Option<&'static str>,
}

/// What a comparison has found, or why it could not be run.
pub(crate) type Found = Result<Arc<Compared>, OfficeError>;

type Log = Arc<dyn Fn(&Line) + Send + Sync>;

/// What every page is given: the office, the time, chance. A clone is another handle of the same.
#[derive(Clone)]
pub struct State {
    pub(crate) bureau: Arc<Bureau>,
    pub(crate) clock: Clock,
    pub(crate) fill: Fill,
    pub(crate) feeds: Arc<BTreeMap<String, (String, String)>>,
    pub(crate) looks: Jobs<Looked>,
    pub(crate) imports: Jobs<Result<Manifest, OfficeError>>,
    pub(crate) compared: Jobs<Found>,
    pub(crate) secure: bool,
    /// The unified identity of an office that has one.
    pub(crate) unified: Option<Arc<Provider>>,
    pub(crate) log: Log,
    /// Reforms that are being simulated: the name of the run, or why there is none.
    pub(crate) simulations: Jobs<Result<String, OfficeError>>,
    pub(crate) rates: Arc<crate::api::Rates>,
    pub(crate) strangers: Arc<crate::api::Strangers>,
}

/// Results of simulations that are remembered; the runs themselves are kept on the disk.
const REMEMBERED: usize = 20;

impl State {
    /// An office with its clock and chance.
    pub fn new(bureau: Arc<Bureau>, clock: Clock, fill: Fill) -> Self {
        let policy = Policy::embedded();
        let layouts = Catalogue::read(&policy).map(|catalogue| catalogue.layouts).unwrap_or_default();
        let named = |layout: doudi_work::intake::Layout| (layout.feed.to_string(), (layout.zh, layout.en));
        let feeds = layouts.into_iter().map(|known| named(known.layout)).collect();
        let (looks, imports, compared) = (Jobs::new(200), Jobs::new(200), Jobs::new(24));
        Self {
            bureau,
            clock,
            fill,
            feeds: Arc::new(feeds),
            looks,
            imports,
            compared,
            secure: false,
            unified: None,
            log: Arc::new(|_| ()),
            simulations: Jobs::new(REMEMBERED),
            rates: Arc::default(),
            strangers: Arc::default(),
        }
    }

    /// Cookies go over TLS only.
    pub fn secure(self) -> Self {
        Self { secure: true, ..self }
    }

    /// People may sign in with the unified identity that the office has already.
    pub fn unified(self, provider: Provider) -> Self {
        Self { unified: Some(Arc::new(provider)), ..self }
    }

    /// Every answer is told to a log.
    pub fn log(self, log: impl Fn(&Line) + Send + Sync + 'static) -> Self {
        Self { log: Arc::new(log), ..self }
    }

    pub(crate) fn now(&self) -> Instant {
        (self.clock)()
    }

    /// So many random bytes as text.
    pub(crate) fn drawn<const N: usize>(&self) -> String {
        let mut bytes = [0; N];
        (self.fill)(&mut bytes);
        to_hex(&bytes)
    }

    /// What an office calls a feed.
    pub(crate) fn feed(&self, id: &str, lang: Lang) -> String {
        self.feeds.get(id).map_or_else(|| id.to_owned(), |(zh, en)| lang.pick(zh, en).clone())
    }

    /// Runs what waits for a disk or a database where waiting holds nobody else up: the only way to the office.
    pub(crate) async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, OfficeError> + Send + 'static,
    ) -> Result<T, Why> {
        let state = self.clone();
        let done = tokio::task::spawn_blocking(move || work(&state)).await;
        done.map_err(|_| Why::Broken)?.map_err(Why::from)
    }
}
