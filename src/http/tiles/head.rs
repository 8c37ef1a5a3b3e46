//! What every set of tiles says of itself, whatever it shows: `TileJSON` 3.0.0, and under which address it is reached.
//!
//! Owns the members that are the same of all. Knows nothing of what is shown.

use std::collections::BTreeMap;

use axum::http::header;
use axum::http::uri::Authority;
use serde::Serialize;

use crate::http::App;
use crate::http::extract::query::Ask;

/// The version of `TileJSON` that is written.
pub(super) const TILEJSON: &str = "3.0.0";
/// How squares are counted: from the north.
pub(super) const XYZ: &str = "xyz";

/// What tiles there are, as `TileJSON` 3.0.0.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = TileJsonHead)]
pub(super) struct TileHead {
    /// Always `3.0.0`.
    #[schema(example = "3.0.0")]
    pub(super) tilejson: &'static str,
    pub(super) name: String,
    /// What the tiles show.
    pub(super) description: String,
    /// The lines that must stand beside them, as text.
    pub(super) attribution: String,
    /// Always `xyz`.
    pub(super) scheme: &'static str,
    /// The address of a square, for `{z}`, `{x}` and `{y}`; what it leads to never changes.
    pub(super) tiles: [String; 1],
    pub(super) minzoom: u8,
    pub(super) maxzoom: u8,
    /// West, south, east, north of what there is.
    pub(super) bounds: [f64; 4],
    /// Layers of vector tiles; none of pictures.
    pub(super) vector_layers: Vec<VectorLayer>,
}

/// A layer of vector tiles.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct VectorLayer {
    pub(super) id: String,
    pub(super) description: String,
    pub(super) minzoom: u8,
    pub(super) maxzoom: u8,
    /// What is said of each feature.
    pub(super) fields: BTreeMap<String, &'static str>,
}

impl VectorLayer {
    /// A layer of all zooms of a set, with the properties of its features.
    pub(super) fn new(
        id: &str,
        description: &str,
        [minzoom, maxzoom]: [u8; 2],
        fields: &[(&str, &'static str)],
    ) -> Self {
        let fields = fields.iter().map(|(name, kind)| ((*name).to_owned(), *kind)).collect();
        Self { id: id.to_owned(), description: description.to_owned(), minzoom, maxzoom, fields }
    }
}

/// Where the service lies, as the caller reaches it: the configured address, else the one that was asked, in plain HTTP,
/// which is what this server speaks. A scheme in a header is not believed: anyone may write it. Behind a proxy that
/// encrypts, the address is configured.
pub(super) fn origin(app: &App, ask: &Ask) -> String {
    let config = app.config();
    if let Some(public) = &config.public_url {
        return public.clone();
    }
    let host = ask.headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let authority = ask.uri.authority().cloned().or_else(|| host?.parse::<Authority>().ok());
    let authority = authority.filter(|authority| !authority.as_str().contains('@'));
    authority.map_or_else(
        || config.base_path.clone(),
        |authority| format!("http://{authority}{}", config.base_path),
    )
}
