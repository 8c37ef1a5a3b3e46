//! Pages of long lists: a limit and an opaque cursor.
//!
//! A cursor says how many items came before and to which snapshot's list it belongs, so that a page
//! never silently skips or repeats items when data changed in between. An answer that is one of several pages
//! says so itself, in its body and in the last line of its table: a header is read by few.

use axum::http::{HeaderValue, header};
use axum::response::Response;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::http::extract::query::Ask;
use crate::http::respond::problem::Problem;

/// Which part of a list is asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Page {
    /// Items to leave out.
    pub(crate) offset: usize,
    /// Items to give at most.
    pub(crate) limit: usize,
}

/// A part of a list, and where the next one begins.
#[derive(Debug)]
pub(crate) struct Cut<T> {
    pub(crate) items: Vec<T>,
    pub(crate) total: usize,
    pub(crate) next: Option<String>,
    offset: usize,
}

/// Which part of a list an answer is: present where it is not the whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub(crate) struct Part {
    /// The number of its first item, from 1.
    #[schema(example = 1)]
    from: usize,
    /// The number of its last item.
    #[schema(example = 2000)]
    to: usize,
    /// Items on all pages.
    #[schema(example = 6167)]
    of: usize,
    /// The address of the next page; null on the last one.
    #[schema(required = true)]
    next: Option<String>,
}

impl<T> Cut<T> {
    /// Which part of the list this is, unless it is the whole.
    pub(crate) fn part(&self, ask: &Ask) -> Option<Part> {
        let to = self.offset + self.items.len();
        (self.items.len() < self.total).then(|| Part {
            from: (self.offset + 1).min(to),
            to,
            of: self.total,
            next: self.next.as_deref().map(|cursor| next_address(ask, cursor)),
        })
    }
}

impl Part {
    /// The last line of a table that is a part of a list.
    pub(crate) fn line(&self) -> String {
        let Self { from, to, of, next } = self;
        let next =
            next.as_ref().map_or_else(|| "; the last part".to_owned(), |next| format!("; next: {next}"));
        format!("# rows {from} to {to} of {of}{next}")
    }

    /// The `Link` header's value that leads to the next page.
    pub(crate) fn link(&self) -> Option<HeaderValue> {
        let next = self.next.as_ref()?;
        HeaderValue::from_str(&format!("<{next}>; rel=\"next\"")).ok()
    }
}

/// A table that is a part of a list, with a last line that says so.
pub(crate) fn with_last_line(mut table: Vec<u8>, part: Option<&Part>) -> Vec<u8> {
    if let Some(part) = part {
        // One field, whatever the question has in its address.
        table.extend_from_slice(format!("\"{}\"\n", part.line().replace('"', "\"\"")).as_bytes());
    }
    table
}

/// Says where the next page is, where an answer is a part.
pub(crate) fn with_link(mut response: Response, part: Option<&Part>) -> Response {
    if let Some(link) = part.and_then(Part::link) {
        response.headers_mut().insert(header::LINK, link);
    }
    response
}

/// The address that a question has with another cursor.
fn next_address(ask: &Ask, cursor: &str) -> String {
    let kept: Vec<&str> = ask
        .uri
        .query()
        .unwrap_or_default()
        .split('&')
        .filter(|pair| !pair.is_empty() && !pair.starts_with("cursor="))
        .collect();
    format!("{}?{}&cursor={cursor}", ask.uri.path(), kept.join("&"))
}

impl Page {
    /// Reads `limit` and `cursor`; `version` names the list that the cursor must belong to.
    pub(crate) fn read(ask: &Ask, default: usize, most: usize, version: &str) -> Result<Self, Problem> {
        let expected = format!("a whole number from 1 to {most}");
        let limit = ask.value::<usize>("limit", &expected)?.unwrap_or(default);
        if limit == 0 || limit > most {
            return Err(Problem::bad_parameter("limit", &limit.to_string(), &expected));
        }
        let offset = match ask.text("cursor") {
            None => 0,
            Some(cursor) => offset_of(cursor, &list_id(ask, version)).ok_or_else(|| {
                Problem::bad_parameter(
                    "cursor",
                    cursor,
                    "the cursor of a previous answer to the same question; if data changed since, begin again",
                )
            })?,
        };
        Ok(Self { offset, limit })
    }

    /// Cuts the page out of the whole list.
    pub(crate) fn cut<T>(self, ask: &Ask, version: &str, all: impl ExactSizeIterator<Item = T>) -> Cut<T> {
        let total = all.len();
        let items: Vec<T> = all.skip(self.offset).take(self.limit).collect();
        let end = self.offset + items.len();
        let next = (end < total && !items.is_empty()).then(|| format!("{}-{end}", list_id(ask, version)));
        Cut { items, total, next, offset: self.offset }
    }
}

/// Names the list: the snapshot, and every parameter that shapes it.
fn list_id(ask: &Ask, version: &str) -> String {
    let mut shape: Vec<&str> = ask
        .uri
        .query()
        .unwrap_or_default()
        .split('&')
        .filter(|pair| {
            let name = pair.split('=').next().unwrap_or_default();
            !matches!(name, "" | "cursor" | "limit" | "lang" | "f" | "geometry")
        })
        .collect();
    shape.sort_unstable();
    let digest = Sha256::digest(format!("{version}?{}", shape.join("&")).as_bytes());
    hex::encode(&digest[..6])
}

fn offset_of(cursor: &str, list: &str) -> Option<usize> {
    let (of, offset) = cursor.split_once('-')?;
    (of == list).then_some(())?;
    offset.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::extract::FromRequestParts;
    use axum::http::Request;

    fn ask(query: &str) -> Ask {
        let request = Request::get(format!("/x?{query}")).body(()).expect("a request");
        let mut parts = request.into_parts().0;
        let future = Ask::from_request_parts(&mut parts, &());
        futures_util::FutureExt::now_or_never(future).expect("ready").expect("an ask")
    }

    #[test]
    fn pages_follow_each_other_to_the_end() {
        let all: Vec<u32> = (0..25).collect();
        let mut seen = Vec::new();
        let mut query = "limit=10&level=commune".to_owned();
        loop {
            let ask = ask(&query);
            let page = Page::read(&ask, 100, 100, "v1").expect("a page");
            let cut = page.cut(&ask, "v1", all.iter().copied());
            assert_eq!(cut.total, 25);
            seen.extend(cut.items);
            let Some(next) = cut.next else { break };
            query = format!("limit=10&level=commune&cursor={next}");
        }
        assert_eq!(seen, all);
    }

    #[test]
    fn a_cursor_belongs_to_one_list() {
        let first = ask("level=commune&limit=3");
        let page = Page::read(&first, 100, 100, "v1").expect("a page");
        let next = page.cut(&first, "v1", 0..9).next.expect("more");
        assert!(Page::read(&ask(&format!("level=commune&cursor={next}")), 100, 100, "v1").is_ok());
        assert!(Page::read(&ask(&format!("level=commune&cursor={next}")), 100, 100, "v2").is_err());
        assert!(Page::read(&ask(&format!("level=region&cursor={next}")), 100, 100, "v1").is_err());
        assert!(Page::read(&ask("limit=0"), 100, 100, "v1").is_err());
        assert!(Page::read(&ask("limit=101"), 100, 100, "v1").is_err());
    }
}
