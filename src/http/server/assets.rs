//! The front end: what `web/dist` held when this program was built.
//!
//! Which pages there are follows from that alone: `NAME.html` is served at `NAME`, and `index.html` at the root. The program
//! compiles without a front end and then serves one page that says how to build it.

use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::http::respond::conditional::held_tag;
use crate::http::respond::problem::Problem;

#[derive(RustEmbed)]
#[folder = "web/dist"]
#[allow_missing = true]
struct Dist;

const INDEX: &str = "index.html";
/// What the file of a page ends in; its address does not.
const PAGE: &str = ".html";

/// Scripts and workers from here only, no other host at all; styles also inline, as the map sets them.
const POLICY: &str = "default-src 'self'; script-src 'self'; worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; \
     img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; object-src 'none'; base-uri 'self'; \
     frame-ancestors 'self'";

const UNBUILT: &str = "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Taghtia</title>\n\
<style>body{font:15px/22px 'Noto Sans',system-ui,sans-serif;color:#1b2733;background:#fbfaf7;max-width:40em;\
margin:4em auto;padding:0 1em}code{background:#efece4;padding:2px 4px}a{color:#0b6e6e}</style></head><body>\n\
<h1>Taghtia</h1>\n<p>The service runs, but this program was built without its front end. Build it with\n\
<code>make web</code> (Node and npm are needed), then build the program again.</p>\n\
<p>The API is there: <a href=\"api/v1/country\">country</a>,\n\
<a href=\"api/v1/coverage?level=region\">coverage by region</a>,\n\
<a href=\"api/v1/openapi.json\">its description</a>.</p>\n</body></html>\n";

/// The name of the file that a path asks for, and the file where there is one.
fn find(path: &str) -> (String, Option<EmbeddedFile>) {
    let name = if path.is_empty() { INDEX } else { path };
    if let Some(file) = Dist::get(name) {
        return (name.to_owned(), Some(file));
    }
    let page = format!("{name}{PAGE}");
    let file = Dist::get(&page);
    (if file.is_some() { page } else { name.to_owned() }, file)
}

/// A file of the front end; a page at its name, the map at the root.
pub(crate) async fn get(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    if !matches!(method, Method::GET | Method::HEAD) {
        return Problem::method_not_allowed().into_response();
    }
    let (path, found) = find(uri.path().trim_start_matches('/'));
    let Some(file) = found else {
        return if path == INDEX {
            unbuilt()
        } else {
            Problem::not_found("detail-not-found-address").into_response()
        };
    };
    let tag = hex::encode(&file.metadata.sha256_hash()[..12]);
    let mut response = if held_tag(&headers, |held| held.starts_with(&tag)).is_some() {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let media_type = mime_guess::from_path(&path).first_or_octet_stream();
        ([(header::CONTENT_TYPE, text_in_utf8(media_type.essence_str()))], file.data.into_owned())
            .into_response()
    };
    let own = response.headers_mut();
    if let Ok(tag) = HeaderValue::from_str(&format!("\"{tag}\"")) {
        own.insert(header::ETAG, tag);
    }
    // The builder puts a hash of the content into the names of all but the entry pages.
    let lifetime =
        if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "public, no-cache" };
    own.insert(header::CACHE_CONTROL, HeaderValue::from_static(lifetime));
    if path.ends_with(PAGE) {
        own.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    }
    response
}

fn text_in_utf8(media_type: &str) -> String {
    if media_type.starts_with("text/") {
        format!("{media_type}; charset=utf-8")
    } else {
        media_type.to_owned()
    }
}

fn unbuilt() -> Response {
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")], UNBUILT)
        .into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn asked(path: &str) -> Response {
        get(Method::GET, path.parse().expect("an address"), HeaderMap::new()).await
    }

    #[tokio::test]
    async fn every_page_that_is_there_has_its_address_and_its_policy() {
        for file in Dist::iter().filter(|file| file.ends_with(PAGE) && !file.contains('/')) {
            let name = file.trim_end_matches(PAGE);
            let address = if file == INDEX { "/".to_owned() } else { format!("/{name}") };
            for path in [address, format!("/{file}")] {
                let answer = asked(&path).await;
                assert_eq!(answer.status(), StatusCode::OK, "{path}");
                assert_eq!(answer.headers()[header::CONTENT_TYPE], "text/html; charset=utf-8", "{path}");
                assert_eq!(answer.headers()[header::CONTENT_SECURITY_POLICY], POLICY, "{path}");
            }
        }
    }

    #[tokio::test]
    async fn what_is_not_there_is_not_found() {
        for path in ["/nothing", "/nothing.html", "/assets/"] {
            assert_eq!(asked(path).await.status(), StatusCode::NOT_FOUND, "{path}");
        }
    }
}
