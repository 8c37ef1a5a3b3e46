//! What a client prefers, as `Accept` and its like say it.

use axum::http::{HeaderMap, HeaderName, header};

/// The items of a header like `Accept`, lower-cased, with their weights, in the order given.
pub(crate) fn weighted(headers: &HeaderMap, name: &HeaderName) -> Vec<(String, f32)> {
    headers
        .get_all(name)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|item| {
            let mut parts = item.split(';').map(str::trim);
            let range = parts.next().filter(|range| !range.is_empty())?.to_ascii_lowercase();
            let weight = parts
                .find_map(|part| part.strip_prefix("q="))
                .map_or(1.0, |text| text.parse::<f32>().unwrap_or(0.0));
            Some((range, weight))
        })
        .collect()
}

/// Whether the caller takes gzip.
pub(crate) fn accepts_gzip(headers: &HeaderMap) -> bool {
    weighted(headers, &header::ACCEPT_ENCODING)
        .iter()
        .any(|(coding, weight)| *weight > 0.0 && matches!(coding.as_str(), "gzip" | "*"))
}
