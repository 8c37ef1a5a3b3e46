//! `GET /api/v1`: the API for people, who arrive with a browser: what there is, and where it is described.
//!
//! Made from the document, so that it names every route; one page, of no other host and without scripts.

use std::fmt::Write;

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use utoipa::openapi::OpenApi;
use utoipa::openapi::path::Operation;

use crate::http::App;
use crate::http::extract::asked::query;
use crate::http::extract::parameters::Lang;
use crate::http::extract::query::Ask;
use crate::http::respond::problem::Problem;
use crate::messages::{self, Language};

const STYLE: &str = "body{font:16px/1.5 'Noto Sans',system-ui,sans-serif;color:#1b2733;background:#fbfaf7;max-width:46em;\
    margin:2em auto;padding:0 1em}h1{font-size:1.6em}h2{font-size:1.1em;margin:1.6em 0 .2em}p{margin:.2em 0}ul{padding:0;\
    list-style:none}li{margin:.3em 0}code{direction:ltr;unicode-bidi:isolate;overflow-wrap:anywhere}a{color:#0b6e6e}\
    .quiet{color:#5a6672}nav{margin:1em 0}nav a{margin-inline-end:1em}";
/// Its own style, and nothing else.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

query! {
    /// In which language the page is asked for.
    PageQuery {
        lang: Lang = "preferred language",
    }
}

/// The API for people: its resources, and where it is described.
#[utoipa::path(
    get, path = "/api/v1", tag = "service", operation_id = "getApiPage",
    params(PageQuery),
    responses((status = 200, description = "A page", body = String, content_type = "text/html"))
)]
pub(crate) async fn get(State(app): State<App>, ask: Ask) -> Result<Response, Problem> {
    let asked = ask.asked::<PageQuery>(&app).await?;
    let languages = &asked.country().meta.languages;
    let language = messages::of(std::iter::once(&asked.language).chain(languages).map(String::as_str));
    let base = format!("{}/api/v1", app.config().base_path);
    let page = page(app.document(), language, languages, &base);
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "public, no-cache"),
        (header::VARY, "accept-language"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
    ];
    Ok((headers, page).into_response())
}

fn page(document: &OpenApi, language: &Language, languages: &[String], base: &str) -> String {
    let say = |id: &str| language.say(id, &[]);
    let title = say("api-title");
    let mut page = format!(
        "<!doctype html>\n<html lang=\"{}\" dir=\"{}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>{title}</title>\
         <style>{STYLE}</style></head><body>\n<h1>{title}</h1>\n<p>{}</p>\n<p>{}</p>\n<nav>",
        language.tag(),
        say("locale-direction"),
        say("api-intro"),
        say("api-strict"),
    );
    let links = [("openapi.json", say("api-document")), ("schemas", say("api-schemas"))];
    for (path, text) in links {
        let _infallible = write!(page, "<a href=\"{base}/{path}\">{text}</a>");
    }
    for other in languages.iter().filter_map(|tag| messages::language(tag)) {
        let (tag, name) = (other.tag(), other.say("api-language", &[]));
        let _infallible =
            write!(page, "<a href=\"{base}?lang={tag}\" lang=\"{tag}\" hreflang=\"{tag}\">{name}</a>");
    }
    page.push_str("</nav>\n");
    for tag in document.tags.iter().flatten() {
        let _infallible = write!(page, "<h2>{}</h2>\n<ul>\n", say(&format!("api-tag-{}", tag.name)));
        for (method, path, operation) in operations(document, &tag.name) {
            line(&mut page, base, method, path, operation);
        }
        page.push_str("</ul>\n");
    }
    page.push_str("</body></html>\n");
    page
}

/// The operations of a tag, in the order of their paths.
fn operations<'d>(
    document: &'d OpenApi,
    tag: &'d str,
) -> impl Iterator<Item = (&'static str, &'d str, &'d Operation)> {
    let all = document.paths.paths.iter().flat_map(|(path, item)| {
        let reads = item.get.iter().map(move |operation| ("GET", path.as_str(), operation));
        let writes = [("POST", &item.post), ("PUT", &item.put), ("DELETE", &item.delete)];
        let writes = writes.into_iter().filter_map(|(method, operation)| Some((method, operation.as_ref()?)));
        reads.chain(writes.map(move |(method, operation)| (method, path.as_str(), operation)))
    });
    all.filter(move |(_, _, operation)| operation.tags.iter().flatten().any(|own| own == tag))
}

/// A route; one that can be asked as it stands is a link.
fn line(page: &mut String, base: &str, method: &str, path: &str, operation: &Operation) {
    let needs_parameter = operation.parameters.iter().flatten().any(|parameter| {
        matches!(parameter, utoipa::openapi::RefOr::T(one) if one.required == utoipa::openapi::Required::True)
    });
    let id = operation.operation_id.as_deref().unwrap_or_default();
    let shown = format!("<code>{method} {path}</code>");
    let is_link = method == "GET" && !needs_parameter && operation.security.is_none();
    let route = match path.strip_prefix("/api/v1") {
        Some(below) if is_link => format!("<a href=\"{base}{below}\">{shown}</a>"),
        _ => shown,
    };
    let _infallible = writeln!(page, "<li>{route} <span class=\"quiet\"><code>{id}</code></span></li>");
}
