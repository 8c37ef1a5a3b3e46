//! A small country with a whole data directory: filings of every kind through the desk, originals and
//! measurements, and a service over it that can be opened anew in milliseconds.

use std::fmt::Write as _;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use flate2::{Compression, write::GzEncoder};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use taghtia::catalogue::Catalogue;
use taghtia::country::Country;
use taghtia::desk::{DataDir, Desk, Receipt, Spool, SubmitRequest};
use taghtia::domain::{
    Actor, FilingKind, LonLat, Names, NewMeasurement, OperatorId, Origin, PlaceListHead, PlaceListId,
    SourceId, TechnologyId,
};
use taghtia::http::{App, Config, Proxies, Rates, router};
use taghtia::intake::Limits;
use taghtia::lake::Lake;
use taghtia::metrics::Metrics;
use taghtia::snapshot::Publisher;
use tower::ServiceExt;

const COUNTRY: &str = r#"
format = 1
id = "XX"
time_zone = "UTC"
languages = ["fr", "ar", "en"]
surface = "uniform"
attribution = ["nobody"]
names = { fr = "Essai" }
census = [{ id = "c-2024", year = 2024, names = { fr = "Recensement" } }]
levels = [{ id = "commune", names = { fr = "commune" } }]
environments = [{ id = "outdoor", names = { fr = "dehors" }, code = 0 }, { id = "indoor", names = { fr = "dedans" }, code = 2 }]

[[technologies]]
id = "4g"
kind = "mobile"
names = { fr = "4G" }
tiers = ["5-1"]
environments = ["outdoor"]
codes = [400]

[[technologies]]
id = "fibre"
kind = "fixed"
names = { fr = "fibre" }
tiers = ["100-20"]
environments = ["indoor"]
codes = [50]

[[operators]]
id = "one"
names = { fr = "Un", ar = "واحد", en = "One" }
synthetic = true
licences = [{ technology = "4g", from = "2015-01-01" }, { technology = "fibre", from = "2015-01-01" }]

[[operators]]
id = "two"
names = { fr = "Deux", ar = "اثنان", en = "Two" }
synthetic = true
licences = [{ technology = "4g", from = "2015-01-01" }, { technology = "fibre", from = "2015-01-01" }]

[[targets]]
id = "all-4g"
names = { fr = "4G pour tous" }
technology = "4g"
scope = "each"
denominator = "population"
share = 0.9
date = "2030-12-31"
announced = "2026-01-15"
source = "nowhere"
"#;

/// Writes a pack of one province with two square communes side by side.
fn write_pack(dir: &Path) {
    let feature = |code: &str, parent: &str, west: f64, east: f64| {
        let ring = [[west, 33.50], [east, 33.50], [east, 33.53], [west, 33.53], [west, 33.50]];
        json!({
            "type": "Feature", "id": code,
            "properties": {
                "code": code, "name_fr": code, "parent": parent, "area_m2": 7.0e6,
                "population_2024": 1000, "households_2024": 250,
            },
            "geometry": { "type": "Polygon", "coordinates": [ring] },
        })
    };
    let layer = |name: &str, features: &[Value]| {
        let file = std::fs::File::create(dir.join(format!("{name}.geojson.gz"))).unwrap();
        let mut out = GzEncoder::new(file, Compression::fast());
        for feature in features {
            // One feature to a line, and its type first, as the pack's reader wants them.
            let text = feature.to_string().replacen('{', "{\"type\":\"Feature\",", 1);
            let text = text.replacen(",\"type\":\"Feature\"}", "}", 1);
            writeln!(out, "{text}").unwrap();
        }
        out.finish().unwrap();
    };
    std::fs::write(dir.join("country.toml"), COUNTRY).unwrap();
    layer("regions", &[feature("01.", "XX", -7.63, -7.57)]);
    layer("provinces", &[feature("01.1.", "01.", -7.63, -7.57)]);
    layer(
        "communes",
        &[feature("01.1.1.", "01.1.", -7.63, -7.60), feature("01.1.2.", "01.1.", -7.60, -7.57)],
    );
}

/// The data directory, and what runs over it.
pub struct House {
    pub country: Arc<Country>,
    pub catalogue: Catalogue,
    pub desk: Desk,
    pub spool: Spool,
    _owned: DataDir,
    dir: tempfile::TempDir,
}

impl House {
    /// A country with two dates of mobile coverage and one of fibre from each of two operators, a network,
    /// and two months of tests of two sources.
    pub async fn furnished() -> Self {
        let house = Self::empty().await;
        for (operator, date, step) in [
            ("one", "2025-12-31", 3),
            ("one", "2026-06-30", 2),
            ("two", "2025-12-31", 5),
            ("two", "2026-06-30", 1),
        ] {
            house.file(FilingKind::MobileCoverage, operator, date, &house.mobile(step)).await;
        }
        house.file(FilingKind::FibreAvailability, "one", "2026-06-30", fibre(3).as_bytes()).await;
        house.file(FilingKind::FibreAvailability, "two", "2026-06-30", fibre(5).as_bytes()).await;
        house.file(FilingKind::FibreNetwork, "one", "2026-06-30", network().as_bytes()).await;
        for (source, month) in [("drive", 5), ("drive", 6), ("walk", 6)] {
            house.desk.measure_all(&format!("batch-{source}-{month}"), tests(source, month)).await.unwrap();
        }
        house
    }

    async fn empty() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let pack = dir.path().join("pack");
        std::fs::create_dir(&pack).unwrap();
        write_pack(&pack);
        let owned = DataDir::open(&dir.path().join("data")).unwrap();
        let country = Arc::new(Country::open(&pack, &owned.cache(), &|_| ()).unwrap());
        let catalogue = owned.catalogue(&country.meta.operators).await.unwrap();
        let lake = owned.lake().unwrap();
        let desk = Desk::new(Arc::clone(&country), catalogue.clone(), lake, Limits::default(), 1);
        Self { country, catalogue, desk, spool: owned.spool(), _owned: owned, dir }
    }

    pub fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    /// The country as the next start would open it.
    pub fn reopen_country(&self) -> Country {
        Country::open(&self.dir.path().join("pack"), &self.data().join("cache"), &|_| ()).unwrap()
    }

    /// Every file of some folders of the data directory, in order.
    pub fn files(&self, folders: &[&str]) -> Vec<PathBuf> {
        fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() { walk(&path, found) } else { found.push(path) }
            }
        }
        let mut found = Vec::new();
        for folder in folders {
            walk(&self.data().join(folder), &mut found);
        }
        found.sort();
        found
    }

    /// A filing of every `step`th cell.
    pub fn mobile(&self, step: usize) -> Vec<u8> {
        let mut text = String::from("technology,mindown,minup,environmnt,h3_res9_id\n");
        for cell in self.country.cells().iter().step_by(step) {
            let _ = writeln!(text, "400,5,1,0,{cell}");
        }
        text.into_bytes()
    }

    pub async fn file(&self, kind: FilingKind, operator: &str, as_of: &str, bytes: &[u8]) -> Receipt {
        let mut upload = self.spool.begin().unwrap();
        upload.write_all(bytes).unwrap();
        let request = SubmitRequest {
            crs: None,
            kind,
            operator: OperatorId::new(operator).unwrap(),
            as_of: as_of.parse().unwrap(),
            file_name: Some("filing".to_owned()),
            origin: Origin::Api,
        };
        self.desk.submit(request, upload.finish().unwrap(), Box::new(|_| ())).await.unwrap()
    }

    /// Imports a list of places.
    pub async fn places(&self, list: &str, text: &str) {
        let mut upload = self.spool.begin().unwrap();
        upload.write_all(text.as_bytes()).unwrap();
        let head = PlaceListHead {
            id: PlaceListId::new(list).unwrap(),
            names: Names([("fr".to_owned(), list.to_owned())].into()),
            source: "nobody".to_owned(),
            licence: "none".to_owned(),
            as_of: "2026-01-01".parse().unwrap(),
            synthetic: true,
        };
        let (actor, upload) = (Actor::machine("tests"), upload.finish().unwrap());
        self.desk.import_places(actor, head, None, upload, Box::new(|_| ())).await.unwrap();
    }

    /// A service, as a start of the program makes it.
    pub async fn start(&self) -> Started {
        let lake = Lake::open(&self.data().join("lake")).unwrap();
        lake.sweep().unwrap();
        let publisher =
            Publisher::open(Arc::clone(&self.country), self.catalogue.clone(), lake, 8 << 20).await.unwrap();
        let config = Config {
            base_path: String::new(),
            public_url: None,
            rates: Rates::default(),
            proxies: Proxies::default(),
            filing_bytes: 8 << 20,
            check_bytes: 1 << 20,
        };
        let app = App::new(
            config,
            Arc::clone(&publisher),
            self.catalogue.clone(),
            self.desk.clone(),
            self.spool.clone(),
            Metrics::new().unwrap(),
        );
        Started { publisher, router: router(&app) }
    }
}

/// A service over a house.
pub struct Started {
    pub publisher: Arc<Publisher>,
    router: Router,
}

impl Started {
    pub async fn get(&self, address: &str) -> (StatusCode, String, String) {
        let request = Request::get(address).body(Body::empty()).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let tag = response.headers().get("etag").map_or("", |tag| tag.to_str().unwrap()).to_owned();
        let status = response.status();
        let body = response.into_body().collect().await.unwrap().to_bytes();
        (status, tag, String::from_utf8_lossy(&body).into_owned())
    }

    pub async fn text(&self, address: &str) -> String {
        let (status, _, body) = self.get(address).await;
        assert_eq!(status, StatusCode::OK, "{address}: {body}");
        body
    }

    pub async fn json(&self, address: &str) -> Value {
        serde_json::from_str(&self.text(address).await).unwrap()
    }
}

fn fibre(every: u32) -> String {
    let mut text = String::from(
        "provider_id,brand_name,longitude,latitude,technology,max_advertised_download_speed,\
         max_advertised_upload_speed,low_latency,business_residential_code,status,units\n",
    );
    for at in (0..300u32).step_by(every as usize) {
        let (lon, lat) = (-7.629 + f64::from(at % 50) * 0.001, 33.501 + f64::from(at / 50) * 0.004);
        let status = ["passed", "connected"][at as usize % 2];
        let _ = writeln!(text, ",Un,{lon:.4},{lat:.4},50,1000,200,1,R,{status},{}", at % 7 + 1);
    }
    text
}

fn network() -> String {
    let network = std::fs::read_to_string(crate::support::root("tests/fixtures/ofds/sound.json")).unwrap();
    let places = [("[-7.1, 32.1]", "[-7.62, 33.51]"), ("[-6.9, 32.3]", "[-7.59, 33.52]")];
    let places =
        places.into_iter().chain([("[-7.0, 32.25]", "[-7.61, 33.52]"), ("[-6.9, 32.1]", "[-7.58, 33.51]")]);
    places.fold(network, |network, (far, here)| network.replace(far, here))
}

pub fn tests(source: &str, month: u32) -> Vec<NewMeasurement> {
    let test = |at: u32| NewMeasurement {
        test_id: format!("{source}-{month}-{at}"),
        at: format!("2026-{month:02}-{:02}T10:{:02}:00Z", 1 + at % 28, at % 60).parse().unwrap(),
        position: LonLat { lon: -7.629 + f64::from(at) * 0.0004, lat: 33.515 },
        operator: OperatorId::new(["one", "two"][at as usize % 2]).unwrap(),
        technology: TechnologyId::new("4g").unwrap(),
        source: SourceId::new(source).unwrap(),
        probe: None,
        download: Some(taghtia::domain::Mbps::from_kbit(3000 + at * 100)),
        upload: Some(taghtia::domain::Mbps::from_kbit(2000)),
        latency_ms: Some(20.0 + f64::from(at)),
        jitter_ms: None,
        loss: None,
        method: None,
    };
    (0..140).map(test).collect()
}
