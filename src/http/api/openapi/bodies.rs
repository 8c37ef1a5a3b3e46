//! What the rooms below say in JSON, as schemas: those rooms know nothing of documents.
//!
//! Nothing here is made or read; every answer in the tests is held against it.

#![expect(dead_code, reason = "describes types of rooms that know nothing of HTTP")]

use std::collections::BTreeMap;

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{AdditionalProperties, AllOfBuilder, ObjectBuilder, Ref, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::domain::{
    AsOf, ContentHash, Environment, FilingId, FilingKind, Mbps, Names, OperatorId, PlaceListId, Recorded,
    Scope, ShareOf, SourceId, SpeedFloor, SurfaceId, TechnologyId, TestOutcome,
};
use crate::http::respond::features::FeatureFacts;
use crate::intake::Severity;

/// What a number means.
#[derive(ToSchema)]
#[schema(as = Definition)]
pub(crate) struct DefinitionBody {
    technology: TechnologyId,
    tier: SpeedFloor,
    mindown: Mbps,
    minup: Mbps,
    environment: Environment,
    scope: Scope,
    /// What is counted above the line, in the language asked for.
    numerator: String,
    /// What is counted below the line.
    denominator: ShareOf,
    /// Which places; absent where none are counted.
    #[schema(nullable = false)]
    places: Option<PlaceListOfBody>,
    census: String,
    census_year: i16,
    surface: SurfaceId,
    #[schema(value_type = String, format = Date)]
    as_of: AsOf,
    known_at: Recorded,
    /// The operators whose filings count.
    operators: Vec<OperatorId>,
    /// Operators that are asked for, or licensed, and filed nothing that counts.
    operators_without_filing: Vec<OperatorId>,
    /// The operators counted whose filing is damaged; absent where there is none.
    #[schema(nullable = false)]
    operators_damaged: Option<Vec<OperatorId>>,
    /// All of it as one sentence.
    sentence: String,
}

/// Which places a share is of.
#[derive(ToSchema)]
#[schema(as = PlaceListOf)]
pub(crate) struct PlaceListOfBody {
    list: PlaceListId,
    /// What its places are called together.
    names: Names,
    /// Who publishes it.
    source: String,
    licence: String,
    /// The date whose places it lists.
    #[schema(value_type = String, format = Date)]
    as_of: AsOf,
    /// When it was imported here.
    recorded: Recorded,
    /// Whether it is made up.
    synthetic: bool,
}

/// The outcome of a check.
#[derive(ToSchema)]
#[schema(as = Report)]
pub(crate) struct ReportBody {
    /// Whether the filing may stand.
    accepted: bool,
    #[schema(required = true)]
    kind: Option<FilingKind>,
    #[schema(required = true)]
    operator: Option<OperatorId>,
    #[schema(value_type = Option<String>, format = Date, required = true)]
    as_of: Option<AsOf>,
    /// The file's name; absent for all but its filer and administrators.
    file: Option<String>,
    /// `csv`, `geojson` or `ofds`; null where it is none of them.
    #[schema(required = true)]
    format: Option<String>,
    /// `none`, `gzip`, `zstd` or `zip`; null where it cannot be told.
    #[schema(required = true)]
    packaging: Option<String>,
    /// The reference system its coordinates were brought from; absent where they are degrees on WGS 84.
    #[schema(nullable = false)]
    crs: Option<ReferenceSummaryBody>,
    /// Where coordinates are no degrees and no system is named: those in which they lie in the country.
    #[schema(nullable = false)]
    crs_guesses: Option<Vec<String>>,
    /// Size of the file; null of a list of premises, but for its filer and administrators.
    #[schema(required = true)]
    bytes: Option<u64>,
    /// Rows, or features, read.
    rows: u64,
    /// Whether reading stopped before the end.
    stopped_early: bool,
    /// The layers the file declares, with what each holds.
    layers: Vec<LayerSummaryBody>,
    /// The parts of a fibre network; absent of other kinds.
    #[schema(nullable = false)]
    networks: Option<Vec<NetworkSummaryBody>>,
    /// How many errors, kept or not.
    errors: u64,
    warnings: u64,
    repairs: u64,
    /// Every rule met, with how often.
    finding_counts: Vec<RuleCountBody>,
    /// Single findings up to a bound, errors first. They quote the file: for its filer and administrators only,
    /// else empty.
    findings: Vec<FindingBody>,
    /// One line for people.
    summary: String,
    /// Members that only the filer and administrators are told; absent from a whole report.
    #[schema(nullable = false)]
    withheld: Option<Vec<String>>,
}

/// How often a rule was met.
#[derive(ToSchema)]
#[schema(as = RuleCount)]
pub(crate) struct RuleCountBody {
    /// The rule's stable id.
    #[schema(example = "geojson.ring.unclosed")]
    rule: String,
    severity: Severity,
    count: u64,
}

/// One thing a check has to say.
#[derive(ToSchema)]
#[schema(as = Finding)]
pub(crate) struct FindingBody {
    /// The rule's stable id.
    rule: String,
    severity: Severity,
    /// Line of the text, from 1.
    #[schema(nullable = false)]
    row: Option<u64>,
    /// Name of the column or property.
    #[schema(nullable = false)]
    column: Option<String>,
    /// JSON pointer into the document.
    #[schema(nullable = false)]
    pointer: Option<String>,
    /// Id of the node, span or other object concerned.
    #[schema(nullable = false)]
    object: Option<String>,
    /// What stands there, cut to a readable length.
    #[schema(nullable = false)]
    value: Option<String>,
    /// Degrees east.
    #[schema(nullable = false)]
    lon: Option<f64>,
    /// Degrees north.
    #[schema(nullable = false)]
    lat: Option<f64>,
    /// What would have been right.
    expected: String,
    /// What is the matter, in a sentence.
    message: String,
    /// What to do about it.
    remedy: String,
}

/// A declared layer, and what it holds.
#[derive(ToSchema)]
#[schema(as = LayerSummary)]
pub(crate) struct LayerSummaryBody {
    technology: TechnologyId,
    mindown: Mbps,
    minup: Mbps,
    environment: Environment,
    /// Cells covered.
    #[schema(nullable = false)]
    cells: Option<u64>,
    /// Premises listed.
    #[schema(nullable = false)]
    premises: Option<u64>,
    /// Homes and businesses behind them.
    #[schema(nullable = false)]
    units: Option<u64>,
}

/// A part of a fibre network, and what it holds.
#[derive(ToSchema)]
#[schema(as = NetworkSummary)]
pub(crate) struct NetworkSummaryBody {
    id: String,
    #[schema(required = true)]
    name: Option<String>,
    /// The version of the standard it names.
    version: String,
    nodes: u64,
    spans: u64,
    /// Connected parts that its spans make.
    components: u64,
    /// Length of all its routes in kilometres, whatever their status.
    route_km: f64,
}

/// What a filing was recorded as.
#[derive(ToSchema)]
#[schema(as = Receipt)]
pub(crate) struct ReceiptBody {
    id: FilingId,
    state: ReceiptState,
    recorded: Recorded,
    #[schema(value_type = String, format = Date)]
    as_of: AsOf,
    kind: FilingKind,
    operator: OperatorId,
    layers: Vec<DeclaredLayerBody>,
    /// Of the file as it arrived.
    content_hash: ContentHash,
    report: ReportBody,
}

/// The reference system a file was read in.
#[derive(ToSchema)]
#[schema(as = ReferenceSummary)]
pub(crate) struct ReferenceSummaryBody {
    /// As `EPSG:26191`.
    code: String,
    /// Whether the sender chose it; else the file names it.
    is_chosen: bool,
}

/// `unchanged` where a file repeats the filing in force, whose receipt is sent again.
#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
pub(crate) enum ReceiptState {
    Accepted,
    Unchanged,
}

/// A layer that a filing declares, as it was recorded.
#[derive(ToSchema)]
#[schema(as = DeclaredLayer)]
pub(crate) struct DeclaredLayerBody {
    operator: OperatorId,
    technology: TechnologyId,
    mindown: Mbps,
    minup: Mbps,
    environment: Environment,
    /// Cells, or premises.
    extent: u64,
}

/// When, why and by whom a filing was taken back.
#[derive(ToSchema)]
#[schema(as = FilingWithdrawal)]
pub(crate) struct WithdrawnBody {
    at: Recorded,
    reason: String,
    /// An operator's id, or `admin`.
    by: String,
}

/// A batch of tests. Its name and source may stand in the address instead.
#[derive(ToSchema)]
#[schema(as = MeasurementBatchToSend)]
pub(crate) struct BatchBody {
    /// 1 to 64 letters, digits, dots, hyphens or underscores, new for every batch.
    #[schema(nullable = false)]
    batch: Option<String>,
    /// Whose tests.
    #[schema(nullable = false)]
    source: Option<SourceId>,
    /// 20,000 at most.
    measurements: Vec<TestBody>,
}

/// A test as a probe sends it.
#[derive(ToSchema)]
#[schema(as = Test)]
pub(crate) struct TestBody {
    /// The sender's own name of the test: it counts once.
    test_id: String,
    at: Recorded,
    #[schema(nullable = false)]
    lon: Option<f64>,
    #[schema(nullable = false)]
    lat: Option<f64>,
    operator: OperatorId,
    technology: TechnologyId,
    /// The probe that measured.
    #[schema(nullable = false)]
    probe: Option<String>,
    #[schema(nullable = false)]
    download_mbps: Option<f64>,
    #[schema(nullable = false)]
    upload_mbps: Option<f64>,
    #[schema(nullable = false)]
    latency_ms: Option<f64>,
    #[schema(nullable = false)]
    jitter_ms: Option<f64>,
    /// A share 0..1.
    #[schema(nullable = false)]
    loss: Option<f64>,
    #[schema(nullable = false)]
    method: Option<String>,
    #[schema(nullable = false)]
    outcome: Option<TestOutcome>,
    /// The device's name, of which only a keyed hash is kept.
    #[schema(nullable = false)]
    device: Option<String>,
    /// Of the position, in metres.
    #[schema(nullable = false)]
    accuracy_m: Option<f64>,
    #[schema(nullable = false)]
    weight: Option<f64>,
    #[schema(nullable = false)]
    environment: Option<Environment>,
    #[schema(nullable = false)]
    band: Option<String>,
    #[schema(nullable = false)]
    rsrp_dbm: Option<f64>,
    #[schema(nullable = false)]
    rsrq_db: Option<f64>,
    #[schema(nullable = false)]
    sinr_db: Option<f64>,
    #[schema(nullable = false)]
    rssi_dbm: Option<f64>,
}

/// What the features of a map are.
#[derive(ToSchema)]
pub(crate) enum CollectionType {
    FeatureCollection,
}

/// What each of them is.
#[derive(ToSchema)]
pub(crate) enum FeatureType {
    Feature,
}

/// Features with a property for each column of the table; what the JSON says beside its items stands beside
/// `features`.
#[derive(ToSchema)]
pub(crate) struct FeatureCollection {
    r#type: CollectionType,
    features: Vec<Feature>,
    #[serde(flatten)]
    beside: BTreeMap<String, serde_json::Value>,
}

/// A topology (`TopoJSON`): lines between neighbours stand in it once.
#[derive(ToSchema)]
#[schema(as = Topology)]
pub(crate) struct TopologyBody {
    r#type: TopologyType,
    /// The lines that must stand beside it.
    attribution: String,
    /// West, south, east, north.
    bbox: [f64; 4],
    /// How grid steps become degrees.
    transform: TopologyTransform,
    /// One object, of the level's word: a `GeometryCollection` of outlines with their codes as `id`.
    objects: BTreeMap<String, serde_json::Value>,
    /// Lines as steps on the grid, each from the one before.
    arcs: Vec<Vec<[i32; 2]>>,
}

/// What a topology is.
#[derive(ToSchema)]
pub(crate) enum TopologyType {
    Topology,
}

/// Degrees of a grid step, and where the grid begins.
#[derive(ToSchema)]
pub(crate) struct TopologyTransform {
    scale: [f64; 2],
    translate: [f64; 2],
}

/// A feature; its properties are flat, its names among them as `name_LANG`.
#[derive(ToSchema)]
pub(crate) struct Feature {
    r#type: FeatureType,
    id: String,
    #[schema(required = true)]
    geometry: Option<Geometry>,
    properties: BTreeMap<String, serde_json::Value>,
}

/// A `GeoJSON` geometry.
#[derive(ToSchema)]
pub(crate) struct Geometry {
    /// `Point`, `LineString`, `Polygon` or `MultiPolygon`.
    r#type: String,
    /// Longitude and latitude in degrees, nested by type.
    coordinates: Vec<serde_json::Value>,
}

/// A row of a batch that was refused.
#[derive(ToSchema)]
#[schema(as = RefusedRow)]
pub(crate) struct RefusedRowBody {
    /// Which row, from 1.
    row: u64,
    rule: String,
    /// What would have been right.
    expected: String,
}

/// The properties of a feature: what is filed, what the feature says of itself, its names as `name_LANG`.
pub(crate) fn feature_properties<P: ToSchema>() -> RefOr<Schema> {
    let names = ObjectBuilder::new().additional_properties(Some(AdditionalProperties::FreeForm(true)));
    Schema::AllOf(
        AllOfBuilder::new()
            .item(Ref::from_schema_name(P::name()))
            .item(Ref::from_schema_name(FeatureFacts::name()))
            .item(names)
            .description(Some(
                "What is filed, what the feature says of itself, and its names as `name_LANG`.",
            ))
            .build(),
    )
    .into()
}

/// The schemas that [`feature_properties`] refers to.
pub(crate) fn feature_properties_need<P: ToSchema>(schemas: &mut Vec<(String, RefOr<Schema>)>) {
    schemas.push((P::name().into_owned(), P::schema()));
    schemas.push((FeatureFacts::name().into_owned(), FeatureFacts::schema()));
    P::schemas(schemas);
    FeatureFacts::schemas(schemas);
}
