//! The description of the API, as `OpenAPI` 3.1: a golden file in the tests, so a change is a visible diff.

use axum::extract::State;
use axum::response::Response;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi, ToSchema};

use crate::http::App;
use crate::http::extract::query::{Ask, Format};
use crate::http::respond::conditional::ETag;
use crate::http::respond::envelope::json;
use crate::http::respond::problem::Problem;

/// What a number means.
#[derive(ToSchema)]
#[schema(as = Definition)]
#[expect(dead_code, reason = "describes domain::Definition, which knows nothing of HTTP")]
pub(crate) struct DefinitionBody {
    technology: String,
    /// DOWN-UP in Mbit/s.
    #[schema(example = "35-3")]
    tier: String,
    /// Mbit/s.
    mindown: f64,
    /// Mbit/s.
    minup: f64,
    environment: String,
    /// `any`, `all`, `min2` or `op:ID`.
    scope: String,
    /// What is counted above the line.
    numerator: String,
    /// What is counted below the line.
    denominator: String,
    census: String,
    census_year: i16,
    /// How people are spread within a commune.
    surface: String,
    #[schema(format = Date)]
    as_of: String,
    #[schema(format = DateTime)]
    known_at: String,
    /// The operators whose filings count.
    operators: Vec<String>,
    /// Operators that are asked for, or licensed, and filed nothing that counts.
    operators_without_filing: Vec<String>,
    /// The operators counted whose filing is damaged; absent where there is none.
    operators_damaged: Option<Vec<String>>,
    /// All of it as one sentence.
    sentence: String,
}

/// The outcome of a check.
#[derive(ToSchema)]
#[schema(as = Report)]
#[expect(dead_code, reason = "describes intake::Report, which knows nothing of HTTP")]
pub(crate) struct ReportBody {
    /// Whether the filing may stand.
    accepted: bool,
    /// How many errors, kept or not.
    errors: u64,
    warnings: u64,
    repairs: u64,
    /// Every rule met, with how often.
    #[schema(value_type = Vec<Object>)]
    finding_counts: Vec<()>,
    /// Single findings up to a bound, errors first: rule, severity, row, column, value, expected, message. They
    /// quote the file: for its filer and administrators only, else empty.
    #[schema(value_type = Vec<Object>)]
    findings: Vec<()>,
    /// One line for people.
    summary: String,
    /// Members that only the filer and administrators are told; absent from a whole report.
    #[schema(value_type = Option<Vec<String>>)]
    withheld: Option<Vec<String>>,
}

/// What a filing was recorded as.
#[derive(ToSchema)]
#[schema(as = Receipt)]
#[expect(dead_code, reason = "describes desk::Receipt, which knows nothing of HTTP")]
pub(crate) struct ReceiptBody {
    id: String,
    /// `accepted`, or `unchanged` where it repeats the filing in force.
    state: String,
    #[schema(format = DateTime)]
    recorded: String,
    #[schema(format = Date)]
    as_of: String,
    kind: String,
    operator: String,
    #[schema(value_type = Vec<Object>)]
    layers: Vec<()>,
    /// SHA-256 of the file as it arrived.
    content_hash: String,
    report: ReportBody,
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Taghtia",
        description = "Connectivity of a country, commune by commune: what operators file, who is covered, and what that means. \
            Every answer with numbers carries its definition, its dates, its attribution and whether it is synthetic. \
            An unknown parameter is an error. Reads need no account.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0"),
    ),
    paths(
        crate::http::api::country::get,
        crate::http::api::coverage::get,
        crate::http::api::coverage::history::history,
        crate::http::api::coverage::history::operators,
        crate::http::api::at::get,
        crate::http::api::measurements::list::get,
        crate::http::api::measurements::submit::post,
        crate::http::api::measurements::batches::list,
        crate::http::api::measurements::batches::withdraw,
        crate::http::api::targets::get,
        crate::http::api::territories::list,
        crate::http::api::territories::one,
        crate::http::api::territories::search,
        crate::http::api::territories::boundaries::get,
        crate::http::api::networks::list::list,
        crate::http::api::networks::features::spans,
        crate::http::api::networks::features::nodes,
        crate::http::api::networks::list::route_km,
        crate::http::api::filings::list::list,
        crate::http::api::filings::list::one,
        crate::http::api::filings::list::report,
        crate::http::api::collectors::list,
        crate::http::api::collectors::runs,
        crate::http::api::filings::submit::file,
        crate::http::api::filings::status::get,
        crate::http::api::filings::withdraw::post,
        crate::http::api::session::get,
        crate::http::api::session::audit,
        crate::http::api::filings::submit::check,
        crate::http::api::schemas::list,
        crate::http::api::schemas::one,
    ),
    tags(
        (name = "country", description = "What can be asked"),
        (name = "coverage", description = "Shares and claims"),
        (name = "measurements", description = "What tests say, beside what is claimed"),
        (name = "targets", description = "What was promised, and how it stands"),
        (name = "networks", description = "Fibre routes"),
        (name = "territories", description = "Where"),
        (name = "access", description = "Tokens, and what was done with them"),
        (name = "filings", description = "What operators filed, and how to file"),
    ),
    modifiers(&Token)
)]
struct Description;

struct Token;

impl Modify for Token {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let scheme = SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build());
        openapi.components.get_or_insert_default().add_security_scheme("token", scheme);
    }
}

/// The description of the API.
pub fn document() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// This description.
pub(crate) async fn get(State(app): State<App>, ask: Ask) -> Result<Response, Problem> {
    ask.only(&[])?;
    let tag = ETag::new(&ask, env!("CARGO_PKG_VERSION"), Format::Json.media_type(), "");
    if let Some(unchanged) = tag.unchanged(&ask) {
        return Ok(unchanged);
    }
    let mut description = document();
    let config = app.config();
    let address = config.public_url.clone().unwrap_or_else(|| match config.base_path.as_str() {
        "" => "/".to_owned(),
        base => base.to_owned(),
    });
    description.servers = Some(vec![utoipa::openapi::Server::new(address)]);
    Ok(tag.reply(json(&description)?))
}
