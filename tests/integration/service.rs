//! A whole service in a temporary folder, and who talks to it: no ports, no waiting.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use h3o::{CellIndex, LatLng, Resolution};
use http_body_util::BodyExt;
use serde_json::Value;
use taghtia::catalogue::{Catalogue, FiledLayer, Inserted, NewFiling, NewToken, TokenRecord};
use taghtia::country::Country;
use taghtia::coverage::{self, CellSet, CellSetBuilder};
use taghtia::desk::{DataDir, Desk};
use taghtia::domain::{
    Actor, Clock, ContentHash, Environment, FilingId, FilingKind, Layer, Licence, LonLat, Names, OperatorId,
    OperatorMeta, Origin, PremisesStatus, PremisesUse, Recorded, Role, SpeedFloor, TechnologyId, TokenScope,
};
use taghtia::http::{App, Config, Proxies, Rates, router};
use taghtia::intake::Limits;
use taghtia::lake::premises::{PremisesRow, PremisesWriter};
use taghtia::lake::{Lake, Provenance, mobile};
use taghtia::metrics::Metrics;
use taghtia::snapshot::Publisher;
use tower::ServiceExt;

use crate::described;
use crate::support::{level, morocco};

/// Stands for the administrator's token of a test's service, which is issued as it starts.
pub const TOKEN: &str = "(the administrator's)";

/// A service, with three made-up operators: `atlas` and `rif` licensed for everything, `souss` for 4G only.
pub struct Service {
    pub country: Arc<Country>,
    pub catalogue: Catalogue,
    pub publisher: Arc<Publisher>,
    /// The administrator's token: what [`TOKEN`] stands for.
    pub token: String,
    pub lake: Lake,
    base_path: &'static str,
    pub app: App,
    router: Router,
    _owned: DataDir,
    _dir: tempfile::TempDir,
}

pub fn operator(id: &str, technologies: &[&str]) -> OperatorMeta {
    let names = [("fr", id.to_uppercase()), ("ar", format!("{id} ar"))];
    OperatorMeta {
        id: OperatorId::new(id).unwrap(),
        names: Names(names.into_iter().map(|(lang, name)| (lang.to_owned(), name)).collect()),
        colour: None,
        networks: Vec::new(),
        licences: technologies
            .iter()
            .map(|technology| Licence {
                technology: TechnologyId::new(technology).unwrap(),
                from: jiff::civil::date(2015, 1, 1),
                until: None,
            })
            .collect(),
        synthetic: true,
    }
}

/// How a test's service differs from the usual one.
#[derive(Default)]
pub struct Setup {
    pub base_path: &'static str,
    pub rates: Rates,
    /// Another country than the pack's own.
    pub country: Option<Arc<Country>>,
    /// What the service takes for the time: today is by it.
    pub clock: Clock,
}

impl Service {
    pub async fn start() -> Self {
        Self::with(Setup::default()).await
    }

    pub async fn with(setup: Setup) -> Self {
        let country = setup.country.unwrap_or_else(morocco);
        let dir = tempfile::tempdir().unwrap();
        let owned = DataDir::open(dir.path()).unwrap();
        let catalogue = owned.catalogue(&[]).await.unwrap();
        catalogue.mark_demo(1).await.unwrap();
        let all = ["4g", "5g", "fibre"];
        let operators = [operator("atlas", &all), operator("rif", &all), operator("souss", &["4g"])];
        catalogue.put_operators(&operators).await.unwrap();
        let lake = owned.lake().unwrap();
        let desk = Desk::new(Arc::clone(&country), catalogue.clone(), lake.clone(), Limits::default(), 1)
            .by(setup.clock);
        let publisher =
            Publisher::open(Arc::clone(&country), catalogue.clone(), lake.clone(), 8 << 20).await.unwrap();
        let config = Config {
            base_path: setup.base_path.to_owned(),
            public_url: None,
            rates: setup.rates,
            proxies: Proxies::default(),
            filing_bytes: 8 << 20,
            check_bytes: 1 << 20,
        };
        let metrics = Metrics::new().unwrap();
        let app = App::new(config, Arc::clone(&publisher), catalogue.clone(), desk, owned.spool(), metrics);
        let (token, _) = issue(&catalogue, Role::Admin, None, "2099-01-01T00:00:00Z").await;
        let router = router(&app);
        let base_path = setup.base_path;
        Self { country, catalogue, publisher, token, lake, app, base_path, router, _owned: owned, _dir: dir }
    }

    /// Issues a token that is in force for as long as any test.
    pub async fn issue(&self, role: Role, operator: Option<&str>) -> String {
        issue(&self.catalogue, role, operator, "2099-01-01T00:00:00Z").await.0
    }

    /// Records a mobile filing as the desk would, without intake.
    pub async fn file_mobile(&self, operator: &str, as_of: &str, layers: Vec<(Layer, CellSet)>) -> FilingId {
        let provenance = self.provenance(operator);
        let cells = self.country.cells();
        let sources = layers.iter().map(|(layer, set)| (layer.clone(), coverage::listed(cells, set)));
        let staged = self.lake.stage().unwrap();
        let (staged, layers) = mobile::write(staged, &provenance, cells.digest(), sources).unwrap();
        let key = self.lake.put_filing(staged).unwrap().key;
        self.record(FilingKind::MobileCoverage, operator, as_of, key.as_str(), layers).await
    }

    /// Records fibre: (cell, speeds, dwellings, connected or only passed).
    pub async fn file_fibre(&self, operator: &str, as_of: &str, rows: &[(u32, &str, u32, bool)]) -> FilingId {
        let fibre = TechnologyId::new("fibre").unwrap();
        let communes: Vec<_> = self
            .country
            .tree
            .level(level("commune"))
            .map(|id| self.country.tree.get(id).code.clone())
            .collect();
        let mut writer = PremisesWriter::new(self.lake.stage().unwrap(), &communes).unwrap();
        for (cell, speeds, units, connected) in rows {
            let zone = self.country.zones.get(self.country.grid.zone(*cell));
            writer
                .push(&PremisesRow {
                    technology: &fibre,
                    speeds: speeds.parse().unwrap(),
                    status: if *connected { PremisesStatus::Connected } else { PremisesStatus::Passed },
                    units: *units,
                    serves: PremisesUse::Residential,
                    low_latency: true,
                    lon_e7: 0,
                    lat_e7: 0,
                    h3: u64::from(self.country.cells().cell(*cell).unwrap()),
                    commune: zone.commune,
                })
                .unwrap();
        }
        let declared = layer(operator, "fibre", "0-0", Environment::Indoor);
        let (staged, layers) = writer.finish(&self.provenance(operator), &[declared]).unwrap();
        let key = self.lake.put_filing(staged).unwrap().key;
        self.record(FilingKind::FibreAvailability, operator, as_of, key.as_str(), layers).await
    }

    fn provenance(&self, operator: &str) -> Provenance {
        let operator = OperatorId::new(operator).unwrap();
        Provenance { operator, pack_digest: self.country.digest().to_owned() }
    }

    async fn record(
        &self,
        kind: FilingKind,
        operator: &str,
        as_of: &str,
        key: &str,
        layers: Vec<(Layer, u64)>,
    ) -> FilingId {
        let hash = ContentHash::new(key.split(['/', '.']).nth(1).unwrap()).unwrap();
        let inserted = self
            .catalogue
            .insert_filing(NewFiling {
                kind,
                operator: OperatorId::new(operator).unwrap(),
                as_of: as_of.parse().unwrap(),
                content_hash: hash.clone(),
                original_key: format!("originals/{hash}"),
                file_name: None,
                data_key: key.to_owned(),
                bytes: 1,
                rows: 1,
                layers: layers.into_iter().map(|(layer, extent)| FiledLayer { layer, extent }).collect(),
                report: r#"{"accepted":true,"summary":"in order"}"#.to_owned(),
                synthetic: true,
                origin: Origin::Demo,
            })
            .await
            .unwrap();
        self.publisher.catch_up().await.unwrap();
        match inserted {
            Inserted::New(filing) | Inserted::Unchanged(filing) => filing.id,
        }
    }

    /// Sends a request; every answer of the API must be the one that its document describes.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        let (method, address) = (request.method().to_string(), request.uri().to_string());
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes().to_vec();
        let answer = Answer { status: parts.status, headers: parts.headers, body };
        if let Some(address) = address.strip_prefix(self.base_path) {
            answer.is_described(&method, address);
        }
        answer
    }

    pub async fn get(&self, address: &str) -> Answer {
        self.send(Request::get(address).body(Body::empty()).unwrap()).await
    }

    pub async fn get_with(&self, address: &str, headers: &[(header::HeaderName, &str)]) -> Answer {
        let mut request = Request::get(address);
        for (name, value) in headers {
            request = request.header(name, *value);
        }
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// The JSON of an answer that must be a 200.
    pub async fn json(&self, address: &str) -> Value {
        let answer = self.get(address).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}: {}", answer.text());
        answer.json()
    }

    pub async fn post(&self, address: &str, token: Option<&str>, body: impl Into<Body>) -> Answer {
        let mut request = Request::builder().method(Method::POST).uri(address);
        if let Some(token) = token {
            let token = if token == TOKEN { &self.token } else { token };
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        self.send(request.body(body.into()).unwrap()).await
    }
}

/// Issues a token in a catalogue.
pub async fn issue(
    catalogue: &Catalogue,
    role: Role,
    operator: Option<&str>,
    expires: &str,
) -> (String, TokenRecord) {
    let new = NewToken {
        role,
        operator: operator.map(|id| OperatorId::new(id).unwrap()),
        // What a probe's token is called is the source it writes to.
        name: if role == Role::Probe { "probe-a".to_owned() } else { "a test".to_owned() },
        expires: Recorded(expires.parse().unwrap()),
        scope: TokenScope::default(),
        continues: None,
    };
    catalogue.issue_token(&new, &Actor::machine("tests")).await.unwrap()
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    pub fn header(&self, name: &header::HeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    fn is_described(&self, method: &str, address: &str) {
        // What is compressed, or asked for by HEAD, has the same document and another body.
        if !self.headers.contains_key(header::CONTENT_ENCODING) {
            let media_type = self.header(&header::CONTENT_TYPE);
            let status = self.status.as_u16();
            described::check(&described::Told { method, address, status, media_type, body: &self.body });
        }
    }

    /// The problem it must be, by code and parameter.
    pub fn problem(&self) -> (u16, String, String) {
        assert_eq!(self.header(&header::CONTENT_TYPE), "application/problem+json", "{}", self.text());
        let body = self.json();
        let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
        assert_eq!(body["status"], self.status.as_u16());
        (self.status.as_u16(), text("code"), text("parameter"))
    }
}

pub fn layer(operator: &str, technology: &str, floor: &str, environment: Environment) -> Layer {
    let floor: SpeedFloor = floor.parse().unwrap();
    Layer {
        operator: OperatorId::new(operator).unwrap(),
        technology: TechnologyId::new(technology).unwrap(),
        mindown: floor.down,
        minup: floor.up,
        environment,
    }
}

/// Middles of cells of the commune that a place lies in, each in a resolution-8 cell of its own.
pub fn places_around(country: &Country, at: LonLat, count: usize) -> Vec<LonLat> {
    let commune = country.locate(at).unwrap();
    let mut found: BTreeMap<CellIndex, LonLat> = BTreeMap::new();
    let (runs, end) = (country.grid.runs(), country.cells().len() as u32);
    for (at, (start, zone)) in runs.iter().enumerate() {
        if country.zones.get(*zone).commune != commune {
            continue;
        }
        for ordinal in *start..runs.get(at + 1).map_or(end, |(next, _)| *next) {
            let cell = country.cells().cell(ordinal).unwrap();
            let middle = LatLng::from(cell);
            let middle = LonLat { lon: middle.lng(), lat: middle.lat() };
            if country.locate(middle) == Some(commune) {
                found.entry(cell.parent(Resolution::Eight).unwrap()).or_insert(middle);
            }
        }
    }
    assert!(found.len() >= count, "the commune has {} such places", found.len());
    found.into_values().take(count).collect()
}

/// The cells of a territory.
pub fn cells_of(country: &Country, code: &str) -> CellSet {
    let wanted = country.tree.find(code).unwrap();
    let mut set = CellSetBuilder::new(country.cells().len());
    for ordinal in 0..country.cells().len() as u32 {
        let commune = country.zones.get(country.grid.zone(ordinal)).commune;
        if country.tree.is_within(country.tree.commune(commune), wanted) {
            set.insert(ordinal);
        }
    }
    set.finish()
}
