//! The HTTP interface: the API, submissions, health, and the front end.
//!
//! Owns addresses, parameters, media types, entity tags and status codes; nothing else knows those.
//! A read takes the published snapshot, answers from it, and never waits for a lock or for the
//! database; a submission is spooled to disk, hashed on the way, and handed to the desk.
//!
//! ```text
//! request ─ observe ─ catch panic ─ bound heads ─ deliver (kept, compress) ─ cross-origin ─ damage ─ harden ─ bound ─► handler
//! ```
//!
//! Invariants: an unknown parameter is an error; every error is a [`Problem`]; every answer with numbers
//! carries its definition, its dates, its attribution and whether it is synthetic; anonymous routes
//! are bounded in size, time and number.

mod api;
mod extract;
mod middleware;
mod respond;
mod server;
mod tiles;

use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;
use tokio::sync::Semaphore;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouterExt};
use utoipa_axum::routes;

pub use extract::caller::keep_books;
pub use middleware::client_address::{Proxies, ProxyHeader};
pub use middleware::limits::Rates;
pub use respond::problem::Problem;
pub use server::health::serve;
pub use server::probe::probe_router;

use api::coverage::{history, values};
use api::territories::{boundaries, topology};
use api::{
    at, basis, changes, collectors, country, coverage, filings, index, measurements, networks, openapi,
    places, schemas, session, targets, territories,
};
use extract::submissions;
use middleware::{deliver, denials, limits, request, response_cache};
use server::{assets, health, moments, probe};
use tiles::{
    basemap, changes as changed_tiles, ground, localities, measurements as tested, networks as routes_drawn,
    set, square, territories as borders,
};

use crate::basemap::Basemap;
use crate::catalogue::Catalogue;
use crate::collect::Collecting;
use crate::desk::{Desk, RefusedSweep, Spool, Tidied};
use crate::metrics::Metrics;
use crate::probe::Prober;
use crate::snapshot::{Publisher, Snapshot};

/// Reads that run at once before the next is turned away.
const READS_AT_ONCE: usize = 256;
/// Filings that are received, wait for the desk, or are at it; of one token, fewer.
const FILINGS_AT_ONCE: usize = 64;
/// The same of anonymous checks, apart, so that they cannot keep filers out.
const CHECKS_AT_ONCE: usize = 8;
/// Bytes of finished answers kept.
const KEPT_BYTES: usize = 20 << 20;

/// How the HTTP interface is set up.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where everything lies, `/` or `/some/path`, without a slash at its end.
    pub base_path: String,
    /// The address people use, where it is known.
    pub public_url: Option<String>,
    /// How much may be done with a token, and without one.
    pub rates: Rates,
    /// Proxies that are believed.
    pub proxies: Proxies,
    /// Largest body of a filing, in bytes.
    pub filing_bytes: u64,
    /// Largest body of an anonymous check, in bytes.
    pub check_bytes: u64,
}

/// Everything a request may need; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    config: Config,
    document: utoipa::openapi::OpenApi,
    publisher: Arc<Publisher>,
    catalogue: Catalogue,
    desk: Desk,
    spool: Spool,
    metrics: Arc<Metrics>,
    filings: Arc<Semaphore>,
    checks: Arc<Semaphore>,
    kept: response_cache::ResponseCache,
    writers: Arc<Semaphore>,
    moments: moments::Moments,
    denials: denials::Denials,
    limits: limits::Limits,
    submissions: submissions::Submissions,
    probing: OnceLock<probe::Probing>,
    collecting: OnceLock<Arc<Collecting>>,
    sweep: OnceLock<RefusedSweep>,
    basemap: OnceLock<Arc<Basemap>>,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "App(snapshot {})", self.snapshot().version())
    }
}

impl App {
    /// Puts an application together.
    pub fn new(
        config: Config,
        publisher: Arc<Publisher>,
        catalogue: Catalogue,
        desk: Desk,
        spool: Spool,
        metrics: Arc<Metrics>,
    ) -> Self {
        let denials = denials::Denials::new(config.rates.failures_per_minute);
        let limits = limits::Limits::new(&config.rates);
        Self(Arc::new(Inner {
            config,
            document: openapi_document(),
            publisher,
            catalogue,
            desk,
            spool,
            metrics,
            filings: Arc::new(Semaphore::new(FILINGS_AT_ONCE)),
            checks: Arc::new(Semaphore::new(CHECKS_AT_ONCE)),
            kept: response_cache::ResponseCache::new(KEPT_BYTES),
            writers: deliver::writers(),
            moments: moments::Moments::default(),
            denials,
            limits,
            submissions: submissions::Submissions::default(),
            probing: OnceLock::new(),
            collecting: OnceLock::new(),
            sweep: OnceLock::new(),
            basemap: OnceLock::new(),
        }))
    }

    /// Answers `/probe` with this prober; the first one counts.
    pub fn probe_with(&self, prober: Arc<Prober>) {
        let _first = self.0.probing.get_or_init(|| probe::Probing::new(prober));
    }

    fn probing(&self) -> Option<&probe::Probing> {
        self.0.probing.get()
    }

    /// Tells of these collectors at `/api/v1/collectors`; the first ones count.
    pub fn collect_with(&self, collecting: Arc<Collecting>) {
        let _first = self.0.collecting.get_or_init(|| collecting);
    }

    /// Serves this map to lie under the country's; the first one counts.
    pub fn lie_over(&self, basemap: Basemap) {
        let _first = self.0.basemap.get_or_init(|| Arc::new(basemap));
    }

    fn basemap(&self) -> Option<&Arc<Basemap>> {
        self.0.basemap.get()
    }

    /// Says on `/readyz` and in metrics what the start left undone; the first time counts.
    pub fn started_with(&self, tidied: &Tidied) {
        if let Some(refused) = tidied.refused {
            let _first = self.0.sweep.get_or_init(|| refused);
            self.metrics().sweep_refused(refused.unnamed);
        }
    }

    fn refused_sweep(&self) -> Option<&RefusedSweep> {
        self.0.sweep.get()
    }

    fn collecting(&self) -> Option<&Arc<Collecting>> {
        self.0.collecting.get()
    }

    fn snapshot(&self) -> Arc<Snapshot> {
        self.0.publisher.current()
    }

    fn publisher(&self) -> &Publisher {
        &self.0.publisher
    }

    fn catalogue(&self) -> &Catalogue {
        &self.0.catalogue
    }

    fn desk(&self) -> &Desk {
        &self.0.desk
    }

    fn spool(&self) -> &Spool {
        &self.0.spool
    }

    fn document(&self) -> &utoipa::openapi::OpenApi {
        &self.0.document
    }

    fn config(&self) -> &Config {
        &self.0.config
    }

    fn proxies(&self) -> &Proxies {
        &self.0.config.proxies
    }

    fn kept(&self) -> &response_cache::ResponseCache {
        &self.0.kept
    }

    /// Threads for bodies that take a while to write.
    fn writers(&self) -> &Arc<Semaphore> {
        &self.0.writers
    }

    fn moments(&self) -> &moments::Moments {
        &self.0.moments
    }

    fn denials(&self) -> &denials::Denials {
        &self.0.denials
    }

    fn submissions(&self) -> &submissions::Submissions {
        &self.0.submissions
    }

    fn limits(&self) -> &limits::Limits {
        &self.0.limits
    }

    /// What this process measures of itself.
    pub fn metrics(&self) -> &Arc<Metrics> {
        &self.0.metrics
    }

    /// A path as it would be without the base path.
    fn without_base<'a>(&self, path: &'a str) -> &'a str {
        let rest = path.strip_prefix(self.0.config.base_path.as_str()).unwrap_or(path);
        if rest.is_empty() { "/" } else { rest }
    }
}

/// Every address of the service, under its base path.
pub fn router(app: &App) -> Router {
    let base = app.config().base_path.clone();
    let crowd = Arc::new(Semaphore::new(READS_AT_ONCE));
    let (routes, _) = described(&crowd);
    let framed = |routes: Router<App>| {
        routes
            // Inside compression: a problem told again is another body.
            .layer(from_fn(respond::problem::tell))
            .layer(from_fn(request::harden))
            .layer(from_fn_with_state(app.clone(), respond::damage::ask_again))
            .layer(from_fn(request::share_reads))
            .layer(from_fn_with_state(app.clone(), deliver::deliver))
            .layer(from_fn(request::bound_heads))
            .layer(CatchPanicLayer::custom(request::caught))
            .layer(from_fn_with_state(app.clone(), request::observe))
            .with_state(app.clone())
    };
    if base.is_empty() {
        return framed(routes.fallback(assets::get));
    }
    // Probes of the machine itself do not go through the proxy, hence have no base path.
    let below = routes.route("/", get(assets::get)).fallback(assets::get);
    let slash = format!("{base}/");
    let to_slash = move || async move { Redirect::permanent(&slash).into_response() };
    framed(
        Router::new()
            .nest(&format!("{base}/"), below)
            .route(&base, get(to_slash))
            .merge(Router::from(probes()))
            .fallback(|| async { Problem::not_found("detail-not-found-base-path") }),
    )
}

/// The description of the API.
pub fn openapi_document() -> utoipa::openapi::OpenApi {
    described(&Arc::new(Semaphore::new(READS_AT_ONCE))).1
}

/// Every route with what the document says of it: the one list of both.
fn described(crowd: &Arc<Semaphore>) -> (Router<App>, utoipa::openapi::OpenApi) {
    let wrong_method = || async { Problem::method_not_allowed() };
    let (reads, mut document) = reads().split_for_parts();
    let (sends, sent) = submissions(crowd).split_for_parts();
    document.merge(sent);
    let reads = reads
        .method_not_allowed_fallback(wrong_method)
        .layer(from_fn_with_state(Arc::clone(crowd), request::bound_reads));
    let sends =
        sends.method_not_allowed_fallback(wrong_method).layer(axum::extract::DefaultBodyLimit::disable());
    (reads.merge(sends), openapi::completed(document))
}

/// What a machine asks of the service itself, wherever it lies.
fn probes() -> OpenApiRouter<App> {
    OpenApiRouter::default().routes(routes!(health::healthz)).routes(routes!(health::readyz))
}

fn reads() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(openapi::without_routes())
        .routes(routes!(country::get))
        .routes(routes!(coverage::get))
        .routes(routes!(values::get))
        .routes(routes!(history::history))
        .routes(routes!(history::operators))
        .routes(routes!(basis::get))
        .routes(routes!(changes::get))
        .routes(routes!(targets::get))
        .routes(routes!(territories::list))
        .routes(routes!(territories::one))
        .routes(routes!(territories::search))
        .routes(routes!(at::get))
        .routes(routes!(filings::list::one))
        .routes(routes!(filings::list::report))
        .routes(routes!(filings::status::get))
        .routes(routes!(session::get))
        .routes(routes!(session::audit))
        .routes(routes!(networks::list::list))
        .routes(routes!(networks::features::spans))
        .routes(routes!(networks::features::nodes))
        .routes(routes!(networks::list::route_km))
        .routes(routes!(places::lists::get))
        .routes(routes!(collectors::list))
        .routes(routes!(collectors::runs))
        .routes(routes!(boundaries::get))
        .routes(routes!(topology::get))
        .routes(routes!(set::coverage))
        .routes(routes!(set::gap))
        .routes(routes!(square::coverage))
        .routes(routes!(square::gap))
        .routes(routes!(changed_tiles::set))
        .routes(routes!(changed_tiles::square))
        .routes(routes!(borders::set))
        .routes(routes!(borders::square))
        .routes(routes!(tested::set))
        .routes(routes!(tested::square))
        .routes(routes!(routes_drawn::set))
        .routes(routes!(routes_drawn::square))
        .routes(routes!(localities::set))
        .routes(routes!(localities::square))
        .routes(routes!(ground::set))
        .routes(routes!(ground::square))
        .routes(routes!(basemap::set))
        .routes(routes!(basemap::square))
        .routes(routes!(schemas::list))
        .routes(routes!(schemas::one))
        .routes(routes!(index::get))
        .routes(routes!(openapi::get))
        .routes(routes!(health::metrics))
        .routes(routes!(probe::get_probe))
        .routes(routes!(health::metrics_communes))
        .routes(routes!(health::metrics_measurements))
        .merge(probes())
}

/// Routes that take data; they bound themselves, because an upload may rightly take long.
fn submissions(crowd: &Arc<Semaphore>) -> OpenApiRouter<App> {
    // What is read beside what is sent is bounded as every other read is.
    let bounded = from_fn_with_state(Arc::clone(crowd), request::bound_reads);
    OpenApiRouter::default()
        .routes(routes!(filings::list::list).layer(bounded.clone()))
        .routes(routes!(filings::submit::file))
        .routes(routes!(filings::withdraw::post))
        .routes(routes!(places::items::get).layer(bounded.clone()))
        .routes(routes!(places::import::put))
        .routes(routes!(places::import::delete))
        .routes(routes!(filings::submit::check))
        .routes(routes!(measurements::list::get).layer(bounded.clone()))
        .routes(routes!(measurements::submit::post))
        .routes(routes!(measurements::batches::list).layer(bounded))
        .routes(routes!(measurements::batches::withdraw))
}
