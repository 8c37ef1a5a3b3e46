//! The schemas of everything that can be filed, as served and as kept in `data/schemas/`.

/// A schema document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Schema {
    /// Its file name.
    pub name: &'static str,
    /// Its media type.
    pub media_type: &'static str,
    /// What it describes, in a line.
    pub title: &'static str,
    /// The document.
    pub text: &'static str,
}

/// Every schema, by name.
pub fn schemas() -> &'static [Schema] {
    const ALL: &[Schema] = &[
        Schema {
            name: "fibre-availability.csv.json",
            media_type: "application/json",
            title: "Fibre availability: a row per premises",
            text: include_str!("../../data/schemas/fibre-availability.csv.json"),
        },
        Schema {
            name: "fibre-network.ofds.json",
            media_type: "application/json",
            title: "Fibre network: nodes and spans (OFDS)",
            text: include_str!("../../data/schemas/fibre-network.ofds.json"),
        },
        Schema {
            name: "mobile-coverage-h3.csv.json",
            media_type: "application/json",
            title: "Mobile coverage: a row per layer and H3 cell",
            text: include_str!("../../data/schemas/mobile-coverage-h3.csv.json"),
        },
        Schema {
            name: "mobile-coverage.geojson.json",
            media_type: "application/schema+json",
            title: "Mobile coverage: polygons",
            text: include_str!("../../data/schemas/mobile-coverage.geojson.json"),
        },
    ];
    ALL
}

/// A schema by its file name.
pub fn schema(name: &str) -> Option<&'static Schema> {
    schemas().iter().find(|schema| schema.name == name)
}
