//! How much intake takes of a file.

/// How much intake takes of a file.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Bytes of text, unpacked.
    pub bytes: u64,
    /// Times the packed size that the text may have.
    pub ratio: u64,
    /// Bytes of text below which the ratio does not matter.
    pub ratio_grace: u64,
    /// Entries of a zip archive.
    pub zip_entries: u64,
    /// Bytes of a CSV row.
    pub row_bytes: u64,
    /// Bytes of a text in JSON.
    pub text_bytes: u64,
    /// Layers of a filing.
    pub layers: usize,
    /// Features of a file.
    pub features: u64,
    /// Positions of a ring.
    pub ring: usize,
    /// Positions of a feature.
    pub feature: usize,
    /// Positions of a file.
    pub positions: u64,
    /// Length of all outlines of a file in degrees: what painting costs grows with it.
    pub outline_degrees: f64,
    /// Pairs of segments compared in search of crossings, over the whole file.
    pub comparisons: u64,
    /// Bytes of text, unpacked, of a network: it is held in memory.
    pub network_bytes: u64,
    /// Values of a network's document.
    pub values: u64,
    /// Length of all routes of a network in degrees: what cutting costs grows with it.
    pub route_degrees: f64,
    /// Rows among which duplicate premises are looked for.
    pub duplicates: usize,
    /// Places of a list: they are held in memory.
    pub places: usize,
    /// Bytes of text, unpacked, of a list of places.
    pub place_bytes: u64,
    /// Errors after which reading stops.
    pub errors: u64,
    /// Findings kept.
    pub findings: usize,
    /// Findings kept of one rule.
    pub findings_per_rule: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 4 << 30,
            ratio: 200,
            ratio_grace: 64 << 20,
            zip_entries: 64,
            row_bytes: 1 << 20,
            text_bytes: 1 << 16,
            layers: 64,
            features: 1_000_000,
            ring: 1_000_000,
            feature: 4_000_000,
            positions: 50_000_000,
            outline_degrees: 200_000.0,
            comparisons: 1_000_000_000,
            network_bytes: 256 << 20,
            values: 6_000_000,
            route_degrees: 20_000.0,
            duplicates: 4_000_000,
            places: 100_000,
            place_bytes: 64 << 20,
            errors: 10_000,
            findings: 200,
            findings_per_rule: 25,
        }
    }
}
