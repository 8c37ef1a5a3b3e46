//! Pages of long lists: a limit and an opaque cursor.
//!
//! A cursor says how many items came before and to which snapshot's list it belongs, so that a page
//! never silently skips or repeats items when data changed in between. An answer that is one of several pages
//! says so itself, in its body and in the last line of its table: a header is read by few.

use std::ops::Range;

use axum::http::{HeaderValue, Uri, header};
use axum::response::Response;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// Where in which list to go on.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// Items to leave out.
    offset: usize,
    /// Names the list: the data, and every parameter that shapes it.
    list: String,
    /// The address, whose cursor the next page replaces.
    address: Uri,
}

/// Which part of a list is asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Page<'p> {
    place: &'p Place,
    /// Items to give at most.
    limit: usize,
}

/// A part of a list, and where the next one begins.
#[derive(Debug)]
pub(crate) struct Cut<T> {
    pub(crate) items: Vec<T>,
    pub(crate) total: usize,
    pub(crate) next: Option<String>,
    /// Which part it is, unless it is the whole.
    pub(crate) part: Option<Part>,
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

impl Place {
    /// Where to go on in the list of an address, out of the data called `version`; `None` where the cursor is of
    /// another list, or of none.
    pub(crate) fn of(address: &Uri, version: &str, cursor: Option<&str>) -> Option<Self> {
        let list = list_id(address, version);
        let offset = cursor.map_or(Some(0), |cursor| offset_of(cursor, &list))?;
        Some(Self { offset, list, address: address.clone() })
    }

    /// The same place in the list of another address that means the same.
    pub(crate) fn at(&self, address: &Uri, version: &str) -> Self {
        Self { offset: self.offset, list: list_id(address, version), address: address.clone() }
    }

    /// The page that begins here.
    pub(crate) fn page(&self, limit: usize) -> Page<'_> {
        Page { place: self, limit }
    }

    /// The address with another cursor.
    fn next_address(&self, cursor: &str) -> String {
        let query = self.address.query().unwrap_or_default().split('&');
        let kept: Vec<&str> = query.filter(|pair| !pair.is_empty() && !pair.starts_with("cursor=")).collect();
        format!("{}?{}&cursor={cursor}", self.address.path(), kept.join("&"))
    }
}

impl Page<'_> {
    /// Which items of the list it has; the list may end before.
    pub(crate) fn range(self) -> Range<usize> {
        self.place.offset..self.place.offset.saturating_add(self.limit)
    }

    /// Cuts the page out of the whole list.
    pub(crate) fn cut<T>(self, all: impl ExactSizeIterator<Item = T>) -> Cut<T> {
        let total = all.len();
        self.of(all.skip(self.place.offset).take(self.limit).collect(), total)
    }

    /// The page that has these items, of a list of `total`.
    pub(crate) fn of<T>(self, items: Vec<T>, total: usize) -> Cut<T> {
        let Place { offset, list, .. } = self.place;
        let to = offset + items.len();
        let next = (to < total && !items.is_empty()).then(|| format!("{list}-{to}"));
        let part = (items.len() < total).then(|| Part {
            from: (offset + 1).min(to),
            to,
            of: total,
            next: next.as_deref().map(|cursor| self.place.next_address(cursor)),
        });
        Cut { items, total, next, part }
    }
}

/// Names the list: the data, and every parameter that shapes it.
fn list_id(address: &Uri, version: &str) -> String {
    let mut shape: Vec<&str> = address
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

    fn place(query: &str, version: &str, cursor: Option<&str>) -> Option<Place> {
        Place::of(&format!("/x?{query}").parse().expect("an address"), version, cursor)
    }

    #[test]
    fn pages_follow_each_other_to_the_end() {
        let all: Vec<u32> = (0..25).collect();
        let mut seen = Vec::new();
        let mut cursor = None;
        loop {
            let place = place("limit=10&level=commune", "v1", cursor.as_deref()).expect("a place");
            let cut = place.page(10).cut(all.iter().copied());
            assert_eq!(cut.total, 25);
            let part = cut.part.expect("a part");
            assert_eq!((part.from, part.to), (seen.len() + 1, seen.len() + cut.items.len()));
            seen.extend(cut.items);
            let Some(next) = cut.next else { break };
            let address = part.next.expect("an address");
            assert_eq!(address, format!("/x?limit=10&level=commune&cursor={next}"));
            cursor = Some(next);
        }
        assert_eq!(seen, all);
        let whole = place("", "v1", None).expect("a place");
        assert_eq!(whole.page(100).cut(all.iter()).part, None);
    }

    #[test]
    fn a_cursor_belongs_to_one_list() {
        let first = place("level=commune&limit=3", "v1", None).expect("a place");
        let next = first.page(3).cut(0..9).next.expect("more");
        assert!(place("level=commune&limit=5", "v1", Some(&next)).is_some());
        assert!(place("level=commune", "v2", Some(&next)).is_none());
        assert!(place("level=region", "v1", Some(&next)).is_none());
        assert!(place("level=commune", "v1", Some("x")).is_none());
    }
}
